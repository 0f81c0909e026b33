// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/blob_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <QCryptographicHash>

#include "app/library/catalogue/connection.h"

namespace touchstone::library {

namespace {

constexpr std::int64_t application_id = 0x54534231; ///< "TSB1": not any SQLite file, but one of these
constexpr std::int64_t layout_version = 1;
constexpr std::uint64_t page_bytes = 4096;
constexpr qsizetype checksum_bytes = 4;
/// A read is given up, and the picture made, rather than waited for; a write has time.
constexpr int reader_busy_ms = 100, writer_busy_ms = 2000;

/// Of key and data, so that a blob that a damaged index lists under another key is not taken for that one's.
std::uint32_t checksum(const BlobKey& key, const char* data, qsizetype size) {
    uLong sum = ::crc32(0, reinterpret_cast<const Bytef*>(key.data()), static_cast<uInt>(key.size()));
    sum = ::crc32_z(sum, reinterpret_cast<const Bytef*>(data), static_cast<z_size_t>(size));
    return static_cast<std::uint32_t>(sum);
}

QByteArray with_checksum(const BlobKey& key, const QByteArray& data) {
    const std::uint32_t sum = checksum(key, data.constData(), data.size());
    QByteArray stored(reinterpret_cast<const char*>(&sum), checksum_bytes);
    return stored += data;
}

QVariant bound(const BlobKey& key) {
    return QByteArray::fromRawData(key.data(), static_cast<qsizetype>(key.size()));
}

/// Pages that a row takes: its data's own, and its share of the two indexes and of half-filled pages.
std::uint64_t cost_of(std::uint64_t data_bytes) {
    return (data_bytes / page_bytes + 2) * page_bytes;
}

/// Making and discarding a file is one program's business at a time. Never waits: whoever does not get the lock tries
/// again with its next batch.
class MakersLock {
public:
    explicit MakersLock(const std::string& path)
        : fd_(::open((path + "-lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        problem_ = fd_ < 0 || ::flock(fd_, LOCK_EX | LOCK_NB) != 0 ? errno : 0;
    }
    ~MakersLock() {
        if (fd_ >= 0)
            ::close(fd_); // and the lock goes with it
    }
    MakersLock(const MakersLock&) = delete;
    MakersLock& operator=(const MakersLock&) = delete;
    int problem() const { return problem_; }

private:
    int fd_;
    int problem_ = 0;
};

std::string log_of(const std::string& path) {
    return path + "-wal";
}

void remove_log(const std::string& path) {
    ::unlink(log_of(path).c_str());
    ::unlink((path + "-shm").c_str());
}

} // namespace

BlobKey blob_key(std::string_view everything) {
    const QByteArray digest = QCryptographicHash::hash(
        QByteArrayView(everything.data(), static_cast<qsizetype>(everything.size())), QCryptographicHash::Sha256);
    BlobKey key{};
    std::memcpy(key.data(), digest.constData(), key.size());
    return key;
}

std::optional<FileIdentity> identity_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return FileIdentity{status.st_dev, status.st_ino};
}

BlobFile::BlobFile(std::string path, std::unique_ptr<Connection> connection)
    : path_(std::move(path))
    , connection_(std::move(connection)) {}

BlobFile::~BlobFile() = default;

Result<std::unique_ptr<BlobFile>> BlobFile::open(const std::string& path, int busy_ms) {
    const auto before = identity_of(path);
    auto connection = Connection::open(path, Connection::Mode::ReadWrite, busy_ms);
    if (!connection)
        return tl::unexpected(connection.error());
    std::unique_ptr<BlobFile> file(new BlobFile(path, std::move(*connection)));
    const auto after = identity_of(path);
    if (!after || (before && *before != *after))
        return failure(ErrorCode::ReadFailed, path, "was replaced while it was opened");
    file->identity_ = *after;
    if (const auto set = file->connection_->run("PRAGMA synchronous = OFF"); !set)
        return tl::unexpected(set.error());
    return file;
}

Result<std::int64_t> BlobFile::number(std::string_view sql) {
    return connection_->value(sql).map([](const QVariant& value) { return std::int64_t{value.toLongLong()}; });
}

Result<bool> BlobFile::hasTables() {
    // One look: between two of them another connection may finish making the file, and half of each would be neither.
    if (const auto begun = connection_->run("BEGIN"); !begun)
        return tl::unexpected(begun.error());
    const auto id = number("PRAGMA application_id");
    const auto version = number("PRAGMA user_version");
    const auto tables = number("SELECT count(*) FROM sqlite_master");
    (void)connection_->run("COMMIT"); // nothing was written
    for (const auto* read : {&id, &version, &tables})
        if (!*read)
            return tl::unexpected(read->error());
    if (*id == 0 && *version == 0 && *tables == 0)
        return false;
    if (*id != application_id || *version != layout_version)
        return failure(ErrorCode::Damaged, path_, "is another program's file, or another version's");
    return true;
}

Result<std::unique_ptr<BlobFile>> BlobFile::openForReading(const std::string& path) {
    // Opening would make one, and a file without tables beside another's new log is what must not be.
    if (!identity_of(path))
        return std::unique_ptr<BlobFile>();
    auto file = open(path, reader_busy_ms);
    if (!file)
        return file;
    const auto ready = (*file)->hasTables();
    if (!ready)
        return tl::unexpected(ready.error());
    if (!*ready)
        return std::unique_ptr<BlobFile>();
    (*file)->log_ = identity_of(log_of(path));
    return file;
}

Result<std::unique_ptr<BlobFile>> BlobFile::openForWriting(const std::string& path) {
    std::error_code problem;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), problem);
    if (problem)
        return failure(ErrorCode::WriteFailed, path, std::string("cannot be made: ") + std::strerror(problem.value()));
    const MakersLock lock(path);
    if (lock.problem() != 0)
        return failure(ErrorCode::WriteFailed, path, std::strerror(lock.problem()));
    // The file alone was deleted: its old log is another connection's, and must not be shared with it.
    if (!identity_of(path))
        remove_log(path);
    auto file = open(path, writer_busy_ms);
    if (!file)
        return file;
    const auto ready = (*file)->hasTables();
    if (!ready)
        return tl::unexpected(ready.error());
    if (!*ready)
        if (const auto made = (*file)->makeTables(); !made)
            return tl::unexpected(made.error());
    if (const auto set = (*file)->connection_->run("PRAGMA journal_size_limit = 4194304"); !set)
        return tl::unexpected(set.error());
    (*file)->log_ = identity_of(log_of(path));
    return file;
}

