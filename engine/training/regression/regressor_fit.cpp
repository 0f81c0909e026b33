// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/regression/regressor_fit.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

#include "engine/training/regression/linear_path.h"

namespace touchstone::training {

namespace {

struct Columns {
    std::size_t first = 0, count = 0;
};

Columns columns_of(Experts experts, std::size_t block_length) {
    switch (experts) {
    case Experts::Content:
        return {0, 2 * block_length};
    case Experts::Quality:
        return {2 * block_length, 2 * block_length};
    case Experts::Both:
        break;
    }
    return {0, 4 * block_length};
}

/// Mean and deviation of every feature over some photos. A feature that does not vary there gets the deviation 1, so
/// that its weight becomes 0 instead of the noise of its last bit.
struct Scaling {
    std::vector<double> mean, deviation;
    std::size_t constant = 0;
};

class FitData {
public:
    FitData(const FitSet& set, const FitOptions& options)
        : set_(set)
        , standardise_(options.standardise) {}

    std::size_t rows() const { return set_.files.size(); }

    Scaling scaling(const std::vector<std::size_t>& rows, Columns columns) const {
        const auto n = static_cast<double>(rows.size());
        Scaling scaling{std::vector<double>(columns.count), std::vector<double>(columns.count), 0};
        for (const std::size_t row : rows)
            for (std::size_t j = 0; j < columns.count; ++j)
                scaling.mean[j] += feature(row, columns, j) / n;
        for (const std::size_t row : rows)
            for (std::size_t j = 0; j < columns.count; ++j) {
                const double away = feature(row, columns, j) - scaling.mean[j];
                scaling.deviation[j] += away * away / n;
            }
        for (std::size_t j = 0; j < columns.count; ++j) {
            scaling.deviation[j] = std::sqrt(scaling.deviation[j]);
            constexpr double float_step = 1.2e-7; // a float32 feature cannot vary by less and mean it
            if (scaling.deviation[j] <= float_step * std::abs(scaling.mean[j])) {
                scaling.deviation[j] = 1;
                ++scaling.constant;
            }
        }
        return scaling;
    }

    /// What the solver sees; plain features when they are not to be standardised.
    Matrix design(const std::vector<std::size_t>& rows, Columns columns, const Scaling& scaling) const {
        Matrix matrix(rows.size(), columns.count);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::span<double> to = matrix.row(i);
            for (std::size_t j = 0; j < columns.count; ++j)
                to[j] = standardise_ ? (feature(rows[i], columns, j) - scaling.mean[j]) / scaling.deviation[j]
                                     : feature(rows[i], columns, j);
        }
        return matrix;
    }

    std::vector<double> scores(const std::vector<std::size_t>& rows) const {
        std::vector<double> scores;
        for (const std::size_t row : rows)
            scores.push_back(set_.scores[row]);
        return scores;
    }

private:
    double feature(std::size_t row, Columns columns, std::size_t j) const {
        return set_.features[row * 4 * set_.block_length + columns.first + j];
    }

