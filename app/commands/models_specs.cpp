// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/command_table.h"
#include "app/commands/open_library.h"
#include "app/commands/scoring_settings.h"

namespace touchstone::cli {

namespace {

CommandSpec models_command(const char* name, const char* summary, CommandFunction run) {
    CommandSpec command;
    command.name = name;
    command.summary = summary;
    command.run = std::move(run);
    return command;
}

OptionSpec format_option() {
    return {"format", "", "Form of the output. Default: table.", {"table", "json"}, false, false};
}

CommandSpec list_command() {
    CommandSpec list = models_command("models list", "Lists the models that are installed.", run_models_list);
    list.description = "With --published: the models that others publish and `models pull` can fetch, with licence and "
                       "size. The list is part of the program: nothing is looked up. TOUCHSTONE_PUBLISHED_MODELS names "
                       "another list, of the form of models/published.json.";
    list.options = {{"published", "", "Lists the models that can be pulled.", {}, false, false}, format_option()};
    list.examples = {"touchstone-cli models list --published"};
    return list;
}

CommandSpec info_command() {
    CommandSpec info =
        models_command("models info", "Prints a model's card and the shapes of its tensors.", run_models_info);
    info.description = "Of a published model that is not installed: what is known of it, and its terms.";
    info.operands = {{"ID|FILE", "Model that is installed or published, or a model file.", true, false, {}}};
    info.options = {format_option()};
    return info;
}

CommandSpec pull_command() {
    CommandSpec pull = models_command("models pull", "Fetches a published model and installs it.", run_models_pull);
    pull.description =
        "The only command that uses the network, and only for the address that `models info ID` shows. The model's "
        "terms are shown first and must be accepted: by a question when a person is at the terminal, else by "
        "--accept-licence. The file is compared with the published SHA-256; where none is published, with the one that "
        "was recorded the first time. It is converted like a file of `models import`.\n\n"
        "A download that breaks off or is stopped goes on where it was when it is pulled again. The system's proxy "
        "settings hold (https_proxy). Without a network: download the file elsewhere and use `models import`.";
    pull.operands = {{"ID", "Model of `models list --published`.", true, false, {}}};
    pull.options = {{"accept-licence", "", "The terms were read and are accepted.", {}, false, false}};
    pull.examples = {"touchstone-cli models pull musiq-koniq"};
    return pull;
}

CommandSpec import_command() {
    CommandSpec import =
        models_command("models import", "Turns another program's checkpoint into a model file.", run_models_import);
    import.description =
        "Reads Google's .npz, PyTorch's .pth and .safetensors; nothing in these is ever executed. The "
        "model goes into your model store, or with --output into that file alone.\n\n"
        "A TorchScript file (torch.jit.save) is code: any network becomes one more column of scores. Its code is read "
        "word by word first, and it is refused when it uses anything but the operators of a list: nothing that touches "
        "files, processes or the network. Then it is run. Say how photos go in and what comes out with --input, "
        "--size, "
        "--output and --range.";
    import.operands = {{ "FILE", "The checkpoint.", true, false, {} }};
    import.options = {
        {"architecture",
         "",
         "Kind of network. Default: found out from the file; an encoder of Re-IQA does not say which expert it is, so "
         "it has to be named.",
         {"musiq", "reiqa-quality", "reiqa-content", "reiqa-regressor", "torchscript"},
         false,
         false},
        {"preprocessing",
         "",
         "How photos are prepared. google (default) is what the weights were trained with; pyiqa is for "
         "comparing with that program.",
         {"google", "pyiqa"},
         false,
         false},
        {"id", "ID", "Name of the model here. Default: from the file's name.", {}, false, false},
        {"output",
         "FILE|scalar|distribution",
         "FILE: writes this model file instead of adding to the store. For a TorchScript network also what it gives: "
         "scalar, one number that is the score; distribution, one number for each grade. May be given once for each.",
         {},
         true,
         false},
        {"input",
         "",
         "TorchScript: rgb01 gives the network values from 0 to 1; imagenet subtracts ImageNet's means from these and "
         "divides by its deviations.",
         {"rgb01", "imagenet"},
         false,
         false},
        {"size",
         "native|PIXELS",
         "TorchScript: native gives the photo as it is (within --native-limit); a number, a square of that side.",
         {},
         false,
         false},
        {"range", "LOW,HIGH", "TorchScript: ends of the score's scale.", {}, false, false},
        { "lower-is-better",
          "",
          "TorchScript: high scores are bad.",
          {},
          false,
          false }};
    import.examples = {
        "touchstone-cli models import koniq_ckpt.npz --id musiq-koniq",
        "touchstone-cli models import quality_aware_r50.pth --architecture reiqa-quality",
        "touchstone-cli models import nima.pt --input imagenet --size 224 --output distribution --range 1,10"};
    return import;
}

CommandSpec default_command() {
    CommandSpec command =
        models_command("models default", "Says which models run when none is named.", run_models_default);
    command.description = "Without an ID, the models that ship run again. A window that is open keeps its models.";
    command.operands = {{"ID", "Models, in the order of their columns.", false, true, {}}};
    command.examples = {"touchstone-cli models default musiq-koniq musiq-small"};
    return command;
}

CommandSpec compare_command() {
    CommandSpec command =
        models_command("models compare", "Says which model agrees best with people.", run_models_compare);
    command.description =
        "SRCC and PLCC (without any mapping) of every installed model on one list of photos that people scored, or on "
        "the stars in your library, with the interval that holds 95 % of the values when the photos are drawn anew "
        "from the list, and the network's time for a photo. Intervals that overlap widely tell nothing apart. A model "
        "that was trained on these photos flatters itself.";
    command.operands = {{"LABELS.csv", "List of photos with scores: columns file and mos.", false, false, {}}};
    command.options = {
        {"stars", "", "Compares with the stars in the library instead of a list.", {}, false, false},
        library_option(),
        {"root", "DIR", "Folder that the list's paths are relative to. Default: the list's own.", {}, false, false},
        {"lower-is-better", "", "The list's scores count faults (DMOS).", {}, false, false},
        {"format", "", "Form of the output. Default: table.", {"table", "csv", "json"}, false, false},
        {"output", "FILE", "Writes there instead of stdout.", {}, false, false},
        {"resamples", "N", "How often photos are drawn anew. Default: 1000; 0 = no intervals.", {}, false, false},
        {"seed", "N", "Start of the random numbers. Default: 1.", {}, false, false}};
    for (OptionSpec& option : scoring_options(true)) {
        if (option.name == "model")
            option.help =
                "Model to compare, by id or file. May be given several times. Without it, all that are installed.";
        command.options.push_back(std::move(option));
    }
    command.examples = {"touchstone-cli models compare labels.csv", "touchstone-cli models compare --stars"};
    command.run = run_models_compare;
    return command;
}

CommandSpec faults_command() {
    CommandSpec command =
        models_command("models faults", "Learns what faults look like to Re-IQA's quality expert.", run_models_faults);
    command.description =
        "From good photos, a dozen or so: a piece of each is made worse in every way of the distortion bank (see "
        "distort), and the expert looks at it. The means are kept in the cache, for this expert; then `explain` and "
        "the window say which fault a photo resembles. Prints how often the kind was right on pieces of photos that "
        "were held out. Photos with a side under 256 pixels are no use.";
    command.operands = {{"PATH", "Good photos, or folders of them: three at least.", true, true, {}}};
    command.options = scoring_options(false);
    command.examples = {"touchstone-cli models faults --model reiqa-quality best/"};
    return command;
}

} // namespace

std::vector<CommandSpec> models_commands() {
    CommandSpec verify = models_command(
        "models verify", "Hashes models again, compares with the record and loads them.", run_models_verify);
    verify.operands = {{"ID", "Model to check, by id or file. Default: all.", false, false, {}}};
    CommandSpec remove =
        models_command("models remove", "Removes a model that was imported or pulled.", run_models_remove);
    remove.description = "An encoder stays as long as an installed regressor needs it.";
    remove.operands = {{"ID", "Model to remove.", true, false, {}}};
    return {list_command(), info_command(), pull_command(),    import_command(),
            verify,         remove,         default_command(), compare_command(),
            faults_command()};
}

} // namespace touchstone::cli
