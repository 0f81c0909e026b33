// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/modelstore/model_folders.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace touchstone {

namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::vector<std::string> split_at_colons(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t end = list.find(':');
        if (const std::string_view part = list.substr(0, end); !part.empty())
            parts.emplace_back(part);
        list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
    }
    return parts;
}

std::string built_in_folder() {
    std::error_code ignored;
    const fs::path executable = fs::read_symlink("/proc/self/exe", ignored);
    if (!executable.empty()) {
        const fs::path installed = (executable.parent_path() / TOUCHSTONE_MODELS_FROM_BIN).lexically_normal();
        if (fs::is_directory(installed, ignored))
            return installed.string();
    }
    return TOUCHSTONE_SOURCE_MODELS;
}

std::string store_folder() {
    if (const std::string chosen = environment("TOUCHSTONE_DATA_DIR"); !chosen.empty())
        return chosen + "/models";
    // The desktop's base directory rule: a relative XDG_DATA_HOME is to be ignored.
    if (const std::string data = environment("XDG_DATA_HOME"); data.starts_with('/'))
        return data + "/touchstone/models";
    return environment("HOME") + "/.local/share/touchstone/models";
}

} // namespace

ModelFolders ModelFolders::standard() {
    ModelFolders folders;
    folders.store = store_folder();
    const std::string chosen = environment("TOUCHSTONE_MODELS");
    if (chosen.empty()) {
        folders.shipped = {built_in_folder()};
    } else {
        folders.shipped = split_at_colons(chosen);
        folders.fallback = {built_in_folder()};
    }
    return folders;
}

} // namespace touchstone
