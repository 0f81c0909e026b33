// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/image_convert.h"

#include <algorithm>
#include <memory>

namespace touchstone::library {

QImage image_of(RgbImage&& pixels) {
    return image_of(std::make_shared<const RgbImage>(std::move(pixels)));
}

QImage image_of(std::shared_ptr<const RgbImage> pixels) {
    if (!pixels || pixels->size.pixels() <= 0)
        return {};
    using Shared = std::shared_ptr<const RgbImage>;
    auto owned = std::make_unique<Shared>(std::move(pixels));
    const Size size = (*owned)->size;
    const uchar* bytes = (*owned)->pixels.data();
    QImage image(
        bytes, size.width, size.height, qsizetype{size.width} * 3, QImage::Format_RGB888,
        [](void* owner) { delete static_cast<Shared*>(owner); }, owned.get());
    if (!image.isNull())
        owned.release();
    return image;
}

QImage in_colours_of(const QImage& picture, const QColorSpace& screen) {
    if (!screen.isValid() || picture.isNull())
        return picture;
    QImage copy = picture;
    copy.setColorSpace(QColorSpace(QColorSpace::SRgb));
    copy.convertToColorSpace(screen);
    return copy;
}

void mark_damaged(QImage& image) {
    // By hand: QPainter would need a QGuiApplication, which the command line does not have.
    image = image.convertToFormat(QImage::Format_RGB32);
    const int edge = std::max(8, std::min(image.width(), image.height()) / 3);
    const int stripe = std::max(2, edge / 6);
    for (int y = 0; y < std::min(edge, image.height()); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = std::max(0, image.width() - edge + y); x < image.width(); ++x)
            line[x] = (image.width() - x + y) / stripe % 2 == 0 ? qRgb(32, 32, 32) : qRgb(224, 224, 224);
    }
}

} // namespace touchstone::library
