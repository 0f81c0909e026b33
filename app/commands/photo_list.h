// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/library/catalogue/content_hash.h"
#include "engine/base/error.h"

namespace touchstone::cli {

/// One line of the output to come: a photo to try, or a path that is an error already.
struct PhotoEntry {
    std::string path; ///< as printed: the argument, or argument + '/' + relative path; bytes
    std::optional<Error> error;
    std::optional<library::FileStamp> stamp = {}; ///< size and time when it was listed; empty on error
};

struct PhotoList {
    std::vector<PhotoEntry> entries;
    std::vector<std::string> empty_folders; ///< arguments that hold no photo
};

/// Turns the arguments into photos, in their order. A file is always taken, hidden or without a suffix; a folder is
/// walked as by library::walk_photos and sorted by the bytes of the relative path. What cannot be read is an entry with
/// an error. Ends early on `stop`.
PhotoList list_photos(const std::vector<std::string>& arguments, std::stop_token stop);

/// Which part of the photos `--shard K/N` asks for.
struct Shard {
    std::size_t number = 1; ///< 1 … count
    std::size_t count = 1;

    /// "2/8"; BadInput for anything else.
    static Result<Shard> parse(const std::string& text);
    bool contains(std::size_t index) const { return index % count == number - 1; }
};

} // namespace touchstone::cli
