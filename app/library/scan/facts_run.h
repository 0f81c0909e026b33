// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "app/library/catalogue/catalogue.h"

namespace touchstone::library {

/// Holds the hashing, which reads whole files, while something more urgent needs the disk. Any thread.
class HashingGate {
public:
    void hold(bool hold) { held_ = hold; }
    bool isHeld() const { return held_; }

private:
    std::atomic<bool> held_ = false;
};

/// What the background found out, as it was given to the catalogue.
struct FoundFacts {
    std::vector<std::pair<PhotoId, FileFacts>> facts;
    std::vector<std::pair<PhotoId, ContentHash>> quick_keys;
    std::vector<std::pair<PhotoId, ContentHash>> contents;
    bool empty() const { return facts.empty() && quick_keys.empty() && contents.empty(); }
};

/// Fills in what photos say of themselves, and what they are known by: first facts and quick keys of all, which takes a
/// few reads each, then the hashes of all bytes; newest files first, and photos that come meanwhile before older ones.
/// A file that is another one than the catalogue knows is left to the next scan; one that cannot be read is not tried
/// again by this object until it changes. Memory depends on the batch, not on the library. One thread runs it; blocks.
class FactsRun {
public:
    struct Options {
        int batch_photos = 200;
        std::chrono::milliseconds batch_time{500};
    };
    /// Called on the running thread after each batch was queued for the catalogue.
    using Found = std::function<void(FoundFacts&&)>;

    FactsRun(std::shared_ptr<Catalogue> catalogue, std::shared_ptr<HashingGate> gate, Found found);
    FactsRun(std::shared_ptr<Catalogue> catalogue, std::shared_ptr<HashingGate> gate, Found found, Options options);

    /// Until nothing is left to do or it is to stop. Held, nothing is left when the facts are read: whoever lets go
    /// runs it again. Errors: of reading the catalogue or of writing to it; files that cannot be read are no error.
    Result<void> run(std::stop_token stop);

    /// Files that could not be read are tried again in the next run, or in this one if it has not ended: their drive is
    /// back, or their permissions changed. Those whose size or time changed need not be named. Any thread.
    void retry(std::span<const PhotoId> photos);

private:
    class Batch;
    enum class Kind { Facts, Content };

    Result<bool> pass(Kind kind, CatalogueReader& reader, std::stop_token stop);
    Result<std::vector<PhotoFile>> next(Kind kind, CatalogueReader& reader) const;
    void read(Kind kind, const PhotoFile& file, const std::string& path, Batch& batch, std::stop_token stop);

    std::shared_ptr<Catalogue> catalogue_;
    std::shared_ptr<HashingGate> gate_;
    Found found_;
    Options options_;
    void giveUp(Kind kind, PhotoId photo, const FileStamp& stamp);

    mutable std::mutex mutex_; ///< of the following
    /// By kind: files that could not be read, as they were then; one that changed since is tried again.
    std::map<PhotoId, FileStamp> tried_[2];
};

} // namespace touchstone::library
