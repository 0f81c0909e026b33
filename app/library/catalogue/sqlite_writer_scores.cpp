// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>
#include <cstring>

#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/sqlite_writer.h"

namespace touchstone::library {

Result<std::int64_t> SqliteWriter::modelId(const ModelRow& model) {
    const std::string key = model.recipe.key();
    if (const auto known = models_.find(key); known != models_.end())
        return known->second;
    const ScoreRecipe& recipe = model.recipe;
    const std::optional<double> low = model.range ? std::optional(model.range->first) : std::nullopt;
    const std::optional<double> high = model.range ? std::optional(model.range->second) : std::nullopt;
    // What a card says of itself may change without changing a number: the last word counts.
    if (const auto put = connection_.run(
            "INSERT INTO model (recipe, model, model_sha256, preprocessing, native_limit, decode, precision, title, "
            "range_low, range_high, higher_is_better) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (recipe) DO UPDATE SET title = excluded.title, range_low = excluded.range_low, "
            "range_high = excluded.range_high, higher_is_better = excluded.higher_is_better",
            {QString::fromStdString(key), QString::fromStdString(recipe.model),
             QString::fromStdString(recipe.model_sha256), QString::fromStdString(recipe.preprocessing),
             nullable(recipe.native_limit), static_cast<int>(recipe.decode), static_cast<int>(recipe.precision),
             QString::fromStdString(model.title), nullable(low), nullable(high), model.higher_is_better});
        !put)
        return tl::unexpected(put.error());
    const auto id = connection_.value("SELECT id FROM model WHERE recipe = ?", {QString::fromStdString(key)});
    if (!id)
        return tl::unexpected(id.error());
    return models_[key] = id->toLongLong();
}

Result<void> SqliteWriter::addScores(const ModelRow& model, std::span<const ScoredContent> scores) {
    const auto id = modelId(model);
    if (!id)
        return tl::unexpected(id.error());
    for (const ScoredContent& scored : scores)
        if (const auto added = addScore(*id, scored); !added)
            return added;
    return {};
}

Result<void> SqliteWriter::addScore(std::int64_t model, const ScoredContent& scored) {
    const ScoreRecord& record = scored.record;
    // SQL has no such numbers; the photo is scored again, which costs nothing but time.
    if (!record.score.missing && !std::isfinite(record.score.value))
        return {};
    const auto content = contentId(scored.content);
    if (!content)
        return tl::unexpected(content.error());
    const auto device = wordId(record.device);
    if (!device)
        return tl::unexpected(device.error());
    if (scored.pixel_size.pixels() > 0)
        if (const auto sized = connection_.run("UPDATE content SET width = ?, height = ? WHERE id = ?",
                                               {scored.pixel_size.width, scored.pixel_size.height, number(*content)});
            !sized)
            return sized;
    QVariant value, missing, distribution;
    if (record.score.missing)
        missing = QString::fromUtf8(code_name(*record.score.missing).data());
    else
        value = record.score.value;
    if (!record.score.distribution.empty())
        distribution = QByteArray(reinterpret_cast<const char*>(record.score.distribution.data()),
                                  static_cast<qsizetype>(record.score.distribution.size() * sizeof(double)));
    return connection_.run(
        "INSERT INTO score (model, content, value, missing, standard_deviation, distribution, scored_width, "
        "scored_height, reduced, device, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (model, content) DO UPDATE SET value = excluded.value, missing = excluded.missing, "
        "standard_deviation = excluded.standard_deviation, distribution = excluded.distribution, "
        "scored_width = excluded.scored_width, scored_height = excluded.scored_height, reduced = excluded.reduced, "
        "device = excluded.device, seconds = excluded.seconds",
        {number(model), number(*content), value, missing, nullable(record.score.standard_deviation), distribution,
         record.scored_size.width, record.scored_size.height, record.reduced, nullable(*device), record.seconds});
}

Result<void> SqliteWriter::setFailures(std::span<const FailureRow> failures) {
    for (const FailureRow& row : failures)
        if (const auto set = connection_.run(
                "INSERT INTO failure (photo, code, what, remedy) SELECT id, ?, ?, ? FROM photo WHERE id = ? "
                "ON CONFLICT (photo) DO UPDATE SET code = excluded.code, what = excluded.what, "
                "remedy = excluded.remedy",
                {QString::fromUtf8(code_name(row.error.code).data()), blob(row.error.what), blob(row.error.remedy),
                 number(row.photo)});
            !set)
            return set;
    return {};
}

Result<void> SqliteWriter::clearFailures(std::span<const PhotoId> photos) {
    for (const PhotoId photo : photos)
        if (const auto cleared = connection_.run("DELETE FROM failure WHERE photo = ?", {number(photo)}); !cleared)
            return cleared;
    return {};
}

Result<CollectionRow> SqliteWriter::putCollection(const CollectionRow& collection) {
    const QVariant id = collection.id == 0 ? QVariant() : number(collection.id);
    if (const auto put = connection_.run(
            "INSERT INTO collection (id, name, filter, sort_order, built_in, place) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, filter = excluded.filter, "
            "sort_order = excluded.sort_order, built_in = excluded.built_in, place = excluded.place",
            // A null text would be NULL.
            {id, collection.name + QLatin1String(""), collection.filter + QLatin1String(""),
             collection.order + QLatin1String(""), collection.built_in, collection.place});
        !put)
        return tl::unexpected(put.error());
    CollectionRow stored = collection;
    if (stored.id == 0) {
        const auto given = connection_.value("SELECT last_insert_rowid()");
        if (!given)
            return tl::unexpected(given.error());
        stored.id = given->toLongLong();
    }
    touched_marks_ = true; // a person's words, as marks are
    return stored;
}

Result<void> SqliteWriter::removeCollection(std::int64_t id) {
    touched_marks_ = true;
    return connection_.run("DELETE FROM collection WHERE id = ?", {number(id)});
}

} // namespace touchstone::library
