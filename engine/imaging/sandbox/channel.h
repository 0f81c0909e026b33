// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/descriptor.h"

/// Packets between the program and its decoder processes. Private to the room.
namespace touchstone::imaging::sandbox {

/// Longest packet; what comes longer is cut by the kernel and refused.
constexpr std::size_t longest_packet = 32 << 10;

struct Packet {
    std::string bytes;
    std::vector<Descriptor> descriptors; ///< at most one is ever asked for; others are closed with the packet
};

enum class Received { Packet, Closed, TimedOut, Broken };

/// A connected pair of sequenced-packet sockets, closed on exec.
std::optional<std::pair<Descriptor, Descriptor>> make_channel();

/// False when the other side is gone. `descriptor` travels along unless it is −1. Never raises SIGPIPE.
bool send_packet(int channel, const std::string& bytes, int descriptor = -1);

/// Waits for at most `patience` and takes from it the time that passed while this process ran: when it was stopped, the
/// clock stood.
Received receive_packet(int channel, Packet& packet, std::chrono::nanoseconds& patience);
/// Waits for ever.
Received receive_packet(int channel, Packet& packet);

/// Writes numbers and texts into a packet; both sides are the same build on the same machine.
class PacketWriter {
public:
    PacketWriter& number(std::uint64_t value);
    PacketWriter& real(double value);
    PacketWriter& text(const std::string& value); ///< cut at 64 KiB
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

/// The reverse. After anything that was not there, every read gives 0 or nothing and ok() is false.
class PacketReader {
public:
    explicit PacketReader(const std::string& bytes)
        : bytes_(bytes) {}
    std::uint64_t number();
    double real();
    std::string text(std::size_t longest);
    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && at_ == bytes_.size(); }

private:
    const std::string& bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

} // namespace touchstone::imaging::sandbox
