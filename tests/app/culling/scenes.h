// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "app/culling/shot.h"

/// Generated scenes, wider than a frame, and frames taken of them.
namespace touchstone::test {

/// A scene is a sum of soft and hard spots; equal seeds give equal scenes.
class Scene {
public:
    explicit Scene(unsigned seed) {
        std::mt19937 random(seed);
        const auto in = [&](double low, double high) {
            return std::uniform_real_distribution<double>(low, high)(random);
        };
        for (int i = 0; i < 90; ++i)
            spots_.push_back({in(-1, 4), in(-1, 4), in(0.04, 0.35), in(-80, 80)});
        tilt_ = in(-40, 40);
    }

    /// Luma of the scene at a point; a frame at (0, 0) spans 0…1.
    double at(double x, double y) const {
        double value = 120 + tilt_ * (y - 0.5);
        for (const Spot& spot : spots_) {
            const double dx = (x - spot.x) / spot.radius, dy = (y - spot.y) / spot.radius;
            value += spot.height * std::exp(-dx * dx - dy * dy);
        }
        return value;
    }

    /// A frame whose upper left corner is at (x, y) of the scene, exposed `ev` more or less than usual.
    RgbImage frame(double x = 0, double y = 0, double ev = 0, Size size = {48, 32}, unsigned noise_seed = 0) const {
        std::mt19937 random(noise_seed);
        std::normal_distribution<double> noise(0, 2);
        RgbImage image(size);
        for (int row = 0; row < size.height; ++row)
            for (int column = 0; column < size.width; ++column) {
                const double luma = at(x + (column + 0.5) / size.width, y + (row + 0.5) / size.height);
                const double exposed = // EV on encoded values
                    luma * std::exp2(ev / 2.2) + (noise_seed == 0 ? 0 : noise(random));
                std::uint8_t* const pixel = image.row(row) + column * 3;
                for (int channel = 0; channel < 3; ++channel)
                    pixel[channel] = static_cast<std::uint8_t>(std::min(255.0, std::max(0.0, exposed)));
            }
        return image;
    }

private:
    struct Spot {
        double x, y, radius, height;
    };
    std::vector<Spot> spots_;
    double tilt_ = 0;
};

inline std::shared_ptr<const culling::Look> look_of_frame(const RgbImage& frame) {
    return std::make_shared<const culling::Look>(culling::look_of(culling::signature_of(frame)));
}

/// A shot as a usual camera describes it.
inline culling::Shot shot(std::int64_t id, std::optional<std::int64_t> captured_ms, const RgbImage& frame,
                          const std::string& camera = "Camera A") {
    culling::Shot made;
    made.id = id;
    made.captured_ms = captured_ms;
    made.camera = camera;
    made.folder = 1;
    made.name = "IMG_" + std::to_string(1000 + id) + ".jpg";
    made.bias_ev = 0;
    made.exposure_seconds = 1.0 / 250;
    made.f_number = 8;
    made.iso = 100;
    made.focal_mm = 35;
    made.width = 6000;
    made.height = 4000;
    made.look = look_of_frame(frame);
    return made;
}

} // namespace touchstone::test
