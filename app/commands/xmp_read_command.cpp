// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `xmp read`: what other programs said, and taking it over.
#include <nlohmann/json.hpp>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/library_photos.h"
#include "app/commands/output_sink.h"
#include "app/commands/score_format.h"
#include "app/library/mark_import.h"
#include "app/metadata/sidecar.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using library::MarkImport;
using nlohmann::ordered_json;

namespace {

std::string source_of(const metadata::PhotoMetadata& found) {
    if (const metadata::ReadSidecar* sidecar = found.chosen())
        return sidecar->path;
    return found.embedded ? "inside" : "";
}

std::string stars(std::optional<int> rating) {
    if (!rating || *rating == 0)
        return "-";
    return *rating < 0 ? "rejected" : std::string(static_cast<std::size_t>(*rating), '*');
}

const char* decision_name(MarkImport::Decision decision) {
    switch (decision) {
    case MarkImport::Decision::Nothing:
        return "nothing";
    case MarkImport::Decision::Same:
        return "same";
    case MarkImport::Decision::Take:
        return "taken";
    case MarkImport::Decision::Conflict:
        return "conflict";
    }
    return "";
}

class XmpRead {
public:
    XmpRead(const RankedPhotos& photos, const Arguments& arguments, Interruption& interruption, Console& console)
        : photos_(photos)
        , imports_(arguments.has("import"))
        , prefers_file_(arguments.value("prefer") == "file")
        , as_json_(arguments.value("format") == "json")
        , interruption_(interruption)
        , console_(console) {}

    Result<void> run(OutputSink& sink) {
        if (as_json_)
            if (const Result<void> written = sink.write("{\"photos\":["); !written)
                return written;
        for (std::size_t i = 0; i < photos_.entries.size() && !interruption_.token().stop_requested(); ++i) {
            if (photos_.entries[i].error && photos_.entries[i].error->code == ErrorCode::NotFound)
                continue;
            if (const Result<void> written = sink.write(line(i)); !written)
                return written;
        }
        return as_json_ ? sink.write("\n]," + summary_json() + "}\n") : sink.write(summary_text());
    }

    const std::vector<library::PhotoMarks>& imported() const { return taken_; }
    std::size_t problems = 0;

private:
    std::string line(std::size_t place) {
        const library::PhotoEntry& entry = photos_.entries[place];
        const metadata::PhotoMetadata found = metadata::read_photo_metadata(entry.file.path, metadata::Embedded::Read);
        for (const Error& error : found.problems)
            console_.error(error);
        problems += found.problems.empty() ? 0 : 1;
        const metadata::XmpMarks marks = found.marks();
        MarkImport import = library::import_marks(entry.marks, marks);
        if (found.is_contradictory())
            console_.message(photos_.paths[place] + ": has two sidecars that differ; " + found.chosen()->path +
                             " counts");
        for (const std::string& other : found.shares_with)
            if (found.chosen() && found.chosen()->naming == metadata::SidecarNaming::Replaced)
                console_.message(photos_.paths[place] + ": " + other + " has the same sidecar");
        if (imports_)
            count(place, import);
        if (as_json_)
            return (std::exchange(first_, false) ? "\n" : ",\n") + json(place, found, marks, import).dump();
        if (import.decision == MarkImport::Decision::Nothing && found.sidecars.empty())
            return {};
        std::string text = stars(marks.rating);
        text.resize(std::max<std::size_t>(text.size() + 1, 10), ' ');
        std::string label = marks.label.empty() && marks.colour ? label_of_colour(*marks.colour) : marks.label;
        label = printable(label.empty() ? "-" : label);
        label.resize(std::max<std::size_t>(label.size() + 1, 12), ' ');
        text += label;
        if (imports_)
            text += std::string(decision_name(import.decision)) +
                    std::string(10 - std::min<std::size_t>(9, std::string(decision_name(import.decision)).size()), ' ');
        return text + printable(photos_.paths[place]) + "\n";
    }

