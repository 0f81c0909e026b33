// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/catalogue_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "engine/base/files.h"

namespace touchstone::library {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view backup_prefix = "catalogue-", backup_suffix = ".db", unfinished_suffix = ".part";

tl::unexpected<Error> write_failed(const std::string& path, int number) {
    return failure(ErrorCode::WriteFailed, path, std::string("cannot be written: ") + std::strerror(number),
                   number == ENOSPC ? "free some space on the disk" : "");
}

/// "catalogue-000012-20261125-083459.db" → 12; 0 for another name.
int backup_number(const std::string& name) {
    if (!name.starts_with(backup_prefix) || !name.ends_with(backup_suffix))
        return 0;
    int number = 0;
    const char* first = name.data() + backup_prefix.size();
    std::from_chars(first, name.data() + name.size(), number);
    return number;
}

} // namespace

CatalogueFiles::CatalogueFiles(std::string catalogue_folder)
    : folder(std::move(catalogue_folder))
    , database(folder + "/catalogue.db")
    , lock(folder + "/catalogue.lock")
    , marker(folder + "/catalogue.open")
    , backups(folder + "/backup") {}

Result<std::optional<FileLock>> FileLock::take(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return write_failed(path, errno);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const int number = errno;
        ::close(fd);
        if (number == EWOULDBLOCK)
            return std::nullopt;
        return write_failed(path, number);
    }
    // For the other program's message only: the lock is the kernel's. A full disk leaves it empty.
    const std::string holder = std::to_string(::getpid()) + '\n';
    if (::ftruncate(fd, 0) == 0)
        (void)!::pwrite(fd, holder.data(), holder.size(), 0);
    return std::optional<FileLock>(FileLock(fd));
}

FileLock::FileLock(FileLock&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

FileLock::~FileLock() {
    if (fd_ >= 0)
        ::close(fd_);
}

long lock_holder(const std::string& path) {
    const auto bytes = read_file(path, 64);
    long number = 0;
    if (bytes) {
        const char* text = reinterpret_cast<const char*>(bytes->data());
        std::from_chars(text, text + bytes->size(), number);
    }
    return number;
}

bool file_exists(const std::string& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0;
}

bool is_empty_file(const std::string& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && info.st_size == 0;
}

bool is_writable_folder(const std::string& folder) {
    // access() answers for root and for read-only mounts as the later open() would.
    return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

bool is_network_like(const std::string& folder) {
    struct statfs info {};
    if (::statfs(folder.c_str(), &info) != 0)
        return false;
    // linux/magic.h, and those that it does not list: smb, smb2, cifs.
    constexpr std::array<unsigned, 11> kinds{0x6969,     0x517b,     0xfe534d42, 0xff534d42, 0x65735546, 0x01021997,
                                             0x00c36400, 0x5346414f, 0x73757245, 0x6b414653, 0x7461636f};
    return std::find(kinds.begin(), kinds.end(), static_cast<unsigned>(info.f_type)) != kinds.end();
}

Result<void> make_folders(const std::string& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return write_failed(folder, problem.value());
    return {};
}

Result<void> put_marker(const std::string& path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return write_failed(path, errno);
    ::close(fd);
    return {};
}

Result<void> sync_to_disk(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return write_failed(path, errno);
    const int number = ::fsync(fd) == 0 ? 0 : errno;
    ::close(fd);
    // Some file systems cannot sync a folder; they say so and lose nothing else by it.
    if (number != 0 && number != EINVAL)
        return write_failed(path, number);
    return {};
}

Result<void> copy_file(const std::string& from, const std::string& to) {
    std::error_code problem;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, problem);
    if (problem)
        return write_failed(to, problem.value());
    return sync_to_disk(to);
}

Result<void> rename_file(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        return write_failed(from, errno);
    return {};
}

void remove_file(const std::string& path) {
    ::unlink(path.c_str());
}

std::vector<Backup> backups_in(const std::string& folder) {
    std::vector<Backup> found;
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        struct stat info {};
        const std::string path = entry->path().native();
        const int number = backup_number(entry->path().filename().native());
        if (number > 0 && ::stat(path.c_str(), &info) == 0)
            found.push_back({number, path, std::int64_t{info.st_mtim.tv_sec} * 1000 + info.st_mtim.tv_nsec / 1000000});
    }
    std::sort(found.begin(), found.end(), [](const Backup& a, const Backup& b) { return a.number > b.number; });
    return found;
}

std::string next_backup_path(const std::string& folder) {
    const auto known = backups_in(folder);
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "%06d", known.empty() ? 1 : known.front().number + 1);
    return folder + '/' + std::string(backup_prefix) + number.data() + '-' + time_stamp() + std::string(backup_suffix);
}

void prune_backups(const std::string& folder, int kept) {
    const auto known = backups_in(folder);
    for (std::size_t at = static_cast<std::size_t>(std::max(kept, 1)); at < known.size(); ++at)
        remove_file(known[at].path);
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
        if (entry->path().native().ends_with(unfinished_suffix))
            remove_file(entry->path().native());
}

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string time_stamp() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y%m%d-%H%M%S", &parts);
    return text.data();
}

TemporaryFolder::TemporaryFolder() {
    const char* chosen = std::getenv("TMPDIR");
    for (const char* parent : {chosen, "/tmp", "/dev/shm"}) {
        if (!parent || !*parent)
            continue;
        std::string pattern = std::string(parent) + "/touchstone-library-XXXXXX";
        if (::mkdtemp(pattern.data())) {
            path_ = pattern;
            return;
        }
    }
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored; // what is left lies in the system's temporary folder
    if (!path_.empty())
        fs::remove_all(path_, ignored);
}

} // namespace touchstone::library
