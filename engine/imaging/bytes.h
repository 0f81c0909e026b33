// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace touchstone::imaging {

/// Reads numbers out of untrusted bytes. Past the end every read gives 0, so that a walk over a cut file needs no check
/// at each step, only `has` where it matters.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes, bool big_endian = true)
        : bytes_(bytes)
        , big_(big_endian) {}

    std::uint64_t size() const { return bytes_.size(); }
    bool has(std::uint64_t at, std::uint64_t count) const { return at <= size() && count <= size() - at; }

    std::uint8_t u8(std::uint64_t at) const { return has(at, 1) ? std::to_integer<std::uint8_t>(bytes_[at]) : 0; }
    std::uint32_t u16(std::uint64_t at) const { return static_cast<std::uint32_t>(number(at, 2)); }
    std::uint32_t u24(std::uint64_t at) const { return static_cast<std::uint32_t>(number(at, 3)); }
    std::uint32_t u32(std::uint64_t at) const { return static_cast<std::uint32_t>(number(at, 4)); }
    std::uint64_t u64(std::uint64_t at) const { return number(at, 8); }

    bool text(std::uint64_t at, std::string_view expected) const {
        if (!has(at, expected.size()))
            return false;
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (std::to_integer<char>(bytes_[at + i]) != expected[i])
                return false;
        return true;
    }

    ByteReader with_order(bool big_endian) const { return ByteReader(bytes_, big_endian); }

private:
    std::uint64_t number(std::uint64_t at, int count) const {
        if (!has(at, static_cast<std::uint64_t>(count)))
            return 0;
        std::uint64_t value = 0;
        for (int i = 0; i < count; ++i) {
            const std::uint64_t byte = u8(at + static_cast<std::uint64_t>(i));
            value |= byte << (8 * (big_ ? count - 1 - i : i));
        }
        return value;
    }

    std::span<const std::byte> bytes_;
    bool big_;
};

} // namespace touchstone::imaging
