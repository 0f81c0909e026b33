// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/sidecar_file.h"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/metadata/xmp_packet.h"
#include "engine/base/descriptor.h"
#include "engine/base/files.h"

namespace touchstone::metadata {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view leftover_prefix = ".touchstone-sidecar-";

tl::unexpected<Error> write_problem(const std::string& path, int number) {
    const char* remedy = number == ENOSPC || number == EDQUOT                     ? "free some space"
                         : number == EROFS || number == EACCES || number == EPERM ? "make the folder writable"
                                                                                  : "look at the disk";
    return failure(ErrorCode::WriteFailed, path, std::string("cannot be written: ") + std::strerror(number), remedy);
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string(".") : slash == 0 ? std::string("/") : path.substr(0, slash);
}

/// The file itself behind a link.
Result<std::string> real_path(const std::string& path) {
    if (!path.ends_with(".xmp") && !path.ends_with(".XMP"))
        return failure(ErrorCode::WriteFailed, path, "is no sidecar: its name does not end with .xmp");
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0)
        return errno == ENOENT ? Result<std::string>(path) : write_problem(path, errno);
    if (S_ISLNK(info.st_mode)) {
        std::error_code problem;
        const fs::path target = fs::canonical(path, problem);
        if (problem)
            return failure(ErrorCode::WriteFailed, path, "is a link that leads nowhere", "remove or mend the link");
        if (::stat(target.c_str(), &info) != 0)
            return write_problem(path, errno);
        if (!S_ISREG(info.st_mode))
            return failure(ErrorCode::WriteFailed, path, "is no file");
        return target.string();
    }
    if (!S_ISREG(info.st_mode))
        return failure(ErrorCode::WriteFailed, path, "is no file");
    return path;
}

/// A new file with the text, on the disk. Removed again unless kept.
class NewFile {
public:
    explicit NewFile(const std::string& folder)
        : path_(folder + "/" + std::string(leftover_prefix) + "XXXXXX")
        , file_(::mkostemp(path_.data(), O_CLOEXEC)) {}
    ~NewFile() {
        if (!kept_ && file_.ok())
            ::unlink(path_.c_str());
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    bool ok() const { return file_.ok(); }
    const std::string& path() const { return path_; }
    void keep() { kept_ = true; }

    /// False: errno says why.
    bool fill(std::string_view text, const struct stat* like) {
        while (!text.empty()) {
            const ssize_t written = ::write(file_.get(), text.data(), text.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                return false;
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        if (like && (like->st_uid != ::geteuid() || like->st_gid != ::getegid()))
            (void)!::fchown(file_.get(), like->st_uid, like->st_gid); // only an administrator may give files away
        const mode_t mode = like ? like->st_mode & 07777 : static_cast<mode_t>(new_file_mode());
        return ::fchmod(file_.get(), mode) == 0 && ::fsync(file_.get()) == 0;
    }

private:
    std::string path_;
    Descriptor file_;
    bool kept_ = false;
};

/// Names are on the disk, too; a folder that cannot be synced (some network file systems) is as safe as it gets.
void sync_folder(const std::string& folder) {
    const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.ok())
        ::fsync(handle.get());
}

bool holds(const std::string& path, const std::string& text) {
    const Result<Bytes> bytes = read_file(path, largest_packet);
    return bytes && bytes->size() == text.size() && std::memcmp(bytes->data(), text.data(), text.size()) == 0;
}

Result<void> put_first(const std::string& path, const std::string& target, NewFile& file) {
    if (::renameat2(AT_FDCWD, file.path().c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) {
        file.keep();
        return {};
    }
    if (errno == EEXIST)
        return tl::unexpected(changed_meanwhile(path));
    if (errno != EINVAL && errno != ENOSYS)
        return write_problem(path, errno);
    // A file system without that: a hard link does not replace either.
    if (::link(file.path().c_str(), target.c_str()) != 0)
        return errno == EEXIST ? Result<void>(tl::unexpected(changed_meanwhile(path))) : write_problem(path, errno);
    return {};
}

Result<void> exchange(const std::string& path, const std::string& target, NewFile& file, const std::string& expected) {
    if (!holds(target, expected))
        return tl::unexpected(changed_meanwhile(path));
    const auto swap = [&] {
        return ::renameat2(AT_FDCWD, file.path().c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0;
    };
    if (!swap()) {
        if (errno != EINVAL && errno != ENOSYS)
            return write_problem(path, errno);
        if (::rename(file.path().c_str(), target.c_str()) != 0)
            return write_problem(path, errno);
        file.keep();
        return {};
    }
    // What was there is in our hands now, and nobody writes to it any more: is it what we knew?
    if (holds(file.path(), expected))
        return {};
    if (!swap()) {
        file.keep();
        return failure(ErrorCode::WriteFailed, path,
                       "was changed by another program at the same moment; its text is in " + file.path(),
                       "compare the two");
    }
    return tl::unexpected(changed_meanwhile(path));
}

} // namespace

Error changed_meanwhile(const std::string& path) {
    return {ErrorCode::WriteFailed, path, "was changed by another program since it was read; it is left as it is",
            "look at it again, then write again"};
}

Result<void> put_sidecar(const std::string& path, const std::optional<std::string>& expected, const std::string& text) {
    const Result<std::string> target = real_path(path);
    if (!target)
        return tl::unexpected(target.error());
    struct stat info {};
    const bool exists = ::stat(target->c_str(), &info) == 0;
    if (exists != expected.has_value())
        return tl::unexpected(changed_meanwhile(path));
    NewFile file(folder_of(*target));
    if (!file.ok() || !file.fill(text, exists ? &info : nullptr))
        return write_problem(path, errno);
    const Result<void> put = expected ? exchange(path, *target, file, *expected) : put_first(path, *target, file);
    if (put)
        sync_folder(folder_of(*target));
    return put;
}

Result<void> remove_sidecar(const std::string& path, const std::string& expected) {
    const Result<std::string> target = real_path(path);
    if (!target)
        return tl::unexpected(target.error());
    if (!holds(*target, expected))
        return tl::unexpected(changed_meanwhile(path));
    if (::unlink(target->c_str()) != 0)
        return write_problem(path, errno);
    sync_folder(folder_of(*target));
    return {};
}

Result<std::optional<std::string>> sidecar_text(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 && errno == ENOENT)
        return std::nullopt;
    if (S_ISREG(info.st_mode) && info.st_size == 0)
        return std::string();
    const Result<Bytes> bytes = read_file(path, largest_packet);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

int remove_leftovers(const std::string& folder) {
    int removed = 0;
    std::error_code problem; // a folder that is gone has none
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        if (name.size() == leftover_prefix.size() + 6 && name.starts_with(leftover_prefix) &&
            entry->is_regular_file(problem))
            removed += ::unlink(entry->path().c_str()) == 0;
    }
    return removed;
}

} // namespace touchstone::metadata
