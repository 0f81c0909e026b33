// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/report_fields.h"
#include "app/reports/report_writer.h"

namespace touchstone::reports {

namespace {

/// A spreadsheet runs a text that begins like a formula.
bool looks_like_formula(const std::string& text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
}

std::string cell(const Column& column, const std::string& text) {
    const std::string guarded = !column.is_number && looks_like_formula(text) ? "'" + text : text;
    if (guarded.find_first_of(",\"\r\n") == std::string::npos)
        return guarded;
    std::string quoted = "\"";
    for (const char c : guarded)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

} // namespace

Result<void> write_csv(const ReportData& data, const WriteText& write, const ReportRun& run) {
    const std::vector<Column> columns = columns_of(data);
    std::string line;
    for (const Column& column : columns)
        line += (line.empty() ? "" : ",") + cell({"", "", ""}, column.heading());
    Result<void> done = write(line + "\r\n");
    for (std::size_t i = 0; done && i < data.photos.size(); ++i) {
        const std::vector<std::string> texts = texts_of(data, data.photos[i]);
        line.clear();
        for (std::size_t c = 0; c < columns.size(); ++c)
            line += (c == 0 ? "" : ",") + cell(columns[c], texts[c]);
        done = write(line + "\r\n");
        run.tell(i + 1, data.photos.size());
        if (done)
            done = run.go_on();
    }
    return done;
}

} // namespace touchstone::reports
