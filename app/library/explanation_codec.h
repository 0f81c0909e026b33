// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>

#include <QByteArray>

#include "app/library/explanation.h"

/// An explanation as bytes, for the map store: its own version, a list of fields, deflated. Exact: every float and
/// double comes back bit for bit. In the machine's byte order; a cache does not travel. Any thread.
namespace touchstone::library {

/// Raise it with every change of the fields; bytes of another version are not read.
inline constexpr std::uint32_t explanation_version = 1;

/// Everything but the request and the features (which explanations do not keep).
QByteArray pack_explanation(const Explanation& explanation);

/// Empty for anything that pack_explanation() of this version did not make: cut, foreign, with sizes that contradict
/// each other. Every size is compared with what is there before memory is taken; never more than 64 MiB. The request is
/// the caller's to fill in.
std::optional<Explanation> unpack_explanation(const QByteArray& bytes);

} // namespace touchstone::library
