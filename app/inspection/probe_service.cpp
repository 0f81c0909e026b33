// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/probe_service.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "app/library/image_convert.h"

namespace touchstone::inspection {

using library::InferenceThread;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds piece{700};

} // namespace

/// The photo as decoded: a person who covers one part after the other does not wait for the decoder again.
struct ProbeService::Memory {
    library::FoundFile file;
    std::optional<Photo> photo;

    Result<const Photo*> get(const library::FoundFile& wanted, const imaging::DecodeOptions& decode) {
        const bool same =
            photo && file.path == wanted.path && file.bytes == wanted.bytes && file.mtime_ns == wanted.mtime_ns;
        if (!same) {
            photo.reset();
            auto decoded = imaging::decode_file(wanted.path, decode);
            if (!decoded)
                return tl::unexpected(decoded.error());
            photo = std::move(*decoded);
            file = wanted;
        }
        return &*photo;
    }
};

struct ProbeService::Run {
    quint64 generation = 0;
    Probe probe;
    imaging::DecodeOptions decode;
    std::stop_token stop;
    std::shared_ptr<Memory> memory;
    ProbeAnswer answer;
    std::vector<std::string> hashes; ///< of the models that answer: others may be in use by the next piece
    std::size_t next = 0;            ///< copy to score next; 0 = the photo itself is the first

    std::size_t copies() const { return probe.alterations.size() + 1; }
    bool ended() const { return next == copies(); }
    int done() const { return static_cast<int>(next * answer.models.size()); }
    int total() const { return static_cast<int>(copies() * std::max<std::size_t>(1, answer.models.size())); }

    std::optional<Error> work(InferenceThread::Networks& networks, std::stop_token quitting);
    Result<std::vector<Scorer*>> scorers(InferenceThread::Networks& networks);
    std::optional<Error> score_next(const std::vector<Scorer*>& scorers, const Photo& original);
};

/// Those that the probe asks for; the same ones in every piece.
Result<std::vector<Scorer*>> ProbeService::Run::scorers(InferenceThread::Networks& networks) {
    const auto all = networks.scorers();
    if (!all)
        return tl::unexpected(all.error());
    std::vector<Scorer*> wanted;
    for (Scorer* scorer : *all)
        if (probe.model.empty() || scorer->card().id == probe.model)
            wanted.push_back(scorer);
    if (wanted.empty())
        return failure(ErrorCode::BadModel, probe.model, "is not among the models in use", "choose another model");
    if (answer.models.empty()) {
        for (const Scorer* scorer : wanted) {
            answer.models.push_back({scorer->card(), {}, {}});
            hashes.push_back(scorer->card().sha256);
        }
        return wanted;
    }
    const bool same =
        std::equal(wanted.begin(), wanted.end(), hashes.begin(), hashes.end(),
                   [](const Scorer* scorer, const std::string& hash) { return scorer->card().sha256 == hash; });
    if (!same)
        return failure(ErrorCode::Cancelled, probe.file.path, "was being tested when other models were chosen");
    return wanted;
}

std::optional<Error> ProbeService::Run::score_next(const std::vector<Scorer*>& scorers, const Photo& original) {
    Photo copy;
    const Photo* photo = &original;
    if (next > 0) {
        copy.image = probe.alterations[next - 1](original.image);
        copy.stored_size = copy.image.size;
        copy.upright = original.upright;
        copy.format = original.format;
        photo = &copy;
    }
    for (std::size_t at = 0; at < scorers.size(); ++at) {
        auto scored = scorers[at]->score(std::span(&photo, 1), stop);
        if (!scored.front())
            return scored.front().error();
        const std::optional<double> value = scored.front()->score.known_value();
        ProbedModel& model = answer.models[at];
        next == 0 ? void(model.original = value) : model.altered.push_back(value);
    }
    if (++next == copies() && probe.keep_picture && !probe.alterations.empty())
        answer.picture = library::image_of(std::move(copy.image)).convertToFormat(QImage::Format_RGB32); // fast to draw
    return std::nullopt;
}

