// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "app/library/scan/known_files.h"

namespace touchstone::library {

/// A file that the scan found where the catalogue knows none, or knows one that it cannot be.
struct Arrival {
    KnownRoot* root = nullptr;
    std::size_t folder = 0;
    PhotoFile file;                            ///< folder and name filled in; no id yet
    std::size_t replaced = KnownRoot::none;    ///< position of the file whose name it has
    std::optional<ContentHash> quick, content; ///< computed at most once
};

/// Which photos moved: pairs rows whose file is gone with files that came. The same inode with the same size and time
/// is the same file. Otherwise equal size and quick key make them the same bytes, confirmed by the hash of all bytes
/// where the old one is known. Of several, the one of the same name; none is given away twice. A row whose file still
/// lies in its place never moves: copies stay copies. Of one thread.
class MoveFinder {
public:
    struct Source {
        KnownRoot* root = nullptr;
        std::size_t file = 0;
    };

    explicit MoveFinder(std::stop_token stop)
        : stop_(std::move(stop)) {}

    /// Every root whose rows may have moved; they stay where they are in memory until the end.
    void add(KnownRoot& root);
    /// Whether any row has this size. The scan cannot tell before its end whether that row's file is still there.
    bool mayHaveMoved(std::int64_t bytes) const { return sizes_.contains(bytes); }

    /// After the walk, before the first question.
    void prepare();
    /// The row that became this file, marked as moved; those with the stronger claim are asked for first.
    std::optional<Source> sameInode(const Arrival& arrival);
    std::optional<Source> sameBytes(Arrival& arrival, bool same_name);

private:
    struct HashOfKey {
        std::size_t operator()(const ContentHash& key) const;
    };
    bool isGone(const Source& source);
    bool sameContent(Arrival& arrival, const PhotoFile& old);

    std::stop_token stop_;
    std::vector<KnownRoot*> roots_;
    std::unordered_set<std::int64_t> sizes_;
    // Of rows that may be gone:
    std::unordered_map<std::uint64_t, std::vector<Source>> by_inode_;
    std::unordered_map<ContentHash, std::vector<Source>, HashOfKey> by_quick_key_;
    std::unordered_set<std::int64_t> keyed_sizes_;
};

} // namespace touchstone::library
