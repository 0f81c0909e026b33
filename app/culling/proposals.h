// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <QString>

#include "app/library/catalogue/content_hash.h"
#include "app/library/marks.h"
#include "app/library/photo_groups.h"

/// Which photo of a group is the best, and which photos might go: proposals with their reasons. Nothing here marks a
/// photo; a person does. Pure functions, the same answer for the same photos in whatever order; any thread.
namespace touchstone::culling {

using PhotoId = std::int64_t;

/// What is known of one photo.
struct Candidate {
    PhotoId id = 0;
    std::int64_t group = 0;
    library::GroupKind kind = library::GroupKind::None;
    std::optional<double> score;               ///< in the model's units
    std::optional<double> sharpness;           ///< imaging::Measures::sharpness
    std::optional<double> mean_luma, contrast; ///< of its Look, 0…255
    library::Marks marks;
    bool failed = false;   ///< could not be read: nothing is said about it
    bool declined = false; ///< a proposal about it was declined
    PhotoId paired_with = 0;
    bool is_raw = false;
    std::optional<std::int64_t> captured_ms;
    std::optional<library::ContentHash> content;
};

/// The scale that scores are on.
struct ScoreScale {
    double low = 0, high = 100;
    bool higher_is_better = true;
    /// 0 = worst, 100 = best end of the scale.
    double points(double value) const {
        const double points = high > low ? (value - low) / (high - low) * 100 : value;
        return higher_is_better ? points : (high > low ? 100 - points : -points);
    }
};

struct ProposalRules {
    bool groups = true;
    /// Less than so many points between the best and another one is no reason to reject it: it is a matter of taste.
    double least_margin = 2;
    /// What twice the sharpness is worth in points beside the score. In one scene, sharpness compares fairly.
    double points_of_double_sharpness = 6;
    bool faults = true;                 ///< black and blown-out frames
    std::optional<double> reject_below; ///< a score (model's units) that is too bad; outside of groups
};

struct Reason {
    enum class Kind {
        Score,     ///< amount: points of the model's units, of the better over the other
        Sharpness, ///< amount: the better's over the other's, less 1
        Marked,    ///< the person picked or rated it
        SameBytes, ///< a copy of `other`
        Black,     ///< nothing but darkness; amount: mean luma
        White,     ///< nothing but light; amount: mean luma
        LowScore,  ///< amount: the score
    };
    Kind kind = Kind::Score;
    double amount = 0;
    friend bool operator==(const Reason&, const Reason&) = default;
};

/// A mark that is proposed.
struct Proposal {
    PhotoId photo = 0;
    library::Flag flag = library::Flag::Reject;
    PhotoId other = 0; ///< the better one, or, for a pick, the next best; 0 = none
    std::int64_t group = 0;
    double margin = 0; ///< points between the two; 0 outside of groups
    std::vector<Reason> reasons;
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// What is said about one group.
struct GroupVerdict {
    std::int64_t group = 0;
    library::GroupKind kind = library::GroupKind::None;
    bool kept_whole = false;     ///< bracket, panorama, time-lapse: no member is better than another
    PhotoId best = 0;            ///< 0 = cannot be said: scores or sharpness are missing
    double margin = 0;           ///< points between the best and the next
    bool is_close = false;       ///< less than least_margin: decide yourself
    std::vector<Reason> reasons; ///< of the best over the next
    std::vector<PhotoId> ranked; ///< all members, best first; those nothing is known of last
    friend bool operator==(const GroupVerdict&, const GroupVerdict&) = default;
};

struct Proposals {
    std::vector<GroupVerdict> groups; ///< by id
    std::vector<Proposal> marks;      ///< by photo; never about what the person marked already
};

Proposals propose(std::span<const Candidate> photos, const ScoreScale& scale, const ProposalRules& rules = {});

/// "sharper by 18 %, score +3.1"; in the locale. Reads well after a name and a colon.
QString reasons_text(std::span<const Reason> reasons, library::Flag flag);

} // namespace touchstone::culling
