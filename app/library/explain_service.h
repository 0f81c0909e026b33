// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "app/library/explanation.h"
#include "app/library/inference_thread.h"
#include "app/library/issue.h"
#include "app/library/score_recipe.h"
#include "engine/imaging/decode.h"

namespace touchstone::library {

struct MapStoreOptions {
    std::string folder;                                  ///< where maps.db lies; empty = nothing is kept on disk
    std::uint64_t disk_bytes = std::uint64_t{256} << 20; ///< of that file; the least recently used give way
};

class Workers;

/// Attention maps and breakdowns on demand: memory → map store → computed on the InferenceThread, before bulk scoring
/// (between two of its batches). Lives in the GUI thread; reads and writes the store on a thread of its own ("maps"),
/// which ends in the destructor; does not own the InferenceThread, which must outlive it. A new request replaces one
/// that waits or runs.
class ExplainService : public QObject {
    Q_OBJECT
public:
    ExplainService(InferenceThread& inference, imaging::DecodeOptions decode,
                   std::uint64_t cache_bytes = std::uint64_t{32} << 20, MapStoreOptions store = {},
                   QObject* parent = nullptr);
    ~ExplainService() override;

    /// How the models in use make their scores, in their order: what a map in the store must have been made by. Before
    /// this is known the store is not asked, only filled.
    void setRecipes(std::vector<ScoreRecipe> recipes) { recipes_ = std::move(recipes); }

    /// Returns the generation that comes back with the answer. A map in memory is answered at once (queued).
    quint64 request(const ExplainRequest& request);
    void cancel(); ///< nothing comes for the latest request
    void forget(); ///< cancel, and drop memory
    bool isBusy() const { return busy_; }
    quint64 generation() const { return generation_; }
    std::uint64_t memoryUsed() const { return used_; }
    /// How many maps came from where, for tests and the About box.
    struct Counters {
        int from_memory = 0, from_disk = 0, computed = 0;
    };
    const Counters& counters() const { return counters_; }
    void flushStore(); ///< waits until what was made so far is on disk; for tests

Q_SIGNALS:
    /// Only for the latest request.
    void explained(quint64 generation, std::shared_ptr<const touchstone::library::Explanation> explanation);
    void failed(quint64 generation, const touchstone::Error& error);
    void busyChanged(bool busy);
    void issueRaised(const touchstone::library::Issue& issue);

private:
    struct Shared;
    std::shared_ptr<const Explanation> cached(const ExplainRequest& request);
    void remember(std::shared_ptr<const Explanation> explanation);
    const ScoreRecipe* recipeOf(const ExplainRequest& request) const;
    void lookUp(quint64 generation, const ExplainRequest& request, const ScoreRecipe& recipe);
    void compute(quint64 generation, const ExplainRequest& request);
    void keep(std::shared_ptr<const Explanation> explanation, const ScoreRecipe& recipe);
    void setBusy(bool busy);
    void receive(quint64 generation, std::shared_ptr<const Explanation> explanation, std::optional<Error> error);

    InferenceThread& inference_;
    imaging::DecodeOptions decode_;
    std::uint64_t cache_bytes_;
    std::uint64_t used_ = 0;
    quint64 generation_ = 0;
    bool busy_ = false;
    std::list<std::shared_ptr<const Explanation>> recent_; ///< newest first
    std::vector<ScoreRecipe> recipes_;
    Counters counters_;
    std::shared_ptr<Shared> shared_;
    std::unique_ptr<Workers> workers_; ///< one thread for the store
};

} // namespace touchstone::library
