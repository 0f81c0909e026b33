// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `library export`: JSON lines of everything.
#include <algorithm>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/open_library.h"
#include "app/commands/output_sink.h"
#include "app/commands/ranked_photos.h"
#include "app/commands/score_format.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using library::ModelRow;
using library::PhotoId;
using nlohmann::ordered_json;

namespace {

constexpr std::size_t photos_at_once = 500;
/// Each recipe is a join of the catalogue's tables.
constexpr std::size_t recipes_at_once = 16;

template <class T>
ordered_json or_null(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json text_or_null(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

/// As `score --format jsonl` writes it.
ordered_json score_json(const library::ScoreRecord& record, const ModelRow& model) {
    ordered_json json;
    json["model"] = model.recipe.model;
    json["value"] = or_null(record.score.known_value());
    if (record.score.missing)
        json["code"] = code_name(*record.score.missing);
    json["range"] = model.range ? ordered_json{model.range->first, model.range->second} : ordered_json(nullptr);
    json["higher_is_better"] = model.higher_is_better;
    json["std"] = or_null(record.score.standard_deviation);
    json["distribution"] =
        record.score.distribution.empty() ? ordered_json(nullptr) : ordered_json(record.score.distribution);
    json["precision"] = precision_name(model.recipe.precision);
    json["device"] = record.device;
    json["native_limit"] = or_null(model.recipe.native_limit);
    json["seconds"] = record.seconds;
    json["model_sha256"] = model.recipe.model_sha256;
    json["preprocessing"] = model.recipe.preprocessing;
    json["reduced"] = record.reduced;
    json["decode"] = decode_name(model.recipe.decode);
    return json;
}

ordered_json facts_json(const library::FileFacts& facts) {
    return {{"captured", facts.captured_ms ? ordered_json(time_text(*facts.captured_ms, "")) : ordered_json(nullptr)},
            {"captured_ms", or_null(facts.captured_ms)},
            {"camera", text_or_null(facts.camera)},
            {"lens", text_or_null(facts.lens)},
            {"exposure_seconds", or_null(facts.exposure_seconds)},
            {"f_number", or_null(facts.f_number)},
            {"iso", or_null(facts.iso)},
            {"focal_mm", or_null(facts.focal_mm)},
            {"exposure_bias", or_null(facts.exposure_bias)},
            {"width", facts.width},
            {"height", facts.height}};
}

class Export {
public:
    Export(OpenLibrary& library, OutputSink& sink, Interruption& interruption)
        : reader_(*library.reader)
        , sink_(sink)
        , interruption_(interruption) {}

    Result<void> run() {
        Result<void> done = writeHead();
        if (done)
            done = collectIds();
        for (std::size_t first = 0; done && first < ids_.size() && !interruption_.token().stop_requested();
             first += photos_at_once)
            done = writePhotos(std::span(ids_).subspan(first, std::min(photos_at_once, ids_.size() - first)));
        return done ? sink_.commit() : done;
    }

private:
    Result<void> write(const ordered_json& object) {
        return sink_.write(object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n");
    }

    Result<void> writeHead() {
        auto models = reader_.models();
        if (!models)
            return tl::unexpected(models.error());
        models_ = std::move(*models);
        if (const Result<void> written = write({{"kind", "library"}, {"touchstone", TOUCHSTONE_VERSION}}); !written)
            return written;
        const auto roots = reader_.roots();
        if (!roots)
            return tl::unexpected(roots.error());
        for (const library::RootRow& root : *roots) {
            ordered_json json{{"kind", "root"}};
            add_path(json, root.path);
            json["single_files"] = root.loose;
            json["offline"] = root.offline;
            json["last_scan_ms"] = root.last_scan_ms;
            if (const Result<void> written = write(json); !written)
                return written;
        }
        const auto collections = reader_.collections();
        if (!collections)
            return tl::unexpected(collections.error());
        for (const library::CollectionRow& row : *collections)
            if (const Result<void> written = write({{"kind", "collection"},
                                                    {"name", row.name.toStdString()},
                                                    {"filter", row.filter.toStdString()},
                                                    {"order", row.order.toStdString()},
                                                    {"place", row.place}});
                !written)
                return written;
        return {};
    }

    Result<void> collectIds() {
        const auto present = reader_.photos({}, {}, [this](library::PhotoEntry&& photo) {
            present_.insert(photo.id);
            return true;
        });
        if (!present)
            return present;
        library::Scope all;
        all.with_missing = true;
        return reader_.photos(all, {}, [this](library::PhotoEntry&& photo) {
            ids_.push_back(photo.id);
            return true;
        });
    }

    Result<void> writePhotos(std::span<const PhotoId> ids) {
        library::Scope scope;
        scope.kind = library::Scope::Kind::Ids;
        scope.ids.assign(ids.begin(), ids.end());
        scope.with_missing = true;
        std::vector<library::PhotoEntry> photos;
        std::unordered_map<PhotoId, ordered_json> scores;
        for (std::size_t first = 0; first == 0 || first < models_.size(); first += recipes_at_once) {
            std::vector<library::WantedScores> wanted;
            for (std::size_t i = first; i < std::min(models_.size(), first + recipes_at_once); ++i)
                wanted.push_back({models_[i].recipe_key, models_[i].recipe_key}); // a name of its own for each
            const auto read = reader_.photos(scope, wanted, [&](library::PhotoEntry&& photo) {
                for (const library::ScoreRecord& record : photo.scores) {
                    const auto model = std::find_if(models_.begin(), models_.end(), [&](const ModelRow& row) {
                        return row.recipe_key == record.model;
                    });
                    scores[photo.id].push_back(score_json(record, *model));
                }
                if (first == 0)
                    photos.push_back(std::move(photo));
                return true;
            });
            if (!read)
                return read;
        }
        for (const library::PhotoEntry& photo : photos)
            if (const Result<void> written = writePhoto(photo, std::move(scores[photo.id])); !written)
                return written;
        return {};
    }

    Result<void> writePhoto(const library::PhotoEntry& photo, ordered_json scores) {
        const auto facts = reader_.facts(photo.id);
        if (!facts)
            return tl::unexpected(facts.error());
        ordered_json json{{"kind", "photo"}};
        add_path(json, photo.file.path);
        json["missing"] = !present_.contains(photo.id);
        json["width"] = photo.pixel_size.width;
        json["height"] = photo.pixel_size.height;
        json["bytes"] = photo.file.bytes;
        json["mtime_ns"] = photo.file.mtime_ns;
        json["content"] = photo.content ? ordered_json(photo.content->hex()) : ordered_json(nullptr);
        json["error"] = photo.error ? error_json(*photo.error) : ordered_json(nullptr);
        json.update(marks_json(photo.marks));
        json["group"] = photo.group ? ordered_json(photo.group) : ordered_json(nullptr);
        json["sharpness"] = or_null(photo.sharpness);
        json["facts"] = *facts ? facts_json(**facts) : ordered_json(nullptr);
        if (photo.paired_with != library::no_photo)
            if (const auto partner = reader_.absolutePath(photo.paired_with)) {
                ordered_json path;
                add_path(path, *partner);
                json["paired_with"] = std::move(path);
            }
        json["scores"] = scores.is_null() ? ordered_json::array() : std::move(scores);
        return write(json);
    }

    library::CatalogueReader& reader_;
    OutputSink& sink_;
    Interruption& interruption_;
    std::vector<ModelRow> models_;
    std::vector<PhotoId> ids_;
    std::unordered_set<PhotoId> present_;
};

} // namespace

int run_library_export(const Arguments& arguments, Interruption& interruption) {
    Console console("library export");
    const Result<std::unique_ptr<OutputSink>> sink =
        open_output(arguments.operands.empty() ? std::string() : arguments.operands.front());
    if (!sink) {
        console.error(sink.error());
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
    const Result<void> done = Export(*library, **sink, interruption).run();
    if (!done && !(*sink)->reader_is_gone()) {
        console.error(done.error());
        return done.error().code == ErrorCode::WriteFailed ? exit_some_failed : exit_model;
    }
    return interruption.requested() ? exit_interrupted : exit_done;
}

} // namespace touchstone::cli
