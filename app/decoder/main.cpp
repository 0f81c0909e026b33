// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// touchstone-decoder: decodes photos for the other programs, without rights of its own. Not for people to start.
#include <cstdio>

#include <sys/socket.h>

#include "app/metadata/facts_elsewhere.h"
#include "engine/imaging/sandbox/worker.h"

int main() {
    using namespace touchstone::imaging::sandbox;
    int kind = 0;
    socklen_t length = sizeof kind;
    if (::getsockopt(maker_channel, SOL_SOCKET, SO_TYPE, &kind, &length) != 0 || kind != SOCK_SEQPACKET) {
        std::fputs("touchstone-decoder is started by touchstone and touchstone-cli\n", stderr);
        return 2;
    }
    return run_maker({.prepare = touchstone::metadata::initialise,
                      .read_facts =
                          [](std::span<const std::byte> file) {
                              return touchstone::metadata::facts_of_bytes(file).map(touchstone::metadata::facts_text);
                          },
                      .read_marks =
                          [](std::span<const std::byte> file) {
                              return touchstone::metadata::marks_of_bytes(file).map(touchstone::metadata::marks_text);
                          },
                      .before_task = {}});
}
