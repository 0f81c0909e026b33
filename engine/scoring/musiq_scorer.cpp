// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/musiq_scorer.h"

#include <cmath>
#include <new>
#include <numeric>
#include <utility>

#include "engine/musiq/model.h"
#include "engine/musiq/tokens.h"
#include "engine/scoring/limited_photo.h"

namespace touchstone {

namespace {

/// A photo turned into the network's input, with what an Assessment says about the way there.
struct Prepared {
    musiq::TokenSequence tokens;
    Size scored_size;
    bool reduced = false;
    bool upright = true;
};

class MusiqScorer final : public Scorer {
public:
    MusiqScorer(ModelCard card, ScorerOptions options, musiq::Model model)
        : card_(std::move(card))
        , options_(options)
        , native_limit_(resolve_native_limit(options.native_limit, card_))
        , model_(std::move(model)) {}

    const ModelCard& card() const override { return card_; }
    const ScorerOptions& options() const override { return options_; }

    std::int64_t token_count(Size photo) const override {
        return musiq::token_count(limited_size(photo, native_limit_), model_.config());
    }

    std::vector<Result<Assessment>> score(std::span<const Photo* const> photos, std::stop_token stop) override;
    Result<Assessment> explain(const Photo& photo, AttentionMethod method, std::stop_token stop) override;
    Result<std::vector<SeenScale>> seen(const Photo& photo) const override;

private:
    Result<Prepared> prepare(const Photo& photo) const;
    void run_batch(std::span<const std::size_t> members, std::vector<Result<Prepared>>& prepared,
                   std::vector<Result<Assessment>>& results, std::stop_token stop) const;
    Result<Assessment> assess(const Prepared& prepared, const musiq::Output& output, double seconds) const;
    musiq::RunOptions run_options(std::stop_token stop) const {
        musiq::RunOptions run;
        run.memory_budget = options_.memory_budget;
        run.threads = options_.threads;
        run.stop = std::move(stop);
        return run;
    }

    ModelCard card_;
    ScorerOptions options_;
    std::optional<int> native_limit_;
    musiq::Model model_;
};

Result<Prepared> MusiqScorer::prepare(const Photo& photo) const {
    const Result<LimitedPhoto> limited = LimitedPhoto::make(photo, native_limit_);
    if (!limited)
        return tl::unexpected(limited.error());
    try {
        Prepared prepared;
        prepared.upright = limited->upright();
        prepared.reduced = limited->reduced();
        prepared.scored_size = limited->image().size;
        prepared.tokens = musiq::make_tokens(limited->image(), model_.config());
        return prepared;
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "is too large for the memory of this machine", "use --native-limit");
    }
}

Result<Assessment> MusiqScorer::assess(const Prepared& prepared, const musiq::Output& output, double seconds) const {
    if (!std::isfinite(output.value))
        return failure(ErrorCode::Internal, {}, "the model " + card_.id + " gave a score that is not a number",
                       "verify the model, or use --precision reference");
    Assessment assessment;
    assessment.model = card_.id;
    assessment.model_sha256 = card_.sha256;
    assessment.score.value = output.value;
    if (!output.distribution.empty()) {
        assessment.score.standard_deviation = output.standard_deviation;
        assessment.score.distribution = output.distribution;
    }
    assessment.scored_size = prepared.scored_size;
    assessment.native_limit = native_limit_;
    assessment.reduced = prepared.reduced;
    assessment.precision = options_.precision;
    assessment.device = options_.device;
    assessment.decode = prepared.upright ? imaging::DecodeMode::Upright : imaging::DecodeMode::AsStored;
    assessment.seconds = seconds;
    return assessment;
}

std::vector<Result<Assessment>> MusiqScorer::score(std::span<const Photo* const> photos, std::stop_token stop) {
    std::vector<Result<Prepared>> prepared;
    std::vector<Result<Assessment>> results;
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        prepared.push_back(stop.stop_requested() ? tl::unexpected(stopped_before_scoring()) : prepare(*photos[i]));
        results.push_back(tl::unexpected(prepared[i] ? stopped_before_scoring() : prepared[i].error()));
        if (prepared[i])
            members.push_back(i);
    }
    if (!members.empty())
        run_batch(members, prepared, results, stop);
    return results;
}

