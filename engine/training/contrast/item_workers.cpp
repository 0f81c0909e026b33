// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/item_workers.h"

#include <chrono>
#include <new>

namespace touchstone::training {

ItemWorkers::ItemWorkers(Make make, std::size_t first, std::size_t batches, std::size_t batch_size, int threads,
                         int ahead)
    : make_(std::move(make))
    , batches_(batches)
    , batch_size_(batch_size)
    , ahead_(static_cast<std::size_t>(ahead))
    , next_batch_(first)
    , taken_(first) {
    for (int i = 0; i < threads; ++i)
        threads_.emplace_back([this] { work(); });
}

ItemWorkers::~ItemWorkers() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    room_.notify_all();
    threads_.clear(); // joins
}

void ItemWorkers::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        room_.wait(lock, [&] { return stopped_ || next_batch_ >= batches_ || next_batch_ < taken_ + ahead_; });
        if (stopped_ || next_batch_ >= batches_)
            return;
        const std::size_t batch = next_batch_, place = next_place_;
        if (++next_place_ == batch_size_) {
            next_place_ = 0;
            ++next_batch_;
        }
        under_way_[batch].items.resize(batch_size_);
        lock.unlock();
        Result<ContrastItem> item = [&]() -> Result<ContrastItem> {
            try {
                return make_(batch, place);
            } catch (const std::bad_alloc&) {
                return failure(ErrorCode::OutOfMemory, {}, "a training item does not fit into memory",
                               "lower \"contrast.batch_photos\" or \"data.long_side\"");
            }
        }();
        lock.lock();
        Batch& target = under_way_[batch];
        if (item)
            target.items[place] = std::move(*item);
        else if (!target.error)
            target.error = item.error();
        if (++target.done == batch_size_)
            ready_.notify_all();
    }
}

Result<std::vector<ContrastItem>> ItemWorkers::take() {
    std::unique_lock lock(mutex_);
    const auto begun = std::chrono::steady_clock::now();
    ready_.wait(lock, [&] {
        const auto found = under_way_.find(taken_);
        return found != under_way_.end() && found->second.done == batch_size_;
    });
    waited_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    Batch batch = std::move(under_way_[taken_]);
    under_way_.erase(taken_);
    ++taken_;
    lock.unlock();
    room_.notify_all();
    if (batch.error)
        return tl::unexpected(*batch.error);
    return std::move(batch.items);
}

} // namespace touchstone::training
