// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QDialog>
#include <QTimer>

#include "ui/culling/proposal_table.h"

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QTableView;

namespace touchstone::ui {

/// What is proposed, before anything is marked: the list with reasons, what it was made by, and what to do with it.
/// Follows what is grouped and scored while it is open. Does not block the window. GUI thread; session and controller must outlive it.
class ProposalsDialog : public QDialog {
    Q_OBJECT
public:
    ProposalsDialog(library::LibrarySession& session, CullingController& controller, QWidget* parent = nullptr);

    ProposalTable& table() { return *table_; }

Q_SIGNALS:
    void photoWanted(qlonglong id); ///< a row was chosen

private:
    QWidget* createRules();
    QWidget* createButtons();
    void wantThumbnails();
    void rulesChanged();
    void refresh();

    library::LibrarySession& session_;
    CullingController& controller_;
    QTimer again_; ///< until what was found meanwhile is proposed
    ProposalTable* table_;
    QTableView* view_;
    QDoubleSpinBox *margin_ = nullptr, *below_ = nullptr;
    QCheckBox *groups_ = nullptr, *faults_ = nullptr, *low_scores_ = nullptr;
    QLabel* summary_ = nullptr;
    QPushButton *accept_ = nullptr, *decline_ = nullptr;
};

} // namespace touchstone::ui
