// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/limited_photo.h"

#include <algorithm>
#include <cmath>
#include <new>

#include "engine/imaging/resample.h"

namespace touchstone {

Result<LimitedPhoto> LimitedPhoto::make(const Photo& photo, std::optional<int> native_limit) {
    if (photo.damaged)
        return failure(ErrorCode::Damaged, {}, "is only partly there and is not scored", "copy it again");
    try {
        LimitedPhoto limited(photo);
        if (native_limit && photo.image.size.long_side() > *native_limit)
            limited.small_ = imaging::shrink_area_average(photo.image, *native_limit);
        return limited;
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "is too large for the memory of this machine", "use --native-limit");
    }
}

Size limited_size(Size photo, std::optional<int> native_limit) {
    if (!native_limit || photo.long_side() <= *native_limit)
        return photo;
    const double factor = static_cast<double>(*native_limit) / photo.long_side();
    const auto shrink = [&](int side) { return std::max(1, static_cast<int>(std::lround(side * factor))); };
    return {shrink(photo.width), shrink(photo.height)};
}

Error stopped_before_scoring() {
    return {ErrorCode::Cancelled, {}, "was stopped before it was scored", {}};
}

} // namespace touchstone
