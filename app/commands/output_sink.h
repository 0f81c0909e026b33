// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace touchstone::cli {

/// Where a command's data go. Used by one thread at a time.
class OutputSink {
public:
    virtual ~OutputSink() = default;

    /// Hands on all bytes, or says why not. After a failure nothing more is written.
    virtual Result<void> write(std::string_view text) = 0;
    /// Writes over the first bytes once more, for a header that holds a count. WriteFailed where that cannot be done.
    virtual Result<void> rewrite_beginning(std::string_view text);
    /// Puts the output in place; without it an output file never appears.
    virtual Result<void> commit() = 0;
    /// True when the reader of a pipe went away, which is no failure: `| head` does that.
    virtual bool reader_is_gone() const { return false; }
};

/// stdout when `path` is empty. A regular file is written beside its target and renamed over it by commit(); a device
/// or pipe is written directly. WriteFailed or IsDirectory when that cannot work.
Result<std::unique_ptr<OutputSink>> open_output(const std::string& path);

} // namespace touchstone::cli
