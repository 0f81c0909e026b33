// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/culled_photos.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <system_error>
#include <thread>
#include <unordered_map>

#include "app/culling/grouping.h"
#include "app/culling/grouping_run.h"
#include "app/library/cache_files.h"
#include "app/library/scan/shot_pairs.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/measures.h"

namespace touchstone::cli {

namespace fs = std::filesystem;
using culling::Candidate;
using culling::Look;
using culling::Shot;
using culling::Signature;
using library::PhotoId;

namespace {

struct Known {
    library::PhotoEntry entry;
    std::optional<library::ShotRow> row;
};

/// The library names photos by the path they were opened with; links may lead there, too.
Result<std::vector<PhotoId>> ids_of(const std::vector<std::string>& files, library::CatalogueReader& reader) {
    auto ids = reader.idsOf(files);
    if (!ids)
        return ids;
    std::vector<std::string> real(1);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if ((*ids)[i] != library::no_photo)
            continue;
        std::error_code ignored; // a file that is not there is said so elsewhere
        const std::string canonical = fs::canonical(files[i], ignored).string();
        if (canonical.empty() || canonical == files[i])
            continue;
        real[0] = canonical;
        const auto more = reader.idsOf(real);
        if (!more)
            return more;
        (*ids)[i] = more->front();
    }
    return ids;
}

Result<std::unordered_map<PhotoId, Known>> known_photos(const std::vector<PhotoId>& ids,
                                                        library::CatalogueReader& reader, const ListedScores& scores,
                                                        std::stop_token stop) {
    library::Scope scope;
    scope.kind = library::Scope::Kind::Ids;
    for (const PhotoId id : ids)
        if (id != library::no_photo)
            scope.ids.push_back(id);
    std::unordered_map<PhotoId, Known> known;
    const auto entries = reader.photos(scope, scores.wanted, [&](library::PhotoEntry&& entry) {
        const PhotoId id = entry.id;
        known[id].entry = std::move(entry);
        return !stop.stop_requested();
    });
    if (!entries)
        return tl::unexpected(entries.error());
    const auto rows = reader.shots(scope, [&](library::ShotRow&& row) {
        const PhotoId id = row.id;
        known[id].row = std::move(row);
        return !stop.stop_requested();
    });
    if (!rows)
        return tl::unexpected(rows.error());
    return known;
}

/// RAW and JPEG beside each other, as the library pairs them.
void pair(CulledPhotos& photos) {
    std::map<std::int64_t, std::vector<library::ShotFile>> folders;
    for (const Shot& shot : photos.shots)
        folders[shot.folder].push_back({shot.name, shot.id, true});
    for (auto& [folder, files] : folders)
        for (const auto& [one, other] : library::fresh_pairs(std::move(files)))
            for (const auto& [id, partner] : {std::pair(one, other), std::pair(other, one)}) {
                photos.shots[CulledPhotos::place_of(id)].paired_with = partner;
                photos.candidates[CulledPhotos::place_of(id)].paired_with = partner;
            }
}

/// Copies have equal sizes; only the bytes of such files are read.
void hash_equal_sizes(CulledPhotos& photos, std::stop_token stop) {
    std::map<std::uintmax_t, std::vector<std::size_t>> sizes;
    for (std::size_t at = 0; at < photos.size(); ++at) {
        std::error_code error;
        const std::uintmax_t size = fs::file_size(photos.files[at], error);
        if (!error && !photos.errors[at])
            sizes[size].push_back(at);
    }
    for (const auto& [size, places] : sizes) {
        if (places.size() < 2)
            continue;
        for (const std::size_t at : places)
            if (!photos.shots[at].content)
                if (const auto hash = library::hash_file(photos.files[at], stop)) {
                    photos.shots[at].content = *hash;
                    photos.candidates[at].content = *hash;
                }
    }
}

/// Of the photos at `places`: from the library, else from their thumbnails.
Result<void> add_looks(CulledPhotos& photos, const std::vector<std::size_t>& places, OpenLibrary& library,
                       std::stop_token stop) {
    std::vector<library::ContentHash> contents;
    for (const std::size_t at : places)
        contents.push_back(photos.shots[at].content.value_or(library::ContentHash{}));
    const auto known = library.reader->signatures(culling::signature_method, contents);
    if (!known)
        return tl::unexpected(known.error());
    std::vector<std::size_t> missing;
    std::vector<std::string> files;
    const auto take = [&](std::size_t at, const Signature& signature) {
        const auto look = std::make_shared<const Look>(culling::look_of(signature));
        photos.candidates[at].mean_luma = look->mean;
        photos.candidates[at].contrast = look->contrast;
        photos.shots[at].look = look;
    };
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& data = (*known)[i];
        const auto signature =
            photos.shots[places[i]].content && data ? Signature::of_bytes(*data) : std::optional<Signature>();
        if (signature) {
            take(places[i], *signature);
        } else if (!photos.errors[places[i]]) {
            missing.push_back(places[i]);
            files.push_back(photos.files[places[i]]);
        }
    }
    const auto made = culling::signatures_of_files(files, stop, static_cast<int>(std::thread::hardware_concurrency()));
    for (std::size_t i = 0; i < missing.size(); ++i) {
        if (made[i])
            take(missing[i], *made[i]);
        else if (made[i].error().code != ErrorCode::Cancelled)
            photos.errors[missing[i]] = made[i].error();
        photos.candidates[missing[i]].failed = photos.errors[missing[i]].has_value();
    }
    return {};
}

} // namespace

