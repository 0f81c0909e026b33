// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/sandbox/decoder_pool.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstring>
#include <new>
#include <thread>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/open_file.h"
#include "engine/imaging/sandbox/decoder_process.h"
#include "engine/imaging/sniff.h"

namespace touchstone::imaging::sandbox {

/// How a task went, as the program saw it.
struct DecoderPool::Outcome {
    enum class Kind {
        Answered,
        Died,
        Hung,
        Nonsense, ///< an answer that no sound worker gives
    };
    Kind kind = Kind::Answered;
    Answer answer;
    std::chrono::nanoseconds waited{0};
};

struct DecoderPool::Known {
    std::uint64_t size = 0;
    std::int64_t mtime_ns = 0;
    Error error;
};

namespace {

constexpr std::size_t most_known_files = 10'000;
constexpr std::uint64_t slowest_disk = 4'000; ///< bytes per millisecond; network drives are slow

std::uint64_t memory_by_machine() {
    const std::uint64_t all = static_cast<std::uint64_t>(std::max(0L, ::sysconf(_SC_PHYS_PAGES))) *
                              static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return std::clamp(all / 2, std::uint64_t{2} << 30, std::uint64_t{8} << 30);
}

PoolOptions completed(PoolOptions options) {
    if (options.idle_workers == 0)
        options.idle_workers = std::thread::hardware_concurrency() + 1;
    if (options.memory_bytes == 0)
        options.memory_bytes = memory_by_machine();
    return options;
}

/// What a person calls the format.
const char* plain_name(FileKind kind) {
    switch (kind) {
    case FileKind::Jpeg:
        return "JPEG";
    case FileKind::Png:
        return "PNG";
    case FileKind::Gif:
        return "GIF";
    case FileKind::Webp:
        return "WebP";
    case FileKind::Tiff:
        return "TIFF";
    case FileKind::Heif:
        return "HEIC";
    case FileKind::Avif:
        return "AVIF";
    case FileKind::Jxl:
        return "JPEG XL";
    case FileKind::Ppm:
        return "PPM";
    case FileKind::Bmp:
        return "BMP";
    case FileKind::Raw:
        return "RAW";
    case FileKind::Unknown:
        break;
    }
    return "photo";
}

std::string decoder_name(const Task& task, int file) {
    if (task.wants_text())
        return "the metadata reader";
    std::array<std::byte, 4096> start;
    const ssize_t got = ::pread(file, start.data(), start.size(), 0);
    const auto bytes = std::span(start).first(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
    return std::string("the ") + plain_name(sniff(bytes)) + " decoder";
}

bool was_changed(const OpenFile& file) {
    struct stat now {};
    return ::fstat(file.descriptor.get(), &now) == 0 &&
           (static_cast<std::uint64_t>(now.st_size) != file.size || file_time_ns(now) != file.mtime_ns);
}

/// The kernel short of memory, a person, a shutdown: the photo need not be the reason.
bool is_somebody_elses(std::optional<int> status) {
    if (!status)
        return true; // the maker is gone too
    if (!WIFSIGNALED(*status))
        return false;
    const int signal = WTERMSIG(*status);
    return signal == SIGKILL || signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT;
}

std::string reason(std::optional<int> status) {
    if (!status)
        return "its process is gone";
    if (!WIFSIGNALED(*status))
        return "it ended by itself";
    switch (WTERMSIG(*status)) {
    case SIGSYS:
        return "it tried what it may not do";
    case SIGXCPU:
        return "it took too much time";
    case SIGXFSZ:
        return "it took too much memory";
    case SIGABRT:
    case SIGTRAP:
        return "it gave up";
    default:
        return std::string("it crashed (") + ::strsignal(WTERMSIG(*status)) + ")";
    }
}

/// Until the picture's size is known, and after.
std::chrono::nanoseconds patience_for(const PoolOptions& options, const Task& task, double megapixels) {
    const std::chrono::nanoseconds reading = std::chrono::milliseconds(task.file_bytes / slowest_disk);
    const double own_limit = task.options.limits.max_seconds;
    const std::chrono::nanoseconds longest(
        static_cast<std::int64_t>((std::isfinite(own_limit) ? std::clamp(own_limit, 0.0, 86'400.0) : 86'400.0) * 1e9));
    const std::chrono::nanoseconds by_size(static_cast<std::int64_t>(
        megapixels * static_cast<double>(std::chrono::nanoseconds(options.per_megapixel).count())));
    return options.base + reading + std::min(by_size, longest);
}

/// Copies what the worker may still change; false when it is not there.
bool copy_pixels(FrameReader& frame, Packet& packet, Photo& photo) {
    if (packet.descriptors.size() == 1 && !frame.take(std::move(packet.descriptors.front())))
        return false;
    const std::size_t bytes = static_cast<std::size_t>(photo.image.size.pixels()) * 3;
    const auto pixels = frame.pixels(bytes);
    if (pixels.size() != bytes)
        return false;
    photo.image.pixels.assign(pixels.begin(), pixels.end());
    frame.photo_was_copied();
    return true;
}

/// False for nonsense.
bool accept_answer(const Task& task, Packet& packet, FrameReader& frame, Answer& answer) {
    auto read = read_answer(packet.bytes, task);
    const bool is_photo = read && std::holds_alternative<PhotoAnswer>(read->content);
    if (!read || packet.descriptors.size() > (is_photo ? 1 : 0))
        return false;
    answer = std::move(*read);
    if (!is_photo)
        return true;
    try {
        return copy_pixels(frame, packet, std::get<PhotoAnswer>(answer.content).photo);
    } catch (const std::bad_alloc&) {
        answer.content = Error{ErrorCode::OutOfMemory,
                               {},
                               "does not fit into memory when decoded",
                               "close other programs or scale it down first"};
        return true;
    }
}

} // namespace

DecoderPool::DecoderPool(PoolOptions options)
    : options_(completed(std::move(options))) {}

DecoderPool::~DecoderPool() = default;

Result<std::shared_ptr<DecoderPool>> DecoderPool::start(PoolOptions options) {
    std::shared_ptr<DecoderPool> pool(new DecoderPool(std::move(options)));
    // The first worker is needed anyway, and says what the kernel allows.
    Result<WorkerHandle> first = pool->take_worker();
    if (!first)
        return tl::unexpected(first.error());
    pool->give_back(std::move(*first));
    return pool;
}

Result<WorkerHandle> DecoderPool::take_worker() {
    for (int attempt = 0;; ++attempt) {
        std::shared_ptr<DecoderProcess> maker;
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                WorkerHandle worker = std::move(idle_.back());
                idle_.pop_back();
                return worker;
            }
            if (!process_) {
                auto started = DecoderProcess::start(options_.program, options_.memory_bytes);
                if (!started)
                    return tl::unexpected(started.error());
                process_ = std::move(*started);
            }
            maker = process_;
        }
        Confinement limits;
        Result<WorkerHandle> worker = maker->spawn(limits);
        const std::lock_guard lock(mutex_);
        if (worker) {
            worker->maker = maker;
            if (++statistics_.workers == 1)
                for (const Confinement& part : {maker->confinement(), limits})
                    for (const Protection& protection : part)
                        if (!protection.problem.empty())
                            missing_.push_back(protection.name + ": " + protection.problem);
            return worker;
        }
        // Whatever became of the maker, the next one is another.
        if (process_ == maker)
            process_.reset();
        if (attempt > 0)
            return worker;
    }
}

void DecoderPool::give_back(WorkerHandle worker) {
    {
        const std::lock_guard lock(mutex_);
        if (idle_.size() < options_.idle_workers && worker.maker == process_) {
            idle_.push_back(std::move(worker));
            return;
        }
    }
    const auto maker = worker.maker;
    maker->end(std::move(worker));
}

DecoderPool::Outcome DecoderPool::ask(WorkerHandle& worker, const Task& task, int file) const {
    Outcome outcome;
    if (!send_packet(worker.channel.get(), task_packet(task), file)) {
        outcome.kind = Outcome::Kind::Died;
        return outcome;
    }
    double megapixels = 0;
    std::chrono::nanoseconds allowed = patience_for(options_, task, 0);
    for (;;) {
        Packet packet;
        std::chrono::nanoseconds left = allowed - outcome.waited;
        const std::chrono::nanoseconds before = left;
        const Received received = receive_packet(worker.channel.get(), packet, left);
        outcome.waited += before - left;
        if (received != Received::Packet) {
            outcome.kind = received == Received::TimedOut ? Outcome::Kind::Hung
                           : received == Received::Closed ? Outcome::Kind::Died
                                                          : Outcome::Kind::Nonsense;
            return outcome;
        }
        if (message_of(packet.bytes) == Message::Claim) {
            const auto claim = read_claim(packet.bytes);
            megapixels = std::max(
                megapixels, claim ? static_cast<double>(claim->width) * static_cast<double>(claim->height) / 1e6 : 0.0);
            allowed = patience_for(options_, task, megapixels);
            continue;
        }
        if (!accept_answer(task, packet, worker.frame, outcome.answer))
            outcome.kind = Outcome::Kind::Nonsense;
        return outcome;
    }
}

/// Ends the worker and says what is wrong with its photo.
Error DecoderPool::blame(const Outcome& outcome, WorkerHandle worker, bool& somebody_elses) {
    const auto maker = worker.maker;
    const std::optional<int> status = maker->end(std::move(worker));
    somebody_elses = outcome.kind == Outcome::Kind::Died && is_somebody_elses(status);
    const char* remedy = "it is not tried again until it changes; open it where it was made and save it anew";
    if (outcome.kind == Outcome::Kind::Hung) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(outcome.waited).count();
        return {ErrorCode::TimeLimit, {}, "no answer for " + std::to_string(seconds) + " s", remedy};
    }
    if (outcome.kind == Outcome::Kind::Nonsense)
        return {ErrorCode::Damaged, {}, "its answer made no sense", remedy};
    return {ErrorCode::Damaged, {}, reason(status), remedy};
}

