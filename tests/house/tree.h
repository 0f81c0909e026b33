// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What the house tests look at: the files of a checkout, and what is wrong with them.
namespace touchstone::house {

/// One breach of a rule: where, and what to do about it.
struct Finding {
    std::string file;
    int line = 0; ///< from 1; 0 = the file as a whole
    std::string what;

    std::string text() const; ///< "file:line: what"
};
using Findings = std::vector<Finding>;

/// The files of a checkout: those git tracks, or every file but hidden and build folders where there is no git.
class Tree {
public:
    explicit Tree(const std::filesystem::path& root);

    const std::filesystem::path& root() const { return root_; }
    /// Paths relative to the root with '/', sorted; only those that exist.
    const std::vector<std::string>& files() const { return files_; }
    bool exists(const std::string& file) const;
    std::string read(const std::string& file) const; ///< empty when it cannot be read
    std::uintmax_t size(const std::string& file) const;

private:
    std::filesystem::path root_;
    std::vector<std::string> files_;
};

std::vector<std::string_view> lines_of(std::string_view text);
std::string_view trimmed(std::string_view text);
bool has_suffix(std::string_view file, std::initializer_list<std::string_view> suffixes);
/// C++ sources and headers.
bool is_cpp(std::string_view file);
bool is_cmake(std::string_view file);

} // namespace touchstone::house
