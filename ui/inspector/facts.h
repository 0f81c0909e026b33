// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QString>

#include "app/library/photo_entry.h"
#include "engine/imaging/measures.h"

namespace touchstone::ui {

/// One line of the inspector, in the locale.
struct Fact {
    QString name, value, explanation;
    friend bool operator==(const Fact&, const Fact&) = default;
};

/// What is known of a photo's file, of how `model` scored it, and of its pixels where they were measured (may be null).
std::vector<Fact> factsOf(const library::PhotoEntry& entry, const std::string& model,
                          const imaging::Measures* measures = nullptr);

} // namespace touchstone::ui
