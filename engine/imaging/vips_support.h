// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <utility>

#include <vips/vips.h>

/// The little of libvips that its C interface leaves to the caller. Private to the room.
namespace touchstone::imaging {

/// Owns one reference to an image.
class VipsRef {
public:
    VipsRef() = default;
    explicit VipsRef(VipsImage* image)
        : image_(image) {}
    VipsRef(VipsRef&& other) noexcept
        : image_(std::exchange(other.image_, nullptr)) {}
    VipsRef& operator=(VipsRef&& other) noexcept {
        std::swap(image_, other.image_);
        return *this;
    }
    ~VipsRef() {
        if (image_ != nullptr)
            g_object_unref(image_);
    }

    VipsImage* get() const { return image_; }
    explicit operator bool() const { return image_ != nullptr; }

    /// Runs `operation(in, &out)` and keeps its result; false and unchanged when it fails.
    template <class Operation>
    bool transform(Operation operation) {
        VipsImage* out = nullptr;
        if (operation(image_, &out) != 0) {
            vips_error_clear();
            return false;
        }
        *this = VipsRef(out);
        return true;
    }

private:
    VipsImage* image_ = nullptr;
};

/// Converts to 8-bit RGB on white, three bands. With `manage_colour` an embedded profile is followed; `converted` then
/// says whether one other than sRGB was. False when libvips cannot.
enum class ColourOutcome { Done, UnknownRange, Failed };
ColourOutcome to_display_rgb(VipsRef& image, bool encoded_float, bool manage_colour, bool& converted);

} // namespace touchstone::imaging
