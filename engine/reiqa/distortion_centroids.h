// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/distortions/distortions.h"
#include "engine/nn/model_card.h"
#include "engine/reiqa/features.h"

/// What a photo's faults resemble (reiqa.md 8.3, point 6): where the quality expert puts photos that were made worse in
/// known ways. Plain values, no Torch, any thread.
namespace touchstone::reiqa {

/// A kind of fault at one of its levels.
struct FaultClass {
    std::optional<imaging::Distortion> kind; ///< empty = the photo as it is
    int level = 0;                           ///< 1…5; 0 = the photo as it is

    bool operator==(const FaultClass&) const = default;
    std::string name() const; ///< "undistorted", "motion_blur/3"
};

/// The photo as it is, then the bank "kadid", kind by kind and level by level, without the draws that leave a photo
/// nearly as it is: they would be names for nothing.
std::span<const FaultClass> fault_classes();

/// SHA-256 of the quality expert behind a model: a regressor's, or the expert itself. Empty for models without one.
std::string quality_expert_of(const ModelCard& card);

/// What the quality expert says about one pristine photo, [full, half] each.
struct FaultSample {
    std::vector<float> whole;                ///< the whole photo
    std::vector<std::vector<float>> classes; ///< one piece of it, as it is and made worse: in order of fault_classes()
};

struct Resemblance {
    FaultClass nearest;
    FaultClass other;  ///< the nearest class of another kind
    double margin = 0; ///< ≥ 0: how far the photo lies on the nearest one's side of the plane midway between the two,
                       ///< in standard deviations of a feature among pristine photos
    bool clear = false; ///< the margin is one at which held-out photos were mostly recognised
};

/// Class means of the quality expert's features, each taken from the mean of what the same pieces give undistorted. A
/// photo is taken from the mean of the whole pristine photos, not of their pieces: borders, and what a piece leaves
/// out, shift the features of a piece more than a weak fault does. Differences are divided by each feature's standard
/// deviation among pristine photos, so that what changes with the subject counts little. The nearest class is that of
/// the smallest distance; a cosine has no place for "undistorted", which is no direction.
class DistortionCentroids {
public:
    static constexpr std::size_t least_photos = 3;

    /// Learns from at least `least_photos` samples, and finds out how well: each photo is held out in turn and its
    /// pieces are named by what the others give. BadInput for fewer samples, or vectors of other lengths; a value that
    /// is no finite number.
    static Result<DistortionCentroids> learn(const std::string& quality_expert, std::span<const FaultSample> samples);

    /// From the file that write() made. BadModel when it is of another version or bank, tensors are missing, misshaped
    /// or not finite; else what the reader of safetensors says. At most `max_file_bytes` are read.
    static Result<DistortionCentroids> read(const std::string& file);
    static constexpr std::uint64_t max_file_bytes = std::uint64_t{64} << 20;
    Result<void> write(const std::string& file) const; ///< atomic

    /// Empty when the features are of another length or no finite numbers.
    std::optional<Resemblance> resembles(const ExpertFeatures& quality) const;

    const std::string& quality_expert() const { return quality_expert_; } ///< SHA-256 of the expert it belongs to
    int photos() const { return photos_; }
    /// Share of the held-out pieces whose kind was recognised, 0…1.
    double recognised() const { return recognised_; }
    /// Margin from which three of four held-out answers named the right kind; infinite when no margin does.
    double clear_margin() const { return clear_margin_; }

private:
    std::string quality_expert_;
    int photos_ = 0;
    double recognised_ = 0, clear_margin_ = 0;
    std::vector<float> whole_;                ///< mean of the whole photos
    std::vector<float> deviation_;            ///< > 0
    std::vector<std::vector<float>> classes_; ///< minus the undistorted mean, over deviation_; the first is zero
};

} // namespace touchstone::reiqa
