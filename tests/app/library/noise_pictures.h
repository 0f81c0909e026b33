// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cmath>
#include <random>
#include <string>

#include <QColor>
#include <QImage>

#include "app/library/walk.h"

/// Thumbnails that are told apart by their shade, and large enough as JPEG (some 20 KB) that a program is often killed
/// in the middle of writing one.
namespace touchstone::test {

inline constexpr int noise_edge = 256;
inline constexpr int noise_pictures = 200;

inline library::FoundFile noise_file(int number) {
    return {"/photos/" + std::to_string(number) + ".jpg", 1000 + number, number};
}

inline QImage noise_picture(int number) {
    std::minstd_rand random(static_cast<unsigned>(number) + 1);
    QImage image(noise_edge, noise_edge * 3 / 4, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const int value = 30 + number + static_cast<int>(random() % 41) - 20;
            image.setPixel(x, y, qRgb(value, value, value));
        }
    return image;
}

/// The mean shade says which one it is: neighbours are one level apart, and JPEG keeps the mean to a tenth.
inline bool is_noise_picture(const QImage& image, int number) {
    if (image.width() != noise_edge || image.height() != noise_edge * 3 / 4)
        return false;
    double sum = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            sum += qGray(image.pixel(x, y));
    return std::abs(sum / image.width() / image.height() - (30 + number)) < 0.5;
}

} // namespace touchstone::test
