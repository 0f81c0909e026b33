// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/reports/mark_import_table.h"

#include <algorithm>
#include <utility>

#include "ui/grid/mark_shapes.h"

namespace touchstone::ui {

using library::MarkImport;
using library::Marks;

QString marksText(const Marks& marks) {
    QStringList words;
    if (marks.rating > 0)
        words << QString(marks.rating, QChar(0x2605));
    if (marks.label != library::Label::None)
        words << labelName(marks.label);
    if (marks.flag != library::Flag::None)
        words << flagName(marks.flag);
    return words.isEmpty() ? QStringLiteral("–") : words.join(QStringLiteral(" · "));
}

namespace {

/// As a screen reader should say it: stars are counted.
QString spoken(const Marks& marks) {
    QString text = marksText(marks);
    if (marks.rating > 0)
        text.replace(QString(marks.rating, QChar(0x2605)), MarkImportTable::tr("%Ln star(s)", nullptr, marks.rating));
    return text;
}

} // namespace

void MarkImportTable::setList(std::shared_ptr<const FoundMarksList> list) {
    beginResetModel();
    list_ = std::move(list);
    ticked_.clear();
    conflicts_ = 0;
    for (int number = 0; number < static_cast<int>(list_->found.size()); ++number) {
        ticked_.push_back(!isConflict(number));
        conflicts_ += isConflict(number) ? 1 : 0;
    }
    endResetModel();
}

void MarkImportTable::preferFile(bool file) {
    for (int number = 0; number < rowCount(); ++number)
        if (isConflict(number))
            ticked_[static_cast<std::size_t>(number)] = file;
    if (rowCount() > 0)
        Q_EMIT
    dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

bool MarkImportTable::isConflict(int number) const {
    return row(number).import.decision == MarkImport::Decision::Conflict;
}

/// What both have a word of aside, the file's words are taken in a conflict, too.
Marks MarkImportTable::becomes(int number) const {
    const FoundMarks& found = row(number);
    if (isConflict(number))
        return ticked_[static_cast<std::size_t>(number)] ? found.import.by_file : found.import.by_library;
    return ticked_[static_cast<std::size_t>(number)] ? found.import.by_file : found.known;
}

std::vector<library::PhotoMarks> MarkImportTable::chosen() const {
    std::vector<library::PhotoMarks> marks;
    for (int number = 0; number < rowCount(); ++number)
        if (const Marks after = becomes(number); after != row(number).known)
            marks.push_back({row(number).photo, after});
    return marks;
}

int MarkImportTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !list_ ? 0 : static_cast<int>(list_->found.size());
}

int MarkImportTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : column_count;
}

QVariant MarkImportTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FoundMarks& found = row(index.row());
    if (index.column() == Photo) {
        if (role == Qt::DisplayRole)
            return found.name;
        if (role == Qt::CheckStateRole)
            return ticked_[static_cast<std::size_t>(index.row())] ? Qt::Checked : Qt::Unchecked;
        if (role == Qt::ToolTipRole)
            return (found.source.isEmpty() ? tr("Inside the photo") : tr("From %1").arg(found.source)) +
                   (found.note.isEmpty() ? QString() : QLatin1Char('\n') + found.note);
        return {};
    }
    const Marks marks = index.column() == Library ? found.known
                        : index.column() == File  ? found.import.by_file
                                                  : becomes(index.row());
    if (role == Qt::DisplayRole)
        return marksText(marks);
    if (role == Qt::AccessibleTextRole)
        return spoken(marks);
    return {};
}

QVariant MarkImportTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Photo:
        return tr("Photo");
    case Library:
        return tr("Is now");
    case File:
        return tr("The file says");
    case Becomes:
        return tr("Becomes");
    default:
        return {};
    }
}

Qt::ItemFlags MarkImportTable::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Photo)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

bool MarkImportTable::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != Photo || role != Qt::CheckStateRole)
        return false;
    ticked_[static_cast<std::size_t>(index.row())] = value.value<Qt::CheckState>() == Qt::Checked;
    Q_EMIT
    dataChanged(index, index.siblingAtColumn(Becomes));
    return true;
}

} // namespace touchstone::ui
