// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <filesystem>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/fit_text.h"
#include "app/commands/interruption.h"
#include "app/commands/listed_photos.h"
#include "app/commands/output_sink.h"
#include "app/commands/score_format.h"
#include "app/commands/scoring_settings.h"
#include "engine/base/files.h"
#include "engine/nn/model_file.h"
#include "engine/scoring/pipeline.h"
#include "engine/training/regression/logistic.h"

namespace touchstone::cli {

namespace {

using nlohmann::ordered_json;

/// What one model said about the photos of the list; empty where it failed.
using ModelAnswers = std::vector<std::optional<double>>;

class EvaluateRun {
public:
    EvaluateRun(std::vector<std::unique_ptr<Scorer>> scorers, ListedPhotos list, bool higher_is_better,
                Interruption& interruption)
        : scorers_(std::move(scorers))
        , list_(std::move(list))
        , higher_is_better_(higher_is_better)
        , interruption_(interruption)
        , answers_(scorers_.size(), ModelAnswers(list_.paths.size()))
        , errors_(list_.paths.size()) {}

    int run(const imaging::DecodeOptions& decode, const std::string& format, const std::string& record) {
        warn_of_own_training_set();
        std::vector<Scorer*> scorers;
        for (const std::unique_ptr<Scorer>& scorer : scorers_)
            scorers.push_back(scorer.get());
        PipelineOptions options;
        options.decode = decode;
        Pipeline(scorers, options)
            .run(
                list_.paths, [&](ScoredPhoto&& photo) { take(std::move(photo)); }, interruption_.token());
        console_.clear_progress();
        if (interruption_.requested()) {
            console_.message("interrupted after " + std::to_string(done_) + " of " +
                             std::to_string(list_.paths.size()) + " photos: no figures");
            return exit_interrupted;
        }
        const Result<std::unique_ptr<OutputSink>> out = open_output({});
        const Result<void> written = (*out)->write(format == "json" ? json_text() : table());
        if (!written && !(*out)->reader_is_gone()) {
            console_.error(written.error());
            return exit_some_failed;
        }
        if (!record.empty() && !record_in_cards(record))
            return exit_some_failed;
        return list_.missing > 0 || failed_ > 0 ? exit_some_failed : exit_done;
    }

private:
    void take(ScoredPhoto&& photo) {
        std::optional<Error>& error = errors_[photo.index];
        if (photo.error)
            error = vanished_if_missing(*photo.error);
        for (std::size_t m = 0; m < photo.assessments.size(); ++m) {
            if (photo.assessments[m])
                answers_[m][photo.index] = photo.assessments[m]->score.known_value();
            else if (!error)
                error = photo.assessments[m].error();
        }
        if (error) {
            ++failed_;
            console_.error(*error);
        }
        console_.progress(++done_, failed_, list_.paths.size());
    }

    /// A figure on the photos a model was made from says nothing about others.
    void warn_of_own_training_set() {
        for (const std::unique_ptr<Scorer>& scorer : scorers_) {
            const ModelCard& card = scorer->card();
            const auto dataset = card.config.find("dataset");
            if (card.architecture == "reiqa-regressor" && dataset != card.config.end() && dataset->is_object() &&
                dataset->contains("name") && dataset->at("name") == to_valid_utf8(list_.name))
                console_.message(card.id + ": was fitted on a list named " + list_.name +
                                 "; if it is this one, the figures are no test");
        }
    }

    struct Figures {
        std::size_t count = 0, failed = 0;
        std::optional<training::MappedAgreement> agreement;
    };
    Figures figures_of(std::size_t m) const {
        std::vector<double> predictions, scores;
        for (std::size_t i = 0; i < answers_[m].size(); ++i)
            if (answers_[m][i]) {
                predictions.push_back(*answers_[m][i]);
                scores.push_back(list_.photos[i].score);
            }
        Figures figures{predictions.size(), list_.missing + answers_[m].size() - predictions.size(), {}};
        if (!predictions.empty())
            figures.agreement = training::mapped_agreement(predictions, scores,
                                                           scorers_[m]->card().higher_is_better == higher_is_better_);
        return figures;
    }

    bool record_in_cards(const std::string& name) {
        for (std::size_t m = 0; m < scorers_.size(); ++m) {
            const Figures figures = figures_of(m);
            if (!figures.agreement)
                continue;
            ModelCard card = scorers_[m]->card();
            nlohmann::json entry = figures.agreement->to_json();
            entry["failed"] = figures.failed;
            card.metrics[name] = std::move(entry);
            if (const auto kept = nn::replace_model_card(card.file, card); !kept) {
                console_.error(kept.error());
                return false;
            }
            console_.message(card.id + ": figures are in its card as \"" + name + "\"");
        }
        return true;
    }

