// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/resample.h"

#include <algorithm>

#include "engine/imaging/multiversion.h"

namespace touchstone::imaging {

namespace {

/// What one output cell covers of an axis, in units of 1/n_out of a source sample: a sample is n_out units long and a
/// cell n_in units, so that every length is a whole number and the average is exact.
struct Coverage {
    int first = 0;
    int last = 0; ///< inclusive
    std::uint32_t first_units = 0, last_units = 0;

    std::uint32_t units(int i, std::uint32_t whole) const {
        return i == first ? first_units : i == last ? last_units : whole;
    }
};

Coverage coverage(int o, std::int64_t n_in, std::int64_t n_out) {
    const std::int64_t begin = o * n_in, end = begin + n_in;
    Coverage cell;
    cell.first = static_cast<int>(begin / n_out);
    cell.last = static_cast<int>((end - 1) / n_out);
    cell.first_units = static_cast<std::uint32_t>(std::min(end, (cell.first + 1) * n_out) - begin);
    cell.last_units = static_cast<std::uint32_t>(end - std::max(begin, cell.last * n_out));
    return cell;
}

TOUCHSTONE_MULTIVERSION
void add_row(std::uint32_t* __restrict sums, const std::uint8_t* __restrict row, std::uint32_t units,
             std::size_t samples) {
    for (std::size_t i = 0; i < samples; ++i)
        sums[i] += units * row[i];
}

void average_columns(const std::uint32_t* sums, const std::vector<Coverage>& cells, std::uint32_t whole,
                     std::uint64_t area, std::uint8_t* out) {
    for (const Coverage& cell : cells) {
        std::uint64_t r = area / 2, g = r, b = r;
        for (int x = cell.first; x <= cell.last; ++x) {
            const std::uint64_t units = cell.units(x, whole);
            r += units * sums[3 * x];
            g += units * sums[3 * x + 1];
            b += units * sums[3 * x + 2];
        }
        *out++ = static_cast<std::uint8_t>(r / area);
        *out++ = static_cast<std::uint8_t>(g / area);
        *out++ = static_cast<std::uint8_t>(b / area);
    }
}

} // namespace

RgbImage shrink_area_average(const RgbImage& source, int long_side) {
    const int longest = source.size.long_side();
    if (longest <= long_side)
        return source;
    const auto shrunk = [&](int side) {
        const std::int64_t rounded = (2LL * side * long_side + longest) / (2LL * longest);
        return static_cast<int>(std::max<std::int64_t>(1, rounded));
    };
    const Size target{shrunk(source.size.width), shrunk(source.size.height)};

    std::vector<Coverage> columns;
    for (int x = 0; x < target.width; ++x)
        columns.push_back(coverage(x, source.size.width, target.width));
    const std::size_t samples = static_cast<std::size_t>(source.size.width) * 3;
    const std::uint64_t area = static_cast<std::uint64_t>(source.size.pixels());
    std::vector<std::uint32_t> sums(samples);
    RgbImage result(target);
    for (int y = 0; y < target.height; ++y) {
        const Coverage cell = coverage(y, source.size.height, target.height);
        std::fill(sums.begin(), sums.end(), 0u);
        for (int i = cell.first; i <= cell.last; ++i)
            add_row(sums.data(), source.row(i), cell.units(i, static_cast<std::uint32_t>(target.height)), samples);
        average_columns(sums.data(), columns, static_cast<std::uint32_t>(target.width), area, result.row(y));
    }
    return result;
}

} // namespace touchstone::imaging
