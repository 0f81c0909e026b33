// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/listed_photos.h"
#include "app/commands/model_comparison.h"
#include "app/commands/open_library.h"
#include "app/commands/output_sink.h"
#include "app/commands/scoring_settings.h"
#include "app/modelstore/model_store.h"
#include "engine/base/files.h"
#include "engine/scoring/pipeline.h"

namespace touchstone::cli {

namespace {

/// Photos and what people said of them.
struct Labelled {
    std::string name; ///< the list, or the library
    std::vector<std::string> paths;
    std::vector<double> scores;
    std::size_t missing = 0;
};

Result<Labelled> read_list(const Arguments& arguments, Console& console) {
    const std::string& csv = arguments.operands.front();
    const auto list = read_listed_photos(csv, arguments.value("root"), training::ListKind::Scores, console);
    if (!list)
        return tl::unexpected(list.error());
    Labelled labelled{csv, list->paths, {}, list->missing};
    for (const training::RatedPhoto& photo : list->photos)
        labelled.scores.push_back(photo.score);
    return labelled;
}

/// The person's own stars in the library.
Result<Labelled> read_stars(const Arguments& arguments, Interruption& interruption, Console& console) {
    const Result<OpenLibrary> library = open_library(arguments, Access::Read, console);
    if (!library)
        return tl::unexpected(library.error());
    Labelled labelled{library->folder, {}, {}, 0};
    const auto read = library->reader->photos({}, {}, [&](library::PhotoEntry&& entry) {
        if (entry.marks.rating > 0) {
            labelled.paths.push_back(entry.file.path);
            labelled.scores.push_back(entry.marks.rating);
        }
        return !interruption.requested();
    });
    if (!read)
        return tl::unexpected(read.error());
    return labelled;
}

bool has_score(const ModelCard& card) {
    return card.architecture != "reiqa-content" && card.architecture != "reiqa-quality";
}

/// The models that --model names; without it, all that are installed and have a score, those that ship first.
Result<std::vector<std::unique_ptr<Scorer>>> open_compared(const Arguments& arguments, const ScorerOptions& options,
                                                           Console& console) {
    if (arguments.has("model"))
        return open_models(arguments, options);
    const ModelStore store;
    ScorerOptions finding = options;
    finding.find_model = [&store](const std::string& sha256) { return store.find_by_hash(sha256); };
    std::vector<std::unique_ptr<Scorer>> scorers;
    for (const InstalledModel& model : store.list()) {
        if (model.card && !has_score(*model.card))
            continue;
        Result<std::unique_ptr<Scorer>> scorer = open_scorer(model.path, finding);
        if (scorer)
            scorers.push_back(std::move(*scorer));
        else
            console.error(scorer.error()); // the others can be compared nevertheless
    }
    if (scorers.empty())
        return failure(ErrorCode::BadModel, {}, "no model that gives scores is installed", "name one with --model");
    return scorers;
}

class Comparison {
public:
    Comparison(std::vector<std::unique_ptr<Scorer>> scorers, Labelled photos, Interruption& interruption,
               Console& console)
        : scorers_(std::move(scorers))
        , photos_(std::move(photos))
        , interruption_(interruption)
        , console_(console)
        , answers_(scorers_.size()) {}

    /// False when it was interrupted.
    bool score(const imaging::DecodeOptions& decode) {
        std::vector<Scorer*> scorers;
        for (const auto& scorer : scorers_)
            scorers.push_back(scorer.get());
        PipelineOptions options;
        options.decode = decode;
        Pipeline(scorers, options)
            .run(
                photos_.paths, [this](ScoredPhoto&& photo) { take(std::move(photo)); }, interruption_.token());
        console_.clear_progress();
        return !interruption_.requested();
    }

    std::size_t failed() const { return failed_ + photos_.missing; }

    std::vector<ComparedModel> models(bool higher_is_better, const Resampling& resampling) const {
        std::vector<ComparedModel> models;
        for (std::size_t m = 0; m < scorers_.size(); ++m) {
            const Answers& answers = answers_[m];
            ComparedModel model;
            model.card = scorers_[m]->card();
            model.count = answers.predictions.size();
            model.failed = photos_.paths.size() + photos_.missing - model.count;
            if (model.count > 0) {
                std::tie(model.srcc, model.plcc) = srcc_and_plcc(
                    answers.predictions, answers.scores, model.card.higher_is_better == higher_is_better, resampling);
                model.seconds = answers.seconds / static_cast<double>(model.count);
            }
            models.push_back(std::move(model));
        }
        sort_compared(models);
        return models;
    }

private:
    struct Answers {
        std::vector<double> predictions, scores;
        double seconds = 0;
    };