    const FitSet& set_;
    bool standardise_;
};

std::vector<std::size_t> all_rows(std::size_t count) {
    std::vector<std::size_t> rows(count);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
}

/// `go_on` may end the elastic net's path early; ridge has all of it at once.
LinearPath solve(Matrix design, const std::vector<double>& scores, const std::vector<double>& alphas,
                 const FitOptions& options, std::function<bool(std::size_t, const LinearPath&)> go_on = {}) {
    if (options.kind == RegressorKind::Ridge)
        return ridge_path(std::move(design), scores, alphas);
    ElasticNetOptions net;
    net.l1_ratio = options.l1_ratio;
    net.go_on = std::move(go_on);
    return elastic_net_path(std::move(design), scores, alphas, net);
}

/// The strengths that are tried, the same in every split. Ridge: on standardised features 10⁻³ … 10⁶ in quarter
/// decades (the best one was at 10³ and beyond for real sets, reiqa.md 6.2), otherwise the same times the features'
/// mean variance. Elastic net: from where every weight is 0 down to a thousandth of it.
std::vector<double> alpha_grid(const FitData& data, const FitOptions& options, Columns columns) {
    const std::vector<std::size_t> rows = all_rows(data.rows());
    const Scaling scaling = data.scaling(rows, columns);
    if (options.kind == RegressorKind::ElasticNet) {
        double largest =
            elastic_net_largest_alpha(data.design(rows, columns, scaling), data.scores(rows), options.l1_ratio);
        if (!(largest > 0)) // features that are the same in all photos: every weight is 0 whatever the penalty
            largest = 1;
        return geometric_grid(largest, largest / 1000, 25);
    }
    double scale = 1;
    if (!options.standardise) {
        scale = 0;
        for (const double deviation : scaling.deviation)
            scale += deviation * deviation / static_cast<double>(columns.count);
    }
    return geometric_grid(1e-3 * scale, 1e6 * scale, 37);
}

/// What one split says about one of the three models.
struct SplitOutcome {
    SplitFigures figures;
    std::vector<double> validation_error; ///< mean square, per α
    std::vector<double> test_predictions;
    std::size_t unfinished = 0;
};

SplitOutcome run_split(const FitData& data, const Split& split, Columns columns, const std::vector<double>& alphas,
                       const FitOptions& options) {
    const auto learn = split.members(SplitPart::Learn), validation = split.members(SplitPart::Validation),
               test = split.members(SplitPart::Test);
    const Scaling scaling = data.scaling(learn, columns);
    const Matrix seen = data.design(validation, columns, scaling);
    const std::vector<double> wanted = data.scores(validation);
    SplitOutcome outcome;
    std::size_t best = 0;
    const auto validate = [&](std::size_t k, const LinearPath& path) {
        double squares = 0;
        for (std::size_t i = 0; i < seen.rows; ++i) {
            const double miss = path.predict(k, seen.row(i)) - wanted[i];
            squares += miss * miss;
        }
        outcome.validation_error.push_back(squares / static_cast<double>(seen.rows));
        if (outcome.validation_error[k] < outcome.validation_error[best])
            best = k;
        constexpr std::size_t patience = 5; // weaker penalties have only made it worse
        return k < best + patience && !options.stop.stop_requested();
    };
    const LinearPath path = solve(data.design(learn, columns, scaling), data.scores(learn), alphas, options, validate);
    for (std::size_t k = outcome.validation_error.size(); k < path.alphas.size(); ++k)
        validate(k, path);
    outcome.unfinished = path.unfinished;
    const Matrix tried = data.design(test, columns, scaling);
    for (std::size_t i = 0; i < tried.rows; ++i)
        outcome.test_predictions.push_back(path.predict(best, tried.row(i)));
    outcome.figures = {alphas[best], learn.size(), validation.size(),
                       mapped_agreement(outcome.test_predictions, data.scores(test))};
    return outcome;
}

std::string shortened(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

/// Weights are kept as float32 pairs and squared errors are summed; both stay far from their ends.
constexpr double largest_score = 1e12;

/// Everything that is decided before the first fit.
Result<void> check(const FitSet& set, const FitOptions& options) {
    const std::size_t n = set.files.size(), width = 4 * set.block_length;
    const std::size_t fewest = std::max(options.fewest, least_photos);
    if (n < fewest)
        return failure(ErrorCode::BadInput, set.dataset,
                       std::to_string(n) + " photos with scores are too few to fit and test: " +
                           std::to_string(fewest - n) + " are missing",
                       "rate at least " + std::to_string(fewest));
    if (width == 0 || set.scores.size() != n || set.groups.size() != n || set.features.size() != n * width)
        return failure(ErrorCode::BadInput, set.dataset, "the features and the list have different lengths",
                       "extract the features again");
    for (std::size_t i = 0; i < n; ++i) {
        if (!std::isfinite(set.scores[i]))
            return failure(ErrorCode::BadInput, set.files[i], "its score is not a finite number", "correct the list");
        if (std::abs(set.scores[i]) > largest_score)
            return failure(ErrorCode::BadInput, set.files[i],
                           "its score " + shortened(set.scores[i]) + " lies beyond any rating scale",
                           "correct the list");
        const auto first = set.features.begin() + static_cast<std::ptrdiff_t>(i * width);
        if (!std::all_of(first, first + static_cast<std::ptrdiff_t>(width), [](float f) { return std::isfinite(f); }))
            return failure(ErrorCode::BadInput, set.files[i], "its features are not all finite numbers",
                           "extract them again, or leave the photo out");
    }
    const auto [low, high] = std::minmax_element(set.scores.begin(), set.scores.end());
    if (*low == *high)
        return failure(ErrorCode::BadInput, set.dataset,
                       "all " + std::to_string(n) + " scores are " + shortened(*low) + ": there is nothing to learn",
                       "use a list with different scores");
    if (options.splits < 1 || !(options.l1_ratio > 0 && options.l1_ratio <= 1))
        return failure(ErrorCode::BadInput, set.dataset,
                       "at least one split and an l1 ratio above 0 and up to 1 are needed");
    return {};
}

/// Runs jobs 0 … count − 1 on some threads; the first exception of any comes back to the caller.
void run_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& job) {
    std::atomic<std::size_t> next = 0;
    std::exception_ptr problem;
    std::mutex mutex;
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                job(i);
            } catch (...) {
                const std::lock_guard lock(mutex);
                problem = std::current_exception();
                next = count;
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t k = 1; k < std::min(threads, count); ++k)
            helpers.emplace_back(work);
        work();
    }
    if (problem)
        std::rethrow_exception(problem);
}

