// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/labels.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <span>

#include "engine/base/digest.h"
#include "engine/training/csv.h"

namespace touchstone::training {

namespace {

tl::unexpected<Error> bad_line(const std::string& file, std::size_t line, const std::string& what) {
    return failure(ErrorCode::BadInput, file, "record " + std::to_string(line) + ": " + what,
                   "the list needs a header with \"file\" and \"mos\" and a number in every row");
}

bool normalise(std::vector<double>& distribution) {
    const double sum = std::accumulate(distribution.begin(), distribution.end(), 0.0);
    if (!(sum > 0) || std::any_of(distribution.begin(), distribution.end(), [](double p) { return p < 0; }))
        return false;
    for (double& p : distribution)
        p /= sum;
    return true;
}

} // namespace

Result<std::vector<Label>> read_labels(const std::string& csv_file) {
    const Result<std::vector<std::vector<std::string>>> table = read_csv(csv_file);
    if (!table)
        return tl::unexpected(table.error());
    const auto& records = *table;
    if (records.empty())
        return bad_line(csv_file, 1, "has no header");
    std::map<std::string, std::size_t> column;
    for (std::size_t i = 0; i < records[0].size(); ++i)
        column.emplace(records[0][i], i);
    if (!column.contains("file") || !column.contains("mos"))
        return bad_line(csv_file, 1, "the header lacks \"file\" or \"mos\"");
    std::vector<std::size_t> bins;
    for (int n = 1; column.contains("p" + std::to_string(n)); ++n)
        bins.push_back(column["p" + std::to_string(n)]);

    std::vector<Label> labels;
    for (std::size_t line = 1; line < records.size(); ++line) {
        const auto& record = records[line];
        if (record.size() != records[0].size())
            return bad_line(csv_file, line + 1,
                            "has " + std::to_string(record.size()) + " fields, the header " +
                                std::to_string(records[0].size()));
        Label label;
        label.file = record[column["file"]];
        if (label.file.empty() || !parse_number(record[column["mos"]], label.mos))
            return bad_line(csv_file, line + 1, "lacks a file name or a score");
        if (column.contains("std") && !parse_number(record[column["std"]], label.std))
            return bad_line(csv_file, line + 1, "\"std\" is no number");
        label.distribution.resize(bins.size());
        for (std::size_t i = 0; i < bins.size(); ++i)
            if (!parse_number(record[bins[i]], label.distribution[i]))
                return bad_line(csv_file, line + 1, "\"p" + std::to_string(i + 1) + "\" is no number");
        if (!bins.empty() && !normalise(label.distribution))
            return bad_line(csv_file, line + 1, "p1…pn are no distribution");
        labels.push_back(std::move(label));
    }
    if (labels.empty())
        return bad_line(csv_file, 2, "names no photo");
    return labels;
}

std::string split_key(const std::string& file) {
    const std::string base = file.substr(file.rfind('/') + 1);
    return sha1_hex(std::as_bytes(std::span(base.data(), base.size())));
}

std::vector<bool> validation_part(const std::vector<Label>& labels, double share) {
    std::vector<std::pair<std::string, std::size_t>> keys;
    for (std::size_t i = 0; i < labels.size(); ++i)
        keys.emplace_back(split_key(labels[i].file), i);
    std::sort(keys.begin(), keys.end());
    const auto kept = labels.size() - static_cast<std::size_t>(std::lround(share * static_cast<double>(labels.size())));
    std::vector<bool> validation(labels.size(), false);
    for (std::size_t rank = kept; rank < keys.size(); ++rank)
        validation[keys[rank].second] = true;
    return validation;
}

} // namespace touchstone::training
