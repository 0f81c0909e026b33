// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "app/library/inference_thread.h"
#include "app/library/issue.h"
#include "app/library/photo_list_model.h"
#include "engine/scoring/pipeline.h"
#include "engine/scoring/progress.h"

namespace touchstone::library {

struct ScoringJob {
    PhotoId id = no_photo;
    FoundFile file;
};

struct ScoringProgress {
    int done = 0; ///< scored, failed and remembered ones
    int failed = 0;
    int remembered = 0; ///< taken from an earlier run
    int total = 0;
    std::optional<double> photos_per_second; ///< of the last minute
    std::optional<int> seconds_left;
};

/// Scores photos in the background. Lives in the GUI thread; the work is a job on the InferenceThread, which it does
/// not own and which must outlive it. Results of earlier runs are taken from the score cache first. Results come in
/// batches every 80 ms. The destructor stops the job and waits for nothing: late results fall into a shared buffer
/// nobody reads.
class ScoringService : public QObject {
    Q_OBJECT
public:
    enum class State { Idle, Loading, Running, Paused };
    Q_ENUM(State)

    ScoringService(InferenceThread& inference, PipelineOptions pipeline, std::string cache_folder,
                   QObject* parent = nullptr);
    ~ScoringService() override;

    /// Scores these, first things first; replaces what was under way.
    void start(std::vector<ScoringJob> jobs);
    void pause(); ///< running work ends within one photo, nothing new begins; maps can still be asked for
    void resume();
    void cancel(); ///< `finished(true)` follows; what is done stays

    /// As cancel(), but `finished(true)` comes before this returns and nothing after it: for a folder that is closed.
    void abandon();

    State state() const { return state_; }
    const ScoringProgress& progress() const { return progress_; }

Q_SIGNALS:
    void stateChanged(touchstone::library::ScoringService::State state);
    void progressChanged();
    /// The models are open; comes before any result.
    void modelsReady(const std::vector<touchstone::ModelCard>& cards);
    void scored(std::shared_ptr<const std::vector<touchstone::library::PhotoOutcome>> outcomes);
    /// Everything that was known from earlier runs has been delivered through `scored`.
    void rememberedDelivered(int count);
    void issuesRaised(const std::vector<touchstone::library::Issue>& issues);
    /// Once for each start(). After a model or device could not be opened, `error` says so and the rest is not scored.
    void finished(bool cancelled);
    void failedToStart(const touchstone::Error& error);

private:
    struct Shared;
    void launch();
    void startMeter();
    void collect();
    void setState(State state);
    void settle(bool cancelled);

    InferenceThread& inference_;
    PipelineOptions pipeline_;
    std::string cache_folder_;
    State state_ = State::Idle;
    bool cancelling_ = false;
    ScoringProgress progress_;
    RateMeter meter_;
    QTimer collect_timer_;
    std::shared_ptr<Shared> shared_; ///< of the present run; replaced by start()
};

} // namespace touchstone::library
