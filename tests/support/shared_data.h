// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <nlohmann/json.hpp>

/// Files of ../shared, which lies beside the checkout in CI and on a developer's machine but not on a user's.
namespace touchstone::test {

/// Absolute path of a file below ../shared; does not say whether it exists.
std::string shared_path(const std::string& relative);
bool have_shared(const std::string& relative);
nlohmann::json shared_json(const std::string& relative);

} // namespace touchstone::test

/// Leaves the test function, loudly, when ../shared is not there.
#define TOUCHSTONE_NEEDS_SHARED(relative)                                                                              \
    do {                                                                                                               \
        if (!touchstone::test::have_shared(relative))                                                                  \
            QSKIP("../shared/" relative " is not beside this checkout");                                               \
    } while (false)
