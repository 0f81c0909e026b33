// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/house/tree.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <QProcess>

namespace touchstone::house {

namespace fs = std::filesystem;

namespace {

/// Empty when git is missing or refuses.
std::vector<std::string> tracked_files(const fs::path& root) {
    QProcess git;
    // A checkout may belong to another user, as in a container; listing its files is harmless.
    git.start("git", {"-c", "safe.directory=*", "-C", QString::fromStdString(root.string()), "ls-files", "-z"});
    if (!git.waitForFinished() || git.exitStatus() != QProcess::NormalExit || git.exitCode() != 0) {
        return {};
    }
    std::vector<std::string> files;
    for (const QByteArray& name : git.readAllStandardOutput().split('\0')) {
        if (!name.isEmpty()) {
            files.push_back(name.toStdString());
        }
    }
    return files;
}

bool is_skipped_folder(const std::string& name) {
    return (name.starts_with('.') && name != ".ci") || name.starts_with("build");
}

std::vector<std::string> walked_files(const fs::path& root) {
    std::vector<std::string> files;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        if (entry->is_directory() && is_skipped_folder(entry->path().filename().string())) {
            entry.disable_recursion_pending();
        } else if (entry->is_regular_file()) {
            files.push_back(fs::relative(entry->path(), root).generic_string());
        }
    }
    return files;
}

} // namespace

std::string Finding::text() const {
    return line > 0 ? file + ":" + std::to_string(line) + ": " + what : file + ": " + what;
}

Tree::Tree(const fs::path& root)
    : root_(root) {
    if (fs::exists(root / ".git")) {
        files_ = tracked_files(root);
    }
    if (files_.empty()) {
        files_ = walked_files(root);
    }
    std::erase_if(files_, [this](const std::string& file) { return !fs::is_regular_file(root_ / file); });
    std::sort(files_.begin(), files_.end());
}

bool Tree::exists(const std::string& file) const {
    return fs::exists(root_ / file);
}

std::string Tree::read(const std::string& file) const {
    const std::ifstream stream(root_ / file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::uintmax_t Tree::size(const std::string& file) const {
    return fs::file_size(root_ / file);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool has_suffix(std::string_view file, std::initializer_list<std::string_view> suffixes) {
    return std::any_of(suffixes.begin(), suffixes.end(), [&](std::string_view s) { return file.ends_with(s); });
}

bool is_cpp(std::string_view file) {
    return has_suffix(file, {".h", ".hpp", ".cpp", ".cc", ".cxx", ".c", ".cu", ".inl"});
}

bool is_cmake(std::string_view file) {
    return has_suffix(file, {".cmake"}) || file == "CMakeLists.txt" || file.ends_with("/CMakeLists.txt");
}

} // namespace touchstone::house