void MusiqScorer::run_batch(std::span<const std::size_t> members, std::vector<Result<Prepared>>& prepared,
                            std::vector<Result<Assessment>>& results, std::stop_token stop) const {
    std::vector<const musiq::TokenSequence*> batch;
    std::int64_t tokens = 0;
    for (const std::size_t i : members) {
        batch.push_back(&prepared[i]->tokens);
        tokens += batch.back()->tokens();
    }
    const Clock::time_point start = Clock::now();
    const Result<std::vector<musiq::Output>> outputs = model_.run(batch, run_options(stop));
    const double seconds = seconds_since(start);
    if (!outputs && members.size() > 1 && outputs.error().code != ErrorCode::Cancelled) {
        // One photo must not take its neighbours down with it, and half a batch may fit where a whole one does not.
        const std::size_t half = members.size() / 2;
        run_batch(members.first(half), prepared, results, stop);
        run_batch(members.subspan(half), prepared, results, stop);
        return;
    }
    for (std::size_t k = 0; k < members.size(); ++k) {
        const std::size_t i = members[k];
        if (outputs)
            results[i] = assess(*prepared[i], (*outputs)[k],
                                seconds * batch[k]->tokens() / static_cast<double>(std::max<std::int64_t>(1, tokens)));
        else
            results[i] = tl::unexpected(outputs.error());
    }
}

std::string scale_name(const musiq::ScaleGrid& grid) {
    return grid.long_side == 0 ? "native" : std::to_string(grid.long_side);
}

/// Splits the sequence's attention into one map per scale, native first.
Attention split_attention(const musiq::TokenSequence& tokens, const musiq::TokenAttention& attention, int patch,
                          AttentionMethod method) {
    Attention result;
    result.method = method;
    result.cls_share = attention.cls;
    for (auto grid = tokens.scales.rbegin(); grid != tokens.scales.rend(); ++grid) {
        AttentionMap map;
        map.scale = scale_name(*grid);
        map.scaled = grid->scaled;
        map.rows = grid->rows;
        map.cols = grid->cols;
        map.patch = patch;
        map.pad_left = grid->pad_left;
        map.pad_top = grid->pad_top;
        const auto first = attention.tokens.begin() + grid->first_token;
        map.weights.assign(first, first + grid->tokens());
        map.share = std::accumulate(map.weights.begin(), map.weights.end(), 0.0);
        result.scales.push_back(std::move(map));
    }
    return result;
}

Result<Assessment> MusiqScorer::explain(const Photo& photo, AttentionMethod method, std::stop_token stop) {
    if (stop.stop_requested())
        return tl::unexpected(stopped_before_scoring());
    const Result<Prepared> prepared = prepare(photo);
    if (!prepared)
        return tl::unexpected(prepared.error());
    const Clock::time_point start = Clock::now();
    const Result<musiq::Model::Explained> explained = model_.explain(prepared->tokens, method, run_options(stop));
    if (!explained)
        return tl::unexpected(explained.error());
    Result<Assessment> assessment = assess(*prepared, explained->output, seconds_since(start));
    if (assessment)
        assessment->attention = split_attention(prepared->tokens, explained->attention, model_.config().patch, method);
    return assessment;
}

Result<std::vector<SeenScale>> MusiqScorer::seen(const Photo& photo) const {
    const Result<Prepared> prepared = prepare(photo);
    if (!prepared)
        return tl::unexpected(prepared.error());
    std::vector<SeenScale> seen;
    for (std::size_t at = prepared->tokens.scales.size(); at-- > 0;)
        seen.push_back({scale_name(prepared->tokens.scales[at]),
                        musiq::picture_of_scale(prepared->tokens, at, model_.config().patch)});
    return seen;
}

} // namespace

Result<std::unique_ptr<Scorer>> open_musiq_scorer(const nn::ModelFile& file, const ScorerOptions& options) {
    Result<musiq::Model> model = musiq::Model::load(file, options.device, options.precision);
    if (!model)
        return tl::unexpected(model.error());
    return std::make_unique<MusiqScorer>(file.card, options, std::move(*model));
}

} // namespace touchstone
