// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/feature_cache.h"
#include "app/commands/feature_models.h"
#include "app/commands/fit_settings.h"
#include "app/commands/fit_text.h"
#include "app/commands/interruption.h"
#include "app/commands/listed_photos.h"
#include "app/commands/output_sink.h"
#include "app/commands/score_format.h"
#include "engine/base/files.h"
#include "engine/nn/model_file.h"

namespace touchstone::cli {

namespace {

using reiqa::Expert;

/// A list with its features, as far as both could be had.
struct PreparedList {
    training::FitSet set;
    std::vector<std::string> paths; ///< of the photos in the set
    std::size_t listed = 0, missing = 0, failed = 0, unrated = 0;
};

class FitRun {
public:
    FitRun(const Arguments& arguments, FitSettings settings, FeatureModels models, Interruption& interruption)
        : arguments_(arguments)
        , settings_(std::move(settings))
        , models_(std::move(models))
        , interruption_(interruption) {}

    int run() {
        interruption_.set_grace(std::chrono::seconds(30)); // the cache of features has to be written
        if (Result<void> done = work(); !done) {
            console_.error(done.error());
            return interruption_.requested() ? int{exit_interrupted} : code_of(done.error());
        }
        return left_out_ > 0 ? exit_some_failed : exit_done;
    }

private:
    static int code_of(const Error& error) {
        switch (error.code) {
        case ErrorCode::BadModel:
        case ErrorCode::NoDevice:
        case ErrorCode::UnsafeModel:
            return exit_model;
        case ErrorCode::OutOfMemory:
        case ErrorCode::Internal:
            return exit_some_failed;
        default:
            return exit_usage;
        }
    }

    Result<void> work() {
        // A place that cannot be written is better known before the work than after it. Nothing is put there yet.
        const std::string output = arguments_.value("output");
        for (const std::string& file : {output, arguments_.value("report"), arguments_.value("features")})
            if (Result<std::unique_ptr<OutputSink>> place = open_output(file); !place)
                return tl::unexpected(place.error());
        std::vector<ListedPhotos> lists;
        for (const std::string& csv : arguments_.operands) {
            Result<ListedPhotos> list =
                read_listed_photos(csv, arguments_.value("root"), settings_.list_kind, console_);
            if (!list)
                return tl::unexpected(list.error());
            if (Result<void> enough = check_count(*list); !enough)
                return enough;
            lists.push_back(std::move(*list));
        }
        if (Result<void> opened = open_cache(); !opened)
            return opened;
        std::vector<PreparedList> prepared;
        for (const ListedPhotos& list : lists) {
            Result<PreparedList> one = prepare(list);
            if (!one)
                return tl::unexpected(one.error());
            prepared.push_back(std::move(*one));
        }
        return fit(prepared, output);
    }

    /// Before hours of work: what is there would not be enough even if every photo could be read.
    Result<void> check_count(const ListedPhotos& list) const {
        if (list.photos.size() >= settings_.fit.fewest)
            return {};
        const bool stars = settings_.list_kind == training::ListKind::Stars;
        return failure(ErrorCode::BadInput, list.list,
                       std::to_string(list.photos.size()) + (stars ? " rated photos" : " photos with scores") +
                           " are too few: " + std::to_string(settings_.fit.fewest - list.photos.size()) +
                           " are missing",
                       "at least " + std::to_string(settings_.fit.fewest) + " are needed to fit and to test");
    }

    Result<void> open_cache() {
        if (!arguments_.has("features"))
            return {};
        Result<FeatureCache> cache = FeatureCache::open(
            arguments_.value("features"),
            {models_.card(Expert::Content).sha256, models_.card(Expert::Quality).sha256, settings_.native_limit,
             arguments_.value("decode", "upright"), precision_name(settings_.scoring.scorer.precision)},
            models_.width());
        if (!cache)
            return tl::unexpected(cache.error());
        if (cache->stale())
            console_.message(arguments_.value("features") +
                             ": holds features of other encoders or settings; they are made anew");
        cache_ = std::move(*cache);
        return {};
    }

    /// Features of one list's photos: from the cache, else from the encoders.
    Result<PreparedList> prepare(const ListedPhotos& list) {
        const std::size_t n = list.photos.size();
        std::vector<std::string> hashes(n);
        std::vector<std::optional<std::vector<float>>> rows(n);
        std::vector<std::string> wanted;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < n && !interruption_.token().stop_requested(); ++i) {
            const Result<std::string> hash = sha256_of_file(list.paths[i]);
            if (!hash) {
                console_.error(hash.error());
                continue;
            }
            hashes[i] = *hash;
            if (cache_)
                rows[i] = cache_->find(*hash);
            if (!rows[i]) {
                wanted.push_back(list.paths[i]);
                places.push_back(i);
            }
        }
        extract(wanted, places, hashes, rows);
        if (cache_ && cache_->changed())
            if (Result<void> saved = cache_->save(); !saved)
                return tl::unexpected(saved.error());
        if (interruption_.token().stop_requested())
            return failure(ErrorCode::Cancelled, list.list, "the fit was interrupted",
                           cache_
                               ? "call it again: the features made so far are kept in " + arguments_.value("features")
                               : "with --features FILE.npy the work so far is kept");
        return assemble(list, hashes, rows);
    }

