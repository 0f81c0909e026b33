// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/output_sink.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/files.h"
#include "engine/base/unfinished_file.h"

namespace touchstone::cli {

namespace {

Error write_error(const std::string& path, int number) {
    return {number == EISDIR ? ErrorCode::IsDirectory : ErrorCode::WriteFailed, path,
            std::string("cannot be written: ") + std::strerror(number),
            number == ENOSPC ? "free some space" : "choose another place with --output"};
}

/// Writes to a descriptor; remembers the first failure.
class DescriptorSink : public OutputSink {
public:
    DescriptorSink(int descriptor, std::string name, bool owned)
        : descriptor_(descriptor)
        , name_(std::move(name))
        , owned_(owned) {}
    ~DescriptorSink() override {
        if (owned_ && descriptor_ >= 0)
            ::close(descriptor_);
    }

    Result<void> write(std::string_view text) override {
        while (!text.empty() && failure_ == 0) {
            const ssize_t written = ::write(descriptor_, text.data(), text.size());
            if (written >= 0)
                text.remove_prefix(static_cast<std::size_t>(written));
            else if (errno != EINTR)
                failure_ = errno;
        }
        return outcome();
    }
    Result<void> commit() override { return outcome(); }
    bool reader_is_gone() const override { return failure_ == EPIPE; }

protected:
    Result<void> outcome() const {
        if (failure_ != 0)
            return tl::unexpected(write_error(name_, failure_));
        return {};
    }

    int descriptor_;
    std::string name_;
    bool owned_;
    int failure_ = 0;
};

/// A regular file that appears whole or not at all.
class FileSink final : public DescriptorSink {
public:
    FileSink(int descriptor, std::unique_ptr<UnfinishedFile> unfinished, const std::string& name)
        : DescriptorSink(descriptor, name, true)
        , unfinished_(std::move(unfinished)) {}

    Result<void> rewrite_beginning(std::string_view text) override {
        if (failure_ == 0 && ::pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
            failure_ = errno;
        return outcome();
    }
    Result<void> commit() override {
        if (failure_ == 0 && unfinished_)
            failure_ = unfinished_->put_in_place(descriptor_);
        if (failure_ == 0)
            unfinished_.reset();
        return outcome();
    }

private:
    std::unique_ptr<UnfinishedFile> unfinished_; ///< null once it is in its place
};

/// The file a link points to, so that the link itself stays.
std::string real_target(const std::string& path) {
    if (char* resolved = ::realpath(path.c_str(), nullptr)) {
        std::string target = resolved;
        std::free(resolved);
        return target;
    }
    return path;
}

} // namespace

Result<void> OutputSink::rewrite_beginning(std::string_view) {
    return failure(ErrorCode::WriteFailed, {}, "a device or pipe cannot be written in this format",
                   "name a file with --output");
}

Result<std::unique_ptr<OutputSink>> open_output(const std::string& path) {
    if (path.empty())
        return std::make_unique<DescriptorSink>(STDOUT_FILENO, "stdout", false);
    struct stat info {};
    const bool exists = ::stat(path.c_str(), &info) == 0;
    if (exists && S_ISDIR(info.st_mode))
        return tl::unexpected(write_error(path, EISDIR));
    if (exists && !S_ISREG(info.st_mode)) {
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0)
            return tl::unexpected(write_error(path, errno));
        return std::make_unique<DescriptorSink>(descriptor, path, true);
    }
    auto unfinished = std::make_unique<UnfinishedFile>(real_target(path));
    const int descriptor = unfinished->open(exists ? info.st_mode & 07777 : new_file_mode());
    if (descriptor < 0)
        return tl::unexpected(write_error(path, errno));
    return std::make_unique<FileSink>(descriptor, std::move(unfinished), path);
}

} // namespace touchstone::cli
