// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/filter/filter_values.h"

#include <algorithm>

#include <QDateTime>
#include <QSet>

namespace touchstone::ui {
namespace {

QStringList inOrder(const QSet<QString>& words) {
    QStringList list(words.begin(), words.end());
    std::sort(list.begin(), list.end(), [](const QString& a, const QString& b) {
        return library::natural_sort_key(a) < library::natural_sort_key(b);
    });
    return list;
}

QString suffixOf(const QString& name) {
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot < 0 ? QString() : name.mid(dot + 1).toLower();
}

} // namespace

FilterValues FilterValues::of(const library::PhotoListModel& photos) {
    FilterValues values;
    QSet<QString> cameras, lenses, formats;
    for (const library::PhotoId id : photos.allIds()) {
        const library::PhotoEntry& photo = *photos.entry(id);
        if (!photo.camera.isEmpty())
            cameras.insert(photo.camera);
        if (!photo.lens.isEmpty())
            lenses.insert(photo.lens);
        if (const QString suffix = suffixOf(photo.name); !suffix.isEmpty())
            formats.insert(suffix);
        if (photo.captured_ms) {
            const QDate day = QDateTime::fromMSecsSinceEpoch(*photo.captured_ms, Qt::UTC).date();
            values.months[day.year()].insert(day.month());
        }
    }
    values.cameras = inOrder(cameras);
    values.lenses = inOrder(lenses);
    values.formats = inOrder(formats);
    return values;
}

} // namespace touchstone::ui
