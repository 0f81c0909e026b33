// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/explain_service.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <utility>

#include <sys/stat.h>

#include "app/library/mailbox.h"
#include "app/library/map_store.h"
#include "app/library/workers.h"
#include "engine/base/open_file.h"

namespace touchstone::library {

std::size_t Explanation::bytes() const {
    std::size_t total = sizeof(Explanation) + assessment.score.distribution.size() * sizeof(double);
    if (assessment.attention)
        for (const AttentionMap& map : assessment.attention->scales)
            total += sizeof(AttentionMap) + map.weights.size() * sizeof(float);
    if (assessment.breakdown)
        for (const reiqa::BlockPart& block : assessment.breakdown->blocks)
            total += sizeof block + block.cells.size() * sizeof(double) +
                     block.top_channels.size() * sizeof(reiqa::ChannelPart);
    if (measures)
        total += measures->tile_sharpness.size() * sizeof(float);
    return total;
}

/// What the GUI thread shares with the inference thread and with the store's.
struct ExplainService::Shared {
    Shared(ExplainService* service, MapStoreOptions options)
        : mailbox(service)
        , keeps_maps(!options.folder.empty())
        , store(std::move(options.folder), options.disk_bytes, [this, service](const Error& error) {
            Issue issue = issue_of(error);
            issue.severity = Issue::Severity::Warning;
            mailbox.post([service, issue] {
                Q_EMIT
                service->issueRaised(issue);
            });
        }) {}

    bool step();

    Mailbox mailbox;
    std::stop_source stop; ///< of the latest request; the GUI thread's

    std::mutex mutex;
    std::function<void()> look_up;           ///< the latest only; guarded by the mutex
    std::deque<std::function<void()>> saves; ///< guarded by the mutex

    const bool keeps_maps;
    MapStore store; ///< last: its thread uses the mailbox
};

/// On the store's thread. Somebody waits for what is looked up, nobody for what is saved.
bool ExplainService::Shared::step() {
    std::function<void()> job;
    {
        const std::lock_guard lock(mutex);
        if (look_up) {
            job.swap(look_up);
        } else if (!saves.empty()) {
            job = std::move(saves.front());
            saves.pop_front();
        }
    }
    if (job)
        job();
    return static_cast<bool>(job);
}

namespace {

bool same_question(const ExplainRequest& a, const ExplainRequest& b) {
    return a.id == b.id && a.file.path == b.file.path && a.file.bytes == b.file.bytes &&
           a.file.mtime_ns == b.file.mtime_ns && a.model == b.model && a.method == b.method && a.measures == b.measures;
}

/// What the inference thread made, and how it is made again.
struct Made {
    std::shared_ptr<const Explanation> explanation;
    ScoreRecipe recipe;
};

/// The map of a file that changed after the request must not be kept as the map of what it was.
bool is_unchanged(const FoundFile& file) {
    struct stat status {};
    return ::stat(file.path.c_str(), &status) == 0 && status.st_size == file.bytes &&
           file_time_ns(status) == file.mtime_ns;
}

/// Runs on the inference thread.
Result<Made> explain(InferenceThread::Networks& networks, const ExplainRequest& request,
                     const imaging::DecodeOptions& decode, std::stop_token stop) {
    const auto cancelled = [&] { return failure(ErrorCode::Cancelled, request.file.path, "is not wanted any more"); };
    if (stop.stop_requested())
        return cancelled();
    const auto scorers = networks.scorers();
    if (!scorers)
        return tl::unexpected(scorers.error());
    const auto chosen = std::find_if(scorers->begin(), scorers->end(), [&](const Scorer* scorer) {
        return request.model.empty() || scorer->card().id == request.model;
    });
    if (chosen == scorers->end())
        return failure(ErrorCode::BadModel, request.model, "is not among the models in use", "choose another model");
    auto photo = imaging::decode_file(request.file.path, decode);
    if (!photo)
        return tl::unexpected(photo.error());
    if (stop.stop_requested())
        return cancelled();
    auto assessment = (*chosen)->explain(*photo, request.method, stop);
    if (!assessment) {
        if (assessment.error().file.empty())
            assessment.error().file = request.file.path;
        return tl::unexpected(assessment.error());
    }
    auto explanation = std::make_shared<Explanation>();
    explanation->request = request;
    explanation->photo_size = photo->image.size;
    explanation->assessment = std::move(*assessment);
    // Its cells are in the breakdown; the maps they were made of are a thousand times as large and would leave room for
    // one photo only among those that are remembered.
    explanation->assessment.features.reset();
    if (auto& breakdown = explanation->assessment.breakdown)
        for (reiqa::BlockPart& block : breakdown->blocks)
            for (reiqa::ChannelPart& channel : block.top_channels)
                channel.cells = {}; // single channels are for `explain`; the window draws none
    if (request.measures)
        explanation->measures = imaging::measure(photo->image);
    return Made{std::move(explanation), ScoreRecipe::of(**chosen, decode.mode)};
}

} // namespace

ExplainService::ExplainService(InferenceThread& inference, imaging::DecodeOptions decode, std::uint64_t cache_bytes,
                               MapStoreOptions store, QObject* parent)
    : QObject(parent)
    , inference_(inference)
    , decode_(std::move(decode))
    , cache_bytes_(cache_bytes)
    , shared_(std::make_shared<Shared>(this, std::move(store)))
    , workers_(std::make_unique<Workers>(QStringLiteral("maps"), 1, QThread::InheritPriority,
                                         [shared = shared_] { return shared->step(); })) {
    // A cut photo has no score, so it has no explanation either.
    decode_.allow_damaged = false;
}

ExplainService::~ExplainService() {
    shared_->mailbox.close();
    shared_->stop.request_stop();
}

quint64 ExplainService::request(const ExplainRequest& request) {
    shared_->stop.request_stop();
    shared_->stop = std::stop_source();
    const quint64 generation = ++generation_;
    setBusy(true);
    if (auto known = cached(request)) {
        ++counters_.from_memory;
        shared_->mailbox.post([this, generation, known] { receive(generation, known, std::nullopt); });
        return generation;
    }
    if (const ScoreRecipe* recipe = recipeOf(request); recipe && shared_->keeps_maps)
        lookUp(generation, request, *recipe);
    else
        compute(generation, request);
    return generation;
}

const ScoreRecipe* ExplainService::recipeOf(const ExplainRequest& request) const {
    const auto found = std::find_if(recipes_.begin(), recipes_.end(), [&](const ScoreRecipe& recipe) {
        return request.model.empty() || recipe.model == request.model;
    });
    return found == recipes_.end() ? nullptr : &*found;
}

void ExplainService::lookUp(quint64 generation, const ExplainRequest& request, const ScoreRecipe& recipe) {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->look_up = [this, shared = shared_.get(), generation, request, recipe] {
            const auto known = shared->store.load(request, recipe);
            shared->mailbox.post([this, generation, request, known] {
                if (generation != generation_)
                    return; // something else is wanted now
                counters_.from_disk += known ? 1 : 0;
                if (known)
                    receive(generation, known, std::nullopt);
                else
                    compute(generation, request);
            });
        };
    }
    workers_->wake(1);
}

