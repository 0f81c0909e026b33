// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string_view>

namespace touchstone::nn {

/// Operators that compute and do nothing else: arithmetic, shapes, layers, lists. `name` without "aten::", with or
/// without the underscore of its in-place form. Left out are those that touch files, processes, threads, the network or
/// the terminal, and those that reach memory by numbers out of the file (as_strided and its kind).
bool is_allowed_operator(std::string_view name);

/// The same for "prim::".
bool is_allowed_primitive(std::string_view name);

} // namespace touchstone::nn
