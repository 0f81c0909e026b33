// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/fuzz/hostile_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "app/library/catalogue/schema.h"

namespace touchstone::fuzz {

using library::Connection;

namespace {

constexpr std::string_view sound_rows[] = {
    "INSERT INTO root VALUES (1, x'2f70', 0, 0, 5), (2, x'2f71', 0, 0, 6), (3, x'2f', 1, 0, 0)",
    "INSERT INTO folder VALUES (1, 1, x'', 7), (2, 1, x'61', 8), (3, 2, x'62', 9)",
    "INSERT INTO word VALUES (1, 'Camera'), (2, 'Lens'), (3, 'cpu')",
    "INSERT INTO content VALUES (1, x'00000000000000000000000000000001', 40, 30), "
    "(2, x'00000000000000000000000000000002', 0, 0), (3, x'00000000000000000000000000000003', 3, 4)",
    "INSERT INTO photo (id, folder, name, bytes, mtime_ns, device, inode, missing, quick, content, has_facts, "
    "captured_ms, camera, lens, width, height, exposure_seconds, f_number, iso, focal_mm, exposure_bias, sharpness, "
    "paired_with) VALUES "
    "(1, 1, x'612e6a7067', 100, 1000, 1, 2, 0, x'00000000000000000000000000000001', 1, 1, 1000, 1, 2, 40, 30, 0.01, "
    "2.8, 100, 50, 0, 0.5, 2), "
    "(2, 2, x'622e637232', 200, 2000, 1, 3, 0, NULL, 2, 1, 1500, 1, 2, 40, 30, 0.02, 2.8, 100, 50, 1, 0.6, 1), "
    "(3, 2, x'632e6a7067', 300, 3000, 1, 4, 0, NULL, 3, 1, 2000, 1, 2, 40, 30, 0.04, 2.8, 100, 50, 2, NULL, NULL)",
    "INSERT INTO model VALUES (1, 'r1', 'm1', 'aa', 'google', 1024, 0, 0, 'One', 1, 100, 1), "
    "(2, 'r2', 'm2', 'bb', 'pyiqa', NULL, 1, 1, 'Two', NULL, NULL, 0)",
    "INSERT INTO score VALUES (1, 1, 50, NULL, 1, x'000000000000f03f', 40, 30, 0, 3, 0.1), "
    "(1, 2, 60, NULL, NULL, NULL, 40, 30, 1, 3, 0.1), (1, 3, 70, NULL, NULL, NULL, 40, 30, 1, 3, 0.1), "
    "(2, 1, 5, NULL, NULL, NULL, 40, 30, 0, 3, 0.1), (2, 2, NULL, 'no-regressor', NULL, NULL, 40, 30, 0, 3, 0.1), "
    "(2, 3, 7, NULL, NULL, NULL, 40, 30, 0, 3, 0.1)",
    "INSERT INTO mark VALUES (1, 3, 1, 1), (2, 5, 0, 2)",
    "INSERT INTO failure VALUES (3, 'damaged', x'77', x'72')",
    "INSERT INTO collection VALUES (1, 'c', 'rating>=3', '-score', 0, 0), (2, 'd', '', '', 1, 1)",
    "INSERT INTO setting VALUES ('a', 'b')",
    "INSERT INTO journal VALUES (1, 5, 1, 20, '[[1,[0,0,0],[3,1,1]]]')",
    "INSERT INTO photo_group VALUES (1, 'burst'), (2, 'copies')",
    "INSERT INTO group_member VALUES (1, 1), (2, 1)",
    "INSERT INTO signature VALUES (1, 1, zeroblob(1024)), (2, 1, x'')",
    "INSERT INTO declined VALUES (3)",
};

void must(const Result<void>& done) {
    if (!done) {
        std::fputs((done.error().message() + '\n').c_str(), stderr);
        std::abort();
    }
}

std::string without(std::string text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
        text.erase(at, word.size());
    return text;
}

/// Without "CHECK (…)" of a column or a table, and the comma before the latter.
std::string without_checks(std::string text) {
    for (std::size_t at = text.find("CHECK"); at != std::string::npos; at = text.find("CHECK")) {
        std::size_t end = text.find('(', at);
        int depth = 0;
        do
            depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
        while (++end < text.size() && depth > 0);
        const std::size_t before = text.find_last_not_of(" \n", at - 1);
        const std::size_t begin = text[before] == ',' ? before : at;
        text.erase(begin, end - begin);
    }
    return text;
}

std::uint64_t take(std::string_view& input, std::size_t bytes) {
    std::uint64_t number = 0;
    const std::size_t there = std::min(bytes, input.size());
    std::memcpy(&number, input.data(), there);
    input.remove_prefix(there);
    return number;
}

QVariant take_value(std::string_view& input, std::uint64_t kind) {
    if (kind % 5 == 0)
        return {};
    if (kind % 5 == 1)
        return QVariant::fromValue(static_cast<qlonglong>(take(input, 8)));
    if (kind % 5 == 2) {
        const std::uint64_t bits = take(input, 8);
        double number = 0;
        std::memcpy(&number, &bits, sizeof number);
        return number;
    }
    const std::size_t length = std::min<std::size_t>(take(input, 1), input.size());
    const QByteArray bytes(input.data(), static_cast<qsizetype>(length));
    input.remove_prefix(length);
    return kind % 5 == 3 ? QVariant(QString::fromUtf8(bytes)) : QVariant(bytes);
}

} // namespace

HostileRows::HostileRows()
    : folder_((std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/fuzz-XXXXXX")) {
    if (::mkdtemp(folder_.data()) == nullptr)
        std::abort();
    path_ = folder_ + "/catalogue.db";
    make_tables();
}

HostileRows::~HostileRows() {
    connection_.reset();
    std::filesystem::remove_all(folder_);
}

void HostileRows::make_tables() {
    std::vector<std::string> statements;
    {
        auto own = Connection::open(folder_ + "/own.db", Connection::Mode::ReadWrite);
        must(own ? library::migrate(**own) : tl::unexpected(own.error()));
        const auto rows = (*own)->select("SELECT sql, type, name FROM sqlite_master WHERE sql IS NOT NULL AND name NOT "
                                         "LIKE 'sqlite_%' ORDER BY type = 'index'");
        if (!rows)
            std::abort();
        while ((*rows)->next()) {
            const std::string sql = (*rows)->value(0).toString().toStdString();
            const bool is_table = (*rows)->value(1).toString() == QLatin1String("table");
            statements.push_back(is_table ? without(without_checks(sql), "NOT NULL") : sql);
            if (is_table)
                tables_.push_back({(*rows)->value(2).toString().toStdString(), {}});
        }
        must((*own)->done(**rows));
    }
    auto made = Connection::open(path_, Connection::Mode::ReadWrite);
    if (!made)
        std::abort();
    connection_ = std::move(*made);
    for (const char* pragma : {"PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF"})
        must(connection_->run(pragma));
    (void)connection_->value("PRAGMA journal_mode = MEMORY");
    for (const std::string& statement : statements)
        must(connection_->run(statement));
    for (Table& table : tables_) {
        const auto columns = connection_->select("SELECT name FROM pragma_table_info('" + table.name + "')");
        while (columns && (*columns)->next())
            table.columns.push_back((*columns)->value(0).toString().toStdString());
        if (columns)
            must(connection_->done(**columns));
    }
    tables_.push_back({"sqlite_sequence", {"name", "seq"}});
}

void HostileRows::put_sound_rows() {
    for (const Table& table : tables_)
        must(connection_->run("DELETE FROM " + table.name));
    for (const std::string_view rows : sound_rows)
        must(connection_->run(rows));
}

void HostileRows::change(std::string_view& input) {
    const Table& table = tables_[take(input, 1) % tables_.size()];
    const std::string& column = table.columns[take(input, 1) % table.columns.size()];
    const auto row = static_cast<int>(take(input, 1) % 8);
    const QVariant value = take_value(input, take(input, 1));
    // Rows of tables without row ids are found by their first column.
    const std::string key = table.columns.front();
    // A second row of a unique value is refused; nothing is changed then.
    (void)connection_->run("UPDATE OR IGNORE " + table.name + " SET " + column + " = ?1 WHERE " + key + " = (SELECT " +
                               key + " FROM " + table.name + " LIMIT 1 OFFSET ?2)",
                           {value, row});
}

void HostileRows::fill(std::string_view input) {
    must(connection_->run("BEGIN"));
    put_sound_rows();
    for (int changes = 0; changes < 64 && input.size() > 3; ++changes)
        change(input);
    must(connection_->run("COMMIT"));
}

std::vector<std::string> extreme_rows() {
    const auto number = [](auto value) { return std::string(reinterpret_cast<const char*>(&value), sizeof value); };
    const std::pair<char, std::string> values[] = {{0, ""},
                                                   {1, number(INT64_MIN)},
                                                   {1, number(INT64_MAX)},
                                                   {1, number(std::int64_t{-1})},
                                                   {2, number(HUGE_VAL)},
                                                   {2, number(-1e300)},
                                                   {3, "\4a\\/%"},
                                                   {4, std::string("\7\0../..", 8)}};
    constexpr int tables = 18, columns = 24;
    std::vector<std::string> inputs;
    for (const auto& [kind, value] : values)
        for (int table = 0; table < tables; ++table)
            for (const char row : {0, 2}) {
                std::string input;
                for (int column = 0; column < columns; ++column)
                    input += std::string{static_cast<char>(table), static_cast<char>(column), row, kind} + value;
                inputs.push_back(input);
            }
    return inputs;
}

} // namespace touchstone::fuzz
