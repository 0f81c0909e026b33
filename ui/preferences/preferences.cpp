// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/preferences/preferences.h"

#include <filesystem>

#include <QSettings>

namespace touchstone::ui {

namespace {

const QString appearance_key = QStringLiteral("appearance");
const QString automatic_key = QStringLiteral("scoring/automatically");
const QString device_key = QStringLiteral("scoring/device");
const QString precision_key = QStringLiteral("scoring/precision");
const QString library_key = QStringLiteral("library/folder"); // read by library::default_catalogue_folder()
const QString thumbnails_key = QStringLiteral("cache/thumbnailMegabytes");
const QString maps_key = QStringLiteral("cache/mapMegabytes");

/// Named, not taken from the application: the command line has another name and the same library.
QSettings user_settings() {
    return QSettings(QStringLiteral("touchstone"), QStringLiteral("touchstone"));
}

int megabytes(const QSettings& settings, const QString& key, int otherwise) {
    bool is_number = false;
    const int value = settings.value(key).toInt(&is_number);
    const bool fits = is_number && value >= Preferences::least_megabytes && value <= Preferences::most_megabytes;
    return fits ? value : otherwise;
}

std::uint64_t bytes_of(int megabytes) {
    return static_cast<std::uint64_t>(megabytes) << 20;
}

} // namespace

Preferences Preferences::load() {
    const QSettings settings = user_settings();
    Preferences loaded;
    loaded.appearance = appearanceFromName(settings.value(appearance_key).toString());
    loaded.score_automatically = settings.value(automatic_key, loaded.score_automatically).toBool();
    if (const QString device = settings.value(device_key).toString(); !device.isEmpty())
        loaded.device = device; // one that is not there today may be there tomorrow
    loaded.precision =
        parse_precision(settings.value(precision_key).toString().toStdString()).value_or(loaded.precision);
    loaded.library_folder = settings.value(library_key).toString();
    loaded.thumbnail_megabytes = megabytes(settings, thumbnails_key, loaded.thumbnail_megabytes);
    loaded.map_megabytes = megabytes(settings, maps_key, loaded.map_megabytes);
    return loaded;
}

void Preferences::save() const {
    QSettings settings = user_settings();
    settings.setValue(appearance_key, appearanceName(appearance));
    settings.setValue(automatic_key, score_automatically);
    settings.setValue(device_key, device);
    settings.setValue(precision_key, QString::fromLatin1(precision_name(precision)));
    if (library_folder.isEmpty())
        settings.remove(library_key);
    else
        settings.setValue(library_key, library_folder);
    settings.setValue(thumbnails_key, thumbnail_megabytes);
    settings.setValue(maps_key, map_megabytes);
}

void Preferences::applyTo(library::SessionOptions& options) const {
    options.score_automatically = score_automatically;
    options.device = device.toStdString();
    options.scorer.precision = precision;
    options.thumbnails.disk_bytes = bytes_of(thumbnail_megabytes);
    options.map_bytes = bytes_of(map_megabytes);
}

bool libraryFolderIsGiven() {
    return !qEnvironmentVariableIsEmpty("TOUCHSTONE_LIBRARY");
}

qint64 deleteCaches(const std::string& cache_folder) {
    qint64 freed = 0;
    for (const char* file : {"thumbnails/thumbnails.db", "maps/maps.db", "features/features.db", "features/looks.db"})
        for (const char* suffix : {"", "-wal", "-shm"}) {
            const std::string path = cache_folder + '/' + file + suffix;
            std::error_code problem; // not there, or not ours: then nothing is freed
            const auto size = std::filesystem::file_size(path, problem);
            if (!problem && std::filesystem::remove(path, problem) && !problem)
                freed += static_cast<qint64>(size);
        }
    return freed;
}

} // namespace touchstone::ui
