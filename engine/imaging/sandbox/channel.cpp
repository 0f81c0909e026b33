// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/sandbox/channel.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

namespace touchstone::imaging::sandbox {

namespace {

/// Room for more descriptors than anybody sends: what comes uninvited must be closed, not lost.
constexpr std::size_t most_descriptors = 16;

union Control {
    cmsghdr header;
    std::array<char, CMSG_SPACE(sizeof(int) * most_descriptors)> bytes;
};

void take_descriptors(const msghdr& message, std::vector<Descriptor>& descriptors) {
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
         part = CMSG_NXTHDR(const_cast<msghdr*>(&message), part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof fd);
            descriptors.emplace_back(fd);
        }
    }
}

Received take_packet(int channel, Packet& packet) {
    packet.descriptors.clear();
    packet.bytes.resize(longest_packet);
    iovec data{packet.bytes.data(), packet.bytes.size()};
    Control control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    ssize_t got = 0;
    do
        got = ::recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got > 0 || message.msg_controllen > 0)
        take_descriptors(message, packet.descriptors);
    packet.bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
    if (got <= 0)
        return got == 0 || errno == ECONNRESET ? Received::Closed : Received::Broken;
    return (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0 ? Received::Packet : Received::Broken;
}

} // namespace

std::optional<std::pair<Descriptor, Descriptor>> make_channel() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return std::nullopt;
    return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

bool send_packet(int channel, const std::string& bytes, int descriptor) {
    iovec data{const_cast<char*>(bytes.data()), bytes.size()};
    Control control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(sizeof(int));
        cmsghdr* part = CMSG_FIRSTHDR(&message);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(part), &descriptor, sizeof descriptor);
    }
    ssize_t sent = 0;
    do
        sent = ::sendmsg(channel, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(bytes.size());
}

Received receive_packet(int channel, Packet& packet, std::chrono::nanoseconds& patience) {
    // In slices: a slice that took far longer than it was given means that this process, and perhaps the other one, was
    // stopped (Ctrl-Z, a debugger, a suspended machine). It counts as one slice.
    constexpr std::chrono::milliseconds slice{500};
    while (patience.count() > 0) {
        const auto wait = std::min(std::chrono::ceil<std::chrono::milliseconds>(patience), slice);
        pollfd watched{channel, POLLIN, 0};
        const auto begin = std::chrono::steady_clock::now();
        const int ready = ::poll(&watched, 1, static_cast<int>(wait.count()));
        const int problem = errno;
        const Received received = ready > 0 ? take_packet(channel, packet) : Received::TimedOut;
        patience -= std::min<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin, slice);
        if (ready > 0)
            return received;
        if (ready < 0 && problem != EINTR)
            return Received::Broken;
    }
    return Received::TimedOut;
}

Received receive_packet(int channel, Packet& packet) {
    return take_packet(channel, packet);
}

PacketWriter& PacketWriter::number(std::uint64_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
}

PacketWriter& PacketWriter::real(double value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
}

PacketWriter& PacketWriter::text(const std::string& value) {
    constexpr std::size_t longest = 64 << 10;
    const std::size_t length = std::min(value.size(), longest);
    number(length);
    bytes_.append(value, 0, length);
    return *this;
}

std::uint64_t PacketReader::number() {
    std::uint64_t value = 0;
    ok_ = ok_ && bytes_.size() - at_ >= sizeof value;
    if (!ok_)
        return 0;
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
}

double PacketReader::real() {
    const std::uint64_t bits = number();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

std::string PacketReader::text(std::size_t longest) {
    const std::uint64_t length = number();
    ok_ = ok_ && length <= longest && length <= bytes_.size() - at_;
    if (!ok_)
        return {};
    std::string value = bytes_.substr(at_, length);
    at_ += length;
    return value;
}

} // namespace touchstone::imaging::sandbox
