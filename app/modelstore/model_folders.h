// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

namespace touchstone {

/// Where model files lie. Paths are bytes, as the file system has them.
struct ModelFolders {
    /// Folders of models that come with the program: TOUCHSTONE_MODELS (a list separated by colons) where it is set,
    /// else the installed data folder beside the executable, else the `models` folder of the source tree that this
    /// program was built from.
    std::vector<std::string> shipped;
    /// Shipped folders that TOUCHSTONE_MODELS pushed aside: their models run when named, but not by default.
    std::vector<std::string> fallback;
    /// The person's own imports: TOUCHSTONE_DATA_DIR/models where that is set, else below XDG_DATA_HOME. May not exist.
    std::string store;

    /// As the environment and the executable's place say now.
    static ModelFolders standard();
};

} // namespace touchstone
