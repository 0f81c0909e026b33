// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <iterator>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/photo_list.h"
#include "app/commands/score_output.h"
#include "app/commands/scoring_settings.h"
#include "engine/scoring/pipeline.h"

namespace touchstone::cli {

namespace {

/// How long the interruption's thread waits for a write that is going on.
constexpr std::chrono::milliseconds last_words_patience{200};

/// The run of `score` from the list of photos to the exit code.
class ScoreRun {
public:
    ScoreRun(std::vector<std::unique_ptr<Scorer>> scorers, PipelineOptions options, Interruption& interruption)
        : scorers_(std::move(scorers))
        , options_(std::move(options))
        , interruption_(interruption) {
        for (const std::unique_ptr<Scorer>& scorer : scorers_)
            models_.push_back({scorer->card(), scorer->options()});
    }

    int run(std::vector<PhotoEntry> entries, std::unique_ptr<OutputSink> sink, const std::string& format) {
        ScoreOutput output(std::move(sink), make_format(format, models_));
        interruption_.set_last_words([&output] { output.finish_within(last_words_patience); });
        total_ = entries.size();
        watch(output, output.begin());
        deliver_known_errors(output, entries);
        score_photos(output, entries);
        console_.clear_progress();
        watch(output, output.finish());
        interruption_.set_last_words({});
        return exit_code();
    }

private:
    /// A failed write ends the run; a reader that went away ends it without a word.
    void watch(const ScoreOutput& output, const Result<void>& written) {
        if (written || write_failed_ || reader_gone_)
            return;
        reader_gone_ = output.reader_is_gone();
        write_failed_ = !reader_gone_;
        if (write_failed_)
            console_.error(written.error());
        interruption_.stop_quietly();
    }

    void deliver(ScoreOutput& output, std::size_t place, PhotoLine line) {
        ++done_;
        if (const Error* error = line.first_error()) {
            ++failed_;
            console_.error(*error);
        }
        watch(output, output.add(place, std::move(line)));
        console_.progress(done_, failed_, total_);
    }

    void deliver_known_errors(ScoreOutput& output, const std::vector<PhotoEntry>& entries) {
        for (std::size_t place = 0; place < entries.size() && !interruption_.token().stop_requested(); ++place)
            if (entries[place].error)
                deliver(output, place, {entries[place].path, {}, entries[place].error, {}});
    }

    void score_photos(ScoreOutput& output, std::vector<PhotoEntry>& entries) {
        std::vector<std::string> paths;
        std::vector<std::size_t> places;
        for (std::size_t place = 0; place < entries.size(); ++place) {
            if (entries[place].error)
                continue;
            paths.push_back(std::move(entries[place].path));
            places.push_back(place);
        }
        std::vector<Scorer*> scorers;
        for (const std::unique_ptr<Scorer>& scorer : scorers_)
            scorers.push_back(scorer.get());
        Pipeline pipeline(scorers, options_);
        const auto take = [&](ScoredPhoto&& photo) {
            if (photo.error)
                photo.error = vanished_if_missing(std::move(*photo.error));
            deliver(output, places[photo.index],
                    {paths[photo.index], photo.size, std::move(photo.error), std::move(photo.assessments),
                     entries[places[photo.index]].stamp->bytes});
        };
        pipeline.run(paths, take, interruption_.token());
    }

    int exit_code() {
        if (interruption_.requested()) {
            console_.message("interrupted: " + std::to_string(done_) + " of " + std::to_string(total_) +
                             " photos are done and written");
            return exit_interrupted;
        }
        if (failed_ > 0)
            console_.message(std::to_string(failed_) + " of " + std::to_string(total_) + " photos failed");
        return failed_ > 0 || write_failed_ ? exit_some_failed : exit_done;
    }

    std::vector<std::unique_ptr<Scorer>> scorers_;
    std::vector<ModelRun> models_;
    PipelineOptions options_;
    Interruption& interruption_;
    Console console_{"score"};
    std::size_t done_ = 0, failed_ = 0, total_ = 0;
    bool write_failed_ = false, reader_gone_ = false;
};

std::vector<PhotoEntry> of_shard(std::vector<PhotoEntry> entries, const Shard& shard) {
    std::vector<PhotoEntry> mine;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (shard.contains(i))
            mine.push_back(std::move(entries[i]));
    return mine;
}

int refuse(const Error& error, int code) {
    Console("score").error(error);
    return code;
}

} // namespace

int run_score(const Arguments& arguments, Interruption& interruption) {
    const Result<Shard> shard = Shard::parse(arguments.value("shard", "1/1"));
    if (!shard)
        return refuse(shard.error(), exit_usage);
    const Result<int> workers = read_number(arguments, "workers", 1, 0);
    if (!workers)
        return refuse(workers.error(), exit_usage);
    const Result<ScoringSettings> settings = read_settings(arguments);
    if (!settings)
        return refuse(settings.error(), exit_code_for(settings.error()));
    Result<std::vector<std::unique_ptr<Scorer>>> scorers = open_models(arguments, settings->scorer);
    if (!scorers)
        return refuse(scorers.error(), exit_model);

    PhotoList photos = list_photos(arguments.operands, interruption.token());
    for (const std::string& folder : photos.empty_folders)
        Console("score").message(folder + ": holds no photos");
    // Last, because a process that is ended before the run begins must not leave a half-made file behind.
    Result<std::unique_ptr<OutputSink>> sink = open_output(arguments.value("output"));
    if (!sink)
        return refuse(sink.error(), exit_usage);
    PipelineOptions options;
    options.decode_workers = *workers;
    options.decode = settings->decode;
    return ScoreRun(std::move(*scorers), options, interruption)
        .run(of_shard(std::move(photos.entries), *shard), std::move(*sink), arguments.value("format", "table"));
}

} // namespace touchstone::cli
