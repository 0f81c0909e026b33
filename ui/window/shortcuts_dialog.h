// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QDialog>

#include "ui/window/action_registry.h"

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace touchstone::ui {

/// The sheet of all shortcuts, and the place to change them. A key that is taken is refused with the taker's name.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(ActionRegistry& registry, QWidget* parent = nullptr);

    /// Gives the selected action this key alone (empty = none). False when another action has it.
    bool assign(const QString& id, const QKeySequence& key);

private:
    void fill();
    void selectionChanged();
    QString selectedId() const;

    ActionRegistry& registry_;
    QTreeWidget* tree_;
    QKeySequenceEdit* edit_;
    QPushButton *set_, *reset_;
    QLabel* message_;
};

} // namespace touchstone::ui
