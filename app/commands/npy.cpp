// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/npy.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <string_view>

#include "engine/base/files.h"

namespace touchstone::cli {

namespace {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

constexpr std::size_t preamble = 10; ///< magic, version, length of the header
constexpr std::size_t header_bytes = 128;
constexpr std::string_view magic("\x93NUMPY\x01\x00", 8);

/// The numbers of "'shape': (3, 4)".
bool read_shape(std::string_view header, NpyTable& table) {
    const std::size_t at = header.find("'shape': (");
    if (at == std::string_view::npos)
        return false;
    const char* end = header.data() + header.size();
    const auto rows = std::from_chars(header.data() + at + 10, end, table.rows);
    if (rows.ec != std::errc{} || end - rows.ptr < 3 || rows.ptr[0] != ',' || rows.ptr[1] != ' ')
        return false;
    const auto cols = std::from_chars(rows.ptr + 2, end, table.cols);
    return cols.ec == std::errc{} && cols.ptr != end && *cols.ptr == ')';
}

} // namespace

std::string npy_header(std::size_t rows, std::size_t cols) {
    std::string text(magic);
    text += static_cast<char>(header_bytes - preamble);
    text += '\0';
    text += "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " + std::to_string(cols) +
            "), }";
    text.resize(header_bytes - 1, ' ');
    return text + "\n";
}

Result<NpyTable> read_npy(const std::string& path) {
    const Result<Bytes> bytes = read_file(path, std::uint64_t{1} << 40);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    NpyTable table;
    const auto unsupported = [&] {
        return failure(ErrorCode::UnsupportedFormat, path, "is not a float32 .npy table", "name another file");
    };
    if (text.size() < preamble || !text.starts_with(magic))
        return unsupported();
    const std::size_t length =
        static_cast<unsigned char>(text[8]) + 256u * static_cast<unsigned char>(text[9]) + preamble;
    const std::string_view header = text.substr(0, length);
    if (header.find("'descr': '<f4'") == std::string_view::npos ||
        header.find("'fortran_order': False") == std::string_view::npos || !read_shape(header, table))
        return unsupported();
    const std::size_t room = text.size() - header.size();
    if (table.cols == 0 || table.rows > room / (table.cols * sizeof(float)) ||
        table.rows * table.cols * sizeof(float) != room)
        return failure(ErrorCode::Truncated, path, "does not have the length that its header says",
                       "delete it and make it again");
    table.values.resize(table.rows * table.cols);
    std::memcpy(table.values.data(), text.data() + header.size(), room);
    return table;
}

} // namespace touchstone::cli
