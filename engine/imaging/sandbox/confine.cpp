// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/sandbox/confine.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>

#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace touchstone::imaging::sandbox {

namespace {

/// Runs a step that returns 0 or leaves errno.
Protection attempt(const char* name, const std::function<int()>& step) {
    errno = 0;
    return step() == 0 ? Protection{name, {}} : Protection{name, std::strerror(errno)};
}

int pivot_root(const char* new_root, const char* put_old) {
    return static_cast<int>(::syscall(SYS_pivot_root, new_root, put_old));
}

/// An empty, read-only folder that nothing else can reach becomes the root, and the old one is let go.
int enter_empty_root() {
    const char* place = "/tmp";
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return -1;
    if (::mount("tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k,nr_inodes=2,mode=0500") != 0)
        return -1;
    if (::chdir(place) != 0 || pivot_root(".", ".") != 0 || ::umount2(".", MNT_DETACH) != 0)
        return -1;
    const unsigned long read_only = MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (::mount(nullptr, "/", nullptr, read_only, "size=4k,nr_inodes=2,mode=0500") != 0)
        return -1;
    return ::chdir("/");
}

int drop_capabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
    return static_cast<int>(::syscall(SYS_capset, &header, none));
}

/// A rule set that handles every kind of access and allows none.
int allow_no_files() {
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs =
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
        LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
        LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
        LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
        LANDLOCK_ACCESS_FS_MAKE_SYM;
    const int rules =
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0));
    if (rules < 0)
        return -1;
    const int result = static_cast<int>(::syscall(SYS_landlock_restrict_self, rules, 0));
    const int problem = errno;
    ::close(rules);
    errno = problem;
    return result;
}

int limit(__rlimit_resource resource, std::uint64_t value) {
    const rlimit both{value, value};
    return ::setrlimit(resource, &both);
}

#ifndef TOUCHSTONE_SANITIZED
/// Everything a decoder needs once it runs: memory, threads, clocks, its channel and its frame memory.
constexpr int allowed_calls[] = {SCMP_SYS(read),
                                 SCMP_SYS(pread64),
                                 SCMP_SYS(readv),
                                 SCMP_SYS(write),
                                 SCMP_SYS(writev),
                                 SCMP_SYS(close),
                                 SCMP_SYS(fstat),
                                 SCMP_SYS(newfstatat),
                                 SCMP_SYS(lseek),
                                 SCMP_SYS(munmap),
                                 SCMP_SYS(mremap),
                                 SCMP_SYS(madvise),
                                 SCMP_SYS(brk),
                                 SCMP_SYS(memfd_create),
                                 SCMP_SYS(ftruncate),
                                 SCMP_SYS(fcntl),
                                 SCMP_SYS(sendmsg),
                                 SCMP_SYS(recvmsg),
                                 SCMP_SYS(poll),
                                 SCMP_SYS(ppoll),
                                 SCMP_SYS(futex),
                                 SCMP_SYS(set_robust_list),
                                 SCMP_SYS(rseq),
                                 SCMP_SYS(sched_yield),
                                 SCMP_SYS(sched_getaffinity),
                                 SCMP_SYS(membarrier),
                                 SCMP_SYS(getpid),
                                 SCMP_SYS(gettid),
                                 SCMP_SYS(clock_gettime),
                                 SCMP_SYS(clock_getres),
                                 SCMP_SYS(clock_nanosleep),
                                 SCMP_SYS(nanosleep),
                                 SCMP_SYS(gettimeofday),
                                 SCMP_SYS(time),
                                 SCMP_SYS(rt_sigaction),
                                 SCMP_SYS(rt_sigprocmask),
                                 SCMP_SYS(rt_sigreturn),
                                 SCMP_SYS(sigaltstack),
                                 SCMP_SYS(exit),
                                 SCMP_SYS(exit_group),
                                 SCMP_SYS(restart_syscall),
                                 SCMP_SYS(getrandom),
                                 SCMP_SYS(getrusage),
                                 SCMP_SYS(sysinfo),
                                 SCMP_SYS(uname)};

/// Asked for by libraries on their way (time zones, locales, terminals, the number of processors); they go on without.
constexpr int refused_calls[] = {SCMP_SYS(openat),     SCMP_SYS(open),      SCMP_SYS(access), SCMP_SYS(faccessat),
                                 SCMP_SYS(faccessat2), SCMP_SYS(stat),      SCMP_SYS(lstat),  SCMP_SYS(statx),
                                 SCMP_SYS(readlink),   SCMP_SYS(readlinkat)};

