// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/library_photos.h"
#include "app/commands/open_library.h"
#include "app/commands/output_sink.h"
#include "app/commands/photo_distances.h"
#include "app/commands/ranked_photos.h"
#include "app/commands/scoring_settings.h"
#include "app/library/cache_files.h"
#include "app/library/query/photo_filter.h"
#include "app/library/query/photo_order.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using library::PhotoFilter;
using library::SortOrder;

namespace {

QString text_of(const std::string& bytes) {
    return QString::fromStdString(to_valid_utf8(bytes));
}

Result<PhotoFilter> read_filter(const std::string& text) {
    auto filter = PhotoFilter::parse(text_of(text));
    if (filter)
        return std::move(*filter);
    return failure(ErrorCode::BadInput, {},
                   "--filter, column " + std::to_string(filter.error().at + 1) + ": " +
                       filter.error().text.toStdString());
}

Result<SortOrder> read_order(const std::string& text, const std::string& like) {
    const auto order = SortOrder::parse(text_of(text));
    if (!order)
        return failure(ErrorCode::BadInput, {}, "\"" + to_valid_utf8(text) + "\" is no order",
                       "use one of " + SortOrder::choices().toStdString() + ", with '-' before it the other way round");
    const bool by_distance = order->key == library::SortKey::Distance;
    if (by_distance && like.empty())
        return failure(ErrorCode::BadInput, {}, "a distance is measured from a photo", "name it with --like PHOTO");
    if (!by_distance && !like.empty())
        return failure(ErrorCode::BadInput, {}, "--like is for --by distance", "give both");
    return *order;
}

/// One run of `rank` from the open library to the exit code.
class Ranking {
public:
    Ranking(OpenLibrary library, ListedScores scores, Interruption& interruption)
        : library_(std::move(library))
        , scores_(std::move(scores))
        , interruption_(interruption) {}

    Result<void> read(const std::vector<std::string>& arguments) {
        auto read = read_library_photos(library_, scores_, arguments, photos_, console_, interruption_.token());
        if (!read)
            return tl::unexpected(read.error());
        read_ = *read;
        return {};
    }

    /// Of all photos that were read, from this one.
    Result<void> measureDistances(const std::string& like, FeatureSpace space) {
        const std::string path = library::absolute_path(like);
        const auto ids = ids_of_photos(*library_.reader, {path});
        if (!ids)
            return tl::unexpected(ids.error());
        auto distances = distances_from({ids->front(), path}, space, photos_.entries, scores_.wanted, *library_.reader,
                                        interruption_.token());
        if (!distances)
            return tl::unexpected(distances.error());
        photos_.values.setDistances(std::move(*distances));
        return {};
    }

    int finish(const PhotoFilter& filter, const SortOrder& order, std::size_t top, const std::string& format,
               OutputSink& sink) {
        if (const Result<void> prepared = readLibraryValues(); !prepared) {
            console_.error(prepared.error());
            return exit_model;
        }
        std::vector<int> rows;
        for (std::size_t place = 0; place < photos_.entries.size(); ++place)
            if (filter.accepts(photos_.entries[place], place, photos_.values))
                rows.push_back(static_cast<int>(place));
        library::NameRanks names;
        for (const library::PhotoEntry& entry : photos_.entries)
            names.append(entry);
        library::sort_places(rows, order, photos_.entries, photos_.values, names);
        const std::size_t fitting = rows.size();
        rows.resize(std::min(rows.size(), top));
        RankingHeader header{filter.text().toStdString(), order.text().toStdString(), photos_.entries.size()};
        Result<void> written = sink.write(ranking_text(photos_, rows, header, format));
        if (written)
            written = sink.commit();
        if (!written && !sink.reader_is_gone()) {
            console_.error(written.error());
            return exit_some_failed;
        }
        tell(filter, order, rows.size(), fitting);
        if (interruption_.requested())
            return exit_interrupted;
        return read_.failed > 0 ? exit_some_failed : exit_done;
    }

private:
    /// Percentiles are of the whole library.
    Result<void> readLibraryValues() {
        const auto wanted =
            std::find_if(scores_.wanted.begin(), scores_.wanted.end(),
                         [&](const library::WantedScores& scores) { return scores.listed_as == scores_.current; });
        if (wanted == scores_.wanted.end())
            return {};
        auto all = library_.reader->values({}, wanted->recipe_key);
        if (!all)
            return tl::unexpected(all.error());
        photos_.values.setLibraryValues(std::move(*all));
        return {};
    }

