// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

namespace touchstone {

/// What became of the wish to decode in a sandbox.
struct SandboxState {
    bool active = false;
    /// One sentence each, for the person: why there is none, or what the kernel did not allow. Empty when all is well,
    /// and when nobody wanted one.
    std::vector<std::string> notes;
};

/// Has all photos of this process decoded, and their metadata read, by touchstone-decoder. In main(), before any thread
/// exists. Not `wanted`, TOUCHSTONE_SANDBOX=off in the environment, or a build without: this process decodes, as it
/// does when the decoder cannot be started, which the notes then say.
SandboxState set_up_sandbox(bool wanted);

/// Where the decoder is looked for: beside the running program, where an installation and where a build put it.
std::string decoder_program();

} // namespace touchstone
