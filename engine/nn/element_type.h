// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/nn/checkpoint.h"

/// The number types that checkpoints store, and their way into float32 or int64.
namespace touchstone::nn {

enum class ElementType {
    Float64,
    Float32,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt64,
    UInt32,
    UInt16,
    UInt8,
    Bool
};

std::size_t element_size(ElementType type);
bool is_floating(ElementType type);

/// The product of the sides; empty when one is negative or the product does not fit into 63 bits. A side of 0 makes 0.
std::optional<std::uint64_t> element_count(const std::vector<std::int64_t>& shape);

/// Appends little-endian (`swapped`: big-endian) elements to `values` or `integers`. `raw` holds whole elements.
void append_elements(ElementType type, std::span<const std::byte> raw, bool swapped, Tensor& tensor);

/// A view into a storage: the element (i, j, …) lies at offset + i·strides[0] + j·strides[1] + … elements. The caller
/// has checked that every such place lies inside `raw` and that the shape's element count is sane.
struct StridedView {
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    std::int64_t offset = 0;
};
void gather_elements(ElementType type, std::span<const std::byte> raw, const StridedView& view, Tensor& tensor);

} // namespace touchstone::nn
