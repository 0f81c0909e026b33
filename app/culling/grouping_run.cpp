// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/culling/grouping_run.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "app/library/feature_store.h"
#include "engine/imaging/decode.h"

namespace touchstone::culling {

using library::CatalogueReader;
using library::CatalogueWriter;
using library::ContentHash;
using library::GroupChange;
using library::GroupKind;
using library::PhotoGroup;

namespace {

constexpr int thumbnail_edge = 256;

/// The bytes are to blame: trying again changes nothing.
bool is_final(ErrorCode code) {
    return code == ErrorCode::Damaged || code == ErrorCode::Truncated || code == ErrorCode::UnsupportedFormat ||
           code == ErrorCode::EmptyFile || code == ErrorCode::TooLarge;
}

/// Both scales of the content expert, of length 1.
std::vector<float> content_direction(const reiqa::PhotoFeatures& features) {
    std::vector<float> both = features.content.full;
    both.insert(both.end(), features.content.half.begin(), features.content.half.end());
    const double length = std::sqrt(std::inner_product(both.begin(), both.end(), both.begin(), 0.0));
    if (!(length > 0))
        return {};
    for (float& value : both)
        value = static_cast<float>(value / length);
    return both;
}

struct Work {
    std::vector<std::pair<ContentHash, std::string>> signatures;
    std::vector<std::pair<PhotoId, ContentHash>> contents;
};

} // namespace

std::vector<Result<Signature>> signatures_of_files(std::span<const std::string> paths, std::stop_token stop,
                                                   int threads) {
    std::vector<Result<Signature>> found(paths.size(), failure(ErrorCode::Cancelled, {}, "was not looked at"));
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t at = next++; at < paths.size() && !stop.stop_requested(); at = next++) {
            const Result<Photo> photo = imaging::decode_thumbnail_file(paths[at], thumbnail_edge, {});
            if (photo)
                found[at] = signature_of(photo->image);
            else
                found[at] = tl::unexpected(photo.error());
        }
        imaging::decode_thread_finished();
    };
    const auto most = static_cast<int>(paths.size());
    const int wanted = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / 2);
    std::vector<std::jthread> helpers;
    for (int number = 1; number < std::min(wanted, most); ++number)
        helpers.emplace_back(work);
    work();
    helpers.clear();
    return found;
}

GroupDifference difference(std::span<const PhotoGroup> known, std::vector<PhotoGroup> found,
                           const std::function<bool(PhotoId)>& is_looked_at) {
    GroupDifference result;
    std::map<std::vector<PhotoId>, GroupKind> wanted;
    for (PhotoGroup& group : found)
        wanted.emplace(std::move(group.members), group.kind);
    for (const PhotoGroup& group : known) {
        std::vector<PhotoId> seen;
        std::copy_if(group.members.begin(), group.members.end(), std::back_inserter(seen), is_looked_at);
        const auto same = wanted.find(seen);
        if (same != wanted.end() && same->second == group.kind)
            wanted.erase(same);
        else if (seen.size() >= 2 || (seen.size() == 1 && group.members.size() == 1))
            result.dissolved.push_back(group.id);
    }
    for (auto& [members, kind] : wanted)
        result.made.push_back({0, kind, members});
    return result;
}

struct GroupingRun::Reading {
    std::unique_ptr<CatalogueReader> reader;
    std::vector<Shot> shots;
    std::vector<library::FileStamp> stamps; ///< by shot: what the catalogue knows the file as
    std::vector<PhotoGroup> known;
    std::unique_ptr<library::FeatureStore> features;
    std::vector<std::string> recipes;
    std::size_t made = 0;
};

GroupingRun::GroupingRun(std::shared_ptr<library::Catalogue> catalogue, GroupingOptions options)
    : catalogue_(std::move(catalogue))
    , options_(std::move(options)) {}

Result<GroupingRun::Outcome> GroupingRun::run(std::stop_token stop) {
    Outcome outcome;
    if (catalogue_->state() == library::Catalogue::State::ReadOnly)
        return outcome; // whoever writes it groups it
    Reading reading;
    auto reader = catalogue_->reader();
    if (!reader)
        return tl::unexpected(reader.error());
    reading.reader = std::move(*reader);
    const auto read = reading.reader->shots({}, [&](library::ShotRow&& row) {
        reading.stamps.push_back({row.bytes, row.mtime_ns});
        reading.shots.push_back(shot_of(row));
        return !stop.stop_requested();
    });
    auto known = reading.reader->groups();
    if (!read || !known)
        return tl::unexpected(read ? known.error() : read.error());
    reading.known = std::move(*known);
    if (const auto opened = openFeatures(reading); !opened)
        return tl::unexpected(opened.error());
    std::vector<PhotoGroup> found;
    for (const Run& run : runs_of(reading.shots, options_.rules)) {
        if (const auto looked = readLooks(reading, run, stop); !looked)
            return tl::unexpected(looked.error());
        if (stop.stop_requested())
            break;
        std::vector<PhotoGroup> groups = groups_of(run, reading.shots, options_.rules);
        std::move(groups.begin(), groups.end(), std::back_inserter(found));
        for (const Run::Entry& entry : run.entries) {
            reading.shots[entry.shot].look.reset();
            reading.shots[entry.shot].content_features = {};
        }
    }
    outcome.signatures_made = reading.made;
    if (stop.stop_requested())
        return outcome;
    found = with_copies(std::move(found), reading.shots);
    outcome.groups = found.size();
    auto changes = write(reading, std::move(found));
    if (!changes)
        return tl::unexpected(changes.error());
    outcome.changes = std::move(*changes);
    outcome.finished = true;
    return outcome;
}

