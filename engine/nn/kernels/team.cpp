// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/kernels/team.h"

#include <algorithm>

namespace touchstone::nn {

int thread_count(int asked) {
    return asked > 0 ? asked : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

Team::Team(int threads) {
    try {
        for (int worker = 1; worker < threads; ++worker)
            threads_.emplace_back([this, worker] { follow(worker); });
    } catch (...) {
        // Where the system gives no more threads, the ones there are do it all; but a vector that could not grow says
        // that memory is out.
        if (threads_.empty() && threads > 1)
            throw;
    }
}

Team::~Team() {
    ending_.store(true, std::memory_order_release);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

void Team::run(std::int64_t count, const std::function<void(std::int64_t, int)>& work) {
    work_ = &work;
    count_ = count;
    next_.store(0, std::memory_order_relaxed);
    if (count > 1 && !threads_.empty()) {
        working_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
        round_.fetch_add(1, std::memory_order_release);
        round_.notify_all();
        take_pieces(0);
        for (std::uint32_t left; (left = working_.load(std::memory_order_acquire)) != 0;)
            working_.wait(left, std::memory_order_acquire);
    } else {
        take_pieces(0);
    }
}

void Team::take_pieces(int worker) {
    for (std::int64_t piece; (piece = next_.fetch_add(1, std::memory_order_relaxed)) < count_;)
        (*work_)(piece, worker);
}

void Team::follow(int worker) {
    for (std::uint32_t seen = 0;;) {
        round_.wait(seen, std::memory_order_acquire);
        // One round at a time is started, and it does not end without this thread: so it is exactly one further.
        seen = round_.load(std::memory_order_acquire);
        if (ending_.load(std::memory_order_acquire))
            return;
        take_pieces(worker);
        if (working_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            working_.notify_one();
    }
}

} // namespace touchstone::nn
