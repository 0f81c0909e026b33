// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/cache_files.h"

#include <filesystem>

#include <QFile>
#include <QStandardPaths>

namespace touchstone::library {

namespace fs = std::filesystem;

std::string default_cache_folder() {
    return QFile::encodeName(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                             QStringLiteral("/touchstone"))
        .toStdString();
}

std::string absolute_path(const std::string& path) {
    std::error_code problem;
    const fs::path absolute = fs::absolute(path, problem);
    return problem ? path : absolute.lexically_normal().native();
}

std::string real_path(const std::string& path, bool is_file) {
    std::error_code problem;
    const fs::path named(path);
    const fs::path real = fs::canonical(is_file ? named.parent_path() : named, problem);
    if (problem)
        return path;
    return is_file ? (real / named.filename()).native() : real.native();
}

std::string percent_decode(std::string_view text) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                      : -1;
    };
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 && digit(text[at + 2]) >= 0) {
            bytes += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
            at += 2;
        } else {
            bytes += text[at];
        }
    }
    return bytes;
}

} // namespace touchstone::library
