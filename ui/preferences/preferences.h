// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <QString>

#include "app/library/library_session.h"
#include "ui/style/appearance.h"

namespace touchstone::ui {

/// What a person has chosen once and for all, kept in the settings of the user. A value; GUI thread.
struct Preferences {
    Appearance appearance = Appearance::System;
    bool score_automatically = true; ///< as soon as a folder is open
    QString device = automatic_device; ///< in the words of --device
    Precision precision = Precision::Reference;
    QString library_folder;          ///< holds catalogue.db; empty = in the user's data folder
    int thumbnail_megabytes = 1024;  ///< bound of thumbnails.db
    int map_megabytes = 256;         ///< bound of maps.db

    static inline const QString automatic_device = QStringLiteral("auto");
    static constexpr int least_megabytes = 16, most_megabytes = 1 << 20;

    /// What is out of bounds or no number is the default.
    static Preferences load();
    void save() const;
    /// For sessions that begin from now on. The library's folder is not among it: default_catalogue_folder() reads it.
    void applyTo(library::SessionOptions& options) const;

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

/// TOUCHSTONE_LIBRARY is set, and stands above what is chosen here.
bool libraryFolderIsGiven();

/// Removes thumbnails, maps and features below `cache_folder`, also while windows use them: they are made again.
/// Returns how many bytes that frees.
qint64 deleteCaches(const std::string& cache_folder);

} // namespace touchstone::ui
