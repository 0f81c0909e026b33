// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/pipeline.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/imaging/measures.h"
#include "engine/scoring/device_scorer.h"

namespace touchstone {

struct PauseSwitch::State {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool paused = false;
};

PauseSwitch::PauseSwitch()
    : state_(std::make_shared<State>()) {}

void PauseSwitch::pause() {
    const std::lock_guard lock(state_->mutex);
    state_->paused = true;
}

void PauseSwitch::resume() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->paused = false;
    }
    state_->changed.notify_all();
}

bool PauseSwitch::paused() const {
    const std::lock_guard lock(state_->mutex);
    return state_->paused;
}

void PauseSwitch::wait_while_paused(std::stop_token stop) const {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait(lock, stop, [&] { return !state_->paused; });
}

namespace {

/// Photos whose sequences differ by more than this factor are not put into one batch.
constexpr double similar_tokens = 1.25;

struct Decoded {
    std::size_t index = 0; ///< the caller's
    std::string path;
    std::size_t turn = 0; ///< how many were taken before it: its age
    Result<Photo> photo;
    std::int64_t tokens = 0;
    std::uint64_t bytes = 0;
    std::optional<double> sharpness = {};
};

/// The queue between the decode workers and the inference thread, and the hand-out of photos to the workers. All
/// members are guarded by one mutex: it is touched a few times per photo, each time shortly.
class WorkQueue {
public:
    WorkQueue(int workers, const PipelineOptions& options, PipelineStatistics& statistics)
        : options_(options)
        , statistics_(statistics)
        , workers_(workers) {}

    /// A place in the order of taking, as soon as the oldest photo is near enough; empty when `stop` is requested.
    std::optional<std::size_t> take_turn(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [&] { return delivered_.size() < options_.look_ahead; });
        if (stop.stop_requested())
            return std::nullopt;
        delivered_.push_back(false);
        return oldest_ + delivered_.size() - 1;
    }

    /// A worker has nothing left to do.
    void worker_ended() {
        const std::lock_guard lock(mutex_);
        --workers_;
        changed_.notify_all();
    }

    /// Waits for room; a photo that alone is larger than the bound passes when the queue is empty.
    void push(Decoded&& item, std::stop_token stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [&] { return waiting_.empty() || bytes_ + item.bytes <= options_.queue_bytes; });
        if (stop.stop_requested())
            return;
        bytes_ += item.bytes;
        waiting_.push_back(std::move(item));
        statistics_.peak_queue_bytes = std::max(statistics_.peak_queue_bytes, bytes_);
        statistics_.peak_queue_photos = std::max(statistics_.peak_queue_photos, waiting_.size());
        changed_.notify_all();
    }

    /// The oldest waiting photo and others like it. A photo that could not be read comes alone. Empty on `stop`, and
    /// when no worker is left that could bring another.
    std::vector<Decoded> take_batch(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [&] { return !waiting_.empty() || workers_ == 0; });
        std::vector<Decoded> batch;
        if (stop.stop_requested() || waiting_.empty())
            return batch;
        for (const std::size_t at : choose_batch()) {
            bytes_ -= waiting_[at].bytes;
            batch.push_back(std::move(waiting_[at]));
        }
        std::erase_if(waiting_, [&](const Decoded& item) {
            return std::any_of(batch.begin(), batch.end(),
                               [&](const Decoded& taken) { return taken.turn == item.turn; });
        });
        statistics_.peak_batch_photos = std::max(statistics_.peak_batch_photos, batch.size());
        ++statistics_.batches;
        changed_.notify_all();
        return batch;
    }

    void mark_delivered(std::size_t turn) {
        const std::lock_guard lock(mutex_);
        delivered_[turn - oldest_] = true;
        while (!delivered_.empty() && delivered_.front()) {
            delivered_.pop_front();
            ++oldest_;
        }
        changed_.notify_all();
    }

