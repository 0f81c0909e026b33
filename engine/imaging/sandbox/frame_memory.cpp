// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/sandbox/frame_memory.h"

#include <algorithm>
#include <new>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace touchstone::imaging::sandbox {

Mapping::Mapping(int fd, std::size_t bytes, int protection) {
    void* place = ::mmap(nullptr, bytes, protection, MAP_SHARED, fd, 0);
    if (place == MAP_FAILED)
        return;
    data_ = static_cast<std::uint8_t*>(place);
    size_ = bytes;
}

Mapping::Mapping(Mapping&& other) noexcept
    : data_(std::exchange(other.data_, nullptr))
    , size_(std::exchange(other.size_, 0)) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

Mapping::~Mapping() {
    if (data_ != nullptr)
        ::munmap(data_, size_);
}

std::uint8_t* FrameWriter::room(std::size_t bytes) {
    if (mapping_.size() >= bytes)
        return mapping_.data();
    if (!memory_.ok()) {
        memory_ = Descriptor(::memfd_create("touchstone-frame", MFD_CLOEXEC | MFD_ALLOW_SEALING));
        sent_ = false;
        if (!memory_.ok() || ::fcntl(memory_.get(), F_ADD_SEALS, F_SEAL_SHRINK) != 0)
            throw std::bad_alloc();
    }
    if (::ftruncate(memory_.get(), static_cast<off_t>(bytes)) != 0)
        throw std::bad_alloc();
    mapping_ = Mapping(); // first, or both would count against the limit
    mapping_ = Mapping(memory_.get(), bytes, PROT_READ | PROT_WRITE);
    if (mapping_.data() == nullptr) {
        memory_.close(); // it has a size now that cannot be mapped
        throw std::bad_alloc();
    }
    return mapping_.data();
}

int FrameWriter::descriptor_to_send() {
    return std::exchange(sent_, true) ? -1 : memory_.get();
}

void FrameWriter::photo_was_sent() {
    if (mapping_.size() <= largest_kept_frame)
        return;
    mapping_ = Mapping();
    memory_.close();
}

bool FrameReader::take(Descriptor memory) {
    mapping_ = Mapping();
    memory_ = Descriptor();
    // Only a memfd has seals.
    const int seals = ::fcntl(memory.get(), F_GET_SEALS);
    if (seals < 0 || (seals & F_SEAL_SHRINK) == 0)
        return false;
    memory_ = std::move(memory);
    return true;
}

std::span<const std::uint8_t> FrameReader::pixels(std::size_t bytes) {
    struct stat status {};
    if (!memory_.ok() || ::fstat(memory_.get(), &status) != 0 || static_cast<std::size_t>(status.st_size) < bytes)
        return {};
    if (mapping_.size() < bytes) {
        mapping_ = Mapping();
        mapping_ = Mapping(memory_.get(), bytes, PROT_READ);
    }
    return mapping_.data() == nullptr ? std::span<const std::uint8_t>() : std::span(mapping_.data(), bytes);
}

void FrameReader::photo_was_copied() {
    if (mapping_.size() <= largest_kept_frame)
        return;
    mapping_ = Mapping();
    memory_.close();
}

} // namespace touchstone::imaging::sandbox
