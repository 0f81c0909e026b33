// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/library/catalogue/catalogue.h"
#include "app/library/catalogue/catalogue_files.h"
#include "app/library/catalogue/connection.h"

namespace touchstone::library {

/// A catalogue's file, ready: checked, restored, migrated, or replaced by one in a temporary folder.
struct OpenedCatalogue {
    Catalogue::State state = Catalogue::State::Open;
    std::string database; ///< what readers open
    Connection::Mode read_mode = Connection::Mode::Read;
    bool log = true; ///< WAL
    std::vector<Issue> notices;
    std::optional<FileLock> lock;               ///< state Open
    std::unique_ptr<TemporaryFolder> temporary; ///< holds `database` when the folder's own could not be used
    PhotoId next_photo = 1;
    FolderId next_folder = 1;
    bool has_content = false; ///< something that a backup would save
};

/// Never fails: see Catalogue::State.
OpenedCatalogue open_catalogue(const CatalogueOptions& options);

} // namespace touchstone::library