    std::string table() const {
        std::vector<std::vector<std::string>> rows{
            {"model", "SRCC", "PLCC", "PLCC after logistic", "KRCC", "RMSE", "RMSE after logistic", "n", "failed"}};
        for (std::size_t m = 0; m < answers_.size(); ++m) {
            const Figures figures = figures_of(m);
            std::vector<std::string> row{scorers_[m]->card().id};
            if (const auto& found = figures.agreement)
                row.insert(row.end(), {decimals(found->raw.srcc, 4), decimals(found->raw.plcc, 4),
                                       decimals(found->plcc_logistic4, 4), decimals(found->raw.krcc, 4),
                                       decimals(found->raw.rmse, 3), decimals(found->rmse_logistic4, 3)});
            else
                row.insert(row.end(), 6, "-");
            row.push_back(std::to_string(figures.count));
            row.push_back(std::to_string(figures.failed));
            rows.push_back(std::move(row));
        }
        return text_table(rows);
    }

    std::string json_text() const {
        ordered_json report;
        report["touchstone"] = TOUCHSTONE_VERSION;
        report["list"] = to_valid_utf8(list_.list);
        report["photos"] = list_.photos.size() + list_.missing;
        report["missing"] = list_.missing;
        report["higher_is_better"] = higher_is_better_;
        report["models"] = ordered_json::array();
        for (std::size_t m = 0; m < answers_.size(); ++m) {
            const ModelCard& card = scorers_[m]->card();
            const Figures figures = figures_of(m);
            ordered_json model{{"model", card.id},
                               {"model_sha256", card.sha256},
                               {"higher_is_better", card.higher_is_better},
                               {"n", figures.count},
                               {"failed", figures.failed}};
            if (figures.agreement)
                model.update(ordered_json(figures.agreement->to_json()));
            report["models"].push_back(std::move(model));
        }
        report["failures"] = ordered_json::array();
        for (std::size_t i = 0; i < errors_.size(); ++i) {
            if (!errors_[i])
                continue;
            ordered_json entry;
            add_path(entry, list_.paths[i]);
            entry["error"] = error_json(*errors_[i]);
            report["failures"].push_back(std::move(entry));
        }
        return report.dump(1) + "\n";
    }

    std::vector<std::unique_ptr<Scorer>> scorers_;
    ListedPhotos list_;
    bool higher_is_better_;
    Interruption& interruption_;
    std::vector<ModelAnswers> answers_;
    std::vector<std::optional<Error>> errors_; ///< per photo
    std::size_t done_ = 0, failed_ = 0;
    Console console_{"evaluate"};
};

} // namespace

int run_evaluate(const Arguments& arguments, Interruption& interruption) {
    Console console("evaluate");
    const auto refuse = [&](const Error& error, int code) {
        console.error(error);
        return code;
    };
    const Result<ScoringSettings> settings = read_settings(arguments);
    if (!settings)
        return refuse(settings.error(), exit_code_for(settings.error()));
    Result<std::vector<std::unique_ptr<Scorer>>> scorers = open_models(arguments, settings->scorer);
    if (!scorers)
        return refuse(scorers.error(), exit_model);
    for (const std::unique_ptr<Scorer>& scorer : *scorers)
        if (const ModelCard& card = scorer->card();
            card.architecture == "reiqa-content" || card.architecture == "reiqa-quality")
            return refuse({ErrorCode::NoRegressor, card.file, "is an encoder, which has no score by itself",
                           "fit a regressor with: touchstone-cli fit"},
                          exit_model);
    if (arguments.has("record"))
        for (const std::string& model : arguments.values("model"))
            if (!std::filesystem::is_regular_file(model))
                return refuse({ErrorCode::BadInput, model, "is not a model file, so its card cannot be written to",
                               "with --record give the model as a file"},
                              exit_usage);
    if (arguments.has("record") && (arguments.value("record").empty() || !arguments.has("model")))
        return refuse({ErrorCode::BadInput, {}, "--record needs a name, and --model a file", {}}, exit_usage);
    const training::ListKind kind =
        arguments.has("from-ratings") ? training::ListKind::Stars : training::ListKind::Scores;
    Result<ListedPhotos> list = read_listed_photos(arguments.operands[0], arguments.value("root"), kind, console);
    if (!list)
        return refuse(list.error(), exit_usage);
    if (list->photos.empty())
        return refuse({ErrorCode::BadInput, arguments.operands[0], "none of its photos is there",
                       "name their folder with --root"},
                      exit_usage);
    return EvaluateRun(std::move(*scorers), std::move(*list), !arguments.has("lower-is-better"), interruption)
        .run(settings->decode, arguments.value("format", "table"), arguments.value("record"));
}

} // namespace touchstone::cli
