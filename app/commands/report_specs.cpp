// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What `report` and `verify` take.
#include "app/commands/command_table.h"
#include "app/commands/open_library.h"

namespace touchstone::cli {

CommandSpec report_command() {
    CommandSpec command;
    command.name = "report";
    command.summary = "Writes scores, facts and marks of photos as a document.";
    command.description =
        "Of the library's photos, or of those named. html is one file that needs nothing else and loads nothing; pdf "
        "has how the scores lie, the best and the worst, and a block for each photo; contact-sheet is pages of small "
        "pictures, as PDF or PNG by the end of the name; csv has one row and json one object a photo. All of them are "
        "made from the same data, and name the program's version, the models with their SHA-256, preprocessing, "
        "native limit and precision, the device, and a hash of each photo's bytes. The form of json is described by "
        "report.schema.json, which --schema prints; verify checks such a report.\n\n"
        "Scores are those of the library; with --score photos that have none are scored now. Nothing is half written: "
        "the file appears when it is whole.";
    command.operands = {{"PATH", "Photo or folder. Default: the whole library.", false, true, {}}};
    command.options = {
        {"output", "FILE", "Where to. csv, json and html go to stdout without it.", {}, false, false},
        {"format",
         "",
         "Default: by the end of FILE's name, else html.",
         {"html", "pdf", "csv", "json", "contact-sheet"},
         false,
         false},
        {"filter", "TEXT", "Keeps the photos that fit, as in rank.", {}, false, false},
        {"by", "ORDER", "What the photos are ordered by, as in rank. Default: score.", {}, false, false},
        {"collection", "NAME", "Filter and order of a collection of the library.", {}, false, false},
        {"top", "N", "The first N only.", {}, false, false},
        {"model", "ID", "Model to rank by, as library status names it.", {}, false, false},
        {"title", "TEXT", "Heading. Default: Photo quality report.", {}, false, false},
        {"score", "", "Scores photos that have no score, with the default models.", {}, false, false},
        {"device", "auto|cpu|cuda[:N]", "Where --score and --maps run.", {}, false, false},
        {"maps",
         "N",
         "Shows for the first N photos where the model looked, or what counted (html, pdf).",
         {},
         false,
         false},
        {"thumbnail",
         "PIXELS",
         "Longest side of the small pictures. Default: 320, in long reports less.",
         {},
         false,
         false},
        {"paper", "", "Default: a4.", {"a4", "letter"}, false, false},
        {"sha256", "", "Names the SHA-256 of each photo as well, which reads all of them.", {}, false, false},
        {"schema", "", "Prints the schema of json and does nothing else.", {}, false, false},
        library_option()};
    command.examples = {"touchstone-cli report --output best.html --filter 'rating>=3' --top 200",
                        "touchstone-cli report ~/Pictures/2024 --score --maps 20 --output 2024.pdf",
                        "touchstone-cli report --format contact-sheet --output sheet.png --top 40"};
    command.run = run_report;
    return command;
}

CommandSpec verify_command() {
    CommandSpec command;
    command.name = "verify";
    command.summary = "Checks a JSON report: are the photos the same, and does each model give the same scores?";
    command.description =
        "Every photo is hashed and, when its bytes are those of the report, scored again by the same model files, "
        "found "
        "by their SHA-256 among the installed ones, with the precision, native limit and decoding of the report. A "
        "score may differ by a ten thousandth of the model's range with reference precision and by five thousandths "
        "with fast. Ends with 0 when everything is as reported, else with 1.";
    command.operands = {{"REPORT.json", "Written by report --format json.", true, false, {}}};
    command.options = {
        {"root", "DIR", "Folder that relative paths start from. Default: the current one.", {}, false, false},
        {"hashes-only", "", "Does not score.", {}, false, false},
        {"device", "auto|cpu|cuda[:N]", "Where the networks run.", {}, false, false},
        {"workers", "N", "Photos decoded at the same time. Default: as many as there are cores.", {}, false, false},
        {"format", "", "Form of the output. Default: table.", {"table", "json"}, false, false}};
    command.examples = {"touchstone-cli verify report.json", "touchstone-cli verify report.json --root /mnt/photos"};
    command.run = run_verify;
    return command;
}

} // namespace touchstone::cli
