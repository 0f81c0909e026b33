// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/fault_learning.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/base/files.h"
#include "engine/imaging/distortions/distortions.h"
#include "engine/imaging/region_edit.h"
#include "engine/imaging/resample.h"

namespace touchstone::inspection {

using reiqa::DistortionCentroids;

namespace {

std::vector<float> joined(const reiqa::ExpertFeatures& features) {
    std::vector<float> both = features.full;
    both.insert(both.end(), features.half.begin(), features.half.end());
    return both;
}

RgbImage middle_of(const RgbImage& photo) {
    constexpr int side = FaultLearning::piece_side;
    return imaging::crop(photo, {(photo.size.width - side) / 2, (photo.size.height - side) / 2, side, side});
}

std::string folder_in(const std::string& cache_folder) {
    return cache_folder + "/faults";
}

} // namespace

std::string faults_file(const std::string& cache_folder, const std::string& quality_expert) {
    // Hashed, because a card may say anything, and this becomes a file's name.
    const std::string name = sha256_hex(std::as_bytes(std::span(quality_expert.data(), quality_expert.size())));
    return folder_in(cache_folder) + '/' + name.substr(0, 32) + ".safetensors";
}

Result<DistortionCentroids> read_faults(const std::string& cache_folder, const std::string& quality_expert) {
    const std::string file = faults_file(cache_folder, quality_expert);
    Result<DistortionCentroids> learned = DistortionCentroids::read(file);
    if (learned && learned->quality_expert() != quality_expert)
        return failure(ErrorCode::BadModel, file, "was learned for another expert", "learn the faults again");
    return learned;
}

Result<void> keep_faults(const std::string& cache_folder, const DistortionCentroids& learned) {
    std::error_code problem;
    std::filesystem::create_directories(folder_in(cache_folder), problem);
    if (problem)
        return failure(ErrorCode::WriteFailed, folder_in(cache_folder),
                       "the folder cannot be made: " + problem.message(), "make room there, or make it writable");
    return learned.write(faults_file(cache_folder, learned.quality_expert()));
}

FaultLearning::FaultLearning(std::string quality_expert, std::vector<std::string> files, std::size_t wanted,
                             imaging::DecodeOptions decode)
    : quality_expert_(std::move(quality_expert))
    , files_(std::move(files))
    , wanted_(wanted)
    , decode_(std::move(decode)) {
    decode_.allow_damaged = false;
}

int FaultLearning::total() const {
    const std::size_t begun = samples_.size() + (open_ ? 1 : 0);
    const std::size_t photos = std::min(wanted_, begun + (files_.size() - next_));
    return static_cast<int>(photos * (1 + reiqa::fault_classes().size()));
}

Result<Photo> FaultLearning::read(const std::string& file) const {
    return imaging::decode_file(file, decode_);
}

/// Reads photos until one can be used, and asks about it whole.
Result<void> FaultLearning::open_next(Scorer& scorer, const std::stop_token& stop) {
    const std::optional<int> limit = resolve_native_limit(scorer.options().native_limit, scorer.card());
    while (next_ < files_.size()) {
        const std::string& file = files_[next_++];
        Result<Photo> photo = read(file);
        if (photo && limit && photo->image.size.long_side() > *limit)
            photo->image = imaging::shrink_area_average(photo->image, *limit);
        if (!photo) {
            passed_over_.push_back(photo.error());
            continue;
        }
        if (std::min(photo->image.size.width, photo->image.size.height) < piece_side) {
            passed_over_.emplace_back(
                Error{ErrorCode::BadInput, file,
                      "is too small to learn from: a side has fewer than " + std::to_string(piece_side) + " pixels",
                      "choose a larger photo"});
            continue;
        }
        const auto whole = scorer.quality_features(*photo, stop);
        if (!whole && whole.error().code == ErrorCode::OutOfMemory) {
            passed_over_.push_back(whole.error());
            passed_over_.back().file = file;
            return {}; // the next one gives way for it
        }
        if (!whole)
            return tl::unexpected(whole.error());
        Open& opened = open_.emplace();
        opened.sample.whole = joined(*whole);
        opened.piece = *photo;
        opened.piece.image = middle_of(photo->image);
        ++done_;
        return {};
    }
    return {};
}

Result<void> FaultLearning::step(Scorer& scorer, const std::stop_token& stop) {
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, {}, "was stopped");
    if (reiqa::quality_expert_of(scorer.card()) != quality_expert_)
        return failure(ErrorCode::Cancelled, scorer.card().file, "is another model than the one that was learned for");
    if (!open_)
        return open_next(scorer, stop);
    std::vector<std::vector<float>>& classes = open_->sample.classes;
    const std::size_t at = classes.size();
    const reiqa::FaultClass fault = reiqa::fault_classes()[at];
    Photo worse = open_->piece;
    if (fault.kind) {
        const std::uint64_t seed = samples_.size() * reiqa::fault_classes().size() + at;
        Result<RgbImage> made = imaging::distort(worse.image, *fault.kind, fault.level, imaging::DistortionBank::Kadid,
                                                 imaging::SeededNumbers(seed));
        if (!made)
            return tl::unexpected(made.error());
        worse.image = std::move(*made);
    }
    const auto features = scorer.quality_features(worse, stop);
    if (!features)
        return tl::unexpected(features.error());
    classes.push_back(joined(*features));
    ++done_;
    if (classes.size() == reiqa::fault_classes().size()) {
        samples_.push_back(std::move(open_->sample));
        open_.reset();
    }
    return {};
}

Result<DistortionCentroids> FaultLearning::learned() const {
    return DistortionCentroids::learn(quality_expert_, samples_);
}

} // namespace touchstone::inspection
