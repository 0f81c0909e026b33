// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/house/layers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <map>
#include <optional>

#include <QRegularExpression>

namespace touchstone::house {

namespace {

using Words = std::vector<std::string_view>;

/// Rooms a room may include besides itself; a layer's name stands for all its rooms.
const std::map<std::string, Words, std::less<>> may_know{
    {"engine/base", {}},
    {"engine/imaging", {"engine/base"}},
    {"engine/nn", {"engine/base"}},
    {"engine/musiq", {"engine/base", "engine/imaging", "engine/nn"}},
    {"engine/reiqa", {"engine/base", "engine/imaging", "engine/nn"}},
    {"engine/scoring", {"engine/base", "engine/imaging", "engine/nn", "engine/musiq", "engine/reiqa"}},
    {"engine/training", {"engine"}},
    {"engine/networks",
     {"engine/base", "engine/imaging", "engine/nn", "engine/musiq", "engine/reiqa", "engine/training"}},
    {"app/modelstore", {"engine"}},
    {"app/library", {"engine", "app/modelstore", "app/metadata"}},
    {"app/metadata", {"engine/base"}},
    {"app/decoder", {"engine/base", "engine/imaging", "app/metadata"}},
    {"app/culling", {"engine", "app/library"}},
    {"app/inspection", {"engine", "app/library"}},
    {"app/projection", {"engine", "app/library"}},
    {"app/reports", {"engine", "app/library", "app/metadata"}},
    {"app/commands", {"engine", "app"}},
    {"ui", {"engine", "app"}},
};

const Words torch_rooms{"engine/nn", "engine/musiq", "engine/reiqa", "engine/training"};

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return text.starts_with(p); });
}