Result<DecoderPool::Outcome> DecoderPool::perform(const std::string& path, const Task& wanted,
                                                  std::uint64_t max_bytes) {
    const Result<OpenFile> file = open_file(path, max_bytes);
    if (!file)
        return tl::unexpected(file.error());
    Task task = wanted;
    task.file_bytes = file->size;
    {
        const std::lock_guard lock(mutex_);
        const auto known = known_.find(path);
        if (known != known_.end() && known->second.size == file->size && known->second.mtime_ns == file->mtime_ns) {
            ++statistics_.refused;
            return tl::unexpected(known->second.error);
        }
    }
    for (int attempt = 0;; ++attempt) {
        Result<WorkerHandle> worker = take_worker();
        if (!worker) {
            worker.error().file = path;
            return tl::unexpected(worker.error());
        }
        Outcome outcome = ask(*worker, task, file->descriptor.get());
        if (outcome.kind == Outcome::Kind::Answered) {
            if (outcome.answer.leaving) {
                const auto maker = worker->maker;
                maker->end(std::move(*worker));
            } else {
                give_back(std::move(*worker));
            }
            const std::lock_guard lock(mutex_);
            ++statistics_.photos;
            return outcome;
        }
        bool somebody_elses = false;
        Error error = blame(outcome, std::move(*worker), somebody_elses);
        if (somebody_elses && attempt == 0)
            continue;
        if (was_changed(*file))
            return failure(ErrorCode::ReadFailed, path, "changed while it was read", "wait until it is copied");
        error.file = path;
        error.what = decoder_name(task, file->descriptor.get()) + " stopped working on it: " + error.what;
        const std::lock_guard lock(mutex_);
        ++statistics_.lost;
        if (known_.size() >= most_known_files)
            known_.erase(known_.begin());
        known_[path] = {file->size, file->mtime_ns, error};
        return tl::unexpected(std::move(error));
    }
}

