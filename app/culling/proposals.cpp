// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/culling/proposals.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace touchstone::culling {

using library::Flag;
using library::GroupKind;

namespace {

constexpr double black_mean = 10, white_mean = 245, plain_contrast = 4; ///< levels

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Proposals)
};

/// A shot: one file, or RAW and picture.
struct Unit {
    const Candidate* photo = nullptr;   ///< the picture of a pair
    const Candidate* partner = nullptr; ///< its RAW
    std::optional<double> score, sharpness;
    double utility = 0; ///< points; only compared within its group
    bool is_known = false;

    bool any(bool (*test)(const Candidate&)) const { return test(*photo) || (partner && test(*partner)); }
};

bool is_wanted(const Candidate& photo) {
    return photo.marks.flag == Flag::Pick || photo.marks.rating > 0;
}

bool is_rejected(const Candidate& photo) {
    return photo.marks.flag == Flag::Reject;
}

/// What the person said, before anything that was measured.
int worth(const Unit& unit) {
    const auto of = [](const Candidate& photo) {
        return is_rejected(photo) ? -1 : photo.marks.flag == Flag::Pick ? 10 : photo.marks.rating;
    };
    return unit.partner ? std::max(of(*unit.photo), of(*unit.partner)) : of(*unit.photo);
}

std::vector<Unit> units_of(const std::vector<const Candidate*>& members) {
    std::map<PhotoId, const Candidate*> by_id;
    for (const Candidate* photo : members)
        by_id.emplace(photo->id, photo);
    std::vector<Unit> units;
    for (const auto& [id, photo] : by_id) {
        const auto partner = by_id.find(photo->paired_with);
        const bool paired =
            partner != by_id.end() && partner->second->paired_with == id && partner->second->is_raw != photo->is_raw;
        if (paired && photo->is_raw)
            continue; // comes with its picture
        Unit unit;
        unit.photo = photo;
        unit.partner = paired ? partner->second : nullptr;
        unit.score = photo->score ? photo->score : paired ? partner->second->score : std::nullopt;
        unit.sharpness = photo->sharpness ? photo->sharpness : paired ? partner->second->sharpness : std::nullopt;
        units.push_back(unit);
    }
    return units;
}

/// Members are compared by what is known of all of them that can be read.
void weigh(std::vector<Unit>& units, const ScoreScale& scale, const ProposalRules& rules) {
    const auto readable = [](const Unit& unit) { return !unit.photo->failed; };
    bool scores = true, sharpness = true;
    for (const Unit& unit : units) {
        scores = scores && (!readable(unit) || unit.score);
        sharpness = sharpness && (!readable(unit) || (unit.sharpness && *unit.sharpness > 0));
    }
    // Where scoring is not through, those that have a score are compared with each other.
    if (!scores && !sharpness)
        scores = true;
    for (Unit& unit : units) {
        unit.is_known = readable(unit) && (!scores || unit.score) && (scores || sharpness);
        if (!unit.is_known)
            continue;
        unit.utility = scores ? scale.points(*unit.score) : 0;
        if (sharpness)
            unit.utility += rules.points_of_double_sharpness * std::log2(*unit.sharpness);
    }
}

bool is_better(const Unit& a, const Unit& b) {
    if (a.is_known != b.is_known)
        return a.is_known;
    if (worth(a) != worth(b))
        return worth(a) > worth(b);
    if (a.utility != b.utility)
        return a.utility > b.utility;
    if (a.photo->captured_ms != b.photo->captured_ms)
        return a.photo->captured_ms < b.photo->captured_ms;
    return a.photo->id < b.photo->id;
}

/// Why `a` is before `b`.
std::vector<Reason> reasons_over(const Unit& a, const Unit& b, const ScoreScale& scale) {
    std::vector<Reason> reasons;
    if (worth(a) > worth(b) && worth(a) > 0)
        reasons.push_back({Reason::Kind::Marked, 0});
    if (a.photo->content && a.photo->content == b.photo->content) {
        reasons.push_back({Reason::Kind::SameBytes, 0});
        return reasons;
    }
    if (a.sharpness && b.sharpness && *b.sharpness > 0)
        reasons.push_back({Reason::Kind::Sharpness, *a.sharpness / *b.sharpness - 1});
    if (a.score && b.score)
        reasons.push_back({Reason::Kind::Score, scale.higher_is_better ? *a.score - *b.score : *b.score - *a.score});
    return reasons;
}

/// May it be proposed to mark this? Not what the person marked, or said no to.
bool is_open(const Unit& unit) {
    return !unit.any(is_wanted) && !unit.any(is_rejected) &&
           !unit.any([](const Candidate& photo) { return photo.declined; });
}

void add(const Unit& unit, const Proposal& proposal, std::vector<Proposal>& marks) {
    for (const Candidate* photo : {unit.photo, unit.partner}) {
        if (!photo)
            continue;
        marks.push_back(proposal);
        marks.back().photo = photo->id;
    }
}

