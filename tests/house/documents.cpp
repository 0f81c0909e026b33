// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/house/documents.h"

#include <algorithm>
#include <map>
#include <set>

#include <QRegularExpression>

#include "tests/house/layers.h"

namespace touchstone::house {

namespace {

const std::string architecture = "docs/ARCHITECTURE.md";

std::vector<std::string> cells_of(std::string_view row) {
    std::vector<std::string> cells;
    row.remove_prefix(1); // the leading '|'
    while (!row.empty()) {
        const std::size_t end = row.find('|');
        cells.emplace_back(trimmed(row.substr(0, end)));
        row.remove_prefix(end == std::string_view::npos ? row.size() : end + 1);
    }
    return cells;
}

std::string cmake_code(const Tree& tree, const std::string& file) {
    static const QRegularExpression comment("#[^\n]*");
    return QString::fromStdString(tree.read(file)).remove(comment).toStdString();
}

/// Rooms by the folders: engine/* and app/* one by one, the other top-level folders whole.
std::set<std::string> room_folders(const Tree& tree) {
    std::set<std::string> rooms;
    for (const std::string& file : tree.files()) {
        const std::size_t slash = file.find('/');
        if (slash == std::string::npos || file.starts_with('.') || file.starts_with("docs/")) {
            continue;
        }
        const std::string top = file.substr(0, slash);
        const std::string room = room_of(file);
        if (!room.empty()) {
            rooms.insert(room);
        } else if (top != "engine" && top != "app") {
            rooms.insert(top);
        }
    }
    return rooms;
}

std::map<std::string, std::set<std::string>> targets_by_room(const Tree& tree) {
    static const QRegularExpression call(R"(\btouchstone_room\(\s*(\w+))");
    std::map<std::string, std::set<std::string>> targets;
    for (const std::string& file : tree.files()) {
        if (!is_cmake(file) || room_of(file).empty()) {
            continue;
        }
        auto matches = call.globalMatch(QString::fromStdString(cmake_code(tree, file)));
        while (matches.hasNext()) {
            targets[room_of(file)].insert("touchstone_" + matches.next().captured(1).toStdString());
        }
    }
    return targets;
}

/// Findings for what is only on one side.
void compare(const std::set<std::string>& there, const std::set<std::string>& listed, const std::string& kind,
             Findings& findings) {
    for (const std::string& name : there) {
        if (!listed.contains(name)) {
            findings.push_back({architecture, 0, kind + " " + name + " is not listed"});
        }
    }
    for (const std::string& name : listed) {
        if (!there.contains(name)) {
            findings.push_back({architecture, 0, kind + " " + name + " is listed but not there"});
        }
    }
}

/// Libraries CMake looks for: find_package(X …), pkg_check_modules(X …), find_path(X_INCLUDE_DIR …) and the like.
std::set<std::string> libraries_in_cmake(const Tree& tree) {
    static const QRegularExpression call(R"(\b(find_package|pkg_check_modules|find_path|find_library)\(\s*(\w+))");
    static const QRegularExpression ending("_(INCLUDE_DIRS?|LIBRARY|LIBRARIES)$");
    std::set<std::string> names;
    for (const std::string& file : tree.files()) {
        if (!is_cmake(file)) {
            continue;
        }
        auto matches = call.globalMatch(QString::fromStdString(cmake_code(tree, file)));
        while (matches.hasNext()) {
            names.insert(matches.next().captured(2).remove(ending).toStdString());
        }
    }
    return names;
}

std::set<std::string> debian_packages(const Tree& tree) {
    std::set<std::string> names;
    const std::string list = tree.read("packaging/packages.txt");
    for (const std::string_view line : lines_of(list)) {
        if (!line.empty() && !line.starts_with('#')) {
            names.emplace(line.substr(0, line.find(' ')));
        }
    }
    return names;
}

/// A Markdown text without what stands in fences and backquotes: code is no link.
QString markdown_prose(const std::string& text) {
    static const QRegularExpression fence("^ *```.*?^ *```", QRegularExpression::MultilineOption |
                                                                 QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression code("`[^`\n]*`");
    return QString::fromStdString(text).remove(fence).remove(code);
}

/// The anchors of a Markdown file's headings, as common hosts make them: small letters, blanks to hyphens, the rest of
/// the punctuation gone.
std::set<QString> anchors_of(const std::string& text) {
    static const QRegularExpression heading("^#+ +(.*)$", QRegularExpression::MultilineOption);
    static const QRegularExpression punctuation("[^\\w\\- ]", QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression fence("^ *```.*?^ *```", QRegularExpression::MultilineOption |
                                                                 QRegularExpression::DotMatchesEverythingOption);
    std::set<QString> anchors;
    auto headings = heading.globalMatch(QString::fromStdString(text).remove(fence));
    while (headings.hasNext()) {
        anchors.insert(headings.next().captured(1).trimmed().toLower().remove(punctuation).replace(' ', '-'));
    }
    return anchors;
}

} // namespace

std::vector<std::vector<std::string>> table_after(std::string_view markdown, std::string_view marker) {
    const std::string start = "<!-- " + std::string(marker) + ":";
    std::vector<std::vector<std::string>> rows;
    bool found = false;
    for (const std::string_view line : lines_of(markdown)) {
        if (!found) {
            found = line.starts_with(start);
        } else if (line.starts_with('|')) {
            rows.push_back(cells_of(line));
        } else if (!rows.empty()) {
            break;
        }
    }
    if (rows.size() < 2) {
        return {};
    }
    rows.erase(rows.begin(), rows.begin() + 2); // heading and rule
    return rows;
}

std::vector<std::string> backquoted(std::string_view cell) {
    std::vector<std::string> words;
    for (;;) {
        const std::size_t open = cell.find('`');
        const std::size_t close = open == std::string_view::npos ? open : cell.find('`', open + 1);
        if (close == std::string_view::npos) {
            return words;
        }
        words.emplace_back(cell.substr(open + 1, close - open - 1));
        cell.remove_prefix(close + 1);
    }
}

Findings check_rooms(const Tree& tree) {
    Findings findings;
    std::set<std::string> listed;
    std::map<std::string, std::set<std::string>> listed_targets;
    for (const auto& row : table_after(tree.read(architecture), "rooms")) {
        const std::vector<std::string> room = backquoted(row.at(0));
        if (room.size() != 1 || row.size() < 4) {
            findings.push_back(
                {architecture, 0, "a row of the rooms is not: `room`, targets, may know, what lives there"});
            continue;
        }
        listed.insert(room[0]);
        const std::vector<std::string> targets = backquoted(row[1]);
        listed_targets[room[0]].insert(targets.begin(), targets.end());
    }
    compare(room_folders(tree), listed, "room", findings);
    const std::map<std::string, std::set<std::string>> targets = targets_by_room(tree);
    for (const std::string& room : listed) {
        const auto there = targets.find(room);
        compare(there == targets.end() ? std::set<std::string>() : there->second, listed_targets[room],
                "in " + room + ", target", findings);
    }
    return findings;
}

Findings check_torch_headers(const Tree& tree) {
    Findings findings;
    std::set<std::string> listed;
    for (const auto& row : table_after(tree.read(architecture), "torch-headers")) {
        for (const std::string& header : backquoted(row.at(0))) {
            listed.insert(header);
        }
    }
    std::set<std::string> there;
    for (const std::string& file : tree.files()) {
        if (!file.starts_with("engine/") || !file.ends_with(".h")) {
            continue;
        }
        const std::vector<Include> includes = includes_of(tree.read(file));
        if (std::any_of(includes.begin(), includes.end(), [](const Include& i) { return is_torch_header(i.path); })) {
            there.insert(file);
        }
    }
    compare(there, listed, "header with Torch types", findings);
    return findings;
}

Findings check_libraries(const Tree& tree) {
    Findings findings;
    const std::set<std::string> packages = debian_packages(tree);
    std::set<std::string> listed;
    for (const auto& row : table_after(tree.read(architecture), "libraries")) {
        const std::vector<std::string> name = backquoted(row.at(0));
        if (name.size() != 1 || row.size() < 5) {
            findings.push_back(
                {architecture, 0, "a row of the libraries is not: `CMake`, library, packages, licence, why"});
            continue;
        }
        listed.insert(name[0]);
        if (row[4].size() < 20) {
            findings.push_back({architecture, 0, "library " + name[0] + " has no reasons"});
        }
        for (const std::string& package : backquoted(row[2])) {
            if (!packages.contains(package)) {
                findings.push_back({architecture, 0, "package " + package + " is not in packaging/packages.txt"});
            }
        }
    }
    compare(libraries_in_cmake(tree), listed, "library", findings);
    return findings;
}

Findings check_document_links(const Tree& tree) {
    static const QRegularExpression link(R"(\]\(\s*<?([^)>\s]+)>?[^)]*\))");
    Findings findings;
    for (const std::string& file : tree.files()) {
        if (!file.ends_with(".md")) {
            continue;
        }
        const std::filesystem::path folder = std::filesystem::path(file).parent_path();
        auto links = link.globalMatch(markdown_prose(tree.read(file)));
        while (links.hasNext()) {
            const QString target = links.next().captured(1);
            if (target.contains("://") || target.startsWith("mailto:")) {
                continue;
            }
            const std::string name = target.section('#', 0, 0).toStdString();
            const QString anchor = target.section('#', 1);
            const std::string path = name.empty() ? file : (folder / name).lexically_normal().generic_string();
            if (!tree.exists(path)) {
                findings.push_back({file, 0, "link to " + target.toStdString() + " leads to no file"});
            } else if (!anchor.isEmpty() && path.ends_with(".md") && !anchors_of(tree.read(path)).contains(anchor)) {
                findings.push_back({file, 0, "link to " + target.toStdString() + " leads to no heading"});
            }
        }
    }
    return findings;
}

} // namespace touchstone::house
