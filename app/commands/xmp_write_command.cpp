// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `xmp write`, `diff` and `undo`.
#include <charconv>

#include <nlohmann/json.hpp>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/library_photos.h"
#include "app/commands/output_sink.h"
#include "app/commands/score_format.h"
#include "app/library/mark_import.h"
#include "app/library/query/photo_filter.h"
#include "app/metadata/sidecar_journal.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using metadata::SidecarEdit;
using nlohmann::ordered_json;

namespace {

/// The photos that are meant, one sidecar's edit after the other.
class EditPlanner {
public:
    static Result<library::PhotoFilter> filter_of(const Arguments& arguments) {
        auto filter = library::PhotoFilter::parse(QString::fromStdString(to_valid_utf8(arguments.value("filter"))));
        if (filter)
            return std::move(*filter);
        return failure(ErrorCode::BadInput, {},
                       "--filter, column " + std::to_string(filter.error().at + 1) + ": " +
                           filter.error().text.toStdString());
    }

    EditPlanner(const Arguments& arguments, library::PhotoFilter filter, const ListedScores& scores)
        : filter_(std::move(filter))
        , scores_(scores)
        , clears_(arguments.has("clear"))
        , with_scores_(arguments.has("scores"))
        , without_scores_(arguments.has("remove-scores")) {
        options_.now = metadata::moment_now();
        if (arguments.has("naming")) {
            options_.naming = arguments.value("naming") == "replaced" ? metadata::SidecarNaming::Replaced
                                                                      : metadata::SidecarNaming::Appended;
            options_.of_two = options_.naming;
        }
    }

    RankedPhotos photos;
    std::size_t looked_at() const { return next_; }

    std::optional<Result<SidecarEdit>> next(Console& console) {
        while (next_ < photos.entries.size()) {
            const std::size_t place = next_++;
            const library::PhotoEntry& entry = photos.entries[place];
            if (!photos.known[place] || !filter_.accepts(entry, place, photos.values))
                continue;
            const metadata::WantedMarks wanted = library::wanted_of(entry.marks, clears_);
            const std::vector<metadata::OwnScore> scores = scores_of(entry);
            const bool touches_scores = without_scores_ || (with_scores_ && !scores.empty());
            if (!wanted.rating && !wanted.colour && !touches_scores)
                continue;
            const bool nothing_to_add =
                !scores.size() && wanted.rating.value_or(0) == 0 &&
                wanted.colour.value_or(metadata::ColourLabel::None) == metadata::ColourLabel::None;
            if (nothing_to_add && metadata::find_sidecars(entry.file.path).empty())
                continue; // taking away from a sidecar that is not there would make one
            Result<SidecarEdit> edit =
                metadata::plan_edit(entry.file.path, wanted, touches_scores ? &scores : nullptr, options_);
            if (edit && !edit->changes.empty())
                for (const std::string& warning : edit->warnings)
                    console.message(edit->sidecar + ": " + warning);
            return edit;
        }
        return std::nullopt;
    }

private:
    std::vector<metadata::OwnScore> scores_of(const library::PhotoEntry& entry) const {
        std::vector<metadata::OwnScore> scores;
        if (!with_scores_ || without_scores_)
            return scores;
        for (const library::ScoreRecord& record : entry.scores) {
            const ModelCard* card = photos.values.card(record.model);
            if (const auto value = record.score.known_value(); value && card)
                scores.push_back({record.model, record.model_sha256, *value, card->range, card->higher_is_better,
                                  std::string(precision_name(record.precision))});
        }
        return scores;
    }

