// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "ui/models/model_rows.h"

namespace touchstone::ui {

/// The models page's list. GUI thread.
class ModelTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Title, State, Licence, Size, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<ModelRow> rows);
    const ModelRow* row(int row) const;     ///< null outside
    int rowOf(const std::string& id) const; ///< −1 when there is none

    /// What is known of a model, as rich text; everything from files is escaped.
    QString cardText(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cell(const ModelRow& row, int column) const;

    std::vector<ModelRow> rows_;
};

/// Millions of bytes, in the person's language.
QString megabytesText(std::uint64_t bytes);

} // namespace touchstone::ui
