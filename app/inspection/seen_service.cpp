// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/seen_service.h"

#include <algorithm>
#include <exception>

#include "app/library/image_convert.h"

namespace touchstone::inspection {

using library::InferenceThread;

namespace {

/// On the inference thread.
Result<std::shared_ptr<const SeenPhoto>> see(InferenceThread::Networks& networks, library::PhotoId id,
                                             const std::string& file, const std::string& model,
                                             const imaging::DecodeOptions& decode, const std::stop_token& stop) {
    const auto scorers = networks.scorers();
    if (!scorers)
        return tl::unexpected(scorers.error());
    const auto chosen = std::find_if(scorers->begin(), scorers->end(),
                                     [&](const Scorer* scorer) { return model.empty() || scorer->card().id == model; });
    if (chosen == scorers->end())
        return failure(ErrorCode::BadModel, model, "is not among the models in use", "choose another model");
    const auto photo = imaging::decode_file(file, decode);
    if (!photo)
        return tl::unexpected(photo.error());
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, file, "is not wanted any more");
    auto seen = (*chosen)->seen(*photo);
    if (!seen)
        return tl::unexpected(seen.error());
    auto result = std::make_shared<SeenPhoto>();
    result->id = id;
    for (SeenScale& scale : *seen)
        result->scales.push_back({scale.scale, library::image_of(std::move(scale.image))});
    return std::shared_ptr<const SeenPhoto>(std::move(result));
}

} // namespace

SeenService::SeenService(InferenceThread& inference, imaging::DecodeOptions decode, QObject* parent)
    : QObject(parent)
    , inference_(inference)
    , decode_(std::move(decode))
    , mailbox_(std::make_shared<library::Mailbox>(this)) {
    decode_.allow_damaged = false;
}

SeenService::~SeenService() {
    mailbox_->close();
    stop_.request_stop();
}

quint64 SeenService::request(library::PhotoId id, const library::FoundFile& file, const std::string& model) {
    stop_.request_stop();
    stop_ = std::stop_source();
    const quint64 generation = ++generation_;
    inference_.postUrgent([this, mailbox = mailbox_, id, path = file.path, model, decode = decode_, generation,
                           stop = stop_.get_token()](InferenceThread::Networks& networks, std::stop_token) {
        if (stop.stop_requested())
            return;
        Result<std::shared_ptr<const SeenPhoto>> seen = failure(ErrorCode::Internal, path, "was not looked at");
        try {
            seen = see(networks, id, path, model, decode, stop);
        } catch (const std::exception& problem) {
            seen = failure(ErrorCode::Internal, path, problem.what());
        }
        mailbox->post([this, generation, seen] {
            if (generation != generation_)
                return; // another one is wanted now
            if (seen)
                Q_EMIT
            ready(generation, *seen);
            else Q_EMIT
            failed(generation, seen.error());
        });
    });
    return generation;
}

void SeenService::cancel() {
    stop_.request_stop();
    ++generation_;
}

} // namespace touchstone::inspection
