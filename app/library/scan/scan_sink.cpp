// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/scan_sink.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <span>

#include <QCoreApplication>

namespace touchstone::library {

namespace {

constexpr auto batch_time = std::chrono::milliseconds(100);
constexpr std::size_t batch_photos = 1000;
/// The first batch is small, so that something is on the screen at once.
constexpr std::size_t first_batch_photos = 64;
constexpr int waiting_works = 32;

} // namespace

/// What one write holds, in the order in which it is written.
struct ScanSink::Work {
    std::vector<FolderRow> folders;
    std::vector<PhotoFile> moved, added, changed;
    std::vector<PhotoId> back, missing;
    std::vector<std::pair<PhotoId, PhotoId>> pairs;

    bool empty() const {
        return folders.empty() && moved.empty() && added.empty() && changed.empty() && back.empty() &&
               missing.empty() && pairs.empty();
    }
    Result<void> run(CatalogueWriter& writer) const {
        return writer.putFolders(folders)
            .and_then([&] { return writer.movePhotos(moved); })
            .and_then([&] { return writer.addPhotos(added); })
            .and_then([&] { return writer.changePhotos(changed); })
            .and_then([&] { return writer.setMissing(back, false); })
            .and_then([&] { return writer.setMissing(missing, true); })
            .and_then([&] { return writer.setPairs(pairs); });
    }
};

/// Shared with the writer's thread.
struct ScanSink::Progress {
    std::mutex mutex;
    std::condition_variable_any fewer;
    int waiting = 0;
    std::optional<Error> failed;

    bool hasFailed() {
        const std::lock_guard lock(mutex);
        return failed.has_value();
    }
    /// At once, not after the commit: what follows may be in the same one.
    Result<void> noted(Result<void> result) {
        const std::lock_guard lock(mutex);
        if (!result && !failed)
            failed = result.error();
        return result;
    }
    void done(const Result<void>& result) {
        const std::lock_guard lock(mutex);
        if (!result && !failed)
            failed = result.error();
        --waiting;
        fewer.notify_all();
    }
};

ScanSink::ScanSink(Catalogue& catalogue, quint64 generation, SendChanges send, std::stop_token stop)
    : catalogue_(catalogue)
    , generation_(generation)
    , send_(std::move(send))
    , stop_(std::move(stop))
    , limit_(first_batch_photos)
    , work_(std::make_shared<Work>())
    , progress_(std::make_shared<Progress>()) {
    begin();
}

ScanSink::~ScanSink() = default;

void ScanSink::begin() {
    changes_ = std::make_shared<ScanChanges>();
    changes_->generation = generation_;
    counted_ = 0;
    since_ = std::chrono::steady_clock::now();
}

void ScanSink::count() {
    if (++counted_ >= limit_ || std::chrono::steady_clock::now() - since_ >= batch_time)
        flush();
}

void ScanSink::folder(const FolderRow& folder) {
    if (remember_)
        work_->folders.push_back(folder);
    count();
}

void ScanSink::added(FoundPhoto photo) {
    if (remember_)
        work_->added.push_back(photo.file);
    changes_->added.push_back(std::move(photo));
    count();
}

void ScanSink::changed(FoundPhoto photo, bool was_away) {
    if (remember_)
        work_->changed.push_back(photo.file);
    (was_away ? changes_->back : changes_->changed).push_back(std::move(photo));
    count();
}

void ScanSink::back(FoundPhoto photo) {
    if (remember_)
        work_->back.push_back(photo.file.id);
    reportedBack(std::move(photo));
}

void ScanSink::reportedBack(FoundPhoto photo) {
    changes_->back.push_back(std::move(photo));
    count();
}

void ScanSink::moved(FoundPhoto photo) {
    if (remember_)
        work_->moved.push_back(photo.file);
    changes_->moved.push_back(std::move(photo));
    count();
}

void ScanSink::refreshed(const PhotoFile& file) {
    if (remember_)
        work_->moved.push_back(file);
    count();
}

void ScanSink::missing(PhotoId photo) {
    if (remember_)
        work_->missing.push_back(photo);
    changes_->missing.push_back(photo);
    count();
}

void ScanSink::pair(PhotoId raw, PhotoId jpeg) {
    if (remember_)
        work_->pairs.emplace_back(raw, jpeg);
    changes_->pairs.emplace_back(raw, jpeg);
    count();
}

void ScanSink::issue(Issue issue) {
    changes_->issues.push_back(std::move(issue));
    count();
}

void ScanSink::write(Catalogue::Work work) {
    {
        std::unique_lock lock(progress_->mutex);
        progress_->fewer.wait(lock, stop_, [&] { return progress_->waiting < waiting_works; });
        ++progress_->waiting;
    }
    catalogue_.write([progress = progress_,
                      work = std::move(work)](CatalogueWriter& writer) { return progress->noted(work(writer)); },
                     [progress = progress_](const Result<void>& result) { progress->done(result); });
}

bool ScanSink::hasChanges() const {
    return !changes_->added.empty() || !changes_->back.empty() || !changes_->changed.empty() ||
           !changes_->moved.empty() || !changes_->missing.empty() || !changes_->pairs.empty() ||
           !changes_->issues.empty();
}

void ScanSink::flush() {
    if (!work_->empty())
        write([work = std::exchange(work_, std::make_shared<Work>())](CatalogueWriter& writer) {
            return work->run(writer);
        });
    if (hasChanges()) {
        limit_ = batch_photos;
        send_(std::move(changes_));
    }
    begin();
}

void ScanSink::finishRoot(RootId root, std::vector<FolderRow> folders, std::vector<FolderId> gone) {
    flush();
    // In pieces, so that a mark in between does not wait long.
    for (std::size_t at = 0; at < folders.size(); at += batch_photos) {
        const auto from = folders.begin() + static_cast<std::ptrdiff_t>(at);
        std::vector<FolderRow> piece(from,
                                     from + static_cast<std::ptrdiff_t>(std::min(batch_photos, folders.size() - at)));
        write([progress = progress_, piece = std::move(piece)](CatalogueWriter& writer) {
            return progress->hasFailed() ? Result<void>() : writer.putFolders(piece);
        });
    }
    const std::int64_t at =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    write([progress = progress_, root, at, gone = std::move(gone)](CatalogueWriter& writer) -> Result<void> {
        if (progress->hasFailed())
            return {};
        return writer.removeFolders(gone).and_then(
            [&] { return root == 0 ? Result<void>() : writer.setScanned(root, at); });
    });
}

void ScanSink::setOffline(RootId root, bool offline) {
    write([root, offline](CatalogueWriter& writer) { return writer.setOffline(root, offline); });
}

void ScanSink::settle() {
    flush();
    std::optional<Error> failed;
    {
        std::unique_lock lock(progress_->mutex);
        progress_->fewer.wait(lock, stop_, [&] { return progress_->waiting == 0; });
        failed = progress_->failed;
    }
    if (!failed)
        return;
    Issue told = issue_of(*failed);
    told.severity = Issue::Severity::Error;
    told.text = QCoreApplication::translate("LibraryScanner",
                                            "What was found could not be kept in the library: %1. The next look at "
                                            "these folders tries again.")
                    .arg(told.text);
    told.merge_key = QStringLiteral("scan-not-kept");
    changes_->issues.push_back(std::move(told));
    flush();
}

} // namespace touchstone::library
