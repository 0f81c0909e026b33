// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QTimer>

#include "app/library/catalogue/catalogue.h"
#include "app/library/inference_thread.h"
#include "app/library/issue.h"
#include "app/library/mailbox.h"
#include "app/library/photo_list_model.h"
#include "app/library/scoring_run.h"
#include "engine/scoring/progress.h"

namespace touchstone::library {

/// Since the service was last idle.
struct ScoringProgress {
    int done = 0; ///< scored, failed and remembered ones
    int failed = 0;
    int remembered = 0;                      ///< the catalogue knew their content
    int total = 0;                           ///< done and still to do
    std::optional<double> photos_per_second; ///< of the last minute, without the remembered ones
    std::optional<int> seconds_left;
};

/// Scores photos in the background: one queue for the whole program. Lives in the GUI thread; the work is a job on the
/// InferenceThread, which it does not own and which must outlive it. What the catalogue knows of a photo's content is
/// taken from there; new scores are written into it. Results come in batches every 80 ms. Nothing has to be saved for a
/// restart: what has no score in the catalogue then is added again. The destructor stops the job and waits for nothing.
class ScoringService : public QObject {
    Q_OBJECT
public:
    enum class State { Idle, Loading, Running, Paused };
    Q_ENUM(State)

    /// `feature_folder`: where Re-IQA features are kept; empty = nowhere.
    ScoringService(InferenceThread& inference, std::shared_ptr<Catalogue> catalogue, PipelineOptions pipeline,
                   const std::string& feature_folder, QObject* parent = nullptr);
    ~ScoringService() override;

    /// Adds photos behind those that wait, or before them all, and begins when it was idle. Does not end a pause.
    void add(std::vector<ScoringJob> jobs, bool in_front = false);
    /// These first, in this order, as far as they wait: what is on screen, then what is selected.
    void prefer(std::vector<PhotoId> first);
    void remove(const std::vector<PhotoId>& ids); ///< they are gone, or were scored by someone else
    /// Looks up kept features of photos that have their scores: featuresFetched() answers once, also when the models
    /// cannot be opened. They are large: ask for some hundred at a time.
    void fetchFeatures(std::vector<std::pair<PhotoId, ContentHash>> photos);

    void pause(); ///< running work ends within one photo, nothing new begins; maps can still be asked for
    void resume();
    void cancel(); ///< empties the queue; `finished(true)` follows; what is done stays
    /// As cancel(), but `finished(true)` comes before this returns and nothing after it.
    void abandon();
    void setEffort(Effort effort);
    Effort effort() const { return effort_; }

    State state() const { return state_; }
    const ScoringProgress& progress() const { return progress_; }

Q_SIGNALS:
    void stateChanged(touchstone::library::ScoringService::State state);
    void progressChanged();
    /// The models are open; comes before any result.
    void modelsReady(const std::vector<touchstone::ModelCard>& cards);
    void scored(std::shared_ptr<const std::vector<touchstone::library::PhotoOutcome>> outcomes);
    void featuresFetched(const touchstone::library::FetchedFeatures& fetched);
    void issuesRaised(const std::vector<touchstone::library::Issue>& issues);
    /// The queue is empty. After a model or device could not be opened, failedToStart says so and the rest is dropped.
    void finished(bool cancelled);
    void failedToStart(const touchstone::Error& error);

private:
    std::shared_ptr<ScoringRun> makeRun();
    void launch();
    void startMeter();
    void collect();
    void publish(ScoringRun::Outbox& box);
    void measure();
    void setState(State state);
    void settle(bool cancelled);

    InferenceThread& inference_;
    const std::shared_ptr<Catalogue> catalogue_;
    const PipelineOptions pipeline_;
    const std::string feature_folder_;
    State state_ = State::Idle;
    Effort effort_ = Effort::Full;
    bool cancelling_ = false;
    ScoringProgress progress_;
    RateMeter meter_;
    QTimer collect_timer_;
    std::shared_ptr<Mailbox> mailbox_;
    std::shared_ptr<ScoringRun> run_; ///< with the jobs; another one after abandon(), so that nothing late is heard
    std::stop_source stop_;           ///< of the present launch
    std::stop_source fetch_stop_;     ///< of all fetchFeatures() until abandon()
    int launches_ = 0;
    bool launched_ = false; ///< the latest launch has not ended
};

} // namespace touchstone::library