bool is_inside(std::string_view path, std::string_view folder) {
    return path == folder || (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

bool is_inside_any(std::string_view path, const Words& folders) {
    return std::any_of(folders.begin(), folders.end(), [&](std::string_view f) { return is_inside(path, f); });
}

bool is_upper(char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0;
}

/// <QString>, <QtCore/QString>, <qstring.h>.
bool is_qt_header(std::string_view include) {
    const bool class_name =
        include.size() > 1 && include[0] == 'Q' && is_upper(include[1]) && include.find('.') == std::string_view::npos;
    const bool module = include.size() > 2 && include.starts_with("Qt") && is_upper(include[2]);
    const bool plain =
        include.starts_with('q') && include.ends_with(".h") && include.find('/') == std::string_view::npos;
    return class_name || module || plain;
}

struct LibraryRule {
    std::string_view library;
    std::function<bool(std::string_view)> matches; ///< an <include> or a linked CMake name
    Words rooms;                                   ///< where it may be used
    Words link_names;                              ///< how CMake files spell it
};

std::vector<LibraryRule> library_rules(const std::set<std::string>& widget_headers) {
    const auto prefix = [](std::initializer_list<std::string_view> prefixes) {
        return [list = std::vector<std::string_view>(prefixes)](std::string_view include) {
            return std::any_of(list.begin(), list.end(), [&](std::string_view p) { return include.starts_with(p); });
        };
    };
    const auto is_widget = [widget_headers](std::string_view include) {
        return include.starts_with("QtWidgets") || widget_headers.contains(std::string(include));
    };
    return {
        {"LibTorch", is_torch_header, torch_rooms, {"touchstone_torch", "touchstone_use_torch", "TORCH"}},
        {"oneDNN", prefix({"dnnl", "oneapi/dnnl/"}), {"engine/nn"}, {"DNNL"}},
        {"OpenCV",
         prefix({"opencv2/", "opencv4/", "opencv/"}),
         {"engine/imaging", "app/inspection"},
         {"OpenCV", "OpenCV_", "opencv_"}},
        {"libvips", prefix({"vips/"}), {"engine/imaging"}, {"PkgConfig::VIPS", "VIPS"}},
        {"LibRaw", prefix({"libraw/"}), {"engine/imaging"}, {"PkgConfig::LIBRAW", "LIBRAW"}},
        {"OpenJPEG", prefix({"openjpeg.h", "openjpeg-"}), {"engine/imaging"}, {"PkgConfig::OPENJPEG", "OPENJPEG"}},
        {"libseccomp", prefix({"seccomp.h"}), {"engine/imaging"}, {"PkgConfig::SECCOMP", "SECCOMP"}},
        {"libzip", prefix({"zip.h", "zipconf.h"}), {"engine/nn"}, {"PkgConfig::LIBZIP", "LIBZIP"}},
        {"OpenSSL", prefix({"openssl/"}), {"engine/base"}, {"OpenSSL::"}},
        {"Eigen", prefix({"Eigen/"}), {"engine/training", "app/projection"}, {"Eigen3::"}},
        {"hnswlib", prefix({"hnswlib/"}), {"engine/reiqa"}, {"touchstone_hnswlib", "HNSWLIB"}},
        {"Exiv2", prefix({"exiv2/"}), {"app/metadata"}, {"PkgConfig::EXIV2", "EXIV2", "exiv2", "Exiv2"}},
        {"xxHash", prefix({"xxhash.h", "xxh3.h"}), {"app/library"}, {"PkgConfig::XXHASH", "XXHASH"}},
        {"Qt", is_qt_header, {"app", "ui"}, {"Qt6::", "QT"}},
        {"QtWidgets", is_widget, {"ui"}, {"Qt6::Widgets"}},
    };
}

/// Is the room allowed to include a file of the other room?
bool may_include(const std::string& room, const std::string& other) {
    if (room == other) {
        return true;
    }
    const auto known = may_know.find(room);
    return known != may_know.end() && is_inside_any(other, known->second);
}

/// The text with comments turned to blanks; line ends stay, so that line numbers hold. Quoted text is left alone.
std::string without_comments(std::string_view text) {
    std::string out(text);
    enum class In { Code, String, LineComment, BlockComment } in = In::Code;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const char next = i + 1 < out.size() ? text[i + 1] : '\0';
        if (out[i] == '\n') {
            in = in == In::BlockComment ? in : In::Code;
            continue;
        }
        if (in == In::Code && text[i] == '/' && (next == '/' || next == '*')) {
            in = next == '/' ? In::LineComment : In::BlockComment;
        } else if (in == In::BlockComment && text[i] == '*' && next == '/') {
            out[i] = out[i + 1] = ' ';
            ++i;
            in = In::Code;
            continue;
        } else if (text[i] == '"' && (in == In::Code || in == In::String)) {
            in = in == In::Code ? In::String : In::Code;
        } else if (in == In::String && text[i] == '\\') {
            ++i;
        }
        if (in == In::LineComment || in == In::BlockComment) {
            out[i] = ' ';
        }
    }
    return out;
}

void check_own_include(const Tree& tree, const std::string& file, const Include& include, Findings& findings) {
    const bool has_folder = include.path.find('/') != std::string::npos;
    if (!has_folder) {
        if (!include.path.ends_with(".moc")) {
            findings.push_back(
                {file, include.line, "\"" + include.path + "\": write the path from the root, room and all"});
        }
        return;
    }
    if (!tree.exists(include.path) && !tree.exists(include.path + ".in")) {
        findings.push_back({file, include.line, "\"" + include.path + "\" is no file of this house"});
        return;
    }
    const std::string room = room_of(file);
    const std::string other = room_of(include.path);
    if (other.empty()) {
        findings.push_back({file, include.line, "\"" + include.path + "\" is not part of engine, app or ui"});
    } else if (!may_include(room, other)) {
        findings.push_back({file, include.line, room + " may not know " + other + " (\"" + include.path + "\")"});
    }
}

/// The includes by which `file` comes to Torch: "a.h → b.h → torch/torch.h"; nothing when it does not.
class TorchReach {
public:
    explicit TorchReach(const Tree& tree)
        : tree_(tree) {}

    std::optional<std::string> chain(const std::string& file) {
        if (const auto known = chains_.find(file); known != chains_.end()) {
            return known->second;
        }
        chains_[file] = std::nullopt; // ends circles
        std::optional<std::string> found;
        for (const Include& include : includes_of(tree_.read(file))) {
            if (is_torch_header(include.path)) {
                found = include.path;
            } else if (include.quoted && tree_.exists(include.path)) {
                if (const auto rest = chain(include.path)) {
                    found = include.path + " → " + *rest;
                }
            }
            if (found) {
                break;
            }
        }
        chains_[file] = found;
        return found;
    }

private:
    const Tree& tree_;
    std::map<std::string, std::optional<std::string>> chains_;
};

std::string without_cmake_comments(const std::string& text) {
    static const QRegularExpression comment("#[^\n]*");
    return QString::fromStdString(text).remove(comment).toStdString();
}

struct TorchFreeSource {
    std::string file, target;
};

/// Sources of the touchstone_room()s that do not ask for Torch: what every program links.
std::vector<TorchFreeSource> torch_free_sources(const Tree& tree) {
    static const QRegularExpression call(R"(touchstone_room\(\s*(\w+)([^)]*)\))");
    static const QRegularExpression torch(R"(\bTORCH\b)"), source(R"([\w/]+\.cpp\b)");
    std::vector<TorchFreeSource> sources;
    for (const std::string& file : tree.files()) {
        if (!is_cmake(file) || room_of(file).empty()) {
            continue;
        }
        const std::string folder = file.substr(0, file.rfind('/') + 1);
        auto calls = call.globalMatch(QString::fromStdString(without_cmake_comments(tree.read(file))));
        while (calls.hasNext()) {
            const auto room = calls.next();
            if (room.captured(2).contains(torch)) {
                continue;
            }
            auto names = source.globalMatch(room.captured(2));
            while (names.hasNext()) {
                sources.push_back(
                    {folder + names.next().captured(0).toStdString(), "touchstone_" + room.captured(1).toStdString()});
            }
        }
    }
    return sources;
}

/// Target → room, from touchstone_room() and add_executable() of the rooms' CMake files.
std::map<std::string, std::string> target_rooms(const Tree& tree) {
    static const QRegularExpression call(R"(touchstone_room\(\s*(\w+))");
    std::map<std::string, std::string> rooms;
    for (const std::string& file : tree.files()) {
        if (!is_cmake(file) || room_of(file).empty()) {
            continue;
        }
        auto matches = call.globalMatch(QString::fromStdString(without_cmake_comments(tree.read(file))));
        while (matches.hasNext()) {
            rooms["touchstone_" + matches.next().captured(1).toStdString()] = room_of(file);
        }
    }
    return rooms;
}

} // namespace

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> includes;
    const std::string code = without_comments(text);
    int number = 0;
    for (std::string_view line : lines_of(code)) {
        ++number;
        line = trimmed(line);
        if (!line.starts_with('#')) {
            continue;
        }
        line = trimmed(line.substr(1));
        if (!line.starts_with("include")) {
            continue;
        }
        line = trimmed(line.substr(7));
        const char close = line.starts_with('<') ? '>' : '"';
        const std::size_t end = line.empty() ? std::string_view::npos : line.find(close, 1);
        if (end != std::string_view::npos) {
            includes.push_back({std::string(line.substr(1, end - 1)), close == '"', number});
        }
    }
    return includes;
}

