// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/output_sink.h"

namespace touchstone::cli {

/// The table that `features` writes: one row a photo, in the order of the input whatever the order of completion.
/// A photo that failed has a row of NaN (.npy) or of empty cells (.csv). Safe on any thread, as ScoreOutput is.
class FeatureFile {
public:
    enum class Format { Npy, Csv };
    /// By the suffix of the file's name; BadInput for any other.
    static Result<Format> format_of(const std::string& path);

    FeatureFile(std::unique_ptr<OutputSink> sink, Format format, std::vector<std::string> columns);

    Result<void> begin(std::size_t rows);
    /// Each place from 0 up once; no row = the photo failed.
    Result<void> add(std::size_t place, const std::string& path, std::optional<std::vector<float>> row);
    /// Closes the table after the last row that has all rows before it, and puts the file in place.
    Result<void> finish();
    /// finish() for the interruption's thread: gives up when the working thread is stuck in a write for this long.
    void finish_within(std::chrono::milliseconds patience);

    std::size_t rows_written() const;
    bool reader_is_gone() const { return sink_->reader_is_gone(); }

private:
    struct Line {
        std::string path;
        std::optional<std::vector<float>> row;
    };
    std::string text_of(const Line& line) const;
    Result<void> finish_locked();

    mutable std::timed_mutex mutex_;
    std::unique_ptr<OutputSink> sink_;
    Format format_;
    std::vector<std::string> columns_;
    std::size_t promised_ = 0, next_ = 0;
    std::map<std::size_t, Line> early_; ///< bounded by the pipeline's look-ahead
    bool finished_ = false;
};

} // namespace touchstone::cli
