// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `library import-scores`.
#include "app/commands/score_import.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <map>
#include <unordered_map>

#include <sys/stat.h>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/open_library.h"
#include "app/library/cache_files.h"
#include "app/library/walk_rules.h"
#include "app/modelstore/model_store.h"
#include "engine/nn/model_file.h"

namespace touchstone::cli {

using library::ContentHash;
using library::FileStamp;
using library::PhotoId;

namespace {

/// Lines that are brought into the library in one go: few enough to lose little, many enough that the disk keeps up.
constexpr std::size_t lines_at_once = 500;

/// What installed models say of how they prepare photos, read once each.
class InstalledModels {
public:
    std::optional<ModelCard> card(const std::string& sha256) {
        const auto [known, is_new] = cards_.try_emplace(sha256);
        if (is_new)
            if (const auto file = ModelStore().find_by_hash(sha256))
                if (const auto card = nn::read_model_card(*file, false))
                    known->second = *card;
        return known->second;
    }
    /// What people call it; any installed model of that id is called the same.
    std::string title(const library::ScoreRecipe& recipe) {
        if (const auto exact = card(recipe.model_sha256))
            return exact->title;
        if (!listed_)
            listed_ = ModelStore().list();
        const auto found = std::find_if(listed_->begin(), listed_->end(),
                                        [&](const InstalledModel& model) { return model.id() == recipe.model; });
        return found != listed_->end() && found->card ? found->card->title : std::string();
    }

private:
    std::map<std::string, std::optional<ModelCard>> cards_;
    std::optional<std::vector<InstalledModel>> listed_;
};

class Import {
public:
    Import(OpenLibrary& library, std::string root, Interruption& interruption, Console& console)
        : library_(library)
        , root_(std::move(root))
        , interruption_(interruption)
        , console_(console) {}

    /// Titles that the library has already are kept.
    Result<void> begin() {
        const auto rows = library_.reader->models();
        if (!rows)
            return tl::unexpected(rows.error());
        for (const library::ModelRow& row : *rows)
            titles_[row.recipe_key] = row.title;
        return {};
    }

    Result<void> read(std::istream& stream, const std::string& name) {
        std::size_t number = 0;
        for (std::string text; !interruption_.token().stop_requested() && std::getline(stream, text);) {
            ++number;
            if (text.empty())
                continue;
            const std::string place = name + ":" + std::to_string(number);
            auto line = read_score_line(text, [this](const std::string& sha256) -> std::optional<std::string> {
                const auto card = installed_.card(sha256);
                return card ? std::optional(card->preprocessing) : std::nullopt;
            });
            if (!line)
                refuse(place, line.error());
            else if (*line)
                waiting_.push_back({place, absolute(line->value().path), std::move(**line)});
            if (waiting_.size() >= lines_at_once)
                if (const Result<void> written = flush(); !written)
                    return written;
        }
        if (stream.bad())
            return failure(ErrorCode::ReadFailed, name, "could not be read to its end");
        return flush();
    }

    Result<void> flush() {
        const std::vector<Waiting> lines = std::exchange(waiting_, {});
        if (lines.empty())
            return {};
        if (const Result<void> found = lookUp(lines); !found)
            return found;
        batch_ = {};
        for (const Waiting& line : lines)
            if (!interruption_.token().stop_requested())
                take(line);
        const Result<void> written = library_.catalogue->writeNow([this](library::CatalogueWriter& writer) {
            Result<void> done = writer.setContents(batch_.contents);
            for (const auto& [key, group] : batch_.scores)
                if (done)
                    done = writer.addScores(group.first, group.second);
            if (done)
                done = writer.clearFailures(batch_.scored);
            return done ? writer.setFailures(batch_.failures) : done;
        });
        if (!written)
            return written;
        scores_ += batch_.count;
        photos_ += batch_.photos;
        failures_ += batch_.failures.size();
        if (console_.shows_progress())
            console_.status(std::to_string(photos_) + " photos, " + std::to_string(scores_) + " scores");
        return {};
    }

    void refuse(const std::string& place, const Error& error) {
        console_.message(place + ": " + error.message());
        ++refused_;
    }

    int finish() {
        console_.clear_progress();
        std::string text = std::to_string(scores_) + " scores of " + std::to_string(photos_) + " photos";
        if (failures_ > 0)
            text += ", " + std::to_string(failures_) + " photos that could not be scored";
        if (refused_ > 0)
            text += ", " + std::to_string(refused_) + " lines could not be used";
        console_.message(text);
        if (unknown_ > 0)
            console_.message(std::to_string(unknown_) +
                             " of these photos are not in the library, or have changed since "
                             "it looked at them: touchstone-cli library rescan PATH");
        if (interruption_.requested())
            return exit_interrupted;
        return refused_ > 0 ? exit_some_failed : exit_done;
    }

private:
    struct Waiting {
        std::string place, path; ///< "part1.jsonl:12"; absolute
        ScoreLine line;
    };
    struct Known {
        PhotoId id = library::no_photo;
        FileStamp stamp;
        std::optional<ContentHash> content;
    };
    struct Batch {
        std::map<std::string, std::pair<library::ModelRow, std::vector<library::ScoredContent>>> scores; ///< by recipe
        std::vector<std::pair<PhotoId, ContentHash>> contents;
        std::vector<PhotoId> scored;
        std::vector<library::FailureRow> failures;
        std::size_t count = 0, photos = 0;
    };