    ordered_json json(std::size_t place, const metadata::PhotoMetadata& found, const metadata::XmpMarks& marks,
                      const MarkImport& import) const {
        ordered_json object;
        add_path(object, photos_.paths[place]);
        object["source"] =
            source_of(found).empty() ? ordered_json(nullptr) : ordered_json(to_valid_utf8(source_of(found)));
        object["rating"] = marks.rating ? ordered_json(*marks.rating) : ordered_json(nullptr);
        object["label"] = marks.label.empty() ? ordered_json(nullptr) : ordered_json(marks.label);
        object["colour"] =
            marks.colour ? ordered_json(label_text(library::label_of(*marks.colour))) : ordered_json(nullptr);
        object["picked"] = marks.picked ? ordered_json(*marks.picked) : ordered_json(nullptr);
        object["metadata_date"] = marks.dated.empty() ? ordered_json(nullptr) : ordered_json(marks.dated);
        object["sidecars_differ"] = found.is_contradictory();
        object["library"] = photos_.known[place] ? marks_json(photos_.entries[place].marks) : ordered_json(nullptr);
        if (imports_)
            object["import"] = photos_.known[place] ? decision_name(import.decision) : "not in the library";
        object["problems"] = ordered_json::array();
        for (const Error& error : found.problems)
            object["problems"].push_back(to_valid_utf8(error.message()));
        return object;
    }

    void count(std::size_t place, const MarkImport& import) {
        if (import.decision == MarkImport::Decision::Nothing)
            return;
        if (!photos_.known[place]) {
            ++strangers_;
            return;
        }
        const bool take = import.decision == MarkImport::Decision::Take ||
                          (import.decision == MarkImport::Decision::Conflict && prefers_file_);
        same_ += import.decision == MarkImport::Decision::Same;
        conflicts_ += import.decision == MarkImport::Decision::Conflict;
        const library::Marks& marks = prefers_file_ ? import.by_file : import.by_library;
        if (take || (import.decision == MarkImport::Decision::Conflict && marks != photos_.entries[place].marks))
            taken_.push_back({photos_.entries[place].id, marks});
    }

    std::string summary_json() const {
        if (!imports_)
            return "\"imported\":null";
        return "\"imported\":" +
               ordered_json{
                   {"taken", taken_.size()}, {"same", same_}, {"conflicts", conflicts_}, {"not_in_library", strangers_}}
                   .dump();
    }

    std::string summary_text() const {
        if (!imports_)
            return {};
        std::string text = "taken " + std::to_string(taken_.size()) + ", same " + std::to_string(same_) +
                           ", conflicts " + std::to_string(conflicts_);
        if (strangers_ > 0)
            text += ", not in the library " + std::to_string(strangers_) + " (see: touchstone-cli library rescan)";
        return text + "\n";
    }

    const RankedPhotos& photos_;
    bool imports_, prefers_file_, as_json_;
    Interruption& interruption_;
    Console& console_;
    bool first_ = true;
    std::vector<library::PhotoMarks> taken_;
    std::size_t same_ = 0, conflicts_ = 0, strangers_ = 0;
};

} // namespace

int run_xmp_read(const Arguments& arguments, Interruption& interruption) {
    Console console("xmp read");
    const bool writes = arguments.has("import") && !arguments.has("dry-run");
    Result<OpenLibrary> library = open_library(arguments, writes ? Access::Write : Access::Read, console);
    if (!library) {
        console.error(library.error());
        return exit_model;
    }
    RankedPhotos photos;
    const auto read = read_library_photos(*library, {}, arguments.operands, photos, console, interruption.token());
    if (!read) {
        console.error(read.error());
        return exit_model;
    }
    XmpRead run(photos, arguments, interruption, console);
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    if (const Result<void> written = run.run(**sink); !written && !(*sink)->reader_is_gone()) {
        console.error(written.error());
        return exit_some_failed;
    }
    if (interruption.requested())
        return exit_interrupted;
    if (writes && !run.imported().empty()) {
        const Result<void> kept = library->catalogue->writeNow(
            [&](library::CatalogueWriter& writer) { return writer.putMarks(run.imported()); });
        if (!kept) {
            console.error(kept.error());
            return exit_model;
        }
    }
    return run.problems > 0 || read->failed > 0 ? exit_some_failed : exit_done;
}

} // namespace touchstone::cli
