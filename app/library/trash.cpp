// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/trash.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>

#include "app/metadata/sidecar.h"

namespace touchstone::library {

namespace fs = std::filesystem;

namespace {

bool exists(const std::string& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0;
}

Result<TrashedFile> move_file(const std::string& path) {
    const QString name = QFile::decodeName(QByteArray::fromStdString(path));
    if (QFile::encodeName(name).toStdString() != path)
        return failure(ErrorCode::WriteFailed, path, "has a name that is no text, which the trash cannot keep",
                       "move it by hand");
    QString in_trash;
    if (!QFile::moveToTrash(name, &in_trash))
        return failure(ErrorCode::WriteFailed, path, "cannot be moved to the trash",
                       "its folder may be read-only, or its disk may have no trash; nothing was deleted");
    return TrashedFile{path, QFile::encodeName(in_trash).toStdString()};
}

/// The note beside it that says where it came from (freedesktop's trash specification, 1.0).
void remove_note(const std::string& in_trash) {
    const fs::path place(in_trash);
    const fs::path note = place.parent_path().parent_path() / "info" / (place.filename().string() + ".trashinfo");
    ::unlink(note.c_str());
}

Result<void> put_back(const TrashedFile& file) {
    if (!exists(file.in_trash))
        return failure(ErrorCode::NotFound, file.from, "is not in the trash any more",
                       "it may have been emptied, or put back by another program");
    int moved = ::renameat2(AT_FDCWD, file.in_trash.c_str(), AT_FDCWD, file.from.c_str(), RENAME_NOREPLACE);
    // A file system without that, some network ones: looked at just before.
    if (moved != 0 && (errno == EINVAL || errno == ENOSYS)) {
        if (exists(file.from))
            errno = EEXIST;
        else
            moved = ::rename(file.in_trash.c_str(), file.from.c_str());
    }
    if (moved != 0) {
        if (errno == EEXIST)
            return failure(ErrorCode::WriteFailed, file.from,
                           "cannot be put back, because another file has its name now", "rename that one, then undo");
        return failure(ErrorCode::WriteFailed, file.from,
                       std::string("cannot be put back from the trash: ") + std::strerror(errno),
                       "it is still in the trash");
    }
    remove_note(file.in_trash);
    return {};
}

} // namespace

std::vector<std::string> files_of_photo(const std::string& photo) {
    std::vector<std::string> files{photo};
    const metadata::PhotoMetadata metadata = metadata::read_photo_metadata(photo, metadata::Embedded::PassOver);
    for (const auto& [path, naming] : metadata::find_sidecars(photo))
        if (naming == metadata::SidecarNaming::Appended || metadata.shares_with.empty())
            files.push_back(path);
    return files;
}

TrashReport move_to_trash(const std::vector<std::string>& photos, std::stop_token stop) {
    TrashReport report;
    for (const std::string& photo : photos) {
        if (stop.stop_requested()) {
            report.stopped = true;
            break;
        }
        if (!exists(photo)) {
            report.failures.emplace_back(
                Error{ErrorCode::NotFound, photo, "is not there", "is its drive plugged in? It stays in the library"});
            continue;
        }
        std::vector<TrashedFile> moved;
        std::optional<Error> problem;
        for (const std::string& file : files_of_photo(photo)) {
            auto done = move_file(file);
            if (!done) {
                problem = done.error();
                break;
            }
            moved.push_back(std::move(*done));
        }
        if (problem) {
            // Half a photo in the trash helps nobody; what cannot be put back is said as well, and undo tries again.
            for (const Error& error : bring_back(moved))
                report.failures.push_back(error);
            report.failures.push_back(std::move(*problem));
        } else {
            ++report.photos;
        }
        report.files.insert(report.files.end(), std::make_move_iterator(moved.begin()),
                            std::make_move_iterator(moved.end()));
    }
    return report;
}

std::vector<Error> bring_back(std::vector<TrashedFile>& files) {
    std::vector<Error> problems;
    std::vector<TrashedFile> left;
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
        const Result<void> done = put_back(*file);
        if (done)
            continue;
        problems.push_back(done.error());
        if (exists(file->in_trash))
            left.push_back(*file);
    }
    files.assign(left.rbegin(), left.rend());
    return problems;
}

} // namespace touchstone::library
