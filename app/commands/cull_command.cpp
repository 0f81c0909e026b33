// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <charconv>

#include <QLocale>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/culled_photos.h"
#include "app/commands/interruption.h"
#include "app/commands/open_library.h"
#include "app/commands/output_sink.h"
#include "app/commands/photo_list.h"
#include "engine/base/files.h"

namespace touchstone::cli {

namespace {

int refuse(const Error& error, int code) {
    Console("cull").error(error);
    return code;
}

Result<std::optional<double>> read_score(const std::string& text) {
    if (text.empty())
        return std::optional<double>();
    double value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size())
        return failure(ErrorCode::BadInput, {}, "--reject-below: \"" + to_valid_utf8(text) + "\" is no number");
    return std::optional(value);
}

void tell(const CulledPhotos& photos, const culling::Proposals& proposals, CullParts parts, Console& console) {
    std::size_t unscored = 0, picks = 0;
    for (const culling::Candidate& photo : photos.candidates)
        unscored += !photo.score;
    for (const culling::Proposal& proposal : proposals.marks)
        picks += proposal.flag == library::Flag::Pick;
    std::string words = std::to_string(photos.size()) + " photos";
    if (parts.groups)
        words += ", " + std::to_string(photos.groups.size()) + " groups";
    if (parts.proposals)
        words += ", " + std::to_string(picks) + " proposed to pick, " + std::to_string(proposals.marks.size() - picks) +
                 " to reject; nothing was marked";
    console.message(words);
    if (parts.proposals && unscored > 0)
        console.message(std::to_string(unscored) + " photos have no score in the library" +
                        (photos.model ? " by " + *photos.model : "") +
                        "; groups are judged by sharpness where a score is missing");
}

} // namespace

int run_cull(const Arguments& arguments, Interruption& interruption) {
    QLocale::setDefault(QLocale::c()); // as every number of the command line
    const auto reject_below = read_score(arguments.value("reject-below"));
    if (!reject_below)
        return refuse(reject_below.error(), exit_usage);
    const Result<std::unique_ptr<OutputSink>> sink = open_output(arguments.value("output"));
    if (!sink)
        return refuse(sink.error(), exit_usage);
    const bool all = !arguments.has("bursts") && !arguments.has("propose");
    const CullParts parts{all || arguments.has("bursts"), all || arguments.has("propose")};
    Console console("cull");
    Result<OpenLibrary> library = open_library(arguments, Access::Read, console);
    if (!library)
        return refuse(library.error(), exit_model);
    const Result<ListedScores> scores = listed_scores(*library->reader, arguments.value("model"));
    if (!scores)
        return refuse(scores.error(), exit_model);
    const std::stop_token stop = interruption.token();
    PhotoList list = list_photos(arguments.operands, stop);
    for (const std::string& folder : list.empty_folders)
        console.message(folder + ": holds no photos");
    Result<CulledPhotos> photos = read_for_culling(std::move(list), *library, *scores, stop);
    if (!photos)
        return refuse(photos.error(), exit_model);
    if (const Result<void> found = find_groups(*photos, *library, stop); !found)
        return refuse(found.error(), exit_model);
    culling::Proposals proposals;
    if (parts.proposals) {
        measure(*photos, stop);
        culling::ProposalRules rules;
        rules.reject_below = *reject_below;
        proposals = culling::propose(photos->candidates, photos->scale, rules);
    }
    if (interruption.requested())
        return exit_interrupted;
    Result<void> written = (*sink)->write(culling_text(*photos, proposals, parts, arguments.value("format", "table")));
    if (written)
        written = (*sink)->commit();
    if (!written && !(*sink)->reader_is_gone())
        return refuse(written.error(), exit_some_failed);
    bool failed = false;
    for (const std::optional<Error>& error : photos->errors)
        if (error) {
            console.error(*error);
            failed = true;
        }
    tell(*photos, proposals, parts, console);
    return failed ? exit_some_failed : exit_done;
}

CommandSpec cull_command() {
    CommandSpec command;
    command.name = "cull";
    command.summary = "Finds bursts and near-duplicates, and proposes which photos to keep.";
    command.description =
        "Only proposes: no photo is marked, moved or changed. Scores, marks and sharpness are those of the library; "
        "of photos that it does not know, the time and exposure are read from the file and the sharpness of those in a "
        "group is measured.\n\n"
        "Photos belong together by when they were taken, by their exposure and by what they show. kind is burst, "
        "similar (seconds apart), copies (the same bytes), bracket, panorama or time-lapse; the last three are kept "
        "whole, and no member of them is ever proposed to go. RAW and JPEG of one shot count as one.\n\n"
        "The best of a group is the one with the most points: its score on a scale of 100, and 6 for each doubling of "
        "its sharpness. What the person picked or rated is before it, and never proposed to go. Less than 2 points are "
        "a close call, and nothing is proposed. Black and white frames are proposed to go wherever they are. margin is "
        "in points; amount of the reason score is in the model's units, of sharpness the part by which the better one "
        "is sharper.\n\n"
        "Without --bursts and --propose, both. jsonl and csv give one line a photo, json the groups as well.";
    command.operands = {{"PATH", "Photo or folder.", true, true, {}}};
    command.options = {
        {"bursts", "", "Writes the groups.", {}, false, false},
        {"propose", "", "Writes what is proposed, and why.", {}, false, false},
        {"reject-below", "SCORE", "Proposes to reject single photos whose score is worse than this.", {}, false, false},
        {"model",
         "ID",
         "Model whose scores are meant, as library status names it. Default: the first default model that has any.",
         {},
         false,
         false},
        {"format", "", "Form of the output. Default: table.", {"table", "json", "jsonl", "csv"}, false, false},
        {"output", "FILE", "Writes there instead of stdout; the file appears when it is whole.", {}, false, false},
        library_option()};
    command.examples = {"touchstone-cli cull ~/Pictures/wedding",
                        "touchstone-cli cull --propose --reject-below 30 --format csv --output proposals.csv photos",
                        "touchstone-cli cull --bursts --format jsonl photos"};
    command.run = run_cull;
    return command;
}

} // namespace touchstone::cli
