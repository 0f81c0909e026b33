// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/shot_pairs.h"

#include <algorithm>
#include <array>
#include <map>

namespace touchstone::library {

namespace {

using namespace std::string_view_literals;

constexpr std::array raw_suffixes = {"dng"sv, "cr2"sv, "cr3"sv, "crw"sv, "nef"sv, "nrw"sv, "arw"sv, "sr2"sv, "srf"sv,
                                     "raf"sv, "rw2"sv, "orf"sv, "pef"sv, "srw"sv, "x3f"sv, "mrw"sv, "kdc"sv, "dcr"sv,
                                     "erf"sv, "3fr"sv, "fff"sv, "iiq"sv, "mef"sv, "mos"sv, "rwl"sv, "gpr"sv, "raw"sv};
constexpr std::array picture_suffixes = {"jpg"sv, "jpeg"sv, "jpe"sv, "heic"sv, "heif"sv, "hif"sv};

/// ASCII only: the locale must not decide which files belong together.
std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

} // namespace

ShotPart shot_part(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos)
        return ShotPart::Neither;
    const std::string suffix = lower(name.substr(dot + 1));
    if (std::find(raw_suffixes.begin(), raw_suffixes.end(), suffix) != raw_suffixes.end())
        return ShotPart::Raw;
    if (std::find(picture_suffixes.begin(), picture_suffixes.end(), suffix) != picture_suffixes.end())
        return ShotPart::Picture;
    return ShotPart::Neither;
}

std::string shot_stem(std::string_view name) {
    return lower(name.substr(0, name.rfind('.')));
}

std::vector<std::pair<PhotoId, PhotoId>> fresh_pairs(std::vector<ShotFile> files) {
    std::sort(files.begin(), files.end(), [](const ShotFile& a, const ShotFile& b) { return a.name < b.name; });
    struct Shot {
        const ShotFile *raw = nullptr, *picture = nullptr;
    };
    std::map<std::string, Shot> shots;
    for (const ShotFile& file : files)
        if (shot_part(file.name) == ShotPart::Raw)
            if (Shot& shot = shots[shot_stem(file.name)]; !shot.raw)
                shot.raw = &file;
    std::vector<std::pair<PhotoId, PhotoId>> pairs;
    if (shots.empty())
        return pairs;
    for (const ShotFile& file : files)
        if (shot_part(file.name) == ShotPart::Picture)
            if (const auto shot = shots.find(shot_stem(file.name)); shot != shots.end() && !shot->second.picture)
                shot->second.picture = &file;
    for (const auto& [stem, shot] : shots)
        if (shot.picture && (shot.raw->fresh || shot.picture->fresh))
            pairs.emplace_back(shot.raw->id, shot.picture->id);
    return pairs;
}

} // namespace touchstone::library
