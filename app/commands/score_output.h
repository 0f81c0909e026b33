// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "app/commands/output_sink.h"
#include "app/commands/score_format.h"

namespace touchstone::cli {

/// Puts lines that arrive in any order into the order of the input and writes each as soon as its turn has come.
/// Safe on any thread: the interruption's last words call finish() while the work may still be adding.
class ScoreOutput {
public:
    ScoreOutput(std::unique_ptr<OutputSink> sink, std::unique_ptr<ScoreFormat> format);

    Result<void> begin();

    /// Each place from 0 up once. Lines after finish() are dropped.
    Result<void> add(std::size_t place, PhotoLine line);

    /// Writes what is finished and waits for an unfinished one before it, closes the format and puts the file in place.
    /// The second call does nothing.
    Result<void> finish();

    /// finish() for the interruption's thread: gives up when the working thread is stuck in a write for this long.
    void finish_within(std::chrono::milliseconds patience);

    bool reader_is_gone() const;

private:
    Result<void> write(const std::string& text);
    Result<void> finish_locked();

    mutable std::timed_mutex mutex_;
    std::unique_ptr<OutputSink> sink_;
    std::unique_ptr<ScoreFormat> format_;
    std::size_t next_ = 0;                   ///< place whose turn it is
    std::map<std::size_t, PhotoLine> early_; ///< finished before their turn; bounded by the pipeline's look-ahead
    bool finished_ = false;
};

} // namespace touchstone::cli
