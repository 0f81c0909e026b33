// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/scoring/progress.h"

namespace touchstone::cli {

/// Text that a terminal can show: bytes that are not UTF-8 become U+FFFD, control characters '?', so that a file name
/// cannot move the cursor.
std::string printable(std::string_view bytes);

/// Messages on stderr, one line each, and the progress bar, which is there only when stderr is a terminal. Used by one
/// thread.
class Console {
public:
    explicit Console(std::string command);
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    void message(std::string_view text);
    void error(const Error& error) { message(error.message()); }

    bool shows_progress() const { return terminal_; }
    void progress(std::size_t done, std::size_t failed, std::size_t total);
    /// A progress line in the command's own words.
    void status(const std::string& text);
    void clear_progress();

private:
    void draw(const std::string& line);

    std::string command_;
    bool terminal_ = false;
    bool bar_visible_ = false;
    RateMeter meter_;
    RateMeter::Clock::time_point drawn_{};
};

} // namespace touchstone::cli
