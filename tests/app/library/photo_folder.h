// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QColor>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/walk.h"

namespace touchstone::test {

/// A temporary folder of generated pictures.
class PhotoFolder {
public:
    std::string path() const { return dir_.path().toStdString(); }
    std::string path(const QString& name) const { return dir_.filePath(name).toStdString(); }

    /// One colour; PNG keeps it exactly.
    void photo(const QString& name, int red, QSize size = QSize(64, 48)) const {
        QVERIFY(QDir().mkpath(QFileInfo(dir_.filePath(name)).path()));
        QImage image(size, QImage::Format_RGB32);
        image.fill(QColor(red, 100, 50));
        QVERIFY(image.save(dir_.filePath(name)));
    }
    void file(const QString& name, const QByteArray& bytes) const {
        QVERIFY(QDir().mkpath(QFileInfo(dir_.filePath(name)).path()));
        QFile file(dir_.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    void remove(const QString& name) const { QVERIFY(QFile::remove(dir_.filePath(name))); }

    std::vector<library::FoundFile> found() const {
        std::vector<library::FoundFile> files;
        const std::vector<std::string> paths{path()};
        library::walk_photos(
            paths, [&](library::FoundFile&& file) { files.push_back(std::move(file)); }, [](Error&&) {}, {});
        return files;
    }

private:
    QTemporaryDir dir_;
};

} // namespace touchstone::test