Result<void> BlobFile::makeTables() {
    // Two tables: noting that a blob was used must not rewrite it. Free pages go back when the limit is lowered.
    for (const char* sql :
         {"PRAGMA auto_vacuum = INCREMENTAL", "PRAGMA journal_mode = WAL", "BEGIN IMMEDIATE",
          "CREATE TABLE entries (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL UNIQUE, "
          "bytes INTEGER NOT NULL)",
          "CREATE TABLE blobs (id INTEGER PRIMARY KEY, data BLOB NOT NULL)", "PRAGMA application_id = 1414742577",
          "PRAGMA user_version = 1", "COMMIT"})
        if (const auto made = connection_->run(sql); !made)
            return made;
    static_assert(application_id == 1414742577 && layout_version == 1);
    return {};
}

void BlobFile::discard(const std::string& path, const std::optional<FileIdentity>& damaged) {
    const MakersLock lock(path);
    if (lock.problem() != 0 || !damaged || identity_of(path) != damaged)
        return; // another program did it, or is about to
    ::unlink(path.c_str());
    remove_log(path);
}

bool BlobFile::isCurrent() const {
    return identity_of(path_) == identity_;
}

void BlobFile::leaveNoLog() const {
    if (!log_ || identity_of(log_of(path_)) != log_)
        return;
    if (const MakersLock lock(path_); lock.problem() == 0)
        remove_log(path_);
}

Result<BlobFile::Found> BlobFile::find(const BlobKey& key) {
    const auto value = connection_->value(
        "SELECT data FROM entries JOIN blobs ON blobs.id = entries.id WHERE entries.key = ?", {bound(key)});
    if (!value)
        return tl::unexpected(value.error());
    if (!value->isValid())
        return Found{};
    const QByteArray stored = value->toByteArray();
    std::uint32_t sum = 0;
    if (stored.size() < checksum_bytes)
        return Found{true, std::nullopt};
    std::memcpy(&sum, stored.constData(), checksum_bytes);
    QByteArray data = stored.mid(checksum_bytes);
    if (sum != checksum(key, data.constData(), data.size()))
        return Found{true, std::nullopt};
    return Found{true, std::move(data)};
}

Result<std::vector<BlobKey>> BlobFile::keys() {
    const auto rows = connection_->select("SELECT key FROM entries ORDER BY used");
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<BlobKey> keys;
    while ((*rows)->next()) {
        const QByteArray stored = (*rows)->value(0).toByteArray();
        BlobKey key{};
        if (stored.size() != static_cast<qsizetype>(key.size()))
            return failure(ErrorCode::Damaged, path_, "lists something that is no key");
        std::memcpy(key.data(), stored.constData(), key.size());
        keys.push_back(key);
    }
    return connection_->done(**rows).map([&] { return std::move(keys); });
}

