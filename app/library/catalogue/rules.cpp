// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/rules.h"

namespace touchstone::library {

namespace {

struct Rule {
    std::string_view broken; ///< how the number of rows that break it is said
    std::string_view count;
};

constexpr Rule rules[] = {
    {"folders of a root lie inside another root",
     "SELECT count(*) FROM root a JOIN root b ON a.id <> b.id AND a.loose = 0 AND b.loose = 0 AND "
     "substr(a.path, 1, length(b.path) + 1) = CAST(b.path || '/' AS BLOB)"},
    {"photos without a name", "SELECT count(*) FROM photo WHERE length(name) = 0"},
    {"present photos under a name of no file",
     "SELECT count(*) FROM photo WHERE missing = 0 AND instr(name, x'00') > 0"},
    {"content hashes of a wrong length", "SELECT count(*) FROM content WHERE length(hash) <> 16"},
    {"quick keys of a wrong length", "SELECT count(*) FROM photo WHERE quick IS NOT NULL AND length(quick) <> 16"},
    {"distributions that are cut off", "SELECT count(*) FROM score WHERE length(distribution) % 8 <> 0"},
    {"marks that say nothing", "SELECT count(*) FROM mark WHERE rating = 0 AND label = 0 AND flag = 0"},
    {"marks out of their range",
     "SELECT count(*) FROM mark WHERE label NOT BETWEEN 0 AND 5 OR flag NOT BETWEEN 0 AND 2"},
    {"pairs of which one half knows nothing",
     "SELECT count(*) FROM photo a JOIN photo b ON b.id = a.paired_with WHERE b.paired_with IS NOT a.id"},
    {"ids beyond the last one given",
     "SELECT count(*) FROM photo WHERE id > (SELECT seq FROM sqlite_sequence WHERE name = 'photo')"},
};

/// Rows of a pragma that says "ok" when there is nothing to say.
Result<void> add_rows(Connection& connection, std::string_view pragma, const std::string& before,
                      std::vector<std::string>& broken) {
    const auto rows = connection.select(pragma);
    if (!rows)
        return tl::unexpected(rows.error());
    while ((*rows)->next())
        if (const std::string text = (*rows)->value(0).toString().toStdString(); text != "ok")
            broken.push_back(before + text);
    return connection.done(**rows);
}

} // namespace

Result<std::vector<std::string>> broken_rules(Connection& connection) {
    std::vector<std::string> broken;
    const Snapshot snapshot(connection);
    if (!snapshot.begun())
        return tl::unexpected(snapshot.begun().error());
    for (const auto& [pragma, before] :
         {std::pair("PRAGMA quick_check", ""), std::pair("PRAGMA foreign_key_check", "a row without its owner in ")})
        if (const auto added = add_rows(connection, pragma, before, broken); !added) {
            if (!connection.sawDamage())
                return tl::unexpected(added.error());
            broken.push_back(added.error().what);
            return broken; // counting rows of a damaged file says nothing
        }
    for (const Rule& rule : rules) {
        const auto count = connection.value(rule.count);
        if (!count)
            return tl::unexpected(count.error());
        if (count->toLongLong() > 0)
            broken.push_back(std::to_string(count->toLongLong()) + ' ' + std::string(rule.broken));
    }
    return broken;
}

} // namespace touchstone::library
