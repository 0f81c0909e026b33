// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/sandbox/worker.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/open_file.h"
#include "engine/imaging/job.h"
#include "engine/imaging/sandbox/channel.h"
#include "engine/imaging/sandbox/confine.h"
#include "engine/imaging/sandbox/frame_memory.h"
#include "engine/imaging/sandbox/protocol.h"

namespace touchstone::imaging::sandbox {

namespace {

/// A worker makes room for a fresh one after so many photos: what they left in its memory goes with it.
constexpr int tasks_per_worker = 1000;
constexpr int worker_cpu_seconds = 3600;

class FrameSink : public PixelSink {
public:
    FrameSink(int channel, FrameWriter& frame)
        : channel_(channel)
        , frame_(frame) {}
    void announce(std::uint64_t width, std::uint64_t height) override {
        send_packet(channel_, claim_packet({width, height}));
    }
    std::uint8_t* room(std::size_t bytes) override { return frame_.room(bytes); }

private:
    int channel_;
    FrameWriter& frame_;
};

class Worker {
public:
    Worker(int channel, const WorkerParts& parts)
        : channel_(channel)
        , parts_(parts) {}

    /// Until the program closes the channel, or it is time for a fresh worker.
    void serve() {
        for (int done = 1;; ++done) {
            Packet packet;
            if (receive_packet(channel_, packet) != Received::Packet || packet.descriptors.size() != 1)
                return;
            const std::optional<Task> task = read_task(packet.bytes);
            if (!task)
                return;
            Answer answer = perform(*task, packet.descriptors.front().get());
            packet.descriptors.clear();
            answer.leaving = done >= tasks_per_worker || cpu_seconds() > worker_cpu_seconds / 2;
            const bool has_pixels = std::holds_alternative<PhotoAnswer>(answer.content);
            if (!send_packet(channel_, answer_packet(answer), has_pixels ? frame_.descriptor_to_send() : -1) ||
                answer.leaving)
                return;
            if (has_pixels)
                frame_.photo_was_sent();
        }
    }

private:
    static long cpu_seconds() {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
    }

    Answer perform(const Task& task, int file) {
        try {
            if (parts_.before_task)
                parts_.before_task(file);
            return task.wants_text() ? read_text(task, file) : decode_photo(task, file);
        } catch (const std::bad_alloc&) {
            return {Error{ErrorCode::OutOfMemory,
                          {},
                          "does not fit into memory when decoded",
                          "close other programs or scale it down first"}};
        }
    }

    Answer decode_photo(const Task& task, int file) {
        const bool first_paint = task.kind == Task::Kind::ExifThumbnail;
        const Result<Bytes> bytes =
            read_open_file(file, first_paint ? std::min(task.file_bytes, exif_thumbnail_bytes) : task.file_bytes, {});
        if (!bytes)
            return {bytes.error()};
        FrameSink sink(channel_, frame_);
        Result<Photo> photo = first_paint ? decode_exif_thumbnail(*bytes, task.edge, {})
                                          : decode_into(sink, *bytes, task.edge, task.options, {});
        if (!photo)
            return {photo.error()};
        const auto& pixels = photo->image.pixels;
        if (!pixels.empty())
            std::memcpy(frame_.room(pixels.size()), pixels.data(), pixels.size());
        photo->image.pixels.clear();
        return {PhotoAnswer{std::move(*photo)}};
    }

    /// By a mapping: of a large RAW only the first pages are looked at. A file that is cut meanwhile costs the worker.
    Answer read_text(const Task& task, int file) {
        const WorkerParts::TextReader& reader = task.kind == Task::Kind::Marks ? parts_.read_marks : parts_.read_facts;
        if (!reader)
            return {Error{ErrorCode::Internal, {}, "has metadata that this decoder cannot read", {}}};
        void* place = ::mmap(nullptr, task.file_bytes, PROT_READ, MAP_PRIVATE, file, 0);
        if (place == MAP_FAILED)
            return {Error{ErrorCode::ReadFailed, {}, std::string("cannot be read: ") + std::strerror(errno), {}}};
        Result<std::string> text = reader({static_cast<const std::byte*>(place), task.file_bytes});
        ::munmap(place, task.file_bytes);
        if (!text)
            return {text.error()};
        return {std::move(*text)};
    }

    int channel_;
    const WorkerParts& parts_;
    FrameWriter frame_;
};

/// The bytes of address space a worker may take: what the program asked for on top of what the libraries take.
std::uint64_t address_space_limit(std::uint64_t at_start) {
    const char* asked = std::getenv("TOUCHSTONE_DECODER_MEMORY");
    const std::uint64_t bytes = asked != nullptr ? std::strtoull(asked, nullptr, 10) : 0;
    return bytes == 0 ? 0 : at_start + bytes;
}

class Maker {
public:
    Maker(const WorkerParts& parts, std::uint64_t address_space)
        : parts_(parts)
        , address_space_(address_space) {}

    int serve() {
        for (;;) {
            Packet packet;
            if (receive_packet(maker_channel, packet) != Received::Packet)
                return 0; // the program has gone; the workers go with this process
            PacketReader reader(packet.bytes);
            const auto message = static_cast<Message>(reader.number());
            PacketWriter answer;
            if (message == Message::Spawn && packet.descriptors.size() == 1) {
                const pid_t worker = spawn(packet.descriptors.front());
                answer.number(static_cast<std::uint64_t>(Message::Spawned)).number(static_cast<std::uint64_t>(worker));
            } else if (message == Message::Reap) {
                const auto status = static_cast<unsigned>(reap(static_cast<pid_t>(reader.number())));
                answer.number(static_cast<std::uint64_t>(Message::Reaped)).number(status);
            } else {
                return 1;
            }
            packet.descriptors.clear();
            if (!send_packet(maker_channel, answer.bytes()))
                return 0;
        }
    }

private:
    pid_t spawn(const Descriptor& channel) {
        const pid_t maker = ::getpid();
        const pid_t worker = ::fork();
        if (worker != 0)
            return std::max(worker, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != maker)
            ::_exit(0); // it died before the line above
        ::close(maker_channel);
        const Confinement limits = accept_limits({.address_space = address_space_, .cpu_seconds = worker_cpu_seconds});
        if (send_packet(channel.get(), ready_packet(limits)))
            Worker(channel.get(), parts_).serve();
        ::_exit(0); // nothing of the maker's is to be taken down
    }

    /// Only its own children have their numbers kept until here, so no other process can be meant.
    int reap(pid_t worker) {
        int status = 0;
        if (worker <= 0 || ::waitpid(worker, &status, WNOHANG) != 0)
            return status; // over, or not a child at all
        ::kill(worker, SIGKILL);
        while (::waitpid(worker, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

    const WorkerParts& parts_;
    std::uint64_t address_space_;
};

} // namespace

int run_maker(const WorkerParts& parts) {
    ::setsid(); // Ctrl-C is for the program; it decides what becomes of this process
    ::signal(SIGPIPE, SIG_IGN);
    if (!decoders_ready())
        return 2;
    if (parts.prepare)
        parts.prepare();
    const std::uint64_t address_space = address_space_limit(address_space_in_use());
    if (!send_packet(maker_channel, ready_packet(leave_the_system())))
        return 1;
    return Maker(parts, address_space).serve();
}

} // namespace touchstone::imaging::sandbox