    void tell(const PhotoFilter& filter, const SortOrder& order, std::size_t written, std::size_t fitting) {
        std::vector<std::string> named = filter.models();
        if (!order.model.empty())
            named.push_back(order.model);
        for (const std::string& model : named)
            if (!photos_.values.card(model))
                console_.message("the library has no scores by " + model);
        const std::size_t all = photos_.entries.size();
        if (fitting < all)
            console_.message(std::to_string(fitting) + " of " + std::to_string(all) + " photos fit the filter");
        if (written < fitting)
            console_.message("the first " + std::to_string(written) + " are written");
        std::size_t unscored = 0;
        for (std::size_t place = 0; place < all; ++place)
            unscored += !photos_.values.value(place);
        if (read_.changed > 0)
            console_.message(
                std::to_string(read_.changed) +
                " photos have changed since the library looked at them (see: touchstone-cli library rescan)");
        if (unscored > 0)
            console_.message(std::to_string(unscored) + " of " + std::to_string(all) + " photos have no score" +
                             (scores_.current.empty() ? "" : " by " + scores_.current) +
                             "; to make them: touchstone-cli score --format jsonl --output scores.jsonl PATH…, then "
                             "touchstone-cli library import-scores scores.jsonl");
    }

    OpenLibrary library_;
    ListedScores scores_;
    Interruption& interruption_;
    Console console_{"rank"};
    RankedPhotos photos_;
    LibraryPhotosRead read_;
};

int refuse(const Error& error, int code) {
    Console("rank").error(error);
    return code;
}

} // namespace

int run_rank(const Arguments& arguments, Interruption& interruption) {
    const Result<PhotoFilter> filter = read_filter(arguments.value("filter"));
    if (!filter)
        return refuse(filter.error(), exit_usage);
    const Result<SortOrder> order = read_order(arguments.value("by"), arguments.value("like"));
    if (!order)
        return refuse(order.error(), exit_usage);
    const Result<int> top = read_number(arguments, "top", 1, INT32_MAX);
    if (!top)
        return refuse(top.error(), exit_usage);
    const Result<std::unique_ptr<OutputSink>> sink = open_output(arguments.value("output"));
    if (!sink)
        return refuse(sink.error(), exit_usage);
    Console console("rank");
    Result<OpenLibrary> library = open_library(arguments, Access::Read, console);
    if (!library)
        return refuse(library.error(), exit_model);
    if (!library->exists)
        console.message("there is no library in " + printable(library->folder) + " yet");
    Result<ListedScores> scores = listed_scores(*library->reader, arguments.value("model"));
    if (!scores)
        return refuse(scores.error(), exit_model);
    Ranking ranking(std::move(*library), std::move(*scores), interruption);
    const Result<void> read = ranking.read(arguments.operands);
    if (!read)
        return refuse(read.error(), exit_model);
    if (order->key == library::SortKey::Distance) {
        const FeatureSpace space =
            arguments.value("space") == "quality" ? FeatureSpace::Quality : FeatureSpace::Content;
        if (const Result<void> measured = ranking.measureDistances(arguments.value("like"), space); !measured)
            return refuse(measured.error(), exit_model);
    }
    return ranking.finish(*filter, *order, static_cast<std::size_t>(*top), arguments.value("format", "table"), **sink);
}

} // namespace touchstone::cli
