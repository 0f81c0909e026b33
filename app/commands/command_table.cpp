// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/command_table.h"

#include <initializer_list>

#include "app/commands/scoring_settings.h"

namespace touchstone::cli {

namespace {

std::vector<OptionSpec> with(std::vector<OptionSpec> first, std::initializer_list<OptionSpec> more) {
    first.insert(first.end(), more);
    return first;
}

CommandSpec score_command() {
    CommandSpec command;
    command.name = "score";
    command.summary = "Scores photos and folders of photos.";
    command.description = "A folder is walked recursively; hidden files are skipped. A file that is named is always "
                          "tried and always gets one "
                          "line. In the output, path is the argument as given, for a folder the argument, a slash and "
                          "the relative path; bytes "
                          "that are not UTF-8 become U+FFFD, with the exact bytes beside it in path_percent.\n\n"
                          "jsonl gives one object per photo as soon as its turn comes; json the same objects in one "
                          "document with the models' "
                          "cards; csv one row per photo and one column per model; table is for reading, with the rank "
                          "by the first model.";
    command.operands = {{"PATH", "Photo or folder.", true, true, {}}};
    command.options = with(
        scoring_options(true),
        {{"format", "", "Form of the output. Default: table.", {"table", "json", "jsonl", "csv"}, false, false},
         {"output", "FILE", "Writes there instead of stdout; the file appears when it is whole.", {}, false, false},
         {"workers", "N", "Photos decoded at the same time. Default: as many as there are cores.", {}, false, false},
         {"shard", "K/N", "Takes every N-th photo, beginning with the K-th; K from 1 to N.", {}, false, false}});
    command.examples = {
        "touchstone-cli score ~/Pictures/holiday", "touchstone-cli score --format jsonl photos | head -n 5",
        "parallel touchstone-cli score --shard {}/4 --format jsonl --output part{}.jsonl photos ::: 1 2 3 4"};
    command.run = run_score;
    return command;
}

CommandSpec explain_command() {
    CommandSpec command;
    command.name = "explain";
    command.summary = "Scores one photo and writes where the model looked.";
    command.description =
        "Writes DIR/explain.json with one map of attention per scale, and for every scale a picture of the map alone "
        "(SCALE-map.png) and over the photo (SCALE-overlay.png). All weights of all scales and the class token's own "
        "weight (cls_share) sum to 1.\n\n"
        "For a Re-IQA model: what content and quality, at full and at half scale, add to the baseline (the score of "
        "the "
        "mean photograph), cell by cell; score = baseline + all sums. The pictures are content-map.png, "
        "quality-map.png and an overlay of each: blue raises the score, orange lowers it. Once faults were learned "
        "(models faults), explain.json also says which of them the photo resembles.";
    command.operands = {{"PHOTO", "The photo.", true, false, {}}};
    command.options =
        with(scoring_options(false),
             {{"method",
               "",
               "MUSIQ: rollout (default) follows attention through all layers; last-layer is that of the last one.",
               {"rollout", "last-layer"},
               false,
               false},
              {"output", "DIR", "Folder for the files; made when it is not there.", {}, false, true},
              {"format", "", "What is written. Default: all.", {"json", "png", "all"}, false, false}});
    command.examples = {"touchstone-cli explain portrait.jpg --output why"};
    command.run = run_explain;
    return command;
}

CommandSpec train_command() {
    CommandSpec command;
    command.name = "train";
    command.summary = "Trains a network as a configuration file says.";
    command.description =
        "Relative paths in the configuration are relative to it. A run that was interrupted goes on with --resume. "
        "One JSON line per epoch goes to the output.";
    command.operands = {
        {"KIND",
         "Network to train: musiq needs scores; the encoders are Re-IQA's experts and need photos alone.",
         true,
         false,
         {"musiq", "quality-encoder", "content-encoder"}},
        {"CONFIG.json",
         "The configuration; docs/TRAINING.md tells its keys, models/ has those of the built-in model.",
         true,
         false,
         {}}};
    command.examples = {"touchstone-cli train quality-encoder quality.json --device cuda --resume",
                        "touchstone-cli train musiq fine-tuning.json --init musiq-small"};
    command.options = {{"init",
                        "MODEL",
                        "Model, by id or file, whose weights are the start. It must have the configuration's shape; "
                        "another number of outputs of a musiq network replaces its head. For musiq another program's "
                        "checkpoint will do, too; and with the key \"blend\" a fine-tuned network is mixed with its "
                        "start, as much as the validation part likes best.",
                        {},
                        false,
                        false},
                       {"resume", "", "Goes on from the last checkpoint of the work folder.", {}, false, false},
                       {"device",
                        "auto|cpu|cuda[:N]",
                        "Where the network runs. auto takes a GPU when there is one.",
                        {},
                        false,
                        false},
                       {"pack",
                        "FILE",
                        "Does not train: decodes all photos once into FILE, for a machine that has no decoders.",
                        {},
                        false,
                        false}};
    command.run = run_train;
    return command;
}

CommandSpec bench_command() {
    CommandSpec command;
    command.name = "bench";
    command.summary = "Measures decoding, preparing and scoring on this machine.";
    command.description =
        "Uses pictures made for the purpose and the first default model; generated weights of the built-in "
        "shape when there is none.";
    command.options = {{"json", "", "Prints JSON.", {}, false, false},
                       {"device",
                        "auto|cpu|cuda[:N]",
                        "Where the network runs. auto takes a GPU when there is one.",
                        {},
                        false,
                        false},
                       {"precision", "", "As for score.", {"reference", "fast"}, false, false}};
    command.run = run_bench;
    return command;
}

} // namespace

const std::vector<CommandSpec>& command_table() {
    static const std::vector<CommandSpec> table = [] {
        std::vector<CommandSpec> commands{score_command(), explain_command(), features_command()};
        commands.push_back(rank_command());
        commands.push_back(cull_command());
        for (CommandSpec& command : library_commands())
            commands.push_back(std::move(command));
        commands.push_back(report_command());
        commands.push_back(verify_command());
        for (CommandSpec& command : xmp_commands())
            commands.push_back(std::move(command));
        for (CommandSpec& command : models_commands())
            commands.push_back(std::move(command));
        commands.push_back(fit_command());
        commands.push_back(evaluate_command());
        commands.push_back(train_command());
        commands.push_back(distort_command());
        commands.push_back(bench_command());
        return commands;
    }();
    return table;
}

} // namespace touchstone::cli
