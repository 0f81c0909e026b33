// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <span>
#include <vector>

#include "app/culling/shot.h"

/// Which photos belong together: bursts, near-duplicates, copies, exposure brackets, panoramas. Pure functions of their
/// arguments; any thread.
namespace touchstone::culling {

/// Shots of one camera in their order, so far apart from the others that no group reaches across: what has to be in
/// memory at a time. RAW and JPEG of one shot are one entry, the one whose pixels are cheaper (the picture), and
/// `partner` the other.
struct Run {
    struct Entry {
        std::size_t shot = 0; ///< index into the shots given to runs_of()
        PhotoId partner = 0;  ///< 0 = none
    };
    std::vector<Entry> entries;
    bool timed = true; ///< by the clock; false: by folder and name, because there is no time or it says nothing
};

/// Looks at everything but `look` and `content_features`. By camera, then by time, then by name; shots alone in their
/// run are left out. O(n log n).
std::vector<Run> runs_of(std::span<const Shot> shots, const GroupingRules& rules = {});

/// The groups of one run; the shots of its entries have their looks by now. Ids 0, members ascending, in order of the
/// first member. O(n · window).
std::vector<library::PhotoGroup> groups_of(const Run& run, std::span<const Shot> shots,
                                           const GroupingRules& rules = {});

/// All at once, for shots that have their looks, with copies of one content found wherever they are.
std::vector<library::PhotoGroup> group(std::span<const Shot> shots, const GroupingRules& rules = {});

/// Joins photos of equal bytes to each other, and to the groups that one of them is in already.
std::vector<library::PhotoGroup> with_copies(std::vector<library::PhotoGroup> groups, std::span<const Shot> shots);

} // namespace touchstone::culling
