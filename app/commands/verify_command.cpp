// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `verify`: is a JSON report true?
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/output_sink.h"
#include "app/commands/report_scoring.h"
#include "app/commands/score_format.h"
#include "app/commands/scoring_settings.h"
#include "app/library/catalogue/content_hash.h"
#include "app/modelstore/model_store.h"
#include "app/reports/report_reader.h"
#include "engine/base/files.h"
#include "engine/scoring/pipeline.h"

namespace touchstone::cli {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using reports::ClaimedModel;
using reports::ClaimedPhoto;
using reports::ClaimedReport;

namespace {

enum class Verdict { AsReported, Changed, Missing, Unreadable, ScoresDiffer, NotHashed };

const char* verdict_name(Verdict verdict) {
    switch (verdict) {
    case Verdict::AsReported:
        return "as-reported";
    case Verdict::Changed:
        return "changed";
    case Verdict::Missing:
        return "missing";
    case Verdict::Unreadable:
        return "unreadable";
    case Verdict::ScoresDiffer:
        return "scores-differ";
    case Verdict::NotHashed:
        return "not-hashed";
    }
    return "";
}

struct Difference {
    std::size_t model = 0;
    std::optional<double> reported, now;
    bool is_within = false;
};

struct CheckedPhoto {
    Verdict verdict = Verdict::AsReported;
    std::string path; ///< where it was looked for
    std::string why;
    std::vector<Difference> scores;
};

class Verification {
public:
    Verification(ClaimedReport report, const Arguments& arguments, const Device& device, int workers,
                 Interruption& interruption)
        : report_(std::move(report))
        , root_(arguments.value("root"))
        , device_(device)
        , workers_(workers)
        , interruption_(interruption)
        , photos_(report_.photos.size()) {}

    void check_bytes() {
        for (std::size_t i = 0; i < photos_.size() && !stopped(); ++i) {
            const ClaimedPhoto& claimed = report_.photos[i];
            CheckedPhoto& photo = photos_[i];
            photo.path = root_.empty() ? claimed.path : (fs::path(root_) / claimed.path).string();
            check_photo(claimed, photo);
            console.progress(i + 1, 0, photos_.size());
        }
        console.clear_progress();
    }

    /// Opens every model before the first photo: a missing one is said at once.
    Result<void> open_models() {
        for (const ClaimedModel& model : report_.models) {
            const auto file = installed_model(model.sha256);
            if (!file)
                return failure(ErrorCode::BadModel, model.id,
                               "is not installed here with the SHA-256 of the report, " + model.sha256,
                               "install it, or check the photos alone by --hashes-only");
            ScorerOptions options;
            options.device = device_;
            options.precision = model.precision;
            options.native_limit.kind = model.native_limit ? NativeLimit::Kind::Pixels : NativeLimit::Kind::None;
            options.native_limit.pixels = model.native_limit.value_or(0);
            options.find_model = [](const std::string& sha256) { return ModelStore().find_by_hash(sha256); };
            auto scorer = open_scorer(*file, options);
            if (!scorer)
                return tl::unexpected(scorer.error());
            scorers_.push_back(std::move(*scorer));
        }
        return {};
    }

    void check_scores() {
        for (const imaging::DecodeMode mode : {imaging::DecodeMode::Upright, imaging::DecodeMode::AsStored})
            check_scores(mode);
        for (CheckedPhoto& photo : photos_)
            if (photo.verdict == Verdict::AsReported &&
                std::any_of(photo.scores.begin(), photo.scores.end(), [](const Difference& d) { return !d.is_within; }))
                photo.verdict = Verdict::ScoresDiffer;
        console.clear_progress();
    }

    std::string text(bool as_json) const { return as_json ? json().dump(2) + "\n" : table(); }
    bool all_as_reported() const {
        return std::all_of(photos_.begin(), photos_.end(),
                           [](const CheckedPhoto& photo) { return photo.verdict == Verdict::AsReported; });
    }

    Console console{"verify"};

private:
    bool stopped() const { return interruption_.token().stop_requested(); }

