// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/issue.h"

#include <algorithm>

#include "engine/base/files.h"

namespace touchstone::library {

namespace {

QString sentence(const Error& error) {
    QString text = QString::fromStdString(to_valid_utf8(error.what));
    if (!error.remedy.empty())
        text += QStringLiteral(" (%1)").arg(QString::fromStdString(to_valid_utf8(error.remedy)));
    return text;
}

QString merge_key_of(const Issue& issue) {
    if (!issue.merge_key.isEmpty())
        return issue.merge_key;
    // The exact bytes: two names that differ only in bytes that are not UTF-8 are two files.
    return QStringLiteral("%1\n%2\n%3")
        .arg(static_cast<int>(issue.severity))
        .arg(QString::fromLatin1(issue.file.data(), static_cast<qsizetype>(issue.file.size())), issue.text);
}

} // namespace

bool lies_in_the_file(ErrorCode code) {
    switch (code) {
    case ErrorCode::EmptyFile:
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::Truncated:
    case ErrorCode::Damaged:
    case ErrorCode::TooLarge:
    case ErrorCode::TimeLimit:
        return true;
    default:
        return false;
    }
}

Issue issue_of(const Error& error, PhotoId photo) {
    Issue issue;
    issue.severity = error.code == ErrorCode::Cancelled ? Issue::Severity::Note : Issue::Severity::Error;
    issue.photo = photo;
    issue.file = error.file;
    issue.text = sentence(error);
    return issue;
}

Issue issue_of_photo(const Error& error, PhotoId photo, const std::string& path) {
    Issue issue = issue_of(error, photo);
    if (issue.file.empty())
        issue.file = path;
    if (error.code != ErrorCode::NotFound && error.code != ErrorCode::Vanished)
        return issue;
    issue.severity = Issue::Severity::Warning;
    issue.file = path;
    issue.text = IssueListModel::tr("was deleted or moved before it could be read (open the folder again)");
    issue.merge_key = QStringLiteral("vanished");
    return issue;
}

IssueListModel::IssueListModel(QObject* parent)
    : QAbstractTableModel(parent) {}

int IssueListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(issues_.size());
}

int IssueListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

static QString severity_word(Issue::Severity severity) {
    switch (severity) {
    case Issue::Severity::Note:
        return IssueListModel::tr("Note");
    case Issue::Severity::Warning:
        return IssueListModel::tr("Warning");
    case Issue::Severity::Error:
        return IssueListModel::tr("Error");
    }
    return {};
}

QVariant IssueListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Issue& issue = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case SeverityColumn:
            return severity_word(issue.severity);
        case FileColumn:
            return display_name(issue.file);
        case TextColumn:
            return issue.text;
        case RepeatsColumn:
            return issue.repeats;
        default:
            return {};
        }
    case Qt::ToolTipRole:
        return index.column() == FileColumn ? display_path(issue.file) : issue.text;
    case Qt::AccessibleTextRole:
        return tr("%1: %2, %3").arg(severity_word(issue.severity), display_name(issue.file), issue.text);
    case SeverityRole:
        return static_cast<int>(issue.severity);
    case FileRole:
        return display_path(issue.file);
    case FileBytesRole:
        return QByteArray(issue.file.data(), static_cast<qsizetype>(issue.file.size()));
    case TextRole:
        return issue.text;
    case RepeatsRole:
        return issue.repeats;
    case PhotoIdRole:
        return QVariant::fromValue<qlonglong>(issue.photo);
    default:
        return {};
    }
}

QVariant IssueListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case SeverityColumn:
        return tr("Severity");
    case FileColumn:
        return tr("File");
    case TextColumn:
        return tr("What happened");
    case RepeatsColumn:
        return tr("Times");
    default:
        return {};
    }
}

QHash<int, QByteArray> IssueListModel::roleNames() const {
    QHash<int, QByteArray> names = QAbstractTableModel::roleNames();
    names.insert({{SeverityRole, "severity"},
                  {FileRole, "file"},
                  {FileBytesRole, "fileBytes"},
                  {TextRole, "text"},
                  {RepeatsRole, "repeats"},
                  {PhotoIdRole, "photoId"}});
    return names;
}

int IssueListModel::count(Issue::Severity severity) const {
    return static_cast<int>(
        std::count_if(issues_.begin(), issues_.end(), [&](const Issue& i) { return i.severity == severity; }));
}

void IssueListModel::add(const Issue& issue) {
    add(std::vector<Issue>{issue});
}

void IssueListModel::add(const std::vector<Issue>& issues) {
    std::vector<Issue> fresh;
    const int old_rows = static_cast<int>(issues_.size());
    for (const Issue& issue : issues) {
        const QString key = merge_key_of(issue);
        const auto known = rows_.constFind(key);
        if (known == rows_.cend()) {
            rows_.insert(key, old_rows + static_cast<int>(fresh.size()));
            fresh.push_back(issue);
        } else if (*known >= old_rows) {
            fresh[static_cast<std::size_t>(*known - old_rows)].repeats += issue.repeats;
        } else {
            issues_[static_cast<std::size_t>(*known)].repeats += issue.repeats;
            Q_EMIT
            dataChanged(index(*known, 0), index(*known, ColumnCount - 1), {Qt::DisplayRole, RepeatsRole});
        }
    }
    if (fresh.empty())
        return;
    beginInsertRows({}, old_rows, old_rows + static_cast<int>(fresh.size()) - 1);
    std::move(fresh.begin(), fresh.end(), std::back_inserter(issues_));
    endInsertRows();
    Q_EMIT
    countChanged(rowCount());
}

void IssueListModel::clear() {
    if (issues_.empty())
        return;
    beginResetModel();
    issues_.clear();
    rows_.clear();
    endResetModel();
    Q_EMIT
    countChanged(0);
}

} // namespace touchstone::library
