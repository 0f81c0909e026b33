// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"
#include "engine/nn/model_card.h"
#include "engine/scoring/assessment.h"

namespace touchstone {

/// The long side allowed for the native scale.
struct NativeLimit {
    enum class Kind { Default, None, Pixels } kind = Kind::Default; ///< Default: what the model's card implies
    int pixels = 0;
};

/// Default for a card: the long side it names; imported models that name none 2048 (architecture.md 5).
/// Empty = unlimited.
std::optional<int> resolve_native_limit(const NativeLimit& limit, const ModelCard& card);

struct ScorerOptions {
    Device device;
    /// Run the same model beside `device`, each with a copy of its own; batches are shared out among them.
    std::vector<Device> more_devices;
    Precision precision = Precision::Reference;
    NativeLimit native_limit;
    int threads = 0;                                        ///< 0 = one per core
    std::uint64_t memory_budget = std::uint64_t{512} << 20; ///< bytes for the network's temporaries
    /// Path of an installed model file with this SHA-256 (lower-case hexadecimal): where a Re-IQA regressor's encoders
    /// are looked for first; the regressor's own folder comes second. May be empty. Called by open_scorer() only.
    std::function<std::optional<std::string>(const std::string& sha256)> find_model;
    bool keep_features = false; ///< Re-IQA: hand out the features with every assessment
    /// Told one sentence when a GPU is given up, or a photo does not fit into one, and the CPU takes over. May be empty.
    /// Called by the scoring thread, at most once for each reason.
    std::function<void(const std::string& sentence)> notice;
};

/// One size of a photo, as a network got it.
struct SeenScale {
    std::string scale; ///< as AttentionMap::scale
    RgbImage image;    ///< 8 bit, rounded
};

/// One interface for every model. An object is used by one thread at a time (the inference thread that owns it).
class Scorer {
public:
    virtual ~Scorer() = default;

    virtual const ModelCard& card() const = 0;
    virtual const ScorerOptions& options() const = 0;

    /// Sequence length a photo of this size will have: what batches are formed by. Cheap.
    virtual std::int64_t token_count(Size photo) const = 0;

    /// One result per photo, same order; a photo that fails does not disturb the others. `stop` is looked at between
    /// photos and inside long ones; what was not done comes back as Cancelled.
    virtual std::vector<Result<Assessment>> score(std::span<const Photo* const> photos, std::stop_token stop) = 0;

    /// Score of one photo with what it is made of: attention maps by `method` (MUSIQ), or the breakdown (Re-IQA with a
    /// regressor; there `method` means nothing).
    virtual Result<Assessment> explain(const Photo& photo, AttentionMethod method, std::stop_token stop) = 0;

    /// The photo at every scale that the network looks at, in the order of Attention::scales. Empty for models that do
    /// not say. Does not run the network.
    virtual Result<std::vector<SeenScale>> seen(const Photo& photo) const {
        static_cast<void>(photo);
        return std::vector<SeenScale>();
    }

    /// What the quality expert of a Re-IQA model says about a photo, within the native limit and without maps; the
    /// content expert does not run. BadModel for models without that expert.
    virtual Result<reiqa::ExpertFeatures> quality_features(const Photo& photo, std::stop_token stop);
};

/// Opens a model file for scoring; the architecture in its card decides which network. A Re-IQA regressor brings its
/// two encoders along, found by their hashes; an encoder alone can be opened, and its scores have no value
/// (Score::missing). NoDevice, BadModel (naming the hash of an encoder that is not there), …
Result<std::unique_ptr<Scorer>> open_scorer(const std::string& model_file, const ScorerOptions& options);

} // namespace touchstone
