// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QObject>
#include <QStringList>

class QCompleter;
class QLineEdit;
class QStringListModel;

namespace touchstone::library {
class PhotoListModel;
}

namespace touchstone::ui {

/// Proposes fields and their values for the word that is being typed into a filter: "cam" → "camera:", then the cameras
/// of the photos at hand. Belongs to the line edit. GUI thread; the photos must outlive it.
class FilterCompleter : public QObject {
    Q_OBJECT
public:
    FilterCompleter(QLineEdit* field, const library::PhotoListModel& photos);

    /// What is proposed for `word`, which may begin with a minus.
    QStringList proposals(const QString& word) const;

private:
    void propose();
    void take(const QString& proposal);
    int wordStart() const; ///< −1 inside quotes

    QLineEdit* field_;
    const library::PhotoListModel& photos_;
    QStringListModel* words_;
    QCompleter* completer_;
};

} // namespace touchstone::ui
