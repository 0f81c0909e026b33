// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/sandbox/protocol.h"

#include <algorithm>

#include "engine/base/files.h"
#include "engine/imaging/sandbox/channel.h"

namespace touchstone::imaging::sandbox {

namespace {

constexpr std::size_t longest_text = 2000;
constexpr std::size_t longest_answer_text = 16 << 10;
constexpr std::uint64_t longest_side = 10'000'000;
constexpr std::uint64_t most_protections = 32;

enum class Content : std::uint64_t { Photo, Error, Text };

PacketWriter begin(Message message) {
    PacketWriter writer;
    writer.number(static_cast<std::uint64_t>(message));
    return writer;
}

/// A text as it may be shown: valid UTF-8, one line, no escape sequences for the terminal.
std::string harmless(std::string text) {
    text = to_valid_utf8(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        // U+0080 to U+009F are control characters too: C2 9B starts a terminal's command as ESC [ does.
        const bool high_control = byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (byte < 0x20 || byte == 0x7F || high_control)
            text[i] = ' ';
        if (high_control)
            text[++i] = ' ';
    }
    return text;
}

/// Nothing when out of range.
std::optional<Size> read_size(PacketReader& reader, std::uint64_t least) {
    const std::uint64_t width = reader.number(), height = reader.number();
    if (width < least || height < least || width > longest_side || height > longest_side)
        return std::nullopt;
    return Size{static_cast<int>(width), static_cast<int>(height)};
}

void write_size(PacketWriter& writer, Size size) {
    writer.number(static_cast<std::uint64_t>(size.width)).number(static_cast<std::uint64_t>(size.height));
}

void write_photo(PacketWriter& writer, const Photo& photo) {
    write_size(writer, photo.image.size);
    write_size(writer, photo.stored_size);
    writer.number(static_cast<std::uint64_t>(photo.orientation))
        .number(photo.upright ? 1 : 0)
        .number(photo.colour_converted ? 1 : 0)
        .number(static_cast<std::uint64_t>(photo.source))
        .number(photo.damaged ? 1 : 0)
        .text(photo.format)
        .text(photo.camera);
}

bool within_limits(Size size, const Task& task) {
    const DecodeLimits& limits = task.options.limits;
    const auto pixels = static_cast<std::uint64_t>(size.pixels());
    if (pixels > static_cast<std::uint64_t>(std::max<std::int64_t>(0, limits.max_pixels)) ||
        pixels > limits.max_bytes / 3)
        return false;
    return task.edge == 0 || size.long_side() <= task.edge;
}

std::optional<PhotoAnswer> read_photo(PacketReader& reader, const Task& task) {
    PhotoAnswer answer;
    Photo& photo = answer.photo;
    const auto size = read_size(reader, 1);
    const auto stored = read_size(reader, 0);
    const std::uint64_t orientation = reader.number();
    const std::uint64_t upright = reader.number(), converted = reader.number();
    const std::uint64_t source = reader.number(), damaged = reader.number();
    photo.format = reader.text(longest_text);
    photo.camera = harmless(reader.text(longest_text));
    const bool known = std::all_of(photo.format.begin(), photo.format.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    if (!reader.ok() || !size || !stored || !within_limits(*size, task) || orientation > 8 || upright > 1 ||
        converted > 1 || damaged > 1 || source > static_cast<std::uint64_t>(PixelSource::ExifThumbnail) || !known)
        return std::nullopt;
    // Neither a cut photo nor a picture for the first paint is ever scored; no word of a worker changes that.
    const bool first_paint = source == static_cast<std::uint64_t>(PixelSource::ExifThumbnail);
    if ((damaged == 1 && !task.options.allow_damaged && task.edge == 0) ||
        first_paint != (task.kind == Task::Kind::ExifThumbnail))
        return std::nullopt;
    photo.image.size = *size;
    photo.stored_size = *stored;
    photo.orientation = static_cast<int>(orientation);
    photo.upright = upright == 1;
    photo.colour_converted = converted == 1;
    photo.source = static_cast<PixelSource>(source);
    photo.damaged = damaged == 1;
    return answer;
}

std::optional<Error> read_error(PacketReader& reader) {
    const std::uint64_t code = reader.number();
    Error error;
    error.what = harmless(reader.text(longest_text));
    error.remedy = harmless(reader.text(longest_text));
    if (!reader.ok() || code > static_cast<std::uint64_t>(ErrorCode::Internal))
        return std::nullopt;
    error.code = static_cast<ErrorCode>(code);
    return error;
}

std::optional<std::string> read_text(PacketReader& reader) {
    std::string text = reader.text(longest_answer_text);
    return reader.ok() ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace

std::string ready_packet(const Confinement& confinement) {
    PacketWriter writer = begin(Message::Ready);
    writer.number(confinement.size());
    for (const Protection& protection : confinement)
        writer.text(protection.name).text(protection.problem);
    return writer.bytes();
}

std::optional<Confinement> read_ready(const std::string& packet) {
    PacketReader reader(packet);
    if (reader.number() != static_cast<std::uint64_t>(Message::Ready))
        return std::nullopt;
    Confinement confinement;
    const std::uint64_t count = reader.number();
    for (std::uint64_t i = 0; i < std::min(count, most_protections); ++i) {
        Protection& protection = confinement.emplace_back();
        protection.name = harmless(reader.text(longest_text));
        protection.problem = harmless(reader.text(longest_text));
    }
    return reader.at_end() ? std::optional(std::move(confinement)) : std::nullopt;
}

std::string task_packet(const Task& task) {
    const DecodeOptions& options = task.options;
    return begin(Message::Task)
        .number(static_cast<std::uint64_t>(task.kind))
        .number(task.file_bytes)
        .number(static_cast<std::uint64_t>(task.edge))
        .number(options.mode == DecodeMode::Upright ? 0 : 1)
        .number(static_cast<std::uint64_t>(options.limits.max_pixels))
        .number(options.limits.max_bytes)
        .real(options.limits.max_seconds)
        .number(options.allow_damaged ? 1 : 0)
        .bytes();
}

std::optional<Task> read_task(const std::string& packet) {
    PacketReader reader(packet);
    if (reader.number() != static_cast<std::uint64_t>(Message::Task))
        return std::nullopt;
    Task task;
    task.kind = static_cast<Task::Kind>(reader.number());
    task.file_bytes = reader.number();
    task.edge = static_cast<int>(reader.number());
    task.options.mode = reader.number() == 0 ? DecodeMode::Upright : DecodeMode::AsStored;
    task.options.limits.max_pixels = static_cast<std::int64_t>(reader.number());
    task.options.limits.max_bytes = reader.number();
    task.options.limits.max_seconds = reader.real();
    task.options.allow_damaged = reader.number() == 1;
    return reader.at_end() ? std::optional(task) : std::nullopt;
}

std::string claim_packet(const Claim& claim) {
    return begin(Message::Claim).number(claim.width).number(claim.height).bytes();
}

std::string answer_packet(const Answer& answer) {
    PacketWriter writer = begin(Message::Answer);
    writer.number(answer.leaving ? 1 : 0);
    if (const auto* photo = std::get_if<PhotoAnswer>(&answer.content)) {
        writer.number(static_cast<std::uint64_t>(Content::Photo));
        write_photo(writer, photo->photo);
    } else if (const auto* error = std::get_if<Error>(&answer.content)) {
        writer.number(static_cast<std::uint64_t>(Content::Error)).number(static_cast<std::uint64_t>(error->code));
        writer.text(error->what.substr(0, longest_text)).text(error->remedy.substr(0, longest_text));
    } else {
        writer.number(static_cast<std::uint64_t>(Content::Text)).text(std::get<std::string>(answer.content));
    }
    return writer.bytes();
}

Message message_of(const std::string& packet) {
    PacketReader reader(packet);
    return static_cast<Message>(reader.number());
}

std::optional<Claim> read_claim(const std::string& packet) {
    PacketReader reader(packet);
    reader.number();
    const Claim claim{reader.number(), reader.number()};
    const bool sane = reader.at_end() && claim.width <= longest_side && claim.height <= longest_side;
    return sane ? std::optional(claim) : std::nullopt;
}

std::optional<Answer> read_answer(const std::string& packet, const Task& task) {
    PacketReader reader(packet);
    if (reader.number() != static_cast<std::uint64_t>(Message::Answer))
        return std::nullopt;
    Answer answer;
    const std::uint64_t leaving = reader.number();
    const auto content = static_cast<Content>(reader.number());
    answer.leaving = leaving == 1;
    bool fits = false;
    const auto keep = [&](auto part) {
        fits = part.has_value();
        if (fits)
            answer.content = std::move(*part);
    };
    if (content == Content::Photo && !task.wants_text())
        keep(read_photo(reader, task));
    else if (content == Content::Error)
        keep(read_error(reader));
    else if (content == Content::Text && task.wants_text())
        keep(read_text(reader));
    return fits && leaving <= 1 && reader.at_end() ? std::optional(std::move(answer)) : std::nullopt;
}

} // namespace touchstone::imaging::sandbox
