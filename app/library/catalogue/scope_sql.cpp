// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/scope_sql.h"

#include "app/library/catalogue/connection.h"

namespace touchstone::library {

namespace {

QString json_of(const std::vector<PhotoId>& ids) {
    std::string text = "[";
    for (const PhotoId id : ids) {
        if (text.size() > 1)
            text += ',';
        text += std::to_string(id);
    }
    return QString::fromStdString(text + ']');
}

QByteArray copied(const std::string& bytes) {
    return {bytes.data(), static_cast<qsizetype>(bytes.size())};
}

} // namespace

ScopeSql sql_of(const Scope& scope, bool some_offline) {
    ScopeSql sql;
    std::string folders;
    switch (scope.kind) {
    case Scope::Kind::All:
        sql.by_id = sql.by_folder = "1";
        break;
    case Scope::Kind::Root:
    case Scope::Kind::Folder:
        folders = "SELECT f.id FROM folder f WHERE f.root = ?";
        sql.id_values = {number(scope.root)};
        // What lies below begins with "folder/"; '0' is the byte after '/'.
        if (scope.kind == Scope::Kind::Folder && !scope.folder.empty()) {
            folders += " AND (f.path = ? OR (f.path >= ? AND f.path < ?))";
            sql.id_values.insert(sql.id_values.end(),
                                 {copied(scope.folder), copied(scope.folder + '/'), copied(scope.folder + '0')});
        }
        sql.folder_values = sql.id_values;
        // '+' keeps SQLite from walking all folders once more for every score.
        sql.by_folder = "+p.folder IN (" + folders + ')';
        sql.count = "SELECT count(*) FROM photo q WHERE q.folder IN (" + folders + ')';
        sql.by_id = "p.id IN (SELECT q.id FROM photo q WHERE q.folder IN (" + folders + "))";
        break;
    case Scope::Kind::Ids:
        sql.by_id = sql.by_folder = "p.id IN (SELECT value FROM json_each(?))";
        sql.id_values = sql.folder_values = {json_of(scope.ids)};
        break;
    }
    if (scope.with_missing)
        return sql;
    std::string present = " AND p.missing = 0";
    if (some_offline)
        present += " AND +p.folder NOT IN (SELECT o.id FROM folder o JOIN root r ON r.id = o.root WHERE r.offline = 1)";
    sql.by_id += present;
    sql.by_folder += present;
    return sql;
}

} // namespace touchstone::library
