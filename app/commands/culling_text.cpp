// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <unordered_map>

#include "app/commands/console.h"
#include "app/commands/csv_cells.h"
#include "app/commands/culled_photos.h"
#include "app/commands/ranked_photos.h"
#include "app/commands/score_format.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using culling::GroupVerdict;
using culling::Proposal;
using culling::Proposals;
using culling::Reason;
using library::Flag;
using nlohmann::ordered_json;

namespace {

const char* reason_word(Reason::Kind kind) {
    switch (kind) {
    case Reason::Kind::Score:
        return "score";
    case Reason::Kind::Sharpness:
        return "sharpness";
    case Reason::Kind::Marked:
        return "marked";
    case Reason::Kind::SameBytes:
        return "same-bytes";
    case Reason::Kind::Black:
        return "black";
    case Reason::Kind::White:
        return "white";
    case Reason::Kind::LowScore:
        return "low-score";
    }
    return "";
}

const char* proposed_word(Flag flag) {
    return flag == Flag::Pick ? "pick" : "reject";
}

ordered_json or_null(const std::optional<double>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json reasons_json(const std::vector<Reason>& reasons) {
    ordered_json json = ordered_json::array();
    for (const Reason& reason : reasons)
        json.push_back({{"kind", reason_word(reason.kind)}, {"amount", reason.amount}});
    return json;
}

/// What is said, looked up by photo.
class Said {
public:
    Said(const CulledPhotos& photos, const Proposals& proposals, CullParts parts)
        : photos_(photos)
        , parts_(parts) {
        for (const Proposal& proposal : proposals.marks)
            proposals_.emplace(proposal.photo, &proposal);
        for (const GroupVerdict& verdict : proposals.groups)
            verdicts_.emplace(verdict.group, &verdict);
    }

    const Proposal* proposal(std::size_t place) const {
        const auto found = proposals_.find(photos_.candidates[place].id);
        return !parts_.proposals || found == proposals_.end() ? nullptr : found->second;
    }
    const GroupVerdict* verdict(std::int64_t group) const {
        const auto found = verdicts_.find(group);
        return found == verdicts_.end() ? nullptr : found->second;
    }
    /// 1 = best of its group; 0 = in none, or kept whole.
    int place_in_group(std::size_t place) const {
        const GroupVerdict* const said = verdict(photos_.candidates[place].group);
        if (!said || said->best == 0)
            return 0;
        const auto at = std::find(said->ranked.begin(), said->ranked.end(), photos_.candidates[place].id);
        return static_cast<int>(at - said->ranked.begin()) + 1;
    }

    ordered_json photo_json(std::size_t place) const {
        const culling::Candidate& photo = photos_.candidates[place];
        ordered_json json;
        add_path(json, photos_.paths[place]);
        const auto& error = photos_.errors[place];
        json["error"] = error ? error_json(*error) : ordered_json(nullptr);
        json["value"] = or_null(photo.score);
        json["sharpness"] = or_null(photo.sharpness);
        json["flag"] =
            photo.marks.flag == Flag::None ? ordered_json(nullptr) : ordered_json(flag_text(photo.marks.flag));
        if (parts_.groups) {
            json["group"] = photo.group == 0 ? ordered_json(nullptr) : ordered_json(photo.group);
            json["kind"] = photo.group == 0 ? ordered_json(nullptr) : ordered_json(library::group_word(photo.kind));
        }
        if (!parts_.proposals)
            return json;
        const int in_group = place_in_group(place);
        json["place_in_group"] = in_group == 0 ? ordered_json(nullptr) : ordered_json(in_group);
        const Proposal* const proposed = proposal(place);
        json["proposed"] = proposed ? ordered_json(proposed_word(proposed->flag)) : ordered_json(nullptr);
        if (!proposed)
            return json;
        json["beside"] = proposed->other == 0
                             ? ordered_json(nullptr)
                             : ordered_json(to_valid_utf8(photos_.paths[CulledPhotos::place_of(proposed->other)]));
        json["margin"] = proposed->margin;
        json["reasons"] = reasons_json(proposed->reasons);
        return json;
    }

    ordered_json group_json(const library::PhotoGroup& group) const {
        ordered_json json{{"group", group.id},
                          {"kind", library::group_word(group.kind)},
                          {"kept_whole", library::is_kept_whole(group.kind)}};
        ordered_json members = ordered_json::array();
        for (const std::int64_t id : group.members)
            members.push_back(to_valid_utf8(photos_.paths[CulledPhotos::place_of(id)]));
        json["photos"] = std::move(members);
        const GroupVerdict* const said = parts_.proposals ? verdict(group.id) : nullptr;
        if (!said)
            return json;
        json["best"] = said->best == 0 ? ordered_json(nullptr)
                                       : ordered_json(to_valid_utf8(photos_.paths[CulledPhotos::place_of(said->best)]));
        json["margin"] = said->best == 0 ? ordered_json(nullptr) : ordered_json(said->margin);
        json["close"] = said->is_close;
        json["reasons"] = reasons_json(said->reasons);
        return json;
    }

    std::string words(const Proposal& proposal) const {
        return culling::reasons_text(proposal.reasons, proposal.flag).toStdString();
    }

private:
    const CulledPhotos& photos_;
    CullParts parts_;
    std::unordered_map<std::int64_t, const Proposal*> proposals_;
    std::unordered_map<std::int64_t, const GroupVerdict*> verdicts_;
};

std::string as_lines(const CulledPhotos& photos, const Said& said, const char* between) {
    std::string text;
    for (std::size_t place = 0; place < photos.size(); ++place)
        text += (text.empty() ? "" : between) + said.photo_json(place).dump();
    return text;
}

std::string as_document(const CulledPhotos& photos, const Said& said, CullParts parts) {
    std::string text = "{\"touchstone\":\"" TOUCHSTONE_VERSION "\",\"model\":";
    text += (photos.model ? ordered_json(*photos.model) : ordered_json(nullptr)).dump();
    if (parts.groups) {
        text += ",\"groups\":[";
        for (const library::PhotoGroup& group : photos.groups)
            text += (group.id == 1 ? "\n" : ",\n") + said.group_json(group).dump();
        text += "]";
    }
    return text + ",\"photos\":[\n" + as_lines(photos, said, ",\n") + "\n]}\n";
}

std::string as_csv(const CulledPhotos& photos, const Said& said) {
    std::string text =
        "path,path_percent,group,kind,place_in_group,proposed,beside,margin,reasons,value,sharpness,flag,error,"
        "message\r\n";
    const auto number = [](const std::optional<double>& value) { return value ? number_text(*value) : std::string(); };
    for (std::size_t place = 0; place < photos.size(); ++place) {
        const culling::Candidate& photo = photos.candidates[place];
        const std::string& path = photos.paths[place];
        const Proposal* const proposed = said.proposal(place);
        const int in_group = said.place_in_group(place);
        const auto& error = photos.errors[place];
        const std::string cells[] = {
            quoted_cell(to_valid_utf8(path)),
            is_valid_utf8(path) ? std::string() : quoted_cell(percent_encode_path(path)),
            photo.group == 0 ? std::string() : std::to_string(photo.group),
            std::string(library::group_word(photo.kind)),
            in_group == 0 ? std::string() : std::to_string(in_group),
            proposed ? proposed_word(proposed->flag) : std::string(),
            proposed && proposed->other != 0
                ? quoted_cell(to_valid_utf8(photos.paths[CulledPhotos::place_of(proposed->other)]))
                : std::string(),
            proposed ? number_text(proposed->margin) : std::string(),
            proposed ? text_cell(said.words(*proposed)) : std::string(),
            number(photo.score),
            number(photo.sharpness),
            flag_text(photo.marks.flag),
            error ? std::string(code_name(error->code)) : std::string(),
            error ? text_cell(error->what) : std::string(),
        };
        for (const std::string& cell : cells)
            text += (&cell == cells ? "" : ",") + cell;
        text += "\r\n";
    }
    return text;
}

std::string table_line(const CulledPhotos& photos, const Said& said, std::size_t place) {
    const Proposal* const proposed = said.proposal(place);
    std::string word = proposed ? proposed_word(proposed->flag) : said.place_in_group(place) == 1 ? "best" : "";
    word.resize(8, ' ');
    std::string line = "  " + word + printable(photos.paths[place]);
    if (proposed)
        line += "  (" + said.words(*proposed) + ")";
    if (photos.errors[place])
        line += "  [" + std::string(code_name(photos.errors[place]->code)) + "]";
    return line + "\n";
}

/// For eyes: the groups, best first, then what is proposed outside of them.
std::string as_table(const CulledPhotos& photos, const Said& said, CullParts parts) {
    std::string text;
    for (const library::PhotoGroup& group : photos.groups) {
        const GroupVerdict* const verdict = said.verdict(group.id);
        std::string title =
            std::string(library::group_word(group.kind)) + " of " + std::to_string(group.members.size()) + " photos";
        if (library::is_kept_whole(group.kind))
            title += ", kept whole";
        else if (parts.proposals && verdict && verdict->best == 0)
            title += "; not enough is known to choose";
        else if (parts.proposals && verdict && verdict->is_close)
            title += "; a close call";
        std::string lines;
        for (const std::int64_t id : verdict ? verdict->ranked : group.members)
            if (const std::size_t place = CulledPhotos::place_of(id); parts.groups || said.proposal(place))
                lines += table_line(photos, said, place);
        if (!lines.empty())
            text += title + "\n" + lines;
    }
    std::string alone;
    for (std::size_t place = 0; place < photos.size(); ++place)
        if (photos.candidates[place].group == 0 && said.proposal(place))
            alone += table_line(photos, said, place);
    return text + (alone.empty() ? "" : "single photos\n" + alone);
}

} // namespace

std::string culling_text(const CulledPhotos& photos, const Proposals& proposals, CullParts parts,
                         const std::string& format) {
    const Said said(photos, proposals, parts);
    if (format == "json")
        return as_document(photos, said, parts);
    if (format == "jsonl")
        return as_lines(photos, said, "\n") + (photos.size() == 0 ? "" : "\n");
    if (format == "csv")
        return as_csv(photos, said);
    return as_table(photos, said, parts);
}

} // namespace touchstone::cli
