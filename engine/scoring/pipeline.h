// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/imaging/decode.h"
#include "engine/scoring/scorer.h"

namespace touchstone {

struct PipelineOptions {
    int decode_workers = 0;                               ///< 0 = one per core
    std::uint64_t queue_bytes = std::uint64_t{256} << 20; ///< decoded pixels waiting for the device
    std::int64_t batch_tokens = 4096;                     ///< a batch is closed when its tokens reach this
    int batch_photos = 8;                                 ///< … or its photos this
    /// How many photos a decode worker may run ahead of the oldest one that was not delivered. Bounds what a caller
    /// has to hold back to put results into input order again.
    std::size_t look_ahead = 1024;
    imaging::DecodeOptions decode;
    bool measure_sharpness = false; ///< ScoredPhoto::sharpness; by the decode workers, 2 to 3 ms per megapixel
};

/// What the pipeline says of one photo: either the photo could not be read, or each model answered or failed.
struct ScoredPhoto {
    std::size_t index = 0;           ///< position in the list that was handed in, or what the source said
    Size size;                       ///< upright size in pixels; zero when it could not be read
    std::optional<double> sharpness; ///< imaging::Measures::sharpness, when it was asked for
    std::optional<Error> error;
    std::vector<Result<Assessment>> assessments; ///< one per scorer, in their order; empty on error
};

struct PipelineProgress {
    std::size_t done = 0, failed = 0, total = 0;
};

/// What a run did at most at once; for tests, logs and `bench`.
struct PipelineStatistics {
    std::uint64_t peak_queue_bytes = 0; ///< decoded pixels that waited for the device
    std::size_t peak_queue_photos = 0;
    std::size_t peak_batch_photos = 0;
    std::size_t batches = 0;
};

/// Lets another thread hold the pipeline. While paused, running work ends and nothing new begins.
class PauseSwitch {
public:
    PauseSwitch();

    void pause();
    void resume();
    bool paused() const;
    /// Blocks while paused; returns at once when `stop` is requested.
    void wait_while_paused(std::stop_token stop) const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

struct NextPhoto {
    std::size_t index = 0; ///< comes back as ScoredPhoto::index
    std::string path;
};
/// Hands out photos one at a time; empty when there is none left for this run. Lets the owner of a queue change its
/// order, or answer for a photo itself, while the run goes on. Called by several decode workers at once; may block, and
/// then has to look at `stop`. No exceptions.
using PhotoSource = std::function<std::optional<NextPhoto>(std::stop_token stop)>;

/// Decode workers → queue bounded in bytes → batches of similar token count → scorers → `deliver`.
/// Runs in the calling thread (which becomes the inference thread) until all photos are done or `stop` is requested;
/// decode workers live inside the call. `deliver` is called in the calling thread, in order of completion, exactly
/// once per photo that was finished. One photo larger than `queue_bytes` still passes, alone. Memory: queue_bytes + one
/// photo per worker + one batch, whatever the number of photos. Returns how many were delivered.
class Pipeline {
public:
    Pipeline(std::vector<Scorer*> scorers, PipelineOptions options);

    std::size_t run(std::span<const std::string> paths, const std::function<void(ScoredPhoto&&)>& deliver,
                    std::stop_token stop, const PauseSwitch* pause = nullptr);
    /// The same over what `source` hands out; ends when it has nothing for any worker.
    std::size_t run(const PhotoSource& source, const std::function<void(ScoredPhoto&&)>& deliver, std::stop_token stop,
                    const PauseSwitch* pause = nullptr);

    /// Of the last run; valid after it returned.
    const PipelineStatistics& statistics() const { return statistics_; }

private:
    std::size_t run(const PhotoSource& source, int workers, const std::function<void(ScoredPhoto&&)>& deliver,
                    std::stop_token stop, const PauseSwitch* pause);

    std::vector<Scorer*> scorers_;
    PipelineOptions options_;
    PipelineStatistics statistics_;
};

} // namespace touchstone
