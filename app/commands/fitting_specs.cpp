// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/command_table.h"

#include "app/commands/scoring_settings.h"

namespace touchstone::cli {

namespace {

/// The shared options, with another sentence about --model, or without it.
std::vector<OptionSpec> options_with(std::vector<OptionSpec> own, bool several_models, const std::string& model_help) {
    for (OptionSpec& option : scoring_options(several_models)) {
        if (option.name == "model") {
            if (model_help.empty())
                continue;
            option.help = model_help;
        }
        own.push_back(std::move(option));
    }
    return own;
}

const OptionSpec root_option{"root", "DIR", "Folder that the list's paths are relative to. Default: the list's own.",
                             {},     false, false};
const OptionSpec ratings_option{"from-ratings",
                                "",
                                "The list holds one person's stars: columns file and rating, 0 to 5; a row without a "
                                "rating is not rated yet.",
                                {},
                                false,
                                false};

} // namespace

CommandSpec features_command() {
    CommandSpec command;
    command.name = "features";
    command.summary = "Writes what the Re-IQA experts see in photos, as numbers.";
    command.description =
        "One row a photo, in the order of the input: the content encoder's means over the photo and over its half "
        "size, then the quality encoder's, in whichever order the encoders are named; with one encoder, its own two. "
        "A .npy is a float32 table without names; a .csv has the paths and a name for every column. A photo that "
        "failed is named on stderr and keeps its row: NaN in a .npy, empty cells in a .csv. After Ctrl-C the rows "
        "finished so far are written whole.";
    command.operands = {{"PATH", "Photo or folder.", true, true, {}}};
    command.options = options_with({}, true,
                                   "Re-IQA encoder, by id or file; name one of each kind for both experts. A Re-IQA "
                                   "regressor stands for its two encoders.");
    command.options.front().required = true;
    command.options.push_back(
        {"output", "FILE", "FILE.npy or FILE.csv; it appears when it is whole.", {}, false, true});
    command.examples = {"touchstone-cli features ~/Pictures --model reiqa-content --model reiqa-quality --output "
                        "features.npy"};
    command.run = run_features_command;
    return command;
}

CommandSpec fit_command() {
    CommandSpec command;
    command.name = "fit";
    command.summary = "Fits a Re-IQA regressor to people's scores, and says how good it is.";
    command.description =
        "LABELS.csv has a header with file and mos; a column group keeps photos of one scene on one side of every "
        "split. Random splits of 70/10/20 choose the penalty and measure: SRCC, PLCC without any mapping and after the "
        "4-parameter logistic, KRCC and RMSE on the test parts, as median and quartiles; the model that is written is "
        "then fitted on all photos. Both experts together, content alone and quality alone are always fitted in the "
        "same splits.\n\n"
        "Photos that are missing or cannot be read are named and left out. With several lists each is fitted, every "
        "regressor is tried on every other list, and the first one's is written. docs/fitting.md explains the figures.";
    command.operands = {{"LABELS.csv", "List of photos with scores.", true, true, {}}};
    command.options = {
        {"quality-encoder", "MODEL", "The quality expert, by id or file.", {}, false, true},
        {"content-encoder", "MODEL", "The content expert, by id or file.", {}, false, true},
        {"regressor", "", "Kind of penalty. Default: ridge.", {"ridge", "elastic-net"}, false, false},
        {"l1-ratio", "R", "Share of the absolute penalty in the elastic net, up to 1. Default: 0.5.", {}, false, false},
        {"plain-features", "", "Does not bring features to mean 0 and deviation 1 first.", {}, false, false},
        {"splits", "N", "Number of random splits. Default: 10.", {}, false, false},
        {"seed", "N", "Which random splits; kept in the file. Default: 1.", {}, false, false},
        {"lower-is-better", "", "The scores count faults (DMOS).", {}, false, false},
        {"lower-is-better-in", "LABELS.csv", "As --lower-is-better, for this list only.", {}, true, false},
        {"range",
         "LOW,HIGH",
         "Ends of the scale. Default: the lowest and highest score; 0,5 for stars.",
         {},
         false,
         false},
        root_option,
        ratings_option,
        {"features",
         "FILE.npy",
         "Keeps the features there, so that the next fit is quick; FILE.npy.json says of which photos.",
         {},
         false,
         false},
        {"dataset",
         "NAME",
         "What the list is called in the file and report. Default: the list's name.",
         {},
         false,
         false},
        {"id", "ID", "Name of the regressor. Default: from the output's name.", {}, false, false},
        {"report", "FILE.json", "Writes every figure of every split there.", {}, false, false}};
    command.options = options_with(std::move(command.options), false,
                                   "Model whose scores of the same test photos are compared with the fit's.");
    command.options.push_back({"output", "FILE", "The regressor's file, FILE.safetensors.", {}, false, true});
    command.examples = {
        "touchstone-cli fit labels.csv --content-encoder reiqa-content --quality-encoder reiqa-quality --features "
        "labels.npy --report labels.json --output labels.safetensors",
        "touchstone-cli fit --from-ratings stars.csv --content-encoder reiqa-content --quality-encoder reiqa-quality "
        "--model musiq-small --output my-taste.safetensors"};
    command.run = run_fit;
    return command;
}

CommandSpec evaluate_command() {
    CommandSpec command;
    command.name = "evaluate";
    command.summary = "Compares models with people's scores.";
    command.description =
        "SRCC, PLCC without any mapping and after the 4-parameter logistic, KRCC and RMSE, for models of every kind. "
        "Correlations of a model that counts the other way round than the list change their sign, so that 1 is always "
        "agreement.";
    command.operands = {{"LABELS.csv", "List of photos with scores: columns file and mos.", true, false, {}}};
    command.options = options_with({}, true, scoring_options(true).front().help);
    const std::vector<OptionSpec> more{
        {"format", "", "Form of the output. Default: table.", {"json", "table"}, false, false},
        root_option,
        {"lower-is-better", "", "The list's scores count faults (DMOS).", {}, false, false},
        ratings_option,
        {"record",
         "NAME",
         "Also writes the figures into the model's card under NAME; the model must be given as a file.",
         {},
         false,
         false}};
    command.options.insert(command.options.end(), more.begin(), more.end());
    command.examples = {"touchstone-cli evaluate labels.csv --model musiq-small --model my-taste.safetensors"};
    command.run = run_evaluate;
    return command;
}

} // namespace touchstone::cli
