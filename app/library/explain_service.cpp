// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/explain_service.h"

#include <algorithm>
#include <utility>

#include "app/library/mailbox.h"

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

struct ExplainService::Shared {
    explicit Shared(ExplainService* service)
        : mailbox(service) {}
    Mailbox mailbox;
    std::stop_source stop; ///< of the latest request; the GUI thread's
};

namespace {

bool same_question(const ExplainRequest& a, const ExplainRequest& b) {
    return a.id == b.id && a.file.path == b.file.path && a.file.bytes == b.file.bytes &&
           a.file.mtime_ns == b.file.mtime_ns && a.model == b.model && a.method == b.method && a.measures == b.measures;
}

/// Runs on the inference thread.
Result<std::shared_ptr<const Explanation>> explain(InferenceThread::Networks& networks, const ExplainRequest& request,
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
    return explanation;
}

} // namespace

ExplainService::ExplainService(InferenceThread& inference, imaging::DecodeOptions decode, std::uint64_t cache_bytes,
                               QObject* parent)
    : QObject(parent)
    , inference_(inference)
    , decode_(std::move(decode))
    , cache_bytes_(cache_bytes)
    , shared_(std::make_shared<Shared>(this)) {
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
        shared_->mailbox.post([this, generation, known] { receive(generation, known, std::nullopt); });
        return generation;
    }
    inference_.postUrgent([this, shared = shared_, request, decode = decode_, generation, stop = shared_->stop](
                              InferenceThread::Networks& networks, std::stop_token quitting) mutable {
        const std::stop_callback forward(quitting, [&stop] { stop.request_stop(); });
        const auto result = explain(networks, request, decode, stop.get_token());
        shared->mailbox.post([this, generation, result] {
            if (result)
                receive(generation, *result, std::nullopt);
            else
                receive(generation, nullptr, result.error());
        });
    });
    return generation;
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
