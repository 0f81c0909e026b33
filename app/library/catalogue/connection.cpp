// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/connection.h"

#include <algorithm>
#include <atomic>
#include <climits>
#include <cmath>
#include <cstring>

#include <QSqlError>

#include "engine/base/files.h"

namespace touchstone::library {

namespace {

/// The driver takes names as text, and a folder's name may be any bytes: in a URI they travel percent-encoded.
QString uri_of(const std::string& path, Connection::Mode mode) {
    const std::string uri =
        "file:" + percent_encode_path(path) + (mode == Connection::Mode::Immutable ? "?immutable=1" : "");
    return QString::fromStdString(uri);
}

QString options_of(Connection::Mode mode, int busy_ms) {
    QString options = QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1").arg(busy_ms);
    if (mode != Connection::Mode::ReadWrite)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    return options;
}

/// Connections have a global name in Qt; a counter is never used again, a thread's address would be.
QString next_name() {
    static std::atomic<quint64> counter{0};
    return QStringLiteral("touchstone-catalogue-%1").arg(++counter);
}

constexpr int sqlite_corrupt = 11, sqlite_full = 13, sqlite_not_a_database = 26;

} // namespace

Connection::Connection(std::string path, QString name)
    : path_(std::move(path))
    , name_(std::move(name)) {}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode, int busy_ms) {
    std::unique_ptr<Connection> connection(new Connection(path, next_name()));
    connection->writes_ = mode == Mode::ReadWrite;
    QSqlDatabase& database = connection->database_;
    database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->name_);
    database.setDatabaseName(uri_of(path, mode));
    database.setConnectOptions(options_of(mode, busy_ms));
    if (!database.isValid())
        return failure(ErrorCode::Internal, path, "Qt's SQLite driver is missing", "install libqt6sql6-sqlite");
    if (!database.open())
        return connection->failed(database.lastError());
    // Temporary tables and sorters of a hundred thousand rows are small.
    for (const char* pragma : {"PRAGMA foreign_keys = ON", "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -16000"})
        if (const auto set = connection->run(pragma); !set)
            return tl::unexpected(set.error());
    return connection;
}

Connection::~Connection() {
    statements_.clear();
    database_ = QSqlDatabase();
    QSqlDatabase::removeDatabase(name_);
}

tl::unexpected<Error> Connection::failed(const QSqlError& error) {
    const int code = error.nativeErrorCode().toInt() & 0xff;
    saw_damage_ = saw_damage_ || code == sqlite_corrupt || code == sqlite_not_a_database;
    std::string what = error.databaseText().toStdString();
    if (what.empty())
        what = error.text().toStdString();
    const std::string remedy = code == sqlite_full ? "free some space on the disk" : "";
    if (code == sqlite_corrupt || code == sqlite_not_a_database)
        return failure(ErrorCode::Damaged, path_, what);
    return failure(writes_ ? ErrorCode::WriteFailed : ErrorCode::ReadFailed, path_, what, remedy);
}

Result<QSqlQuery*> Connection::prepared(std::string_view sql) {
    std::string text(sql);
    if (const auto kept = statements_.find(text); kept != statements_.end())
        return &kept->second;
    QSqlQuery query(database_);
    query.setForwardOnly(true);
    if (!query.prepare(QString::fromUtf8(sql.data(), static_cast<qsizetype>(sql.size()))))
        return failed(query.lastError());
    return &statements_.emplace(std::move(text), std::move(query)).first->second;
}

Result<void> Connection::run(std::string_view sql, Values values) {
    const auto query = select(sql, values);
    if (!query)
        return tl::unexpected(query.error());
    changed_ = (*query)->numRowsAffected();
    return done(**query);
}

Result<QSqlQuery*> Connection::select(std::string_view sql, Values values) {
    return selectBound(sql, {values.begin(), values.size()});
}

Result<QSqlQuery*> Connection::select(std::string_view sql, const std::vector<QVariant>& values) {
    return selectBound(sql, values);
}

