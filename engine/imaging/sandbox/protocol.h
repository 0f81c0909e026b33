// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/imaging/decode.h"

/// What the program and its workers say to each other, one packet each. Whatever a worker says is untrusted: the read_…
/// functions for the program's side give nothing for what could not have come from a sound worker.
namespace touchstone::imaging::sandbox {

/// First number of every packet.
enum class Message : std::uint64_t {
    // The program to the process that makes workers, and its answers.
    Ready = 1, ///< which parts of the sandbox hold: Confinement
    Spawn,     ///< with the worker's end of its channel
    Spawned,   ///< process id, 0 when there is none
    Reap,      ///< process id: kill it and wait for its end
    Reaped,    ///< wait status
    // The program to a worker, and its answers.
    Task = 16, ///< with the open file
    Claim,     ///< a size that the file claims; before the answer, any number of times
    Answer,    ///< Photo, Error or text
};

/// One protection and whether it holds.
struct Protection {
    std::string name;    ///< "user namespace"
    std::string problem; ///< empty when it holds; else why not
};
using Confinement = std::vector<Protection>;

struct Task {
    enum class Kind : std::uint64_t { Photo, Facts, ExifThumbnail, Marks };
    Kind kind = Kind::Photo;
    std::uint64_t file_bytes = 0;
    int edge = 0; ///< 0 = the whole photo; an ExifThumbnail has one
    DecodeOptions options;

    bool wants_text() const { return kind == Kind::Facts || kind == Kind::Marks; } ///< else a photo
};

/// A photo whose pixels lie at the start of the worker's frame memory.
struct PhotoAnswer {
    Photo photo; ///< `image` has a size and no pixels
};

struct Answer {
    std::variant<PhotoAnswer, Error, std::string> content; ///< the text is facts or marks, for their own reader
    bool leaving = false;                                  ///< the worker ends now; another is to take its place
};

struct Claim {
    std::uint64_t width = 0, height = 0;
};

std::string ready_packet(const Confinement& confinement);
std::optional<Confinement> read_ready(const std::string& packet);

std::string task_packet(const Task& task);
std::optional<Task> read_task(const std::string& packet);

std::string claim_packet(const Claim& claim);
std::string answer_packet(const Answer& answer);

Message message_of(const std::string& packet);
std::optional<Claim> read_claim(const std::string& packet);
/// Only answers that fit the task: sizes within its limits, known codes, texts short and without control characters.
std::optional<Answer> read_answer(const std::string& packet, const Task& task);

} // namespace touchstone::imaging::sandbox
