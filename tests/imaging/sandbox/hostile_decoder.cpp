// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A decoder that was taken over: it keeps to the protocol until it has a task, and then answers as the file's content
// says. Everything it may say is written out by hand here, so that no check on the sound worker's side is in its way.
#include <array>
#include <csignal>
#include <map>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/imaging/sandbox/channel.h"
#include "engine/imaging/sandbox/protocol.h"
#include "engine/imaging/sandbox/worker.h"

using namespace touchstone;
using namespace touchstone::imaging::sandbox;

namespace {

/// A photo's answer; the defaults are sound for a frame of 12 bytes.
struct Words {
    std::uint64_t width = 2, height = 2;
    std::uint64_t stored_width = 2, stored_height = 2;
    std::uint64_t orientation = 1, upright = 1, converted = 0, source = 0, damaged = 0;
    std::string format = "ppm";
    std::string camera = {};
};

std::string photo(const Words& words) {
    PacketWriter writer;
    writer.number(static_cast<std::uint64_t>(Message::Answer)).number(0).number(0);
    for (const std::uint64_t value : {words.width, words.height, words.stored_width, words.stored_height,
                                      words.orientation, words.upright, words.converted, words.source, words.damaged})
        writer.number(value);
    return writer.text(words.format).text(words.camera).bytes();
}

std::string error(std::uint64_t code, const std::string& what) {
    PacketWriter writer;
    writer.number(static_cast<std::uint64_t>(Message::Answer)).number(0).number(1).number(code);
    return writer.text(what).text("remedy").bytes();
}

int frame(std::size_t bytes, bool sealed) {
    const int memory = ::memfd_create("frame", MFD_ALLOW_SEALING);
    if (::ftruncate(memory, static_cast<off_t>(bytes)) != 0 ||
        (sealed && ::fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK) != 0))
        ::_exit(1);
    return memory;
}

void flood_with_claims(int channel) {
    while (send_packet(channel, claim_packet({10'000'000, 10'000'000}))) {
    }
}

void answer(int channel, const std::string& wish) {
    const std::map<std::string, Words> lies{
        {"huge", {.width = 9'999'999, .height = 9'999'999}},
        {"overflow", {.width = 0xFFFFFFFFFFFFFFFF, .height = 3}},
        {"wrap", {.width = std::uint64_t{1} << 32, .height = std::uint64_t{1} << 32}},
        {"empty", {.width = 0, .height = 0}},
        {"large", {.width = 3}},
        {"orientation", {.orientation = 9}},
        {"flags", {.upright = 2}},
        {"source", {.source = 77}},
        {"damaged", {.damaged = 1}},
        {"format", {.format = "../../etc"}},
    };
    if (const auto lie = lies.find(wish); lie != lies.end())
        send_packet(channel, photo(lie->second), frame(12, true));
    else if (wish == "sound")
        send_packet(channel, photo({.camera = "Cam\x1b[2Jera\n"}), frame(12, true));
    else if (wish == "unsealed")
        send_packet(channel, photo({}), frame(12, false));
    else if (wish == "no-frame")
        send_packet(channel, photo({}));
    else if (wish == "short-frame")
        send_packet(channel, photo({}), frame(11, true));
    else if (wish == "file")
        send_packet(channel, photo({}), ::open("/proc/self/exe", O_RDONLY));
    else if (wish == "socket")
        send_packet(channel, photo({}), channel);
    else if (wish == "error-with-frame")
        send_packet(channel, error(8, "what"), frame(12, true));
    else if (wish == "escape")
        send_packet(channel, error(8, std::string("red \x1b[31m bell \x07\xC2\x9B \xFF line\nbreak")));
    else if (wish == "code")
        send_packet(channel, error(4711, "what"));
    else if (wish == "cut")
        send_packet(channel, photo({}).substr(0, 50), frame(12, true));
    else if (wish == "long")
        send_packet(channel, photo({}) + "x", frame(12, true));
    else if (wish == "oversize")
        send_packet(channel, std::string(2 * longest_packet, 'x'));
    else if (wish == "noise")
        send_packet(channel, "\x01\x02\x03");
    else if (wish == "facts") // nobody asked for them
        send_packet(channel, PacketWriter().number(18).number(0).number(2).text("{}").bytes());
    else if (wish == "claims")
        flood_with_claims(channel);
    else if (wish == "close") {
        ::close(channel);
        ::pause();
    }
}

[[noreturn]] void work(int channel) {
    for (;;) {
        Packet packet;
        if (receive_packet(channel, packet) != Received::Packet || packet.descriptors.size() != 1)
            ::_exit(0);
        std::array<char, 64> wish{};
        if (::pread(packet.descriptors.front().get(), wish.data(), wish.size() - 1, 0) <= 0)
            ::_exit(1);
        answer(channel, wish.data());
    }
}

} // namespace

int main() {
    send_packet(maker_channel, ready_packet({}));
    for (;;) {
        Packet packet;
        if (receive_packet(maker_channel, packet) != Received::Packet)
            return 0;
        PacketReader reader(packet.bytes);
        const auto message = static_cast<Message>(reader.number());
        const auto process = static_cast<pid_t>(reader.number());
        PacketWriter reply;
        if (message == Message::Spawn) {
            const pid_t worker = ::fork();
            if (worker == 0) {
                ::close(maker_channel);
                send_packet(packet.descriptors.front().get(), ready_packet({}));
                work(packet.descriptors.front().get());
            }
            reply.number(static_cast<std::uint64_t>(Message::Spawned)).number(static_cast<std::uint64_t>(worker));
        } else {
            int status = 0;
            ::kill(process, SIGKILL);
            ::waitpid(process, &status, 0);
            reply.number(static_cast<std::uint64_t>(Message::Reaped)).number(static_cast<unsigned>(status));
        }
        packet.descriptors.clear();
        send_packet(maker_channel, reply.bytes());
    }
}
