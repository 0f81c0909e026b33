// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Gives the one precompiled Torch header a translation unit of its own, so that every room can reuse it.
