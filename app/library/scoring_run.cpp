// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scoring_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include <sys/stat.h>

#include "app/library/walk_rules.h"

namespace touchstone::library {

namespace {

using Clock = std::chrono::steady_clock;

/// What is not written yet is scored again after a crash: little at a time, and not a commit for every photo.
constexpr std::size_t write_photos = 64;
constexpr auto write_interval = std::chrono::seconds(1);
constexpr auto longest_rest = std::chrono::milliseconds(500); ///< maps wait no longer than this

bool is_on_disk_as_listed(const FoundFile& file) {
    struct stat info {};
    return ::stat(file.path.c_str(), &info) == 0 && info.st_size == file.bytes && mtime_ns_of(info) == file.mtime_ns;
}

/// Scores of such a model are only half of what is wanted: the nearest photos hang on its features.
bool wants_features(const Scorer& scorer) {
    return scorer.options().keep_features && scorer.card().architecture == "reiqa-regressor";
}

/// The model whose features the nearest photos are found by: the first regressor, which has both experts, else the last
/// expert. Another one's experts may be others, and two spaces must not be mixed. Null without Re-IQA.
const Scorer* feature_source_of(const std::vector<Scorer*>& scorers) {
    const Scorer* expert = nullptr;
    for (const Scorer* scorer : scorers) {
        if (wants_features(*scorer))
            return scorer;
        if (scorer->card().architecture.starts_with("reiqa"))
            expert = scorer;
    }
    return expert;
}

std::vector<std::size_t> positions_of(ModelSet models, std::size_t count) {
    std::vector<std::size_t> positions;
    for (std::size_t at = 0; at < count; ++at)
        if (models >> at & 1u)
            positions.push_back(at);
    return positions;
}

/// Decode workers live as long as one run of the pipeline, and a reader belongs to its thread.
CatalogueReader* reader_of_this_thread(Catalogue& catalogue) {
    thread_local std::unique_ptr<CatalogueReader> reader;
    if (!reader)
        if (auto made = catalogue.reader())
            reader = std::move(*made);
    return reader.get();
}

} // namespace

/// Answers that wait for the next commit.
struct ScoringRun::Unwritten {
    std::map<std::size_t, std::vector<ScoredContent>> scores; ///< by model
    std::vector<std::pair<PhotoId, ContentHash>> contents;
    std::vector<FailureRow> failures;
    std::vector<std::pair<PhotoId, double>> sharpness;
    std::size_t photos = 0;
    Clock::time_point since = Clock::now();

