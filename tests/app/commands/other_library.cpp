// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A library that has nothing to do with networks.
extern "C" int touchstone_other_library() {
    return 0;
}
