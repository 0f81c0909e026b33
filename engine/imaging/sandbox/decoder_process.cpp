// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/sandbox/decoder_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "engine/imaging/sandbox/worker.h"

extern char** environ;

namespace touchstone::imaging::sandbox {

namespace {

/// Loading some hundred libraries from a cold disk under a sanitizer takes a while; a program that says nothing for
/// this long says nothing at all.
constexpr std::chrono::nanoseconds patience_for_start = std::chrono::seconds(60);
constexpr std::chrono::nanoseconds patience_for_requests = std::chrono::seconds(20);

Error cannot_start(const std::string& why) {
    return {ErrorCode::Internal, {}, "the decoder could not be started: " + why, "install the program again"};
}

/// Nothing of the person's environment reaches the decoder but what its libraries and a sanitizer need to start. The
/// locale is C: the decimal point of a picture's header is a point.
std::vector<std::string> environment_for(std::uint64_t memory_bytes) {
    std::vector<std::string> environment{"VIPS_WARNING=0", "OMP_NUM_THREADS=1",
                                         "TOUCHSTONE_DECODER_MEMORY=" + std::to_string(memory_bytes)};
    for (char** one = environ; *one != nullptr; ++one) {
        const std::string_view variable = *one;
        for (const std::string_view kept :
             {"LD_LIBRARY_PATH=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS=", "LSAN_OPTIONS="})
            if (variable.starts_with(kept))
                environment.emplace_back(variable);
    }
    return environment;
}

/// For those who look for a mistake in the decoder; and sanitizers report there.
bool keeps_stderr() {
#ifdef TOUCHSTONE_SANITIZED
    return true;
#else
    return std::getenv("TOUCHSTONE_DECODER_STDERR") != nullptr;
#endif
}

/// 0 when it cannot be started.
pid_t start_process(const std::string& program, int channel, std::uint64_t memory_bytes, std::string& why) {
    std::vector<std::string> environment = environment_for(memory_bytes);
    std::vector<char*> variables;
    for (std::string& variable : environment)
        variables.push_back(variable.data());
    variables.push_back(nullptr);
    std::string name = program;
    std::array<char*, 2> arguments{name.data(), nullptr};

    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    // What libraries have to say of odd files is nobody's concern, and a terminal obeys what is written to it.
    if (!keeps_stderr())
        ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files, channel, maker_channel);
    ::posix_spawn_file_actions_addclosefrom_np(&files, maker_channel + 1);
    sigset_t none;
    ::sigemptyset(&none);
    sigset_t all;
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t process = 0;
    const int problem =
        ::posix_spawn(&process, program.c_str(), &files, &attributes, arguments.data(), variables.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
    if (problem == 0)
        return process;
    why = program + ": " + std::strerror(problem);
    return 0;
}

std::string how_it_ended(pid_t process) {
    int status = 0;
    ::kill(process, SIGKILL);
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status))
        return "it ended with status " + std::to_string(WEXITSTATUS(status));
    return "it ended by signal " + std::to_string(WTERMSIG(status));
}

} // namespace

Result<std::unique_ptr<DecoderProcess>> DecoderProcess::start(const std::string& program, std::uint64_t memory_bytes) {
    auto ends = make_channel();
    if (!ends)
        return tl::unexpected(cannot_start(std::strerror(errno)));
    // dup2 onto itself would leave the descriptor closed on exec.
    if (ends->second.get() == maker_channel)
        ends->second = Descriptor(::fcntl(maker_channel, F_DUPFD_CLOEXEC, maker_channel + 1));
    std::unique_ptr<DecoderProcess> made(new DecoderProcess);
    std::string why;
    const pid_t process = start_process(program, ends->second.get(), memory_bytes, why);
    if (process == 0)
        return tl::unexpected(cannot_start(why));
    ends->second.close(); // else its end would never be seen
    made->channel_ = std::move(ends->first);
    Packet packet;
    std::chrono::nanoseconds patience = patience_for_start;
    const Received received = receive_packet(made->channel_.get(), packet, patience);
    const auto confinement = received == Received::Packet ? read_ready(packet.bytes) : std::nullopt;
    if (!confinement)
        return tl::unexpected(cannot_start(how_it_ended(process)));
    made->process_ = process;
    made->confinement_ = *confinement;
    return made;
}

DecoderProcess::~DecoderProcess() {
    channel_.close();
    if (process_ <= 0)
        return;
    // It holds nothing that a gentler end would save, and the kernel ends its workers.
    ::kill(process_, SIGKILL);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
}

std::optional<std::uint64_t> DecoderProcess::ask(const std::string& request, int descriptor, Message expected) {
    const std::lock_guard lock(mutex_);
    Packet packet;
    std::chrono::nanoseconds patience = patience_for_requests;
    if (!channel_.ok())
        return std::nullopt;
    if (send_packet(channel_.get(), request, descriptor) &&
        receive_packet(channel_.get(), packet, patience) == Received::Packet) {
        PacketReader reader(packet.bytes);
        const bool fits = reader.number() == static_cast<std::uint64_t>(expected);
        const std::uint64_t value = reader.number();
        if (fits && reader.at_end())
            return value;
    }
    channel_.close(); // an answer that comes late must not be taken for the next one
    return std::nullopt;
}

Result<WorkerHandle> DecoderProcess::spawn(Confinement& limits) {
    auto ends = make_channel();
    if (!ends)
        return tl::unexpected(cannot_start(std::strerror(errno)));
    PacketWriter request;
    request.number(static_cast<std::uint64_t>(Message::Spawn));
    const auto process = ask(request.bytes(), ends->second.get(), Message::Spawned);
    if (!process || *process == 0)
        return tl::unexpected(cannot_start("it makes no more workers"));
    ends->second.close();
    WorkerHandle worker;
    worker.process = static_cast<pid_t>(*process);
    worker.channel = std::move(ends->first);
    Packet packet;
    std::chrono::nanoseconds patience = patience_for_requests;
    const Received received = receive_packet(worker.channel.get(), packet, patience);
    const auto ready = received == Received::Packet ? read_ready(packet.bytes) : std::nullopt;
    if (!ready) {
        end(std::move(worker));
        return tl::unexpected(cannot_start("a worker ended before it began"));
    }
    limits = *ready;
    return worker;
}

std::optional<int> DecoderProcess::end(WorkerHandle worker) {
    PacketWriter request;
    request.number(static_cast<std::uint64_t>(Message::Reap)).number(static_cast<std::uint64_t>(worker.process));
    worker.channel.close(); // it may go by itself
    const auto status = ask(request.bytes(), -1, Message::Reaped);
    if (!status)
        return std::nullopt;
    return static_cast<int>(*status);
}

} // namespace touchstone::imaging::sandbox
