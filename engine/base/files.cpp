// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/base/files.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/open_file.h"
#include "engine/base/unfinished_file.h"

namespace touchstone {

namespace {

Error open_error(int number, const std::string& path) {
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorCode::NotFound, path, "no such file", "check the name, or whether the disk is connected"};
    case EACCES:
    case EPERM:
        return {ErrorCode::PermissionDenied, path, "may not be read by you", "change its permissions"};
    case EISDIR:
        return {ErrorCode::IsDirectory, path, "is a folder, not a file", {}};
    case ENAMETOOLONG:
        return {ErrorCode::BadInput, path, "the name is longer than the file system allows", {}};
    case ELOOP:
        return {ErrorCode::NotFound, path, "the link points back to itself", {}};
    default:
        return {ErrorCode::ReadFailed, path, std::string("cannot be opened: ") + std::strerror(number), {}};
    }
}

Error write_error(const std::string& path, int number) {
    return {ErrorCode::WriteFailed, path, std::string("cannot be written: ") + std::strerror(number),
            number == ENOSPC ? "free some space" : "choose another place"};
}

bool write_all(int fd, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

/// Length of the UTF-8 sequence at `text[at]`, 0 when the bytes there are not UTF-8.
std::size_t utf8_sequence(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    // Overlong forms, surrogates and code points past U+10FFFF hide in the second byte.
    const bool bad = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
                     (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F);
    return bad ? 0 : length;
}

} // namespace

Result<OpenFile> open_file(const std::string& path, std::uint64_t max_bytes) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer for ever.
    OpenFile file;
    file.descriptor = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.descriptor.ok())
        return tl::unexpected(open_error(errno, path));
    struct stat info {};
    if (::fstat(file.descriptor.get(), &info) != 0)
        return tl::unexpected(open_error(errno, path));
    if (S_ISDIR(info.st_mode))
        return tl::unexpected(open_error(EISDIR, path));
    if (!S_ISREG(info.st_mode))
        return failure(ErrorCode::UnsupportedFormat, path, "is a device or pipe, not a file");
    if (info.st_size == 0)
        return failure(ErrorCode::EmptyFile, path, "is empty (0 bytes)", "copy it again from where it came");
    file.size = static_cast<std::uint64_t>(info.st_size);
    file.mtime_ns = file_time_ns(info);
    if (file.size > max_bytes)
        return failure(ErrorCode::TooLarge, path,
                       std::to_string(file.size) + " bytes is over the limit of " + std::to_string(max_bytes));
    return file;
}

Result<Bytes> read_open_file(int descriptor, std::uint64_t size, std::string_view name) {
    Bytes bytes;
    try {
        bytes.resize(size);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, name, "does not fit into memory");
    }
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got =
            ::pread(descriptor, bytes.data() + filled, bytes.size() - filled, static_cast<off_t>(filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure(ErrorCode::ReadFailed, name,
                           std::string("the disk stopped answering: ") + std::strerror(errno));
        if (got == 0)
            return failure(ErrorCode::Truncated, name, "became shorter while it was read", "wait until it is copied");
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

Result<Bytes> read_file(const std::string& path, std::uint64_t max_bytes) {
    return open_file(path, max_bytes).and_then([&](const OpenFile& file) {
        return read_open_file(file.descriptor.get(), file.size, path);
    });
}

namespace {

mode_t read_umask() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return mask;
}

/// It can only be read by changing it, and a file that another thread makes meanwhile would be open to everybody: so it
/// is read before main(), when there is no other thread that makes files.
const mode_t umask_at_start = read_umask();

} // namespace

unsigned new_file_mode() {
    return 0666 & ~umask_at_start;
}

Result<void> write_file_atomically(const std::string& path, std::span<const std::byte> bytes) {
    UnfinishedFile unfinished(path);
    // A report or model is as readable as any other file the person makes.
    Descriptor file(unfinished.open(new_file_mode()));
    if (!file.ok() || !write_all(file.get(), bytes))
        return tl::unexpected(write_error(path, errno));
    if (const int problem = unfinished.put_in_place(file.get()); problem != 0)
        return tl::unexpected(write_error(path, problem));
    return {};
}

Result<void> write_file_atomically(const std::string& path, std::string_view text) {
    return write_file_atomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

bool is_valid_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = utf8_sequence(bytes, at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

std::string to_valid_utf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = utf8_sequence(bytes, at);
        if (length == 0)
            text += "\xEF\xBF\xBD";
        else
            text += bytes.substr(at, length);
        at += length == 0 ? 1 : length;
    }
    return text;
}

std::string percent_encode_path(std::string_view bytes) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~' || c == '/';
        if (plain) {
            text += c;
        } else {
            text += '%';
            text += digits[byte >> 4];
            text += digits[byte & 15];
        }
    }
    return text;
}

} // namespace touchstone
