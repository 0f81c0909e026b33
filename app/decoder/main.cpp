// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// touchstone-decoder: decodes photos for the other programs, without rights of its own. Not for people to start.
#include <cstdio>

#include <sys/socket.h>

#include "engine/imaging/sandbox/worker.h"

int main() {
    using namespace touchstone::imaging::sandbox;
    int kind = 0;
    socklen_t length = sizeof kind;
    if (::getsockopt(maker_channel, SOL_SOCKET, SO_TYPE, &kind, &length) != 0 || kind != SOCK_SEQPACKET) {
        std::fputs("touchstone-decoder is started by touchstone and touchstone-cli\n", stderr);
        return 2;
    }
    return run_maker({});
}