Result<QSqlQuery*> Connection::selectBound(std::string_view sql, std::span<const QVariant> values) {
    const auto query = prepared(sql);
    if (!query)
        return query;
    int place = 0;
    for (const QVariant& value : values)
        (*query)->bindValue(place++, value);
    if (!(*query)->exec())
        return failed((*query)->lastError());
    return query;
}

Result<void> Connection::done(QSqlQuery& query) {
    const QSqlError error = query.lastError();
    query.finish();
    if (error.isValid())
        return failed(error);
    return {};
}

Result<QVariant> Connection::value(std::string_view sql, Values values) {
    return first(select(sql, values));
}

Result<QVariant> Connection::value(std::string_view sql, const std::vector<QVariant>& values) {
    return first(select(sql, values));
}

Result<QVariant> Connection::first(const Result<QSqlQuery*>& query) {
    if (!query)
        return tl::unexpected(query.error());
    QVariant value;
    if ((*query)->next())
        value = (*query)->value(0);
    if (const auto ended = done(**query); !ended)
        return tl::unexpected(ended.error());
    return value;
}

Snapshot::Snapshot(Connection& connection)
    : connection_(connection)
    , begun_(connection.run("BEGIN")) {}

Snapshot::~Snapshot() {
    if (begun_)
        (void)connection_.run("COMMIT"); // of a transaction that only read: nothing can be lost
}

std::string bytes_of(const QVariant& value) {
    const QByteArray bytes = value.toByteArray();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

std::optional<ContentHash> hash_of(const QVariant& value) {
    const QByteArray bytes = value.toByteArray();
    ContentHash hash;
    if (static_cast<std::size_t>(bytes.size()) != hash.bytes.size())
        return std::nullopt;
    std::memcpy(hash.bytes.data(), bytes.constData(), hash.bytes.size());
    return hash;
}

std::optional<double> real_of(const QVariant& value) {
    const double number = value.toDouble();
    return value.isNull() || !std::isfinite(number) ? std::nullopt : std::optional(number);
}

std::optional<std::int64_t> integer_of(const QVariant& value) {
    return value.isNull() ? std::nullopt : std::optional<std::int64_t>(value.toLongLong());
}

std::optional<std::int64_t> moment_of(const QVariant& value) {
    constexpr std::int64_t farthest = 8'640'000'000'000'000;
    const std::int64_t moment = value.toLongLong();
    return value.isNull() || moment < -farthest || moment > farthest ? std::nullopt : std::optional(moment);
}

std::int64_t file_time_of(const QVariant& value) {
    return std::max<std::int64_t>(value.toLongLong(), -INT64_MAX);
}

std::int64_t length_of(const QVariant& value) {
    return std::max<std::int64_t>(value.toLongLong(), 0);
}

Size size_of(const QVariant& width, const QVariant& height) {
    constexpr qlonglong longest = 1 << 24;
    const qlonglong across = width.toLongLong(), down = height.toLongLong();
    if (across < 0 || down < 0 || across > longest || down > longest)
        return {};
    return {static_cast<int>(across), static_cast<int>(down)};
}

Marks marks_of(const QVariant& rating, const QVariant& label, const QVariant& flag) {
    const auto within = [](const QVariant& value, int most) {
        const qlonglong number = value.toLongLong();
        return number < 0 || number > most ? 0 : static_cast<int>(number);
    };
    return {within(rating, 5), static_cast<Label>(within(label, static_cast<int>(Label::Purple))),
            static_cast<Flag>(within(flag, static_cast<int>(Flag::Reject)))};
}

std::optional<int> native_limit_of(const QVariant& value) {
    const qlonglong pixels = value.toLongLong();
    return pixels < 1 || pixels > INT_MAX ? std::nullopt : std::optional(static_cast<int>(pixels));
}

imaging::DecodeMode decode_mode_of(const QVariant& value) {
    return value.toLongLong() == static_cast<int>(imaging::DecodeMode::AsStored) ? imaging::DecodeMode::AsStored
                                                                                 : imaging::DecodeMode::Upright;
}

Precision precision_of(const QVariant& value) {
    return value.toLongLong() == static_cast<int>(Precision::Fast) ? Precision::Fast : Precision::Reference;
}

} // namespace touchstone::library
