// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/decode.h"
#include "engine/reiqa/distortion_centroids.h"
#include "engine/scoring/scorer.h"

namespace touchstone::inspection {

/// Where what was learned for a quality expert (its SHA-256) is kept: a file below the cache folder.
std::string faults_file(const std::string& cache_folder, const std::string& quality_expert);

/// What is kept for this expert; NotFound or why the file cannot be used, also when it is of another expert.
Result<reiqa::DistortionCentroids> read_faults(const std::string& cache_folder, const std::string& quality_expert);
/// Makes the folder; atomic.
Result<void> keep_faults(const std::string& cache_folder, const reiqa::DistortionCentroids& learned);

/// Learns what faults look like to a quality expert, one run of the network at a time: each photo whole, and a piece
/// out of its middle as it is and made worse in every way of the bank. Pieces are cut from the photo as the expert sees
/// it, within the native limit, so that a pixel of a piece is a pixel of a photo. The same photos give the same
/// answer: random numbers have fixed seeds. Files are only read. One thread at a time.
class FaultLearning {
public:
    static constexpr std::size_t usual_photos = 12;
    static constexpr int piece_side = 256; ///< 8 × 8 cells, and 4 × 4 at half size

    /// Takes `wanted` of the files, in their order; one that cannot be read or is smaller than a piece gives way to the
    /// next. `decode` never allows damaged photos here.
    FaultLearning(std::string quality_expert, std::vector<std::string> files, std::size_t wanted,
                  imaging::DecodeOptions decode);

    int done() const { return done_; }
    int total() const; ///< runs of the network in all; less when files give way and none is left
    bool ended() const { return samples_.size() >= wanted_ || (!open_ && next_ >= files_.size()); }
    const std::vector<Error>& passed_over() const { return passed_over_; } ///< files that gave way, and why

    /// The next run. Cancelled; what the model says, which ends the learning.
    Result<void> step(Scorer& scorer, const std::stop_token& stop);

    /// When it ended; seconds of one core. BadInput when fewer than DistortionCentroids::least_photos could be used.
    Result<reiqa::DistortionCentroids> learned() const;

private:
    struct Open {
        Photo piece;
        reiqa::FaultSample sample;
    };
    Result<void> open_next(Scorer& scorer, const std::stop_token& stop);
    Result<Photo> read(const std::string& file) const;

    std::string quality_expert_;
    std::vector<std::string> files_;
    std::size_t wanted_, next_ = 0;
    imaging::DecodeOptions decode_;
    std::optional<Open> open_;
    std::vector<reiqa::FaultSample> samples_;
    std::vector<Error> passed_over_;
    int done_ = 0;
};

} // namespace touchstone::inspection
