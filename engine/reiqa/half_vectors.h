// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

/// Unit vectors kept as half floats, and their products. The processor's own conversion (F16C) is used where there is
/// one, found out at run time; sums are in float32 either way.
namespace touchstone::reiqa {

/// Rows are padded with zeros to a multiple of this, so that the loops have no rest.
inline constexpr std::size_t half_row_step = 16;

/// Both of `length` elements, a multiple of half_row_step. Any alignment, any thread.
float dot(const std::uint16_t* a, const std::uint16_t* b, std::size_t length);
float dot(const float* a, const std::uint16_t* b, std::size_t length);

/// Rows of half floats that never move, so that a graph can point at them.
class HalfRows {
public:
    explicit HalfRows(int dimension);

    std::size_t length() const { return length_; } ///< elements of a row with its padding
    std::size_t count() const { return count_; }
    std::size_t bytes() const;

    std::size_t append(); ///< the new row's number; its content is zero
    const std::uint16_t* row(std::size_t number) const;
    void set(std::size_t number, std::span<const float> unit); ///< `unit` has length() elements

private:
    std::uint16_t* place(std::size_t number);

    std::size_t length_;
    std::size_t count_ = 0;
    std::vector<std::unique_ptr<std::uint16_t[]>> blocks_;
};

} // namespace touchstone::reiqa
