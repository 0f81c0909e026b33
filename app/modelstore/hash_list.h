// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
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

    /// Reads, changes and writes it, and lets nobody else do so in between: two programs that import at once keep both
    /// records. Blocks while another program is at it, which takes milliseconds. WriteFailed where the folder cannot be
    /// locked.
    static Result<void> change(const std::string& folder, const std::function<void(HashList&)>& change);

private:
    std::map<std::string, std::string> hashes_; ///< file name → lower-case hexadecimal
};

} // namespace touchstone
