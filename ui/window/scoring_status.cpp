// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/scoring_status.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

namespace touchstone::ui {

using library::ScoringService;

ScoringStatus::ScoringStatus(library::LibrarySession& session, QAction* pause, QAction* cancel, QWidget* parent)
    : QWidget(parent)
    , session_(session) {
    words_ = new QLabel;
    words_->setObjectName(QStringLiteral("progressWords"));
    bar_ = new QProgressBar;
    bar_->setTextVisible(false);
    bar_->setFixedWidth(fontMetrics().averageCharWidth() * 16);
    bar_->setMaximumHeight(fontMetrics().height());
    bar_->setAccessibleName(tr("Progress of scoring"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(words_);
    row->addWidget(bar_);
    for (QAction* action : {pause, cancel}) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        row->addWidget(button);
    }
    connect(&session_.scoring(), &ScoringService::progressChanged, this, &ScoringStatus::refresh);
    connect(&session_.scoring(), &ScoringService::stateChanged, this, &ScoringStatus::refresh);
    connect(&session_, &library::LibrarySession::opened, this, &ScoringStatus::refresh);
    connect(&session_, &library::LibrarySession::scanFinished, this, &ScoringStatus::refresh);
    connect(&session_.photos(), &QAbstractItemModel::rowsInserted, this, [this] {
        if (session_.isScanning())
            refresh();
    });
    refresh();
}

QString ScoringStatus::text() const {
    return words_->text();
}

void ScoringStatus::refresh() {
    const bool scoring = session_.scoring().state() != ScoringService::State::Idle;
    const bool scanning = session_.isScanning();
    setVisible(scoring || scanning);
    if (scoring) {
        const library::ScoringProgress& progress = session_.scoring().progress();
        words_->setText(session_.progressText());
        bar_->setRange(0, session_.scoring().state() == ScoringService::State::Loading ? 0 : progress.total);
        bar_->setValue(progress.done);
    } else if (scanning) {
        words_->setText(tr("Looking for photos: %1 so far").arg(QLocale().toString(session_.photos().totalCount())));
        bar_->setRange(0, 0);
    }
}

} // namespace touchstone::ui