Result<int> BlobFile::apply(const std::vector<BlobStep>& steps, std::uint64_t limit) {
    if (const auto begun = connection_->run("BEGIN IMMEDIATE"); !begun)
        return tl::unexpected(begun.error());
    const auto gone = applyInside(steps, limit);
    const auto ended = gone ? connection_->run("COMMIT") : Result<void>();
    if (gone && ended)
        return giveBack(limit).map([&] { return *gone; });
    (void)connection_->run("ROLLBACK"); // the first error is what is told; a file that cannot even do this is reopened
    return tl::unexpected(gone ? ended.error() : gone.error());
}

Result<int> BlobFile::applyInside(const std::vector<BlobStep>& steps, std::uint64_t limit) {
    // A counter instead of a clock: clocks go backwards.
    const auto youngest = number("SELECT coalesce(max(used), 0) FROM entries");
    if (!youngest)
        return tl::unexpected(youngest.error());
    std::int64_t used = *youngest;
    std::uint64_t needed = 0;
    for (const BlobStep& step : steps) {
        Result<void> done;
        if (step.kind == BlobStep::Kind::Use)
            done = connection_->run("UPDATE entries SET used = ? WHERE key = ?",
                                    {library::number(++used), bound(step.key)});
        else if (step.kind == BlobStep::Kind::Remove)
            done =
                connection_
                    ->run("DELETE FROM blobs WHERE id = (SELECT id FROM entries WHERE key = ?)", {bound(step.key)})
                    .and_then([&] { return connection_->run("DELETE FROM entries WHERE key = ?", {bound(step.key)}); });
        else
            needed += cost_of(static_cast<std::uint64_t>(step.data.size()));
        if (!done)
            return tl::unexpected(done.error());
    }
    const auto gone = makeRoom(needed, limit);
    if (!gone)
        return gone;
    for (const BlobStep& step : steps)
        if (step.kind == BlobStep::Kind::Put)
            if (const auto done = put(step, ++used); !done)
                return tl::unexpected(done.error());
    return gone;
}

Result<void> BlobFile::put(const BlobStep& step, std::int64_t used) {
    const QByteArray stored = with_checksum(step.key, step.data);
    return connection_
        ->run("INSERT INTO entries (key, used, bytes) VALUES (?, ?, ?) "
              "ON CONFLICT (key) DO UPDATE SET used = excluded.used, bytes = excluded.bytes",
              {bound(step.key), library::number(used), library::number(stored.size())})
        .and_then([&] {
            return connection_->run(
                "INSERT OR REPLACE INTO blobs (id, data) VALUES ((SELECT id FROM entries WHERE key = ?), ?)",
                {bound(step.key), stored});
        });
}

Result<int> BlobFile::makeRoom(std::uint64_t needed, std::uint64_t limit) {
    const auto pages = number("PRAGMA page_count");
    const auto free = number("PRAGMA freelist_count");
    for (const auto* read : {&pages, &free})
        if (!*read)
            return tl::unexpected(read->error());
    const std::uint64_t taken = static_cast<std::uint64_t>(*pages - *free) * page_bytes;
    if (taken + needed <= limit)
        return 0;
    // A tenth at once, so that this is rare.
    const std::uint64_t to_free = taken + needed - limit / 10 * 9;
    const auto oldest = connection_->select("SELECT used, bytes FROM entries ORDER BY used");
    if (!oldest)
        return tl::unexpected(oldest.error());
    std::uint64_t freed = 0;
    std::int64_t last = -1;
    while (freed < to_free && (*oldest)->next()) {
        last = (*oldest)->value(0).toLongLong();
        freed += (*oldest)->value(1).toULongLong(); // small ones share pages: not more than their bytes is sure
    }
    if (const auto ended = connection_->done(**oldest); !ended)
        return tl::unexpected(ended.error());
    if (const auto done = connection_->run("DELETE FROM blobs WHERE id IN (SELECT id FROM entries WHERE used <= ?)",
                                           {library::number(last)});
        !done)
        return tl::unexpected(done.error());
    if (const auto done = connection_->run("DELETE FROM entries WHERE used <= ?", {library::number(last)}); !done)
        return tl::unexpected(done.error());
    return static_cast<int>(connection_->changed());
}

Result<void> BlobFile::giveBack(std::uint64_t limit) {
    const auto pages = number("PRAGMA page_count");
    if (!pages)
        return tl::unexpected(pages.error());
    if (static_cast<std::uint64_t>(*pages) * page_bytes <= limit)
        return {};
    const auto free = number("PRAGMA freelist_count");
    if (!free)
        return tl::unexpected(free.error());
    // The statement gives back a page with each step, and Qt takes one step of a statement without columns.
    Result<void> done = connection_->run("BEGIN IMMEDIATE");
    for (std::int64_t n = 0; done && n < *free; ++n)
        done = connection_->run("PRAGMA incremental_vacuum");
    const auto ended = connection_->run("COMMIT");
    return done ? ended : done;
}

} // namespace touchstone::library
