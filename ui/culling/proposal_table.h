// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <unordered_set>
#include <vector>

#include <QAbstractTableModel>
#include <QImage>

#include "ui/culling/culling_controller.h"

namespace touchstone::ui {

/// The open proposals as a table with a tick each: photo, what is proposed, why, beside which photo. GUI thread; the
/// controller must outlive it.
class ProposalTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Photo, Proposed, Why, Beside, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1 }; ///< qlonglong

    ProposalTable(library::LibrarySession& session, CullingController& controller, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    void setAllTicked(bool ticked);
    std::vector<library::PhotoId> ticked() const;

Q_SIGNALS:
    void tickedChanged();

private:
    void reload();
    QImage smallPicture(library::PhotoId id) const;
    QString nameOf(library::PhotoId id) const;
    QString proposedText(const culling::Proposal& proposal) const;

    library::LibrarySession& session_;
    CullingController& controller_;
    std::vector<culling::Proposal> rows_;
    std::unordered_set<library::PhotoId> unticked_;
};

} // namespace touchstone::ui
