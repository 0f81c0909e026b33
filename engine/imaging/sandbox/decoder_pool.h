// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/imaging/file_decoder.h"

namespace touchstone::imaging::sandbox {

class DecoderProcess;
struct WorkerHandle;
struct Task;

struct PoolOptions {
    std::string program = {};     ///< path of touchstone-decoder
    std::size_t idle_workers = 0; ///< kept for the next photo; 0 = cores + 1
    /// Address space a worker may take for its photo. 0 = by the machine: half of its memory, 2 to 8 GiB.
    std::uint64_t memory_bytes = 0;
    /// How long a worker may say nothing: `base` until it knows the picture's size and for small pictures, and
    /// `per_megapixel` more for each megapixel the file then claims, but never longer than base + the decode's own
    /// limit.
    std::chrono::milliseconds base{20'000};
    std::chrono::milliseconds per_megapixel{1'500};
};

struct PoolStatistics {
    std::uint64_t photos = 0;  ///< answered by a worker, errors included
    std::uint64_t workers = 0; ///< ever made
    std::uint64_t lost = 0;    ///< ended by a photo: crashed, hung, or answered nonsense
    std::uint64_t refused = 0; ///< not tried, because the file had cost a worker before
};

/// Decodes in processes that may do nothing else: no files, no network, limited memory and time (SECURITY.md). A photo
/// that ends its worker is an Error that names it, and is not tried again until its size or time changes; the next
/// photo has a fresh worker. Photos whose worker was ended by somebody else are tried once more.
///
/// Any thread, many at once: a calling thread takes an idle worker or makes one, waits for its answer and gives it
/// back, so there are as many workers as threads that decode. The pool has no thread of its own. All processes end with
/// it.
class DecoderPool : public FileDecoder {
public:
    /// Internal when the program cannot be started.
    static Result<std::shared_ptr<DecoderPool>> start(PoolOptions options);
    ~DecoderPool() override;

    /// As decode_file() and decode_thumbnail_file(), bit for bit. Also: Damaged for a photo that ends its worker,
    /// TimeLimit for one that hangs, OutOfMemory, Internal when no worker can be made.
    Result<Photo> decode(const std::string& path, int edge, const DecodeOptions& options) override;

    Result<Photo> decode_exif_thumbnail(const std::string& path, int edge) override;

    /// What the worker's `read_facts` says of the file (engine/imaging/sandbox/worker.h). Errors as above.
    Result<std::string> read_facts(const std::string& path, std::uint64_t max_bytes);
    /// The same for its `read_marks`.
    Result<std::string> read_marks(const std::string& path, std::uint64_t max_bytes);

    /// What the kernel did not allow, one clause each, for a person; empty when every protection holds.
    std::vector<std::string> missing_protections() const;
    PoolStatistics statistics() const;

private:
    struct Outcome;
    struct Known;
    explicit DecoderPool(PoolOptions options);

    Result<Photo> decode_by(const Task& task, const std::string& path);
    Result<std::string> read_by(const Task& task, const std::string& path, std::uint64_t max_bytes);
    Result<Outcome> perform(const std::string& path, const Task& task, std::uint64_t max_bytes);
    Result<WorkerHandle> take_worker();
    void give_back(WorkerHandle worker);
    Outcome ask(WorkerHandle& worker, const Task& task, int file) const;
    Error blame(const Outcome& outcome, WorkerHandle worker, bool& somebody_elses);

    const PoolOptions options_;
    mutable std::mutex mutex_; ///< everything below; never held while a worker works
    std::shared_ptr<DecoderProcess> process_;
    std::vector<WorkerHandle> idle_;
    std::vector<std::string> missing_;
    std::map<std::string, Known> known_; ///< files that cost a worker, by path
    PoolStatistics statistics_;
};

} // namespace touchstone::imaging::sandbox
