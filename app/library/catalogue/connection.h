// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include "app/library/catalogue/content_hash.h"
#include "app/library/marks.h"
#include "engine/base/error.h"
#include "engine/imaging/decode.h"
#include "engine/nn/device.h"

namespace touchstone::library {

/// One connection to the catalogue's file, through Qt's SQLite driver, with its statements kept prepared. Belongs to
/// the thread that opened it and is destroyed there. Errors carry what SQLite said.
class Connection {
public:
    enum class Mode {
        ReadWrite, ///< makes the file when there is none
        Read,      ///< changes nothing; follows another connection's log
        Immutable, ///< a file that nobody writes, where not even a log's index can be made beside it
    };
    /// Path as raw bytes. Waits up to `busy_ms` for another connection's lock.
    static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode, int busy_ms = 5000);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    const std::string& path() const { return path_; }

    using Values = std::initializer_list<QVariant>;
    /// Runs one statement; `sql` is a literal (statements are kept by their text) and the values are bound in order.
    Result<void> run(std::string_view sql, Values values = {});
    /// The same, and the rows: `while (query.next())`, then done(query).
    Result<QSqlQuery*> select(std::string_view sql, Values values = {});
    Result<QSqlQuery*> select(std::string_view sql, const std::vector<QVariant>& values);
    /// After the last row, or earlier: ends the statement, so that it holds no snapshot of the file. ReadFailed when
    /// reading stopped for an error.
    Result<void> done(QSqlQuery& query);
    /// The first column of the first row; invalid when there is no row.
    Result<QVariant> value(std::string_view sql, Values values = {});
    Result<QVariant> value(std::string_view sql, const std::vector<QVariant>& values);
    /// Rows changed by the last run().
    std::int64_t changed() const { return changed_; }

    /// SQLite found its file damaged in a statement of this connection.
    bool sawDamage() const { return saw_damage_; }

private:
    Connection(std::string path, QString name);
    Result<QSqlQuery*> selectBound(std::string_view sql, std::span<const QVariant> values);
    Result<QVariant> first(const Result<QSqlQuery*>& query);
    Result<QSqlQuery*> prepared(std::string_view sql);
    tl::unexpected<Error> failed(const QSqlError& error);

    std::string path_;
    QString name_;
    QSqlDatabase database_;
    std::unordered_map<std::string, QSqlQuery> statements_;
    std::int64_t changed_ = 0;
    bool writes_ = false;
    bool saw_damage_ = false;
};

/// What was read between begin and the end of the scope is one state of the catalogue.
class Snapshot {
public:
    explicit Snapshot(Connection& connection);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    const Result<void>& begun() const { return begun_; }

private:
    Connection& connection_;
    Result<void> begun_;
};

/// Values for binding. Blobs of bytes borrow them: they must live until the statement ran.
inline QVariant blob(const std::string& bytes) {
    return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}
inline QVariant blob(const ContentHash& hash) {
    return QByteArray(reinterpret_cast<const char*>(hash.bytes.data()), static_cast<qsizetype>(hash.bytes.size()));
}
inline QVariant number(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}
template <class T>
QVariant nullable(const std::optional<T>& value) {
    return value ? QVariant::fromValue(*value) : QVariant();
}
template <>
inline QVariant nullable(const std::optional<std::int64_t>& value) {
    return value ? number(*value) : QVariant();
}
template <>
inline QVariant nullable(const std::optional<ContentHash>& value) {
    return value ? blob(*value) : QVariant();
}

/// Values of a row.
std::string bytes_of(const QVariant& value);
std::optional<ContentHash> hash_of(const QVariant& value); ///< empty for NULL or another length
std::optional<double> real_of(const QVariant& value);      ///< empty for what is not finite, too
std::optional<std::int64_t> integer_of(const QVariant& value);

// The file may be damaged, or made by somebody else: what these give is in its range whatever the row holds.
/// Milliseconds since 1970; empty for NULL and for what is further away than any calendar (± 8.64e15 ms).
std::optional<std::int64_t> moment_of(const QVariant& value);
std::int64_t file_time_of(const QVariant& value);            ///< ns since 1970; can be negated
std::int64_t length_of(const QVariant& value);               ///< bytes, not below 0
Size size_of(const QVariant& width, const QVariant& height); ///< zero where a side is negative or absurd
Marks marks_of(const QVariant& rating, const QVariant& label, const QVariant& flag);
std::optional<int> native_limit_of(const QVariant& value); ///< empty for NULL and what is no length
imaging::DecodeMode decode_mode_of(const QVariant& value);
Precision precision_of(const QVariant& value);

} // namespace touchstone::library
