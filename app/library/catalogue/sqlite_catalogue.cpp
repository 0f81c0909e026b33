// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <atomic>
#include <mutex>
#include <thread>

#include <pthread.h>

#include "app/library/catalogue/backup.h"
#include "app/library/catalogue/opening.h"
#include "app/library/catalogue/rules.h"
#include "app/library/catalogue/schema.h"
#include "app/library/catalogue/sqlite_reader.h"
#include "app/library/catalogue/write_queue.h"

namespace touchstone::library {

namespace {

class SqliteCatalogue : public Catalogue {
public:
    explicit SqliteCatalogue(const CatalogueOptions& options)
        : options_(options)
        , files_(options.folder)
        , opened_(open_catalogue(options))
        , next_photo_(opened_.next_photo)
        , next_folder_(opened_.next_folder) {
        if (opened_.state == State::ReadOnly)
            return;
        queue_ = std::make_unique<WriteQueue>(opened_.database, opened_.log);
        if (keepsBackups() && opened_.has_content && is_backup_due(files_, options_.backup_every_ms))
            backup_thread_ = std::thread([this] {
                pthread_setname_np(pthread_self(), "backup");
                (void)backUp(); // a full disk: the next opening tries again, and the library itself is well
            });
    }

    ~SqliteCatalogue() override {
        if (backup_thread_.joinable())
            backup_thread_.join();
        if (!queue_)
            return;
        queue_->flush();
        // Before the writer closes: the last one to close tidies the log away, and one that only reads cannot.
        if (keepsBackups() && queue_->wrote() && !queue_->sawDamage() &&
            is_backup_due(files_, options_.backup_every_ms))
            (void)backUp();
        const bool damaged = queue_->sawDamage();
        queue_.reset();
        if (keepsBackups() && !damaged) // otherwise the marker stays: the next opening looks at the damage
            remove_file(files_.marker);
    }

    State state() const override { return opened_.state; }
    std::vector<Issue> notices() const override { return opened_.notices; }
    std::string folder() const override { return options_.folder; }

    Result<std::unique_ptr<CatalogueReader>> reader() override {
        auto connection = Connection::open(opened_.database, opened_.read_mode);
        if (!connection)
            return tl::unexpected(connection.error());
        return std::make_unique<SqliteReader>(std::move(*connection));
    }

    void write(Work work, Done done) override {
        if (queue_)
            queue_->push(std::move(work), std::move(done));
        else if (done)
            done(readOnly());
    }
    Result<void> writeNow(Work work) override { return queue_ ? queue_->runNow(std::move(work)) : readOnly(); }
    void flush() override {
        if (queue_)
            queue_->flush();
    }

    PhotoId newPhotoIds(std::int64_t count) override { return next_photo_.fetch_add(count); }
    FolderId newFolderIds(std::int64_t count) override { return next_folder_.fetch_add(count); }

    Result<std::vector<std::string>> check() override {
        auto connection = Connection::open(opened_.database, opened_.read_mode);
        if (!connection)
            return tl::unexpected(connection.error());
        return broken_rules(**connection);
    }

    Result<void> backUp() override {
        if (!queue_ && opened_.state == State::ReadOnly)
            return readOnly();
        if (!keepsBackups())
            return failure(ErrorCode::WriteFailed, opened_.database, "a library in memory has no backups");
        const std::lock_guard lock(backup_mutex_);
        return back_up(files_, options_.kept_backups);
    }

private:
    bool keepsBackups() const { return opened_.state == State::Open; }
    Result<void> readOnly() const {
        return failure(ErrorCode::WriteFailed, options_.folder, "the library is open for reading only",
                       "see the Issues for the reason");
    }

    const CatalogueOptions options_;
    const CatalogueFiles files_;
    const OpenedCatalogue opened_; ///< with the lock: released after everything else is closed
    std::atomic<PhotoId> next_photo_;
    std::atomic<FolderId> next_folder_;
    std::unique_ptr<WriteQueue> queue_; ///< none in state ReadOnly
    std::mutex backup_mutex_;
    std::thread backup_thread_;
};

} // namespace

std::shared_ptr<Catalogue> Catalogue::open(const CatalogueOptions& options) {
    return std::make_shared<SqliteCatalogue>(options);
}

} // namespace touchstone::library