/// One piece, on the inference thread.
std::optional<Error> ProbeService::Run::work(InferenceThread::Networks& networks, std::stop_token quitting) {
    const auto cancelled = [&] { return Error{ErrorCode::Cancelled, probe.file.path, "is not wanted any more", {}}; };
    try {
        if (stop.stop_requested() || quitting.stop_requested())
            return cancelled();
        const auto wanted = scorers(networks);
        if (!wanted)
            return wanted.error();
        const auto photo = memory->get(probe.file, decode);
        if (!photo)
            return photo.error();
        answer.photo_size = (*photo)->image.size;
        const Clock::time_point end = Clock::now() + piece;
        do {
            if (stop.stop_requested() || quitting.stop_requested())
                return cancelled();
            if (auto error = score_next(*wanted, **photo)) {
                if (error->file.empty())
                    error->file = probe.file.path;
                return error;
            }
        } while (!ended() && Clock::now() < end);
        return std::nullopt;
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, probe.file.path, "is too large for the memory of this machine", {}};
    } catch (const std::exception& problem) {
        return Error{ErrorCode::Internal, probe.file.path, problem.what(), {}};
    }
}

ProbeService::ProbeService(InferenceThread& inference, imaging::DecodeOptions decode, QObject* parent)
    : QObject(parent)
    , inference_(inference)
    , decode_(std::move(decode))
    , memory_(std::make_shared<Memory>())
    , mailbox_(std::make_shared<library::Mailbox>(this)) {
    decode_.allow_damaged = false; // a cut photo has no score
}

ProbeService::~ProbeService() {
    mailbox_->close();
    stop_.request_stop();
}

quint64 ProbeService::start(Probe probe) {
    stop_.request_stop();
    stop_ = std::stop_source();
    auto run = std::make_shared<Run>();
    run->generation = ++generation_;
    run->probe = std::move(probe);
    run->decode = decode_;
    run->stop = stop_.get_token();
    run->memory = memory_;
    began_ = Clock::now();
    done_at_first_ = -1;
    setBusy(true);
    step(std::move(run));
    return generation_;
}

void ProbeService::step(std::shared_ptr<Run> run) {
    inference_.postUrgent([this, mailbox = mailbox_, run = std::move(run),
                           stop = stop_](InferenceThread::Networks& networks, std::stop_token quitting) mutable {
        const std::stop_callback forward(quitting, [&stop] { stop.request_stop(); });
        auto error = run->work(networks, quitting);
        const bool ended = run->ended();
        const int done = run->done(), total = run->total();
        mailbox->post([this, run = std::move(run), error = std::move(error), ended, done, total] {
            takeStep(run, error, ended, done, total);
        });
    });
}

void ProbeService::takeStep(const std::shared_ptr<Run>& run, std::optional<Error> error, bool ended, int done,
                            int total) {
    if (run->generation != generation_ || !busy_)
        return; // something else is wanted now, or nothing
    if (error) {
        setBusy(false);
        Q_EMIT
        failed(generation_, *error);
        return;
    }
    double left = -1;
    if (done_at_first_ < 0) {
        done_at_first_ = done;
        began_ = Clock::now();
    } else if (done > done_at_first_) {
        const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
        left = seconds / (done - done_at_first_) * (total - done);
    }
    Q_EMIT
    progressed(generation_, done, total, left);
    if (run->generation != generation_ || !busy_)
        return; // who heard of it has stopped it
    if (!ended) {
        step(run);
        return;
    }
    setBusy(false);
    Q_EMIT
    finished(generation_, std::make_shared<const ProbeAnswer>(std::move(run->answer)));
}

void ProbeService::cancel() {
    stop_.request_stop();
    ++generation_;
    setBusy(false);
}

void ProbeService::forget() {
    cancel();
    memory_ = std::make_shared<Memory>(); // a piece that still runs keeps the old one
}

void ProbeService::setBusy(bool busy) {
    if (busy_ == busy)
        return;
    busy_ = busy;
    Q_EMIT
    busyChanged(busy);
}

} // namespace touchstone::inspection