/// Only where an earlier scoring kept some: looking for what no model makes costs seconds in a large library.
Result<void> GroupingRun::openFeatures(Reading& reading) {
    std::error_code ignored; // then there are none
    if (options_.features_folder.empty() ||
        !std::filesystem::exists(options_.features_folder + "/features.db", ignored))
        return {};
    const auto models = reading.reader->models();
    if (!models)
        return tl::unexpected(models.error());
    for (const library::ModelRow& model : *models)
        if (model.recipe.preprocessing != "google" && model.recipe.preprocessing != "pyiqa") // MUSIQ's flavours
            reading.recipes.push_back(model.recipe_key);
    if (!reading.recipes.empty())
        reading.features = std::make_unique<library::FeatureStore>(options_.features_folder);
    return {};
}

/// From the catalogue; what is not there is made.
Result<void> GroupingRun::readLooks(Reading& reading, const Run& run, std::stop_token stop) {
    std::vector<std::size_t> places, missing;
    std::vector<ContentHash> contents;
    for (const Run::Entry& entry : run.entries) {
        const Shot& shot = reading.shots[entry.shot];
        if (!shot.content) {
            missing.push_back(entry.shot);
            continue;
        }
        places.push_back(entry.shot);
        contents.push_back(*shot.content);
    }
    const auto known = reading.reader->signatures(signature_method, contents);
    if (!known)
        return tl::unexpected(known.error());
    for (std::size_t i = 0; i < places.size(); ++i) {
        Shot& shot = reading.shots[places[i]];
        const std::optional<std::string>& data = (*known)[i];
        if (!data)
            missing.push_back(places[i]);
        else if (const auto signature = Signature::of_bytes(*data))
            shot.look = std::make_shared<const Look>(look_of(*signature));
        for (const std::string& recipe : reading.features ? reading.recipes : std::vector<std::string>())
            if (const auto features = reading.features->find(recipe, contents[i])) {
                shot.content_features = content_direction(*features);
                break;
            }
    }
    const auto batch = static_cast<std::size_t>(std::max(1, options_.batch_photos));
    for (std::size_t at = 0; at < missing.size() && !stop.stop_requested(); at += batch) {
        const std::span<const std::size_t> some(missing.data() + at, std::min(batch, missing.size() - at));
        if (const auto made = makeLooks(reading, some, stop); !made)
            return made;
    }
    return {};
}

Result<void> GroupingRun::makeLooks(Reading& reading, std::span<const std::size_t> shots, std::stop_token stop) {
    std::vector<std::string> paths;
    for (const std::size_t at : shots)
        paths.push_back(reading.reader->absolutePath(reading.shots[at].id).value_or(std::string()));
    std::vector<Result<Signature>> signatures = signatures_of_files(paths, stop, options_.threads);
    const auto work = std::make_shared<Work>();
    for (std::size_t i = 0; i < shots.size(); ++i) {
        Shot& shot = reading.shots[shots[i]];
        if (!signatures[i] && !is_final(signatures[i].error().code))
            continue; // another time
        if (signatures[i])
            shot.look = std::make_shared<const Look>(look_of(*signatures[i]));
        ++reading.made;
        if (!shot.content) { // its bytes were just read: hashing them costs the processor little
            const auto hash = library::hash_file(paths[i], stop, {reading.stamps[shots[i]], {}});
            if (!hash)
                continue; // another file by now: the scan will tell
            shot.content = *hash;
            work->contents.emplace_back(shot.id, *hash);
        }
        work->signatures.emplace_back(*shot.content, signatures[i] ? signatures[i]->bytes() : std::string());
    }
    if (work->signatures.empty())
        return {};
    return catalogue_->writeNow([work](CatalogueWriter& writer) {
        return writer.setContents(work->contents).and_then([&] {
            return writer.putSignatures(signature_method, work->signatures);
        });
    });
}

Result<std::vector<GroupChange>> GroupingRun::write(const Reading& reading, std::vector<PhotoGroup> found) {
    std::unordered_set<PhotoId> looked_at;
    for (const Shot& shot : reading.shots)
        looked_at.insert(shot.id);
    const auto change = std::make_shared<GroupDifference>(
        difference(reading.known, std::move(found), [&](PhotoId id) { return looked_at.contains(id); }));
    if (change->dissolved.empty() && change->made.empty())
        return std::vector<GroupChange>();
    const auto ids = std::make_shared<std::vector<std::int64_t>>();
    const auto written = catalogue_->writeNow([change, ids](CatalogueWriter& writer) -> Result<void> {
        auto made = writer.changeGroups(change->dissolved, change->made);
        if (!made)
            return tl::unexpected(made.error());
        *ids = std::move(*made);
        return {};
    });
    if (!written)
        return tl::unexpected(written.error());
    std::map<PhotoId, GroupChange> changes;
    const std::unordered_set<std::int64_t> dissolved(change->dissolved.begin(), change->dissolved.end());
    for (const PhotoGroup& group : reading.known)
        if (dissolved.contains(group.id))
            for (const PhotoId id : group.members)
                changes[id] = {id, 0, GroupKind::None};
    for (std::size_t at = 0; at < change->made.size(); ++at)
        if ((*ids)[at] != 0)
            for (const PhotoId id : change->made[at].members)
                changes[id] = {id, (*ids)[at], change->made[at].kind};
    std::vector<GroupChange> result;
    for (const auto& [id, changed] : changes)
        result.push_back(changed);
    return result;
}

} // namespace touchstone::culling
