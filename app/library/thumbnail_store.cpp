// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/thumbnail_store.h"

#include <array>
#include <cstdlib>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>

#include <QBuffer>
#include <QByteArray>
#include <QCryptographicHash>
#include <QImageReader>

#include "app/library/cache_files.h"
#include "engine/base/files.h"

namespace touchstone::library {

namespace {

constexpr int jpeg_quality = 85;
constexpr std::uint64_t largest_thumbnail_file = std::uint64_t{16} << 20;

QByteArray file_bytes(const std::string& path) {
    const auto bytes = read_file(path, largest_thumbnail_file);
    return bytes ? QByteArray(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size()))
                 : QByteArray();
}

QImage image_from(QByteArray bytes, const char* format) {
    if (bytes.isEmpty())
        return {};
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    return reader.read();
}

/// The specification wants the canonical path as a URI.
std::string canonical_uri(const std::string& path) {
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
    return real ? "file://" + percent_encode_path(real.get()) : std::string();
}

} // namespace

ThumbnailStore::ThumbnailStore(std::string folder, std::string freedesktop_folder, std::uint64_t limit)
    : folder_(std::move(folder))
    , freedesktop_folder_(std::move(freedesktop_folder))
    , limit_(limit) {}

std::string ThumbnailStore::fileOf(const FoundFile& file, int edge) const {
    const std::string key = absolute_path(file.path) + '\n' + std::to_string(file.bytes) + '\n' +
                            std::to_string(file.mtime_ns) + '\n' + std::to_string(edge) + '\n' +
                            std::to_string(decoder_generation);
    const std::string name = QCryptographicHash::hash(QByteArrayView(key.data(), static_cast<qsizetype>(key.size())),
                                                      QCryptographicHash::Sha1)
                                 .toHex()
                                 .toStdString();
    // 256 folders, so that none holds 100,000 names.
    return folder_ + '/' + name.substr(0, 2) + '/' + name.substr(2) + ".jpg";
}

QImage ThumbnailStore::load(const FoundFile& file, int edge) {
    if (folder_.empty())
        return {};
    const std::string path = fileOf(file, edge);
    const QImage image = image_from(file_bytes(path), "jpeg");
    // Eviction takes the oldest first: being used makes it young again. Failure only costs a little luck.
    if (!image.isNull())
        ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
    return image;
}

QImage ThumbnailStore::loadFreedesktop(const FoundFile& file, int edge) const {
    if (freedesktop_folder_.empty())
        return {};
    struct Kind {
        int edge;
        const char* folder;
    };
    static constexpr std::array<Kind, 4> kinds{{{128, "normal"}, {256, "large"}, {512, "x-large"}, {1024, "xx-large"}}};
    const std::string uri = canonical_uri(file.path);
    if (uri.empty())
        return {};
    const QByteArray name = QCryptographicHash::hash(QByteArrayView(uri.data(), static_cast<qsizetype>(uri.size())),
                                                     QCryptographicHash::Md5)
                                .toHex();
    for (const Kind& kind : kinds) {
        if (kind.edge < edge)
            continue;
        QImage image =
            image_from(file_bytes(freedesktop_folder_ + '/' + kind.folder + '/' + name.toStdString() + ".png"), "png");
        if (image.isNull())
            continue;
        const bool valid = image.text(QStringLiteral("Thumb::URI")).toStdString() == uri &&
                           image.text(QStringLiteral("Thumb::MTime")).toLongLong() == file.mtime_ns / 1'000'000'000;
        if (!valid)
            continue;
        return std::max(image.width(), image.height()) > edge
                   ? image.scaled(edge, edge, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                   : image;
    }
    return {};
}

std::optional<Error> ThumbnailStore::save(const FoundFile& file, int edge, const QImage& image) {
    if (folder_.empty() || !writable_)
        return std::nullopt;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "jpeg", jpeg_quality))
        return std::nullopt; // a picture JPEG cannot hold (over 65,535 pixels) is no fault of the folder
    const auto written =
        publish_cache_file(fileOf(file, edge), std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    if (written) {
        countAndTrim(static_cast<std::uint64_t>(bytes.size()));
        return std::nullopt;
    }
    if (!writable_.exchange(false))
        return std::nullopt; // another thread was first to say it
    return Error{ErrorCode::WriteFailed, folder_, "thumbnails cannot be kept here: " + written.error().what,
                 "everything works, but the next start makes them again; make the cache folder writable"};
}

void ThumbnailStore::countAndTrim(std::uint64_t added) {
    const std::lock_guard lock(mutex_);
    if (used_) {
        *used_ += added;
        if (*used_ <= limit_)
            return;
    }
    // The first write counts what earlier runs left; later, a tenth is freed at once so that this is rare.
    const std::uint64_t target = used_ ? limit_ / 10 * 9 : limit_;
    used_ = trim_cache_folder(folder_, target, evicted_);
}

int ThumbnailStore::evictedFiles() const {
    const std::lock_guard lock(mutex_);
    return evicted_;
}

} // namespace touchstone::library
