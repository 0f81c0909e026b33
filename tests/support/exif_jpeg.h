// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QDataStream>
#include <QImage>

/// JPEG files as cameras write them: Exif data with an orientation and a small picture.
namespace touchstone::test {

inline QByteArray jpeg_of(const QImage& image, int quality = 90) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "jpeg", quality);
    return buffer.data();
}

/// `jpeg` with an Exif segment behind its first two bytes. IFD0 holds the orientation, IFD1 the small picture
/// (Exif 2.3, 4.5.4 and 4.6); an empty `thumbnail` leaves IFD1 out.
inline QByteArray with_exif(const QByteArray& jpeg, int orientation, const QByteArray& thumbnail) {
    QByteArray tiff;
    QDataStream out(&tiff, QIODevice::WriteOnly); // big-endian, as "MM" says
    constexpr quint32 first = 8, second = first + 2 + 12 + 4, picture = second + 2 + 3 * 12 + 4;
    constexpr quint16 short_type = 3, long_type = 4;
    out.writeRawData("MM\0*", 4);
    out << first << quint16{1};
    out << quint16{0x0112} << short_type << quint32{1} << static_cast<quint16>(orientation) << quint16{0};
    out << (thumbnail.isEmpty() ? quint32{0} : second);
    if (!thumbnail.isEmpty()) {
        out << quint16{3};
        out << quint16{0x0103} << short_type << quint32{1} << quint16{6} << quint16{0}; // JPEG
        out << quint16{0x0201} << long_type << quint32{1} << picture;
        out << quint16{0x0202} << long_type << quint32{1} << static_cast<quint32>(thumbnail.size());
        out << quint32{0};
        out.writeRawData(thumbnail.constData(), static_cast<int>(thumbnail.size()));
    }
    QByteArray segment;
    QDataStream head(&segment, QIODevice::WriteOnly);
    head << quint16{0xFFE1} << static_cast<quint16>(2 + 6 + tiff.size());
    head.writeRawData("Exif\0\0", 6);
    return jpeg.left(2) + segment + tiff + jpeg.mid(2);
}

} // namespace touchstone::test
