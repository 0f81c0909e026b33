// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "app/inspection/fault_learning.h"
#include "app/library/catalogue/content_hash.h"
#include "app/library/inference_thread.h"

class QThreadPool;

namespace touchstone::library {
class FeatureStore;
class Mailbox;
} // namespace touchstone::library

namespace touchstone::inspection {

/// What one photo's faults resemble, as far as that is known.
struct FaultAnswer {
    bool learned = false;                          ///< for this expert; else the rest says nothing
    int photos = 0;                                ///< that it was learned from
    double recognised = 0;                         ///< share of held-out pieces whose kind was recognised
    std::optional<reiqa::Resemblance> resemblance; ///< empty: the photo's features are not kept
};

/// Photos that faults could be learned from: the best by the regressor's score, best first.
struct FaultRequest {
    struct Candidate {
        std::string file;
        std::optional<library::ContentHash> content;
    };
    std::string quality_expert; ///< SHA-256
    std::string model_file;     ///< the regressor's
    std::string recipe;         ///< ScoreRecipe::key() of the regressor: under which features are kept
    std::vector<Candidate> candidates;
};

/// Files of the candidates in the order of what the quality expert alone says of their kept features, best first: a
/// fine subject badly taken is not pristine. Those without kept features come last, in the order they had. Errors of
/// reading the regressor.
Result<std::vector<std::string>> by_quality(const FaultRequest& request, library::FeatureStore& features);

/// Says what photos' faults resemble, from their kept features; and learns it first, on the InferenceThread: in pieces
/// of about a second behind everything else that waits there, so that heat maps and scoring go first. The
/// candidates are taken in the order of by_quality(). Lives in the GUI thread; one worker of low
/// priority (named "faults") reads, and works out what was learned; the destructor waits for it, a second or two at
/// most. Does not own the InferenceThread, which must outlive it.
class FaultService : public QObject {
    Q_OBJECT
public:
    /// Features are looked up, and what was learned is kept, below `cache_folder`.
    FaultService(library::InferenceThread& inference, imaging::DecodeOptions decode, const std::string& cache_folder,
                 QObject* parent = nullptr);
    ~FaultService() override;

    /// Returns the generation that comes back with `answered`; only the latest request is answered.
    quint64 request(std::string quality_expert, std::string recipe, library::ContentHash content);
    void forget() { ++generation_; } ///< nothing more is heard of the latest request

    void learn(FaultRequest request); ///< instead of what is being learned
    void cancel();                    ///< what runs ends within one run of the network
    bool isLearning() const { return learning_; }

Q_SIGNALS:
    void answered(quint64 generation, const touchstone::inspection::FaultAnswer& answer);
    /// Runs of the network. `secondsLeft` is −1 until the first ones were done.
    void progressed(int done, int total, double secondsLeft);
    void learned();
    void failed(const touchstone::Error& error); ///< not for cancel()

private:
    struct Worker;
    struct Run;
    void step(std::shared_ptr<Run> run);
    void takeStep(const std::shared_ptr<Run>& run, std::optional<Error> error);
    void conclude(const std::shared_ptr<Run>& run);
    void fail(const Error& error);

    library::InferenceThread& inference_;
    imaging::DecodeOptions decode_;
    std::shared_ptr<library::Mailbox> mailbox_;
    std::shared_ptr<Worker> worker_;
    std::unique_ptr<QThreadPool> pool_;
    quint64 generation_ = 0; ///< of requests
    quint64 lesson_ = 0;     ///< which learning is wanted
    bool learning_ = false;
    std::stop_source stop_; ///< of the latest learning
    std::chrono::steady_clock::time_point began_;
    int done_at_first_ = -1; ///< opening the model is not counted into the rate
};

} // namespace touchstone::inspection
