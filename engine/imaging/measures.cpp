// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// One pass over the photo in bands of one tile's height. Sums run down the columns, so that the inner loops are over
// neighbours in memory.
#include "engine/imaging/measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/imaging/multiversion.h"

namespace touchstone::imaging {

namespace {

constexpr int tile_side = 64;
constexpr int phases = 8;

TOUCHSTONE_MULTIVERSION
void to_luma(const std::uint8_t* __restrict rgb, float* __restrict luma, int width) {
    for (int x = 0; x < width; ++x)
        luma[x] = 0.299f * rgb[3 * x] + 0.587f * rgb[3 * x + 1] + 0.114f * rgb[3 * x + 2];
}

/// Adds the squared gradient and the size of the noise filter's answer of one row, for columns 1 … width-2.
TOUCHSTONE_MULTIVERSION
void add_gradients(const float* __restrict above, const float* __restrict row, const float* __restrict below,
                   float* __restrict energy, float* __restrict response, int width) {
    for (int x = 1; x < width - 1; ++x) {
        const float gx = 0.5f * (row[x + 1] - row[x - 1]), gy = 0.5f * (below[x] - above[x]);
        energy[x] += gx * gx + gy * gy;
        const float answer = above[x - 1] - 2 * above[x] + above[x + 1] - 2 * row[x - 1] + 4 * row[x] - 2 * row[x + 1] +
                             below[x - 1] - 2 * below[x] + below[x + 1];
        response[x] += std::abs(answer);
    }
}

/// Adds |c-b| less the mean of |b-a| and |d-c|: the step between b and c that its surroundings do not explain.
TOUCHSTONE_MULTIVERSION
void add_steps(const float* __restrict a, const float* __restrict b, const float* __restrict c,
               const float* __restrict d, float* __restrict sums, int count) {
    for (int x = 0; x < count; ++x)
        sums[x] += std::abs(c[x] - b[x]) - 0.5f * (std::abs(b[x] - a[x]) + std::abs(d[x] - c[x]));
}

/// The same, summed up, of `count` columns.
TOUCHSTONE_MULTIVERSION
double sum_of_steps(const float* __restrict a, const float* __restrict b, const float* __restrict c,
                    const float* __restrict d, int count) {
    constexpr int lanes = 16;
    double total = 0;
    // Single precision within a tile's width, double beyond: the error stays below 1e-6 of the sum.
    for (int first = 0; first < count; first += tile_side) {
        std::array<float, lanes> sums{};
        const int last = std::min(count, first + tile_side);
        int x = first;
        for (; x + lanes <= last; x += lanes)
            for (int lane = 0; lane < lanes; ++lane)
                sums[static_cast<std::size_t>(lane)] +=
                    std::abs(c[x + lane] - b[x + lane]) -
                    0.5f * (std::abs(b[x + lane] - a[x + lane]) + std::abs(d[x + lane] - c[x + lane]));
        for (; x < last; ++x)
            total += std::abs(c[x] - b[x]) - 0.5f * (std::abs(b[x] - a[x]) + std::abs(d[x] - c[x]));
        for (const float sum : sums)
            total += sum;
    }
    return total;
}

/// Mean step of each phase along one direction.
class StepPhases {
public:
    void add(int position, double sum, double count) {
        sums_[static_cast<std::size_t>(position % phases)] += sum;
        counts_[static_cast<std::size_t>(position % phases)] += count;
    }

    double blockiness() const {
        std::array<double, phases> means{};
        double total = 0;
        for (std::size_t i = 0; i < phases; ++i) {
            if (counts_[i] == 0)
                return 0;
            total += means[i] = sums_[i] / counts_[i];
        }
        const double highest = *std::max_element(means.begin(), means.end());
        return std::max(0.0, highest - (total - highest) / (phases - 1));
    }

private:
    std::array<double, phases> sums_{}, counts_{};
};

struct Tile {
    double energy = 0;   ///< mean squared gradient
    double response = 0; ///< mean size of the noise filter's answer
    bool clipped = false;
};

/// Share of the sorted values below the result.
double percentile(std::vector<double> values, double share) {
    if (values.empty())
        return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    return values[at];
}

/// Pixels of a piece of a row that are clipped.
struct Clipped {
    int shadows = 0, highlights = 0;
};

TOUCHSTONE_MULTIVERSION
Clipped count_clipped(const std::uint8_t* __restrict rgb, int count) {
    int shadows = 0, highlights = 0;
    for (int x = 0; x < count; ++x) {
        const std::uint8_t highest = std::max(std::max(rgb[3 * x], rgb[3 * x + 1]), rgb[3 * x + 2]);
        shadows += highest <= 2;
        highlights += highest >= 253;
    }
    return {shadows, highlights};
}

/// Sum and sum of squares of a piece of a row: short enough for single precision, 64 values of at most 255.
TOUCHSTONE_MULTIVERSION
void add_moments(const float* __restrict luma, int count, double& sum, double& squares) {
    constexpr int lanes = 16; // fixed, so that the result does not hang on the processor
    std::array<float, lanes> sums{}, of_squares{};
    int x = 0;
    for (; x + lanes <= count; x += lanes)
        for (int lane = 0; lane < lanes; ++lane) {
            sums[static_cast<std::size_t>(lane)] += luma[x + lane];
            of_squares[static_cast<std::size_t>(lane)] += luma[x + lane] * luma[x + lane];
        }
    for (; x < count; ++x) {
        sum += luma[x];
        squares += double{luma[x]} * luma[x];
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        sum += sums[lane];
        squares += of_squares[lane];
    }
}

/// Counts per pixel that need no neighbours.
struct Exposure {
    double sum = 0, squares = 0;
    std::int64_t shadows = 0, highlights = 0;

