// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Is killed: catalogue_victim write FOLDER | migrate FOLDER | die-in-migration FOLDER
// "write" scans, scores and rates until it is killed, and prints "mark ID" once a photo's marks are acknowledged.
#include <csignal>
#include <cstdio>
#include <cstring>
#include <vector>

#include <unistd.h>

#include <QCoreApplication>

#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/schema.h"
#include "tests/app/library/catalogue/victim_rows.h"

using namespace touchstone;
using namespace touchstone::test;

namespace {

/// No buffer of the program's own may hold a line back.
void say(const std::string& line) {
    const std::string whole = line + '\n';
    if (::write(STDOUT_FILENO, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
        _exit(3);
}

void complain(const Error& error) {
    std::fprintf(stderr, "%s\n", error.message().c_str());
    std::fflush(stderr);
}

Result<void> add_folder(CatalogueWriter& writer, FolderId folder, PhotoId first) {
    const auto root = writer.addRoot("/victim");
    if (!root)
        return tl::unexpected(root.error());
    if (const auto put = writer.putFolders(std::vector{FolderRow{folder, root->id, std::to_string(folder), 1}}); !put)
        return put;
    std::vector<PhotoFile> files;
    for (int at = 0; at < photos_of_a_folder; ++at) {
        PhotoFile file;
        file.id = first + at;
        file.folder = folder;
        file.name = std::to_string(file.id) + ".jpg";
        file.bytes = file.id;
        files.push_back(file);
    }
    return writer.addPhotos(files);
}

/// Contents and the scores of both models: all of them or none.
Result<void> score_folder(CatalogueWriter& writer, PhotoId first) {
    std::vector<std::pair<PhotoId, ContentHash>> contents;
    std::vector<ScoredContent> one, two;
    for (PhotoId photo = first; photo < first + photos_of_a_folder; ++photo) {
        contents.emplace_back(photo, content_of(photo));
        one.push_back(scored_of(photo, 1));
        two.push_back(scored_of(photo, 2));
    }
    if (const auto set = writer.setContents(contents); !set)
        return set;
    if (const auto added = writer.addScores(model_of(1), one); !added)
        return added;
    return writer.addScores(model_of(2), two);
}

void add_and_score(Catalogue& catalogue) {
    const FolderId folder = catalogue.newFolderIds(1);
    const PhotoId first = catalogue.newPhotoIds(photos_of_a_folder);
    const auto report = [](Result<void> result) {
        if (!result)
            complain(result.error());
    };
    catalogue.write([=](CatalogueWriter& writer) { return add_folder(writer, folder, first); }, report);
    // Between the scan's rows and their scores, as somebody rates while the programme works.
    for (PhotoId photo = first; photo < first + photos_of_a_folder; photo += 3)
        catalogue.write(
            [=](CatalogueWriter& writer) -> Result<void> {
                const Marks marks = marks_of(photo);
                const auto old =
                    writer.changeMarks(std::vector{photo}, MarkChange{marks.rating, marks.label, marks.flag});
                return old ? Result<void>() : tl::unexpected(old.error());
            },
            [=](Result<void> result) {
                if (result)
                    say("mark " + std::to_string(photo));
                else
                    complain(result.error());
            });
    catalogue.write([=](CatalogueWriter& writer) { return score_folder(writer, first); }, report);
}

int write_until_killed(const CatalogueOptions& options) {
    const auto catalogue = Catalogue::open(options);
    for (const Issue& notice : catalogue->notices())
        std::fprintf(stderr, "notice: %s\n", notice.text.toUtf8().constData());
    if (catalogue->state() != Catalogue::State::Open)
        return 4;
    say("open");
    for (int turn = 1;; ++turn) {
        add_and_score(*catalogue);
        if (turn % 4 == 0) // the queue stays short
            catalogue->flush();
        if (turn % 40 == 0)
            if (const auto copied = catalogue->backUp(); !copied)
                complain(copied.error());
    }
}

int open_and_close(const CatalogueOptions& options) {
    say("start");
    const auto catalogue = Catalogue::open(options);
    say(catalogue->state() == Catalogue::State::Open ? "open" : "not open");
    return 0;
}

int die_in_migration(const std::string& folder) {
    const auto connection = Connection::open(folder + "/catalogue.db", Connection::Mode::ReadWrite);
    if (connection)
        (void)migrate(**connection, latest_schema, [] { std::raise(SIGKILL); });
    return 5;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc != 3)
        return 2;
    CatalogueOptions options;
    options.folder = argv[2];
    if (!std::strcmp(argv[1], "write"))
        return write_until_killed(options);
    if (!std::strcmp(argv[1], "migrate"))
        return open_and_close(options);
    if (!std::strcmp(argv[1], "die-in-migration"))
        return die_in_migration(options.folder);
    return 2;
}
