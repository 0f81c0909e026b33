// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QSettings>
#include <QStandardPaths>

#include "app/library/cache_files.h"
#include "app/library/catalogue/catalogue.h"

namespace touchstone::library {

std::string default_catalogue_folder() {
    if (const char* chosen = std::getenv("TOUCHSTONE_LIBRARY"); chosen && *chosen)
        return absolute_path(chosen);
    // Named here, not taken from the application: the window and the command line have different names and one library.
    const QSettings settings(QStringLiteral("touchstone"), QStringLiteral("touchstone"));
    if (const QString chosen = settings.value(QStringLiteral("library/folder")).toString(); !chosen.isEmpty())
        return absolute_path(chosen.toStdString());
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return data.toStdString() + "/touchstone/library";
}

} // namespace touchstone::library