    library::PhotoFilter filter_;
    const ListedScores& scores_;
    metadata::EditOptions options_;
    bool clears_, with_scores_, without_scores_;
    std::size_t next_ = 0;
};

std::string edit_text(const SidecarEdit& edit) {
    std::string text = printable(edit.sidecar) + (edit.is_new() ? " (new)\n" : "\n");
    for (const metadata::KeyChange& change : edit.changes) {
        if (!change.before.empty())
            text += "  - " + change.key + " " + printable(change.before) + "\n";
        if (!change.after.empty())
            text += "  + " + change.key + " " + printable(change.after) + "\n";
    }
    return text;
}

ordered_json edit_json(const SidecarEdit& edit) {
    ordered_json object;
    add_path(object, edit.sidecar);
    object["new"] = edit.is_new();
    object["changes"] = ordered_json::array();
    for (const metadata::KeyChange& change : edit.changes)
        object["changes"].push_back({{"key", change.key},
                                     {"before", change.before.empty() ? ordered_json() : ordered_json(change.before)},
                                     {"after", change.after.empty() ? ordered_json() : ordered_json(change.after)}});
    object["warnings"] = edit.warnings;
    return object;
}

int print(Console& console, const std::string& text) {
    const auto sink = open_output({});
    const Result<void> written = (*sink)->write(text);
    if (written || (*sink)->reader_is_gone())
        return exit_done;
    console.error(written.error());
    return exit_some_failed;
}

/// The edits without doing them.
int show_edits(EditPlanner& planner, const Arguments& arguments, Interruption& interruption, Console& console,
               std::size_t failed) {
    const auto sink = open_output({});
    const bool as_json = arguments.value("format") == "json";
    bool first = true;
    std::size_t changed = 0;
    Result<void> written = as_json ? (*sink)->write("[") : Result<void>();
    while (written && !interruption.token().stop_requested()) {
        const auto edit = planner.next(console);
        if (!edit)
            break;
        if (!*edit) {
            console.error(edit->error());
            ++failed;
            continue;
        }
        if ((*edit)->changes.empty())
            continue;
        ++changed;
        written = (*sink)->write(as_json ? (std::exchange(first, false) ? "\n" : ",\n") + edit_json(**edit).dump()
                                         : edit_text(**edit));
    }
    if (written && as_json)
        written = (*sink)->write("\n]\n");
    if (!written && !(*sink)->reader_is_gone())
        console.error(written.error());
    console.message(std::to_string(changed) + (changed == 1 ? " sidecar" : " sidecars") + " would change");
    if (interruption.requested())
        return exit_interrupted;
    return failed > 0 || (!written && !(*sink)->reader_is_gone()) ? exit_some_failed : exit_done;
}

int write_edits(EditPlanner& planner, const OpenLibrary& library, const Arguments& arguments,
                Interruption& interruption, Console& console, std::size_t failed) {
    auto journal = metadata::SidecarJournal::open(metadata::sidecar_journal_folder(library.folder));
    if (!journal) {
        console.error(journal.error());
        return exit_model;
    }
    interruption.set_grace(std::chrono::seconds(30)); // what is in the journal gets written
    const auto report = metadata::write_sidecars(
        *journal, [&] { return planner.next(console); },
        [&](const metadata::WriteReport& now) {
            console.progress(planner.looked_at(), now.failures.size(), planner.photos.entries.size());
        },
        interruption.token());
    console.clear_progress();
    if (!report) {
        console.error(report.error());
        return exit_some_failed;
    }
    for (const Error& error : report->failures)
        console.error(error);
    failed += report->failures.size();
    std::string text;
    if (arguments.value("format") == "json")
        text = ordered_json{{"written", report->written},
                            {"unchanged", report->unchanged},
                            {"failed", report->failures.size()},
                            {"batch", report->batch ? ordered_json(report->batch) : ordered_json()}}
                   .dump() +
               "\n";
    else
        text = "written " + std::to_string(report->written) + ", as they are " + std::to_string(report->unchanged) +
               ", failed " + std::to_string(report->failures.size()) + "\n";
    if (report->written > 0)
        console.message("to put them back: touchstone-cli xmp undo " + std::to_string(report->batch));
    const int printed = print(console, text);
    if (interruption.requested())
        return exit_interrupted;
    return failed > 0 ? int{exit_some_failed} : printed;
}

int run_edits(const Arguments& arguments, Interruption& interruption, Console& console, bool only_shows) {
    auto filter = EditPlanner::filter_of(arguments);
    if (!filter) {
        console.error(filter.error());
        return exit_usage;
    }
    Result<OpenLibrary> library = open_library(arguments, Access::Read, console);
    if (!library) {
        console.error(library.error());
        return exit_model;
    }
    if (!library->exists) {
        console.error({ErrorCode::NotFound, library->folder, "holds no library", "name its folder by --library"});
        return exit_model;
    }
    const Result<ListedScores> scores = listed_scores(*library->reader, {});
    if (!scores) {
        console.error(scores.error());
        return exit_model;
    }
    EditPlanner planner(arguments, std::move(*filter), *scores);
    const auto read =
        read_library_photos(*library, *scores, arguments.operands, planner.photos, console, interruption.token());
    if (!read) {
        console.error(read.error());
        return exit_model;
    }
    if (read->unknown > 0)
        console.message(std::to_string(read->unknown) +
                        " photos are not in the library (see: touchstone-cli library rescan)");
    return only_shows ? show_edits(planner, arguments, interruption, console, read->failed)
                      : write_edits(planner, *library, arguments, interruption, console, read->failed);
}

int print_batches(const std::vector<metadata::JournalBatch>& batches, bool as_json, Console& console) {
    std::string text;
    ordered_json list = ordered_json::array();
    for (const metadata::JournalBatch& batch : batches) {
        list.push_back({{"batch", batch.id},
                        {"at", batch.at},
                        {"sidecars", batch.sidecars},
                        {"whole", batch.whole},
                        {"undone", batch.undone}});
        text += std::to_string(batch.id) + "  " + batch.at + "  " + std::to_string(batch.sidecars) + " sidecars" +
                (batch.whole ? "" : ", was interrupted") + (batch.undone ? ", undone" : "") + "\n";
    }
    return print(console, as_json ? list.dump(2) + "\n" : text);
}

/// The batch of the operand, or the last one that was not undone.
Result<std::int64_t> wanted_batch(const Arguments& arguments, const std::vector<metadata::JournalBatch>& batches) {
    if (arguments.operands.empty()) {
        for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch)
            if (!batch->undone && batch->sidecars > 0)
                return batch->id;
        return failure(ErrorCode::NotFound, {}, "there is nothing to undo");
    }
    const std::string& text = arguments.operands.front();
    std::int64_t id = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (problem != std::errc{} || end != text.data() + text.size())
        return failure(ErrorCode::BadInput, {}, "\"" + to_valid_utf8(text) + "\" is no number of a batch",
                       "see: touchstone-cli xmp undo --list");
    return id;
}

} // namespace

