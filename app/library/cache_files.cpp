// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/cache_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace touchstone::library {

namespace fs = std::filesystem;

std::string absolute_path(const std::string& path) {
    std::error_code problem;
    const fs::path absolute = fs::absolute(path, problem);
    return problem ? path : absolute.lexically_normal().native();
}

std::string percent_decode(std::string_view text) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                      : -1;
    };
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 && digit(text[at + 2]) >= 0) {
            bytes += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
            at += 2;
        } else {
            bytes += text[at];
        }
    }
    return bytes;
}

Result<void> publish_cache_file(const std::string& path, std::span<const char> bytes) {
    const auto failed = [&](int number) {
        return failure(ErrorCode::WriteFailed, path, std::string("cannot be written: ") + std::strerror(number));
    };
    std::error_code problem;
    fs::create_directories(fs::path(path).parent_path(), problem);
    if (problem)
        return failed(problem.value());
    std::string temporary = path + ".part-XXXXXX";
    const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (fd < 0)
        return failed(errno);
    int number = 0;
    for (std::size_t at = 0; number == 0 && at < bytes.size();) {
        const ssize_t written = ::write(fd, bytes.data() + at, bytes.size() - at);
        if (written > 0)
            at += static_cast<std::size_t>(written);
        else if (written == 0 || errno != EINTR)
            number = written == 0 ? EIO : errno;
    }
    if (::close(fd) != 0 && number == 0)
        number = errno;
    if (number == 0 && ::rename(temporary.c_str(), path.c_str()) != 0)
        number = errno;
    if (number == 0)
        return {};
    ::unlink(temporary.c_str());
    return failed(number);
}

std::uint64_t trim_cache_folder(const std::string& folder, std::uint64_t limit, int& removed) {
    struct File {
        fs::file_time_type time;
        std::uint64_t bytes;
        fs::path path;
    };
    std::vector<File> files;
    std::uint64_t total = 0;
    std::error_code problem;
    // Another window may remove files under our feet: every error is "not there any more".
    for (fs::recursive_directory_iterator entry(folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        std::error_code gone;
        if (!entry->is_regular_file(gone))
            continue;
        const std::uint64_t bytes = entry->file_size(gone);
        const auto time = entry->last_write_time(gone);
        if (gone)
            continue;
        total += bytes;
        files.push_back({time, bytes, entry->path()});
    }
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.time < b.time; });
    for (const File& file : files) {
        if (total <= limit)
            break;
        std::error_code gone;
        if (fs::remove(file.path, gone) && !gone)
            ++removed;
        total -= file.bytes;
    }
    return total;
}

} // namespace touchstone::library
