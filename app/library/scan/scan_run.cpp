// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/scan_run.h"

#include <algorithm>

namespace touchstone::library {

namespace {

using FolderState = KnownRoot::FolderState;
using FileState = KnownRoot::FileState;
constexpr std::size_t none = KnownRoot::none;

FoundPhoto found_photo(const KnownRoot& root, std::size_t folder, PhotoFile file) {
    std::string path = path_below(root.absolute_path(folder), file.name);
    return {std::move(file), std::move(path)};
}

} // namespace

ScanRun::ScanRun(Catalogue& catalogue, UnsteadyFiles& unsteady, quint64 generation, SendChanges send, Entering entering,
                 std::stop_token stop)
    : catalogue_(catalogue)
    , unsteady_(unsteady)
    , entering_(std::move(entering))
    , stop_(stop)
    , sink_(catalogue, generation, std::move(send), stop) {}

ScanRun::~ScanRun() = default;

bool ScanRun::remembers(const KnownRoot& root) const {
    return root.root().id != 0 && catalogue_.state() != Catalogue::State::ReadOnly;
}

ScanEnd ScanRun::run(const std::vector<ScanTask>& tasks) {
    if (read(tasks)) {
        for (Walked& walked : walked_)
            walk(walked);
        resolveArrivals();
        for (Walked& walked : walked_)
            if (!stop_.stop_requested())
                conclude(walked);
    }
    sink_.settle();
    end_.stopped = stop_.stop_requested();
    return std::move(end_);
}

/// What the catalogue knows of the roots, with everything that was written before.
bool ScanRun::read(const std::vector<ScanTask>& tasks) {
    catalogue_.flush();
    auto reader = catalogue_.reader();
    if (!reader) {
        failed(reader.error());
        return false;
    }
    reader_ = std::move(*reader);
    const auto roots = reader_->roots();
    if (!roots) {
        failed(roots.error());
        return false;
    }
    for (const ScanTask& task : tasks) {
        RootRow root = task.root;
        for (const RootRow& row : *roots)
            if (root.id != 0 && row.id == root.id)
                root = row; // whether it is offline may have changed since the task was made
        auto known = KnownRoot::read(*reader_, root);
        if (!known) {
            failed(known.error());
            continue;
        }
        Walked walked;
        walked.task = task;
        walked.known = std::make_unique<KnownRoot>(std::move(*known));
        walked_.push_back(std::move(walked));
    }
    return true;
}

void ScanRun::walk(Walked& walked) {
    if (stop_.stop_requested())
        return;
    KnownRoot& known = *walked.known;
    sink_.remember(remembers(known));
    walked.walk = std::make_unique<RootWalk>(known, unsteady_, static_cast<WalkEvents&>(*this), stop_);
    if (known.root().loose)
        walked.end = walked.walk->files(walked.task.files);
    else
        walked.end = walked.task.whole ? walked.walk->whole() : walked.walk->only(walked.task.folders);
    if (walked.end == RootWalk::End::Offline) {
        if (known.root().id == 0)
            failed(walk_error(ENOENT, known.root().path));
        takeOffline(walked, true);
    } else if (walked.end != RootWalk::End::Stopped) {
        takeOffline(walked, false);
    }
    if (walked.end == RootWalk::End::NeedsWhole)
        end_.whole_wanted.push_back(known.root());
}

void ScanRun::takeOffline(Walked& walked, bool offline) {
    const RootRow& root = walked.known->root();
    if (offline)
        end_.offline.push_back(root);
    if (root.loose || root.offline == offline || !remembers(*walked.known))
        return;
    sink_.setOffline(root.id, offline);
    end_.roots_changed = true;
}

void ScanRun::entering(const std::string& path) {
    if (entering_)
        entering_(path);
}

FolderId ScanRun::newFolder(const FolderRow& without_id) {
    FolderRow row = without_id;
    row.id = catalogue_.newFolderIds(1);
    sink_.folder(row);
    return row.id;
}

void ScanRun::failed(const Error& error) {
    sink_.issue(issue_of(error));
}

void ScanRun::seen(KnownRoot& root, std::size_t known, const PhotoFile& file) {
    const KnownRoot::File& old = root.files()[known];
    const bool away = old.row.missing || root.root().offline;
    const bool other_inode = !same_inode(old.row, file);
    if (!away && !other_inode)
        return;
    PhotoFile now = file;
    now.id = old.row.id;
    now.quick = old.row.quick;
    now.content = old.row.content;
    if (other_inode)
        sink_.refreshed(now);
    if (old.row.missing)
        sink_.back(found_photo(root, old.folder, std::move(now)));
    else if (away)
        sink_.reportedBack(found_photo(root, old.folder, std::move(now)));
}

void ScanRun::changed(KnownRoot& root, std::size_t known, const PhotoFile& file) {
    const KnownRoot::File& old = root.files()[known];
    PhotoFile now = file;
    now.id = old.row.id;
    sink_.changed(found_photo(root, old.folder, std::move(now)), old.row.missing || root.root().offline);
}

void ScanRun::arrived(KnownRoot& root, std::size_t folder, const PhotoFile& file, std::size_t replaced) {
    Arrival arrival{&root, folder, file, replaced, {}, {}};
    if (root.root().id == 0) {
        add(arrival);
        return;
    }
    gatherSources();
    if (replaced == none && !moves_->mayHaveMoved(file.bytes))
        add(arrival);
    else
        arrivals_.push_back(std::move(arrival));
}

void ScanRun::gatherSources() {
    if (moves_)
        return;
    moves_.emplace(stop_);
    for (const Walked& walked : walked_)
        moves_->add(*walked.known);
    const auto roots = reader_->roots();
    if (!roots) {
        failed(roots.error());
        return;
    }
    for (const RootRow& root : *roots) {
        if (std::any_of(walked_.begin(), walked_.end(),
                        [&](const Walked& walked) { return walked.known->root().id == root.id; }))
            continue;
        auto known = KnownRoot::read(*reader_, root);
        if (!known) {
            failed(known.error());
            continue;
        }
        others_.push_back(std::make_unique<KnownRoot>(std::move(*known)));
        moves_->add(*others_.back());
    }
}

/// The strongest claims first, so that of two equal files the right one gets the marks.
void ScanRun::resolveArrivals() {
    if (arrivals_.empty() || stop_.stop_requested())
        return;
    moves_->prepare();
    std::vector<std::optional<MoveFinder::Source>> sources(arrivals_.size());
    for (std::size_t i = 0; i < arrivals_.size(); ++i)
        sources[i] = moves_->sameInode(arrivals_[i]);
    for (const bool same_name : {true, false})
        for (std::size_t i = 0; i < arrivals_.size(); ++i)
            if (!sources[i] && arrivals_[i].replaced == none)
                sources[i] = moves_->sameBytes(arrivals_[i], same_name);
    if (stop_.stop_requested()) // some were not compared
        return;
    // Moves free names before others take them.
    for (const bool moves : {true, false})
        for (std::size_t i = 0; i < arrivals_.size(); ++i)
            if (sources[i].has_value() == moves)
                place(arrivals_[i], sources[i]);
    arrivals_.clear();
}

void ScanRun::place(Arrival& arrival, const std::optional<MoveFinder::Source>& source) {
    KnownRoot::File* replaced = arrival.replaced == none ? nullptr : &arrival.root->files()[arrival.replaced];
    sink_.remember(remembers(*arrival.root));
    if (source) {
        const KnownRoot::File& old = source->root->files()[source->file];
        PhotoFile file = arrival.file;
        file.id = old.row.id;
        file.quick = old.row.quick;
        file.content = old.row.content;
        if (shot_part(old.row.name) != ShotPart::Neither)
            sink_.pair(file.id, no_photo); // of where it was
        remember(*arrival.root, arrival.folder, file);
        sink_.moved(found_photo(*arrival.root, arrival.folder, std::move(file)));
        if (replaced && replaced->state == FileState::Replaced) { // it was overwritten; its row gave up the name
            replaced->state = FileState::Kept;
            sink_.missing(replaced->row.id);
        }
    } else if (replaced && replaced->state == FileState::Replaced) {
        replaced->state = FileState::Seen;
        changed(*arrival.root, arrival.replaced, arrival.file);
    } else {
        add(arrival);
    }
}

void ScanRun::add(Arrival& arrival) {
    PhotoFile file = arrival.file;
    file.id = catalogue_.newPhotoIds(1);
    file.quick = arrival.quick;
    file.content = arrival.content;
    remember(*arrival.root, arrival.folder, file);
    sink_.added(found_photo(*arrival.root, arrival.folder, std::move(file)));
}

/// For pairing, when the folder is known whole.
void ScanRun::remember(KnownRoot& root, std::size_t folder, const PhotoFile& file) {
    if (shot_part(file.name) == ShotPart::Neither)
        return;
    for (Walked& walked : walked_)
        if (walked.known.get() == &root) {
            if (walked.fresh.size() <= folder)
                walked.fresh.resize(root.folders().size());
            walked.fresh[folder].push_back({file.name, file.id, true});
        }
}

void ScanRun::pairShots(Walked& walked) {
    for (std::size_t at = 0; at < walked.fresh.size(); ++at) {
        if (walked.fresh[at].empty())
            continue;
        std::vector<ShotFile> files = std::move(walked.fresh[at]);
        for (const std::size_t known : walked.known->folders()[at].files)
            if (const KnownRoot::File& file = walked.known->files()[known];
                file.state == FileState::Seen || (file.state == FileState::Unseen && !walked.known->is_gone(file)))
                files.push_back({file.row.name, file.row.id, false});
        for (const auto& [raw, picture] : fresh_pairs(std::move(files)))
            sink_.pair(raw, picture);
    }
}

/// What is not there any more, and the folders' times: with these the next scan need not list them.
void ScanRun::conclude(Walked& walked) {
    if (walked.end != RootWalk::End::Whole && walked.end != RootWalk::End::NeedsWhole)
        return;
    KnownRoot& known = *walked.known;
    sink_.remember(remembers(known));
    for (const KnownRoot::File& file : known.files())
        if (!file.row.missing && known.is_gone(file))
            sink_.missing(file.row.id);
    pairShots(walked);
    if (!remembers(known)) {
        sink_.flush();
        return;
    }
    std::vector<FolderRow> folders = walked.walk->listed();
    std::vector<FolderId> gone;
    for (const KnownRoot::Folder& folder : known.folders()) {
        if (folder.state != FolderState::Gone)
            continue;
        // Missing photos keep their folder: with it they keep their marks.
        const bool empty = std::all_of(folder.files.begin(), folder.files.end(),
                                       [&](std::size_t file) { return known.files()[file].state == FileState::Moved; });
        if (empty) {
            gone.push_back(folder.row.id);
        } else if (folder.row.mtime_ns != 0) {
            folders.push_back(folder.row);
            folders.back().mtime_ns = 0; // listed again when it is back
        }
    }
    const bool whole = walked.task.whole && !known.root().loose && walked.end == RootWalk::End::Whole;
    sink_.finishRoot(whole ? known.root().id : 0, std::move(folders), std::move(gone));
}

} // namespace touchstone::library
