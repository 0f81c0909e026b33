// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace touchstone::nn {

/// Memory of plain numbers that begins at a multiple of 192 bytes: at a cache line, and at a group of SplitFloat. Only
/// ever grows, so that what works photo by photo takes memory once; new memory is zero, because what pads a tile is
/// multiplied by zero and must not be a NaN.
template <class T>
class AlignedBuffer {
    static_assert(std::is_trivial_v<T>);

public:
    AlignedBuffer() = default;
    explicit AlignedBuffer(std::size_t count) { reserve(count); }
    AlignedBuffer(AlignedBuffer&& other) noexcept
        : memory_(std::move(other.memory_))
        , data_(std::exchange(other.data_, nullptr))
        , count_(std::exchange(other.count_, 0)) {}
    AlignedBuffer& operator=(AlignedBuffer&& other) noexcept {
        memory_ = std::move(other.memory_);
        data_ = std::exchange(other.data_, nullptr);
        count_ = std::exchange(other.count_, 0);
        return *this;
    }

    /// Room for `count` elements. What was in a smaller buffer is lost. Throws std::bad_alloc.
    void reserve(std::size_t count) {
        if (count <= count_)
            return;
        memory_.reset(); // the old one first: both at once may be too much
        data_ = nullptr;
        count_ = 0;
        const std::size_t bytes = (count * sizeof(T) + line - 1) / line * line;
        memory_.reset(std::aligned_alloc(line, bytes + group - line));
        if (!memory_)
            throw std::bad_alloc();
        const std::size_t behind = reinterpret_cast<std::uintptr_t>(memory_.get()) % group;
        auto* const begin = static_cast<std::byte*>(memory_.get()) + (group - behind) % group;
        std::memset(begin, 0, bytes);
        data_ = reinterpret_cast<T*>(begin);
        count_ = count;
    }
    void zero() {
        if (memory_)
            std::memset(static_cast<void*>(data_), 0, count_ * sizeof(T));
    }

    T* data() { return data_; }
    const T* data() const { return data_; }
    std::size_t size() const { return count_; }
    std::size_t bytes() const { return count_ * sizeof(T); }

private:
    static constexpr std::size_t line = 64, group = 192;
    struct Free {
        void operator()(void* p) const { std::free(p); }
    };
    std::unique_ptr<void, Free> memory_;
    T* data_ = nullptr;
    std::size_t count_ = 0;
};

} // namespace touchstone::nn
