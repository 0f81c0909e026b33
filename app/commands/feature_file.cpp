// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/feature_file.h"

#include <charconv>
#include <limits>

#include "app/commands/npy.h"
#include "engine/base/files.h"

namespace touchstone::cli {

namespace {

/// RFC 4180: a cell with a quote, comma or line end stands in quotes.
std::string csv_cell(const std::string& bytes) {
    const std::string text = to_valid_utf8(bytes);
    if (text.find_first_of("\",\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

} // namespace

Result<FeatureFile::Format> FeatureFile::format_of(const std::string& path) {
    if (path.ends_with(".npy"))
        return Format::Npy;
    if (path.ends_with(".csv"))
        return Format::Csv;
    return failure(ErrorCode::BadInput, path, "ends neither in .npy nor in .csv", "the suffix chooses the format");
}

FeatureFile::FeatureFile(std::unique_ptr<OutputSink> sink, Format format, std::vector<std::string> columns)
    : sink_(std::move(sink))
    , format_(format)
    , columns_(std::move(columns)) {}

Result<void> FeatureFile::begin(std::size_t rows) {
    const std::lock_guard lock(mutex_);
    promised_ = rows;
    if (format_ == Format::Npy)
        return sink_->write(npy_header(rows, columns_.size()));
    std::string header = "path";
    for (const std::string& column : columns_)
        header += "," + column;
    return sink_->write(header + "\r\n");
}

Result<void> FeatureFile::add(std::size_t place, const std::string& path, std::optional<std::vector<float>> row) {
    const std::lock_guard lock(mutex_);
    if (finished_)
        return {};
    early_.emplace(place, Line{path, std::move(row)});
    for (auto line = early_.begin(); line != early_.end() && line->first == next_; line = early_.erase(line), ++next_)
        if (Result<void> written = sink_->write(text_of(line->second)); !written)
            return written;
    return {};
}

std::string FeatureFile::text_of(const Line& line) const {
    if (format_ == Format::Npy) {
        const std::vector<float> failed(line.row ? 0 : columns_.size(), std::numeric_limits<float>::quiet_NaN());
        const std::vector<float>& row = line.row ? *line.row : failed;
        return {reinterpret_cast<const char*>(row.data()), row.size() * sizeof(float)};
    }
    std::string text = csv_cell(line.path);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        text += ',';
        if (!line.row)
            continue;
        char buffer[64];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, (*line.row)[i]).ptr; // brings the float back
        text.append(buffer, end);
    }
    return text + "\r\n";
}

Result<void> FeatureFile::finish() {
    const std::lock_guard lock(mutex_);
    return finish_locked();
}

void FeatureFile::finish_within(std::chrono::milliseconds patience) {
    if (!mutex_.try_lock_for(patience))
        return;
    const std::lock_guard lock(mutex_, std::adopt_lock);
    (void)finish_locked(); // the process is about to end and has said so
}

Result<void> FeatureFile::finish_locked() {
    if (finished_)
        return {};
    finished_ = true;
    if (format_ == Format::Npy && next_ != promised_)
        if (Result<void> corrected = sink_->rewrite_beginning(npy_header(next_, columns_.size())); !corrected)
            return corrected;
    return sink_->commit();
}

std::size_t FeatureFile::rows_written() const {
    const std::lock_guard lock(mutex_);
    return next_;
}

} // namespace touchstone::cli
