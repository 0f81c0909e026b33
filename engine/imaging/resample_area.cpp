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

/// Whole quotients by one number: a product that is at most one off, put right, which is quicker than to divide.
struct Divider {
    std::uint64_t divisor = 1;
    double inverse = 1.0 / static_cast<double>(divisor);

    std::uint8_t operator()(std::uint64_t value) const {
        auto quotient = static_cast<std::uint64_t>(static_cast<double>(value) * inverse);
        if (quotient * divisor > value)
            --quotient;
        else if ((quotient + 1) * divisor <= value)
            ++quotient;
        return static_cast<std::uint8_t>(quotient);
    }
};

void average_columns(const std::uint32_t* sums, const std::vector<Coverage>& cells, std::uint32_t whole,
                     const Divider& by_area, std::uint8_t* out) {
    const std::uint64_t half = by_area.divisor / 2;
    for (const Coverage& cell : cells) {
        std::uint64_t r = 0, g = 0, b = 0;
        const std::uint32_t* at = sums + 3 * (cell.first + 1);
        for (int x = cell.first + 1; x < cell.last; ++x, at += 3) {
            r += at[0];
            g += at[1];
            b += at[2];
        }
        const std::uint32_t* first = sums + 3 * cell.first;
        const std::uint64_t units = cell.first_units;
        r = half + whole * r + units * first[0];
        g = half + whole * g + units * first[1];
        b = half + whole * b + units * first[2];
        if (cell.last > cell.first) {
            const std::uint32_t* last = sums + 3 * cell.last;
            const std::uint64_t rest = cell.last_units;
            r += rest * last[0];
            g += rest * last[1];
            b += rest * last[2];
        }
        *out++ = by_area(r);
        *out++ = by_area(g);
        *out++ = by_area(b);
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
    return shrink_area_average(source, Size{shrunk(source.size.width), shrunk(source.size.height)});
}

RgbImage shrink_area_average(const RgbImage& source, Size target) {
    std::vector<Coverage> columns;
    for (int x = 0; x < target.width; ++x)
        columns.push_back(coverage(x, source.size.width, target.width));
    const std::size_t samples = static_cast<std::size_t>(source.size.width) * 3;
    const Divider by_area{static_cast<std::uint64_t>(source.size.pixels())};
    std::vector<std::uint32_t> sums(samples);
    RgbImage result(target);
    for (int y = 0; y < target.height; ++y) {
        const Coverage cell = coverage(y, source.size.height, target.height);
        std::fill(sums.begin(), sums.end(), 0u);
        for (int i = cell.first; i <= cell.last; ++i)
            add_row(sums.data(), source.row(i), cell.units(i, static_cast<std::uint32_t>(target.height)), samples);
        average_columns(sums.data(), columns, static_cast<std::uint32_t>(target.width), by_area, result.row(y));
    }
    return result;
}

} // namespace touchstone::imaging
