// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/schema.h"

#include <QFile>
#include <QStringList>

// Outside of any namespace, as the macro demands. The linker drops the initialiser of a static library otherwise.
static void load_schema_files() {
    Q_INIT_RESOURCE(touchstone_schema);
}

namespace touchstone::library {

namespace {

/// The statements of one file: each ends with ';' at the end of its line; lines that begin with "--" are comments.
Result<QStringList> statements_of(int schema) {
    load_schema_files();
    const QString name = QStringLiteral(":/touchstone/schema/%1.sql").arg(schema);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Internal, name.toStdString(), "the program's own schema file is missing");
    QStringList statements;
    QString statement;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (line.trimmed().isEmpty() || line.startsWith(QLatin1String("--")))
            continue;
        statement += line + QLatin1Char('\n');
        if (line.endsWith(QLatin1Char(';')))
            statements.append(std::exchange(statement, {}));
    }
    return statements;
}

Result<void> steps(Connection& connection, int from, int to) {
    for (int next = from + 1; next <= to; ++next) {
        const auto statements = statements_of(next);
        if (!statements)
            return tl::unexpected(statements.error());
        for (const QString& statement : *statements)
            if (const auto done = connection.run(statement.toStdString()); !done)
                return done;
    }
    return connection.run("PRAGMA user_version = " + std::to_string(to));
}

} // namespace

Result<int> schema_of(Connection& connection) {
    const auto version = connection.value("PRAGMA user_version");
    if (!version)
        return tl::unexpected(version.error());
    return version->toInt();
}

Result<void> migrate(Connection& connection, int schema, const std::function<void()>& before_commit) {
    // The lock comes before the look: another process may be at it.
    if (const auto begun = connection.run("BEGIN IMMEDIATE"); !begun)
        return begun;
    const auto from = schema_of(connection);
    Result<void> result = from ? Result<void>() : tl::unexpected(from.error());
    if (result && *from < schema)
        result = steps(connection, *from, schema);
    if (result && before_commit)
        before_commit();
    if (result)
        result = connection.run("COMMIT");
    if (!result)
        (void)connection.run("ROLLBACK"); // the first error is the one that counts
    return result;
}

} // namespace touchstone::library