    void check_photo(const ClaimedPhoto& claimed, CheckedPhoto& photo) const {
        const auto set = [&](Verdict verdict, std::string why) {
            photo.verdict = verdict;
            photo.why = std::move(why);
        };
        if (claimed.xxh3_128.empty() && claimed.sha256.empty())
            return claimed.failed ? set(Verdict::AsReported, {})
                                  : set(Verdict::NotHashed, "the report has no hash of it");
        if (!claimed.xxh3_128.empty()) {
            const auto hash = library::hash_file(photo.path, interruption_.token());
            if (!hash)
                return hash.error().code == ErrorCode::NotFound ? set(Verdict::Missing, "no such file")
                                                                : set(Verdict::Unreadable, hash.error().what);
            if (hash->hex() != claimed.xxh3_128)
                return set(Verdict::Changed, "other bytes than those of the report");
        }
        if (claimed.sha256.empty())
            return;
        const auto hash = sha256_of_file(photo.path);
        if (!hash)
            return hash.error().code == ErrorCode::NotFound ? set(Verdict::Missing, "no such file")
                                                            : set(Verdict::Unreadable, hash.error().what);
        if (*hash != claimed.sha256)
            set(Verdict::Changed, "other bytes than those of the report");
    }

    void check_scores(imaging::DecodeMode mode) {
        std::vector<Scorer*> asked;
        std::vector<std::size_t> models;
        for (std::size_t i = 0; i < report_.models.size(); ++i)
            if (report_.models[i].decode == mode) {
                asked.push_back(scorers_[i].get());
                models.push_back(i);
            }
        std::vector<std::string> paths;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < photos_.size(); ++i) {
            const bool wanted = std::any_of(models.begin(), models.end(), [&](std::size_t model) {
                return report_.photos[i].scores.contains(model);
            });
            if (wanted && photos_[i].verdict == Verdict::AsReported) {
                paths.push_back(photos_[i].path);
                places.push_back(i);
            }
        }
        if (paths.empty())
            return;
        PipelineOptions options;
        options.decode_workers = workers_;
        options.decode.mode = mode;
        std::size_t done = 0;
        Pipeline(asked, options)
            .run(
                paths,
                [&](ScoredPhoto&& scored) {
                    take(places[scored.index], models, scored);
                    console.progress(++done, 0, paths.size());
                },
                interruption_.token());
    }

    void take(std::size_t place, const std::vector<std::size_t>& models, const ScoredPhoto& scored) {
        CheckedPhoto& photo = photos_[place];
        if (scored.error) {
            photo.verdict = Verdict::Unreadable;
            photo.why = scored.error->what;
            return;
        }
        for (std::size_t i = 0; i < models.size(); ++i) {
            const auto claimed = report_.photos[place].scores.find(models[i]);
            if (claimed == report_.photos[place].scores.end())
                continue;
            Difference difference{models[i], claimed->second, std::nullopt};
            if (scored.assessments[i])
                difference.now = scored.assessments[i]->score.known_value();
            difference.is_within = difference.now.has_value() == difference.reported.has_value() &&
                                   (!difference.now || std::abs(*difference.now - *difference.reported) <=
                                                           reports::tolerance_of(report_.models[models[i]]));
            photo.scores.push_back(difference);
        }
    }

    std::map<Verdict, std::size_t> counts() const {
        std::map<Verdict, std::size_t> counts;
        for (const CheckedPhoto& photo : photos_)
            ++counts[photo.verdict];
        return counts;
    }
    double largest_difference(std::size_t model) const {
        double largest = 0;
        for (const CheckedPhoto& photo : photos_)
            for (const Difference& difference : photo.scores)
                if (difference.model == model && difference.now && difference.reported)
                    largest = std::max(largest, std::abs(*difference.now - *difference.reported));
        return largest;
    }

