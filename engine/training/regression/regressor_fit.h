// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/reiqa/regressor.h"
#include "engine/training/regression/logistic.h"
#include "engine/training/regression/splits.h"

/// Fitting a Re-IQA regressor to people's scores, and saying honestly how good it is (reiqa.md 6).
namespace touchstone::training {

/// Which experts' features a linear model sees.
enum class Experts { Both, Content, Quality };
inline constexpr std::array<Experts, 3> all_experts{Experts::Both, Experts::Content, Experts::Quality};
const char* experts_name(Experts experts); ///< "both", "content", "quality"

/// An encoder that features came from.
struct EncoderIdentity {
    std::string id, sha256;
    std::optional<int> native_limit; ///< long side at which it saw the photos; empty = unlimited
};

/// Labelled photos with their features.
struct FitSet {
    std::string dataset;            ///< name for people and for the card
    std::vector<std::string> files; ///< as listed
    std::vector<double> scores;
    std::vector<std::size_t> groups;                ///< from joined_groups()
    bool grouped = false;                           ///< the list named groups
    bool higher_is_better = true;                   ///< false for DMOS
    std::optional<std::pair<double, double>> range; ///< ends of the scale; empty = the lowest and highest score seen
    std::size_t block_length = 0;
    std::vector<float> features; ///< files × 4·block_length, in block order
    EncoderIdentity content, quality;
};

/// Another model's scores of the same photos, to compare with on the same test parts.
struct BaseScores {
    std::string model;          ///< id
    std::vector<double> scores; ///< NaN where it had none
    bool higher_is_better = true;
};

enum class RegressorKind { Ridge, ElasticNet };

struct FitOptions {
    RegressorKind kind = RegressorKind::Ridge;
    double l1_ratio = 0.5; ///< elastic net only
    bool standardise = true;
    std::size_t splits = 10;
    std::uint64_t seed = 1;
    std::size_t fewest = least_photos; ///< refuse less
    int threads = 0;                   ///< splits at the same time; 0 = one per core, fewer where memory is short
    std::optional<BaseScores> base;
    std::stop_token stop;
    /// Fits done and to be done. From any thread, one call at a time.
    std::function<void(std::size_t done, std::size_t total)> progress;
};

/// Of a figure over the splits; empty where it was undefined in every one.
struct Quartiles {
    double lower = 0, median = 0, upper = 0;
    std::size_t count = 0;

    static std::optional<Quartiles> of(std::vector<double> values); ///< linear between neighbours
};

/// One model of one split: α by the lowest squared error on the validation part, figures on the test part.
struct SplitFigures {
    double alpha = 0;
    std::size_t learnt = 0, validated = 0;
    MappedAgreement test;
};

/// What is known of one of the three models.
struct ExpertsReport {
    double alpha = 0; ///< of the final fit: lowest mean squared validation error over the splits
    bool alpha_at_low_end = false, alpha_at_high_end = false; ///< … of the grid, so that a better one may lie beyond
    std::size_t nonzero = 0;                                  ///< weights of the final fit
    std::vector<SplitFigures> splits;

    nlohmann::json figures() const; ///< {"srcc":{"median","q1","q3","n"},"plcc":…,"plcc_logistic4":…,"krcc":…,"rmse":…}
};

struct FitReport {
    std::string dataset;
    std::size_t photos = 0, groups = 0, constant_features = 0;
    bool higher_is_better = true;
    std::vector<double> alphas;           ///< the grid
    std::array<ExpertsReport, 3> experts; ///< in the order of all_experts
    std::vector<Split> splits;
    std::vector<std::string> warnings; ///< sentences

    struct Base {
        std::string model;
        std::vector<MappedAgreement> splits;
        std::size_t splits_won = 0; ///< by the fitted model, SRCC on the same photos
    };
    std::optional<Base> base;

    const ExpertsReport& of(Experts which) const { return experts[static_cast<std::size_t>(which)]; }
    nlohmann::json to_json() const;
};

struct Fit {
    reiqa::Regressor regressor; ///< card filled but for id and title, which the caller knows best
    FitReport report;
};

/// Fits both experts together and each alone in the same splits, then on all photos. Within a split features are
/// standardised and α is chosen without a look at the test part. BadInput with one sentence for: too few photos or
/// groups, equal scores, numbers that are not finite, features that do not fit; Cancelled; OutOfMemory.
Result<Fit> fit_regressor(const FitSet& set, const FitOptions& options);

/// One cell of the cross-database table: fitted on all photos of one set, tried on all of another.
struct CrossFigures {
    std::string trained_on, tested_on;
    MappedAgreement agreement; ///< sign-corrected where one of the sets is lower-is-better
};

/// Every regressor on every other set; a set with itself is left out, its figure is the one of its splits.
std::vector<CrossFigures> cross_database(const std::vector<FitSet>& sets, const std::vector<Fit>& fits);

} // namespace touchstone::training
