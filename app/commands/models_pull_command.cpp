// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <iostream>
#include <string>

#include <QCoreApplication>

#include <unistd.h>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/output_sink.h"
#include "app/commands/published_text.h"
#include "app/commands/scoring_settings.h"
#include "app/modelstore/model_pull.h"

namespace touchstone::cli {

namespace {

/// On stderr, where messages belong; true when a person says yes.
bool person_accepts(const PublishedModel& model) {
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
        return false;
    std::cerr << "Accept these terms and download " << printable(model.url) << "? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

std::string status_text(const PullProgress& progress) {
    switch (progress.step) {
    case PullStep::Downloading:
        return "downloading: " + megabytes_text(progress.received) +
               (progress.total ? " of " + megabytes_text(*progress.total) : "");
    case PullStep::Checking:
        return "checking";
    case PullStep::Converting:
        return "converting";
    }
    return {};
}

} // namespace

int run_models_pull(const Arguments& arguments, Interruption& interruption) {
    Console console("models pull");
    const auto refuse = [&](const Error& error) {
        console.clear_progress();
        console.error(error);
        return error.code == ErrorCode::Cancelled ? int{exit_interrupted} : exit_code_for(error);
    };
    const Result<PublishedModel> model = find_published_model(arguments.operands.front());
    if (!model)
        return refuse(model.error());
    console.message(printable(model->title) + ", licence: " + printable(model->licence) +
                    (model->licence_url.empty() ? "" : " <" + printable(model->licence_url) + ">"));
    console.message(printable(model->terms));
    PullOptions options;
    options.licence_accepted = arguments.has("accept-licence") || person_accepts(*model);
    options.progress = [&](const PullProgress& progress) { console.status(status_text(progress)); };

    // Network transfers need an event loop, and that an application.
    static char name[] = "touchstone-cli";
    static char* words[] = {name, nullptr};
    static int count = 1;
    const QCoreApplication application(count, words);
    const Result<ModelCard> card = pull_model(ModelStore(), *model, options, interruption.token());
    if (!card)
        return refuse(card.error());
    console.clear_progress();
    console.message("wrote " + card->file);
    console.message("SHA-256 of the model file: " + card->sha256);
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    const Result<void> written = (*sink)->write(card->id + "\n");
    return written || (*sink)->reader_is_gone() ? exit_done : exit_some_failed;
}

} // namespace touchstone::cli