    void extract(const std::vector<std::string>& wanted, const std::vector<std::size_t>& places,
                 const std::vector<std::string>& hashes, std::vector<std::optional<std::vector<float>>>& rows) {
        PipelineOptions options;
        options.decode = settings_.scoring.decode;
        std::size_t done = 0, failed = 0;
        run_features(
            models_, options, wanted,
            [&](std::size_t k, Result<std::vector<float>>&& row) {
                ++done;
                if (!row) {
                    ++failed;
                    console_.error(row.error());
                } else {
                    rows[places[k]] = std::move(*row);
                    if (cache_)
                        cache_->put(hashes[places[k]], *rows[places[k]]);
                }
                console_.progress(done, failed, wanted.size());
            },
            interruption_.token());
        console_.clear_progress();
    }

    PreparedList assemble(const ListedPhotos& list, const std::vector<std::string>& hashes,
                          const std::vector<std::optional<std::vector<float>>>& rows) {
        PreparedList prepared;
        training::FitSet& set = prepared.set;
        set.dataset = to_valid_utf8(list.name);
        if (arguments_.has("dataset") && arguments_.operands.size() == 1)
            set.dataset = to_valid_utf8(arguments_.value("dataset"));
        set.higher_is_better = !settings_.lower_is_better && !settings_.lower_lists.contains(list.list);
        set.range = settings_.range;
        set.grouped = list.grouped;
        set.block_length = models_.block_length(Expert::Content);
        set.content = identity(Expert::Content);
        set.quality = identity(Expert::Quality);
        std::vector<std::string> group_keys, hash_keys;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!rows[i])
                continue;
            set.files.push_back(to_valid_utf8(list.photos[i].file));
            set.scores.push_back(list.photos[i].score);
            set.features.insert(set.features.end(), rows[i]->begin(), rows[i]->end());
            prepared.paths.push_back(list.paths[i]);
            group_keys.push_back(list.photos[i].group);
            hash_keys.push_back(hashes[i]);
        }
        say_duplicates(set.files, hash_keys);
        set.groups = training::joined_groups(set.files.size(), {group_keys, hash_keys});
        prepared.missing = list.missing;
        prepared.unrated = list.unrated;
        prepared.listed = list.photos.size() + list.missing;
        prepared.failed = list.photos.size() - set.files.size();
        left_out_ += prepared.missing + prepared.failed;
        return prepared;
    }

    /// The same picture under two names would be learnt and tested at once.
    void say_duplicates(const std::vector<std::string>& files, const std::vector<std::string>& hashes) {
        std::map<std::string, std::size_t> first;
        for (std::size_t i = 0; i < files.size(); ++i) {
            const auto [known, added] = first.emplace(hashes[i], i);
            if (!added)
                console_.message(files[i] + ": is the same file as " + files[known->second] +
                                 "; the two stay on one side of every split");
        }
    }

    training::EncoderIdentity identity(Expert expert) const {
        const ModelCard& card = models_.card(expert);
        // A card cannot say "no limit at all"; this is longer than any photo that is decoded.
        constexpr int longer_than_any_photo = 1'000'000;
        return {card.id, card.sha256, settings_.native_limit.value_or(longer_than_any_photo)};
    }

    Result<void> fit(std::vector<PreparedList>& lists, const std::string& output) {
        std::vector<training::Fit> fits;
        std::vector<training::FitSet> sets;
        for (PreparedList& list : lists) {
            training::FitOptions options = settings_.fit;
            options.stop = interruption_.token();
            options.progress = [&](std::size_t done, std::size_t total) {
                console_.status(list.set.dataset + ": fit " + std::to_string(done) + "/" + std::to_string(total));
            };
            if (settings_.base) {
                Result<training::BaseScores> base = base_scores(list.paths);
                if (!base)
                    return tl::unexpected(base.error());
                options.base = std::move(*base);
            }
            Result<training::Fit> one = training::fit_regressor(list.set, options);
            console_.clear_progress();
            if (!one)
                return tl::unexpected(one.error());
            for (const std::string& warning : one->report.warnings)
                console_.message(list.set.dataset + ": " + warning);
            if (Result<void> said = say(fit_text(list.set, options, one->report)); !said)
                return said;
            fits.push_back(std::move(*one));
            sets.push_back(std::move(list.set));
        }
        const std::vector<training::CrossFigures> cross = training::cross_database(sets, fits);
        if (fits.size() > 1)
            if (Result<void> said = say("\n" + cross_text(fits, cross)); !said)
                return said;
        if (Result<void> written = write_regressor(fits.front(), output); !written)
            return written;
        return write_report(lists, fits, cross);
    }

    Result<training::BaseScores> base_scores(const std::vector<std::string>& paths) {
        Scorer& scorer = *settings_.base;
        training::BaseScores base{scorer.card().id,
                                  std::vector<double>(paths.size(), std::numeric_limits<double>::quiet_NaN()),
                                  scorer.card().higher_is_better};
        PipelineOptions options;
        options.decode = settings_.scoring.decode;
        std::size_t done = 0;
        Pipeline({&scorer}, options)
            .run(
                paths,
                [&](ScoredPhoto&& photo) {
                    if (!photo.error && photo.assessments[0])
                        if (const std::optional<double> value = photo.assessments[0]->score.known_value())
                            base.scores[photo.index] = *value;
                    console_.progress(++done, 0, paths.size());
                },
                interruption_.token());
        console_.clear_progress();
        if (interruption_.token().stop_requested())
            return failure(ErrorCode::Cancelled, {}, "the fit was interrupted");
        if (std::none_of(base.scores.begin(), base.scores.end(), [](double score) { return std::isfinite(score); }))
            return failure(ErrorCode::BadModel, scorer.card().file, "gave no score for any photo of the list",
                           "compare with another model");
        return base;
    }

    static Result<void> say(const std::string& text) {
        Result<std::unique_ptr<OutputSink>> out = open_output({});
        if (Result<void> written = (*out)->write(text); !written && !(*out)->reader_is_gone())
            return written;
        return {};
    }

    Result<void> write_regressor(training::Fit& fit, const std::string& output) {
        ModelCard& card = fit.regressor.card;
        card.id = id_from_file_name(arguments_.value("id", output), "regressor");
        card.title = (settings_.list_kind == training::ListKind::Stars ? "Re-IQA, my taste (" : "Re-IQA (") +
                     fit.report.dataset + ")";
        card.licence = "that of the scores and encoders it was fitted on";
        Result<void> written =
            nn::write_model_file(output, reiqa::to_model_file(fit.regressor), nn::StoredType::Float32);
        if (written)
            console_.message("wrote " + output);
        return written;
    }

    Result<void> write_report(const std::vector<PreparedList>& lists, const std::vector<training::Fit>& fits,
                              const std::vector<training::CrossFigures>& cross) {
        if (!arguments_.has("report"))
            return {};
        nlohmann::ordered_json report;
        report["touchstone"] = TOUCHSTONE_VERSION;
        report["card"] = fits.front().regressor.card.to_json();
        for (std::size_t i = 0; i < lists.size(); ++i)
            report["lists"].push_back(
                {{"list", to_valid_utf8(std::filesystem::path(arguments_.operands[i]).filename().string())},
                 {"listed", lists[i].listed},
                 {"missing", lists[i].missing},
                 {"failed", lists[i].failed},
                 {"unrated", lists[i].unrated},
                 {"fit", fits[i].report.to_json()}});
        report["cross_database"] = nlohmann::ordered_json::array();
        for (const training::CrossFigures& cell : cross) {
            nlohmann::ordered_json figures{{"trained_on", cell.trained_on}, {"tested_on", cell.tested_on}};
            figures.update(nlohmann::ordered_json(cell.agreement.to_json()));
            report["cross_database"].push_back(std::move(figures));
        }
        return write_file_atomically(arguments_.value("report"), report.dump(1) + "\n");
    }

    const Arguments& arguments_;
    FitSettings settings_;
    FeatureModels models_;
    Interruption& interruption_;
    Console console_{"fit"};
    std::optional<FeatureCache> cache_;
    std::size_t left_out_ = 0;
};

} // namespace

int run_fit(const Arguments& arguments, Interruption& interruption) {
    Console console("fit");
    const auto refuse = [&](const Error& error) {
        console.error(error);
        return exit_code_for(error);
    };
    Result<FitSettings> settings = read_fit_settings(arguments);
    if (!settings)
        return refuse(settings.error());
    Result<FeatureModels> models = FeatureModels::open(
        {arguments.value("content-encoder"), arguments.value("quality-encoder")}, settings->scoring.scorer);
    if (!models)
        return refuse(models.error());
    if (models->block_length(Expert::Content) != models->block_length(Expert::Quality))
        return refuse({ErrorCode::BadModel, models->card(Expert::Quality).file,
                       "gives " + std::to_string(models->block_length(Expert::Quality)) +
                           " features a scale, the content encoder " +
                           std::to_string(models->block_length(Expert::Content)),
                       "use two encoders of the same width"});
    return FitRun(arguments, std::move(*settings), std::move(*models), interruption).run();
}

} // namespace touchstone::cli
