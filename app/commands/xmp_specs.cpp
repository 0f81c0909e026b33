// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What `xmp …` takes.
#include "app/commands/command_table.h"
#include "app/commands/open_library.h"

namespace touchstone::cli {

namespace {

const OptionSpec table_or_json{"format", "", "Form of the output. Default: table.", {"table", "json"}, false, false};
const OptionSpec dry_run{"dry-run", "", "Only says what would be done.", {}, false, false};
const OperandSpec photos{"PATH", "Photo or folder. Default: the whole library.", false, true, {}};

CommandSpec xmp_command(const char* name, const char* summary, CommandFunction run) {
    CommandSpec command;
    command.name = name;
    command.summary = summary;
    command.run = std::move(run);
    return command;
}

std::vector<OptionSpec> writing_options() {
    return {{"filter", "TEXT", "Of the photos that fit, as in rank.", {}, false, false},
            {"naming",
             "",
             "Name of a sidecar that has to be made, and the one that is written where a photo has both: appended is "
             "IMG.CR2.xmp (default; darktable, digiKam), replaced is IMG.xmp (Lightroom, Capture One).",
             {"appended", "replaced"},
             false,
             false},
            {"clear",
             "",
             "Also takes stars and colours away from sidecars of photos that have none in the library. Without it a "
             "photo without a mark says nothing.",
             {},
             false,
             false},
            {"scores", "", "Also writes the models' scores, in a namespace of this program's own.", {}, false, false},
            {"remove-scores", "", "Takes such scores away.", {}, false, false}};
}

} // namespace

std::vector<CommandSpec> xmp_commands() {
    CommandSpec read = xmp_command("xmp read", "Prints stars and labels that other programs gave.", run_xmp_read);
    read.description =
        "Reads both kinds of sidecars, IMG.CR2.xmp and IMG.xmp, and the XMP inside the photo. Where a photo has two "
        "sidecars the one with the newer xmp:MetadataDate counts, and the difference is said; a sidecar comes before "
        "what is inside the photo.\n\n"
        "With --import the library takes them over: what it has no word of is taken, what is the same stays, and where "
        "both say something else the photo is listed as a conflict and keeps what --prefer says. Rating -1 is the "
        "reject flag, digiKam's pick label the pick flag; a label that is no known colour stays in its sidecar.";
    read.operands = {photos};
    read.options = {{"import", "", "Takes them into the library.", {}, false, false},
                    {"prefer",
                     "",
                     "What counts where the library and the file differ. Default: library.",
                     {"library", "file"},
                     false,
                     false},
                    dry_run,
                    table_or_json,
                    library_option()};
    read.examples = {"touchstone-cli xmp read ~/Pictures/2024", "touchstone-cli xmp read --import --dry-run"};

    CommandSpec write = xmp_command("xmp write", "Writes the library's stars and labels into sidecars.", run_xmp_write);
    write.description =
        "Photos are never written to, only sidecars beside them: the one that is there, else a new one. Of a sidecar "
        "only xmp:Rating (-1 for rejected), xmp:Label and xmp:MetadataDate change, and with --scores this program's "
        "own namespace; everything else stays byte for byte, and is compared with Exiv2 before the file is replaced "
        "in one step. A sidecar that another program changed meanwhile, one that cannot be read, and two sidecars of "
        "one photo are left alone and named. XMP has no pick flag. A link is followed and stays a link.\n\n"
        "What was written stands in a journal beside the library before it is written: xmp undo puts it back, at any "
        "later time. Lightroom does not look at sidecars of JPEG and DNG files.";
    write.operands = {photos};
    write.options = writing_options();
    write.options.insert(write.options.end(), {dry_run, table_or_json, library_option()});
    write.examples = {"touchstone-cli xmp write --dry-run ~/Pictures/2024",
                      "touchstone-cli xmp write --filter 'rating>=3' --scores"};

    CommandSpec diff = xmp_command("xmp diff", "Shows what xmp write would change.", run_xmp_diff);
    diff.description = "For each sidecar that would change, every key with its old and its new value.";
    diff.operands = {photos};
    diff.options = writing_options();
    diff.options.insert(diff.options.end(), {table_or_json, library_option()});
    diff.examples = {"touchstone-cli xmp diff ~/Pictures/2024 --scores"};

    CommandSpec undo = xmp_command("xmp undo", "Puts sidecars back as they were before xmp write.", run_xmp_undo);
    undo.description = "A sidecar that was changed since by another program is left alone and named. Sidecars that "
                       "xmp write made are removed.";
    undo.operands = {{"BATCH", "Number that xmp write printed. Default: the last one.", false, false, {}}};
    undo.options = {{"list", "", "Prints what can be undone, and undoes nothing.", {}, false, false},
                    dry_run,
                    table_or_json,
                    library_option()};
    return {read, write, diff, undo};
}

} // namespace touchstone::cli
