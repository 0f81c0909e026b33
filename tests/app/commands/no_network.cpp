// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// no_network PROGRAM [ARGUMENT…]: runs it under a filter that ends whatever process of it makes a socket other than a
// local one, and in a network namespace of its own where the system allows that.
#include <cstdio>
#include <initializer_list>

#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char** words) {
    if (count < 2)
        return 97;
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        std::fputs("no_network: no namespace here, only the filter\n", stderr);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == nullptr)
        return 97;
    for (const int family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_BLUETOOTH, AF_VSOCK})
        seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 1,
                         SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family)));
    if (seccomp_load(filter) != 0)
        return 97;
    ::execv(words[1], words + 1);
    return 97;
}
