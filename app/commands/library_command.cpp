// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `library status`, `check` and `rescan`.
#include <algorithm>
#include <cerrno>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/open_library.h"
#include "app/commands/output_sink.h"
#include "app/commands/score_format.h"
#include "app/library/cache_files.h"
#include "app/library/scan/facts_run.h"
#include "app/library/scan/scan_run.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using library::RootRow;
using nlohmann::ordered_json;

namespace {

int print(const std::string& text, Console& console) {
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    const Result<void> written = (*sink)->write(text);
    if (written || (*sink)->reader_is_gone())
        return exit_done;
    console.error(written.error());
    return exit_some_failed;
}

int refuse(Console& console, const Error& error) {
    console.error(error);
    return exit_model;
}

std::string padded(const std::string& text, std::size_t width) {
    return text.size() >= width ? text : text + std::string(width - text.size(), ' ');
}

std::string right_aligned(const std::string& text, std::size_t width) {
    return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

// -- status ----------------------------------------------------------------------------------------------------------

struct Status {
    std::string folder;
    bool exists = false;
    library::CatalogueReader::Counts counts;
    std::vector<RootRow> roots;
    std::vector<library::ModelRow> models;
    std::vector<library::WantedScores> names;
    std::vector<library::CollectionRow> collections;

    std::string nameOf(const library::ModelRow& row) const {
        const auto found = std::find_if(names.begin(), names.end(), [&](const library::WantedScores& scores) {
            return scores.recipe_key == row.recipe_key;
        });
        return found == names.end() ? row.recipe.model + '@' + row.recipe_key.substr(0, 8) : found->listed_as;
    }
};

Result<Status> read_status(OpenLibrary& library) {
    Status status;
    status.folder = library.folder;
    status.exists = library.exists;
    const auto counts = library.reader->counts();
    if (!counts)
        return tl::unexpected(counts.error());
    auto roots = library.reader->roots();
    if (!roots)
        return tl::unexpected(roots.error());
    auto models = library.reader->models();
    if (!models)
        return tl::unexpected(models.error());
    auto listed = listed_scores(*library.reader, {});
    if (!listed)
        return tl::unexpected(listed.error());
    auto collections = library.reader->collections();
    if (!collections)
        return tl::unexpected(collections.error());
    status.counts = *counts;
    status.roots = std::move(*roots);
    status.models = std::move(*models);
    status.names = std::move(listed->wanted);
    status.collections = std::move(*collections);
    return status;
}

ordered_json status_json(const Status& status) {
    ordered_json json;
    add_path(json, status.folder);
    json["exists"] = status.exists;
    json["photos"] = status.counts.photos;
    json["missing"] = status.counts.missing;
    json["hashed"] = status.counts.hashed;
    json["with_facts"] = status.counts.with_facts;
    json["failed"] = status.counts.failed;
    json["marked"] = status.counts.marked;
    json["scores"] = status.counts.scores;
    json["roots"] = ordered_json::array();
    for (const RootRow& root : status.roots) {
        ordered_json entry;
        add_path(entry, root.path);
        entry["photos"] = root.photos;
        entry["single_files"] = root.loose;
        entry["offline"] = root.offline;
        entry["last_scan"] =
            root.last_scan_ms ? ordered_json(time_text(root.last_scan_ms, "Z")) : ordered_json(nullptr);
        json["roots"].push_back(std::move(entry));
    }
    json["models"] = ordered_json::array();
    for (const library::ModelRow& row : status.models)
        json["models"].push_back(
            {{"id", status.nameOf(row)},
             {"title", row.title},
             {"scores", row.scores},
             {"range", row.range ? ordered_json{row.range->first, row.range->second} : ordered_json(nullptr)},
             {"higher_is_better", row.higher_is_better},
             {"model_sha256", row.recipe.model_sha256},
             {"preprocessing", row.recipe.preprocessing},
             {"native_limit", row.recipe.native_limit ? ordered_json(*row.recipe.native_limit) : ordered_json(nullptr)},
             {"precision", precision_name(row.recipe.precision)},
             {"decode", decode_name(row.recipe.decode)}});
    json["collections"] = ordered_json::array();
    for (const library::CollectionRow& row : status.collections)
        json["collections"].push_back({{"name", row.name.toStdString()},
                                       {"filter", row.filter.toStdString()},
                                       {"order", row.order.toStdString()}});
    return json;
}

std::string status_text(const Status& status) {
    const auto line = [](const char* name, std::int64_t count) {
        return padded(name, 22) + right_aligned(std::to_string(count), 9) + "\n";
    };
    std::string text = printable(status.folder) + (status.exists ? "\n" : " (there is no library yet)\n");
    text += line("photos", status.counts.photos) + line("missing", status.counts.missing) +
            line("with metadata read", status.counts.with_facts) + line("hashed", status.counts.hashed) +
            line("could not be scored", status.counts.failed) + line("rated or marked", status.counts.marked) +
            line("scores", status.counts.scores);
    if (!status.roots.empty())
        text += "\nfolders\n";
    for (const RootRow& root : status.roots)
        text += right_aligned(std::to_string(root.photos), 9) + "  " +
                (root.last_scan_ms ? time_text(root.last_scan_ms, "Z") : padded("never", 20)) + "  " +
                (root.loose ? "single files" : printable(root.path)) + (root.offline ? "  [offline]" : "") + "\n";
    if (!status.models.empty())
        text += "\nscores by model\n";
    for (const library::ModelRow& row : status.models)
        text += right_aligned(std::to_string(row.scores), 9) + "  " + padded(status.nameOf(row), 28) + "  " +
                printable(row.title) + "\n";
    return text;
}

// -- rescan ----------------------------------------------------------------------------------------------------------

struct ScanCounts {
    std::size_t added = 0, back = 0, changed = 0, moved = 0, missing = 0, facts = 0, hashed = 0, problems = 0;

    std::vector<std::pair<const char*, std::size_t>> rows() const {
        return {{"added", added},     {"back", back},      {"changed", changed}, {"moved", moved},
                {"missing", missing}, {"metadata", facts}, {"hashed", hashed},   {"problems", problems}};
    }
};

class Rescan {
public:
    Rescan(OpenLibrary& library, Interruption& interruption, Console& console)
        : library_(library)
        , interruption_(interruption)
        , console_(console) {}

    Result<void> addPlace(const std::string& given) {
        std::string path = library::absolute_path(given);
        while (path.size() > 1 && path.ends_with('/'))
            path.pop_back();
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) {
            console_.error(library::walk_error(errno, given));
            ++counts.problems;
            return {};
        }
        auto root = library_.reader->rootOf(path);
        if (!root)
            return tl::unexpected(root.error());
        const bool is_folder = S_ISDIR(info.st_mode);
        if (!*root) { // by a link, it may be a folder that the library knows
            path = library::real_path(path, !is_folder);
            root = library_.reader->rootOf(path);
            if (!root)
                return tl::unexpected(root.error());
        }
        if (*root && !(*root)->loose)
            return addTask(**root, {});
        RootRow added;
        const auto written = library_.catalogue->writeNow([&](library::CatalogueWriter& writer) -> Result<void> {
            auto row = writer.addRoot(is_folder ? path : "/", !is_folder);
            if (!row)
                return tl::unexpected(row.error());
            added = std::move(*row);
            return {};
        });
        if (!written)
            return written;
        return addTask(added, is_folder ? std::string() : path);
    }

    Result<void> addAllRoots() {
        const auto roots = library_.reader->roots();
        if (!roots)
            return tl::unexpected(roots.error());
        for (const RootRow& root : *roots) {
            if (!root.loose) {
                (void)addTask(root, {});
                continue;
            }
            library::Scope scope;
            scope.kind = library::Scope::Kind::Root;
            scope.root = root.id;
            scope.with_missing = true;
            const auto read = library_.reader->photos(
                scope, {}, [&](library::PhotoEntry&& photo) { return addTask(root, photo.file.path).has_value(); });
            if (!read)
                return read;
        }
        return {};
    }

    /// False when it was interrupted.
    Result<bool> scan() {
        library::UnsteadyFiles unsteady(library::system_now_ns);
        library::ScanRun run(
            *library_.catalogue, unsteady, 1, [this](auto changes) { take(*changes); }, [](const std::string&) {},
            interruption_.token());
        const library::ScanEnd end = run.run(tasks_);
        console_.clear_progress();
        for (const RootRow& root : end.offline) {
            console_.message(root.path + ": is not there; its photos are kept as offline");
            ++counts.problems;
        }
        if (!unsteady.empty())
            console_.message("some files are still being written: rescan again when they are whole");
        return !end.stopped;
    }

    Result<void> readFacts() {
        library::FactsRun run(library_.catalogue, std::make_shared<library::HashingGate>(),
                              [this](library::FoundFacts&& found) {
                                  counts.facts += found.facts.size();
                                  counts.hashed += found.contents.size();
                                  show();
                              });
        const Result<void> done = run.run(interruption_.token());
        library_.catalogue->flush();
        console_.clear_progress();
        return done;
    }

    ScanCounts counts;

private:
    Result<void> addTask(const RootRow& root, const std::string& file) {
        auto known = std::find_if(tasks_.begin(), tasks_.end(),
                                  [&](const library::ScanTask& task) { return task.root.id == root.id; });
        if (known == tasks_.end())
            known = tasks_.insert(tasks_.end(), library::ScanTask{root, true, {}, {}});
        if (!file.empty())
            known->files.push_back(file);
        return {};
    }

    void take(const library::ScanChanges& changes) {
        counts.added += changes.added.size();
        counts.back += changes.back.size();
        counts.changed += changes.changed.size();
        counts.moved += changes.moved.size();
        counts.missing += changes.missing.size();
        for (const library::Issue& issue : changes.issues) {
            console_.message((issue.file.empty() ? "" : issue.file + ": ") + issue.text.toStdString());
            ++counts.problems;
        }
        show();
    }

    void show() {
        if (!console_.shows_progress())
            return;
        std::string text;
        for (const auto& [name, count] : counts.rows())
            if (count > 0)
                text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + name;
        console_.status(text);
    }

    OpenLibrary& library_;
    Interruption& interruption_;
    Console& console_;
    std::vector<library::ScanTask> tasks_;
};

std::string counts_text(const ScanCounts& counts, const std::string& format) {
    ordered_json json;
    std::string text;
    for (const auto& [name, count] : counts.rows()) {
        json[name] = count;
        text += padded(name, 10) + right_aligned(std::to_string(count), 9) + "\n";
    }
    return format == "json" ? json.dump(2) + "\n" : text;
}

} // namespace

