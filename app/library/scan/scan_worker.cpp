// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/scan_worker.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QTimer>

namespace touchstone::library {

namespace {

/// Relative to the root; empty optional when it does not lie in it.
std::optional<std::string> inside(const std::string& root, const std::string& path) {
    if (path == root)
        return std::string();
    const std::string start = root.ends_with('/') ? root : root + '/';
    return path.starts_with(start) ? std::optional(path.substr(start.size())) : std::nullopt;
}

std::string folder_of(const std::string& path) {
    return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
}

} // namespace

// -- stops

std::stop_token ScanStops::queueScan() {
    const std::lock_guard lock(mutex_);
    scan_.request_stop();
    look_.request_stop();
    scan_ = std::stop_source();
    ++queued_;
    return scan_.get_token();
}

void ScanStops::scanBegins() {
    const std::lock_guard lock(mutex_);
    --queued_;
}

void ScanStops::stopScan() {
    const std::lock_guard lock(mutex_);
    scan_.request_stop();
}

void ScanStops::stopLook() {
    const std::lock_guard lock(mutex_);
    look_.request_stop();
}

void ScanStops::end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    scan_.request_stop();
    look_.request_stop();
}

std::stop_token ScanStops::beginLook() {
    const std::lock_guard lock(mutex_);
    look_ = std::stop_source();
    if (ended_ || queued_ > 0)
        look_.request_stop();
    return look_.get_token();
}

// -- worker

ScanWorker::ScanWorker(std::shared_ptr<Catalogue> catalogue, ScannerOptions options, ScanReceiver receiver,
                       std::shared_ptr<ScanStops> stops)
    : catalogue_(std::move(catalogue))
    , receiver_(std::move(receiver))
    , stops_(std::move(stops))
    , unsteady_(options.now_ns ? std::move(options.now_ns) : NowNs(system_now_ns))
    , watcher_(new FolderWatcher({options.gather_ms, options.most_watches}, this))
    , unsteady_timer_(new QTimer(this))
    , again_timer_(new QTimer(this)) {
    unsteady_timer_->setSingleShot(true);
    unsteady_timer_->setInterval(options.unsteady_ms);
    again_timer_->setSingleShot(true);
    again_timer_->setInterval(options.again_ms);
    connect(unsteady_timer_, &QTimer::timeout, this, &ScanWorker::lookAtUnsteady);
    connect(again_timer_, &QTimer::timeout, this, &ScanWorker::lookAgain);
    connect(watcher_, &FolderWatcher::changed, this, &ScanWorker::lookAt);
    connect(watcher_, &FolderWatcher::lostTrack, this, [this] { look(places_); });
}

void ScanWorker::setPlaces(const std::vector<ScanPlace>& places) {
    places_.clear();
    std::map<RootId, ScanTask> loose;
    for (const ScanPlace& place : places) {
        ScanTask task{place.root, true, {}, {}};
        if (place.is_file && (place.root.loose || place.root.id == 0)) {
            task.root.path = "/";
            task.root.loose = true;
            loose.emplace(task.root.id, task).first->second.files.push_back(place.path);
            continue;
        }
        if (place.is_file) { // lies in a folder of the library: that one is looked through
            task.whole = false;
            task.folders.push_back(inside(task.root.path, folder_of(place.path)).value_or(std::string()));
        } else if (task.root.id == 0) {
            task.root.path = place.path;
        }
        places_.push_back(std::move(task));
    }
    for (auto& [root, task] : loose)
        places_.push_back(std::move(task));
}

void ScanWorker::start(quint64 generation, const std::vector<ScanPlace>& places, const std::stop_token& stop) {
    stops_->scanBegins();
    stopWatching();
    setPlaces(places);
    watching_ = true;
    const ScanEnd end = run(generation, places_, stop);
    tellUnwatched(generation);
    receiver_.finished(generation, end.stopped);
    takeEnd(end, places_);
}

