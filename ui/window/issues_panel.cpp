// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/issues_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace touchstone::ui {

using library::IssueListModel;

IssuesPanel::IssuesPanel(IssueListModel& issues, QWidget* parent)
    : QWidget(parent)
    , issues_(issues) {
    view_ = new QTreeView;
    view_->setObjectName(QStringLiteral("issues"));
    view_->setAccessibleName(tr("Issues"));
    view_->setModel(&issues_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setAlternatingRowColors(true);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->setTextElideMode(Qt::ElideMiddle);
    view_->header()->setStretchLastSection(false);
    view_->header()->setSectionResizeMode(IssueListModel::SeverityColumn, QHeaderView::ResizeToContents);
    view_->header()->setSectionResizeMode(IssueListModel::TextColumn, QHeaderView::Stretch);
    view_->header()->setSectionResizeMode(IssueListModel::RepeatsColumn, QHeaderView::ResizeToContents);
    view_->header()->resizeSection(IssueListModel::FileColumn, fontMetrics().averageCharWidth() * 40);
    folder_ = new QPushButton(tr("Show in folder"));
    copy_ = new QPushButton(tr("Copy"));
    auto* buttons = new QVBoxLayout;
    buttons->addWidget(folder_);
    buttons->addWidget(copy_);
    buttons->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->addWidget(view_, 1);
    row->addLayout(buttons);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &IssuesPanel::selectionChanged);
    connect(&issues_, &QAbstractItemModel::modelReset, this, &IssuesPanel::selectionChanged);
    connect(view_, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        const qlonglong id = index.data(IssueListModel::PhotoIdRole).toLongLong();
        if (id != library::no_photo)
            Q_EMIT
        photoWanted(id);
    });
    connect(folder_, &QPushButton::clicked, this, [this] {
        const QModelIndexList rows = view_->selectionModel()->selectedRows();
        if (!rows.isEmpty())
            Q_EMIT
        folderWanted(rows.front().data(IssueListModel::FileBytesRole).toByteArray());
    });
    connect(copy_, &QPushButton::clicked, this, &IssuesPanel::copySelected);
    selectionChanged();
}

void IssuesPanel::selectionChanged() {
    const QModelIndexList rows = view_->selectionModel()->selectedRows();
    copy_->setEnabled(!rows.isEmpty());
    folder_->setEnabled(rows.size() == 1 && !rows.front().data(IssueListModel::FileBytesRole).toByteArray().isEmpty());
}

void IssuesPanel::copySelected() {
    QStringList lines;
    for (const QModelIndex& row : view_->selectionModel()->selectedRows())
        lines << row.data(IssueListModel::FileRole).toString() + QStringLiteral(": ") +
                     row.data(IssueListModel::TextRole).toString();
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace touchstone::ui
