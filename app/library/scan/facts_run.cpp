// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/facts_run.h"

#include <algorithm>
#include <set>

#include <sys/stat.h>

#include "app/library/walk_rules.h"

namespace touchstone::library {

namespace {

FileStamp stamp_of(const PhotoFile& file) {
    return {file.bytes, file.mtime_ns};
}

bool is_still(const std::string& path, const FileStamp& stamp) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && FileStamp{info.st_size, mtime_ns_of(info)} == stamp;
}

template <class Values>
void keep_those_of(Values& values, const std::set<PhotoId>& changed) {
    std::erase_if(values, [&](const auto& value) { return changed.contains(value.first); });
}

} // namespace

/// What waits to be written together.
class FactsRun::Batch {
public:
    Batch(FactsRun& run)
        : run_(run)
        , since_(std::chrono::steady_clock::now()) {}

    FoundFacts found;

    void looked_at(PhotoId photo, const std::string& path, const FileStamp& stamp) {
        places_.push_back({photo, path, stamp});
    }
    bool full() const {
        return static_cast<int>(places_.size()) >= run_.options_.batch_photos ||
               std::chrono::steady_clock::now() - since_ >= run_.options_.batch_time;
    }
    /// Waits for the commit, so that the next question to the catalogue does not give the same photos.
    Result<void> write() {
        forget_changed();
        since_ = std::chrono::steady_clock::now();
        if (found.empty())
            return {};
        const auto written = std::make_shared<const FoundFacts>(found);
        const Result<void> done = run_.catalogue_->writeNow([written](CatalogueWriter& writer) {
            return writer.setFacts(written->facts)
                .and_then([&] { return writer.setQuickKeys(written->quick_keys); })
                .and_then([&] { return writer.setContents(written->contents); });
        });
        if (done && run_.found_)
            run_.found_(std::move(found));
        found = {};
        return done;
    }

private:
    struct Place {
        PhotoId photo;
        std::string path;
        FileStamp stamp;
    };

    /// What was read some time ago may be of bytes that are no longer there: the scan may have seen the new ones.
    void forget_changed() {
        std::set<PhotoId> changed;
        for (const Place& place : places_) {
            if (is_still(place.path, place.stamp))
                continue;
            changed.insert(place.photo);
            run_.giveUp(Kind::Facts, place.photo, place.stamp);
            run_.giveUp(Kind::Content, place.photo, place.stamp);
        }
        places_.clear();
        if (changed.empty())
            return;
        keep_those_of(found.facts, changed);
        keep_those_of(found.quick_keys, changed);
        keep_those_of(found.contents, changed);
    }

    FactsRun& run_;
    std::vector<Place> places_;
    std::chrono::steady_clock::time_point since_;
};

FactsRun::FactsRun(std::shared_ptr<Catalogue> catalogue, std::shared_ptr<HashingGate> gate, Found found)
    : FactsRun(std::move(catalogue), std::move(gate), std::move(found), Options{}) {}

FactsRun::FactsRun(std::shared_ptr<Catalogue> catalogue, std::shared_ptr<HashingGate> gate, Found found,
                   Options options)
    : catalogue_(std::move(catalogue))
    , gate_(std::move(gate))
    , found_(std::move(found))
    , options_(options) {}

Result<void> FactsRun::run(std::stop_token stop) {
    if (catalogue_->state() == Catalogue::State::ReadOnly)
        return {}; // whoever writes it reads them
    const Result<std::unique_ptr<CatalogueReader>> reader = catalogue_->reader();
    if (!reader)
        return tl::unexpected(reader.error());
    // A pass of hashes is short, so that photos that came meanwhile get their facts first.
    while (!stop.stop_requested()) {
        const Result<bool> facts = pass(Kind::Facts, **reader, stop);
        if (!facts)
            return tl::unexpected(facts.error());
        if (*facts)
            continue;
        if (gate_->isHeld())
            break;
        const Result<bool> contents = pass(Kind::Content, **reader, stop);
        if (!contents)
            return tl::unexpected(contents.error());
        if (!*contents)
            break;
    }
    return {};
}

void FactsRun::giveUp(Kind kind, PhotoId photo, const FileStamp& stamp) {
    const std::lock_guard lock(mutex_);
    tried_[static_cast<int>(kind)][photo] = stamp;
}

void FactsRun::retry(std::span<const PhotoId> photos) {
    const std::lock_guard lock(mutex_);
    for (const PhotoId photo : photos)
        for (auto& tried : tried_)
            tried.erase(photo);
}

/// Those that failed in this run are among the newest again and again: more are asked for, to see beyond them.
Result<std::vector<PhotoFile>> FactsRun::next(Kind kind, CatalogueReader& reader) const {
    const std::lock_guard lock(mutex_);
    const std::map<PhotoId, FileStamp>& tried = tried_[static_cast<int>(kind)];
    const int limit = options_.batch_photos + static_cast<int>(tried.size());
    Result<std::vector<PhotoFile>> files =
        kind == Kind::Facts ? reader.withoutFacts(limit) : reader.withoutContent(limit);
    if (files)
        std::erase_if(*files, [&](const PhotoFile& file) {
            const auto before = tried.find(file.id);
            return before != tried.end() && before->second == stamp_of(file);
        });
    return files;
}

/// One question to the catalogue and what follows from it. False when nothing was left to do.
Result<bool> FactsRun::pass(Kind kind, CatalogueReader& reader, std::stop_token stop) {
    const Result<std::vector<PhotoFile>> files = next(kind, reader);
    if (!files)
        return tl::unexpected(files.error());
    Batch batch(*this);
    for (const PhotoFile& file : *files) {
        if (stop.stop_requested() || (kind == Kind::Content && gate_->isHeld()))
            break;
        const Result<std::string> path = reader.absolutePath(file.id);
        if (!path) {
            giveUp(kind, file.id, stamp_of(file)); // forgotten since the question
            continue;
        }
        read(kind, file, *path, batch, stop);
        if (batch.full())
            if (const Result<void> written = batch.write(); !written)
                return tl::unexpected(written.error());
    }
    if (const Result<void> written = batch.write(); !written)
        return tl::unexpected(written.error());
    return !files->empty();
}

void FactsRun::read(Kind kind, const PhotoFile& file, const std::string& path, Batch& batch, std::stop_token stop) {
    const FileStamp stamp = stamp_of(file);
    batch.looked_at(file.id, path, stamp);
    const auto give_up = [&] { giveUp(kind, file.id, stamp); };
    if (kind == Kind::Content) {
        const Result<ContentHash> content = hash_file(path, stop, {stamp, {}});
        if (content)
            batch.found.contents.emplace_back(file.id, *content);
        else if (content.error().code != ErrorCode::Cancelled)
            give_up();
        if (file.quick || !content)
            return;
    }
    if (const Result<ContentHash> quick = quick_key(path, stamp); quick)
        batch.found.quick_keys.emplace_back(file.id, *quick);
    if (kind == Kind::Content)
        return;
    if (!is_still(path, stamp))
        return give_up(); // the scan has not seen these bytes yet
    const Result<FileFacts> facts = metadata::read_facts(path);
    // Metadata that cannot be parsed stay so until the file changes; a file that cannot be opened may be read tomorrow.
    const bool damaged = !facts && facts.error().code == ErrorCode::Damaged;
    if (facts || damaged)
        batch.found.facts.emplace_back(file.id, facts.value_or(FileFacts{}));
    else
        give_up();
}

} // namespace touchstone::library
