// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/shortcuts_dialog.h"

#include <algorithm>

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace touchstone::ui {
namespace {

constexpr int kIdRole = Qt::UserRole;

} // namespace

ShortcutsDialog::ShortcutsDialog(ActionRegistry& registry, QWidget* parent)
    : QDialog(parent)
    , registry_(registry) {
    setWindowTitle(tr("Keyboard shortcuts"));
    tree_ = new QTreeWidget;
    tree_->setAccessibleName(tr("Shortcuts"));
    tree_->setHeaderLabels({tr("Action"), tr("Keys")});
    tree_->setRootIsDecorated(false);
    tree_->setItemsExpandable(false);
    tree_->header()->setStretchLastSection(false); // the actions need the room
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    edit_ = new QKeySequenceEdit;
    edit_->setAccessibleName(tr("New key"));
    for (QLineEdit* field : edit_->findChildren<QLineEdit*>()) // what has the focus
        field->setAccessibleName(edit_->accessibleName());
    set_ = new QPushButton(tr("Set key"));
    reset_ = new QPushButton(tr("Default"));
    message_ = new QLabel(tr("Choose an action to give it another key."));
    message_->setWordWrap(true);
    auto* change = new QHBoxLayout;
    change->addWidget(edit_, 1);
    change->addWidget(set_);
    change->addWidget(reset_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close | QDialogButtonBox::RestoreDefaults);
    auto* column = new QVBoxLayout(this);
    column->addWidget(tree_, 1);
    column->addLayout(change);
    column->addWidget(message_);
    column->addWidget(buttons);
    connect(tree_, &QTreeWidget::itemSelectionChanged, this, &ShortcutsDialog::selectionChanged);
    connect(set_, &QPushButton::clicked, this, [this] { assign(selectedId(), edit_->keySequence()); });
    connect(reset_, &QPushButton::clicked, this, [this] {
        for (const ActionRegistry::Entry& entry : registry_.entries())
            if (entry.id == selectedId())
                registry_.setShortcuts(entry.id, entry.defaults);
        fill();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this, [this] {
        registry_.resetAll();
        fill();
    });
    fill();
    const QAbstractItemView& list = *tree_; // says how wide its words are
    const int words = list.sizeHintForColumn(0) + list.sizeHintForColumn(1) + fontMetrics().averageCharWidth() * 10;
    resize(std::clamp(words, fontMetrics().averageCharWidth() * 72, fontMetrics().averageCharWidth() * 140),
           fontMetrics().height() * 34);
}

QString ShortcutsDialog::selectedId() const {
    const auto selected = tree_->selectedItems();
    return selected.isEmpty() ? QString() : selected.front()->data(0, kIdRole).toString();
}

void ShortcutsDialog::fill() {
    const QString selected = selectedId();
    tree_->clear();
    QTreeWidgetItem* group = nullptr;
    for (const ActionRegistry::Entry& entry : registry_.entries()) {
        if (!group || group->text(0) != entry.group) {
            group = new QTreeWidgetItem(tree_, {entry.group});
            group->setFlags(Qt::ItemIsEnabled);
            QFont bold = tree_->font();
            bold.setBold(true);
            group->setFont(0, bold);
            group->setFirstColumnSpanned(true);
            group->setExpanded(true);
        }
        QString text = entry.action->text();
        auto* item = new QTreeWidgetItem(
            group, {text.remove(QLatin1Char('&')), ActionRegistry::keysText(entry.action->shortcuts())});
        item->setData(0, kIdRole, entry.id);
        if (entry.id == selected)
            item->setSelected(true);
    }
    tree_->expandAll();
    selectionChanged();
}

void ShortcutsDialog::selectionChanged() {
    const QString id = selectedId();
    for (QWidget* widget : std::initializer_list<QWidget*>{edit_, set_, reset_})
        widget->setEnabled(!id.isEmpty());
    const QAction* action = registry_.action(id);
    edit_->setKeySequence(action ? action->shortcut() : QKeySequence());
}

bool ShortcutsDialog::assign(const QString& id, const QKeySequence& key) {
    if (!registry_.action(id))
        return false;
    if (const ActionRegistry::Entry* taken = key.isEmpty() ? nullptr : registry_.conflict(id, key)) {
        QString name = taken->action->text();
        message_->setText(tr("%1 is already the key for “%2”. Give that another key first.")
                              .arg(key.toString(QKeySequence::NativeText), name.remove(QLatin1Char('&'))));
        return false;
    }
    registry_.setShortcuts(id, key.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{key});
    message_->setText(tr("Saved."));
    fill();
    return true;
}

} // namespace touchstone::ui