private:
    /// Positions in `waiting_`. The oldest photo always goes first, so that none waits for ever.
    std::vector<std::size_t> choose_batch() const {
        std::size_t first = 0;
        for (std::size_t i = 1; i < waiting_.size(); ++i)
            if (waiting_[i].turn < waiting_[first].turn)
                first = i;
        std::vector<std::size_t> chosen{first};
        if (!waiting_[first].photo)
            return chosen;
        const auto wanted = static_cast<double>(waiting_[first].tokens);
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < waiting_.size(); ++i) {
            const auto tokens = static_cast<double>(waiting_[i].tokens);
            if (i != first && waiting_[i].photo && tokens <= wanted * similar_tokens &&
                wanted <= tokens * similar_tokens)
                others.push_back(i);
        }
        std::sort(others.begin(), others.end(),
                  [&](std::size_t a, std::size_t b) { return waiting_[a].turn < waiting_[b].turn; });
        std::int64_t tokens = waiting_[first].tokens;
        for (const std::size_t i : others) {
            if (chosen.size() >= static_cast<std::size_t>(std::max(1, options_.batch_photos)) ||
                tokens + waiting_[i].tokens > options_.batch_tokens)
                break;
            tokens += waiting_[i].tokens;
            chosen.push_back(i);
        }
        return chosen;
    }

    const PipelineOptions& options_;
    PipelineStatistics& statistics_;

    std::mutex mutex_;
    std::condition_variable_any changed_;
    int workers_; ///< that may still bring photos
    std::deque<Decoded> waiting_;
    std::uint64_t bytes_ = 0;
    std::size_t oldest_ = 0;     ///< the first turn that was not delivered
    std::deque<bool> delivered_; ///< of the turns from there on; never longer than look_ahead
};

Result<Photo> decode_guarded(const std::string& path, const imaging::DecodeOptions& options) {
    try {
        return imaging::decode_file(path, options);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "is too large for the memory of this machine");
    } catch (const std::exception& problem) {
        return failure(ErrorCode::Internal, path, std::string("cannot be decoded: ") + problem.what());
    }
}

/// One decode thread; owned by Pipeline::run, ends when no photo is left or `stop` is requested.
void decode_photos(WorkQueue& queue, const PhotoSource& source, const std::vector<Scorer*>& scorers,
                   const PipelineOptions& options, const PauseSwitch* pause, std::stop_token stop) {
    for (;;) {
        if (pause)
            pause->wait_while_paused(stop);
        const std::optional<std::size_t> turn = queue.take_turn(stop);
        if (!turn)
            break;
        std::optional<NextPhoto> next = source(stop);
        if (!next) {
            queue.mark_delivered(*turn);
            break;
        }
        Result<Photo> photo = decode_guarded(next->path, options.decode);
        Decoded item{next->index, std::move(next->path), *turn, std::move(photo)};
        if (item.photo) {
            item.bytes = item.photo->image.bytes();
            for (const Scorer* scorer : scorers)
                item.tokens = std::max(item.tokens, scorer->token_count(item.photo->image.size));
            if (options.measure_sharpness)
                item.sharpness = imaging::measure(item.photo->image).sharpness;
        }
        queue.push(std::move(item), stop);
    }
    imaging::decode_thread_finished();
    queue.worker_ended();
}

std::vector<Result<Assessment>> score_guarded(Scorer& scorer, std::span<const Photo* const> photos,
                                              std::stop_token stop) {
    std::string problem_text;
    try {
        std::vector<Result<Assessment>> results = scorer.score(photos, stop);
        if (results.size() == photos.size())
            return results;
        problem_text = "the model answered for another number of photos";
    } catch (const std::exception& problem) {
        problem_text = problem.what();
    }
    return std::vector<Result<Assessment>>(
        photos.size(), failure(ErrorCode::Internal, {}, scorer.card().id + " failed: " + problem_text));
}

