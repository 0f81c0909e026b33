// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "engine/base/error.h"

/// The inside of `touchstone-decoder`.
///
/// One process, the maker, is started by exec. It loads every library, leaves the system (namespaces, an empty root)
/// and forks a worker whenever it is asked to: that takes milliseconds, where a start from scratch takes a tenth of a
/// second. It has one thread and never sees a byte of a photo. A worker limits itself and decodes one photo after the
/// other until its channel closes. When the program goes, however it goes, the maker's channel closes, it ends, and the
/// kernel ends the workers with it.
namespace touchstone::imaging::sandbox {

/// What the maker's program adds to decoding.
struct WorkerParts {
    /// Loads what these readers need from the disk; before the process leaves the system. May be empty.
    std::function<void()> prepare;
    using TextReader = std::function<Result<std::string>(std::span<const std::byte> file)>;
    /// What a photo says of itself, and what people said inside it, as texts of their own readers (app/metadata). Empty
    /// = the task is refused.
    TextReader read_facts, read_marks;
    /// Looks at a task's open file before it is decoded. For tests; never set in the program that ships.
    std::function<void(int file)> before_task;
};

/// The descriptor that the program hands down.
constexpr int maker_channel = 3;

/// main() of the maker: returns the exit status when the program has gone. In a worker it does not return.
int run_maker(const WorkerParts& parts);

} // namespace touchstone::imaging::sandbox
