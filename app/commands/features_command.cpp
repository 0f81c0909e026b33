// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/feature_file.h"
#include "app/commands/feature_models.h"
#include "app/commands/interruption.h"
#include "app/commands/photo_list.h"
#include "app/commands/scoring_settings.h"

namespace touchstone::cli {

namespace {

/// How long the interruption's thread waits for a write that is going on.
constexpr std::chrono::milliseconds last_words_patience{200};

/// The run of `features` from the list of photos to the exit code.
class FeaturesRun {
public:
    FeaturesRun(FeatureFile& file, Interruption& interruption)
        : file_(file)
        , interruption_(interruption) {}

    int run(const FeatureModels& models, const PipelineOptions& options, const std::vector<PhotoEntry>& entries) {
        interruption_.set_last_words([this] { file_.finish_within(last_words_patience); });
        total_ = entries.size();
        watch(file_.begin(total_));
        std::vector<std::string> paths;
        std::vector<std::size_t> places;
        for (std::size_t place = 0; place < entries.size(); ++place) {
            if (entries[place].error) {
                take(place, entries[place].path, tl::unexpected(*entries[place].error));
                continue;
            }
            paths.push_back(entries[place].path);
            places.push_back(place);
        }
        run_features(
            models, options, paths,
            [&](std::size_t i, Result<std::vector<float>>&& row) { take(places[i], paths[i], std::move(row)); },
            interruption_.token());
        console_.clear_progress();
        watch(file_.finish());
        interruption_.set_last_words({});
        return exit_code();
    }

private:
    void watch(const Result<void>& written) {
        if (written || write_failed_)
            return;
        write_failed_ = true;
        console_.error(written.error());
        interruption_.stop_quietly();
    }

    void take(std::size_t place, const std::string& path, Result<std::vector<float>>&& row) {
        ++done_;
        if (!row) {
            ++failed_;
            console_.error(row.error());
        }
        watch(file_.add(place, path, row ? std::optional(std::move(*row)) : std::nullopt));
        console_.progress(done_, failed_, total_);
    }

    int exit_code() {
        if (interruption_.requested()) {
            console_.message("interrupted: the first " + std::to_string(file_.rows_written()) + " of " +
                             std::to_string(total_) + " photos are written");
            return exit_interrupted;
        }
        if (failed_ > 0)
            console_.message(std::to_string(failed_) + " of " + std::to_string(total_) +
                             " photos failed; their rows hold no numbers");
        return failed_ > 0 || write_failed_ ? exit_some_failed : exit_done;
    }

    FeatureFile& file_;
    Interruption& interruption_;
    Console console_{"features"};
    std::size_t done_ = 0, failed_ = 0, total_ = 0;
    bool write_failed_ = false;
};

} // namespace

int run_features_command(const Arguments& arguments, Interruption& interruption) {
    const auto refuse = [](const Error& error, int code) {
        Console("features").error(error);
        return code;
    };
    const Result<FeatureFile::Format> format = FeatureFile::format_of(arguments.value("output"));
    if (!format)
        return refuse(format.error(), exit_usage);
    const Result<ScoringSettings> settings = read_settings(arguments);
    if (!settings)
        return refuse(settings.error(), exit_code_for(settings.error()));
    const Result<FeatureModels> models = FeatureModels::open(arguments.values("model"), settings->scorer);
    if (!models)
        return refuse(models.error(), exit_code_for(models.error()));
    const PhotoList photos = list_photos(arguments.operands, interruption.token());
    for (const std::string& folder : photos.empty_folders)
        Console("features").message(folder + ": holds no photos");
    Result<std::unique_ptr<OutputSink>> sink = open_output(arguments.value("output"));
    if (!sink)
        return refuse(sink.error(), exit_usage);
    FeatureFile file(std::move(*sink), *format, models->column_names());
    PipelineOptions options;
    options.decode = settings->decode;
    return FeaturesRun(file, interruption).run(*models, options, photos.entries);
}

} // namespace touchstone::cli
