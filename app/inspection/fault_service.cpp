// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/fault_service.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include <QThreadPool>

#include "app/library/feature_store.h"
#include "app/library/mailbox.h"
#include "engine/reiqa/regressor.h"

namespace touchstone::inspection {

using library::InferenceThread;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds piece{700};

std::string below(const std::string& folder, const char* name) {
    return folder.empty() ? std::string() : folder + '/' + name;
}

std::vector<float> quality_of(const reiqa::PhotoFeatures& features) {
    std::vector<float> quality = features.quality.full;
    quality.insert(quality.end(), features.quality.half.begin(), features.quality.half.end());
    return quality;
}

} // namespace

Result<std::vector<std::string>> by_quality(const FaultRequest& request, library::FeatureStore& features) {
    const auto model = nn::read_model_file(request.model_file);
    if (!model)
        return tl::unexpected(model.error());
    const auto regressor = reiqa::regressor_from(*model);
    if (!regressor)
        return tl::unexpected(regressor.error());
    std::vector<std::pair<double, std::string>> ranked;
    std::vector<std::string> files, unranked;
    for (const FaultRequest::Candidate& candidate : request.candidates) {
        const auto known = candidate.content ? features.find(request.recipe, *candidate.content) : nullptr;
        const std::vector<float> quality = known ? quality_of(*known) : std::vector<float>();
        if (quality.size() != regressor->quality.weights.size()) {
            unranked.push_back(candidate.file);
            continue;
        }
        const double score = regressor->quality.score(quality);
        ranked.emplace_back(regressor->card.higher_is_better ? -score : score, candidate.file);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [rank, file] : ranked)
        files.push_back(std::move(file));
    files.insert(files.end(), unranked.begin(), unranked.end());
    return files;
}

/// What the pool's one thread has read. The feature store may be asked by any thread.
struct FaultService::Worker {
    explicit Worker(const std::string& folder)
        : cache_folder(folder)
        , features(below(folder, "features")) {}

    FaultAnswer answer(const std::string& expert, const std::string& recipe, const library::ContentHash& content) {
        if (!kept || kept->quality_expert() != expert) {
            kept.reset();
            // One that is not there, or is damaged, was not learned: it can be again.
            if (auto read = read_faults(cache_folder, expert))
                kept = std::move(*read);
        }
        FaultAnswer answer;
        if (!kept)
            return answer;
        answer.learned = true;
        answer.photos = kept->photos();
        answer.recognised = kept->recognised();
        if (const auto known = features.find(recipe, content))
            answer.resemblance = kept->resembles(known->quality);
        return answer;
    }

    std::string cache_folder;
    library::FeatureStore features;
    std::optional<reiqa::DistortionCentroids> kept;
};

/// One lesson; touched by one thread at a time: the inference thread, at last the pool's.
struct FaultService::Run {
    quint64 lesson = 0;
    FaultRequest request;
    imaging::DecodeOptions decode;
    std::stop_token stop;
    std::shared_ptr<Worker> worker; ///< for its feature store
    std::optional<FaultLearning> learning;

    Error cancelled() const { return {ErrorCode::Cancelled, {}, "was stopped", {}}; }
    Result<void> choose();
    Result<Scorer*> scorer(InferenceThread::Networks& networks) const;
    std::optional<Error> work(InferenceThread::Networks& networks);
};

Result<void> FaultService::Run::choose() {
    Result<std::vector<std::string>> files = by_quality(request, worker->features);
    if (!files)
        return tl::unexpected(files.error());
    learning.emplace(request.quality_expert, std::move(*files), FaultLearning::usual_photos, decode);
    return {};
}

Result<Scorer*> FaultService::Run::scorer(InferenceThread::Networks& networks) const {
    const auto all = networks.scorers();
    if (!all)
        return tl::unexpected(all.error());
    for (Scorer* one : *all)
        if (reiqa::quality_expert_of(one->card()) == request.quality_expert)
            return one;
    return failure(ErrorCode::BadModel, request.model_file, "is not among the models in use any more");
}

