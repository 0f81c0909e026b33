// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/sidecar_edit.h"

#include <array>
#include <charconv>
#include <ctime>

#include "app/metadata/embedded_xmp.h"

namespace touchstone::metadata {

namespace {

/// As many digits as bring the same value back, whatever the locale.
std::string number_text(double value) {
    std::array<char, 40> text{};
    const auto [end, problem] = std::to_chars(text.data(), text.data() + text.size(), value);
    return std::string(text.data(), problem == std::errc{} ? end : text.data());
}

/// The file that is to be written and what is in it; a photo without one gets the text of an empty packet.
Result<SidecarEdit> choose_sidecar(const std::string& photo, const EditOptions& options) {
    if (photo.ends_with(".xmp") || photo.ends_with(".XMP"))
        return failure(ErrorCode::BadInput, photo, "is a sidecar, not a photo");
    const PhotoMetadata metadata = read_photo_metadata(photo, Embedded::PassOver);
    if (!metadata.problems.empty())
        return tl::unexpected(metadata.problems.front());
    SidecarEdit edit;
    edit.photo = photo;
    if (metadata.sidecars.empty()) {
        edit.sidecar = sidecar_path(photo, options.naming);
        if (edit.sidecar == photo)
            return failure(ErrorCode::BadInput, photo, "is a sidecar, not a photo");
        return edit;
    }
    const ReadSidecar* chosen = &metadata.sidecars.front();
    if (metadata.sidecars.size() > 1) {
        if (!options.of_two)
            return failure(ErrorCode::BadInput, photo,
                           "has two sidecars, " + metadata.sidecars[0].path + " and " + metadata.sidecars[1].path,
                           "say which one by --naming, or remove one");
        if (metadata.sidecars[1].naming == *options.of_two)
            chosen = &metadata.sidecars[1];
    }
    edit.sidecar = chosen->path;
    edit.before = chosen->text;
    if (chosen->naming == SidecarNaming::Replaced)
        for (const std::string& other : metadata.shares_with)
            edit.warnings.push_back(other + " has the same sidecar");
    return edit;
}

void want(SidecarEdit& edit, std::vector<XmpChange>& changes, const XmpPacket& packet, const std::string& name,
          std::optional<std::string> value) {
    const std::optional<std::string> known = packet.value(xmp_namespace, name);
    if (known == value)
        return;
    edit.changes.push_back({"xmp:" + name, known.value_or(""), value.value_or("")});
    changes.push_back({std::string(xmp_namespace), name, "xmp", std::move(value)});
}

std::vector<XmpChange> wanted_changes(SidecarEdit& edit, const XmpPacket& packet, const WantedMarks& wanted) {
    std::vector<XmpChange> changes;
    const XmpMarks known = marks_of(packet);
    // No rating and "0" say the same; "5.0" and "5" too.
    if (wanted.rating && *wanted.rating != known.rating.value_or(0))
        want(edit, changes, packet, "Rating", std::to_string(*wanted.rating));
    if (!wanted.colour)
        return changes;
    const std::optional<ColourLabel> colour = colour_of_label(known.label);
    if (*wanted.colour == ColourLabel::None) {
        if (colour && *colour != ColourLabel::None)
            want(edit, changes, packet, "Label", std::nullopt);
    } else if (colour != *wanted.colour) {
        want(edit, changes, packet, "Label", label_of_colour(*wanted.colour));
    }
    return changes;
}

std::string score_elements(const std::vector<OwnScore>& scores, const std::string& rdf) {
    std::string text = "<touchstone:scores><" + rdf + "Bag>";
    const auto put = [&](const char* name, const std::string& value) {
        text += std::string("<touchstone:") + name + ">" + xml_escaped(value) + "</touchstone:" + name + ">";
    };
    for (const OwnScore& score : scores) {
        text += "<" + rdf + "li " + rdf + "parseType=\"Resource\">";
        put("model", score.model);
        put("modelSha256", score.model_sha256);
        put("value", number_text(score.value));
        if (score.range) {
            put("lowest", number_text(score.range->first));
            put("highest", number_text(score.range->second));
        }
        put("higherIsBetter", score.higher_is_better ? "True" : "False");
        put("precision", score.precision);
        text += "</" + rdf + "li>";
    }
    return text + "</" + rdf + "Bag></touchstone:scores>";
}

/// "musiq-small 71.25, reiqa 0.5" of an element that score_elements() wrote, for a person.
std::string score_summary(const std::vector<OwnScore>& scores) {
    std::string text;
    for (const OwnScore& score : scores)
        text += (text.empty() ? "" : ", ") + score.model + " " + number_text(score.value);
    return text;
}

const XmpProperty* own_property(const XmpPacket& packet) {
    for (const XmpProperty& property : packet.properties())
        if (property.space == own_namespace)
            return &property;
    return nullptr;
}

Result<void> put_scores(SidecarEdit& edit, std::string& text, const std::vector<OwnScore>& scores) {
    const Result<XmpPacket> packet = XmpPacket::parse(text, edit.sidecar);
    if (!packet)
        return tl::unexpected(packet.error());
    const XmpProperty* known = own_property(*packet);
    const std::string elements = scores.empty() ? std::string() : score_elements(scores, packet->rdf_prefix());
    const std::string before = known ? packet->text().substr(known->begin, known->end - known->begin) : std::string();
    if (before == elements)
        return {};
    edit.changes.push_back({"touchstone:scores", before.empty() ? "" : "earlier scores", score_summary(scores)});
    text =
        packet->with_namespace(own_namespace, "touchstone", elements.empty() ? std::string() : "   " + elements + "\n");
    return {};
}

} // namespace

std::string moment_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    return std::string(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
}

Result<SidecarEdit> plan_edit(const std::string& photo, const WantedMarks& wanted, const std::vector<OwnScore>* scores,
                              const EditOptions& options) {
    Result<SidecarEdit> edit = choose_sidecar(photo, options);
    if (!edit)
        return edit;
    const Result<XmpPacket> packet =
        edit->before ? XmpPacket::parse(*edit->before, edit->sidecar) : Result<XmpPacket>(XmpPacket::empty());
    if (!packet)
        return tl::unexpected(packet.error());
    std::vector<XmpChange> changes = wanted_changes(*edit, *packet, wanted);
    std::string text = packet->with(changes);
    if (scores)
        if (const Result<void> put = put_scores(*edit, text, *scores); !put)
            return tl::unexpected(put.error());
    if (edit->changes.empty()) {
        edit->after = edit->before.value_or("");
        return edit;
    }
    const Result<XmpPacket> changed = XmpPacket::parse(text, edit->sidecar);
    if (!changed)
        return tl::unexpected(changed.error());
    edit->after = changed->with({{std::string(xmp_namespace), "MetadataDate", "xmp", options.now}});
    std::vector<ExpectedValue> expected{{"Xmp.xmp.MetadataDate", options.now}};
    for (const XmpChange& change : changes)
        expected.push_back({"Xmp.xmp." + change.name, change.value});
    if (const Result<void> checked = check_edit(packet->text(), edit->after, expected, edit->sidecar); !checked)
        return tl::unexpected(checked.error());
    return edit;
}

} // namespace touchstone::metadata
