// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string_view>

namespace touchstone {

/// models/published.json, compiled in.
std::string_view published_list_text();

} // namespace touchstone
