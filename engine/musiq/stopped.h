// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

namespace touchstone::musiq {

/// Thrown inside the room when the stop token fires; it becomes ErrorCode::Cancelled at the room's border.
struct Stopped {};

} // namespace touchstone::musiq
