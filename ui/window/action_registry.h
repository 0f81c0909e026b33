// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QAction>
#include <QKeySequence>
#include <QObject>

namespace touchstone::ui {

/// Every action of a window with its changeable shortcuts. Changed ones are kept in QSettings under "shortcuts/ID".
/// GUI thread; the actions belong to the window.
class ActionRegistry : public QObject {
    Q_OBJECT
public:
    struct Entry {
        QString id;    ///< stable, "toggle-heat-map"
        QString group; ///< heading in the sheet, translated
        QAction* action = nullptr;
        QList<QKeySequence> defaults;
    };

    using QObject::QObject;

    /// Makes an action of `parent` with the person's shortcuts, or the defaults. `icon` may be empty.
    QAction* add(QWidget* parent, const QString& id, const QString& group, const QString& text, const QString& icon,
                 const QList<QKeySequence>& defaults);
    const std::vector<Entry>& entries() const { return entries_; }
    QAction* action(const QString& id) const; ///< nullptr when unknown

    /// Another set of keys, remembered; equal to the defaults = forgotten.
    void setShortcuts(const QString& id, const QList<QKeySequence>& keys);
    void resetAll();
    /// The entry other than `id` that uses this key already, or nullptr.
    const Entry* conflict(const QString& id, const QKeySequence& key) const;

    static QString keysText(const QList<QKeySequence>& keys); ///< "H, Ctrl+H" as the desktop writes them

private:
    void apply(const Entry& entry, const QList<QKeySequence>& keys) const;

    std::vector<Entry> entries_;
};

} // namespace touchstone::ui
