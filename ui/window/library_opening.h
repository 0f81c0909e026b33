// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "app/library/catalogue/catalogue.h"

namespace touchstone::ui {

using CatalogueOpener = std::function<std::shared_ptr<library::Catalogue>(const library::CatalogueOptions&)>;

/// Opens the library before the first window is made, on a thread of its own: milliseconds as a rule, but seconds where
/// a large one has to be checked after an unclean end, restored or migrated. Whoever waits longer than `patience` is
/// shown a small window that says so. GUI thread; runs its event loop.
std::shared_ptr<library::Catalogue> openCatalogue(const std::string& folder,
                                                  const CatalogueOpener& open = library::Catalogue::open,
                                                  std::chrono::milliseconds patience = std::chrono::milliseconds(400));

} // namespace touchstone::ui
