// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/photo_list.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <span>

#include "app/library/walk.h"

namespace touchstone::cli {

PhotoList list_photos(const std::vector<std::string>& arguments, std::stop_token stop) {
    PhotoList list;
    for (const std::string& argument : arguments) {
        if (stop.stop_requested())
            break;
        std::vector<PhotoEntry> found;
        // The contract: the argument as it was given, '/', the relative path; also where the argument ends with one.
        const std::string path = argument.ends_with('/') ? argument + '/' : argument;
        library::walk_photos(
            std::span(&path, 1),
            [&](library::FoundFile&& file) {
                const library::FileStamp stamp{file.bytes, file.mtime_ns};
                found.push_back({std::move(file.path), std::nullopt, stamp});
            },
            [&](Error&& error) {
                std::string at = error.file;
                found.push_back({std::move(at), std::move(error)});
            },
            stop);
        std::sort(found.begin(), found.end(), [](const PhotoEntry& a, const PhotoEntry& b) { return a.path < b.path; });
        if (found.empty() && !stop.stop_requested())
            list.empty_folders.push_back(argument);
        std::move(found.begin(), found.end(), std::back_inserter(list.entries));
    }
    return list;
}

Result<Shard> Shard::parse(const std::string& text) {
    Shard shard;
    const char* end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, shard.number);
    if (number.ec == std::errc{} && number.ptr != end && *number.ptr == '/') {
        const auto count = std::from_chars(number.ptr + 1, end, shard.count);
        if (count.ec == std::errc{} && count.ptr == end && shard.number >= 1 && shard.number <= shard.count)
            return shard;
    }
    return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no shard",
                   "use K/N with K from 1 to N, for example 2/8");
}

} // namespace touchstone::cli
