// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>

#include "engine/base/error.h"

/// The only functions of the program that write or remove a sidecar.
///
/// A link is followed and stays a link; one that leads nowhere is refused. Permissions stay, the owner where the system
/// allows it. A sidecar with several hard links (a backup that shares files) is separated from them: the others keep
/// the old text. Any thread; blocks.
namespace touchstone::metadata {

/// Puts `text` where `expected` is now; nothing there when `expected` is empty. Written beside it, synced, then the two
/// change places in one step of the file system, so that a reader sees one or the other whole. What the other program
/// wrote in the last moment is found in the exchanged file, and put back. Errors: WriteFailed when the file is not what
/// is expected ("was changed by another program …"), for a full disk or a read-only folder, and for a path that is no
/// sidecar's. After any error the file is as it was.
Result<void> put_sidecar(const std::string& path, const std::optional<std::string>& expected, const std::string& text);

/// Removes a sidecar whose text is `expected`.
Result<void> remove_sidecar(const std::string& path, const std::string& expected);

/// The text that is there now; empty when there is no file. Errors as read_file().
Result<std::optional<std::string>> sidecar_text(const std::string& path);

/// Removes what a killed program left in a folder. Returns how many files.
int remove_leftovers(const std::string& folder);

/// The words of the error for a file that changed since it was read.
Error changed_meanwhile(const std::string& path);

} // namespace touchstone::metadata