int run_xmp_write(const Arguments& arguments, Interruption& interruption) {
    Console console("xmp write");
    return run_edits(arguments, interruption, console, arguments.has("dry-run"));
}

int run_xmp_diff(const Arguments& arguments, Interruption& interruption) {
    Console console("xmp diff");
    return run_edits(arguments, interruption, console, true);
}

int run_xmp_undo(const Arguments& arguments, Interruption&) {
    Console console("xmp undo");
    Result<OpenLibrary> library = open_library(arguments, Access::Read, console);
    if (!library) {
        console.error(library.error());
        return exit_model;
    }
    const bool as_json = arguments.value("format") == "json";
    const std::string folder = metadata::sidecar_journal_folder(library->folder);
    const auto batches = metadata::SidecarJournal::list(folder);
    if (!batches) {
        console.error(batches.error());
        return exit_model;
    }
    if (arguments.has("list"))
        return print_batches(*batches, as_json, console);
    const Result<std::int64_t> id = wanted_batch(arguments, *batches);
    if (!id) {
        console.error(id.error());
        return exit_usage;
    }
    auto journal = metadata::SidecarJournal::open(folder);
    if (!journal) {
        console.error(journal.error());
        return exit_model;
    }
    const auto report = metadata::undo_batch(*journal, *id, arguments.has("dry-run"));
    if (!report) {
        console.error(report.error());
        return report.error().code == ErrorCode::NotFound ? exit_usage : exit_some_failed;
    }
    for (const Error& error : report->failures)
        console.error(error);
    const std::string text = as_json ? ordered_json{{"batch", *id},
                                                    {"restored", report->restored},
                                                    {"removed", report->removed},
                                                    {"untouched", report->untouched},
                                                    {"failed", report->failures.size()}}
                                               .dump() +
                                           "\n"
                                     : "restored " + std::to_string(report->restored) + ", removed " +
                                           std::to_string(report->removed) + ", as they were " +
                                           std::to_string(report->untouched) + ", failed " +
                                           std::to_string(report->failures.size()) + "\n";
    const int printed = print(console, text);
    return report->failures.empty() ? printed : int{exit_some_failed};
}

} // namespace touchstone::cli
