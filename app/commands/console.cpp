// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/console.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include <unistd.h>

#include "engine/base/files.h"

namespace touchstone::cli {

namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);

/// "4:05", "1:02:03"
std::string duration_text(double seconds) {
    const auto whole = static_cast<long long>(std::llround(seconds));
    const auto two_digits = [](long long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    std::string text =
        whole >= 3600 ? std::to_string(whole / 3600) + ":" + two_digits(whole / 60 % 60) : std::to_string(whole / 60);
    text += ":" + two_digits(whole % 60);
    return text;
}

std::string one_decimal(double value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 1).ptr;
    return {buffer, end};
}

} // namespace

std::string printable(std::string_view bytes) {
    const std::string valid = to_valid_utf8(bytes);
    std::string text;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const auto byte = static_cast<unsigned char>(valid[i]);
        // U+0080 to U+009F are control characters too: C2 9B starts a terminal's command as ESC [ does.
        const bool high_control = byte == 0xC2 && static_cast<unsigned char>(valid[i + 1]) < 0xA0;
        text += byte < 0x20 || byte == 0x7f || high_control ? '?' : valid[i];
        i += high_control ? 1 : 0;
    }
    return text;
}

Console::Console(std::string command)
    : command_(std::move(command))
    , terminal_(isatty(STDERR_FILENO) == 1) {}

Console::~Console() {
    clear_progress();
}

void Console::message(std::string_view text) {
    clear_progress();
    std::string line = "touchstone-cli";
    line += (command_.empty() ? "" : " " + command_) + ": " + printable(text) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void Console::progress(std::size_t done, std::size_t failed, std::size_t total) {
    const auto now = RateMeter::Clock::now();
    meter_.record(now, done);
    if (!terminal_ || total == 0 || (now - drawn_ < redraw_interval && done < total))
        return;
    drawn_ = now;
    constexpr std::size_t cells = 24;
    const std::size_t filled = cells * done / total;
    std::string line = "[";
    line += std::string(filled, '#') + std::string(cells - filled, '.') + "] " + std::to_string(done) + "/" +
            std::to_string(total);
    if (failed > 0)
        line += "  " + std::to_string(failed) + " failed";
    if (const auto rate = meter_.rate())
        line += "  " + one_decimal(*rate) + " photos/s";
    if (const auto left = meter_.seconds_left(total))
        line += "  " + duration_text(*left) + " left";
    draw(line);
}

void Console::status(const std::string& text) {
    const auto now = RateMeter::Clock::now();
    if (!terminal_ || now - drawn_ < redraw_interval)
        return;
    drawn_ = now;
    draw(printable(text));
}

void Console::draw(const std::string& line) {
    const std::string text = "\r" + line + "\x1b[K";
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
    bar_visible_ = true;
}

void Console::clear_progress() {
    if (bar_visible_)
        std::fputs("\r\x1b[K", stderr);
    bar_visible_ = false;
}

} // namespace touchstone::cli
