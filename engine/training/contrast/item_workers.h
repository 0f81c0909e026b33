// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/base/error.h"
#include "engine/training/contrast/contrast_items.h"

/// Threads that prepare the next batches while the network works. Private to the room.
namespace touchstone::training {

class ItemWorkers {
public:
    /// Item `place` of batch `batch`; called in any thread, must hang on nothing but its arguments.
    using Make = std::function<Result<ContrastItem>(std::size_t batch, std::size_t place)>;

    /// Begins at once, with batch `first`; at most `ahead` batches are ready or under way.
    ItemWorkers(Make make, std::size_t first, std::size_t batches, std::size_t batch_size, int threads, int ahead = 3);
    ~ItemWorkers(); ///< drops what is not taken; waits for the items in hand
    ItemWorkers(const ItemWorkers&) = delete;
    ItemWorkers& operator=(const ItemWorkers&) = delete;

    /// The next batch, in order, complete. The first item that failed fails its batch.
    Result<std::vector<ContrastItem>> take();
    double waited_seconds() const { return waited_; }

private:
    struct Batch {
        std::vector<ContrastItem> items;
        std::size_t done = 0;
        std::optional<Error> error;
    };
    void work();

    Make make_;
    std::size_t batches_, batch_size_, ahead_;
    std::size_t next_batch_, next_place_ = 0; ///< the next item to begin
    std::size_t taken_;                       ///< the next batch to hand out
    bool stopped_ = false;
    double waited_ = 0;
    std::map<std::size_t, Batch> under_way_;
    std::mutex mutex_;
    std::condition_variable room_, ready_;
    std::vector<std::jthread> threads_;
};

} // namespace touchstone::training
