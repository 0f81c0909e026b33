// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <QByteArray>

#include "app/library/blob_file.h"
#include "engine/base/error.h"

namespace touchstone::library {

struct BlobStoreOptions {
    std::string folder; ///< raw bytes; made when there is something to keep. Empty = nothing is kept
    std::string name;   ///< of the file in it, "thumbnails.db"
    std::uint64_t limit = std::uint64_t{256} << 20; ///< bytes of the file; a blob over a quarter of it is not kept
};

/// A cache of blobs on disk that nobody has to take care of: size-bounded, the least recently used give way; may be
/// deleted or replaced at any time while it is in use; a damaged file is thrown away and made anew in silence. A blob
/// comes back whole as it was put, or not at all. Two programs may use one file.
///
/// Any thread. What is put waits in memory (and is found there) until the store's own thread writes it: about 100 blobs
/// or what came in 200 ms in one transaction. Reading has a connection for each thread that reads. The destructor
/// writes what waits, once, and ends the thread.
class BlobStore {
public:
    /// Called at most once, on the store's thread: nothing can be kept here (a full disk, a read-only folder). Reading
    /// goes on where it can.
    using Problem = std::function<void(const Error& error)>;
    /// Runs first on the store's thread; ends early when it is asked to.
    using Errand = std::function<void(std::stop_token stop)>;

    explicit BlobStore(BlobStoreOptions options, Problem on_problem = {}, Errand first = {});
    ~BlobStore();
    BlobStore(const BlobStore&) = delete;
    BlobStore& operator=(const BlobStore&) = delete;

    /// Empty: not there. A file that is busy or damaged is not there either. Waits at most 0.1 s for another program.
    std::optional<QByteArray> find(const BlobKey& key);
    /// Never waits for the disk; when more waits than 32 MiB, the blob is not kept.
    void put(const BlobKey& key, QByteArray data);
    /// The caller cannot make sense of it.
    void remove(const BlobKey& key);
    /// Waits until what was put before is in the file, or has been given up.
    void flush();
    int evicted() const; ///< blobs that gave way to others, by this object

private:
    struct State;
    std::shared_ptr<State> state_;
    struct Writer;
    std::unique_ptr<Writer> writer_; ///< null when nothing is kept
};

} // namespace touchstone::library
