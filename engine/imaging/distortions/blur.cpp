// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <array>
#include <cmath>
#include <numbers>

#include "engine/imaging/distortions/kinds.h"

namespace touchstone::imaging::distortions {

namespace {

/// Pillow's fixed-point box filter of a fractional radius: `inner` for the whole taps, `outer` for the two at the ends.
struct BoxWeights {
    int radius = 0;
    std::uint32_t inner = 0, outer = 0;

    explicit BoxWeights(float wanted)
        : radius(static_cast<int>(wanted))
        , inner(static_cast<std::uint32_t>(static_cast<float>(1u << 24) / (wanted * 2 + 1)))
        , outer(((1u << 24) - (static_cast<std::uint32_t>(radius) * 2 + 1) * inner) / 2) {}
};

/// One pass along x. A running sum over the row with its border repeated: the cost does not depend on the radius.
void box_pass_rows(const RgbImage& from, RgbImage& to, const BoxWeights& box) {
    const int width = from.size.width, reach = box.radius + 1;
    std::vector<std::uint8_t> padded(static_cast<std::size_t>(width + 2 * reach) * 3);
    for (int y = 0; y < from.size.height; ++y) {
        for (int x = -reach; x < 0; ++x)
            std::copy_n(from.row(y), 3, padded.data() + 3 * (x + reach));
        std::copy_n(from.row(y), 3 * width, padded.data() + 3 * reach);
        for (int x = width; x < width + reach; ++x)
            std::copy_n(from.row(y) + 3 * (width - 1), 3, padded.data() + 3 * (x + reach));
        std::uint8_t* out = to.row(y);
        std::array<std::uint32_t, 3> sums{};
        for (int i = 0; i < 3 * (2 * reach - 1); ++i)
            sums[static_cast<std::size_t>(i % 3)] += padded[static_cast<std::size_t>(i)];
        const std::uint8_t *going = padded.data(), *coming = going + 3 * (2 * reach - 1), *beyond = coming + 3;
        for (int x = 0; x < width; ++x, going += 3, coming += 3, beyond += 3, out += 3)
            for (std::size_t c = 0; c < 3; ++c) {
                sums[c] += std::uint32_t{coming[c]} - going[c];
                const std::uint32_t ends = std::uint32_t{going[c]} + beyond[c];
                out[c] = static_cast<std::uint8_t>((sums[c] * box.inner + ends * box.outer + (1u << 23)) >> 24);
            }
    }
}

/// One pass along y, a whole row of samples at a time.
void box_pass_columns(const RgbImage& from, RgbImage& to, const BoxWeights& box) {
    const int height = from.size.height, r = box.radius;
    const std::size_t samples = static_cast<std::size_t>(from.size.width) * 3;
    const auto row = [&](int y) { return from.row(std::clamp(y, 0, height - 1)); };
    std::vector<std::uint32_t> sums(samples, 0);
    for (int y = -r - 1; y < r; ++y)
        for (std::size_t i = 0; i < samples; ++i)
            sums[i] += row(y)[i];
    for (int y = 0; y < height; ++y) {
        const std::uint8_t *coming = row(y + r), *going = row(y - r - 1), *beyond = row(y + r + 1);
        std::uint8_t* out = to.row(y);
        for (std::size_t i = 0; i < samples; ++i) {
            sums[i] += std::uint32_t{coming[i]} - going[i];
            const std::uint32_t ends = std::uint32_t{going[i]} + beyond[i];
            out[i] = static_cast<std::uint8_t>((sums[i] * box.inner + ends * box.outer + (1u << 23)) >> 24);
        }
    }
}

/// Pillow's order: all passes along x, then all along y.
RgbImage box_blur(const RgbImage& photo, float radius, int passes) {
    const BoxWeights box(radius);
    RgbImage current = photo, next(photo.size);
    for (int pass = 0; pass < passes; ++pass) {
        box_pass_rows(current, next, box);
        std::swap(current, next);
    }
    for (int pass = 0; pass < passes; ++pass) {
        box_pass_columns(current, next, box);
        std::swap(current, next);
    }
    return current;
}

/// Area of the circle around 0 within [0,x] × [0,y], with the sign of x·y.
double area_to(double radius, double x, double y) {
    const double sign = (x < 0) != (y < 0) ? -1 : 1;
    x = std::min(std::abs(x), radius);
    y = std::min(std::abs(y), radius);
    if (x * x + y * y <= radius * radius)
        return sign * x * y;
    const auto under_arc = [radius](double t) {
        return 0.5 * (t * std::sqrt(std::max(0.0, radius * radius - t * t)) + radius * radius * std::asin(t / radius));
    };
    const double corner = std::sqrt(std::max(0.0, radius * radius - y * y));
    return sign * (y * corner + under_arc(x) - under_arc(corner));
}

} // namespace

RgbImage pillow_gaussian_blur(const RgbImage& photo, double sigma) {
    constexpr int passes = 3;
    // The radius whose box filter has a third of the variance, in Pillow's mixture of float and double.
    const auto third = static_cast<float>(static_cast<float>(sigma) * static_cast<float>(sigma) / passes);
    const auto length = static_cast<float>(std::sqrt(12.0 * third + 1.0));
    const auto whole = static_cast<float>(std::floor((length - 1.0) / 2.0));
    auto part = static_cast<float>((2 * whole + 1) * (whole * (whole + 1) - 3 * third));
    part /= 6 * (third - (whole + 1) * (whole + 1));
    return box_blur(photo, whole + part, passes);
}

RgbImage pillow_box_blur(const RgbImage& photo, double radius) {
    return box_blur(photo, static_cast<float>(radius), 1);
}

Kernel disk_kernel(double radius) {
    const int half = static_cast<int>(std::ceil(radius - 0.5));
    Kernel kernel{2 * half + 1, 2 * half + 1, {}};
    for (int y = -half; y <= half; ++y)
        for (int x = -half; x <= half; ++x)
            kernel.values.push_back(area_to(radius, x + 0.5, y + 0.5) - area_to(radius, x - 0.5, y + 0.5) -
                                    area_to(radius, x + 0.5, y - 0.5) + area_to(radius, x - 0.5, y - 0.5));
    return kernel;
}

RgbImage lens_blur(const RgbImage& photo, double radius) {
    const Kernel kernel = disk_kernel(radius);
    const int half = kernel.rows / 2;
    double total = 0;
    for (const double value : kernel.values)
        total += value;
    const auto [width, height] = photo.size;
    // The inside of a disk's row is a run of ones: a difference of running sums instead of a sum. Whole numbers stay
    // exact, only the few taps on the edge are fractions.
    std::vector<std::vector<std::uint32_t>> running(static_cast<std::size_t>(height));
    const int padded = width + 2 * half;
    const auto sums_of = [&](int y) -> const std::vector<std::uint32_t>& {
        std::vector<std::uint32_t>& sums = running[static_cast<std::size_t>(y)];
        if (sums.empty()) {
            sums.assign(static_cast<std::size_t>(padded + 1) * 3, 0);
            for (int x = 0; x < padded; ++x)
                for (int c = 0; c < 3; ++c)
                    sums[3 * (x + 1) + c] = sums[3 * x + c] + photo.row(y)[3 * std::clamp(x - half, 0, width - 1) + c];
        }
        return sums;
    };
    RgbImage result(photo.size);
    std::vector<double> line(static_cast<std::size_t>(width) * 3);
    for (int y = 0; y < height; ++y) {
        std::fill(line.begin(), line.end(), 0.0);
        for (int dy = -half; dy <= half; ++dy) {
            const std::vector<std::uint32_t>& sums = sums_of(std::clamp(y + dy, 0, height - 1));
            const double* row = kernel.values.data() + static_cast<std::size_t>(dy + half) * kernel.cols;
            int first = 0;
            while (first <= half && row[first] < 1 - 1e-12)
                ++first;
            const int last = kernel.cols - 1 - first; // symmetric
            if (first <= last)
                for (int i = 0; i < 3 * width; ++i)
                    line[i] += sums[i + 3 * (last + 1)] - sums[i + 3 * first];
            for (int k = 0; k < kernel.cols; ++k)
                if (row[k] > 0 && (k < first || k > last))
                    for (int i = 0; i < 3 * width; ++i)
                        line[i] += row[k] * (sums[i + 3 * (k + 1)] - sums[i + 3 * k]);
        }
        for (int i = 0; i < 3 * width; ++i)
            result.row(y)[i] = cut(line[i] / total + 1e-9); // a flat photo stays as it is
        if (y >= half)
            running[static_cast<std::size_t>(y - half)] = {};
    }
    return result;
}

RgbImage axis_motion_blur(const RgbImage& photo, int length, bool vertical) {
    // The published kernel has an even side: its centre lies half a tap off, which moves the picture by one across the
    // line, and makes the line longer on one side.
    const auto [width, height] = photo.size;
    RgbImage result(photo.size);
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(width) * 3);
    for (int y = 0; y < height; ++y) {
        std::fill(sums.begin(), sums.end(), 0);
        for (int tap = -(length / 2); tap < length - length / 2; ++tap)
            for (int x = 0; x < width; ++x) {
                const int from_y = std::clamp(vertical ? y - tap : y + 1, 0, height - 1);
                const int from_x = std::clamp(vertical ? x + 1 : x - tap, 0, width - 1);
                for (int c = 0; c < 3; ++c)
                    sums[3 * x + c] += photo.row(from_y)[3 * from_x + c];
            }
        for (int i = 0; i < 3 * width; ++i)
            result.row(y)[i] = cut(static_cast<double>(sums[i]) / length + 1e-9);
    }
    return result;
}