/// The fits of one call.
class Fitting {
public:
    Fitting(const FitSet& set, const FitOptions& options, std::vector<Split> splits)
        : set_(set)
        , options_(options)
        , data_(set, options)
        , splits_(std::move(splits))
        , total_((splits_.size() + 1) * all_experts.size()) {}

    Fit run() {
        fit_.report.dataset = set_.dataset;
        fit_.report.photos = set_.files.size();
        fit_.report.groups = *std::max_element(set_.groups.begin(), set_.groups.end()) + 1;
        fit_.report.higher_is_better = set_.higher_is_better;
        for (const Experts experts : all_experts)
            fit_one(experts);
        compare_with_base();
        warn();
        fit_.report.splits = std::move(splits_);
        return std::move(fit_);
    }

private:
    void step() {
        const std::lock_guard lock(mutex_);
        ++done_;
        if (options_.progress)
            options_.progress(done_, total_);
    }

    void fit_one(Experts experts) {
        const Columns columns = columns_of(experts, set_.block_length);
        const std::vector<double> alphas = alpha_grid(data_, options_, columns);
        std::vector<SplitOutcome> outcomes(splits_.size());
        run_parallel(splits_.size(), threads_for(columns), [&](std::size_t k) {
            if (options_.stop.stop_requested())
                return;
            outcomes[k] = run_split(data_, splits_[k], columns, alphas, options_);
            step();
        });
        if (options_.stop.stop_requested())
            return;
        ExpertsReport& report = fit_.report.experts[static_cast<std::size_t>(experts)];
        std::vector<double> error(alphas.size());
        for (SplitOutcome& outcome : outcomes) {
            // A path that ended early would only have become worse.
            for (std::size_t k = 0; k < alphas.size(); ++k)
                error[k] += outcome.validation_error[std::min(k, outcome.validation_error.size() - 1)];
            unfinished_ += outcome.unfinished;
            report.splits.push_back(outcome.figures);
            if (experts == Experts::Both)
                predictions_.push_back(std::move(outcome.test_predictions));
        }
        const auto best = static_cast<std::size_t>(std::min_element(error.begin(), error.end()) - error.begin());
        report.alpha = alphas[best];
        const bool first = best == 0, last = best + 1 == alphas.size();
        report.alpha_at_low_end = alphas.front() < alphas.back() ? first : last;
        report.alpha_at_high_end = alphas.front() < alphas.back() ? last : first;
        if (experts == Experts::Both)
            fit_.report.alphas = alphas;
        fit_all(experts, columns, alphas, best);
        step();
    }

    /// The model that is kept: all photos, the chosen α. The elastic net walks down to it.
    void fit_all(Experts experts, Columns columns, const std::vector<double>& alphas, std::size_t best) {
        const std::vector<std::size_t> rows = all_rows(set_.files.size());
        Scaling scaling = data_.scaling(rows, columns);
        const bool walk = options_.kind == RegressorKind::ElasticNet;
        const std::vector<double> wanted(alphas.begin() + static_cast<std::ptrdiff_t>(walk ? 0 : best),
                                         alphas.begin() + static_cast<std::ptrdiff_t>(best + 1));
        const LinearPath path = solve(data_.design(rows, columns, scaling), data_.scores(rows), wanted, options_);
        reiqa::LinearModel model;
        const std::span<const double> weights = path.weights.row(wanted.size() - 1);
        model.weights.assign(weights.begin(), weights.end());
        model.intercept = path.intercepts.back();
        model.mean = std::move(scaling.mean);
        if (options_.standardise)
            model.deviation = std::move(scaling.deviation);
        fit_.report.experts[static_cast<std::size_t>(experts)].nonzero =
            static_cast<std::size_t>(std::count_if(weights.begin(), weights.end(), [](double w) { return w != 0; }));
        if (experts == Experts::Both)
            fit_.report.constant_features = scaling.constant;
        reiqa::Regressor& kept = fit_.regressor;
        (experts == Experts::Both      ? kept.both
         : experts == Experts::Content ? kept.content
                                       : kept.quality) = std::move(model);
    }