void ScanWorker::stopWatching() {
    watching_ = false;
    watcher_->clear();
    unsteady_.clear();
    unsteady_timer_->stop();
    again_timer_->stop();
    away_.clear();
    places_.clear();
}

ScanEnd ScanWorker::run(quint64 generation, const std::vector<ScanTask>& tasks, const std::stop_token& stop) {
    ScanRun scan(
        *catalogue_, unsteady_, generation, receiver_.send,
        [this](const std::string& folder) {
            if (watching_)
                watcher_->watch(folder);
        },
        stop);
    return scan.run(tasks);
}

/// Where something changed: nobody asked for it, so it has no generation.
void ScanWorker::look(const std::vector<ScanTask>& tasks) {
    if (tasks.empty() || !watching_)
        return;
    const ScanEnd end = run(0, tasks, stops_->beginLook());
    tellUnwatched(0);
    takeEnd(end, tasks);
}

void ScanWorker::takeEnd(const ScanEnd& end, const std::vector<ScanTask>& tasks) {
    if (end.stopped)
        return; // what replaces it looks everywhere
    for (const ScanTask& task : tasks)
        away_.erase(task.root.path);
    for (const RootRow& root : end.offline)
        away_.insert(root.path);
    if (end.roots_changed)
        receiver_.roots_changed();
    receiver_.looked();
    if (!unsteady_.empty())
        unsteady_timer_->start();
    if (!away_.empty() || !watcher_->unwatched().empty())
        again_timer_->start();
    std::vector<ScanTask> whole;
    for (const RootRow& root : end.whole_wanted)
        whole.push_back({root, true, {}, {}});
    look(whole);
}

std::vector<ScanTask> ScanWorker::tasksOf(const std::vector<std::string>& folders) const {
    std::vector<ScanTask> tasks;
    for (const ScanTask& place : places_) {
        ScanTask task{place.root, false, {}, {}};
        for (const std::string& folder : folders) {
            if (place.root.loose)
                std::copy_if(place.files.begin(), place.files.end(), std::back_inserter(task.files),
                             [&](const std::string& file) { return folder_of(file) == folder; });
            else if (auto relative = inside(place.root.path, folder))
                task.folders.push_back(std::move(*relative));
        }
        if (!task.folders.empty() || !task.files.empty())
            tasks.push_back(std::move(task));
    }
    return tasks;
}

void ScanWorker::lookAt(const std::vector<std::string>& folders) {
    look(tasksOf(folders));
}

void ScanWorker::lookAtUnsteady() {
    lookAt(unsteady_.look());
    if (!unsteady_.empty())
        unsteady_timer_->start();
}

void ScanWorker::lookAgain() {
    const std::set<std::string>& unwatched = watcher_->unwatched();
    std::vector<ScanTask> tasks = tasksOf({unwatched.begin(), unwatched.end()});
    std::erase_if(tasks, [&](const ScanTask& task) { return away_.contains(task.root.path); });
    for (const ScanTask& place : places_)
        if (away_.contains(place.root.path))
            tasks.push_back(place);
    look(tasks);
}

void ScanWorker::tellUnwatched(quint64 generation) {
    if (watcher_->unwatched().empty() || std::exchange(told_unwatched_, true))
        return;
    auto changes = std::make_shared<ScanChanges>();
    changes->generation = generation;
    Issue issue;
    issue.severity = Issue::Severity::Note;
    issue.file = *watcher_->unwatched().begin();
    issue.text = QCoreApplication::translate(
        "LibraryScanner",
        "The system cannot watch more folders. Changes in some of them are seen when you come back to "
        "this window, and every few minutes; raising fs.inotify.max_user_watches helps.");
    issue.merge_key = QStringLiteral("scan-unwatched");
    changes->issues.push_back(std::move(issue));
    receiver_.send(std::move(changes));
}

} // namespace touchstone::library