Kernel motion_kernel(double length, double degrees) {
    // The published formula of MATLAB's fspecial("motion"): each pixel gets 1 minus its distance from the line segment.
    const double half = (std::max(1.0, length) - 1) / 2;
    const double angle = std::fmod(degrees, 180.0) * std::numbers::pi / 180;
    const double cosine = std::cos(angle), sine = std::sin(angle);
    const double sign = cosine > 0 ? 1 : cosine < 0 ? -1 : 0;
    constexpr double line_width = 1;
    constexpr double tiny = 2.220446049250313e-16;
    const int across = static_cast<int>(std::trunc(half * cosine + line_width * sign - length * tiny));
    const int down = static_cast<int>(std::trunc(half * sine + line_width - length * tiny));
    const int cols = std::abs(across), rows = std::abs(down);
    // A quarter is computed, the opposite one is its mirror image.
    Kernel kernel{2 * rows + 1, 2 * cols + 1, {}};
    kernel.values.assign(static_cast<std::size_t>(kernel.rows) * kernel.cols, 0.0);
    for (int y = 0; y <= rows; ++y)
        for (int i = 0; i <= cols; ++i) {
            const double x = sign < 0 ? -i : i;
            double distance = y * cosine - x * sine;
            const double radius = std::hypot(x, static_cast<double>(y));
            if (radius >= half && std::abs(distance) <= line_width) {
                const double beyond = half - std::abs((x + distance * sine) / cosine);
                distance = std::hypot(distance, beyond);
            }
            const double value = std::max(0.0, line_width + tiny - std::abs(distance));
            // Rows run downwards, angles upwards.
            const auto put = [&](int row, int col) {
                kernel.values[static_cast<std::size_t>(row) * kernel.cols + col] = value;
            };
            put(rows - y, cols + static_cast<int>(x));
            put(rows + y, cols - static_cast<int>(x));
        }
    double total = 0;
    for (const double value : kernel.values)
        total += value;
    for (double& value : kernel.values)
        value /= total + tiny * length * length;
    return kernel;
}

RgbImage motion_blur(const RgbImage& photo, double length, double degrees) {
    const Kernel kernel = motion_kernel(length, degrees);
    const auto [width, height] = photo.size;
    RgbImage result(photo.size);
    std::vector<double> line(static_cast<std::size_t>(width) * 3);
    for (int y = 0; y < height; ++y) {
        std::fill(line.begin(), line.end(), 0.0);
        for (int row = 0; row < kernel.rows; ++row)
            for (int col = 0; col < kernel.cols; ++col) {
                const double weight = kernel.values[static_cast<std::size_t>(row) * kernel.cols + col];
                if (weight == 0)
                    continue;
                const std::uint8_t* from = photo.row(mirrored(y + row - kernel.rows / 2, height));
                const int shift = col - kernel.cols / 2;
                for (int x = 0; x < width; ++x) {
                    const int source = 3 * mirrored(x + shift, width);
                    for (int c = 0; c < 3; ++c)
                        line[3 * x + c] += weight * from[source + c];
                }
            }
        for (int i = 0; i < 3 * width; ++i)
            result.row(y)[i] = static_cast<std::uint8_t>(std::clamp(std::floor(line[i] + 0.5), 0.0, 255.0));
    }
    return result;
}

} // namespace touchstone::imaging::distortions
