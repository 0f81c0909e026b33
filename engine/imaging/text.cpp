// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/text.h"

#include <algorithm>

#include "engine/imaging/decode.h"
#include "engine/imaging/vips_support.h"

namespace touchstone::imaging {

Result<void> draw_text(RgbImage& picture, const std::string& text, int x, int y, int height) {
    initialise();
    gchar* escaped = g_markup_escape_text(text.c_str(), -1); // libvips reads Pango's markup
    VipsImage* drawn = nullptr;
    // 72 dpi make a point a pixel; text stands a little lower than its font's size.
    const std::string font = "sans " + std::to_string(std::max(1, height * 3 / 4));
    const int failed = vips_text(&drawn, escaped, "font", font.c_str(), "dpi", 72, nullptr);
    g_free(escaped);
    const VipsRef mask(drawn);
    if (failed != 0 || vips_image_wio_input(mask.get()) != 0) {
        vips_error_clear();
        return failure(ErrorCode::Internal, {}, "text cannot be drawn",
                       "install a font, for example fonts-dejavu-core");
    }
    const int width = std::min(vips_image_get_width(mask.get()), picture.size.width - x);
    const int rows = std::min(vips_image_get_height(mask.get()), picture.size.height - y);
    for (int row = 0; row < rows; ++row) {
        const VipsPel* ink = VIPS_IMAGE_ADDR(mask.get(), 0, row);
        std::uint8_t* to = picture.row(y + row) + std::ptrdiff_t{3} * x;
        for (int i = 0; i < 3 * width; ++i)
            to[i] = static_cast<std::uint8_t>(to[i] * (255 - ink[i / 3]) / 255);
    }
    return {};
}

} // namespace touchstone::imaging
