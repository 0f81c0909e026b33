// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/modelstore/part_file.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"

namespace touchstone {

namespace {

constexpr std::uint64_t max_notes_bytes = std::uint64_t{1} << 16;

/// The version that the kept bytes of `url` belong to; empty when that is not known.
std::string kept_validator(const std::string& notes, const std::string& url) {
    const Result<Bytes> bytes = read_file(notes, max_notes_bytes);
    if (!bytes)
        return {};
    const char* text = reinterpret_cast<const char*>(bytes->data());
    const auto json = nlohmann::json::parse(text, text + bytes->size(), nullptr, false);
    const auto text_of = [&](const char* key) {
        const auto value = json.find(key);
        return value != json.end() && value->is_string() ? value->get<std::string>() : std::string();
    };
    return json.is_object() && text_of("url") == url ? text_of("version") : std::string();
}

} // namespace

PartFile::PartFile(std::string file)
    : file_(std::move(file)) {}

tl::unexpected<Error> PartFile::write_error(int code) const {
    const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
    return failure(ErrorCode::WriteFailed, part(), "cannot be written: " + std::generic_category().message(code),
                   full ? "make room, then try again: it goes on where it stopped"
                        : "set TOUCHSTONE_DATA_DIR to a folder you may write");
}

Result<void> PartFile::open(const std::string& url, bool from_start) {
    url_ = url;
    validator_ = from_start ? std::string() : kept_validator(notes(), url);
    // Something else of that name, a pipe for one, would hold the download up for ever.
    const int flags =
        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (validator_.empty() ? O_TRUNC : 0);
    descriptor_ = Descriptor(::open(part().c_str(), flags, 0666));
    struct stat status {};
    if (!descriptor_.ok() || ::fstat(descriptor_.get(), &status) != 0)
        return write_error(errno);
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::WriteFailed, part(), "is no file that can be written", "move it away");
    size_ = static_cast<std::uint64_t>(status.st_size);
    return {};
}

Result<void> PartFile::restart(const std::string& etag, const std::string& last_modified) {
    if (::ftruncate(descriptor_.get(), 0) != 0)
        return write_error(errno);
    size_ = 0;
    validator_ = etag.empty() || etag.starts_with("W/") ? last_modified : etag;
    const nlohmann::json json{{"url", url_}, {"version", to_valid_utf8(validator_)}};
    return write_file_atomically(notes(), json.dump());
}

Result<void> PartFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return write_error(errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
        size_ += static_cast<std::uint64_t>(written);
    }
    return {};
}

Result<void> PartFile::complete() {
    if (::fsync(descriptor_.get()) != 0 || descriptor_.close() != 0 || ::rename(part().c_str(), file_.c_str()) != 0)
        return write_error(errno);
    ::unlink(notes().c_str());
    return {};
}

void PartFile::discard() {
    descriptor_.close();
    ::unlink(part().c_str());
    ::unlink(notes().c_str());
    size_ = 0;
}

} // namespace touchstone
