// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/sqlite_writer.h"

namespace touchstone::library {

Result<void> SqliteWriter::addPhotos(std::span<const PhotoFile> files) {
    for (const PhotoFile& file : files) {
        std::optional<std::int64_t> content;
        if (file.content) {
            const auto id = contentId(*file.content);
            if (!id)
                return tl::unexpected(id.error());
            content = *id;
        }
        // Of an unknown folder, or with a name that is taken: passed over.
        if (const auto added = connection_.run("INSERT OR IGNORE INTO photo (id, folder, name, bytes, mtime_ns, "
                                               "device, inode, missing, quick, content) "
                                               "SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ? FROM folder WHERE id = ?",
                                               {number(file.id), blob(file.name), number(file.bytes),
                                                number(file.mtime_ns), number(static_cast<std::int64_t>(file.device)),
                                                number(static_cast<std::int64_t>(file.inode)), file.missing,
                                                nullable(file.quick), nullable(content), number(file.folder)});
            !added)
            return added;
    }
    return {};
}

Result<void> SqliteWriter::changePhotos(std::span<const PhotoFile> files) {
    for (const PhotoFile& file : files) {
        std::optional<std::int64_t> content;
        if (file.content) {
            const auto id = contentId(*file.content);
            if (!id)
                return tl::unexpected(id.error());
            content = *id;
        }
        if (const auto changed = connection_.run(
                "UPDATE photo SET bytes = ?, mtime_ns = ?, device = ?, inode = ?, missing = ?, quick = ?, content = ?, "
                "has_facts = 0, captured_ms = NULL, camera = NULL, lens = NULL, width = 0, height = 0, "
                "exposure_seconds = NULL, f_number = NULL, iso = NULL, focal_mm = NULL, exposure_bias = NULL, "
                "sharpness = NULL WHERE id = ?",
                {number(file.bytes), number(file.mtime_ns), number(static_cast<std::int64_t>(file.device)),
                 number(static_cast<std::int64_t>(file.inode)), file.missing, nullable(file.quick), nullable(content),
                 number(file.id)});
            !changed)
            return changed;
        if (const auto cleared = clearFailures(std::span(&file.id, 1)); !cleared)
            return cleared;
    }
    return {};
}

/// A photo that another one's file replaced: missing, under a name of no file, with its marks.
Result<void> SqliteWriter::freeName(FolderId folder, const std::string& name, PhotoId keep) {
    const auto other = connection_.value("SELECT id FROM photo WHERE folder = ? AND name = ? AND id <> ?",
                                         {number(folder), blob(name), number(keep)});
    if (!other)
        return tl::unexpected(other.error());
    if (other->isNull())
        return {};
    const std::string displaced = displaced_name(other->toLongLong());
    return connection_.run("UPDATE photo SET missing = 1, name = ? WHERE id = ?", {blob(displaced), *other});
}

Result<void> SqliteWriter::movePhotos(std::span<const PhotoFile> files) {
    // Two that change names with each other must not meet halfway.
    for (const PhotoFile& file : files) {
        const std::string between = displaced_name(file.id);
        if (const auto moved =
                connection_.run("UPDATE photo SET name = ? WHERE id = ? AND EXISTS (SELECT 1 FROM folder WHERE id = ?)",
                                {blob(between), number(file.id), number(file.folder)});
            !moved)
            return moved;
    }
    for (const PhotoFile& file : files) {
        const auto known =
            connection_.value("SELECT 1 FROM photo WHERE id = ? AND EXISTS (SELECT 1 FROM folder WHERE id = ?)",
                              {number(file.id), number(file.folder)});
        if (!known)
            return tl::unexpected(known.error());
        if (known->isNull())
            continue;
        if (const auto freed = freeName(file.folder, file.name, file.id); !freed)
            return freed;
        if (const auto moved = connection_.run(
                "UPDATE photo SET folder = ?, name = ?, bytes = ?, mtime_ns = ?, device = ?, inode = ?, missing = ? "
                "WHERE id = ?",
                {number(file.folder), blob(file.name), number(file.bytes), number(file.mtime_ns),
                 number(static_cast<std::int64_t>(file.device)), number(static_cast<std::int64_t>(file.inode)),
                 file.missing, number(file.id)});
            !moved)
            return moved;
    }
    return {};
}

Result<void> SqliteWriter::setMissing(std::span<const PhotoId> photos, bool missing) {
    for (const PhotoId photo : photos)
        if (const auto set = connection_.run("UPDATE photo SET missing = ? WHERE id = ?", {missing, number(photo)});
            !set)
            return set;
    return {};
}

Result<void> SqliteWriter::removePhotos(std::span<const PhotoId> photos) {
    for (const PhotoId photo : photos)
        if (const auto removed = connection_.run("DELETE FROM photo WHERE id = ?", {number(photo)}); !removed)
            return removed;
    touched_marks_ = true;
    return {};
}

Result<void> SqliteWriter::setFacts(std::span<const std::pair<PhotoId, FileFacts>> all) {
    for (const auto& [photo, facts] : all) {
        const auto camera = wordId(facts.camera), lens = wordId(facts.lens);
        if (!camera || !lens)
            return tl::unexpected((camera ? lens : camera).error());
        if (const auto set = connection_.run(
                "UPDATE photo SET has_facts = 1, captured_ms = ?, camera = ?, lens = ?, width = ?, height = ?, "
                "exposure_seconds = ?, f_number = ?, iso = ?, focal_mm = ?, exposure_bias = ? WHERE id = ?",
                {nullable(facts.captured_ms), nullable(*camera), nullable(*lens), facts.width, facts.height,
                 nullable(facts.exposure_seconds), nullable(facts.f_number), nullable(facts.iso),
                 nullable(facts.focal_mm), nullable(facts.exposure_bias), number(photo)});
            !set)
            return set;
    }
    return {};
}

Result<void> SqliteWriter::setQuickKeys(std::span<const std::pair<PhotoId, ContentHash>> keys) {
    for (const auto& [photo, key] : keys)
        if (const auto set = connection_.run("UPDATE photo SET quick = ? WHERE id = ?", {blob(key), number(photo)});
            !set)
            return set;
    return {};
}

Result<void> SqliteWriter::setContents(std::span<const std::pair<PhotoId, ContentHash>> contents) {
    for (const auto& [photo, hash] : contents) {
        const auto content = contentId(hash);
        if (!content)
            return tl::unexpected(content.error());
        if (const auto set =
                connection_.run("UPDATE photo SET content = ? WHERE id = ?", {number(*content), number(photo)});
            !set)
            return set;
    }
    return {};
}

Result<void> SqliteWriter::setSharpness(std::span<const std::pair<PhotoId, double>> values) {
    for (const auto& [photo, value] : values)
        if (const auto set = connection_.run("UPDATE photo SET sharpness = ? WHERE id = ?", {value, number(photo)});
            !set)
            return set;
    return {};
}

Result<void> SqliteWriter::setPairs(std::span<const std::pair<PhotoId, PhotoId>> pairs) {
    for (const auto& [raw, jpeg] : pairs) {
        // A photo has one partner: what either had before is undone on both sides.
        for (const PhotoId photo : {raw, jpeg})
            if (const auto undone =
                    connection_.run("UPDATE photo SET paired_with = NULL WHERE id = ? OR paired_with = ?",
                                    {number(photo), number(photo)});
                !undone)
                return undone;
        for (const auto& [one, other] : {std::pair(raw, jpeg), std::pair(jpeg, raw)})
            if (const auto set = connection_.run(
                    "UPDATE photo SET paired_with = ? WHERE id = ? AND EXISTS (SELECT 1 FROM photo WHERE id = ?)",
                    {number(other), number(one), number(other)});
                !set)
                return set;
    }
    return {};
}

/// Empty text has no word.
Result<std::optional<std::int64_t>> SqliteWriter::wordId(const std::string& text) {
    if (text.empty())
        return std::nullopt;
    if (const auto known = words_.find(text); known != words_.end())
        return known->second;
    const QString word = QString::fromStdString(text);
    if (const auto added = connection_.run("INSERT OR IGNORE INTO word (text) VALUES (?)", {word}); !added)
        return tl::unexpected(added.error());
    const auto id = connection_.value("SELECT id FROM word WHERE text = ?", {word});
    if (!id)
        return tl::unexpected(id.error());
    return words_[text] = id->toLongLong();
}

Result<std::int64_t> SqliteWriter::contentId(const ContentHash& hash) {
    const auto known = connection_.value("SELECT id FROM content WHERE hash = ?", {blob(hash)});
    if (!known)
        return tl::unexpected(known.error());
    if (!known->isNull())
        return known->toLongLong();
    if (const auto added = connection_.run("INSERT INTO content (hash) VALUES (?)", {blob(hash)}); !added)
        return tl::unexpected(added.error());
    const auto id = connection_.value("SELECT last_insert_rowid()");
    if (!id)
        return tl::unexpected(id.error());
    return id->toLongLong();
}

} // namespace touchstone::library