    void take(ScoredPhoto&& photo) {
        std::optional<Error> error;
        if (photo.error)
            error = vanished_if_missing(*photo.error);
        for (std::size_t m = 0; m < photo.assessments.size(); ++m) {
            const Result<Assessment>& assessment = photo.assessments[m];
            if (!assessment) {
                if (!error)
                    error = assessment.error();
                continue;
            }
            if (const auto value = assessment->score.known_value()) {
                answers_[m].predictions.push_back(*value);
                answers_[m].scores.push_back(photos_.scores[photo.index]);
                answers_[m].seconds += assessment->seconds;
            }
        }
        if (error) {
            ++failed_;
            if (error->file.empty())
                error->file = photos_.paths[photo.index];
            console_.error(*error);
        }
        console_.progress(++done_, failed_, photos_.paths.size());
    }

    std::vector<std::unique_ptr<Scorer>> scorers_;
    Labelled photos_;
    Interruption& interruption_;
    Console& console_;
    std::vector<Answers> answers_; ///< by model
    std::size_t done_ = 0, failed_ = 0;
};

Result<Labelled> read_photos(const Arguments& arguments, Interruption& interruption, Console& console) {
    if (arguments.has("stars") != arguments.operands.empty())
        return failure(ErrorCode::BadInput, {}, "a list of scores, or --stars, has to be given", "give one of the two");
    Result<Labelled> photos =
        arguments.has("stars") ? read_stars(arguments, interruption, console) : read_list(arguments, console);
    if (photos && photos->paths.empty())
        return failure(ErrorCode::BadInput, photos->name,
                       arguments.has("stars") ? "the library has no photo with stars" : "none of its photos is there",
                       arguments.has("stars") ? "rate some in the window first" : "name their folder with --root");
    return photos;
}

std::string text_of(const std::vector<ComparedModel>& models, const Arguments& arguments, const Labelled& photos,
                    const Resampling& resampling) {
    const std::string format = arguments.value("format", "table");
    if (format == "csv")
        return comparison_csv(models);
    if (format != "json")
        return comparison_table(models);
    const nlohmann::ordered_json json{{"touchstone", TOUCHSTONE_VERSION},
                                      {"list", to_valid_utf8(photos.name)},
                                      {"photos", photos.paths.size() + photos.missing},
                                      {"missing", photos.missing},
                                      {"resamples", resampling.times},
                                      {"seed", resampling.seed},
                                      {"models", comparison_json(models)}};
    return json.dump(1) + "\n";
}

} // namespace

int run_models_compare(const Arguments& arguments, Interruption& interruption) {
    Console console("models compare");
    const auto refuse = [&](const Error& error) {
        console.error(error);
        return exit_code_for(error);
    };
    const Result<ScoringSettings> settings = read_settings(arguments);
    if (!settings)
        return refuse(settings.error());
    const Result<int> times = read_number(arguments, "resamples", 0, Resampling().times);
    const Result<int> seed = read_number(arguments, "seed", 0, 1);
    if (!times || !seed)
        return refuse(!times ? times.error() : seed.error());
    const Resampling resampling{*times, static_cast<std::uint64_t>(*seed)};
    const Result<Labelled> photos = read_photos(arguments, interruption, console);
    if (!photos)
        return refuse(photos.error());
    Result<std::vector<std::unique_ptr<Scorer>>> scorers = open_compared(arguments, settings->scorer, console);
    if (!scorers)
        return refuse(scorers.error());
    Result<std::unique_ptr<OutputSink>> out = open_output(arguments.value("output"));
    if (!out)
        return refuse(out.error());
    Comparison comparison(std::move(*scorers), *photos, interruption, console);
    if (!comparison.score(settings->decode)) {
        console.message("interrupted: no figures");
        return exit_interrupted;
    }
    const auto models = comparison.models(!arguments.has("lower-is-better"), resampling);
    Result<void> written = (*out)->write(text_of(models, arguments, *photos, resampling));
    if (written)
        written = (*out)->commit();
    if (!written && !(*out)->reader_is_gone()) {
        console.error(written.error());
        return exit_some_failed;
    }
    return comparison.failed() > 0 ? exit_some_failed : exit_done;
}

} // namespace touchstone::cli
