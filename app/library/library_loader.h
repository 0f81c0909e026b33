// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <QObject>

#include "app/library/catalogue/catalogue.h"

class QThread;

namespace touchstone::library {

class Mailbox;

/// Something the person opened: a folder, a file or the whole library.
struct OpenedPlace {
    std::string path;           ///< absolute; empty = the whole library
    Scope scope;                ///< where its photos are in the catalogue
    RootRow root;               ///< that it lies in; id 0 when the catalogue cannot take it
    std::vector<RootRow> roots; ///< of the whole library: all that are walked
    bool is_file = false;
};

/// What is to be read.
struct LibraryRequest {
    std::vector<std::string> paths; ///< as given; none = the whole library
    std::vector<WantedScores> wanted;
    bool higher_is_better = true; ///< of the first of `wanted`
    int first_page = 200;         ///< photos that are wanted before everything is read
};

/// Part of an answer; shared, so that it is freed even when nobody receives it. The one receiver takes the photos out.
struct LoadedPhotos {
    quint64 generation = 0; ///< what load() returned; drop it when another one is wanted now
    std::vector<PhotoEntry> photos;
};

/// Reads the catalogue for the window. Lives in the GUI thread; a worker on a thread of its own (named "library
/// reader") owns the reading connection. The destructor ends it: at the next row, then a wait of at most 5 s.
class LibraryLoader : public QObject {
    Q_OBJECT
public:
    explicit LibraryLoader(std::shared_ptr<Catalogue> catalogue, QObject* parent = nullptr);
    ~LibraryLoader() override;

    /// Finds out what the paths are, adds folders to the library that it does not know, and reads their photos: the
    /// best ones first, then all others. Replaces the load under way. Returns its generation.
    quint64 load(LibraryRequest request);
    void cancel(); ///< nothing more comes of the load under way

    /// Runs `query` with the reader, after what was asked before, and what it returns in the GUI thread; `otherwise`
    /// there when the catalogue cannot be read at all.
    using Answer = std::function<void()>;
    void ask(std::function<Answer(CatalogueReader&)> query, Answer otherwise = {});

Q_SIGNALS:
    /// What the paths are; before any photo. Paths that are not there are in `problems`, and not among the places.
    void placed(quint64 generation, const std::vector<touchstone::library::OpenedPlace>& places,
                const std::vector<touchstone::Error>& problems);
    /// The first batch of a load is its best photos, best first; no photo comes twice.
    void loaded(std::shared_ptr<touchstone::library::LoadedPhotos> photos);
    void finished(quint64 generation);
    void failed(quint64 generation, const touchstone::Error& error);

private:
    struct Worker;
    std::shared_ptr<Mailbox> mailbox_;
    Worker* worker_ = nullptr; ///< lives in thread_, dies with it
    QThread* thread_ = nullptr;
    std::stop_source stop_; ///< of the latest load
    quint64 generation_ = 0;
};

} // namespace touchstone::library
