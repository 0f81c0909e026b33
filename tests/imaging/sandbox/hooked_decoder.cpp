// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The decoder as it ships, but for one thing: a file that begins with "P6\n#HOOK deed\n" has the deed done in the
// worker before it is decoded. What a taken-over decoder would try, and what broken ones do. Where a deed succeeds that
// must not, the worker ends with status 99 and the photo is not decoded.
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <link.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/imaging/sandbox/worker.h"

namespace {

void must_fail(bool succeeded) {
    if (succeeded)
        ::_exit(99);
}

void crash() {
    ::signal(SIGSEGV, SIG_DFL); // not into a sanitizer's hands
    ::raise(SIGSEGV);
}

void hang() {
    for (;;)
        ::pause();
}

void spin() {
    volatile bool ever = true;
    while (ever) {
    }
}

/// Fills memory until it is refused, as a decoder does that believes a header: std::bad_alloc.
void devour() {
    std::vector<std::vector<char>> all;
    for (;;)
        all.emplace_back(std::size_t{64} << 20, 'x');
}

/// The same by a C library that gives up.
void devour_and_abort() {
    for (;;) {
        void* memory = std::malloc(std::size_t{64} << 20);
        if (memory == nullptr)
            std::abort();
        std::memset(memory, 1, std::size_t{64} << 20);
    }
}

void leave() {
    ::_exit(0);
}

void open_files() {
    for (const char* name : {"/etc/passwd", "/proc/self/maps", "/", ".", "/tmp", "/dev/null"}) {
        must_fail(::open(name, O_RDONLY) >= 0);
        must_fail(::open(name, O_RDONLY | O_DIRECTORY) >= 0);
    }
    must_fail(::open("made", O_WRONLY | O_CREAT, 0600) >= 0);
    must_fail(::mkdir("made", 0700) == 0);
    must_fail(::unlink("/etc/passwd") == 0);
    must_fail(::symlink("/etc/passwd", "made") == 0);
    must_fail(::chdir("/etc") == 0);
}

void connect_out() {
    for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK})
        for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW})
            must_fail(::socket(family, type, 0) >= 0);
    int pair[2];
    must_fail(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
}

void make_processes() {
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    must_fail(child > 0);
    must_fail(::kill(::getppid(), 0) == 0);
    must_fail(::kill(1, 0) == 0);
}

void make_code() {
    must_fail(::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    void* data = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    must_fail(data == MAP_FAILED);
    must_fail(::mprotect(data, 4096, PROT_READ | PROT_EXEC) == 0);
}

void execute() {
    std::array<char*, 1> nothing{nullptr};
    ::execve("/bin/true", nothing.data(), nothing.data());
}

int name_unwanted(dl_phdr_info* library, std::size_t /*size*/, void* /*unused*/) {
    const std::string name = library->dlpi_name;
    for (const char* unwanted : {"Magick", "poppler", "openslide", "magick"})
        must_fail(name.find(unwanted) != std::string::npos);
    return 0;
}

void look_for_unwanted_libraries() {
    ::dl_iterate_phdr(name_unwanted, nullptr);
}

/// Until somebody cuts the file short. The place in the file is the program's too (one open file, two descriptors), so
/// moving it tells the program that the wait has begun.
void await_cut(int file) {
    must_fail(::lseek(file, 1, SEEK_SET) != 1);
    struct stat info {};
    while (::fstat(file, &info) == 0 && info.st_size > 0)
        ::usleep(1000);
    must_fail(::lseek(file, 0, SEEK_SET) != 0);
}

/// Looks at every page, as a reader of metadata may.
touchstone::Result<std::string> touch_every_page(std::span<const std::byte> file) {
    unsigned sum = 0;
    for (std::size_t at = 0; at < file.size(); at += 4096)
        sum += std::to_integer<unsigned>(static_cast<const volatile std::byte&>(file[at]));
    return std::to_string(sum);
}

void do_deed(int file) {
    static const std::map<std::string, void (*)(), std::less<>> deeds{{"crash", crash},
                                                                      {"hang", hang},
                                                                      {"spin", spin},
                                                                      {"devour", devour},
                                                                      {"abort", devour_and_abort},
                                                                      {"leave", leave},
                                                                      {"open", open_files},
                                                                      {"connect", connect_out},
                                                                      {"fork", make_processes},
                                                                      {"code", make_code},
                                                                      {"exec", execute},
                                                                      {"libraries", look_for_unwanted_libraries}};
    std::array<char, 64> start{};
    if (::pread(file, start.data(), start.size() - 1, 0) <= 0)
        return;
    const std::string text(start.data());
    const std::string mark = "P6\n#HOOK ";
    if (!text.starts_with(mark))
        return;
    if (text.starts_with(mark + "await cut\n"))
        return await_cut(file);
    const auto deed = deeds.find(text.substr(mark.size(), text.find('\n', mark.size()) - mark.size()));
    if (deed == deeds.end())
        ::_exit(98);
    deed->second();
}

} // namespace

int main() {
    return touchstone::imaging::sandbox::run_maker(
        {.prepare = {}, .read_facts = touch_every_page, .read_marks = {}, .before_task = do_deed});
}
