// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include <QVariant>

#include "app/library/catalogue/reader.h"

namespace touchstone::library {

/// A scope as conditions on `photo p`, with the values of their placeholders. Never a text from outside.
struct ScopeSql {
    /// By p.id: reading follows the photos' order, and touches only those of the scope.
    std::string by_id;
    std::vector<QVariant> id_values;
    /// By p.folder (p.id for Ids): an index that holds missing and folder answers it, for walks along the scores.
    std::string by_folder;
    std::vector<QVariant> folder_values;
    /// Root and Folder: how many photos there are, missing ones too; with folder_values.
    std::string count;
};
/// `some_offline`: there is a root that is offline, whose photos are left out unless scope.with_missing.
ScopeSql sql_of(const Scope& scope, bool some_offline);

} // namespace touchstone::library
