// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/action_registry.h"

#include <algorithm>

#include <QSettings>
#include <QWidget>

#include "ui/style/appearance.h"

namespace touchstone::ui {
namespace {

QString settingsKey(const QString& id) {
    return QStringLiteral("shortcuts/") + id;
}

} // namespace

QAction* ActionRegistry::add(QWidget* parent, const QString& id, const QString& group, const QString& text,
                             const QString& icon, const QList<QKeySequence>& defaults) {
    auto* action = new QAction(text, parent);
    action->setObjectName(id);
    if (!icon.isEmpty())
        action->setIcon(themedIcon(icon));
    parent->addAction(action);
    entries_.push_back({id, group, action, defaults});
    const QVariant own = QSettings().value(settingsKey(id));
    apply(entries_.back(), own.isValid() ? QKeySequence::listFromString(own.toString()) : defaults);
    return action;
}

void ActionRegistry::apply(const Entry& entry, const QList<QKeySequence>& keys) const {
    entry.action->setShortcuts(keys);
    QString words = entry.action->text();
    words.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    entry.action->setToolTip(keys.isEmpty() ? words : QStringLiteral("%1 (%2)").arg(words, keysText(keys)));
}

QAction* ActionRegistry::action(const QString& id) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.id == id; });
    return found == entries_.end() ? nullptr : found->action;
}

void ActionRegistry::setShortcuts(const QString& id, const QList<QKeySequence>& keys) {
    for (const Entry& entry : entries_) {
        if (entry.id != id)
            continue;
        if (keys == entry.defaults)
            QSettings().remove(settingsKey(id));
        else
            QSettings().setValue(settingsKey(id), QKeySequence::listToString(keys));
        apply(entry, keys);
    }
}

void ActionRegistry::resetAll() {
    for (const Entry& entry : entries_)
        setShortcuts(entry.id, entry.defaults);
}

const ActionRegistry::Entry* ActionRegistry::conflict(const QString& id, const QKeySequence& key) const {
    for (const Entry& entry : entries_)
        if (entry.id != id && entry.action->shortcuts().contains(key))
            return &entry;
    return nullptr;
}

QString ActionRegistry::keysText(const QList<QKeySequence>& keys) {
    return QKeySequence::listToString(keys, QKeySequence::NativeText)
        .replace(QStringLiteral("; "), QStringLiteral(", "));
}

} // namespace touchstone::ui
