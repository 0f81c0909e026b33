// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/sqlite_reader.h"

namespace touchstone::library {

Result<void> SqliteReader::shots(const Scope& scope, const std::function<bool(ShotRow&&)>& take) {
    const Snapshot snapshot(*connection_);
    if (!snapshot.begun())
        return snapshot.begun();
    const auto offline = someOffline();
    if (!offline)
        return tl::unexpected(offline.error());
    const ScopeSql sql = sql_of(scope, *offline);
    const auto rows = connection_->select(
        "SELECT p.id, p.folder, p.name, p.captured_ms, p.camera, p.exposure_seconds, p.f_number, p.iso, p.focal_mm, "
        "p.exposure_bias, p.width, p.height, c.hash, (SELECT q.id FROM photo q WHERE q.id = p.paired_with AND NOT "
        "q.missing), p.bytes, p.mtime_ns FROM photo p LEFT JOIN content c ON c.id = p.content WHERE p.has_facts = 1 "
        "AND " +
            sql.by_id + " ORDER BY p.id",
        sql.id_values);
    if (!rows)
        return tl::unexpected(rows.error());
    Result<void> read;
    while ((*rows)->next()) {
        const QSqlQuery& row = **rows;
        ShotRow shot;
        shot.id = row.value(0).toLongLong();
        shot.folder = row.value(1).toLongLong();
        shot.name = bytes_of(row.value(2));
        shot.facts.captured_ms = moment_of(row.value(3));
        if (const auto camera = integer_of(row.value(4))) {
            const auto name = word(*camera);
            if (!name) {
                read = tl::unexpected(name.error());
                break;
            }
            shot.facts.camera = name->toStdString();
        }
        shot.facts.exposure_seconds = real_of(row.value(5));
        shot.facts.f_number = real_of(row.value(6));
        shot.facts.iso = real_of(row.value(7));
        shot.facts.focal_mm = real_of(row.value(8));
        shot.facts.exposure_bias = real_of(row.value(9));
        const Size size = size_of(row.value(10), row.value(11));
        shot.facts.width = size.width;
        shot.facts.height = size.height;
        shot.content = hash_of(row.value(12));
        shot.paired_with = row.value(13).toLongLong();
        shot.bytes = length_of(row.value(14));
        shot.mtime_ns = file_time_of(row.value(15));
        if (shot.id != no_photo && !take(std::move(shot)))
            break;
    }
    const auto ended = connection_->done(**rows);
    return read ? ended : read;
}

Result<std::vector<std::optional<std::string>>> SqliteReader::signatures(int method,
                                                                         std::span<const ContentHash> contents) {
    std::vector<std::optional<std::string>> found(contents.size());
    const Snapshot snapshot(*connection_);
    if (!snapshot.begun())
        return tl::unexpected(snapshot.begun().error());
    for (std::size_t i = 0; i < contents.size(); ++i) {
        const auto data =
            connection_->value("SELECT s.data FROM content c JOIN signature s ON s.content = c.id AND s.method = ? "
                               "WHERE c.hash = ?",
                               {method, blob(contents[i])});
        if (!data)
            return tl::unexpected(data.error());
        if (!data->isNull())
            found[i] = bytes_of(*data);
    }
    return found;
}

Result<std::vector<PhotoGroup>> SqliteReader::groups() {
    const auto rows = connection_->select("SELECT g.id, g.kind, m.photo FROM photo_group g "
                                          "JOIN group_member m ON m.photo_group = g.id ORDER BY g.id, m.photo");
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<PhotoGroup> groups;
    while ((*rows)->next()) {
        const std::int64_t id = (*rows)->value(0).toLongLong();
        if (groups.empty() || groups.back().id != id)
            groups.push_back({id, group_of_word((*rows)->value(1).toString().toStdString()), {}});
        groups.back().members.push_back((*rows)->value(2).toLongLong());
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return groups;
}

Result<std::vector<PhotoId>> SqliteReader::declined() {
    const auto rows = connection_->select("SELECT photo FROM declined ORDER BY photo");
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<PhotoId> photos;
    while ((*rows)->next())
        photos.push_back((*rows)->value(0).toLongLong());
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return photos;
}

} // namespace touchstone::library
