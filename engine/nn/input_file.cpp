// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/input_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/files.h"

namespace touchstone::nn {

InputFile::InputFile(std::string path, int descriptor, std::uint64_t size)
    : path_(std::move(path))
    , descriptor_(descriptor)
    , size_(size) {}

InputFile::~InputFile() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_))
    , descriptor_(std::exchange(other.descriptor_, -1))
    , size_(other.size_) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    return *this;
}

Result<InputFile> InputFile::open(const std::string& path, std::uint64_t max_bytes) {
    // With a limit of nothing read_file reads no byte, yet refuses folders, pipes, empty files and the rest in the
    // words that the whole program uses; TooLarge is then its answer for a file that could be read.
    if (auto probe = read_file(path, 0); !probe && probe.error().code != ErrorCode::TooLarge)
        return tl::unexpected(std::move(probe.error()));
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return failure(ErrorCode::Vanished, path, std::string("cannot be opened any more: ") + std::strerror(errno));
    InputFile file(path, descriptor, 0);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || info.st_size < 0)
        return failure(ErrorCode::ReadFailed, path, std::string("does not tell its size: ") + std::strerror(errno));
    file.size_ = static_cast<std::uint64_t>(info.st_size);
    if (file.size_ > max_bytes)
        return failure(ErrorCode::TooLarge, path,
                       std::to_string(file.size_) + " bytes is over the limit of " + std::to_string(max_bytes));
    return file;
}

Result<void> InputFile::read(std::uint64_t offset, std::span<std::byte> target) const {
    if (offset > size_ || target.size() > size_ - offset)
        return failure(ErrorCode::Truncated, path_, "ends before its data do", "copy or download it again");
    while (!target.empty()) {
        const ssize_t got = ::pread(descriptor_, target.data(), target.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure(ErrorCode::ReadFailed, path_,
                           std::string("the disk stopped answering: ") + std::strerror(errno));
        if (got == 0)
            return failure(ErrorCode::Truncated, path_, "became shorter while it was read", "wait until it is copied");
        target = target.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return {};
}

} // namespace touchstone::nn
