// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/content_hash.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "app/library/walk_rules.h"

namespace touchstone::library {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr std::uint64_t end_bytes = std::uint64_t{64} << 10;

struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

/// A streaming hash in the canonical byte order.
class Hasher {
public:
    Hasher()
        : state_(XXH3_createState()) {
        if (state_)
            XXH3_128bits_reset(state_.get());
    }
    bool ok() const { return state_ != nullptr; }
    void add(const void* bytes, std::size_t count) { XXH3_128bits_update(state_.get(), bytes, count); }
    ContentHash hash() const {
        XXH128_canonical_t canonical;
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_.get()));
        ContentHash hash;
        static_assert(sizeof canonical.digest == sizeof hash.bytes);
        std::memcpy(hash.bytes.data(), canonical.digest, hash.bytes.size());
        return hash;
    }

private:
    std::unique_ptr<XXH3_state_t, FreeState> state_;
};

Error changed(const std::string& path) {
    return {ErrorCode::Damaged, path, "changed while it was read", "it is looked at again by the next scan"};
}

/// A file held open, so that its name may change meanwhile.
class OpenFile {
public:
    explicit OpenFile(const std::string& path)
        : path_(path) {}
    ~OpenFile() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    /// Refuses what is not a file with bytes in it, and one that is not the expected one.
    Result<void> open(const std::optional<FileStamp>& expected) {
        // A pipe would block until somebody writes to it.
        fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        struct stat info {};
        if (fd_ < 0 || ::fstat(fd_, &info) != 0)
            return tl::unexpected(walk_error(errno, path_));
        if (S_ISDIR(info.st_mode))
            return failure(ErrorCode::IsDirectory, path_, "is a folder, not a file");
        if (!S_ISREG(info.st_mode))
            return failure(ErrorCode::UnsupportedFormat, path_, "is a device or pipe, not a file");
        stamp_ = stamp_of(info);
        if (expected && *expected != stamp_)
            return tl::unexpected(changed(path_));
        if (stamp_.bytes == 0)
            return failure(ErrorCode::EmptyFile, path_, "has no content", "copy it again");
        return {};
    }
    std::uint64_t size() const { return static_cast<std::uint64_t>(stamp_.bytes); }
    int descriptor() const { return fd_; }

    /// Reads up to `count` bytes, as many as there are; Damaged when the file ends before.
    Result<void> read_at(std::uint64_t offset, void* bytes, std::size_t count) const {
        auto* place = static_cast<char*>(bytes);
        while (count > 0) {
            const ssize_t got = ::pread(fd_, place, count, static_cast<off_t>(offset));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return failure(ErrorCode::ReadFailed, path_, std::string("cannot be read: ") + std::strerror(errno));
            if (got == 0)
                return tl::unexpected(changed(path_));
            place += got;
            offset += static_cast<std::uint64_t>(got);
            count -= static_cast<std::size_t>(got);
        }
        return {};
    }
    Result<void> still_the_same() const {
        struct stat info {};
        if (::fstat(fd_, &info) != 0 || stamp_of(info) != stamp_)
            return tl::unexpected(changed(path_));
        return {};
    }

private:
    static FileStamp stamp_of(const struct stat& info) { return {info.st_size, mtime_ns_of(info)}; }

    const std::string& path_;
    int fd_ = -1;
    FileStamp stamp_;
};

tl::unexpected<Error> no_memory(const std::string& path) {
    return failure(ErrorCode::OutOfMemory, path, "no memory is left");
}

} // namespace

std::string ContentHash::hex() const {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

Result<ContentHash> hash_file(const std::string& path, std::stop_token stop, const HashOptions& options) {
    OpenFile file(path);
    if (Result<void> opened = file.open(options.expected); !opened)
        return tl::unexpected(opened.error());
    Hasher hasher;
    if (!hasher.ok())
        return no_memory(path);
    ::posix_fadvise(file.descriptor(), 0, 0, POSIX_FADV_SEQUENTIAL);
    std::vector<char> piece(static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, file.size())));
    for (std::uint64_t done = 0; done < file.size();) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, path, "was not read to its end");
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), file.size() - done));
        if (Result<void> read = file.read_at(done, piece.data(), count); !read)
            return tl::unexpected(read.error());
        hasher.add(piece.data(), count);
        done += count;
        if (options.progress)
            options.progress(done);
    }
    if (Result<void> same = file.still_the_same(); !same)
        return tl::unexpected(same.error());
    return hasher.hash();
}

Result<ContentHash> quick_key(const std::string& path, const std::optional<FileStamp>& expected) {
    OpenFile file(path);
    if (Result<void> opened = file.open(expected); !opened)
        return tl::unexpected(opened.error());
    Hasher hasher;
    if (!hasher.ok())
        return no_memory(path);
    std::array<unsigned char, 8> size{};
    for (std::size_t i = 0; i < size.size(); ++i)
        size[i] = static_cast<unsigned char>(file.size() >> (8 * i));
    hasher.add(size.data(), size.size());

    std::vector<char> part(static_cast<std::size_t>(std::min(file.size(), 2 * end_bytes)));
    const std::size_t first = std::min(part.size(), static_cast<std::size_t>(end_bytes));
    const std::size_t last = part.size() - first;
    const auto read = [&]() -> Result<void> {
        if (file.size() == part.size()) // both ends meet
            return file.read_at(0, part.data(), part.size());
        return file.read_at(0, part.data(), first).and_then([&] {
            return file.read_at(file.size() - last, part.data() + first, last);
        });
    };
    if (Result<void> done = read().and_then([&] { return file.still_the_same(); }); !done)
        return tl::unexpected(done.error());
    hasher.add(part.data(), part.size());
    return hasher.hash();
}

} // namespace touchstone::library