std::string room_of(const std::string& file) {
    if (file.starts_with("ui/")) {
        return "ui";
    }
    if (!starts_with_any(file, {"engine/", "app/"})) {
        return {};
    }
    const std::size_t layer = file.find('/');
    const std::size_t end = file.find('/', layer + 1);
    return end == std::string::npos ? std::string() : file.substr(0, end);
}

bool is_torch_header(std::string_view include) {
    return starts_with_any(include, {"torch/", "ATen/", "c10/", "caffe2/", "torch.h"});
}

Findings check_includes(const Tree& tree, const std::set<std::string>& widget_headers) {
    Findings findings;
    const std::vector<LibraryRule> rules = library_rules(widget_headers);
    for (const std::string& file : tree.files()) {
        const bool in_layer = starts_with_any(file, {"engine/", "app/", "ui/"});
        if (!is_cpp(file) || !in_layer) {
            continue;
        }
        const std::string room = room_of(file);
        if (!may_know.contains(room)) {
            findings.push_back(
                {file, 0, "lies in no room: add the room to docs/ARCHITECTURE.md and tests/house/layers.cpp"});
            continue;
        }
        for (const Include& include : includes_of(tree.read(file))) {
            for (const LibraryRule& rule : rules) {
                if (rule.matches(include.path) && !is_inside_any(room, rule.rooms)) {
                    findings.push_back(
                        {file, include.line,
                         room + " may not know " + std::string(rule.library) + " (" + include.path + ")"});
                }
            }
            if (include.quoted) {
                check_own_include(tree, file, include, findings);
            }
        }
    }
    return findings;
}

Findings check_torch_reach(const Tree& tree) {
    Findings findings;
    TorchReach reach(tree);
    for (const std::string& file : tree.files()) {
        const std::string room = room_of(file);
        if (!is_cpp(file) || room.empty() || is_inside_any(room, torch_rooms)) {
            continue;
        }
        if (const auto chain = reach.chain(file)) {
            findings.push_back({file, 0, "would compile Torch: " + *chain});
        }
    }
    for (const auto& [file, target] : torch_free_sources(tree)) {
        const auto chain = tree.exists(file) ? reach.chain(file) : std::nullopt;
        if (chain && is_inside_any(room_of(file), torch_rooms)) {
            findings.push_back({file, 0, "is part of " + target + ", which does without Torch: " + *chain});
        }
    }
    return findings;
}

Findings check_links(const Tree& tree) {
    static const QRegularExpression word(R"([A-Za-z_][\w:]*)");
    Findings findings;
    const std::map<std::string, std::string> rooms = target_rooms(tree);
    const std::vector<LibraryRule> rules = library_rules({});
    for (const std::string& file : tree.files()) {
        const std::string room = room_of(file);
        if (!is_cmake(file) || room.empty()) {
            continue;
        }
        auto words = word.globalMatch(QString::fromStdString(without_cmake_comments(tree.read(file))));
        std::set<std::string> seen;
        while (words.hasNext()) {
            const std::string name = words.next().captured(0).toStdString();
            if (!seen.insert(name).second) {
                continue;
            }
            for (const LibraryRule& rule : rules) {
                const bool named =
                    std::any_of(rule.link_names.begin(), rule.link_names.end(), [&](std::string_view link) {
                        return name == link || ((link.ends_with(':') || link.ends_with('_')) && name.starts_with(link));
                    });
                if (named && !is_inside_any(room, rule.rooms)) {
                    findings.push_back(
                        {file, 0, room + " may not link " + std::string(rule.library) + " (" + name + ")"});
                }
            }
            const auto target = rooms.find(name);
            if (target != rooms.end() && !may_include(room, target->second)) {
                findings.push_back({file, 0, room + " may not link " + name + " of " + target->second});
            }
        }
    }
    return findings;
}

} // namespace touchstone::house