int run_library_status(const Arguments& arguments, Interruption&) {
    Console console("library status");
    Result<OpenLibrary> library = open_library(arguments, Access::Read, console);
    if (!library)
        return refuse(console, library.error());
    const Result<Status> status = read_status(*library);
    if (!status)
        return refuse(console, status.error());
    return print(arguments.value("format") == "json" ? status_json(*status).dump(2) + "\n" : status_text(*status),
                 console);
}

int run_library_check(const Arguments& arguments, Interruption&) {
    Console console("library check");
    Result<OpenLibrary> library = open_library(arguments, Access::Read, console);
    if (!library)
        return refuse(console, library.error());
    if (!library->exists)
        return refuse(console,
                      {ErrorCode::NotFound, library->folder, "holds no library", "name its folder by --library"});
    const Result<std::vector<std::string>> problems = library->catalogue->check();
    if (!problems)
        return refuse(console, problems.error());
    std::string text;
    for (const std::string& problem : *problems)
        text += printable(problem) + "\n";
    const int printed = print(problems->empty() ? "ok\n" : text, console);
    return problems->empty() ? printed : int{exit_some_failed};
}

int run_library_rescan(const Arguments& arguments, Interruption& interruption) {
    Console console("library rescan");
    Result<OpenLibrary> library = open_library(arguments, Access::Write, console);
    if (!library)
        return refuse(console, library.error());
    Rescan rescan(*library, interruption, console);
    if (arguments.operands.empty())
        if (const Result<void> added = rescan.addAllRoots(); !added)
            return refuse(console, added.error());
    for (const std::string& path : arguments.operands)
        if (const Result<void> added = rescan.addPlace(path); !added)
            return refuse(console, added.error());
    const Result<bool> whole = rescan.scan();
    if (!whole)
        return refuse(console, whole.error());
    library->catalogue->flush();
    if (*whole && !arguments.has("names-only"))
        if (const Result<void> read = rescan.readFacts(); !read && read.error().code != ErrorCode::Cancelled)
            return refuse(console, read.error());
    const int printed = print(counts_text(rescan.counts, arguments.value("format")), console);
    if (interruption.requested())
        return exit_interrupted;
    return rescan.counts.problems > 0 ? int{exit_some_failed} : printed;
}

} // namespace touchstone::cli
