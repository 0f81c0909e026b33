// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/base/error.h"

namespace touchstone {

/// Recorded SHA-256 of the files of one folder, kept as `SHA256SUMS` in the form `sha256sum --check` reads.
class HashList {
public:
    /// A missing list is an empty one.
    static Result<HashList> read(const std::string& folder);

    std::optional<std::string> find(const std::string& file_name) const;
    void set(const std::string& file_name, const std::string& sha256) { hashes_[file_name] = sha256; }
    void remove(const std::string& file_name) { hashes_.erase(file_name); }
    Result<void> write(const std::string& folder) const;

private:
    std::map<std::string, std::string> hashes_; ///< file name → lower-case hexadecimal
};

} // namespace touchstone
