// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/scoring/scorer.h"

namespace touchstone::library {

/// Opens one model file; the tests put in a model of their own. Called on the inference thread.
using ScorerFactory =
    std::function<Result<std::unique_ptr<Scorer>>(const std::string& model_file, const ScorerOptions& options)>;

struct ModelChoice {
    std::vector<std::string> files; ///< model files, in the order of the columns
    ScorerOptions options;
};

/// The one thread that owns the networks. Jobs run one at a time, in order, urgent ones first; a long job lets urgent
/// ones in between two batches by calling runUrgent(). Models are opened when the first job needs them.
/// Plain object; post from any thread. Ends in the destructor (or stop()): every job's token is stopped, waiting jobs
/// are dropped, then a wait of at most 10 s; a thread stuck in a library after that is left behind with a warning.
class InferenceThread {
public:
    /// What a job may use; only valid inside it.
    class Networks {
    public:
        virtual ~Networks() = default;
        /// All scorers in the order of ModelChoice::files; the first that cannot be opened is the error.
        virtual Result<std::vector<Scorer*>> scorers() = 0;
        /// Runs urgent jobs that wait. Not to be called from inside a Scorer, nor by an urgent job.
        virtual void runUrgent() = 0;
    };
    using Job = std::function<void(Networks&, std::stop_token)>;

    InferenceThread(ScorerFactory factory, ModelChoice choice);
    ~InferenceThread();
    InferenceThread(const InferenceThread&) = delete;
    InferenceThread& operator=(const InferenceThread&) = delete;

    void post(Job job);
    void postUrgent(Job job);
    /// Other models from the next job on; the old ones are closed on the inference thread.
    void setModels(ModelChoice choice);
    void stop();

private:
    struct State;
    struct Thread;
    std::shared_ptr<State> state_; ///< shared with the thread
};

} // namespace touchstone::library
