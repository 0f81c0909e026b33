// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Any libvips image to 8-bit sRGB: profile, depth, grey and CMYK, alpha over white.
#include <span>

#include "engine/imaging/icc.h"
#include "engine/imaging/vips_support.h"

namespace touchstone::imaging {

namespace {

bool has_profile(const VipsImage* image) {
    return vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
}

bool embedded_profile_is_srgb(const VipsImage* image) {
    const void* data = nullptr;
    std::size_t size = 0;
    if (vips_image_get_blob(image, VIPS_META_ICC_NAME, &data, &size) != 0) {
        vips_error_clear();
        return false;
    }
    return is_srgb_profile({static_cast<const std::byte*>(data), size});
}

bool repeat_first_band(VipsRef& image) {
    return image.transform([](VipsImage* in, VipsImage** out) {
        VipsImage* grey = nullptr;
        if (vips_extract_band(in, &grey, 0, nullptr) != 0)
            return -1;
        VipsImage* three[3] = {grey, grey, grey};
        const int result = vips_bandjoin(three, out, 3, nullptr);
        g_object_unref(grey);
        return result;
    });
}

/// libvips labels float JPEG XL as linear light although its values are encoded already. Goes to 16 bit, so that the
/// profile's step loses nothing.
bool float_to_16_bit(VipsRef& image) {
    const bool grey = image.get()->Bands < 3;
    return image.transform([](VipsImage* in, VipsImage** out) {
        return vips_linear1(in, out, 65535.0, 0.0, nullptr);
    }) && image.transform([](VipsImage* in, VipsImage** out) { return vips_cast_ushort(in, out, nullptr); }) &&
           image.transform([grey](VipsImage* in, VipsImage** out) {
               return vips_copy(in, out, "interpretation",
                                grey ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16, nullptr);
           });
}

/// Linear light from 0 to 1 is what libvips takes floats for. Values far above are another scale that nothing names.
bool range_is_unit(VipsRef& image) {
    double highest = 0;
    if (!image.transform([](VipsImage* in, VipsImage** out) {
            *out = vips_image_copy_memory(in);
            return *out == nullptr ? -1 : 0;
        }))
        return false;
    if (vips_max(image.get(), &highest, nullptr) != 0) {
        vips_error_clear();
        return false;
    }
    return highest <= 4.0;
}

/// Labels floats as the linear light that they are taken for; loaders differ in what they call them.
bool label_as_linear(VipsRef& image) {
    if (image.get()->Type == VIPS_INTERPRETATION_scRGB && image.get()->Bands >= 3)
        return true;
    const bool grey = image.get()->Bands < 3;
    return (!grey || repeat_first_band(image)) && image.transform([](VipsImage* in, VipsImage** out) {
        return vips_copy(in, out, "interpretation", VIPS_INTERPRETATION_scRGB, nullptr);
    });
}

bool follow_profile(VipsRef& image) {
    const int depth = 8;
    // The perceptual table, because some profiles have no other; for matrix profiles it is the same.
    return image.transform([](VipsImage* in, VipsImage** out) {
        return vips_icc_transform(in, out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_PERCEPTUAL,
                                  "black_point_compensation", TRUE, "depth", depth, nullptr);
    });
}

/// Without colour management CMYK still has to become RGB: paper white less each ink and black, no profile involved.
bool plain_cmyk(VipsRef& image) {
    const auto call = [](VipsImage* in, VipsImage** out) {
        VipsImage* t[6] = {};
        const double whole = in->BandFmt == VIPS_FORMAT_USHORT ? 65535.0 : 255.0;
        const bool ok = vips_linear1(in, &t[0], -1.0, whole, nullptr) == 0 &&
                        vips_extract_band(t[0], &t[1], 0, "n", 3, nullptr) == 0 &&
                        vips_extract_band(t[0], &t[2], 3, nullptr) == 0 &&
                        vips_multiply(t[1], t[2], &t[3], nullptr) == 0 &&
                        vips_linear1(t[3], &t[4], 255.0 / (whole * whole), 0.5, "uchar", TRUE, nullptr) == 0 &&
                        vips_copy(t[4], out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) == 0;
        for (VipsImage* one : t)
            if (one != nullptr)
                g_object_unref(one);
        return ok ? 0 : -1;
    };
    return image.transform(call);
}

bool to_srgb_space(VipsRef& image, bool manage_colour) {
    if (image.get()->Type == VIPS_INTERPRETATION_CMYK && !manage_colour)
        return plain_cmyk(image);
    const VipsInterpretation meant = vips_image_guess_interpretation(image.get());
    if (meant != image.get()->Type && !image.transform([meant](VipsImage* in, VipsImage** out) {
            return vips_copy(in, out, "interpretation", meant, nullptr);
        }))
        return false;
    if (meant == VIPS_INTERPRETATION_sRGB && image.get()->BandFmt == VIPS_FORMAT_UCHAR)
        return true;
    return image.transform(
        [](VipsImage* in, VipsImage** out) { return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, nullptr); });
}

bool to_three_bands(VipsRef& image) {
    if (vips_image_hasalpha(image.get())) {
        const double white = 255;
        VipsArrayDouble* background = vips_array_double_new(&white, 1);
        const bool ok = image.transform([background](VipsImage* in, VipsImage** out) {
            return vips_flatten(in, out, "background", background, nullptr);
        });
        vips_area_unref(VIPS_AREA(background));
        if (!ok)
            return false;
    }
    if (image.get()->BandFmt != VIPS_FORMAT_UCHAR &&
        !image.transform([](VipsImage* in, VipsImage** out) { return vips_cast_uchar(in, out, nullptr); }))
        return false;
    if (image.get()->Bands > 3)
        return image.transform(
            [](VipsImage* in, VipsImage** out) { return vips_extract_band(in, out, 0, "n", 3, nullptr); });
    if (image.get()->Bands == 3)
        return true;
    return repeat_first_band(image);
}

} // namespace

ColourOutcome to_display_rgb(VipsRef& image, bool encoded_float, bool manage_colour, bool& converted) {
    converted = false;
    const bool is_float = image.get()->BandFmt == VIPS_FORMAT_FLOAT || image.get()->BandFmt == VIPS_FORMAT_DOUBLE;
    if (is_float && encoded_float && !float_to_16_bit(image))
        return ColourOutcome::Failed;
    const bool scene = image.get()->Type == VIPS_INTERPRETATION_scRGB || image.get()->Type == VIPS_INTERPRETATION_B_W ||
                       image.get()->Type == VIPS_INTERPRETATION_MULTIBAND ||
                       image.get()->Type == VIPS_INTERPRETATION_sRGB;
    if (is_float && !encoded_float && scene) {
        if (!range_is_unit(image))
            return ColourOutcome::UnknownRange;
        if (!label_as_linear(image))
            return ColourOutcome::Failed;
    }
    if (manage_colour && has_profile(image.get()) && !embedded_profile_is_srgb(image.get()))
        converted = follow_profile(image); // a broken profile is ignored
    if (!to_srgb_space(image, manage_colour) || !to_three_bands(image))
        return ColourOutcome::Failed;
    return ColourOutcome::Done;
}

} // namespace touchstone::imaging
