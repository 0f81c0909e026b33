// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/culling/proposal_table.h"

#include <QApplication>
#include <QFontMetrics>

#include "ui/grid/mark_shapes.h"

namespace touchstone::ui {

using library::Flag;
using library::PhotoId;

namespace {
constexpr int picture_edge = 128; ///< device pixels
}

ProposalTable::ProposalTable(library::LibrarySession& session, CullingController& controller, QObject* parent)
    : QAbstractTableModel(parent)
    , session_(session)
    , controller_(controller) {
    rows_ = controller_.open();
    connect(&controller_, &CullingController::proposalsChanged, this, &ProposalTable::reload);
    connect(&session_.thumbnails(), &library::ThumbnailService::ready, this, [this] {
        if (!rows_.empty())
            Q_EMIT
        dataChanged(index(0, Photo), index(rowCount() - 1, Photo), {Qt::DecorationRole});
    });
}

void ProposalTable::reload() {
    std::vector<culling::Proposal> now = controller_.open();
    if (now == rows_)
        return;
    beginResetModel();
    rows_ = std::move(now);
    endResetModel();
    Q_EMIT
    tickedChanged();
}

int ProposalTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ProposalTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

/// In the height of three lines: an image in a cell is drawn as large as it is.
QImage ProposalTable::smallPicture(PhotoId id) const {
    const QImage picture = session_.thumbnails().image(id, picture_edge);
    const int height = QFontMetrics(QApplication::font()).height() * 3;
    return picture.isNull() ? picture
                            : picture.scaled(height * 3 / 2, height, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

QString ProposalTable::nameOf(PhotoId id) const {
    const library::PhotoEntry* photo = session_.photos().entry(id);
    return photo ? photo->name : QString();
}

QString ProposalTable::proposedText(const culling::Proposal& proposal) const {
    return proposal.flag == Flag::Pick ? tr("Pick") : tr("Reject");
}

QVariant ProposalTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const culling::Proposal& proposal = rows_[static_cast<std::size_t>(index.row())];
    if (role == IdRole)
        return QVariant::fromValue<qlonglong>(proposal.photo);
    switch (index.column()) {
    case Photo:
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            return nameOf(proposal.photo);
        if (role == Qt::CheckStateRole)
            return unticked_.contains(proposal.photo) ? Qt::Unchecked : Qt::Checked;
        if (role == Qt::DecorationRole)
            return smallPicture(proposal.photo);
        break;
    case Proposed:
        if (role == Qt::DisplayRole)
            return proposedText(proposal);
        if (role == Qt::DecorationRole)
            return flagIcon(proposal.flag).pixmap(QFontMetrics(QApplication::font()).height());
        break;
    case Why:
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            return culling::reasons_text(proposal.reasons, proposal.flag);
        break;
    case Beside:
        if (role == Qt::DisplayRole)
            return nameOf(proposal.other);
        break;
    default:
        break;
    }
    return {};
}

bool ProposalTable::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != Photo || role != Qt::CheckStateRole)
        return false;
    const PhotoId id = rows_[static_cast<std::size_t>(index.row())].photo;
    if (value.toInt() == Qt::Checked)
        unticked_.erase(id);
    else
        unticked_.insert(id);
    Q_EMIT
    dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT
    tickedChanged();
    return true;
}

QVariant ProposalTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Photo:
        return tr("Photo");
    case Proposed:
        return tr("Proposed");
    case Why:
        return tr("Why");
    case Beside:
        return tr("Beside");
    default:
        return {};
    }
}

Qt::ItemFlags ProposalTable::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Photo)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

void ProposalTable::setAllTicked(bool ticked) {
    unticked_.clear();
    if (!ticked)
        for (const culling::Proposal& proposal : rows_)
            unticked_.insert(proposal.photo);
    if (!rows_.empty())
        Q_EMIT
    dataChanged(index(0, Photo), index(rowCount() - 1, Photo), {Qt::CheckStateRole});
    Q_EMIT
    tickedChanged();
}

std::vector<PhotoId> ProposalTable::ticked() const {
    std::vector<PhotoId> ids;
    for (const culling::Proposal& proposal : rows_)
        if (!unticked_.contains(proposal.photo))
            ids.push_back(proposal.photo);
    return ids;
}

} // namespace touchstone::ui