Result<Photo> DecoderPool::decode(const std::string& path, int edge, const DecodeOptions& options) {
    Task task;
    task.kind = Task::Kind::Photo;
    task.edge = edge;
    task.options = options;
    return decode_by(task, path);
}

Result<Photo> DecoderPool::decode_exif_thumbnail(const std::string& path, int edge) {
    Task task;
    task.kind = Task::Kind::ExifThumbnail;
    task.edge = std::max(1, edge);
    return decode_by(task, path);
}

Result<Photo> DecoderPool::decode_by(const Task& task, const std::string& path) {
    Result<Outcome> outcome = perform(path, task, task.options.limits.max_bytes);
    if (!outcome)
        return tl::unexpected(outcome.error());
    if (auto* photo = std::get_if<PhotoAnswer>(&outcome->answer.content))
        return std::move(photo->photo);
    Error error = std::get<Error>(outcome->answer.content); // facts do not answer this task
    error.file = path;
    return tl::unexpected(std::move(error));
}

Result<std::string> DecoderPool::read_facts(const std::string& path, std::uint64_t max_bytes) {
    Task task;
    task.kind = Task::Kind::Facts;
    return read_by(task, path, max_bytes);
}

Result<std::string> DecoderPool::read_marks(const std::string& path, std::uint64_t max_bytes) {
    Task task;
    task.kind = Task::Kind::Marks;
    return read_by(task, path, max_bytes);
}

Result<std::string> DecoderPool::read_by(const Task& task, const std::string& path, std::uint64_t max_bytes) {
    Result<Outcome> outcome = perform(path, task, max_bytes);
    if (!outcome)
        return tl::unexpected(outcome.error());
    if (auto* text = std::get_if<std::string>(&outcome->answer.content))
        return std::move(*text);
    Error error = std::get<Error>(outcome->answer.content);
    error.file = path;
    return tl::unexpected(std::move(error));
}

std::vector<std::string> DecoderPool::missing_protections() const {
    const std::lock_guard lock(mutex_);
    return missing_;
}

PoolStatistics DecoderPool::statistics() const {
    const std::lock_guard lock(mutex_);
    return statistics_;
}

} // namespace touchstone::imaging::sandbox