/// Runs every scorer over the batch and frees the pixels.
std::vector<ScoredPhoto> score_batch(std::vector<Decoded>&& batch, const std::vector<Scorer*>& scorers,
                                     std::stop_token stop) {
    std::vector<ScoredPhoto> scored;
    std::vector<const Photo*> photos;
    for (const Decoded& item : batch) {
        ScoredPhoto& result = scored.emplace_back();
        result.index = item.index;
        if (!item.photo) {
            result.error = item.photo.error();
            continue;
        }
        result.size = item.photo->image.size;
        result.sharpness = item.sharpness;
        photos.push_back(&*item.photo);
    }
    if (photos.empty())
        return scored;
    for (Scorer* scorer : scorers) {
        std::vector<Result<Assessment>> results = score_guarded(*scorer, photos, stop);
        for (std::size_t i = 0; i < results.size(); ++i) {
            if (!results[i] && results[i].error().file.empty())
                results[i].error().file = batch[i].path;
            scored[i].assessments.push_back(std::move(results[i]));
        }
    }
    return scored;
}

/// A photo whose scoring was cut off by the stop request is not a result.
bool was_cut_off(const ScoredPhoto& photo) {
    return std::any_of(photo.assessments.begin(), photo.assessments.end(), [](const Result<Assessment>& assessment) {
        return !assessment && assessment.error().code == ErrorCode::Cancelled;
    });
}

/// One for each core, although networks use all of them too: decoding then goes on over those stretches of a batch that
/// are the work of one thread, and where photos are waited for, no core waits.
int worker_count(int wanted) {
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    return wanted > 0 ? wanted : std::max(1, cores);
}

} // namespace

Pipeline::Pipeline(std::vector<Scorer*> scorers, PipelineOptions options)
    : scorers_(std::move(scorers))
    , options_(std::move(options)) {
    for (const Scorer* scorer : scorers_)
        fit_batches(options_, scorer->options());
}

std::size_t Pipeline::run(std::span<const std::string> paths, const std::function<void(ScoredPhoto&&)>& deliver,
                          std::stop_token stop, const PauseSwitch* pause) {
    std::atomic<std::size_t> in_order{0};
    const PhotoSource source = [&](std::stop_token) -> std::optional<NextPhoto> {
        const std::size_t index = in_order++;
        return index < paths.size() ? std::optional(NextPhoto{index, paths[index]}) : std::nullopt;
    };
    const auto workers =
        std::min<std::size_t>(static_cast<std::size_t>(worker_count(options_.decode_workers)), paths.size());
    return run(source, static_cast<int>(workers), deliver, stop, pause);
}

std::size_t Pipeline::run(const PhotoSource& source, const std::function<void(ScoredPhoto&&)>& deliver,
                          std::stop_token stop, const PauseSwitch* pause) {
    return run(source, worker_count(options_.decode_workers), deliver, stop, pause);
}

std::size_t Pipeline::run(const PhotoSource& source, int worker_total,
                          const std::function<void(ScoredPhoto&&)>& deliver, std::stop_token stop,
                          const PauseSwitch* pause) {
    statistics_ = {};
    WorkQueue queue(worker_total, options_, statistics_);
    std::vector<std::jthread> workers;
    // The workers also have to end when `deliver` throws, so they listen to a source of their own.
    std::stop_source all;
    const std::stop_callback forward(stop, [&] { all.request_stop(); });
    struct StopOnExit {
        std::stop_source& source;
        std::vector<std::jthread>& threads;
        ~StopOnExit() {
            source.request_stop();
            threads.clear(); // joins
        }
    } const stop_on_exit{all, workers};
    for (int i = 0; i < worker_total; ++i)
        workers.emplace_back([&] { decode_photos(queue, source, scorers_, options_, pause, all.get_token()); });

    std::size_t delivered = 0;
    while (!stop.stop_requested()) {
        if (pause)
            pause->wait_while_paused(stop);
        std::vector<Decoded> batch = queue.take_batch(stop);
        if (batch.empty())
            break;
        std::vector<std::size_t> turns;
        for (const Decoded& item : batch)
            turns.push_back(item.turn);
        std::size_t at = 0;
        for (ScoredPhoto& photo : score_batch(std::move(batch), scorers_, stop)) {
            const std::size_t turn = turns[at++];
            if (stop.stop_requested() && was_cut_off(photo))
                continue;
            deliver(std::move(photo));
            queue.mark_delivered(turn);
            ++delivered;
        }
    }
    return delivered;
}

} // namespace touchstone
