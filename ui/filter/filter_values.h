// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <map>
#include <set>

#include <QStringList>

#include "app/library/photo_list_model.h"

namespace touchstone::ui {

/// What the photos at hand have, so that a filter can be chosen instead of typed.
struct FilterValues {
    QStringList cameras, lenses, formats; ///< each once, in natural order; formats in lower case ("jpg")
    std::map<int, std::set<int>> months;  ///< of capture: year → months

    /// Goes over all photos, hidden ones too: some 10 ms for 100,000.
    static FilterValues of(const library::PhotoListModel& photos);
};

} // namespace touchstone::ui
