// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "app/library/catalogue/backup.h"
#include "app/library/issue.h"

/// What opening a catalogue has to tell the person: what happened, and what to do.
namespace touchstone::library::notices {

Issue locked(const std::string& folder, long process);
Issue not_writable(const std::string& folder);
Issue newer_schema(const std::string& database);
Issue restored(const Restored& restored);
Issue network(const std::string& folder);
Issue no_log(const std::string& folder);
Issue not_migrated(const Error& error);
Issue in_memory(const Error& error);
Issue unreadable(const Error& error);

} // namespace touchstone::library::notices