/// One piece, on the inference thread.
std::optional<Error> FaultService::Run::work(InferenceThread::Networks& networks) {
    try {
        if (stop.stop_requested())
            return cancelled();
        const auto chosen = scorer(networks);
        if (!chosen)
            return chosen.error();
        if (!learning)
            if (const Result<void> made = choose(); !made)
                return made.error();
        const Clock::time_point end = Clock::now() + piece;
        while (!learning->ended() && Clock::now() < end)
            if (const Result<void> taken = learning->step(**chosen, stop); !taken)
                return taken.error();
        return std::nullopt;
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, {}, "there is too little memory to learn from these photos", {}};
    } catch (const std::exception& problem) {
        return Error{ErrorCode::Internal, {}, problem.what(), {}};
    }
}

FaultService::FaultService(InferenceThread& inference, imaging::DecodeOptions decode, const std::string& cache_folder,
                           QObject* parent)
    : QObject(parent)
    , inference_(inference)
    , decode_(std::move(decode))
    , mailbox_(std::make_shared<library::Mailbox>(this))
    , worker_(std::make_shared<Worker>(cache_folder))
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("faults"));
}

FaultService::~FaultService() {
    mailbox_->close();
    stop_.request_stop();
    pool_->clear();
    pool_->waitForDone();
}

quint64 FaultService::request(std::string quality_expert, std::string recipe, library::ContentHash content) {
    const quint64 generation = ++generation_;
    library::start_call(*pool_, [this, generation, mailbox = mailbox_, worker = worker_,
                                 expert = std::move(quality_expert), recipe = std::move(recipe), content] {
        const FaultAnswer answer = worker->answer(expert, recipe, content);
        mailbox->post([this, generation, answer] {
            if (generation == generation_)
                Q_EMIT
            answered(generation, answer);
        });
    });
    return generation;
}

void FaultService::learn(FaultRequest request) {
    stop_.request_stop();
    stop_ = std::stop_source();
    auto run = std::make_shared<Run>();
    run->lesson = ++lesson_;
    run->request = std::move(request);
    run->decode = decode_;
    run->stop = stop_.get_token();
    run->worker = worker_;
    done_at_first_ = -1;
    learning_ = true;
    step(std::move(run));
}

void FaultService::step(std::shared_ptr<Run> run) {
    inference_.post([this, mailbox = mailbox_, run = std::move(run), stop = stop_](InferenceThread::Networks& networks,
                                                                                   std::stop_token quitting) mutable {
        const std::stop_callback forward(quitting, [&stop] { stop.request_stop(); });
        auto error = run->work(networks);
        mailbox->post([this, run = std::move(run), error = std::move(error)] { takeStep(run, error); });
    });
}

void FaultService::takeStep(const std::shared_ptr<Run>& run, std::optional<Error> error) {
    if (run->lesson != lesson_ || !learning_)
        return; // something else is wanted now, or nothing
    if (error)
        return fail(*error);
    const int done = run->learning->done(), total = run->learning->total();
    double left = -1;
    if (done_at_first_ < 0) {
        done_at_first_ = done;
        began_ = Clock::now();
    } else if (done > done_at_first_) {
        left = std::chrono::duration<double>(Clock::now() - began_).count() / (done - done_at_first_) * (total - done);
    }
    Q_EMIT
    progressed(done, total, left);
    if (run->lesson != lesson_ || !learning_)
        return; // who heard of it has stopped it
    run->learning->ended() ? conclude(run) : step(run);
}

/// Off the inference thread: a second of arithmetic that no heat map should wait for.
void FaultService::conclude(const std::shared_ptr<Run>& run) {
    library::start_call(*pool_, [this, mailbox = mailbox_, worker = worker_, run] {
        std::optional<Error> error;
        try {
            auto made = run->learning->learned();
            if (!made)
                error = made.error();
            else if (run->stop.stop_requested())
                return;
            else if (const Result<void> kept = keep_faults(worker->cache_folder, *made); !kept)
                error = kept.error();
            else
                worker->kept = std::move(*made);
        } catch (const std::bad_alloc&) {
            error =
                Error{ErrorCode::OutOfMemory, {}, "what was learned does not fit into memory", "close other programs"};
        }
        mailbox->post([this, lesson = run->lesson, error] {
            if (lesson != lesson_ || !learning_)
                return;
            if (error)
                return fail(*error);
            learning_ = false;
            Q_EMIT
            learned();
        });
    });
}

void FaultService::fail(const Error& error) {
    learning_ = false;
    Q_EMIT
    failed(error);
}

void FaultService::cancel() {
    stop_.request_stop();
    ++lesson_;
    learning_ = false;
}

} // namespace touchstone::inspection
