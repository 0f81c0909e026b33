// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>

#include "app/library/catalogue/connection.h"

/// The tables' numbered versions: resources/schema/N.sql turns N-1 into N. Kept in the file as PRAGMA user_version.
namespace touchstone::library {

inline constexpr int latest_schema = 3;

/// 0 = an empty file.
Result<int> schema_of(Connection& connection);

/// Brings the file to `schema` in one transaction: killed in the middle, the file is as it was. Does nothing when it is
/// there already. `before_commit` is for tests.
Result<void> migrate(Connection& connection, int schema = latest_schema,
                     const std::function<void()>& before_commit = {});

} // namespace touchstone::library