    std::string table() const {
        std::string text;
        for (std::size_t i = 0; i < photos_.size(); ++i) {
            const CheckedPhoto& photo = photos_[i];
            if (photo.verdict == Verdict::AsReported)
                continue;
            text += std::string(verdict_name(photo.verdict)) + "  " + printable(report_.photos[i].path);
            text += photo.why.empty() ? "\n" : ": " + printable(photo.why) + "\n";
            for (const Difference& difference : photo.scores)
                if (!difference.is_within)
                    text += "  " + printable(report_.models[difference.model].id) + ": reported " +
                            (difference.reported ? number_text(*difference.reported) : "no value") + ", now " +
                            (difference.now ? number_text(*difference.now) : "no value") + "\n";
        }
        text += std::to_string(photos_.size()) + " photos:";
        const char* separator = " ";
        for (const auto& [verdict, count] : counts()) {
            text += separator + std::to_string(count) + " " + verdict_name(verdict);
            separator = ", ";
        }
        text += "\n";
        for (std::size_t i = 0; i < scorers_.size(); ++i)
            text += printable(report_.models[i].id) + ": largest difference " + number_text(largest_difference(i)) +
                    ", allowed " + number_text(reports::tolerance_of(report_.models[i])) + "\n";
        return text;
    }

    ordered_json json() const {
        const auto or_null = [](std::optional<double> value) { return value ? ordered_json(*value) : ordered_json(); };
        ordered_json document{{"as_reported", all_as_reported()}, {"made", report_.made},
                              {"touchstone", report_.version},    {"counts", ordered_json::object()},
                              {"models", ordered_json::array()},  {"photos", ordered_json::array()}};
        for (const auto& [verdict, count] : counts())
            document["counts"][verdict_name(verdict)] = count;
        for (std::size_t i = 0; i < scorers_.size(); ++i)
            document["models"].push_back({{"id", report_.models[i].id},
                                          {"sha256", report_.models[i].sha256},
                                          {"largest_difference", largest_difference(i)},
                                          {"allowed", reports::tolerance_of(report_.models[i])}});
        for (std::size_t i = 0; i < photos_.size(); ++i) {
            ordered_json photo;
            add_path(photo, report_.photos[i].path);
            photo["state"] = verdict_name(photos_[i].verdict);
            photo["message"] = photos_[i].why.empty() ? ordered_json() : ordered_json(to_valid_utf8(photos_[i].why));
            photo["scores"] = ordered_json::array();
            for (const Difference& difference : photos_[i].scores)
                photo["scores"].push_back({{"model", report_.models[difference.model].id},
                                           {"reported", or_null(difference.reported)},
                                           {"now", or_null(difference.now)},
                                           {"within", difference.is_within}});
            document["photos"].push_back(std::move(photo));
        }
        return document;
    }

    ClaimedReport report_;
    std::string root_;
    Device device_;
    int workers_;
    Interruption& interruption_;
    std::vector<CheckedPhoto> photos_;
    std::vector<std::unique_ptr<Scorer>> scorers_; ///< one for each model; empty with --hashes-only
};

} // namespace

int run_verify(const Arguments& arguments, Interruption& interruption) {
    Console console("verify");
    const auto refuse = [&](const Error& error, int code) {
        console.error(error);
        return code;
    };
    const Result<Device> device = parse_device(arguments.value("device", "auto"));
    if (!device)
        return refuse(device.error(), exit_code_for(device.error()));
    const Result<int> workers = read_number(arguments, "workers", 1, 0);
    if (!workers)
        return refuse(workers.error(), exit_usage);
    const std::string& file = arguments.operands.front();
    const Result<Bytes> bytes = read_file(file, reports::largest_report);
    if (!bytes)
        return refuse(bytes.error(), exit_usage);
    Result<ClaimedReport> report =
        reports::read_report({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file);
    if (!report)
        return refuse(report.error(), exit_usage);
    Verification verification(std::move(*report), arguments, *device, *workers, interruption);
    const bool scores = !arguments.has("hashes-only");
    if (scores)
        if (const Result<void> opened = verification.open_models(); !opened)
            return refuse(opened.error(), exit_model);
    verification.check_bytes();
    if (scores)
        verification.check_scores();
    if (interruption.requested())
        return exit_interrupted;
    const auto sink = open_output({});
    const Result<void> written = (*sink)->write(verification.text(arguments.value("format") == "json"));
    if (!written && !(*sink)->reader_is_gone())
        return refuse(written.error(), exit_some_failed);
    return verification.all_as_reported() ? exit_done : exit_some_failed;
}

} // namespace touchstone::cli
