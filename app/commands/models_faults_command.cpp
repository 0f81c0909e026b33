// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cstdio>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/output_sink.h"
#include "app/commands/photo_list.h"
#include "app/commands/scoring_settings.h"
#include "app/inspection/fault_learning.h"
#include "app/library/cache_files.h"

namespace touchstone::cli {

namespace {

using inspection::FaultLearning;

std::string in_words(const reiqa::DistortionCentroids& learned) {
    char share[16];
    std::snprintf(share, sizeof share, "%.1f", 100 * learned.recognised());
    return "learned from " + std::to_string(learned.photos()) + " photos; of their held-out pieces " + share +
           " % were named by the right kind of fault\n";
}

/// Runs the lesson to its end.
Result<reiqa::DistortionCentroids> learn(Scorer& scorer, FaultLearning& learning, Console& console,
                                         const std::stop_token& stop) {
    while (!learning.ended()) {
        if (const Result<void> taken = learning.step(scorer, stop); !taken)
            return tl::unexpected(taken.error());
        console.progress(static_cast<std::size_t>(learning.done()), learning.passed_over().size(),
                         static_cast<std::size_t>(learning.total()));
    }
    console.clear_progress();
    return learning.learned();
}

} // namespace

int run_models_faults(const Arguments& arguments, Interruption& interruption) {
    Console console("models faults");
    const auto refuse = [&](const Error& error, int code) {
        console.clear_progress();
        console.error(error);
        return interruption.requested() ? int{exit_interrupted} : code;
    };
    const Result<ScoringSettings> settings = read_settings(arguments);
    if (!settings)
        return refuse(settings.error(), exit_code_for(settings.error()));
    const Result<std::vector<std::unique_ptr<Scorer>>> scorers =
        open_models(arguments, settings->scorer, Models::First);
    if (!scorers)
        return refuse(scorers.error(), exit_model);
    Scorer& scorer = *scorers->front();
    const std::string expert = reiqa::quality_expert_of(scorer.card());
    if (expert.empty())
        return refuse({ErrorCode::BadModel, scorer.card().file, "has no expert for quality",
                       "name Re-IQA's quality expert, or a regressor that was fitted on it"},
                      exit_model);
    const PhotoList photos = list_photos(arguments.operands, interruption.token());
    std::vector<std::string> files;
    for (const PhotoEntry& photo : photos.entries) {
        if (photo.error)
            console.error(*photo.error);
        else
            files.push_back(photo.path);
    }
    const std::size_t count = files.size();
    constexpr std::size_t most = 200; // 2 MB are kept of each, and a dozen say nearly as much
    FaultLearning learning(expert, std::move(files), std::min(count, most), settings->decode);
    const Result<reiqa::DistortionCentroids> learned = learn(scorer, learning, console, interruption.token());
    for (const Error& error : learning.passed_over())
        console.error(error);
    if (!learned)
        return refuse(learned.error(), exit_some_failed);
    if (const Result<void> kept = inspection::keep_faults(library::default_cache_folder(), *learned); !kept)
        return refuse(kept.error(), exit_some_failed);
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    const Result<void> written = (*sink)->write(in_words(*learned));
    const bool whole = learning.passed_over().empty() && count == photos.entries.size();
    return whole && (written || (*sink)->reader_is_gone()) ? exit_done : exit_some_failed;
}

} // namespace touchstone::cli
