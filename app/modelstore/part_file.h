// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"

namespace touchstone {

/// FILE.part, the beginning of a file that is being downloaded, and FILE.part.json, which says of what. One thread.
/// Errors are WriteFailed, and name the file.
class PartFile {
public:
    explicit PartFile(std::string file);

    /// Opens for appending. What was kept is thrown away when it belongs to another address, when the server named no
    /// version it could be compared with, or when `from_start` says so.
    Result<void> open(const std::string& url, bool from_start);
    /// Empties it; what follows is of this version. A weak ETag ("W/…") cannot name bytes and counts as none.
    Result<void> restart(const std::string& etag, const std::string& last_modified);
    Result<void> append(std::string_view bytes);
    /// Puts the whole file in place, on the disk.
    Result<void> complete();
    void discard();

    std::uint64_t size() const { return size_; }
    /// What If-Range takes: the ETag, else the date of the last change.
    const std::string& validator() const { return validator_; }

private:
    std::string part() const { return file_ + ".part"; }
    std::string notes() const { return file_ + ".part.json"; }
    tl::unexpected<Error> write_error(int code) const;

    std::string file_, url_, validator_;
    Descriptor descriptor_;
    std::uint64_t size_ = 0;
};

} // namespace touchstone
