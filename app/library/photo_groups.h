// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace touchstone::library {

/// Why photos belong together.
enum class GroupKind : std::uint8_t {
    None,
    Burst,     ///< taken in quick succession, of one scene
    Similar,   ///< near-duplicates: of one scene, seconds apart
    Copies,    ///< the same bytes under several names
    Bracket,   ///< one scene at several exposures, to be merged
    Panorama,  ///< overlapping parts of one scene, to be joined
    TimeLapse, ///< many frames of one scene at even intervals
};
/// "burst", "similar", "copies", "bracket", "panorama", "time-lapse"; empty for None. Words of the catalogue and the
/// command line.
std::string_view group_word(GroupKind kind);
GroupKind group_of_word(std::string_view word); ///< None for any other

/// Sets that are one picture together: none of them is better than the others, and none is ever proposed to go.
constexpr bool is_kept_whole(GroupKind kind) {
    return kind == GroupKind::Bracket || kind == GroupKind::Panorama || kind == GroupKind::TimeLapse;
}

/// Photos that belong together. A photo is in one group at most.
struct PhotoGroup {
    std::int64_t id = 0; ///< 0 = not in the catalogue yet
    GroupKind kind = GroupKind::None;
    std::vector<std::int64_t> members; ///< PhotoId, ascending; at least two
    friend bool operator==(const PhotoGroup&, const PhotoGroup&) = default;
};

/// What a photo belongs to now; group 0 and None = to nothing.
struct GroupChange {
    std::int64_t photo = 0;
    std::int64_t group = 0;
    GroupKind kind = GroupKind::None;
    friend bool operator==(const GroupChange&, const GroupChange&) = default;
};

} // namespace touchstone::library
