// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QTemporaryDir>
#include <QtTest>

#include "app/library/catalogue/catalogue.h"

/// Rows that the catalogue's tests share.
namespace touchstone::test {

using namespace touchstone::library;

/// Stops the test with the error's words; usable where QVERIFY2 is.
#define VERIFY_DONE(expression)                                                                                        \
    do {                                                                                                               \
        const auto& verified_result = (expression);                                                                    \
        QVERIFY2(verified_result.has_value(), verified_result ? "" : verified_result.error().message().c_str());       \
    } while (false)

inline ContentHash hash(std::uint8_t first, std::uint8_t second = 0) {
    ContentHash made;
    made.bytes[0] = first;
    made.bytes[1] = second;
    made.bytes[15] = 0xff;
    return made;
}

inline ModelRow model(const std::string& name, std::optional<int> native_limit = 1024) {
    ModelRow row;
    row.recipe.model = name;
    row.recipe.model_sha256 = std::string(64, 'a') + name;
    row.recipe.preprocessing = "google";
    row.recipe.native_limit = native_limit;
    row.title = "Model " + name;
    row.range = std::pair(0.0, 100.0);
    return row;
}

inline ScoredContent scored(const ContentHash& content, double value) {
    ScoredContent made;
    made.content = content;
    made.pixel_size = {6000, 4000};
    made.record.score.value = value;
    made.record.score.standard_deviation = value / 7;
    made.record.score.distribution = {0.1, 0.2, 1.0 / 3, value / 1000};
    made.record.scored_size = {1024, 683};
    made.record.reduced = true;
    made.record.device = "cuda:0";
    made.record.seconds = 0.012345678901234567;
    return made;
}

/// A catalogue in a folder of its own, with one root, and photos in it.
class Library {
    QTemporaryDir dir_; ///< goes last, when nothing is open in it any more

public:
    Library() { folder = dir_.path().toStdString() + "/library"; }

    void open() {
        catalogue.reset();
        CatalogueOptions options = extra;
        options.folder = folder;
        catalogue = Catalogue::open(options);
    }
    void close() { catalogue.reset(); }

    Result<void> write(Catalogue::Work work) { return catalogue->writeNow(std::move(work)); }
    std::unique_ptr<CatalogueReader> reader() {
        auto made = catalogue->reader();
        return made ? std::move(*made) : nullptr;
    }

    /// Adds root and folder (path relative to it) with files of these names; their ids, which follow each other.
    PhotoId add(const std::string& root, const std::string& path, const std::vector<std::string>& names) {
        const FolderId new_folder = catalogue->newFolderIds(1);
        const PhotoId first = catalogue->newPhotoIds(static_cast<std::int64_t>(names.size()));
        const auto added = write([&](CatalogueWriter& writer) -> Result<void> {
            const auto row = writer.addRoot(root);
            if (!row)
                return tl::unexpected(row.error());
            FolderId in = new_folder;
            if (const auto put = writer.putFolders(std::vector{FolderRow{in, row->id, path, 5}}); !put)
                return put;
            std::vector<PhotoFile> files;
            for (std::size_t at = 0; at < names.size(); ++at) {
                PhotoFile file;
                file.id = first + static_cast<PhotoId>(at);
                file.folder = in;
                file.name = names[at];
                file.bytes = 1000 + static_cast<std::int64_t>(at);
                file.mtime_ns = 1'700'000'000'000'000'000 + static_cast<std::int64_t>(at);
                files.push_back(file);
            }
            return writer.addPhotos(files);
        });
        return added ? first : no_photo;
    }

    /// Everything of a scope, by id.
    std::vector<PhotoEntry> entries(const Scope& scope = {}, const std::vector<WantedScores>& wanted = {}) {
        std::vector<PhotoEntry> found;
        auto made = catalogue->reader();
        if (!made)
            return found;
        const auto read = (*made)->photos(scope, wanted, [&](PhotoEntry&& entry) {
            found.push_back(std::move(entry));
            return true;
        });
        return read ? found : std::vector<PhotoEntry>();
    }

    std::string folder;
    CatalogueOptions extra;
    std::shared_ptr<Catalogue> catalogue;
};

} // namespace touchstone::test
