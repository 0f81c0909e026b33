// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/element_type.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "engine/nn/half.h"

namespace touchstone::nn {

static_assert(std::endian::native == std::endian::little, "tensor files are little-endian and are copied as they are");

namespace {

template <class Stored>
Stored load(const std::byte* at, bool swapped) {
    std::array<std::byte, sizeof(Stored)> bytes;
    std::memcpy(bytes.data(), at, bytes.size());
    if (swapped)
        std::reverse(bytes.begin(), bytes.end());
    return std::bit_cast<Stored>(bytes);
}

/// Calls `use(convert)`, where convert(place) gives the element there as the float or integer it becomes.
template <class Use>
void with_converter(ElementType type, bool swapped, Use use) {
    const auto plain = [&]<class Stored, class Wide>(Stored, Wide) {
        use([swapped](const std::byte* at) { return static_cast<Wide>(load<Stored>(at, swapped)); });
    };
    const std::int64_t integer = 0;
    switch (type) {
    case ElementType::Float64:
        return plain(double{}, float{});
    case ElementType::Float32:
        return plain(float{}, float{});
    case ElementType::Float16:
        return use([swapped](const std::byte* at) { return float_from_half(load<std::uint16_t>(at, swapped)); });
    case ElementType::BFloat16:
        return use([swapped](const std::byte* at) { return float_from_bfloat16(load<std::uint16_t>(at, swapped)); });
    case ElementType::Int64:
        return plain(std::int64_t{}, integer);
    case ElementType::Int32:
        return plain(std::int32_t{}, integer);
    case ElementType::Int16:
        return plain(std::int16_t{}, integer);
    case ElementType::Int8:
        return plain(std::int8_t{}, integer);
    case ElementType::UInt64:
        return plain(std::uint64_t{}, integer);
    case ElementType::UInt32:
        return plain(std::uint32_t{}, integer);
    case ElementType::UInt16:
        return plain(std::uint16_t{}, integer);
    case ElementType::UInt8:
        return plain(std::uint8_t{}, integer);
    case ElementType::Bool:
        return use([](const std::byte* at) { return std::int64_t{*at != std::byte{0}}; });
    }
}

void append(Tensor& tensor, float value) {
    tensor.values.push_back(value);
}
void append(Tensor& tensor, std::int64_t value) {
    tensor.integers.push_back(value);
}

void reserve_more(Tensor& tensor, ElementType type, std::size_t count) {
    if (is_floating(type))
        tensor.values.reserve(tensor.values.size() + count);
    else
        tensor.integers.reserve(tensor.integers.size() + count);
}

} // namespace

std::size_t element_size(ElementType type) {
    switch (type) {
    case ElementType::Float64:
    case ElementType::Int64:
    case ElementType::UInt64:
        return 8;
    case ElementType::Float32:
    case ElementType::Int32:
    case ElementType::UInt32:
        return 4;
    case ElementType::Float16:
    case ElementType::BFloat16:
    case ElementType::Int16:
    case ElementType::UInt16:
        return 2;
    case ElementType::Int8:
    case ElementType::UInt8:
    case ElementType::Bool:
        return 1;
    }
    return 1;
}

bool is_floating(ElementType type) {
    return type == ElementType::Float64 || type == ElementType::Float32 || type == ElementType::Float16 ||
           type == ElementType::BFloat16;
}

std::optional<std::uint64_t> element_count(const std::vector<std::int64_t>& shape) {
    std::int64_t count = 1;
    bool empty = false;
    for (const std::int64_t side : shape) {
        if (side < 0)
            return std::nullopt;
        if (side == 0)
            empty = true;
        else if (__builtin_mul_overflow(count, side, &count))
            return std::nullopt;
    }
    return empty ? 0 : static_cast<std::uint64_t>(count);
}

std::int64_t Tensor::elements() const {
    return static_cast<std::int64_t>(element_count(shape).value_or(0));
}

void append_elements(ElementType type, std::span<const std::byte> raw, bool swapped, Tensor& tensor) {
    const std::size_t size = element_size(type);
    const std::size_t count = raw.size() / size;
    if (type == ElementType::Float32 && !swapped) {
        const std::size_t before = tensor.values.size();
        tensor.values.resize(before + count);
        if (count > 0)
            std::memcpy(tensor.values.data() + before, raw.data(), count * size);
        return;
    }
    reserve_more(tensor, type, count);
    with_converter(type, swapped, [&](auto convert) {
        for (std::size_t i = 0; i < count; ++i)
            append(tensor, convert(raw.data() + i * size));
    });
}

void gather_elements(ElementType type, std::span<const std::byte> raw, const StridedView& view, Tensor& tensor) {
    const std::uint64_t count = element_count(view.shape).value_or(0);
    const auto size = static_cast<std::int64_t>(element_size(type));
    const std::size_t axes = view.shape.size();
    reserve_more(tensor, type, count);
    with_converter(type, false, [&](auto convert) {
        std::vector<std::int64_t> index(axes, 0);
        std::int64_t place = view.offset;
        for (std::uint64_t done = 0; done < count; ++done) {
            append(tensor, convert(raw.data() + place * size));
            for (std::size_t axis = axes; axis-- > 0;) {
                place += view.strides[axis];
                if (++index[axis] < view.shape[axis])
                    break;
                place -= view.strides[axis] * view.shape[axis];
                index[axis] = 0;
            }
        }
    });
}

} // namespace touchstone::nn
