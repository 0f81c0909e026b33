// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include <QAbstractTableModel>
#include <QString>

#include "app/library/photo_entry.h"
#include "engine/base/error.h"

namespace touchstone::library {

/// Something that went wrong and concerns the person, never a dialog. Plain value.
struct Issue {
    enum class Severity { Note, Warning, Error };

    Severity severity = Severity::Warning;
    PhotoId photo = no_photo; ///< to jump to; may be none
    std::string file;         ///< raw bytes; may be empty
    QString text;             ///< what happened and what to do, without the file name
    QString merge_key;        ///< issues with the same key are one row; empty = severity + file + text
    int repeats = 1;
};
/// The file's bytes are what failed, so they will fail at every try until the file changes. Anything else (a full
/// memory, a drive that stumbled) is not held against the photo.
bool lies_in_the_file(ErrorCode code);
/// The words of an engine error as an issue.
Issue issue_of(const Error& error, PhotoId photo = no_photo);
/// The same of a photo at `path`. Photos that are gone share one row: a removed folder would fill the list.
Issue issue_of_photo(const Error& error, PhotoId photo, const std::string& path);

/// The Issues panel: severity, file, text, how often. Equal issues are one row whose count grows. GUI thread only.
class IssueListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, FileColumn, TextColumn, RepeatsColumn, ColumnCount };
    enum Role {
        SeverityRole = Qt::UserRole + 1, ///< int of Issue::Severity
        FileRole,                        ///< QString for the screen
        FileBytesRole,                   ///< QByteArray, the exact path
        TextRole,
        RepeatsRole, ///< int
        PhotoIdRole, ///< qlonglong, 0 = none
    };

    explicit IssueListModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const Issue& at(int row) const { return issues_[static_cast<std::size_t>(row)]; }
    int count(Issue::Severity severity) const;

    void add(const Issue& issue);
    void add(const std::vector<Issue>& issues); ///< one insertion for all new rows
    void clear();

Q_SIGNALS:
    void countChanged(int rows);

private:
    std::vector<Issue> issues_;
    QHash<QString, int> rows_; ///< merge key → row
};

} // namespace touchstone::library