Result<CulledPhotos> read_for_culling(PhotoList list, OpenLibrary& library, const ListedScores& scores,
                                      std::stop_token stop) {
    CulledPhotos photos;
    for (const cli::PhotoEntry& found : list.entries)
        photos.files.push_back(library::absolute_path(found.path));
    const auto ids = ids_of(photos.files, *library.reader);
    if (!ids)
        return tl::unexpected(ids.error());
    const auto known = known_photos(*ids, *library.reader, scores, stop);
    if (!known)
        return tl::unexpected(known.error());
    std::map<std::string, std::int64_t> folders;
    for (std::size_t at = 0; at < list.entries.size(); ++at) {
        cli::PhotoEntry& found = list.entries[at];
        const auto entry = known->find((*ids)[at]);
        const Known* const photo = entry == known->end() ? nullptr : &entry->second;
        const bool same = photo && found.stamp && photo->entry.file.bytes == found.stamp->bytes &&
                          photo->entry.file.mtime_ns == found.stamp->mtime_ns;
        const fs::path path(photos.files[at]);
        library::ShotRow row;
        if (same && photo->row)
            row = *photo->row;
        else if (!found.error && !stop.stop_requested())
            row.facts = metadata::read_facts(photos.files[at]).value_or(library::FileFacts{});
        row.name = path.filename().string();
        row.folder = folders.try_emplace(path.parent_path().string(), std::ssize(folders) + 1).first->second;
        row.paired_with = library::no_photo;
        Shot shot = culling::shot_of(row);
        shot.id = static_cast<PhotoId>(at) + 1;
        Candidate candidate;
        candidate.id = shot.id;
        candidate.is_raw = shot.is_raw;
        candidate.captured_ms = shot.captured_ms;
        if (photo)
            candidate.marks = photo->entry.marks;
        if (same) {
            shot.content = photo->entry.content;
            candidate.content = shot.content;
            candidate.sharpness = photo->entry.sharpness;
            if (const library::ScoreRecord* record = photo->entry.score_of(scores.current))
                candidate.score = record->score.known_value();
        }
        candidate.failed = found.error.has_value();
        photos.paths.push_back(std::move(found.path));
        photos.errors.push_back(std::move(found.error));
        photos.shots.push_back(std::move(shot));
        photos.candidates.push_back(candidate);
    }
    pair(photos);
    if (!scores.current.empty())
        photos.model = scores.current;
    for (const ModelCard& card : scores.cards)
        if (card.id == scores.current) {
            photos.scale = {0, 0, card.higher_is_better};
            if (card.range)
                photos.scale = {card.range->first, card.range->second, card.higher_is_better};
        }
    return photos;
}

Result<void> find_groups(CulledPhotos& photos, OpenLibrary& library, std::stop_token stop) {
    hash_equal_sizes(photos, stop);
    for (const culling::Run& run : culling::runs_of(photos.shots)) {
        std::vector<std::size_t> places;
        for (const culling::Run::Entry& entry : run.entries)
            places.push_back(entry.shot);
        if (const auto added = add_looks(photos, places, library, stop); !added)
            return added;
        if (stop.stop_requested())
            return {};
        auto groups = culling::groups_of(run, photos.shots);
        std::move(groups.begin(), groups.end(), std::back_inserter(photos.groups));
        for (const std::size_t place : places)
            photos.shots[place].look.reset();
    }
    photos.groups = culling::with_copies(std::move(photos.groups), photos.shots);
    for (std::size_t number = 0; number < photos.groups.size(); ++number) {
        photos.groups[number].id = static_cast<std::int64_t>(number) + 1;
        for (const PhotoId id : photos.groups[number].members) {
            photos.candidates[CulledPhotos::place_of(id)].group = photos.groups[number].id;
            photos.candidates[CulledPhotos::place_of(id)].kind = photos.groups[number].kind;
        }
    }
    return {};
}

void measure(CulledPhotos& photos, std::stop_token stop) {
    std::vector<std::size_t> wanted;
    for (std::size_t at = 0; at < photos.size(); ++at) {
        const Candidate& photo = photos.candidates[at];
        const bool stands_for_itself = !photo.is_raw || photo.paired_with == library::no_photo;
        if (photo.group != 0 && !library::is_kept_whole(photo.kind) && stands_for_itself && !photo.sharpness &&
            !photo.failed)
            wanted.push_back(at);
    }
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < wanted.size() && !stop.stop_requested(); i = next++) {
            const Result<Photo> photo = imaging::decode_file(photos.files[wanted[i]], {});
            if (photo)
                photos.candidates[wanted[i]].sharpness = imaging::measure(photo->image).sharpness;
            else {
                photos.errors[wanted[i]] = photo.error();
                photos.candidates[wanted[i]].failed = true;
            }
        }
        imaging::decode_thread_finished();
    };
    std::vector<std::jthread> helpers;
    for (unsigned number = 1; number < std::min<std::size_t>(std::thread::hardware_concurrency(), wanted.size());
         ++number)
        helpers.emplace_back(work);
    work();
}

} // namespace touchstone::cli
