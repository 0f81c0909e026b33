// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/library/catalogue/catalogue.h"
#include "app/library/feature_store.h"
#include "app/library/inference_thread.h"
#include "app/library/photo_list_model.h"
#include "app/library/scoring_queue.h"
#include "engine/scoring/pipeline.h"

namespace touchstone::library {

/// What was kept of some photos' features, and of which nothing was.
struct FetchedFeatures {
    std::vector<std::pair<PhotoId, std::shared_ptr<const reiqa::PhotoFeatures>>> features;
    std::vector<PhotoId> missing;
};

/// What the machine may be used for scoring.
enum class Effort {
    Full,
    Gentle, ///< rests after each photo as long as it took: for a laptop on battery, or while the person works
};

/// The part of the scoring service that works on the inference thread: takes photos from the queue, asks the catalogue
/// whether their content was scored before, runs the models over the others, and writes what they say into the
/// catalogue. Shared by ScoringService and its jobs, so either may go first.
class ScoringRun : public std::enable_shared_from_this<ScoringRun> {
public:
    /// `feature_folder`: where Re-IQA features are kept; empty = nowhere. `wake` is called on any thread when the
    /// outbox has something and had nothing before.
    ScoringRun(std::shared_ptr<Catalogue> catalogue, PipelineOptions pipeline, const std::string& feature_folder,
               std::function<void()> wake);
    ~ScoringRun();

    ScoringQueue& queue() { return queue_; }

    /// What happened since the last call; any thread.
    struct Outbox {
        std::vector<PhotoOutcome> outcomes;
        std::vector<Issue> issues;
        std::optional<std::vector<ModelCard>> cards; ///< the models are open
        std::optional<Error> error;                  ///< they cannot be used
        std::vector<FetchedFeatures> fetched;        ///< one for each fetchFeatures() that was not stopped
        int done = 0, failed = 0, remembered = 0;
        int ended_launch = 0; ///< the last launch that has ended
    };
    Outbox takeOutbox();

    void setEffort(Effort effort);

    /// Empties the queue. On the inference thread; `launch` comes back in the outbox when it ends.
    void work(InferenceThread::Networks& networks, std::stop_token stop, int launch);
    /// Looks kept features up, of photos that need no scoring. On the inference thread.
    void fetchFeatures(InferenceThread::Networks& networks, const std::vector<std::pair<PhotoId, ContentHash>>& photos,
                       std::stop_token stop);

private:
    struct Running {
        ScoringJob job;
        std::optional<ContentHash> content; ///< of the bytes that are read; empty = could not be hashed
        bool as_listed = false;             ///< the file is the one that the catalogue lists
    };
    struct Unwritten;

    void tell(const std::function<void(Outbox&)>& change);
    bool open(InferenceThread::Networks& networks);
    void runGroup(ModelSet models, InferenceThread::Networks& networks, std::stop_token stop);
    std::optional<NextPhoto> next(ModelSet models, std::stop_token stop);
    bool answerFromCatalogue(Running& photo);
    void take(ScoredPhoto&& scored, const std::vector<std::size_t>& models);
    void record(const Running& photo, const ScoredPhoto& scored, const std::vector<std::size_t>& models,
                PhotoOutcome& outcome, std::vector<Issue>& issues);
    void settle(const ScoringJob& job, PhotoOutcome outcome, std::vector<Issue> issues, bool remembered);
    void keepFeatures(std::size_t model, const ContentHash& content, const Assessment& assessment);
    const ScoredContent* findUnwritten(std::size_t model, const ContentHash& content) const;
    void write(bool all);
    void rest(std::stop_token stop);

    const std::shared_ptr<Catalogue> catalogue_;
    const PipelineOptions pipeline_;
    const std::function<void()> wake_;
    ScoringQueue queue_;

    // The inference thread's.
    std::vector<Scorer*> scorers_; ///< valid inside work()
    std::vector<ModelRow> models_; ///< as the scorers
    const Scorer* feature_source_ = nullptr;
    FeatureStore features_; ///< decode workers look into it too
    std::chrono::steady_clock::time_point last_rest_;

    std::mutex running_mutex_; ///< guards what is below; decode workers come here too
    std::map<std::size_t, Running> running_;
    std::map<ContentHash, std::vector<Running>> twins_; ///< equal photos that wait for the one under way
    std::size_t next_index_ = 0;
    std::unique_ptr<Unwritten> unwritten_;
    std::vector<std::shared_ptr<const Unwritten>> being_written_; ///< handed to the catalogue, not committed yet
    std::atomic<bool> write_failed_{false};

    std::mutex mutex_; ///< guards what is below
    Outbox outbox_;
    bool woken_ = false;
    Effort effort_ = Effort::Full;
    std::condition_variable_any effort_changed_;
};

} // namespace touchstone::library