/// No library has a reason for these: the process is not what it was.
constexpr int deadly_calls[] = {SCMP_SYS(execve),
                                SCMP_SYS(execveat),
                                SCMP_SYS(ptrace),
                                SCMP_SYS(process_vm_readv),
                                SCMP_SYS(process_vm_writev),
                                SCMP_SYS(bpf),
                                SCMP_SYS(userfaultfd),
                                SCMP_SYS(io_uring_setup),
                                SCMP_SYS(keyctl),
                                SCMP_SYS(add_key),
                                SCMP_SYS(mount),
                                SCMP_SYS(unshare),
                                SCMP_SYS(setns)};

bool add_plain_rules(scmp_filter_ctx filter) {
    int failed = 0;
    for (const int call : allowed_calls)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
    for (const int call : refused_calls)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0);
    for (const int call : deadly_calls)
        failed |= seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, call, 0);
    return failed == 0;
}

bool add_rules_with_arguments(scmp_filter_ctx filter) {
    constexpr auto one_thread = static_cast<scmp_datum_t>(CLONE_THREAD);
    constexpr auto executable = static_cast<scmp_datum_t>(PROT_EXEC);
    int failed = 0;
    // Threads, not processes. clone3 hides its flags behind a pointer: glibc falls back to clone.
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                               SCMP_A0(SCMP_CMP_MASKED_EQ, one_thread, one_thread));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    // No new code.
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, executable, 0));
    // Its own end, by abort().
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                               SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
    // Reading limits, naming threads; a terminal it is not.
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0);
    return failed == 0;
}

int allow_only_listed_calls() {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == nullptr) {
        errno = ENOMEM;
        return -1;
    }
    int result = -EINVAL;
    if (add_plain_rules(filter) && add_rules_with_arguments(filter))
        result = seccomp_load(filter);
    seccomp_release(filter);
    errno = -result;
    return result == 0 ? 0 : -1;
}
#endif

} // namespace

std::uint64_t address_space_in_use() {
    unsigned long pages = 0;
    std::FILE* file = std::fopen("/proc/self/statm", "re");
    const bool known = file != nullptr && std::fscanf(file, "%lu", &pages) == 1;
    if (file != nullptr)
        std::fclose(file);
    constexpr std::uint64_t about_what_the_libraries_take = std::uint64_t{1} << 30;
    return known ? pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : about_what_the_libraries_take;
}

Confinement leave_the_system() {
    Confinement done;
    done.push_back(attempt("no new privileges", [] { return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }));
    done.push_back(attempt("user namespace", [] { return ::unshare(CLONE_NEWUSER); }));
    // One by one: a kernel may be built without one of them.
    done.push_back(attempt("network namespace", [] { return ::unshare(CLONE_NEWNET); }));
    done.push_back(attempt("IPC namespace", [] { return ::unshare(CLONE_NEWIPC); }));
    done.push_back(attempt("empty root folder", [] { return ::unshare(CLONE_NEWNS) == 0 ? enter_empty_root() : -1; }));
    done.push_back(attempt("no capabilities", drop_capabilities));
    return done;
}

Confinement accept_limits(const ConfinementLimits& limits) {
    Confinement done;
    done.push_back(attempt("limits of files and processor time", [&] {
        return limit(RLIMIT_CORE, 0) == 0 && limit(RLIMIT_NOFILE, 64) == 0 &&
                       limit(RLIMIT_FSIZE, limits.frame_bytes) == 0 &&
                       limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.cpu_seconds)) == 0
                   ? 0
                   : -1;
    }));
    done.push_back(attempt("not readable by other programs", [] { return ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }));
    done.push_back(attempt("no files (Landlock)", allow_no_files));
#ifdef TOUCHSTONE_SANITIZED
    // A sanitizer needs address space by the terabyte and calls of its own.
    done.push_back({"limit of memory", "built with a sanitizer"});
    done.push_back({"list of system calls", "built with a sanitizer"});
#else
    if (limits.address_space > 0)
        done.push_back(attempt("limit of memory", [&] { return limit(RLIMIT_AS, limits.address_space); }));
    done.push_back(attempt("list of system calls", allow_only_listed_calls));
#endif
    return done;
}

} // namespace touchstone::imaging::sandbox