    void add_row(const std::uint8_t* rgb, const float* luma, int width, std::vector<int>& clipped_in_tile) {
        for (int x = 0; x < width; x += tile_side) {
            const int count = std::min(tile_side, width - x);
            const Clipped clipped = count_clipped(rgb + std::ptrdiff_t{3} * x, count);
            shadows += clipped.shadows;
            highlights += clipped.highlights;
            clipped_in_tile[static_cast<std::size_t>(x / tile_side)] += clipped.shadows + clipped.highlights;
            add_moments(luma + x, count, sum, squares);
        }
    }
};

class Measurer {
public:
    explicit Measurer(const RgbImage& photo)
        : photo_(photo)
        , width_(photo.size.width)
        , height_(photo.size.height)
        , columns_((width_ + tile_side - 1) / tile_side)
        , band_(static_cast<std::size_t>(width_) * (tile_side + 4))
        , energy_(static_cast<std::size_t>(width_))
        , response_(energy_)
        , across_(energy_) {}

    Measures run() {
        for (int y = 0; y < height_; y += tile_side)
            measure_band(y, std::min(y + tile_side, height_));
        return result();
    }

private:
    /// Row y of the band in memory, which starts a row above the tiles and ends two below.
    const float* luma(int y) const { return band_.data() + static_cast<std::size_t>(y - band_first_) * width_; }

    void measure_band(int first, int last) {
        band_first_ = std::max(0, first - 1);
        for (int y = band_first_; y < std::min(height_, last + 2); ++y)
            to_luma(photo_.row(y), band_.data() + static_cast<std::size_t>(y - band_first_) * width_, width_);
        std::vector<int> clipped(static_cast<std::size_t>(columns_));
        for (std::vector<float>* sums : {&energy_, &response_, &across_})
            std::fill(sums->begin(), sums->end(), 0.0f);
        for (int y = first; y < last; ++y) {
            const float* row = luma(y);
            exposure_.add_row(photo_.row(y), row, width_, clipped);
            if (width_ >= 4)
                add_steps(row, row + 1, row + 2, row + 3, across_.data(), width_ - 3);
            if (y >= 1 && y + 1 < height_)
                add_gradients(luma(y - 1), row, luma(y + 1), energy_.data(), response_.data(), width_);
            if (y >= 1 && y + 2 < height_)
                add_row_step(y);
        }
        for (int x = 0; x + 3 < width_; ++x)
            horizontal_.add(x + 1, across_[static_cast<std::size_t>(x)], last - first);
        const int inner_rows = std::min(last, height_ - 1) - std::max(first, 1);
        for (int column = 0; column < columns_; ++column)
            tiles_.push_back(tile(column, inner_rows, clipped[static_cast<std::size_t>(column)], last - first));
    }

    void add_row_step(int y) {
        vertical_.add(y, sum_of_steps(luma(y - 1), luma(y), luma(y + 1), luma(y + 2), width_), width_);
    }

    Tile tile(int column, int inner_rows, int clipped, int rows) const {
        const int left = column * tile_side, right = std::min(left + tile_side, width_);
        const int inner_left = std::max(left, 1), inner_right = std::min(right, width_ - 1);
        const double count = double{std::max(0.0, double(inner_rows))} * std::max(0, inner_right - inner_left);
        Tile result;
        result.clipped = 2.0 * clipped > double(rows) * (right - left);
        for (int x = inner_left; x < inner_right && count > 0; ++x) {
            result.energy += energy_[static_cast<std::size_t>(x)] / count;
            result.response += response_[static_cast<std::size_t>(x)] / count;
        }
        return result;
    }

    double noise_sigma() const {
        std::vector<double> responses, all;
        for (const Tile& one : tiles_) {
            all.push_back(one.response);
            if (!one.clipped)
                responses.push_back(one.response);
        }
        const double response = percentile(responses.empty() ? all : responses, 0.2);
        return std::sqrt(std::numbers::pi / 2) / 6 * response;
    }

    Measures result() const {
        Measures measures;
        measures.tile = tile_side;
        measures.tile_columns = columns_;
        measures.tile_rows = (height_ + tile_side - 1) / tile_side;
        measures.noise_sigma = noise_sigma();
        const double noise_energy = measures.noise_sigma * measures.noise_sigma;
        double energy = 0;
        std::vector<double> strengths;
        for (const Tile& one : tiles_) {
            energy += one.energy / static_cast<double>(tiles_.size());
            strengths.push_back(std::sqrt(std::max(0.0, one.energy - noise_energy)));
        }
        measures.tile_sharpness.assign(strengths.begin(), strengths.end());
        measures.sharpness = std::sqrt(std::max(0.0, energy - noise_energy));
        measures.peak_sharpness = percentile(strengths, 0.9);
        const auto pixels = static_cast<double>(std::max<std::int64_t>(1, photo_.size.pixels()));
        measures.clipped_shadows = static_cast<double>(exposure_.shadows) / pixels;
        measures.clipped_highlights = static_cast<double>(exposure_.highlights) / pixels;
        measures.mean_luma = exposure_.sum / pixels;
        const double variance = exposure_.squares / pixels - measures.mean_luma * measures.mean_luma;
        measures.contrast = std::sqrt(std::max(0.0, variance));
        measures.blockiness = (horizontal_.blockiness() + vertical_.blockiness()) / 2;
        return measures;
    }

    const RgbImage& photo_;
    const int width_, height_, columns_;
    int band_first_ = 0;
    std::vector<float> band_, energy_, response_, across_;
    std::vector<Tile> tiles_;
    Exposure exposure_;
    StepPhases horizontal_, vertical_;
};

} // namespace

Measures measure(const RgbImage& photo) {
    return Measurer(photo).run();
}

} // namespace touchstone::imaging
