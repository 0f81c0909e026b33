// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <QObject>

#include "app/library/catalogue/content_hash.h"
#include "engine/reiqa/regressor.h"

class QThreadPool;

namespace touchstone::library {
class Mailbox;
}

namespace touchstone::inspection {

/// How far a photo's features lie from those of the photos that a regressor was fitted on: the root mean square of
/// (feature − mean) / deviation over all of them. It is 1 for the training photos taken together, whatever their number
/// and kind; a photo is `unfamiliar` when it is that many times as far. Empty when the regressor's file holds no
/// deviations, or the features are of another length or no numbers.
std::optional<double> feature_distance(const reiqa::Regressor& regressor, const reiqa::PhotoFeatures& features);
inline constexpr double unfamiliar = 3; ///< of the training photos, at most a ninth can lie so far (Markov's bound)

/// Looks up a photo's kept features and says how far they lie. Reads the regressor's file once, as long as the same one
/// is asked for. Lives in the GUI thread; one worker of low priority (named "familiarity"), which the destructor waits
/// for.
class FamiliarityService : public QObject {
    Q_OBJECT
public:
    /// `features_folder`: where features.db lies; empty = nothing is known.
    explicit FamiliarityService(std::string features_folder, QObject* parent = nullptr);
    ~FamiliarityService() override;

    /// Returns the generation that comes back with `measured`; only the latest request is answered, and none of which
    /// nothing is known. `recipe`: ScoreRecipe::key() of the model in `model_file`.
    quint64 request(std::string model_file, std::string recipe, library::ContentHash content);
    void forget() { ++generation_; } ///< nothing more is heard of the latest request

Q_SIGNALS:
    void measured(quint64 generation, double distance);

private:
    struct Worker;
    std::shared_ptr<library::Mailbox> mailbox_;
    std::shared_ptr<Worker> worker_; ///< the pool's one thread's alone
    std::unique_ptr<QThreadPool> pool_;
    quint64 generation_ = 0;
};

} // namespace touchstone::inspection
