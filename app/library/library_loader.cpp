// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/library_loader.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <unordered_set>
#include <utility>

#include <sys/stat.h>

#include <QThread>
#include <QtDebug>

#include "app/library/cache_files.h"
#include "app/library/mailbox.h"
#include "app/library/walk_rules.h"
#include "engine/imaging/decode.h"

namespace touchstone::library {

namespace {

constexpr std::size_t batch_photos = 2500; ///< what the list takes in a few milliseconds
constexpr int wait_ms = 5000;

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

/// Hidden, in a hidden folder, or without a photo's suffix: taken only when it is named itself.
bool is_passed_over(const std::string& below_root) {
    return ('/' + below_root).find("/.") != std::string::npos || !imaging::has_photo_suffix(below_root);
}

} // namespace

/// Owns the reader; everything but the constructor runs on the worker's thread.
struct LibraryLoader::Worker : QObject {
    Worker(std::shared_ptr<Catalogue> opened, std::shared_ptr<Mailbox> box)
        : catalogue(std::move(opened))
        , mailbox(std::move(box)) {}

    const std::shared_ptr<Catalogue> catalogue;
    const std::shared_ptr<Mailbox> mailbox;
    std::unique_ptr<CatalogueReader> reader;
    LibraryLoader* owner = nullptr; ///< only used through the mailbox

    Result<void> connect() {
        if (reader)
            return {};
        auto made = catalogue->reader();
        if (!made)
            return tl::unexpected(made.error());
        reader = std::move(*made);
        return {};
    }
    void load(const LibraryRequest& request, quint64 generation, std::stop_token stop);
    Result<OpenedPlace> place(const std::string& path);
    Result<void> read(const std::vector<OpenedPlace>& places, const LibraryRequest& request, quint64 generation,
                      std::stop_token stop);
    void send(std::vector<PhotoEntry>&& photos, quint64 generation);
};

/// What a path is, and where its photos are. A folder that the library does not know becomes a root of it.
Result<OpenedPlace> LibraryLoader::Worker::place(const std::string& path) {
    OpenedPlace place;
    if (path.empty()) {
        auto roots = reader->roots();
        if (!roots)
            return tl::unexpected(roots.error());
        std::copy_if(roots->begin(), roots->end(), std::back_inserter(place.roots),
                     [](const RootRow& root) { return !root.loose; });
        return place;
    }
    place.path = without_slash(absolute_path(path));
    auto root = reader->rootOf(place.path);
    if (!root)
        return tl::unexpected(root.error());
    struct stat info {};
    const bool is_there = ::stat(place.path.c_str(), &info) == 0;
    const int number = errno;
    // A folder of a root that is offline is shown as it was known; elsewhere a name that is not there is a mistake.
    struct stat root_info {};
    if (!is_there && (!*root || ::stat((*root)->path.c_str(), &root_info) == 0))
        return tl::unexpected(walk_error(number, path));
    place.is_file = is_there && !S_ISDIR(info.st_mode);
    if (!*root) { // by a link, it may be a folder that the library knows
        place.path = real_path(place.path, place.is_file);
        root = reader->rootOf(place.path);
        if (!root)
            return tl::unexpected(root.error());
    }
    if (place.is_file && *root && is_passed_over(place.path.substr((*root)->path.size())))
        root->reset(); // a walk of its folder would not find it
    if (!*root) {
        // A file that was named itself lies in the root of loose files.
        const auto added = catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            auto row = place.is_file ? writer.addRoot("/", true) : writer.addRoot(place.path);
            if (!row)
                return tl::unexpected(row.error());
            *root = std::move(*row);
            return {};
        });
        if (!added) { // looked at without being remembered; the notices of the catalogue say why
            place.scope.kind = Scope::Kind::Ids;
            place.root.path = place.is_file ? "/" : place.path;
            return place;
        }
    }
    if (place.is_file) {
        place.root = **root;
        const auto ids = reader->idsOf({&place.path, 1});
        if (!ids)
            return tl::unexpected(ids.error());
        place.scope.kind = Scope::Kind::Ids;
        if (ids->front() != no_photo)
            place.scope.ids = {ids->front()};
        return place;
    }
    place.root = **root;
    place.scope.root = place.root.id;
    if (place.root.path == place.path) {
        place.scope.kind = Scope::Kind::Root;
    } else {
        place.scope.kind = Scope::Kind::Folder;
        place.scope.folder = place.path.substr(place.root.path == "/" ? 1 : place.root.path.size() + 1);
    }
    return place;
}