    std::string absolute(const std::string& path) const {
        return library::absolute_path(root_.empty() || path.starts_with('/') ? path : root_ + "/" + path);
    }

    Result<void> lookUp(const std::vector<Waiting>& lines) {
        known_.clear();
        std::vector<std::string> paths;
        for (const Waiting& line : lines)
            paths.push_back(line.path);
        const auto ids = library_.reader->idsOf(paths);
        if (!ids)
            return tl::unexpected(ids.error());
        library::Scope scope;
        scope.kind = library::Scope::Kind::Ids;
        scope.with_missing = true;
        for (const PhotoId id : *ids)
            if (id != library::no_photo)
                scope.ids.push_back(id);
        std::unordered_map<PhotoId, Known> by_id;
        const auto read = library_.reader->photos(scope, {}, [&](library::PhotoEntry&& photo) {
            by_id[photo.id] = {photo.id, {photo.file.bytes, photo.file.mtime_ns}, photo.content};
            return true;
        });
        if (!read)
            return read;
        for (std::size_t i = 0; i < paths.size(); ++i)
            if (const auto found = by_id.find((*ids)[i]); found != by_id.end())
                known_[paths[i]] = found->second;
        return {};
    }

    void take(const Waiting& waiting) {
        struct stat info {};
        if (::stat(waiting.path.c_str(), &info) != 0)
            return refuse(waiting.place, library::walk_error(errno, waiting.path));
        const FileStamp stamp{info.st_size, library::mtime_ns_of(info)};
        if (waiting.line.bytes && *waiting.line.bytes != stamp.bytes)
            return refuse(waiting.place,
                          {ErrorCode::Damaged, waiting.path, "has changed since it was scored", "score it again"});
        const auto known = known_.find(waiting.path);
        const bool same = known != known_.end() && known->second.stamp == stamp;
        unknown_ += !same;
        if (waiting.line.error && same)
            batch_.failures.push_back({known->second.id, *waiting.line.error});
        if (waiting.line.scores.empty())
            return;
        std::optional<ContentHash> content = same ? known->second.content : std::nullopt;
        if (!content) {
            const auto hash = library::hash_file(waiting.path, interruption_.token(), {stamp, {}});
            if (!hash && hash.error().code == ErrorCode::Cancelled)
                return;
            if (!hash)
                return refuse(waiting.place, hash.error());
            content = *hash;
            if (same)
                batch_.contents.emplace_back(known->second.id, *hash);
        }
        ++batch_.photos;
        if (same && !waiting.line.error)
            batch_.scored.push_back(known->second.id);
        for (const ScoreLine::Given& given : waiting.line.scores)
            add(given, *content, waiting.line.pixel_size);
    }

    void add(const ScoreLine::Given& given, const ContentHash& content, Size pixel_size) {
        auto& [model, scores] = batch_.scores[given.model.recipe.key()];
        if (scores.empty()) {
            model = given.model;
            model.title = titleOf(given.model);
        }
        scores.push_back({content, given.record, pixel_size});
        ++batch_.count;
    }

    std::string titleOf(const library::ModelRow& model) {
        if (const auto known = titles_.find(model.recipe.key()); known != titles_.end())
            return known->second;
        const std::string title = installed_.title(model.recipe);
        return title.empty() ? model.title : title;
    }

    OpenLibrary& library_;
    std::string root_;
    Interruption& interruption_;
    Console& console_;
    InstalledModels installed_;
    std::map<std::string, std::string> titles_; ///< by recipe
    std::vector<Waiting> waiting_;
    std::unordered_map<std::string, Known> known_; ///< of the batch, by absolute path
    Batch batch_;
    std::size_t scores_ = 0, photos_ = 0, failures_ = 0, refused_ = 0, unknown_ = 0;
};

} // namespace

int run_library_import_scores(const Arguments& arguments, Interruption& interruption) {
    Console console("library import-scores");
    Result<OpenLibrary> library = open_library(arguments, Access::Write, console);
    if (!library) {
        console.error(library.error());
        return exit_model;
    }
    Import import(*library, arguments.value("root"), interruption, console);
    Result<void> done = import.begin();
    for (const std::string& file : arguments.operands) {
        if (!done)
            break;
        if (file == "-") {
            done = import.read(std::cin, "stdin");
            continue;
        }
        std::ifstream stream(file, std::ios::binary);
        if (!stream)
            import.refuse(file, library::walk_error(errno, {}));
        else
            done = import.read(stream, file);
    }
    if (!done) {
        console.error(done.error());
        return exit_model;
    }
    library->catalogue->flush();
    return import.finish();
}

} // namespace touchstone::cli
