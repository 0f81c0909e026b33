// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/support/shared_data.h"

#include <filesystem>
#include <fstream>

namespace touchstone::test {

std::string shared_path(const std::string& relative) {
    return std::string(TOUCHSTONE_SHARED_DIR) + "/" + relative;
}

bool have_shared(const std::string& relative) {
    return std::filesystem::exists(shared_path(relative));
}

nlohmann::json shared_json(const std::string& relative) {
    std::ifstream file(shared_path(relative));
    return nlohmann::json::parse(file);
}

} // namespace touchstone::test