void ExplainService::compute(quint64 generation, const ExplainRequest& request) {
    inference_.postUrgent([this, shared = shared_, request, decode = decode_, generation, stop = shared_->stop](
                              InferenceThread::Networks& networks, std::stop_token quitting) mutable {
        const std::stop_callback forward(quitting, [&stop] { stop.request_stop(); });
        const auto made = explain(networks, request, decode, stop.get_token());
        const bool worth_keeping = made && shared->keeps_maps && is_unchanged(request.file);
        shared->mailbox.post([this, generation, made, worth_keeping] {
            if (worth_keeping)
                keep(made->explanation, made->recipe); // also when something else is wanted by now
            counters_.computed += made ? 1 : 0;
            if (made)
                receive(generation, made->explanation, std::nullopt);
            else
                receive(generation, nullptr, made.error());
        });
    });
}

void ExplainService::keep(std::shared_ptr<const Explanation> explanation, const ScoreRecipe& recipe) {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->saves.push_back([shared = shared_.get(), explanation = std::move(explanation), recipe] {
            shared->store.save(*explanation, recipe);
        });
    }
    workers_->wake(1);
}

void ExplainService::flushStore() {
    std::promise<void> packed;
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->saves.push_back([&] { packed.set_value(); });
    }
    workers_->wake(1);
    packed.get_future().wait();
    shared_->store.flush();
}

void ExplainService::cancel() {
    shared_->stop.request_stop();
    ++generation_;
    setBusy(false);
}

void ExplainService::forget() {
    cancel();
    recent_.clear();
    used_ = 0;
}

std::shared_ptr<const Explanation> ExplainService::cached(const ExplainRequest& request) {
    const auto found = std::find_if(recent_.begin(), recent_.end(),
                                    [&](const auto& known) { return same_question(known->request, request); });
    if (found == recent_.end())
        return nullptr;
    recent_.splice(recent_.begin(), recent_, found);
    return recent_.front();
}

void ExplainService::remember(std::shared_ptr<const Explanation> explanation) {
    if (cached(explanation->request))
        return;
    used_ += explanation->bytes();
    recent_.push_front(std::move(explanation));
    while (used_ > cache_bytes_ && recent_.size() > 1) {
        used_ -= recent_.back()->bytes();
        recent_.pop_back();
    }
}

void ExplainService::setBusy(bool busy) {
    if (busy_ == busy)
        return;
    busy_ = busy;
    Q_EMIT
    busyChanged(busy);
}

void ExplainService::receive(quint64 generation, std::shared_ptr<const Explanation> explanation,
                             std::optional<Error> error) {
    if (generation != generation_)
        return; // something else is wanted now
    if (explanation)
        remember(explanation);
    setBusy(false);
    if (explanation)
        Q_EMIT
    explained(generation, explanation);
    else if (error) Q_EMIT
    failed(generation, *error);
}

} // namespace touchstone::library
