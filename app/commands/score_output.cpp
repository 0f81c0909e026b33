// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/score_output.h"

namespace touchstone::cli {

ScoreOutput::ScoreOutput(std::unique_ptr<OutputSink> sink, std::unique_ptr<ScoreFormat> format)
    : sink_(std::move(sink))
    , format_(std::move(format)) {}

Result<void> ScoreOutput::begin() {
    const std::lock_guard lock(mutex_);
    return write(format_->begin());
}

Result<void> ScoreOutput::add(std::size_t place, PhotoLine line) {
    const std::lock_guard lock(mutex_);
    if (finished_)
        return {};
    early_.emplace(place, std::move(line));
    while (!early_.empty() && early_.begin()->first == next_) {
        const std::string text = format_->photo(early_.begin()->second);
        early_.erase(early_.begin());
        ++next_;
        if (const Result<void> written = write(text); !written)
            return written;
    }
    return {};
}

Result<void> ScoreOutput::finish() {
    const std::lock_guard lock(mutex_);
    return finish_locked();
}

void ScoreOutput::finish_within(std::chrono::milliseconds patience) {
    const std::unique_lock lock(mutex_, patience);
    if (lock.owns_lock())
        (void)finish_locked(); // the process ends here; there is nobody left to tell
}

Result<void> ScoreOutput::finish_locked() {
    if (finished_)
        return {};
    finished_ = true;
    for (const auto& [place, line] : early_)
        if (const Result<void> written = write(format_->photo(line)); !written)
            return written;
    if (const Result<void> written = write(format_->end()); !written)
        return written;
    return sink_->commit();
}

bool ScoreOutput::reader_is_gone() const {
    const std::lock_guard lock(mutex_);
    return sink_->reader_is_gone();
}

Result<void> ScoreOutput::write(const std::string& text) {
    return text.empty() ? Result<void>{} : sink_->write(text);
}

} // namespace touchstone::cli
