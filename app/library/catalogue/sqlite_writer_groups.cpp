// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/sqlite_writer.h"

namespace touchstone::library {

Result<void> SqliteWriter::putSignatures(int method, std::span<const std::pair<ContentHash, std::string>> signatures) {
    for (const auto& [hash, data] : signatures) {
        const auto content = contentId(hash);
        if (!content)
            return tl::unexpected(content.error());
        if (const auto put = connection_.run("INSERT INTO signature (content, method, data) VALUES (?, ?, ?) "
                                             "ON CONFLICT (content) DO UPDATE SET method = excluded.method, "
                                             "data = excluded.data",
                                             {number(*content), method, blob(data)});
            !put)
            return put;
    }
    return {};
}

Result<std::vector<std::int64_t>> SqliteWriter::changeGroups(std::span<const std::int64_t> dissolved,
                                                             std::span<const PhotoGroup> made) {
    for (const std::int64_t group : dissolved) {
        if (const auto asked_anew = connection_.run(
                "DELETE FROM declined WHERE photo IN (SELECT photo FROM group_member WHERE photo_group = ?)",
                {number(group)});
            !asked_anew)
            return tl::unexpected(asked_anew.error());
        if (const auto gone = connection_.run("DELETE FROM photo_group WHERE id = ?", {number(group)}); !gone)
            return tl::unexpected(gone.error());
    }
    std::vector<std::int64_t> ids;
    for (const PhotoGroup& group : made) {
        const auto id = makeGroup(group);
        if (!id)
            return tl::unexpected(id.error());
        ids.push_back(*id);
    }
    // Photos that were forgotten, or joined another group, may have left less than two behind.
    if (const auto swept = connection_.run(
            "DELETE FROM photo_group WHERE (SELECT count(*) FROM group_member m WHERE m.photo_group = photo_group.id) "
            "< 2");
        !swept)
        return tl::unexpected(swept.error());
    return ids;
}

/// 0 when fewer than two of its members exist.
Result<std::int64_t> SqliteWriter::makeGroup(const PhotoGroup& group) {
    std::vector<PhotoId> members;
    for (const PhotoId photo : group.members) {
        const auto known = connection_.value("SELECT 1 FROM photo WHERE id = ?", {number(photo)});
        if (!known)
            return tl::unexpected(known.error());
        if (!known->isNull())
            members.push_back(photo);
    }
    if (members.size() < 2)
        return 0;
    const std::string_view word = group_word(group.kind);
    if (const auto added = connection_.run("INSERT INTO photo_group (kind) VALUES (?)",
                                           {QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()))});
        !added)
        return tl::unexpected(added.error());
    const auto id = connection_.value("SELECT last_insert_rowid()");
    if (!id)
        return tl::unexpected(id.error());
    for (const PhotoId photo : members) {
        if (const auto put = connection_.run("INSERT INTO group_member (photo, photo_group) VALUES (?, ?) "
                                             "ON CONFLICT (photo) DO UPDATE SET photo_group = excluded.photo_group",
                                             {number(photo), *id});
            !put)
            return tl::unexpected(put.error());
        if (const auto asked_anew = connection_.run("DELETE FROM declined WHERE photo = ?", {number(photo)});
            !asked_anew)
            return tl::unexpected(asked_anew.error());
    }
    return id->toLongLong();
}

Result<void> SqliteWriter::setDeclined(std::span<const PhotoId> photos, bool declined) {
    for (const PhotoId photo : photos)
        if (const auto done =
                declined ? connection_.run("INSERT OR IGNORE INTO declined (photo) SELECT id FROM photo WHERE id = ?",
                                           {number(photo)})
                         : connection_.run("DELETE FROM declined WHERE photo = ?", {number(photo)});
            !done)
            return done;
    return {};
}

} // namespace touchstone::library
