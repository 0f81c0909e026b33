// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <optional>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"
#include "engine/scoring/assessment.h"
#include "engine/scoring/scorer.h"

/// What every scorer does before and after its network.
namespace touchstone {

/// A photo within the native limit: the photo itself, or its area average.
class LimitedPhoto {
public:
    /// Damaged for a photo of which a part is missing, OutOfMemory. `photo` must outlive the result.
    static Result<LimitedPhoto> make(const Photo& photo, std::optional<int> native_limit);

    const RgbImage& image() const { return small_ ? *small_ : photo_->image; }
    bool reduced() const { return small_.has_value(); }
    bool upright() const { return photo_->upright; }

private:
    explicit LimitedPhoto(const Photo& photo)
        : photo_(&photo) {}

    const Photo* photo_;
    std::optional<RgbImage> small_;
};

/// The size a photo has within the limit.
Size limited_size(Size photo, std::optional<int> native_limit);

Error stopped_before_scoring();

using Clock = std::chrono::steady_clock;
inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace touchstone
