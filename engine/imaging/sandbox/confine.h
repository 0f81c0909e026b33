// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>

#include "engine/imaging/sandbox/protocol.h"

/// How a process gives up what it does not need. Nothing here can be taken back. Each step is tried for itself and says
/// whether it held: kernels and distributions forbid some of them. Private to the room.
namespace touchstone::imaging::sandbox {

struct ConfinementLimits {
    std::uint64_t address_space = 0;                    ///< bytes, with what the process has already; 0 = no limit
    std::uint64_t frame_bytes = std::uint64_t{2} << 30; ///< largest file (a memfd is one)
    int cpu_seconds = 3600;                             ///< of the whole worker, not of one photo
};

/// Bytes. Asked before the process leaves the system: it reads /proc.
std::uint64_t address_space_in_use();

/// Own user, network, IPC and mount namespaces, an empty root folder, no capabilities, no new privileges. The process
/// must have one thread and must have loaded everything it needs from the disk.
Confinement leave_the_system();

/// Resource limits, no files (Landlock), and the list of system calls. The process must have one thread.
Confinement accept_limits(const ConfinementLimits& limits);

} // namespace touchstone::imaging::sandbox
