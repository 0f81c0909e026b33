// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "app/library/catalogue/writer.h"
#include "ui/reports/mark_import_job.h"

namespace touchstone::ui {

/// Found marks as a table in which a person chooses, photo by photo. What the library has no word of is taken unless it
/// is unticked; where library and file differ, the library's word stays unless the row is ticked. GUI thread.
class MarkImportTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Photo, Library, File, Becomes, column_count };

    using QAbstractTableModel::QAbstractTableModel;

    void setList(std::shared_ptr<const FoundMarksList> list);
    /// Of all conflicts at once.
    void preferFile(bool file);
    int conflictCount() const { return conflicts_; }
    /// Photos whose marks would change, with what they become.
    std::vector<library::PhotoMarks> chosen() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

private:
    const FoundMarks& row(int number) const { return list_->found[static_cast<std::size_t>(number)]; }
    bool isConflict(int number) const;
    library::Marks becomes(int number) const;

    std::shared_ptr<const FoundMarksList> list_;
    std::vector<bool> ticked_;
    int conflicts_ = 0;
};

/// "★★★ · Red · Rejected"; "–" for none.
QString marksText(const library::Marks& marks);

} // namespace touchstone::ui
