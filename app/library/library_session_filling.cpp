// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How the session is filled: models' cards, what the catalogue knows, what the disk says, and what has to be scored.
#include <algorithm>
#include <utility>

#include "app/library/library_session.h"
#include "engine/nn/device_list.h"

namespace touchstone::library {

namespace {

/// Earlier models whose scores are offered beside those in use: more would fill the menu with history.
constexpr std::size_t earlier_models = 6;

PhotoEntry entry_of(const FoundPhoto& found) {
    PhotoEntry entry;
    entry.id = found.file.id;
    entry.file = {found.path, found.file.bytes, found.file.mtime_ns};
    entry.name = display_name(found.path);
    entry.folder = found.file.folder;
    entry.content = found.file.content;
    return entry;
}

/// What networks compute with on the devices of these words, and scores are kept under. Asks for GPUs, which takes a
/// driver its time, only where the answer hangs on them.
Precision precision_on(const std::string& words, Precision asked) {
    if (effective_precision(Device{}, asked) == asked)
        return asked; // even the CPU does
    const Result<std::vector<Device>> devices = parse_devices(words);
    return effective_precision(devices ? devices->front() : Device{}, asked);
}

} // namespace

// -- opening --------------------------------------------------------------------------------------------------------

/// Scores in the catalogue are found by how they were made, which the models' cards say without opening a network.
void LibrarySession::readCards() {
    library_->ask(
        [files = options_.model_files, read = options_.read_card, device = options_.device,
         asked = options_.scorer.precision, this](CatalogueReader& reader) -> LibraryLoader::Answer {
            std::vector<Result<ModelCard>> cards;
            for (const std::string& file : files)
                cards.push_back(read(file));
            auto known = reader.models();
            return [this, cards = std::move(cards), precision = precision_on(device, asked),
                    known = known ? std::move(*known) : std::vector<ModelRow>()] {
                options_.scorer.precision = precision;
                takeCards(cards, known);
            };
        },
        [this] { takeCards({}, {}); });
}

void LibrarySession::takeCards(const std::vector<Result<ModelCard>>& cards, const std::vector<ModelRow>& known) {
    cards_.clear();
    wanted_.clear();
    std::vector<ModelCard> listed;
    std::vector<ScoreRecipe> recipes;
    for (const Result<ModelCard>& card : cards) {
        // Scoring will say what is wrong with the file; its place among the models is kept.
        cards_.push_back(card ? *card : ModelCard());
        if (!card)
            continue;
        recipes.push_back(ScoreRecipe::of(*card, options_.scorer, options_.pipeline.decode.mode));
        wanted_.push_back({recipes.back().key(), card->id});
        listed.push_back(*card);
    }
    explainer_->setRecipes(std::move(recipes));
    const std::size_t in_use = listed.size();
    for (const ModelRow& row : known) {
        const std::string& key = row.recipe_key;
        const bool is_listed =
            std::any_of(wanted_.begin(), wanted_.end(), [&](const WantedScores& w) { return w.recipe_key == key; });
        if (is_listed || row.scores == 0 || wanted_.size() >= cards_.size() + earlier_models)
            continue;
        ModelCard card;
        card.id = row.recipe.model + '@' + key.substr(0, 8);
        card.title = tr("%1 (earlier scores)", "model").arg(QString::fromStdString(row.title)).toStdString();
        card.range = row.range;
        card.higher_is_better = row.higher_is_better;
        wanted_.push_back({key, card.id});
        listed.push_back(std::move(card));
    }
    if (!listed.empty())
        photos_.setModels(std::move(listed), in_use);
    cards_known_ = true;
    if (open_)
        startLoad();
}

void LibrarySession::startLoad() {
    LibraryRequest request;
    request.paths = paths_;
    request.wanted = wanted_;
    request.higher_is_better = cards_.empty() || cards_.front().higher_is_better;
    load_ = library_->load(std::move(request));
}

void LibrarySession::takePlaces(const std::vector<OpenedPlace>& places, const std::vector<Error>& problems) {
    places_ = places;
    for (const Error& problem : problems)
        issues_.add(issue_of(problem));
    Q_EMIT
    foldersChanged();
}

void LibrarySession::takeLoaded(LoadedPhotos& batch) {
    std::vector<Issue> issues;
    std::vector<PhotoMarks> newer;
    for (const PhotoEntry& photo : batch.photos) {
        if (photo.error && photo.state == PhotoState::Failed)
            issues.push_back(issue_of_photo(*photo.error, photo.id, photo.file.path));
        if (const auto marks = recent_marks_.find(photo.id); marks != recent_marks_.end())
            newer.push_back({photo.id, marks->second});
    }
    photos_.append(std::move(batch.photos));
    if (!newer.empty())
        photos_.applyMarks(newer);
    issues_.add(issues);
    if (std::exchange(first_batch_, false))
        photos_.rerank(); // the page that is looked at while the rest is read
}

void LibrarySession::takeLoadEnd() {
    loading_ = false;
    marksWereWritten();
    photos_.rerank();
    readLibraryValues();
    std::vector<ScanPlace> wanted;
    for (const OpenedPlace& place : places_) {
        if (!place.path.empty())
            wanted.push_back({place.path, place.root, place.is_file});
        for (const RootRow& root : place.roots)
            wanted.push_back({root.path, root, false});
    }
    scan_ = scanner_->start(std::move(wanted));
}

void LibrarySession::readLibraryValues() {
    const std::string& model = photos_.currentModel();
    const auto wanted =
        std::find_if(wanted_.begin(), wanted_.end(), [&](const WantedScores& w) { return w.listed_as == model; });
    if (wanted == wanted_.end())
        return;
    library_->ask([this, wanted = *wanted](CatalogueReader& reader) -> LibraryLoader::Answer {
        auto values = reader.values({}, wanted.recipe_key);
        if (!values)
            return {};
        return [this, wanted, values = std::move(*values)] {
            if (photos_.currentModel() == wanted.listed_as)
                photos_.setLibraryValues(values);
        };
    });
}

// -- what the disk says ---------------------------------------------------------------------------------------------

bool LibrarySession::isInPlaces(const std::string& path) const {
    return isWholeLibrary() || std::any_of(places_.begin(), places_.end(), [&](const OpenedPlace& place) {
               if (place.is_file)
                   return path == place.path;
               return path.starts_with(place.path == "/" ? place.path : place.path + '/');
           });
}

void LibrarySession::addFound(const std::vector<FoundPhoto>& found) {
    std::vector<PhotoEntry> entries;
    for (const FoundPhoto& photo : found)
        if (isInPlaces(photo.path) && !photos_.entry(photo.file.id))
            entries.push_back(entry_of(photo));
    photos_.append(std::move(entries));
}

void LibrarySession::takeScan(const ScanChanges& changes) {
    addFound(changes.added);
    issues_.add(changes.issues);
    std::vector<PhotoEntry> replaced;
    std::vector<PhotoId> other_bytes;
    for (const FoundPhoto& photo : changes.changed) {
        PhotoEntry entry = entry_of(photo);
        if (const PhotoEntry* old = photos_.entry(entry.id)) {
            entry.marks = old->marks;
            unreadable_.erase(entry.id);
            other_bytes.push_back(entry.id);
            replaced.push_back(std::move(entry));
        }
    }
    std::vector<PhotoId> returned, gone = changes.missing;
    for (const FoundPhoto& photo : changes.back)
        returned.push_back(photo.file.id);
    for (const FoundPhoto& photo : changes.moved) {
        const PhotoEntry* old = photos_.entry(photo.file.id);
        if (!isInPlaces(photo.path)) {
            gone.push_back(photo.file.id);
        } else if (!old) {
            returned.push_back(photo.file.id); // moved into what is open
        } else {
            PhotoEntry entry = *old;
            entry.file = {photo.path, photo.file.bytes, photo.file.mtime_ns};
            entry.name = display_name(photo.path);
            entry.folder = photo.file.folder;
            replaced.push_back(std::move(entry));
        }
    }
    // Each of these publishes what has gathered: not without need.
    if (!replaced.empty())
        photos_.replace(std::move(replaced));
    if (!other_bytes.empty()) {
        loader_->reload(other_bytes);
        neighbours_->remove(other_bytes);
    }
    if (!gone.empty()) {
        std::vector<std::pair<PhotoId, PhotoId>> alone;
        for (const PhotoId id : gone)
            alone.emplace_back(id, no_photo);
        photos_.applyPairs(alone);
        photos_.remove(gone);
        scoring_->remove(gone);
        neighbours_->remove(gone);
    }
    readBack(std::move(returned));
    photos_.applyFacts(changes.facts);
    photos_.applyContents(changes.contents);
    photos_.applyPairs(changes.pairs);
    Q_EMIT
    photosFound();
    if (filling_ || !options_.score_automatically)
        return; // when the scan ends
    std::vector<PhotoId> fresh;
    for (const auto* found : {&changes.added, &changes.changed})
        for (const FoundPhoto& photo : *found)
            fresh.push_back(photo.file.id);
    scoreMissing(fresh);
}

/// Photos that come back bring marks and scores along; the catalogue has them.
void LibrarySession::readBack(std::vector<PhotoId> ids) {
    if (ids.empty())
        return;
    library_->ask(
        [this, ids = std::move(ids), wanted = wanted_, load = load_](CatalogueReader& reader) -> LibraryLoader::Answer {
            options_.catalogue->flush(); // what the scan found out is committed first
            Scope scope;
            scope.kind = Scope::Kind::Ids;
            scope.ids = ids;
            auto entries = std::make_shared<std::vector<PhotoEntry>>();
            if (!reader.photos(scope, wanted, [&](PhotoEntry&& photo) {
                    entries->push_back(std::move(photo));
                    return true;
                }))
                return {};
            return [this, entries, load] {
                if (load != load_)
                    return;
                std::erase_if(*entries, [&](const PhotoEntry& photo) { return !isInPlaces(photo.file.path); });
                std::vector<PhotoId> back;
                std::vector<std::pair<PhotoId, PhotoId>> pairs;
                for (const PhotoEntry& photo : *entries) {
                    back.push_back(photo.id);
                    if (photo.paired_with != no_photo)
                        pairs.emplace_back(photo.id, photo.paired_with);
                }
                photos_.append(std::move(*entries));
                photos_.applyPairs(pairs);
                if (!filling_ && options_.score_automatically)
                    scoreMissing(back); // else when the scan ends
            };
        });
}

void LibrarySession::takeScanEnd(bool cancelled) {
    photos_.settle(); // found folder by folder, and shown in one order from here on
    filling_ = false;
    photos_.setFilling(false);
    Q_EMIT
    scanFinished(photos_.totalCount(), cancelled);
    Q_EMIT
    foldersChanged();
    if (!cancelled && options_.score_automatically) {
        end_when_queued_ = !options_.model_files.empty();
        scoreMissing(); // also what was found after somebody asked for scores
    }
    scanner_->startBackground();
}

// -- scores ---------------------------------------------------------------------------------------------------------

ModelSet LibrarySession::missingModels(const PhotoEntry& photo) const {
    ModelSet missing = 0;
    for (std::size_t at = 0; at < options_.model_files.size(); ++at)
        if (at >= cards_.size() || cards_[at].id.empty() || !photo.score_of(cards_[at].id))
            missing |= ModelSet{1} << at;
    return missing;
}

void LibrarySession::startScoring() {
    if (scoring_->state() == ScoringService::State::Paused)
        scoring_->resume();
    else if (scoring_->state() == ScoringService::State::Idle)
        scoreMissing();
}

void LibrarySession::scoreMissing() {
    unqueued_ = photos_.allIds();
    queueMissing();
}

void LibrarySession::forgetUnqueued() {
    unqueued_.clear();
    end_when_queued_ = false;
}

/// Looking a large library through takes longer than a frame: so many at a time, the rest in later turns of the event
/// loop.
void LibrarySession::queueMissing() {
    constexpr std::size_t portion = 4'000;
    const auto end = unqueued_.begin() + static_cast<std::ptrdiff_t>(std::min(portion, unqueued_.size()));
    const std::vector<PhotoId> next(unqueued_.begin(), end);
    unqueued_.erase(unqueued_.begin(), end);
    scoreMissing(next);
    if (!unqueued_.empty())
        QMetaObject::invokeMethod(this, &LibrarySession::queueMissing, Qt::QueuedConnection);
    else if (end_when_queued_ && scoring_->state() == ScoringService::State::Idle)
        takeScoringEnd(false);
}

void LibrarySession::takeScoringEnd(bool cancelled) {
    if (cancelled)
        forgetUnqueued();
    else if (end_when_queued_ = !unqueued_.empty(); end_when_queued_)
        return; // faster than it is handed over
    photos_.flush();
    if (std::exchange(unsettled_, false)) {
        if (options_.rerank_when_finished)
            photos_.settle();
        readLibraryValues();
    }
    Q_EMIT
    scoringFinished(cancelled);
}

/// What failed once is tried again only when its file changes.
bool LibrarySession::scoreMissing(const std::vector<PhotoId>& ids) {
    if (options_.model_files.empty())
        return false;
    std::vector<ScoringJob> jobs;
    std::vector<std::pair<PhotoId, ContentHash>> scored;
    for (const PhotoId id : ids) {
        const PhotoEntry* photo = photos_.entry(id);
        if (!photo)
            continue;
        const ModelSet missing = missingModels(*photo);
        if (missing != 0 && photo->state != PhotoState::Failed)
            jobs.push_back({id, photo->file, photo->content, missing});
        else if (missing == 0 && photo->content)
            scored.emplace_back(id, *photo->content);
    }
    if (wantsFeatures() && !scored.empty())
        unfetched_.insert(unfetched_.end(), scored.begin(), scored.end());
    fetchFeatures();
    if (jobs.empty())
        return false;
    no_model_ = false;
    scoring_->add(std::move(jobs));
    preferVisible();
    return true;
}

bool LibrarySession::wantsFeatures() const {
    return options_.scorer.keep_features && std::any_of(cards_.begin(), cards_.end(), [](const ModelCard& card) {
               return card.architecture == "reiqa-regressor";
           });
}

/// A portion at a time, the next when the index has taken the last: a hundred thousand photos' features at once would
/// be gigabytes, and their graph takes longer to grow than they take to read.
void LibrarySession::fetchFeatures() {
    if (fetching_ || unfetched_.empty() || neighbours_->waiting() > 0)
        return;
    const std::size_t count = std::min(options_.feature_portion, unfetched_.size());
    std::vector<std::pair<PhotoId, ContentHash>> next(unfetched_.end() - static_cast<std::ptrdiff_t>(count),
                                                      unfetched_.end());
    unfetched_.resize(unfetched_.size() - count);
    fetching_ = true;
    scoring_->fetchFeatures(std::move(next));
}

void LibrarySession::takeFeatures(const FetchedFeatures& fetched) {
    fetching_ = false;
    neighbours_->put(fetched.features);
    if (fetched.features.empty() && fetched.missing.empty())
        unfetched_.clear(); // no model that makes features
    scoreForFeatures(fetched.missing);
    fetchFeatures();
}

/// Scores without the features that the nearest photos hang on: those models answer once more.
void LibrarySession::scoreForFeatures(const std::vector<PhotoId>& ids) {
    ModelSet models = 0;
    for (std::size_t at = 0; at < cards_.size(); ++at)
        if (cards_[at].architecture == "reiqa-regressor")
            models |= ModelSet{1} << at;
    std::vector<ScoringJob> jobs;
    for (const PhotoId id : ids)
        if (const PhotoEntry* photo = photos_.entry(id); photo && models != 0)
            jobs.push_back({id, photo->file, photo->content, models});
    scoring_->add(std::move(jobs));
}

void LibrarySession::takeOutcomes(const std::vector<PhotoOutcome>& outcomes) {
    unsettled_ = true;
    photos_.apply(outcomes);
    std::vector<std::pair<PhotoId, NeighbourService::Features>> features;
    for (const PhotoOutcome& outcome : outcomes)
        if (outcome.features)
            features.emplace_back(outcome.id, outcome.features);
    neighbours_->put(std::move(features));
}

void LibrarySession::takeUnreadable(const std::vector<ThumbnailFailure>& failures) {
    for (const ThumbnailFailure& failure : failures)
        if (unreadable_.emplace(failure.id, failure.error).second && no_model_)
            reportUnreadable(failure.id, failure.error);
}

void LibrarySession::reportUnreadable(PhotoId id, const Error& error) {
    const PhotoEntry* photo = photos_.entry(id);
    if (!photo || photo->state != PhotoState::Pending)
        return;
    issues_.add(issue_of_photo(error, id, photo->file.path));
    PhotoOutcome outcome;
    outcome.id = id;
    outcome.error = error;
    photos_.apply({outcome});
}

} // namespace touchstone::library
