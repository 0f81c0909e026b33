// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/style/screen_profile.h"

#include <algorithm>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace touchstone::ui {

namespace {

constexpr qint64 largest_profile = 4 << 20;
constexpr int most_profiles = 200; // of a folder of profiles, such as colord's, more are of no use in a menu

QByteArray bytesOf(const QString& name) {
    QFile file(name);
    if (file.size() < 132 || file.size() > largest_profile || !file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll();
}

/// A screen's profile by the header: class "mntr", colours "RGB ".
bool isScreen(const QByteArray& icc) {
    return icc.mid(12, 4) == "mntr" && icc.mid(16, 4) == "RGB " && icc.mid(36, 4) == "acsp";
}

} // namespace

ScreenProfile& ScreenProfile::instance() {
    static ScreenProfile profile;
    return profile;
}

ScreenProfile::ScreenProfile() {
    load();
}

QColorSpace ScreenProfile::read(const QString& file) {
    const QByteArray icc = bytesOf(file);
    return isScreen(icc) ? QColorSpace::fromIccProfile(icc) : QColorSpace();
}

void ScreenProfile::load() {
    const QString wanted = QSettings().value(QStringLiteral("screen/profile")).toString();
    const QColorSpace space = wanted.isEmpty() ? QColorSpace() : read(wanted);
    file_ = space.isValid() ? wanted : QString();
    space_ = space;
    Q_EMIT
    changed();
}

bool ScreenProfile::choose(const QString& file) {
    const QColorSpace space = file.isEmpty() ? QColorSpace() : read(file);
    if (!file.isEmpty() && !space.isValid())
        return false;
    file_ = file;
    space_ = space;
    QSettings().setValue(QStringLiteral("screen/profile"), file);
    Q_EMIT
    changed();
    return true;
}

std::vector<ScreenProfile::Known> ScreenProfile::installed() {
    std::vector<Known> known;
    QStringList folders{QDir::homePath() + QStringLiteral("/.color/icc"), QStringLiteral("/var/lib/colord/icc")};
    for (const QString& data : QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation))
        folders << data + QStringLiteral("/icc") << data + QStringLiteral("/color/icc");
    for (const QString& folder : folders) {
        QDirIterator files(folder, {QStringLiteral("*.icc"), QStringLiteral("*.icm")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext() && known.size() < most_profiles) {
            const QString file = files.next();
            const QColorSpace space = read(file);
            if (!space.isValid())
                continue;
            const QString title = space.description();
            known.push_back({file, title.isEmpty() ? QFileInfo(file).completeBaseName() : title});
        }
    }
    std::sort(known.begin(), known.end(),
              [](const Known& a, const Known& b) { return a.title.localeAwareCompare(b.title) < 0; });
    return known;
}

} // namespace touchstone::ui
