// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/library/catalogue/connection.h"

namespace touchstone::fuzz {

/// A catalogue whose rows can hold anything: the program's own tables and indices without NOT NULL and CHECK, with a
/// few sound rows in each. An input changes values in them:
///
///     table, column, row, kind (one byte each), then the value: nothing, 8 bytes, or a length and as many bytes
///
/// and so on until its end. Lives in a folder of its own, in memory where the system has such a folder.
class HostileRows {
public:
    HostileRows();
    ~HostileRows();
    HostileRows(const HostileRows&) = delete;
    HostileRows& operator=(const HostileRows&) = delete;

    /// Sound rows, changed as the input says.
    void fill(std::string_view input);
    const std::string& path() const { return path_; }

private:
    struct Table {
        std::string name;
        std::vector<std::string> columns;
    };
    void make_tables();
    void put_sound_rows();
    void change(std::string_view& input);

    std::string folder_, path_;
    std::vector<Table> tables_;
    std::unique_ptr<library::Connection> connection_;
};

/// Inputs with a value at the end of what a column can hold, in every column of a table.
std::vector<std::string> extreme_rows();

} // namespace touchstone::fuzz
