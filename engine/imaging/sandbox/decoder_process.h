// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <sys/types.h>

#include "engine/imaging/sandbox/channel.h"
#include "engine/imaging/sandbox/frame_memory.h"
#include "engine/imaging/sandbox/protocol.h"

/// The program's ends of the decoder's processes. Private to the room.
namespace touchstone::imaging::sandbox {

class DecoderProcess;

/// A worker: owned by one thread at a time.
struct WorkerHandle {
    std::shared_ptr<DecoderProcess> maker;
    pid_t process = 0;
    Descriptor channel;
    FrameReader frame;
};

/// The process that makes workers. Any thread, one request at a time. Ends with the object, and its workers with it.
class DecoderProcess {
public:
    /// Starts `program` with an environment of its own. Internal when it cannot be started or does not answer; the text
    /// says why.
    static Result<std::unique_ptr<DecoderProcess>> start(const std::string& program, std::uint64_t memory_bytes);
    ~DecoderProcess();

    /// What holds for every worker of this process.
    const Confinement& confinement() const { return confinement_; }

    /// A worker that is ready, and in `limits` what it says of itself. Internal when there is none to be had: then this
    /// process is best replaced. Sets all but `maker`.
    Result<WorkerHandle> spawn(Confinement& limits);

    /// Ends the worker and says how it ended (a wait status); nothing when this process is gone itself.
    std::optional<int> end(WorkerHandle worker);

private:
    DecoderProcess() = default;
    std::optional<std::uint64_t> ask(const std::string& request, int descriptor, Message expected);

    std::mutex mutex_; ///< one request and its answer
    pid_t process_ = 0;
    Descriptor channel_;
    Confinement confinement_;
};

} // namespace touchstone::imaging::sandbox
