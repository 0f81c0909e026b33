// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/thumbnail_store.h"
#include "app/library/issue.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <regex>

#include <unistd.h>

#include <QBuffer>
#include <QByteArray>
#include <QCryptographicHash>
#include <QDataStream>
#include <QImageReader>

#include "app/library/cache_files.h"
#include "engine/base/files.h"

namespace touchstone::library {

namespace {

namespace fs = std::filesystem;

constexpr int jpeg_quality = 85;
constexpr std::uint64_t largest_thumbnail_file = std::uint64_t{16} << 20;

/// What a blob holds is said by its first byte.
constexpr char holds_jpeg = 'J', holds_failure = 'F';

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

BlobKey key_of(const FoundFile& file, int edge) {
    return blob_key(absolute_path(file.path) + '\n' + std::to_string(file.bytes) + '\n' +
                    std::to_string(file.mtime_ns) + '\n' + std::to_string(edge) + '\n' +
                    std::to_string(decoder_generation));
}

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

QByteArray failure_blob(const Error& error) {
    QByteArray blob(1, holds_failure);
    QDataStream stream(&blob, QIODevice::Append);
    stream << qint64{now_ms()} << qint32(error.code) << QByteArray::fromStdString(error.what)
           << QByteArray::fromStdString(error.remedy);
    return blob;
}

/// Empty when it is too old, from a clock that has been put back since, or not understood.
std::optional<Error> failure_from(const QByteArray& blob, const std::string& path, std::chrono::milliseconds lifetime) {
    QDataStream stream(blob.mid(1));
    qint64 when = 0;
    qint32 code = 0;
    QByteArray what, remedy;
    stream >> when >> code >> what >> remedy;
    const std::int64_t age = now_ms() - when;
    const auto known = static_cast<ErrorCode>(code);
    if (stream.status() != QDataStream::Ok || !lies_in_the_file(known) || age < 0 || age >= lifetime.count())
        return std::nullopt;
    return Error{known, path, what.toStdString(), remedy.toStdString()};
}

Error cannot_keep(const std::string& folder, const Error& error) {
    return {ErrorCode::WriteFailed, folder, "thumbnails cannot be kept here: " + error.what,
            "everything works, but the next start makes them again; make room there, or make the folder writable"};
}

} // namespace

ThumbnailStore::ThumbnailStore(std::string folder, std::string freedesktop_folder, std::uint64_t limit,
                               std::function<void(const Error&)> on_problem)
    : freedesktop_folder_(std::move(freedesktop_folder))
    , blobs_(
          {folder, "thumbnails.db", limit},
          [folder, tell = std::move(on_problem)](const Error& error) {
              if (tell)
                  tell(cannot_keep(folder, error));
          },
          [folder](std::stop_token stop) { remove_thumbnail_files(folder, std::move(stop)); }) {}

std::optional<ThumbnailStore::Known> ThumbnailStore::load(const FoundFile& file, int edge,
                                                          std::chrono::milliseconds failure_lifetime) {
    const BlobKey key = key_of(file, edge);
    const auto blob = blobs_.find(key);
    if (!blob || blob->isEmpty())
        return std::nullopt;
    if (blob->front() == holds_failure) {
        auto error = failure_from(*blob, file.path, failure_lifetime);
        return error ? std::optional<Known>(std::move(*error)) : std::nullopt;
    }
    QImage image = blob->front() == holds_jpeg ? image_from(blob->mid(1), "jpeg") : QImage();
    if (image.isNull()) {
        blobs_.remove(key); // whatever it is: it is made again
        return std::nullopt;
    }
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

void ThumbnailStore::save(const FoundFile& file, int edge, const QImage& image) {
    QByteArray blob(1, holds_jpeg);
    QBuffer buffer(&blob);
    buffer.open(QIODevice::WriteOnly | QIODevice::Append);
    if (image.save(&buffer, "jpeg", jpeg_quality)) // JPEG cannot hold more than 65,535 pixels a side
        blobs_.put(key_of(file, edge), std::move(blob));
}

void ThumbnailStore::saveFailure(const FoundFile& file, int edge, const Error& error) {
    if (lies_in_the_file(error.code))
        blobs_.put(key_of(file, edge), failure_blob(error));
}

int remove_thumbnail_files(const std::string& folder, std::stop_token stop) {
    static const std::regex two_digits("[0-9a-f]{2}"), rest_of_digest("[0-9a-f]{38}\\.jpg(\\.part-[0-9A-Za-z]{6})?");
    const auto named = [](const fs::directory_entry& entry, const std::regex& pattern) {
        return std::regex_match(entry.path().filename().native(), pattern);
    };
    int removed = 0;
    std::error_code problem; // what cannot be listed or removed stays: it harms nobody
    for (fs::directory_iterator sub(folder, problem), end; !problem && sub != end; sub.increment(problem)) {
        std::error_code ignored;
        if (!named(*sub, two_digits) || sub->is_symlink(ignored) || !sub->is_directory(ignored))
            continue;
        for (fs::directory_iterator file(sub->path(), ignored); !ignored && file != end; file.increment(ignored)) {
            if (stop.stop_requested())
                return removed;
            std::error_code kept;
            if (named(*file, rest_of_digest) && file->symlink_status(kept).type() == fs::file_type::regular)
                removed += fs::remove(file->path(), kept) ? 1 : 0;
        }
        ::rmdir(sub->path().c_str()); // only when nothing else is in it
    }
    return removed;
}

} // namespace touchstone::library
