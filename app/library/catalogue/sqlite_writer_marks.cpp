// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include "app/library/catalogue/catalogue_files.h"
#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/sqlite_writer.h"

namespace touchstone::library {

namespace {

constexpr std::size_t journal_photos = 10'000; ///< of one act
constexpr int journal_acts = 10'000;
constexpr std::int64_t journal_bytes = std::int64_t{64} << 20;
constexpr std::int64_t look_at_bytes_every = 64; ///< acts; adding up the sizes of all rows takes some ms

/// "[17,[3,0,1],[5,0,1]]": photo, rating, label and flag before and after.
void append_step(std::string& text, PhotoId photo, const Marks& before, const Marks& after) {
    text += text.size() > 1 ? ",[" : "[";
    text += std::to_string(photo);
    for (const Marks& marks : {before, after})
        text += ",[" + std::to_string(marks.rating) + ',' + std::to_string(static_cast<int>(marks.label)) + ',' +
                std::to_string(static_cast<int>(marks.flag)) + ']';
    text += ']';
}

} // namespace

/// Empty when there is no such photo.
Result<std::optional<Marks>> SqliteWriter::marksOf(PhotoId photo) {
    const auto rows =
        connection_.select("SELECT m.rating, m.label, m.flag FROM photo p LEFT JOIN mark m ON m.photo = p.id "
                           "WHERE p.id = ?",
                           {number(photo)});
    if (!rows)
        return tl::unexpected(rows.error());
    std::optional<Marks> marks;
    if ((*rows)->next())
        marks = library::marks_of((*rows)->value(0), (*rows)->value(1), (*rows)->value(2));
    if (const auto ended = connection_.done(**rows); !ended)
        return tl::unexpected(ended.error());
    return marks;
}

Result<std::vector<PhotoMarks>> SqliteWriter::changeMarks(std::span<const PhotoId> photos, const MarkChange& change) {
    std::vector<PhotoMarks> old;
    std::vector<MarkStep> steps;
    for (const PhotoId photo : photos) {
        const auto before = marksOf(photo);
        if (!before)
            return tl::unexpected(before.error());
        if (!*before)
            continue;
        Marks after = **before;
        after.rating = std::clamp(change.rating.value_or(after.rating), 0, 5);
        after.label = change.label.value_or(after.label);
        after.flag = change.flag.value_or(after.flag);
        old.push_back({photo, **before});
        steps.push_back({photo, **before, after});
    }
    if (const auto written = writeMarks(steps); !written)
        return tl::unexpected(written.error());
    return old;
}

Result<void> SqliteWriter::putMarks(std::span<const PhotoMarks> marks) {
    std::vector<MarkStep> steps;
    for (const PhotoMarks& put : marks) {
        const auto before = marksOf(put.photo);
        if (!before)
            return tl::unexpected(before.error());
        if (!*before)
            continue;
        Marks after = put.marks;
        after.rating = std::clamp(after.rating, 0, 5);
        steps.push_back({put.photo, **before, after});
    }
    return writeMarks(steps);
}

Result<void> SqliteWriter::writeMarks(std::span<const MarkStep> steps) {
    touched_marks_ = touched_marks_ || !steps.empty();
    for (const MarkStep& step : steps) {
        const auto written =
            step.after == Marks{}
                ? connection_.run("DELETE FROM mark WHERE photo = ?", {number(step.photo)})
                : connection_.run("INSERT INTO mark (photo, rating, label, flag) VALUES (?, ?, ?, ?) "
                                  "ON CONFLICT (photo) DO UPDATE SET rating = excluded.rating, "
                                  "label = excluded.label, flag = excluded.flag",
                                  {number(step.photo), step.after.rating, static_cast<int>(step.after.label),
                                   static_cast<int>(step.after.flag)});
        if (!written)
            return written;
    }
    return steps.empty() ? Result<void>() : addToJournal(steps);
}

/// Bounded three ways: photos of one act, acts, and the bytes of all.
Result<void> SqliteWriter::addToJournal(std::span<const MarkStep> steps) {
    std::string acts = "[";
    for (const MarkStep& step : steps.first(std::min(steps.size(), journal_photos)))
        append_step(acts, step.photo, step.before, step.after);
    acts += ']';
    if (const auto added =
            connection_.run("INSERT INTO journal (at_ms, photos, size, acts) VALUES (?, ?, ?, ?)",
                            {number(now_ms()), number(static_cast<std::int64_t>(steps.size())),
                             number(static_cast<std::int64_t>(acts.size())), QString::fromStdString(acts)});
        !added)
        return added;
    const auto last = connection_.value("SELECT last_insert_rowid()");
    if (!last)
        return tl::unexpected(last.error());
    if (const auto pruned =
            connection_.run("DELETE FROM journal WHERE id <= ?", {number(last->toLongLong() - journal_acts)});
        !pruned)
        return pruned;
    if (last->toLongLong() % look_at_bytes_every != 0)
        return {};
    return connection_.run("DELETE FROM journal WHERE id <= (SELECT max(id) FROM (SELECT id, sum(size) OVER "
                           "(ORDER BY id DESC) AS so_far FROM journal) WHERE so_far > ?)",
                           {number(journal_bytes)});
}

} // namespace touchstone::library
