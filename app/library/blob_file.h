// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include <QByteArray>

#include "engine/base/error.h"

namespace touchstone::library {

class Connection;

/// Names a blob: the SHA-256 of everything that decides what is in it.
using BlobKey = std::array<char, 32>;
BlobKey blob_key(std::string_view everything);

/// Which file a name stood for when it was looked at.
struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
std::optional<FileIdentity> identity_of(const std::string& path); ///< empty when there is no file

/// One change of a file of blobs.
struct BlobStep {
    enum class Kind {
        Put,    ///< new, or instead of what the key had
        Use,    ///< has been read: it is the youngest now
        Remove, ///< turned out to be damaged
    };
    Kind kind = Kind::Put;
    BlobKey key{};
    QByteArray data; ///< of Put
};

/// One connection to an SQLite file of blobs whose least recently used ones give way. Belongs to the thread that opened
/// it. The file is a cache and nothing else: a damaged or foreign one is `Damaged`, and discard() is the remedy.
///
/// WAL, so that readers and the writer, of this program and of others, do not wait for each other; `synchronous` is
/// OFF: a program that dies leaves its writes with the kernel in their order, so only a power cut can tear the file,
/// and what it tears is noticed (SQLite's own checks, and a checksum with every blob) and made again. No fsync then,
/// ever.
class BlobFile {
public:
    ~BlobFile();
    BlobFile(const BlobFile&) = delete;
    BlobFile& operator=(const BlobFile&) = delete;

    /// Null when there is no file, or none with tables yet.
    static Result<std::unique_ptr<BlobFile>> openForReading(const std::string& path);
    /// Makes the folder, the file and its tables where they are missing.
    static Result<std::unique_ptr<BlobFile>> openForWriting(const std::string& path);
    /// Removes the file and its log if it is still the one that was found to be damaged.
    static void discard(const std::string& path, const std::optional<FileIdentity>& damaged);

    /// The name still stands for the file of this connection: nobody deleted or replaced it.
    bool isCurrent() const;
    /// When it is not current: its log may still bear the name, and SQLite would take it for the new file's. Before
    /// another connection is opened.
    void leaveNoLog() const;
    const FileIdentity& identity() const { return identity_; }

    struct Found {
        bool listed = false;            ///< the key is there
        std::optional<QByteArray> data; ///< empty although it is listed: the checksum says that it is damaged
    };
    Result<Found> find(const BlobKey& key);
    Result<std::vector<BlobKey>> keys(); ///< all that are listed, the oldest first

    /// All steps in one transaction, or none. The oldest blobs give way first, so that the file never grows beyond
    /// `limit` bytes (its log adds at most two transactions' worth). Returns how many gave way.
    Result<int> apply(const std::vector<BlobStep>& steps, std::uint64_t limit);

private:
    BlobFile(std::string path, std::unique_ptr<Connection> connection);
    static Result<std::unique_ptr<BlobFile>> open(const std::string& path, int busy_ms);
    Result<bool> hasTables(); ///< Damaged for a file that is something else
    Result<void> makeTables();
    Result<int> applyInside(const std::vector<BlobStep>& steps, std::uint64_t limit);
    Result<void> put(const BlobStep& step, std::int64_t used);
    Result<int> makeRoom(std::uint64_t needed, std::uint64_t limit);
    Result<std::int64_t> number(std::string_view sql);
    Result<void> giveBack(std::uint64_t limit);

    std::string path_;
    FileIdentity identity_;
    std::optional<FileIdentity> log_; ///< kept from being another's while this connection is open
    std::unique_ptr<Connection> connection_;
};

} // namespace touchstone::library