void judge_group(std::int64_t group, const std::vector<const Candidate*>& members, const ScoreScale& scale,
                 const ProposalRules& rules, Proposals& proposals) {
    GroupVerdict verdict;
    verdict.group = group;
    verdict.kind = members.front()->kind;
    verdict.kept_whole = library::is_kept_whole(verdict.kind);
    std::vector<Unit> units = units_of(members);
    weigh(units, scale, rules);
    std::sort(units.begin(), units.end(), is_better);
    for (const Unit& unit : units) {
        verdict.ranked.push_back(unit.photo->id);
        if (unit.partner)
            verdict.ranked.push_back(unit.partner->id);
    }
    const auto known = std::count_if(units.begin(), units.end(), [](const Unit& unit) { return unit.is_known; });
    if (verdict.kept_whole || known < 2 || units.front().any(is_rejected)) {
        proposals.groups.push_back(std::move(verdict));
        return;
    }
    const Unit &best = units[0], &next = units[1];
    verdict.best = best.photo->id;
    verdict.margin = best.utility - next.utility;
    verdict.reasons = reasons_over(best, next, scale);
    verdict.is_close = worth(best) <= 0 && verdict.margin < rules.least_margin;
    const bool all_known = known == std::ssize(units);
    // The one that is not scored yet may be the best.
    if (all_known && !verdict.is_close && is_open(best))
        add(best, {0, Flag::Pick, next.photo->id, group, verdict.margin, verdict.reasons}, proposals.marks);
    for (std::size_t at = 1; at < units.size(); ++at) {
        const Unit& unit = units[at];
        const double margin = best.utility - unit.utility;
        const bool copy = best.photo->content && best.photo->content == unit.photo->content;
        if (unit.is_known && is_open(unit) && (copy || margin >= rules.least_margin))
            add(unit, {0, Flag::Reject, best.photo->id, group, margin, reasons_over(best, unit, scale)},
                proposals.marks);
    }
    proposals.groups.push_back(std::move(verdict));
}

void judge_alone(const Candidate& photo, const ScoreScale& scale, const ProposalRules& rules,
                 std::vector<Proposal>& marks) {
    if (is_wanted(photo) || is_rejected(photo) || photo.declined || photo.failed || library::is_kept_whole(photo.kind))
        return;
    Proposal proposal{photo.id, Flag::Reject, 0, photo.group, 0, {}};
    const bool plain = photo.mean_luma && photo.contrast && *photo.contrast < plain_contrast;
    if (rules.faults && plain && *photo.mean_luma < black_mean)
        proposal.reasons.push_back({Reason::Kind::Black, *photo.mean_luma});
    else if (rules.faults && plain && *photo.mean_luma > white_mean)
        proposal.reasons.push_back({Reason::Kind::White, *photo.mean_luma});
    if (rules.reject_below && photo.score && photo.group == 0 &&
        scale.points(*photo.score) < scale.points(*rules.reject_below))
        proposal.reasons.push_back({Reason::Kind::LowScore, *photo.score});
    if (!proposal.reasons.empty())
        marks.push_back(std::move(proposal));
}

} // namespace

Proposals propose(std::span<const Candidate> photos, const ScoreScale& scale, const ProposalRules& rules) {
    Proposals proposals;
    std::map<std::int64_t, std::vector<const Candidate*>> groups;
    for (const Candidate& photo : photos)
        if (photo.group != 0)
            groups[photo.group].push_back(&photo);
    std::vector<Proposal> alone;
    for (const Candidate& photo : photos)
        judge_alone(photo, scale, rules, alone);
    if (rules.groups)
        for (const auto& [group, members] : groups)
            if (members.size() > 1)
                judge_group(group, members, scale, rules, proposals);
    // A black frame may be the best of its burst, and goes nevertheless.
    std::map<PhotoId, Proposal> by_photo;
    for (Proposal& proposal : proposals.marks)
        by_photo[proposal.photo] = std::move(proposal);
    for (Proposal& proposal : alone)
        by_photo[proposal.photo] = std::move(proposal);
    proposals.marks.clear();
    for (auto& [id, proposal] : by_photo)
        proposals.marks.push_back(std::move(proposal));
    return proposals;
}

QString reasons_text(std::span<const Reason> reasons, Flag flag) {
    const QLocale locale;
    const bool better = flag == Flag::Pick;
    const auto percent = [&](double part) { return locale.toString(std::abs(part) * 100, 'f', 0); };
    const auto signed_number = [&](double value) {
        return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + locale.toString(std::abs(value), 'f', 1);
    };
    QStringList words;
    for (const Reason& reason : reasons) {
        const double amount = reason.amount;
        switch (reason.kind) {
        case Reason::Kind::Score: {
            const double of_this = better ? amount : -amount;
            words << Words::tr("score %1", "difference to another photo, +3.1").arg(signed_number(of_this));
            break;
        }
        case Reason::Kind::Sharpness: {
            // "Less sharp by" is counted from the better one.
            const double of_this = better ? amount : 1 / (1 + amount) - 1;
            if (std::abs(of_this) < 0.005)
                words << Words::tr("as sharp");
            else
                words << (of_this > 0 ? Words::tr("sharper by %1 %").arg(percent(of_this))
                                      : Words::tr("less sharp by %1 %").arg(percent(of_this)));
            break;
        }
        case Reason::Kind::Marked:
            words << (better ? Words::tr("marked by you") : Words::tr("you marked the other one"));
            break;
        case Reason::Kind::SameBytes:
            words << Words::tr("the same file twice");
            break;
        case Reason::Kind::Black:
            words << Words::tr("black");
            break;
        case Reason::Kind::White:
            words << Words::tr("nothing but white");
            break;
        case Reason::Kind::LowScore:
            words << Words::tr("score %1 only").arg(locale.toString(amount, 'f', 1));
            break;
        }
    }
    return words.join(QStringLiteral(", "));
}

} // namespace touchstone::culling
