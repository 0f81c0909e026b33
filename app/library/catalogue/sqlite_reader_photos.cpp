// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>
#include <cstring>

#include "app/library/catalogue/sqlite_reader.h"

namespace touchstone::library {

namespace {

constexpr std::string_view photo_columns =
    "p.id, p.folder, p.name, p.bytes, p.mtime_ns, p.has_facts, p.captured_ms, p.camera, p.lens, p.width, p.height, "
    "p.sharpness, (SELECT q.id FROM photo q WHERE q.id = p.paired_with AND NOT q.missing), c.hash, c.width, c.height, "
    "m.rating, m.label, m.flag, g.photo_group, f.code, f.what, "
    "f.remedy, k.kind";
constexpr int photo_column_count = 24, score_column_count = 9;

/// All of a photo in one row; the scores of each recipe are nine columns more.
std::string photos_sql(std::size_t recipes, const std::string& condition) {
    std::string columns(photo_columns), joins;
    for (std::size_t at = 0; at < recipes; ++at) {
        const std::string name = 's' + std::to_string(at);
        for (const char* column : {"value", "missing", "standard_deviation", "distribution", "scored_width",
                                   "scored_height", "reduced", "device", "seconds"})
            columns += ", " + name + '.' + column;
        joins += " LEFT JOIN score " + name + " ON " + name + ".model = ? AND " + name + ".content = p.content";
    }
    return "SELECT " + columns +
           " FROM photo p LEFT JOIN content c ON c.id = p.content LEFT JOIN mark m ON m.photo = p.id "
           "LEFT JOIN group_member g ON g.photo = p.id LEFT JOIN photo_group k ON k.id = g.photo_group LEFT JOIN "
           "failure f ON f.photo = p.id" +
           joins + " WHERE " + condition + " ORDER BY p.id";
}

ErrorCode code_of(const QString& word) {
    for (int code = 0; code < static_cast<int>(ErrorCode::Internal); ++code)
        if (QLatin1String(code_name(static_cast<ErrorCode>(code)).data()) == word)
            return static_cast<ErrorCode>(code);
    return ErrorCode::Internal;
}

/// Empty when a value of it is none.
std::vector<double> distribution_of(const QByteArray& bytes) {
    std::vector<double> values(static_cast<std::size_t>(bytes.size()) / sizeof(double));
    if (!values.empty())
        std::memcpy(values.data(), bytes.constData(), values.size() * sizeof(double));
    const bool sane = std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
    return sane ? values : std::vector<double>();
}

} // namespace

Result<bool> SqliteReader::someOffline() {
    const auto found = connection_->value("SELECT 1 FROM root WHERE offline = 1 LIMIT 1");
    if (!found)
        return tl::unexpected(found.error());
    return !found->isNull();
}

Result<void> SqliteReader::readWords() {
    const auto rows = connection_->select("SELECT id, text FROM word");
    if (!rows)
        return tl::unexpected(rows.error());
    while ((*rows)->next())
        words_.try_emplace((*rows)->value(0).toLongLong(), (*rows)->value(1).toString());
    return connection_->done(**rows);
}

Result<QString> SqliteReader::word(std::int64_t id) {
    auto known = words_.find(id);
    if (known == words_.end()) {
        if (const auto read = readWords(); !read)
            return tl::unexpected(read.error());
        known = words_.find(id);
    }
    // A word that is missing is not looked for again: a damaged catalogue may name it in every row.
    return known == words_.end() ? words_[id] : known->second;
}

Result<std::optional<SqliteReader::KnownRecipe>> SqliteReader::recipe(const std::string& key) {
    const auto rows = connection_->select(
        "SELECT id, model, model_sha256, native_limit, decode, precision FROM model WHERE recipe = ?",
        {QString::fromStdString(key)});
    if (!rows)
        return tl::unexpected(rows.error());
    std::optional<KnownRecipe> known;
    if ((*rows)->next()) {
        const QSqlQuery& row = **rows;
        known.emplace();
        known->model = row.value(0).toLongLong();
        known->shared.model = row.value(1).toString().toStdString();
        known->shared.model_sha256 = row.value(2).toString().toStdString();
        known->shared.native_limit = native_limit_of(row.value(3));
        known->shared.decode = decode_mode_of(row.value(4));
        known->shared.precision = precision_of(row.value(5));
        known->shared.remembered = true;
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return known;
}

Result<std::vector<SqliteReader::KnownRecipe>> SqliteReader::recipes(std::span<const WantedScores> wanted) {
    std::vector<KnownRecipe> known;
    for (const WantedScores& scores : wanted) {
        auto found = recipe(scores.recipe_key);
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            continue;
        (*found)->shared.model = scores.listed_as;
        known.push_back(std::move(**found));
    }
    return known;
}

Result<ScoreRecord> SqliteReader::recordOf(const QSqlQuery& row, int column, const ScoreRecord& shared) {
    ScoreRecord record = shared;
    const QVariant missing = row.value(column + 1);
    if (const auto value = real_of(row.value(column)); value && missing.isNull())
        record.score.value = *value;
    else
        record.score.missing = code_of(missing.toString()); // of a damaged row "internal"
    record.score.standard_deviation = real_of(row.value(column + 2));
    record.score.distribution = distribution_of(row.value(column + 3).toByteArray());
    record.scored_size = size_of(row.value(column + 4), row.value(column + 5));
    record.reduced = row.value(column + 6).toBool();
    if (const auto device = integer_of(row.value(column + 7))) {
        const auto name = word(*device);
        if (!name)
            return tl::unexpected(name.error());
        record.device = name->toStdString();
    }
    record.seconds = real_of(row.value(column + 8)).value_or(0);
    return record;
}

Result<PhotoEntry> SqliteReader::entryOf(const QSqlQuery& row, const std::vector<KnownRecipe>& known) {
    PhotoEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.folder = row.value(1).toLongLong();
    const std::string name = bytes_of(row.value(2));
    const auto folder = folder_paths_.find(entry.folder);
    entry.file.path = (folder == folder_paths_.end() ? std::string("/") : folder->second) + name;
    entry.file.bytes = length_of(row.value(3));
    entry.file.mtime_ns = file_time_of(row.value(4));
    entry.name = display_name(name);
    entry.has_facts = row.value(5).toBool();
    entry.captured_ms = moment_of(row.value(6));
    for (auto [column, text] : {std::pair(7, &entry.camera), std::pair(8, &entry.lens)})
        if (const auto id = integer_of(row.value(column))) {
            const auto known_word = word(*id);
            if (!known_word)
                return tl::unexpected(known_word.error());
            *text = *known_word;
        }
    entry.pixel_size = size_of(row.value(9), row.value(10));
    entry.sharpness = real_of(row.value(11));
    entry.paired_with = row.value(12).toLongLong();
    entry.content = hash_of(row.value(13));
    // What a decoder found is truer than what the file says.
    if (const Size decoded = size_of(row.value(14), row.value(15)); decoded.pixels() > 0)
        entry.pixel_size = decoded;
    entry.marks = marks_of(row.value(16), row.value(17), row.value(18));
    entry.group = row.value(19).toLongLong();
    if (entry.group != 0)
        entry.group_kind = group_of_word(row.value(23).toString().toStdString());
    if (!row.value(20).isNull())
        entry.error =
            Error{code_of(row.value(20).toString()), entry.file.path, bytes_of(row.value(21)), bytes_of(row.value(22))};
    for (std::size_t at = 0; at < known.size(); ++at) {
        const int column = photo_column_count + static_cast<int>(at) * score_column_count;
        if (row.isNull(column + 8)) // seconds are in every score
            continue;
        auto record = recordOf(row, column, known[at].shared);
        if (!record)
            return tl::unexpected(record.error());
        entry.scores.push_back(std::move(*record));
    }
    entry.state = !entry.scores.empty() ? PhotoState::Scored : entry.error ? PhotoState::Failed : PhotoState::Pending;
    return entry;
}

/// With the '/' at the end, ready for a name.
Result<std::unordered_map<FolderId, std::string>> SqliteReader::folderPaths() {
    const auto rows = connection_->select("SELECT f.id, r.path, f.path FROM folder f JOIN root r ON r.id = f.root");
    if (!rows)
        return tl::unexpected(rows.error());
    std::unordered_map<FolderId, std::string> paths;
    while ((*rows)->next()) {
        std::string path = bytes_of((*rows)->value(1));
        const std::string below = bytes_of((*rows)->value(2));
        if (!path.ends_with('/'))
            path += '/';
        if (!below.empty())
            path += below + '/';
        paths.emplace((*rows)->value(0).toLongLong(), std::move(path));
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return paths;
}

Result<void> SqliteReader::photos(const Scope& scope, std::span<const WantedScores> wanted,
                                  const std::function<bool(PhotoEntry&&)>& take) {
    const Snapshot snapshot(*connection_);
    if (!snapshot.begun())
        return snapshot.begun();
    const auto known = recipes(wanted);
    if (!known)
        return tl::unexpected(known.error());
    return takePhotos(scope, *known, take);
}

Result<void> SqliteReader::takePhotos(const Scope& scope, const std::vector<KnownRecipe>& known,
                                      const std::function<bool(PhotoEntry&&)>& take) {
    auto paths = folderPaths();
    const auto offline = someOffline();
    if (!paths || !offline)
        return tl::unexpected((paths ? offline.error() : paths.error()));
    folder_paths_ = std::move(*paths);
    const ScopeSql sql = sql_of(scope, *offline);
    std::vector<QVariant> values;
    for (const KnownRecipe& recipe : known)
        values.push_back(number(recipe.model));
    values.insert(values.end(), sql.id_values.begin(), sql.id_values.end());
    const auto rows = connection_->select(photos_sql(known.size(), sql.by_id), values);
    if (!rows)
        return tl::unexpected(rows.error());
    Result<void> read;
    while (read && (*rows)->next()) {
        auto entry = entryOf(**rows, known);
        if (!entry)
            read = tl::unexpected(entry.error());
        else if (entry->id == no_photo)
            continue; // never given by this program
        else if (!take(std::move(*entry)))
            break;
    }
    const auto ended = connection_->done(**rows);
    return read ? ended : read;
}

/// Scores of a model over the photos of a scope. Walking along all scores is cheaper than looking up those of the scope
/// when the scope is wide; CROSS JOIN is SQLite's word for "in this order".
Result<SqliteReader::ScoreWalk> SqliteReader::scoreWalk(std::string_view column, std::int64_t model,
                                                        const Scope& scope) {
    constexpr std::int64_t narrow = 20'000; // looking up as many scores and sorting them takes some 20 ms
    const auto offline = someOffline();
    if (!offline)
        return tl::unexpected(offline.error());
    ScopeSql sql = sql_of(scope, *offline);
    bool wide = scope.kind == Scope::Kind::All;
    if (!sql.count.empty()) {
        const auto count = connection_->value(sql.count, sql.folder_values);
        const auto all = connection_->value("SELECT count(*) FROM photo");
        if (!count || !all)
            return tl::unexpected(count ? all.error() : count.error());
        wide = count->toLongLong() > narrow;
        if (wide && *count == *all) { // the one root of a library: nothing has to be looked up
            Scope everything = scope;
            everything.kind = Scope::Kind::All;
            sql = sql_of(everything, *offline);
        }
    }
    ScoreWalk walk;
    walk.sql = "SELECT " + std::string(column) +
               (wide ? " FROM score s CROSS JOIN photo p" : " FROM photo p CROSS JOIN score s") +
               " WHERE s.model = ? AND p.content = s.content AND s.value IS NOT NULL AND " +
               (wide ? sql.by_folder : sql.by_id);
    walk.values = {number(model)};
    const auto& scope_values = wide ? sql.folder_values : sql.id_values;
    walk.values.insert(walk.values.end(), scope_values.begin(), scope_values.end());
    return walk;
}

Result<std::vector<PhotoEntry>> SqliteReader::best(const Scope& scope, std::span<const WantedScores> wanted,
                                                   bool higher_is_better, int count) {
    const Snapshot snapshot(*connection_);
    if (!snapshot.begun())
        return tl::unexpected(snapshot.begun().error());
    const auto known = recipes(wanted);
    if (!known)
        return tl::unexpected(known.error());
    const auto first = wanted.empty() ? Result<std::optional<KnownRecipe>>() : recipe(wanted.front().recipe_key);
    if (!first)
        return tl::unexpected(first.error());
    if (!*first)
        return std::vector<PhotoEntry>();
    auto walk = scoreWalk("p.id", (*first)->model, scope);
    if (!walk)
        return tl::unexpected(walk.error());
    walk->values.push_back(count);
    const auto rows = connection_->select(
        walk->sql + " ORDER BY s.value" + (higher_is_better ? " DESC" : "") + ", p.id LIMIT ?", walk->values);
    if (!rows)
        return tl::unexpected(rows.error());
    Scope chosen{Scope::Kind::Ids, 0, {}, {}, true};
    std::unordered_map<PhotoId, std::size_t> places;
    while ((*rows)->next()) {
        const PhotoId id = (*rows)->value(0).toLongLong();
        places.emplace(id, chosen.ids.size());
        chosen.ids.push_back(id);
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    std::vector<PhotoEntry> entries(chosen.ids.size());
    const auto taken = takePhotos(chosen, *known, [&](PhotoEntry&& entry) {
        if (const auto place = places.find(entry.id); place != places.end())
            entries[place->second] = std::move(entry);
        return true;
    });
    if (!taken)
        return tl::unexpected(taken.error());
    // Of a damaged index, which names photos twice or photos that are not there.
    std::erase_if(entries, [](const PhotoEntry& entry) { return entry.id == no_photo; });
    return entries;
}

Result<std::vector<double>> SqliteReader::values(const Scope& scope, const std::string& recipe_key) {
    const Snapshot snapshot(*connection_);
    if (!snapshot.begun())
        return tl::unexpected(snapshot.begun().error());
    const auto known = recipe(recipe_key);
    if (!known)
        return tl::unexpected(known.error());
    if (!*known)
        return std::vector<double>();
    // Photos that are missing count for no percentile, whatever the scope shows.
    Scope present = scope;
    present.with_missing = false;
    const auto walk = scoreWalk("s.value", (*known)->model, present);
    if (!walk)
        return tl::unexpected(walk.error());
    const auto rows = connection_->select(walk->sql, walk->values);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<double> found;
    while ((*rows)->next())
        if (const auto value = real_of((*rows)->value(0)))
            found.push_back(*value);
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<ModelRow>> SqliteReader::models() {
    const auto rows = connection_->select(
        "SELECT m.id, m.recipe, m.model, m.model_sha256, m.preprocessing, m.native_limit, m.decode, m.precision, "
        "m.title, m.range_low, m.range_high, m.higher_is_better, "
        "(SELECT count(*) FROM score s WHERE s.model = m.id) FROM model m ORDER BY m.id");
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<ModelRow> found;
    while ((*rows)->next()) {
        const QSqlQuery& row = **rows;
        ModelRow model;
        model.id = row.value(0).toLongLong();
        model.recipe_key = row.value(1).toString().toStdString();
        model.recipe.model = row.value(2).toString().toStdString();
        model.recipe.model_sha256 = row.value(3).toString().toStdString();
        model.recipe.preprocessing = row.value(4).toString().toStdString();
        model.recipe.native_limit = native_limit_of(row.value(5));
        model.recipe.decode = decode_mode_of(row.value(6));
        model.recipe.precision = precision_of(row.value(7));
        model.title = row.value(8).toString().toStdString();
        if (const auto low = real_of(row.value(9)), high = real_of(row.value(10)); low && high && *low < *high)
            model.range = std::pair(*low, *high);
        model.higher_is_better = row.value(11).toBool();
        model.scores = row.value(12).toLongLong();
        found.push_back(std::move(model));
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return found;
}

Result<std::vector<std::optional<ScoreRecord>>> SqliteReader::scores(const std::string& recipe_key,
                                                                     std::span<const ContentHash> contents) {
    std::vector<std::optional<ScoreRecord>> found(contents.size());
    const Snapshot snapshot(*connection_);
    if (!snapshot.begun())
        return tl::unexpected(snapshot.begun().error());
    const auto known = recipe(recipe_key);
    if (!known)
        return tl::unexpected(known.error());
    for (std::size_t at = 0; *known && at < contents.size(); ++at) {
        const auto rows = connection_->select(
            "SELECT s.value, s.missing, s.standard_deviation, s.distribution, s.scored_width, s.scored_height, "
            "s.reduced, s.device, s.seconds FROM content c JOIN score s ON s.content = c.id "
            "WHERE c.hash = ? AND s.model = ?",
            {blob(contents[at]), number((*known)->model)});
        if (!rows)
            return tl::unexpected(rows.error());
        Result<void> read;
        if ((*rows)->next()) {
            auto record = recordOf(**rows, 0, (*known)->shared);
            if (record)
                found[at] = std::move(*record);
            else
                read = tl::unexpected(record.error());
        }
        const auto ended = connection_->done(**rows);
        if (!read || !ended)
            return tl::unexpected(read ? ended.error() : read.error());
    }
    return found;
}

} // namespace touchstone::library
