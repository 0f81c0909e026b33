// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/csv.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "engine/base/files.h"

namespace touchstone::training {

std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::string field;
    bool quoted = false;
    const auto end_record = [&] {
        record.push_back(std::move(field));
        field.clear();
        if (record.size() > 1 || !record[0].empty())
            records.push_back(std::move(record));
        record.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c != '"')
                field += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                field += text[++i];
            else
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            record.push_back(std::move(field));
            field.clear();
        } else if (c == '\n') {
            end_record();
        } else if (c != '\r') {
            field += c;
        }
    }
    end_record();
    return records;
}

Result<std::vector<std::vector<std::string>>> read_csv(const std::string& file) {
    const auto bytes = read_file(file, std::uint64_t{1} << 30);
    if (!bytes)
        return tl::unexpected(bytes.error());
    std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    return parse_csv(text);
}

bool parse_number(const std::string& text, double& value) {
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    return problem == std::errc{} && stop == end && std::isfinite(value);
}

} // namespace touchstone::training
