// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QWidget>

#include "app/library/issue.h"

class QPushButton;
class QTreeView;

namespace touchstone::ui {

/// Files that could not be read and other troubles, each with its reason. Never a dialog. GUI thread; the model must
/// outlive it.
class IssuesPanel : public QWidget {
    Q_OBJECT
public:
    explicit IssuesPanel(library::IssueListModel& issues, QWidget* parent = nullptr);

Q_SIGNALS:
    void photoWanted(qlonglong id);            ///< double click: jump to it
    void folderWanted(const QByteArray& file); ///< "show in folder"

private:
    void selectionChanged();
    void copySelected();

    library::IssueListModel& issues_;
    QTreeView* view_;
    QPushButton *folder_, *copy_;
};

} // namespace touchstone::ui
