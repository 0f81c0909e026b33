// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/command_table.h"

#include "app/commands/open_library.h"

namespace touchstone::cli {

namespace {

const OptionSpec table_or_json{"format", "", "Form of the output. Default: table.", {"table", "json"}, false, false};

CommandSpec library_command(const char* name, const char* summary, CommandFunction run) {
    CommandSpec command;
    command.name = name;
    command.summary = summary;
    command.run = std::move(run);
    command.options = {library_option()};
    return command;
}

} // namespace

CommandSpec rank_command() {
    CommandSpec command;
    command.name = "rank";
    command.summary = "Lists photos by what the library knows of them, best first.";
    command.description =
        "Opens no model and decodes nothing: scores, marks and facts are those of the library. Without PATH the whole "
        "library; photos below a PATH that the library does not know are listed, too, without a score. path is as in "
        "score; without PATH it is the whole path. percentile is the share of the library that is worse. How many have "
        "no score, and how to make them, is said on stderr.\n\n"
        "A filter is a text of conditions that must all hold; | separates alternatives, parentheses group, a minus "
        "leaves out: score>=60 rating:3.. camera:X100 -rejected \"beach house\" date:2024-05..2024-06 (label:red | "
        "is:picked). Numbers: score percentile disagreement rating group size width height megapixels sharpness, "
        "compared by >= <= > < = or as a range a..b, a.. or ..b after a colon, both ends included; size takes kB, MB, "
        "GB; score(ID) and percentile(ID) ask one model. Days: date (captured) and modified, as 2024, 2024-05 or "
        "2024-05-31. Text: name camera lens folder, where a colon means contains and = means is; format:raw, jpeg, "
        "heic or a suffix; words alone are looked for in the file's name, phrases in quotes. label:red, yellow, green, "
        "blue, purple or none; is:picked, rejected, unflagged, rated, labelled, scored, unscored, failed, burst or "
        "paired.\n\n"
        "Orders: score percentile disagreement captured modified name size pixels rating sharpness; best, newest, "
        "largest or sharpest first, names from A; with a minus before it the other way round; score:ID by that model. "
        "distance: nearest to the photo of --like first, by the Re-IQA features that the window kept. Photos that lack "
        "the value are last either way.";
    command.operands = {{"PATH", "Photo or folder. Default: the whole library.", false, true, {}}};
    command.options = {
        {"by", "ORDER", "What the photos are ordered by. Default: score.", {}, false, false},
        {"like", "PHOTO", "What a distance is measured from.", {}, false, false},
        {"space",
         "",
         "Which features a distance is between: what is shown, or how good it is. Default: content.",
         {"content", "quality"},
         false,
         false},
        {"filter", "TEXT", "Keeps the photos that fit.", {}, false, false},
        {"top", "N", "Writes the first N only.", {}, false, false},
        {"model",
         "ID",
         "Model whose scores are meant, as library status names it. Default: the first default model that has any.",
         {},
         false,
         false},
        {"format", "", "Form of the output. Default: table.", {"table", "json", "jsonl", "csv"}, false, false},
        {"output", "FILE", "Writes there instead of stdout; the file appears when it is whole.", {}, false, false},
        library_option()};
    command.examples = {"touchstone-cli rank --top 20",
                        "touchstone-cli rank ~/Pictures/2024 --filter 'rating>=4 -rejected'",
                        "touchstone-cli rank --by -captured --filter 'is:unscored' --format csv --output todo.csv"};
    command.run = run_rank;
    return command;
}

std::vector<CommandSpec> library_commands() {
    CommandSpec status = library_command("library status", "Says what is in the library.", run_library_status);
    status.options.push_back(table_or_json);

    CommandSpec rescan =
        library_command("library rescan", "Looks through folders for what changed.", run_library_rescan);
    rescan.description =
        "A folder that the library does not know is added to it. What was moved or renamed keeps its marks and scores. "
        "After the names, the photos' metadata are read and their bytes are hashed, which is how scores find them. The "
        "photos themselves are never written to.";
    rescan.operands = {{"PATH", "Folder or photo. Default: all folders of the library.", false, true, {}}};
    rescan.options.push_back(
        {"names-only", "", "Looks at names, sizes and times only; the window does the rest later.", {}, false, false});
    rescan.options.push_back(table_or_json);
    rescan.examples = {"touchstone-cli library rescan ~/Pictures"};

    CommandSpec export_all = library_command(
        "library export", "Writes everything that the library holds as JSON lines.", run_library_export);
    export_all.description =
        "One object a line, each with a kind: library, root, collection and photo; a photo with its path, size, time, "
        "content hash, facts, marks and all scores with how they were made. Scores are written as score --format jsonl "
        "writes them, so that import-scores takes this file, too.";
    export_all.operands = {{"FILE", "Where to. Default: stdout.", false, false, {}}};

    CommandSpec check = library_command(
        "library check", "Checks the library's file; ends with 1 when something is wrong.", run_library_check);

    CommandSpec import = library_command("library import-scores", "Adds scores that score --format jsonl wrote.",
                                         run_library_import_scores);
    import.description =
        "Each photo's bytes are hashed, unless the library knows them, and the scores are kept for them: whatever the "
        "photo is called, it is not scored again. A line whose photo is not there, or has another size than it had "
        "when it was scored, is named on stderr and passed over. A photo need not be in the library: its scores are "
        "there when it comes.\n\n"
        "Several processes, or computers that see the same folder, share the work by score --shard, and one "
        "import-scores afterwards brings it together: the examples do it with GNU parallel on one computer, and as a "
        "Slurm array whose script is the line with SLURM_ARRAY_TASK_ID (sbatch --array=1-16 script.sh; then "
        "import-scores in a job with --dependency=afterok:JOB). A part that failed is run again by itself; importing "
        "one twice changes nothing.";
    import.operands = {{ "FILE", "JSON lines; - is stdin.", true, true, {} }};
    import.options.push_back({"root",
                              "DIR",
                              "Folder that relative paths in the files start from. Default: the current one.",
                              {},
                              false,
                              false});
    import.examples = {
        "touchstone-cli library rescan photos",
        "parallel touchstone-cli score photos --shard {}/4 --format jsonl --output part{}.jsonl ::: 1 2 3 4",
        "touchstone-cli score photos --shard $SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT --format jsonl --output "
        "part$SLURM_ARRAY_TASK_ID.jsonl",
        "touchstone-cli library import-scores part*.jsonl"};
    return {status, rescan, export_all, check, import};
}

} // namespace touchstone::cli
