// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QColorSpace>
#include <QObject>
#include <QString>

namespace touchstone::ui {

/// The profile of the screen: what photos, which are in sRGB, are converted to for looking at
/// (library::in_colours_of(), never on the GUI thread). sRGB unless one was chosen; kept in QSettings under
/// "screen/profile". One for the program; GUI thread.
class ScreenProfile : public QObject {
    Q_OBJECT
public:
    static ScreenProfile& instance();

    /// Reads what was chosen earlier again (tests change the settings). A file that is gone means sRGB.
    void load();
    /// An ICC file, or empty for sRGB. False, and nothing changes, when Qt cannot use it: it converts to RGB profiles
    /// with a matrix, not to those with tables.
    bool choose(const QString& file);
    QString file() const { return file_; } ///< empty = sRGB
    /// Invalid when nothing has to be converted.
    const QColorSpace& space() const { return space_; }

    struct Known {
        QString file, title;
    };
    /// The profiles of screens in the places where desktops keep them, by title. Reads the files: not for a loop.
    static std::vector<Known> installed();

Q_SIGNALS:
    void changed();

private:
    ScreenProfile();
    static QColorSpace read(const QString& file);

    QString file_;
    QColorSpace space_;
};

} // namespace touchstone::ui
