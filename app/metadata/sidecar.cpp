// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/sidecar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <set>
#include <system_error>

#include "app/metadata/embedded_xmp.h"
#include "app/metadata/values.h"
#include "engine/base/files.h"

namespace touchstone::metadata {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view darktable_namespace = "http://darktable.sf.net/";
constexpr std::string_view digikam_namespace = "http://www.digikam.org/ns/1.0/";

std::optional<int> whole_number(std::string_view text) {
    const std::optional<double> number = number_of(text); // Lightroom wrote "5.0" at times
    if (!number || *number < -1 || *number > 5)
        return std::nullopt;
    return static_cast<int>(*number);
}

/// darktable: a list of numbers 0…4 in the order of our colours. More than one has no equal here.
std::optional<ColourLabel> darktable_colour(const XmpPacket& packet) {
    for (const XmpProperty& property : packet.properties()) {
        if (property.space != darktable_namespace || property.name != "colorlabels" || property.is_attribute)
            continue;
        const std::string_view inner =
            std::string_view(packet.text()).substr(property.value_begin, property.value_end - property.value_begin);
        std::set<char> colours;
        for (std::size_t at = inner.find(":li>"); at != std::string_view::npos; at = inner.find(":li>", at + 4))
            if (at + 4 < inner.size() && inner[at + 4] >= '0' && inner[at + 4] <= '4')
                colours.insert(inner[at + 4]);
        if (colours.size() == 1)
            return static_cast<ColourLabel>(*colours.begin() - '0' + 1);
    }
    return std::nullopt;
}

/// digiKam: none, red, orange, yellow, green, blue, magenta, grey, black, white.
std::optional<ColourLabel> digikam_colour(const XmpPacket& packet) {
    static constexpr std::array<std::optional<ColourLabel>, 7> colours{
        ColourLabel::None,  ColourLabel::Red,  std::nullopt,       ColourLabel::Yellow,
        ColourLabel::Green, ColourLabel::Blue, ColourLabel::Purple};
    const std::optional<std::string> text = packet.value(digikam_namespace, "ColorLabel");
    const std::optional<double> number = text ? number_of(*text) : std::nullopt;
    if (!number || *number < 1 || *number > 6)
        return std::nullopt;
    return colours[static_cast<std::size_t>(*number)];
}

std::optional<bool> digikam_pick(const XmpPacket& packet) {
    const std::optional<std::string> text = packet.value(digikam_namespace, "PickLabel");
    if (text == "1")
        return false;
    return text == "3" ? std::optional(true) : std::nullopt;
}

/// Photos and what is derived from them; a sidecar of a text or film does not concern us.
bool may_be_photo(const std::string& suffix) {
    static const std::set<std::string> known{
        ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif", ".jxl", ".gif", ".bmp",
        ".cr2", ".cr3",  ".crw", ".nef", ".nrw",  ".arw",  ".srf",  ".sr2",  ".raf",  ".orf", ".rw2", ".pef",
        ".dng", ".srw",  ".x3f", ".3fr", ".fff",  ".iiq",  ".mrw",  ".kdc",  ".dcr",  ".erf", ".mef", ".mos"};
    std::string lower = suffix;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
    return known.contains(lower);
}

std::vector<std::string> files_of_stem(const std::string& photo) {
    const fs::path path(photo);
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::vector<std::string> names;
    std::error_code problem; // a folder that cannot be listed shares nothing that we could know of
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
        if (entry->path().stem() == path.stem() && entry->path().filename() != path.filename() &&
            may_be_photo(entry->path().extension().string()))
            names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// ISO 8601 as minutes… in milliseconds UTC where a zone is given.
std::optional<std::int64_t> moment_of(const std::string& text) {
    std::optional<std::int64_t> moment = wall_clock_ms(text);
    if (!moment)
        return std::nullopt;
    const std::size_t time = text.find('T');
    const std::size_t sign = time == std::string::npos ? time : text.find_first_of("+-", time);
    int hours = 0, minutes = 0;
    if (sign != std::string::npos && std::sscanf(text.c_str() + sign + 1, "%2d:%2d", &hours, &minutes) == 2)
        *moment -= (text[sign] == '-' ? -1 : 1) * (hours * 60 + minutes) * std::int64_t{60'000};
    return moment;
}

} // namespace

std::string sidecar_path(const std::string& photo, SidecarNaming naming) {
    if (naming == SidecarNaming::Appended)
        return photo + ".xmp";
    return fs::path(photo).replace_extension(".xmp").string();
}

std::vector<std::pair<std::string, SidecarNaming>> find_sidecars(const std::string& photo) {
    std::vector<std::pair<std::string, SidecarNaming>> found;
    for (const SidecarNaming naming : {SidecarNaming::Appended, SidecarNaming::Replaced}) {
        const std::string path = sidecar_path(photo, naming);
        if (path == photo || (!found.empty() && found.front().first == path))
            continue;
        for (const std::string& candidate : {path, path.substr(0, path.size() - 4) + ".XMP"}) {
            std::error_code problem;
            const fs::file_status status = fs::symlink_status(candidate, problem);
            if (fs::exists(status)) { // also a link to nowhere, which writing has to know of
                found.emplace_back(candidate, naming);
                break;
            }
        }
    }
    return found;
}

XmpMarks marks_of(const XmpPacket& packet) {
    XmpMarks marks;
    if (const auto rating = packet.value(xmp_namespace, "Rating"))
        marks.rating = whole_number(*rating);
    marks.label = packet.value(xmp_namespace, "Label").value_or("");
    if (!marks.label.empty())
        marks.colour = colour_of_label(marks.label);
    else if (const auto darktable = darktable_colour(packet))
        marks.colour = darktable;
    else
        marks.colour = digikam_colour(packet);
    marks.picked = digikam_pick(packet);
    marks.dated = packet.value(xmp_namespace, "MetadataDate").value_or("");
    return marks;
}

bool is_later(const std::string& a, const std::string& b) {
    const auto first = moment_of(a), second = moment_of(b);
    return first && (!second || *first > *second);
}

bool PhotoMetadata::is_contradictory() const {
    if (sidecars.size() < 2)
        return false;
    const XmpMarks &a = sidecars[0].marks, &b = sidecars[1].marks;
    return a.rating != b.rating || a.label != b.label || a.colour != b.colour || a.picked != b.picked;
}

const ReadSidecar* PhotoMetadata::chosen() const {
    if (sidecars.empty())
        return nullptr;
    const bool second = sidecars.size() > 1 && is_later(sidecars[1].marks.dated, sidecars[0].marks.dated);
    return &sidecars[second ? 1 : 0];
}

XmpMarks PhotoMetadata::marks() const {
    if (const ReadSidecar* sidecar = chosen())
        return sidecar->marks;
    return embedded.value_or(XmpMarks{});
}

PhotoMetadata read_photo_metadata(const std::string& photo, Embedded embedded) {
    PhotoMetadata metadata;
    for (const auto& [path, naming] : find_sidecars(photo)) {
        const Result<Bytes> bytes = read_file(path, largest_packet);
        if (!bytes) {
            metadata.problems.push_back(bytes.error());
            continue;
        }
        std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        const Result<XmpPacket> packet = XmpPacket::parse(text, path);
        if (!packet)
            metadata.problems.push_back(packet.error());
        else
            metadata.sidecars.push_back({path, naming, std::move(text), marks_of(*packet)});
        if (naming == SidecarNaming::Replaced)
            metadata.shares_with = files_of_stem(photo);
    }
    if (embedded == Embedded::Read) {
        const Result<std::optional<XmpMarks>> inside = read_embedded_marks(photo);
        if (inside)
            metadata.embedded = *inside;
        else
            metadata.problems.push_back(inside.error());
    }
    return metadata;
}

} // namespace touchstone::metadata