    /// A split holds its photos in double, and the square of the smaller side twice.
    std::size_t threads_for(Columns columns) const {
        const double rows = 0.8 * static_cast<double>(set_.files.size()), cols = static_cast<double>(columns.count);
        const double side = std::min(rows, cols), bytes = 8 * (1.3 * rows * cols + 2 * side * side);
        constexpr double budget = 3.0 * (1u << 30);
        const std::size_t cores = options_.threads > 0 ? static_cast<std::size_t>(options_.threads)
                                                       : std::max(1u, std::thread::hardware_concurrency());
        return std::clamp<std::size_t>(static_cast<std::size_t>(budget / bytes), 1, cores);
    }

    void compare_with_base() {
        if (!options_.base || options_.stop.stop_requested())
            return;
        FitReport::Base base{options_.base->model, {}, 0};
        const bool same_direction = options_.base->higher_is_better == set_.higher_is_better;
        for (std::size_t k = 0; k < splits_.size(); ++k) {
            std::vector<double> theirs, ours, people;
            const std::vector<std::size_t> test = splits_[k].members(SplitPart::Test);
            for (std::size_t i = 0; i < test.size(); ++i) {
                const double score = options_.base->scores[test[i]];
                if (!std::isfinite(score))
                    continue;
                theirs.push_back(score);
                ours.push_back(predictions_[k][i]);
                people.push_back(set_.scores[test[i]]);
            }
            if (people.empty())
                continue;
            base.splits.push_back(mapped_agreement(theirs, people, same_direction));
            const std::optional<double> mine = spearman(ours, people), other = base.splits.back().raw.srcc;
            base.splits_won += mine && (!other || *mine > *other) ? 1 : 0;
        }
        fit_.report.base = std::move(base);
    }

    void warn() {
        std::vector<std::string>& warnings = fit_.report.warnings;
        for (const Experts experts : all_experts) {
            const ExpertsReport& report = fit_.report.of(experts);
            if (!report.alpha_at_low_end && !report.alpha_at_high_end)
                continue;
            std::string end = report.alpha_at_low_end ? "lower" : "upper";
            warnings.push_back("the best penalty for \"" + std::string(experts_name(experts)) + "\" is the " + end +
                               " end of the grid (" + shortened(report.alpha) + "): " +
                               (report.alpha_at_low_end ? "a smaller one might do better"
                                                        : "the features say next to nothing about these scores"));
        }
        if (fit_.report.constant_features > 0)
            warnings.push_back(std::to_string(fit_.report.constant_features) +
                               " features are the same in all photos and got the weight 0");
        if (unfinished_ > 0)
            warnings.push_back(std::to_string(unfinished_) +
                               " fits of the elastic net stopped before they met their tolerance");
        const std::size_t test = fit_.report.of(Experts::Both).splits.empty()
                                     ? 0
                                     : fit_.report.of(Experts::Both).splits.front().test.raw.count;
        constexpr std::size_t telling = 50;
        if (test > 0 && test < telling)
            warnings.push_back("each test part has about " + std::to_string(test) +
                               " photos: the figures swing widely, look at the quartiles");
    }

    const FitSet& set_;
    const FitOptions& options_;
    FitData data_;
    std::vector<Split> splits_;
    Fit fit_;
    std::vector<std::vector<double>> predictions_; ///< of "both", per split, in the order of its test part
    std::size_t done_ = 0, total_, unfinished_ = 0;
    std::mutex mutex_;
};

nlohmann::json quantiles(std::vector<double> scores) {
    std::sort(scores.begin(), scores.end());
    nlohmann::json list = nlohmann::json::array();
    for (std::size_t k = 0; k <= 100; ++k)
        list.push_back(scores[(k * (scores.size() - 1) + 50) / 100]);
    return list;
}