void LibraryLoader::Worker::send(std::vector<PhotoEntry>&& photos, quint64 generation) {
    if (photos.empty())
        return;
    auto batch = std::make_shared<LoadedPhotos>();
    batch->generation = generation;
    batch->photos = std::exchange(photos, {});
    mailbox->post([loader = owner, batch = std::move(batch)] {
        Q_EMIT
        loader->loaded(batch);
    });
}

Result<void> LibraryLoader::Worker::read(const std::vector<OpenedPlace>& places, const LibraryRequest& request,
                                         quint64 generation, std::stop_token stop) {
    std::unordered_set<PhotoId> sent; // a file that was named beside its folder is one photo
    if (places.size() == 1 && !request.wanted.empty() && places.front().scope.kind != Scope::Kind::Ids) {
        auto best = reader->best(places.front().scope, request.wanted, request.higher_is_better, request.first_page);
        if (!best)
            return tl::unexpected(best.error());
        for (const PhotoEntry& photo : *best)
            sent.insert(photo.id);
        send(std::move(*best), generation);
    }
    std::vector<PhotoEntry> batch;
    for (const OpenedPlace& place : places) {
        const auto take = [&](PhotoEntry&& photo) {
            if (sent.empty() && places.size() == 1) // nothing can come twice
                batch.push_back(std::move(photo));
            else if (places.size() == 1 ? !sent.contains(photo.id) : sent.insert(photo.id).second)
                batch.push_back(std::move(photo));
            if (batch.size() >= batch_photos)
                send(std::move(batch), generation);
            return !stop.stop_requested();
        };
        if (place.scope.kind == Scope::Kind::Ids && place.scope.ids.empty())
            continue;
        if (const auto whole = reader->photos(place.scope, request.wanted, take); !whole)
            return whole;
        if (stop.stop_requested())
            return {};
    }
    send(std::move(batch), generation);
    return {};
}

void LibraryLoader::Worker::load(const LibraryRequest& request, quint64 generation, std::stop_token stop) {
    std::vector<OpenedPlace> places;
    std::vector<Error> problems;
    Result<void> result = connect();
    for (const std::string& path : request.paths.empty() ? std::vector<std::string>{{}} : request.paths) {
        if (!result || stop.stop_requested())
            break;
        if (auto found = place(path))
            places.push_back(std::move(*found));
        else
            problems.push_back(std::move(found.error()));
    }
    mailbox->post([loader = owner, generation, places, problems = std::move(problems)] {
        Q_EMIT
        loader->placed(generation, places, problems);
    });
    if (result)
        result = read(places, request, generation, stop);
    mailbox->post([loader = owner, generation, result = std::move(result)] {
        if (!result)
            Q_EMIT
        loader->failed(generation, result.error());
        Q_EMIT
        loader->finished(generation);
    });
}

LibraryLoader::LibraryLoader(std::shared_ptr<Catalogue> catalogue, QObject* parent)
    : QObject(parent)
    , mailbox_(std::make_shared<Mailbox>(this))
    , worker_(new Worker(std::move(catalogue), mailbox_))
    , thread_(new QThread) {
    worker_->owner = this;
    thread_->setObjectName(QStringLiteral("library reader"));
    worker_->moveToThread(thread_);
    connect(thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_->start();
}

LibraryLoader::~LibraryLoader() {
    mailbox_->close();
    stop_.request_stop();
    thread_->quit();
    if (thread_->wait(wait_ms))
        delete thread_;
    else // a dead network mount; destroying a running QThread would end the program
        qWarning("Reading the library did not end in time and is left behind.");
}

quint64 LibraryLoader::load(LibraryRequest request) {
    stop_.request_stop();
    stop_ = std::stop_source();
    const quint64 generation = ++generation_;
    queue_call(worker_, [worker = worker_, request = std::move(request), generation, stop = stop_.get_token()] {
        worker->load(request, generation, stop);
    });
    return generation;
}

void LibraryLoader::cancel() {
    stop_.request_stop();
    ++generation_;
}

void LibraryLoader::ask(std::function<Answer(CatalogueReader&)> query, Answer otherwise) {
    queue_call(worker_, [worker = worker_, query = std::move(query), otherwise = std::move(otherwise)] {
        if (Answer answer = worker->connect() ? query(*worker->reader) : otherwise)
            worker->mailbox->post(std::move(answer));
    });
}

} // namespace touchstone::library
