// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"

namespace touchstone::test {

/// What is different between two answers; empty when they are the same to the last bit.
inline std::string difference(const Result<Photo>& a, const Result<Photo>& b) {
    if (a.has_value() != b.has_value())
        return a ? "one fails: " + b.error().message() : "one fails: " + a.error().message();
    if (!a) {
        const Error &one = a.error(), &other = b.error();
        const bool same =
            one.code == other.code && one.file == other.file && one.what == other.what && one.remedy == other.remedy;
        return same ? "" : one.message() + " / " + other.message();
    }
    if (a->image.size != b->image.size || a->stored_size != b->stored_size)
        return "size";
    if (a->image.pixels != b->image.pixels)
        return "pixels";
    if (a->orientation != b->orientation || a->upright != b->upright || a->colour_converted != b->colour_converted ||
        a->source != b->source || a->damaged != b->damaged)
        return "what was done to it";
    return a->format != b->format || a->camera != b->camera ? "format or camera" : "";
}

} // namespace touchstone::test