nlohmann::json encoder_json(const EncoderIdentity& encoder) {
    return {{"id", encoder.id},
            {"sha256", encoder.sha256},
            {"native_limit", encoder.native_limit ? nlohmann::json(*encoder.native_limit) : nlohmann::json()}};
}

void fill_card(const FitSet& set, const FitOptions& options, Fit& fit) {
    ModelCard& card = fit.regressor.card;
    const FitReport& report = fit.report;
    card.architecture = "reiqa-regressor";
    nlohmann::json order = nlohmann::json::array(), alphas;
    for (const reiqa::Block block : reiqa::all_blocks)
        order.push_back(reiqa::block_name(block));
    for (const Experts experts : all_experts) {
        alphas[experts_name(experts)] = report.of(experts).alpha;
        card.metrics[experts_name(experts)] = report.of(experts).figures();
    }
    const auto [low, high] = std::minmax_element(set.scores.begin(), set.scores.end());
    const bool net = options.kind == RegressorKind::ElasticNet;
    card.config = {{"block_length", set.block_length},
                   {"block_order", order},
                   {"content_encoder", set.content.sha256},
                   {"quality_encoder", set.quality.sha256},
                   {"encoders", {{"content", encoder_json(set.content)}, {"quality", encoder_json(set.quality)}}},
                   {"kind", net ? "elastic-net" : "ridge"},
                   {"alpha", report.of(Experts::Both).alpha},
                   {"alphas", alphas},
                   {"l1_ratio", net ? nlohmann::json(options.l1_ratio) : nlohmann::json()},
                   {"standardised", options.standardise},
                   {"splits",
                    {{"count", options.splits},
                     {"seed", options.seed},
                     {"learn", 0.7},
                     {"validation", 0.1},
                     {"test", 0.2},
                     {"grouped", set.grouped}}},
                   {"dataset", {{"name", set.dataset}, {"n", set.files.size()}, {"scores_seen", {*low, *high}}}}};
    card.range = set.range ? *set.range : std::pair(*low, *high);
    card.higher_is_better = set.higher_is_better;
    card.native_limit = set.content.native_limit == set.quality.native_limit ? set.content.native_limit : std::nullopt;
    card.trained_on = set.dataset + ": " + std::to_string(set.files.size()) + " photos with scores from " +
                      shortened(*low) + " to " + shortened(*high);
    card.source = "fitted by touchstone-cli fit";
    card.notes = report.warnings;
    card.human_scores = quantiles(set.scores);
}

} // namespace

Result<Fit> fit_regressor(const FitSet& set, const FitOptions& options) {
    if (const Result<void> usable = check(set, options); !usable)
        return tl::unexpected(usable.error());
    Result<std::vector<Split>> splits = make_splits(set.groups, options.splits, options.seed);
    if (!splits) {
        splits.error().file = set.dataset;
        return tl::unexpected(splits.error());
    }
    try {
        Fit fit = Fitting(set, options, std::move(*splits)).run();
        if (options.stop.stop_requested())
            return failure(ErrorCode::Cancelled, set.dataset, "the fit was cancelled");
        fill_card(set, options, fit);
        return fit;
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, set.dataset,
                       "the fit of " + std::to_string(set.files.size()) + " photos does not fit into memory",
                       "close other programs, or use fewer photos");
    } catch (const std::exception& problem) {
        return failure(ErrorCode::Internal, set.dataset, std::string("the fit failed: ") + problem.what());
    }
}

std::vector<CrossFigures> cross_database(const std::vector<FitSet>& sets, const std::vector<Fit>& fits) {
    std::vector<CrossFigures> table;
    for (std::size_t from = 0; from < fits.size(); ++from)
        for (std::size_t to = 0; to < sets.size(); ++to) {
            if (from == to)
                continue;
            const FitSet& other = sets[to];
            std::vector<double> predictions;
            const std::size_t width = 4 * other.block_length;
            for (std::size_t i = 0; i < other.files.size(); ++i)
                predictions.push_back(
                    fits[from].regressor.both.score(std::span(other.features).subspan(i * width, width)));
            table.push_back(
                {sets[from].dataset, other.dataset,
                 mapped_agreement(predictions, other.scores, sets[from].higher_is_better == other.higher_is_better)});
        }
    return table;
}

} // namespace touchstone::training
