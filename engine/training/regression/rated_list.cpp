// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/regression/rated_list.h"

#include <filesystem>
#include <map>

#include "engine/training/csv.h"

namespace touchstone::training {

namespace {

constexpr double most_stars = 5;

tl::unexpected<Error> bad_record(const std::string& file, std::size_t record, const std::string& what,
                                 const std::string& remedy) {
    return failure(ErrorCode::BadInput, file, "record " + std::to_string(record) + ": " + what, remedy);
}

/// What is wrong with a field that is no usable number; empty when it is one.
std::string fault_of(const std::string& field, ListKind kind, double& value) {
    if (field.empty())
        return "has no score";
    if (!parse_number(field, value))
        return "\"" + field + "\" is no finite number";
    if (kind == ListKind::Stars && (value < 0 || value > most_stars))
        return "a rating of " + field + " is not between 0 and 5 stars";
    return {};
}

} // namespace

Result<RatedList> read_rated_list(const std::string& csv_file, ListKind kind) {
    const auto table = read_csv(csv_file);
    if (!table)
        return tl::unexpected(table.error());
    const std::string score_column = kind == ListKind::Stars ? "rating" : "mos";
    const std::string header_remedy =
        "the first line names the columns; \"file\" and \"" + score_column + "\" are needed";
    if (table->empty())
        return bad_record(csv_file, 1, "there is no header", header_remedy);
    const std::vector<std::string>& header = table->front();
    std::map<std::string, std::size_t> column;
    for (std::size_t i = 0; i < header.size(); ++i)
        column.emplace(header[i], i);
    for (const std::string& name : {std::string("file"), score_column})
        if (!column.contains(name))
            return bad_record(csv_file, 1, "there is no column \"" + name + "\"", header_remedy);

    RatedList list;
    list.grouped = column.contains("group");
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 1; i < table->size(); ++i) {
        const std::vector<std::string>& record = (*table)[i];
        if (record.size() != header.size())
            return bad_record(csv_file, i + 1,
                              "has " + std::to_string(record.size()) + " fields, the header " +
                                  std::to_string(header.size()),
                              "put quotes around a field that holds a comma");
        RatedPhoto photo;
        photo.record = i + 1;
        photo.file = record[column["file"]];
        if (photo.file.empty())
            return bad_record(csv_file, i + 1, "names no file", "name one, or delete the line");
        const auto [first, added] = seen.emplace(std::filesystem::path(photo.file).lexically_normal().string(), i + 1);
        if (!added)
            return bad_record(csv_file, i + 1,
                              photo.file + " is listed twice, first in record " + std::to_string(first->second),
                              "keep one of the two");
        const std::string& field = record[column[score_column]];
        if (kind == ListKind::Stars && field.empty()) {
            ++list.unrated;
            continue;
        }
        if (const std::string fault = fault_of(field, kind, photo.score); !fault.empty())
            return bad_record(csv_file, i + 1, fault, "correct it, or delete the line");
        if (list.grouped)
            photo.group = record[column["group"]];
        list.photos.push_back(std::move(photo));
    }
    if (list.photos.empty() && list.unrated == 0)
        return bad_record(csv_file, 2, "there is no photo in the list", "add some");
    return list;
}

} // namespace touchstone::training
