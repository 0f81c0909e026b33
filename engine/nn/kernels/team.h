// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace touchstone::nn {

/// A few threads that share out numbered pieces of work, with the calling thread as one of them. Pieces are taken one
/// by one, so a core that is busy with something else takes fewer. Waiting threads sleep.
///
/// Not OpenMP, which Torch and oneDNN use: its waiting threads spin (openmp_waiting.cpp), its pieces are shared out
/// beforehand, and the thread sanitizer cannot see its barriers.
class Team {
public:
    /// `threads` ≥ 1, the caller included.
    explicit Team(int threads);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    int size() const { return static_cast<int>(threads_.size()) + 1; }

    /// Calls work(piece, worker) for every piece of 0…count−1, worker 0…size()−1, and returns when all are done. `work`
    /// must not throw. One run() at a time.
    void run(std::int64_t count, const std::function<void(std::int64_t piece, int worker)>& work);

private:
    void follow(int worker);
    void take_pieces(int worker);

    std::vector<std::thread> threads_;
    const std::function<void(std::int64_t, int)>* work_ = nullptr;
    std::int64_t count_ = 0;
    std::atomic<std::int64_t> next_{0};
    std::atomic<std::uint32_t> round_{0};   ///< counts run()s; wakes the others
    std::atomic<std::uint32_t> working_{0}; ///< others that have not finished this round
    std::atomic<bool> ending_{false};
};

/// `asked` threads, or one per core when 0.
int thread_count(int asked);

} // namespace touchstone::nn