    const ScoredContent* find(std::size_t model, const ContentHash& content) const {
        const auto of_model = scores.find(model);
        if (of_model == scores.end())
            return nullptr;
        const auto found = std::find_if(of_model->second.begin(), of_model->second.end(),
                                        [&](const ScoredContent& scored) { return scored.content == content; });
        return found == of_model->second.end() ? nullptr : &*found;
    }
};

ScoringRun::ScoringRun(std::shared_ptr<Catalogue> catalogue, PipelineOptions pipeline,
                       const std::string& feature_folder, std::function<void()> wake)
    : catalogue_(std::move(catalogue))
    , pipeline_(std::move(pipeline))
    , wake_(std::move(wake))
    , features_(feature_folder, FeatureStore::default_limit,
                [this](const Error& error) {
                    Issue issue = issue_of(error);
                    issue.severity = Issue::Severity::Warning;
                    tell([&](Outbox& box) { box.issues.push_back(std::move(issue)); });
                })
    , unwritten_(std::make_unique<Unwritten>()) {}

ScoringRun::~ScoringRun() = default;

void ScoringRun::tell(const std::function<void(Outbox&)>& change) {
    {
        const std::lock_guard lock(mutex_);
        change(outbox_);
        if (std::exchange(woken_, true))
            return;
    }
    wake_();
}

ScoringRun::Outbox ScoringRun::takeOutbox() {
    const std::lock_guard lock(mutex_);
    woken_ = false;
    const int ended = outbox_.ended_launch;
    Outbox taken = std::exchange(outbox_, {});
    outbox_.ended_launch = ended;
    return taken;
}

void ScoringRun::setEffort(Effort effort) {
    {
        const std::lock_guard lock(mutex_);
        effort_ = effort;
    }
    effort_changed_.notify_all();
}

/// Looks at the models, which may be others than at the last launch. False: they cannot be used, and that was told.
bool ScoringRun::open(InferenceThread::Networks& networks) {
    auto scorers = networks.scorers();
    if (!scorers) {
        tell([&](Outbox& box) { box.error = scorers.error(); });
        return false;
    }
    scorers_ = std::move(*scorers);
    models_.clear();
    std::vector<ModelCard> cards;
    for (const Scorer* scorer : scorers_) {
        const ModelCard& card = scorer->card();
        cards.push_back(card);
        ModelRow& row = models_.emplace_back();
        row.recipe = ScoreRecipe::of(*scorer, pipeline_.decode.mode);
        row.title = card.title;
        row.range = card.range;
        row.higher_is_better = card.higher_is_better;
    }
    feature_source_ = feature_source_of(scorers_);
    tell([&](Outbox& box) { box.cards = std::move(cards); });
    return true;
}

void ScoringRun::work(InferenceThread::Networks& networks, std::stop_token stop, int launch) {
    last_rest_ = Clock::now();
    if (!stop.stop_requested() && open(networks))
        while (!stop.stop_requested()) {
            const std::optional<ModelSet> models = queue_.nextModels();
            if (!models)
                break;
            runGroup(*models, networks, stop);
        }
    {
        const std::lock_guard lock(running_mutex_);
        running_.clear();
        twins_.clear();
    }
    queue_.giveBack();
    write(true);
    tell([&](Outbox& box) { box.ended_launch = launch; });
}

/// Photos that lack the same models; ends early when a preferred photo lacks others.
void ScoringRun::runGroup(ModelSet models, InferenceThread::Networks& networks, std::stop_token stop) {
    const std::vector<std::size_t> positions = positions_of(models, scorers_.size());
    std::vector<Scorer*> chosen;
    for (const std::size_t at : positions)
        chosen.push_back(scorers_[at]);
    if (chosen.empty()) { // models that were taken away meanwhile
        while (auto job = queue_.take(models))
            settle(*job, {}, {}, true);
        return;
    }
    Pipeline pipeline(chosen, pipeline_);
    pipeline.run([&](std::stop_token token) { return next(models, token); },
                 [&](ScoredPhoto&& photo) {
                     take(std::move(photo), positions);
                     networks.runUrgent();
                     rest(stop);
                 },
                 stop);
}

/// Runs on decode workers.
std::optional<NextPhoto> ScoringRun::next(ModelSet models, std::stop_token stop) {
    while (!stop.stop_requested()) {
        const std::optional<ScoringJob> job = queue_.take(models);
        if (!job)
            return std::nullopt;
        Running photo{*job, job->content, is_on_disk_as_listed(job->file)};
        if (!photo.content || !photo.as_listed) {
            const auto hash = hash_file(job->file.path, stop);
            photo.content = hash ? std::optional(*hash) : std::nullopt; // decoding will say what is wrong with it
        }
        if (photo.content && answerFromCatalogue(photo))
            continue;
        const std::lock_guard lock(running_mutex_);
        if (photo.content) {
            const auto [twins, first] = twins_.try_emplace(*photo.content);
            if (!first) { // the same bytes are under way: their answer will do
                twins->second.push_back(std::move(photo));
                continue;
            }
        }
        const std::size_t index = next_index_++;
        std::string path = photo.job.file.path;
        running_.emplace(index, std::move(photo));
        return NextPhoto{index, std::move(path)};
    }
    return std::nullopt;
}

/// The same content may have been scored under another name. True when every model that is missing has answered.
bool ScoringRun::answerFromCatalogue(Running& photo) {
    CatalogueReader* reader = reader_of_this_thread(*catalogue_);
    PhotoOutcome outcome;
    outcome.id = photo.job.id;
    for (const std::size_t at : positions_of(photo.job.missing, models_.size())) {
        const ModelRow& model = models_[at];
        std::optional<ScoreRecord> known;
        {
            const std::lock_guard lock(running_mutex_);
            if (const ScoredContent* fresh = findUnwritten(at, *photo.content))
                known = fresh->record;
        }
        if (!known && reader)
            if (const auto found = reader->scores(model.recipe.key(), {&*photo.content, 1}); found)
                known = found->front();
        if (!known)
            return false;
        if (wants_features(*scorers_[at])) {
            auto kept = features_.find(model.recipe.key(), *photo.content);
            if (!kept)
                return false; // a run makes both
            if (scorers_[at] == feature_source_)
                outcome.features = std::move(kept);
        }
        known->model = model.recipe.model;
        known->remembered = true;
        outcome.records.push_back(std::move(*known));
    }
    {
        const std::lock_guard lock(running_mutex_);
        if (photo.as_listed && !photo.job.content)
            unwritten_->contents.emplace_back(photo.job.id, *photo.content);
    }
    settle(photo.job, std::move(outcome), {}, true);
    return true;
}

void ScoringRun::settle(const ScoringJob& job, PhotoOutcome outcome, std::vector<Issue> issues, bool remembered) {
    queue_.done(job.id);
    tell([&](Outbox& box) {
        ++box.done;
        box.remembered += remembered;
        box.failed += outcome.error.has_value() && outcome.records.empty();
        if (outcome.id != no_photo)
            box.outcomes.push_back(std::move(outcome));
        std::move(issues.begin(), issues.end(), std::back_inserter(box.issues));
    });
}

void ScoringRun::take(ScoredPhoto&& scored, const std::vector<std::size_t>& models) {
    std::vector<Running> photos;
    {
        const std::lock_guard lock(running_mutex_);
        const auto found = running_.find(scored.index);
        photos.push_back(std::move(found->second));
        running_.erase(found);
        if (photos.front().content)
            if (const auto twins = twins_.find(*photos.front().content); twins != twins_.end()) {
                std::move(twins->second.begin(), twins->second.end(), std::back_inserter(photos));
                twins_.erase(twins);
            }
    }
    for (const Running& photo : photos) {
        PhotoOutcome outcome;
        outcome.id = photo.job.id;
        outcome.pixel_size = scored.size;
        outcome.sharpness = scored.sharpness;
        std::vector<Issue> issues;
        record(photo, scored, models, outcome, issues);
        settle(photo.job, std::move(outcome), std::move(issues), false);
    }
    write(false);
}

/// Turns one photo's answers into its outcome, and into rows for the catalogue.
void ScoringRun::record(const Running& photo, const ScoredPhoto& scored, const std::vector<std::size_t>& models,
                        PhotoOutcome& outcome, std::vector<Issue>& issues) {
    const ScoringJob& job = photo.job;
    const bool unchanged = photo.as_listed && is_on_disk_as_listed(job.file);
    const auto complain = [&](Error error) {
        issues.push_back(issue_of_photo(error, job.id, job.file.path));
        if (error.code == ErrorCode::NotFound)
            error = {ErrorCode::Vanished, error.file, "was deleted or moved meanwhile", "open the folder again"};
        outcome.error = std::move(error);
    };
    if (scored.error) {
        Error error = *scored.error;
        error.file = job.file.path; // of photos with the same bytes only one was read
        complain(std::move(error));
    }
    for (std::size_t i = 0; i < scored.assessments.size(); ++i) {
        const Result<Assessment>& assessment = scored.assessments[i];
        if (!assessment) {
            complain(assessment.error());
            continue;
        }
        ScoreRecord score = record_of(*assessment);
        // Scored as it is now: if it changed meanwhile, the number is not that of the hashed bytes.
        if (unchanged && photo.content) {
            const std::lock_guard lock(running_mutex_);
            if (!score.score.missing && std::isfinite(score.score.value))
                unwritten_->scores[models[i]].push_back({*photo.content, score, scored.size});
        }
        if (unchanged && photo.content)
            keepFeatures(models[i], *photo.content, *assessment);
        if (assessment->features && scorers_[models[i]] == feature_source_)
            outcome.features = assessment->features;
        outcome.records.push_back(std::move(score));
    }
    const std::lock_guard lock(running_mutex_);
    if (unchanged && photo.content && !job.content)
        unwritten_->contents.emplace_back(job.id, *photo.content);
    if (unchanged && scored.sharpness)
        unwritten_->sharpness.emplace_back(job.id, *scored.sharpness);
    if (unchanged && scored.error && lies_in_the_file(scored.error->code))
        unwritten_->failures.push_back({job.id, *scored.error});
    ++unwritten_->photos;
}

void ScoringRun::keepFeatures(std::size_t model, const ContentHash& content, const Assessment& assessment) {
    if (assessment.features && wants_features(*scorers_[model]))
        features_.add(models_[model].recipe.key(), content, *assessment.features);
}

/// What was just scored need not be in the catalogue yet. With running_mutex_.
const ScoredContent* ScoringRun::findUnwritten(std::size_t model, const ContentHash& content) const {
    const ScoredContent* found = unwritten_->find(model, content);
    for (auto rows = being_written_.begin(); !found && rows != being_written_.end(); ++rows)
        found = (*rows)->find(model, content);
    return found;
}

/// Hands what has gathered to the catalogue's writer; everything when `all`, else only when it is worth a commit.
void ScoringRun::write(bool all) {
    auto rows = std::make_shared<Unwritten>();
    {
        const std::lock_guard lock(running_mutex_);
        const bool due =
            unwritten_->photos >= write_photos || Clock::now() - unwritten_->since >= write_interval || all;
        if (!due)
            return;
        std::swap(*rows, *unwritten_);
        unwritten_->since = Clock::now();
        const bool is_empty =
            rows->scores.empty() && rows->contents.empty() && rows->failures.empty() && rows->sharpness.empty();
        if (is_empty || catalogue_->state() == Catalogue::State::ReadOnly) // its notices said so
            return;
        being_written_.push_back(rows);
    }
    catalogue_->write(
        [rows, models = models_](CatalogueWriter& writer) -> Result<void> {
            if (auto kept = writer.setContents(rows->contents); !kept)
                return kept;
            if (auto kept = writer.setSharpness(rows->sharpness); !kept)
                return kept;
            for (const auto& [model, scores] : rows->scores)
                if (auto kept = writer.addScores(models[model], scores); !kept)
                    return kept;
            return writer.setFailures(rows->failures);
        },
        [weak = weak_from_this(), rows](Result<void> kept) {
            const auto self = weak.lock();
            if (!self)
                return;
            {
                const std::lock_guard lock(self->running_mutex_);
                std::erase(self->being_written_, rows);
            }
            if (kept || self->write_failed_.exchange(true))
                return; // said once
            self->tell([&](Outbox& box) {
                Issue issue = issue_of(kept.error());
                issue.severity = Issue::Severity::Warning;
                box.issues.push_back(std::move(issue));
            });
        });
}

/// Gives the machine away for as long as the last photo took.
void ScoringRun::rest(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (effort_ == Effort::Gentle) {
        const auto worked = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - last_rest_);
        effort_changed_.wait_for(lock, stop, std::min(worked, longest_rest), [&] { return effort_ == Effort::Full; });
    }
    last_rest_ = Clock::now();
}

void ScoringRun::fetchFeatures(InferenceThread::Networks& networks,
                               const std::vector<std::pair<PhotoId, ContentHash>>& photos, std::stop_token stop) {
    FetchedFeatures fetched;
    if (!stop.stop_requested() && open(networks) && feature_source_) {
        const std::string recipe = ScoreRecipe::of(*feature_source_, pipeline_.decode.mode).key();
        for (const auto& [id, content] : photos) {
            if (stop.stop_requested())
                return;
            if (auto features = features_.find(recipe, content))
                fetched.features.emplace_back(id, std::move(features));
            else
                fetched.missing.push_back(id);
        }
    }
    tell([&](Outbox& box) { box.fetched.push_back(std::move(fetched)); });
}

} // namespace touchstone::library
