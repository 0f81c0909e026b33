// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/base/unfinished_file.h"

#include <cerrno>
#include <random>

#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace touchstone {

namespace {

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

/// A short hidden name of its own: the target's may be as long as the file system allows already.
std::string hidden_name(const std::string& target, const std::string& ending) {
    return folder_of(target) + "/.touchstone-" + ending;
}

std::string handle_of(int descriptor) {
    return "/proc/self/fd/" + std::to_string(descriptor);
}

} // namespace

UnfinishedFile::~UnfinishedFile() {
    if (!name_.empty())
        ::unlink(name_.c_str());
}

int UnfinishedFile::open(unsigned mode) {
    const int nameless = ::open(folder_of(target_).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    // Without /proc it could not be given a name later.
    if (nameless >= 0 && ::access(handle_of(nameless).c_str(), F_OK) == 0 && ::fchmod(nameless, mode) == 0)
        return nameless;
    if (nameless >= 0)
        ::close(nameless);
    std::string name = hidden_name(target_, "XXXXXX");
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named < 0)
        return -1;
    name_ = name;
    if (::fchmod(named, mode) == 0)
        return named;
    const int problem = errno;
    ::close(named);
    errno = problem;
    return -1;
}

int UnfinishedFile::put_in_place(int descriptor) {
    if (::fsync(descriptor) != 0)
        return errno;
    std::random_device random;
    while (name_.empty()) {
        const std::string name = hidden_name(target_, std::to_string(random()));
        if (::linkat(AT_FDCWD, handle_of(descriptor).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0)
            name_ = name;
        else if (errno != EEXIST)
            return errno;
    }
    if (::rename(name_.c_str(), target_.c_str()) != 0)
        return errno;
    name_.clear();
    return 0;
}

} // namespace touchstone
