// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/library_session.h"

#include <algorithm>

#include <QStandardPaths>

#include "app/library/cache_files.h"
#include "engine/nn/device_list.h"

namespace touchstone::library {

namespace {

std::string bytes_of(const QString& path) {
    return path.toLocal8Bit().toStdString();
}

/// Opens models on the devices of these words; in the inference thread.
ScorerFactory on_devices(ScorerFactory open, std::string words) {
    return [open = std::move(open), words = std::move(words)](const std::string& file, const ScorerOptions& options) {
        ScorerOptions chosen = options;
        if (const Result<std::vector<Device>> devices = parse_devices(words)) {
            chosen.device = devices->front();
            chosen.more_devices.assign(devices->begin() + 1, devices->end());
        } else if (chosen.notice) {
            chosen.notice(devices.error().what + "; the CPU is used");
        }
        chosen.precision = effective_precision(chosen.device, chosen.precision);
        return open(file, chosen);
    };
}

std::string below(const std::string& folder, const char* name) {
    return folder.empty() ? std::string() : folder + '/' + name;
}

constexpr int neighbours_each_side = 2;

} // namespace

SessionOptions default_session_options() {
    SessionOptions options;
    options.cache_folder = default_cache_folder();
    options.catalogue_folder = default_catalogue_folder();
    options.scorer.keep_features = true; // for the nearest photos
    options.thumbnails.freedesktop_folder = bytes_of(
        QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/thumbnails"));
    return options;
}

LibrarySession::LibrarySession(SessionOptions options, QObject* parent)
    : QObject(parent)
    , options_(std::move(options))
    , throttle_(options_.throttle) {
    no_model_ = options_.model_files.empty();
    options_.pipeline.measure_sharpness = true; // the pixels are at hand: all scored photos can be ranked by it
    options_.thumbnails.cache_folder = below(options_.cache_folder, "thumbnails");
    if (!options_.read_card)
        options_.read_card = remembering_card_reader(options_.cache_folder);
    if (!options_.catalogue)
        options_.catalogue = Catalogue::open({options_.catalogue_folder});
    options_.scorer.notice = [this, mailbox = mailbox_](const std::string& sentence) {
        mailbox->post([this, sentence] {
            Issue issue = issue_of(Error{ErrorCode::NoDevice, {}, sentence, {}});
            issue.severity = Issue::Severity::Warning;
            issues_.add(issue);
        });
    };
    inference_ = std::make_unique<InferenceThread>(modelOpener(), ModelChoice{options_.model_files, options_.scorer});
    loader_ = std::make_unique<PhotoLoader>(options_.loader);
    thumbnails_ = std::make_unique<ThumbnailService>(options_.thumbnails);
    neighbours_ = std::make_unique<NeighbourService>();
    explainer_ =
        std::make_unique<ExplainService>(*inference_, options_.pipeline.decode, std::uint64_t{32} << 20,
                                         MapStoreOptions{below(options_.cache_folder, "maps"), options_.map_bytes});
    scoring_ = std::make_unique<ScoringService>(*inference_, options_.catalogue, options_.pipeline,
                                                below(options_.cache_folder, "features"));
    library_ = std::make_unique<LibraryLoader>(options_.catalogue);
    scanner_ = std::make_unique<LibraryScanner>(options_.catalogue);
    photos_.setThumbnailSource([this](PhotoId id) { return thumbnails_->image(id, viewport_.edge); });
    connectServices();
    readCards();
}

LibrarySession::~LibrarySession() {
    mailbox_->close();
    // Nobody listens any more; the members end from the bottom up, each waiting for its own threads.
    disconnectServices();
}

ScorerFactory LibrarySession::modelOpener() const {
    return on_devices(options_.factory, options_.device);
}

void LibrarySession::connectServices() {
    connectLibrary();
    connectScoring();
    connect(thumbnails_.get(), &ThumbnailService::ready, &photos_, &PhotoListModel::thumbnailsChanged);
    connect(thumbnails_.get(), &ThumbnailService::failed, this, &LibrarySession::takeUnreadable);
    connect(thumbnails_.get(), &ThumbnailService::issueRaised, &issues_,
            [this](const Issue& issue) { issues_.add(issue); });
    connect(explainer_.get(), &ExplainService::issueRaised, &issues_,
            [this](const Issue& issue) { issues_.add(issue); });
    for (const auto signal : {&PhotoListModel::rowsInserted, &PhotoListModel::rowsRemoved})
        connect(&photos_, signal, this, &LibrarySession::wantThumbnails);
    connect(&photos_, &PhotoListModel::layoutChanged, this, &LibrarySession::wantThumbnails);
    connect(&photos_, &PhotoListModel::currentModelChanged, this, &LibrarySession::readLibraryValues);
}

void LibrarySession::connectLibrary() {
    connect(library_.get(), &LibraryLoader::placed, this,
            [this](quint64 generation, const std::vector<OpenedPlace>& places, const std::vector<Error>& problems) {
                if (generation == load_)
                    takePlaces(places, problems);
            });
    connect(library_.get(), &LibraryLoader::loaded, this, [this](const std::shared_ptr<LoadedPhotos>& batch) {
        if (batch->generation == load_)
            takeLoaded(*batch);
    });
    connect(library_.get(), &LibraryLoader::failed, this, [this](quint64 generation, const Error& error) {
        if (generation == load_)
            issues_.add(issue_of(error));
    });
    connect(library_.get(), &LibraryLoader::finished, this, [this](quint64 generation) {
        if (generation == load_)
            takeLoadEnd();
    });
    connect(scanner_.get(), &LibraryScanner::changed, this, [this](const std::shared_ptr<const ScanChanges>& changes) {
        if (open_ && (changes->generation == 0 || changes->generation == scan_))
            takeScan(*changes);
    });
    connect(scanner_.get(), &LibraryScanner::finished, this, [this](quint64 generation, bool cancelled) {
        if (generation == scan_)
            takeScanEnd(cancelled);
    });
    connect(scanner_.get(), &LibraryScanner::rootsChanged, this, &LibrarySession::foldersChanged);
}

void LibrarySession::connectScoring() {
    connect(&throttle_, &ScoringThrottle::changed, this, &LibrarySession::applyThrottle);
    applyThrottle();
    connect(scoring_.get(), &ScoringService::scored, &photos_,
            [this](const std::shared_ptr<const std::vector<PhotoOutcome>>& outcomes) { takeOutcomes(*outcomes); });
    connect(scoring_.get(), &ScoringService::featuresFetched, this, &LibrarySession::takeFeatures);
    connect(neighbours_.get(), &NeighbourService::changed, this, &LibrarySession::fetchFeatures);
    connect(scoring_.get(), &ScoringService::issuesRaised, &issues_,
            [this](const std::vector<Issue>& issues) { issues_.add(issues); });
    connect(scoring_.get(), &ScoringService::stateChanged, this, [this](ScoringService::State state) {
        // Hashing reads whole files: it would take the disk from the photos that are scored.
        scanner_->holdHashing(state == ScoringService::State::Running);
        if (state == ScoringService::State::Loading)
            QMetaObject::invokeMethod(this, &LibrarySession::applyThrottle, Qt::QueuedConnection); // on battery?
        if (state == ScoringService::State::Running || state == ScoringService::State::Idle)
            paused_by_throttle_ = false; // the person went on nevertheless, or it ended
    });
    connect(scoring_.get(), &ScoringService::failedToStart, this, [this](const Error& error) {
        issues_.add(issue_of(error));
        no_model_ = true;
        forgetUnqueued();
        for (const auto& [id, why] : unreadable_)
            reportUnreadable(id, why);
        Q_EMIT
        modelFailed(error);
    });
    connect(scoring_.get(), &ScoringService::finished, this, &LibrarySession::takeScoringEnd);
}

/// A pause that the person asked for is the person's to end.
void LibrarySession::applyThrottle() {
    scoring_->setEffort(throttle_.effort());
    const bool running =
        scoring_->state() == ScoringService::State::Running || scoring_->state() == ScoringService::State::Loading;
    if (throttle_.mustPause() && running) {
        paused_by_throttle_ = true;
        scoring_->pause();
    } else if (!throttle_.mustPause() && std::exchange(paused_by_throttle_, false)) {
        scoring_->resume();
    }
}

void LibrarySession::disconnectServices() {
    throttle_.disconnect();
    scanner_->disconnect();
    library_->disconnect();
    scoring_->disconnect();
    explainer_->disconnect();
    neighbours_->disconnect();
    thumbnails_->disconnect();
    loader_->disconnect();
    photos_.setThumbnailSource({});
}

void LibrarySession::close() {
    load_ = scan_ = 0;
    open_ = filling_ = loading_ = unsettled_ = false;
    library_->cancel();
    scanner_->cancel();
    scanner_->stopWatching();
    scoring_->abandon();
    explainer_->forget();
    neighbours_->forget();
    thumbnails_->forget();
    loader_->forget();
    photos_.setFilling(false);
    photos_.clear();
    issues_.clear();
    paths_.clear();
    places_.clear();
    unreadable_.clear();
    extra_thumbnails_.clear();
    selection_.clear();
    forgetUnqueued();
    unfetched_.clear();
    fetching_ = false;
    no_model_ = options_.model_files.empty();
}

void LibrarySession::open(std::vector<std::string> paths) {
    close();
    paths_ = std::move(paths);
    open_ = filling_ = first_batch_ = loading_ = true;
    photos_.setFilling(true);
    for (const Issue& notice : options_.catalogue->notices())
        issues_.add(notice);
    if (cards_known_)
        startLoad();
    Q_EMIT
    opened();
}

void LibrarySession::openLibrary() {
    open({});
}

// -- what is asked for
// -------------------------------------------------------------------------------------------------

void LibrarySession::setViewport(int first_row, int last_row, int edge) {
    viewport_ = {first_row, last_row, edge};
    wantThumbnails();
    preferVisible();
}

void LibrarySession::setSelection(std::vector<PhotoId> ids) {
    selection_ = std::move(ids);
    preferVisible();
}

void LibrarySession::setExtraThumbnails(std::vector<PhotoId> ids) {
    if (ids == extra_thumbnails_)
        return;
    extra_thumbnails_ = std::move(ids);
    wantThumbnails();
}

void LibrarySession::wantThumbnails() {
    std::vector<ThumbnailRequest> requests;
    const auto add = [&](PhotoId id) {
        if (const PhotoEntry* photo = photos_.entry(id))
            requests.push_back({photo->id, photo->file});
    };
    const std::vector<int> rows = rows_nearest_first(viewport_.first, viewport_.last, photos_.shownCount());
    const auto on_screen = static_cast<std::size_t>(std::max(0, viewport_.last - viewport_.first + 1));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i == std::min(on_screen, rows.size() - 1))
            std::for_each(extra_thumbnails_.begin(), extra_thumbnails_.end(), add);
        add(photos_.idAt(rows[i]));
    }
    thumbnails_->want(std::move(requests), viewport_.edge, on_screen);
}

void LibrarySession::preferVisible() {
    if (scoring_->state() == ScoringService::State::Idle)
        return;
    std::vector<PhotoId> first;
    for (const int row : rows_nearest_first(viewport_.first, viewport_.last, photos_.shownCount(), 0))
        first.push_back(photos_.idAt(row));
    first.insert(first.end(), selection_.begin(), selection_.end());
    scoring_->prefer(std::move(first));
}

void LibrarySession::showInLoupe(PhotoId id, QSize fit) {
    const PhotoEntry* photo = photos_.entry(id);
    if (!photo)
        return;
    std::vector<LoadRequest> neighbours;
    const int row = photos_.rowOf(id);
    for (int step = 1; row >= 0 && step <= neighbours_each_side; ++step)
        for (const int other : {row + step, row - step})
            if (const PhotoEntry* neighbour = photos_.entry(photos_.idAt(other)))
                neighbours.push_back({neighbour->id, neighbour->file});
    loader_->show({photo->id, photo->file}, neighbours, fit);
}

quint64 LibrarySession::explain(PhotoId id, AttentionMethod method, bool measures) {
    const PhotoEntry* photo = photos_.entry(id);
    if (!photo)
        return 0;
    return explainer_->request({photo->id, photo->file, photos_.explainedModel(), method, measures, photo->content});
}

void LibrarySession::mark(const std::vector<PhotoId>& ids, const MarkChange& change) {
    std::vector<PhotoMarks> before, after;
    for (const PhotoId id : ids) {
        const PhotoEntry* photo = photos_.entry(id);
        if (!photo)
            continue;
        before.push_back({id, photo->marks});
        Marks marks = photo->marks;
        marks.rating = change.rating.value_or(marks.rating);
        marks.label = change.label.value_or(marks.label);
        marks.flag = change.flag.value_or(marks.flag);
        after.push_back({id, marks});
    }
    if (before.empty())
        return;
    ++unwritten_marks_;
    showChangedMarks(after);
    keepMarks(std::move(before), [ids, change](CatalogueWriter& writer) -> Result<void> {
        if (auto old = writer.changeMarks(ids, change); !old)
            return tl::unexpected(old.error());
        return {};
    });
}

void LibrarySession::putMarks(const std::vector<PhotoMarks>& marks) {
    std::vector<PhotoMarks> before;
    for (const PhotoMarks& wanted : marks)
        if (const PhotoEntry* photo = photos_.entry(wanted.photo))
            before.push_back({wanted.photo, photo->marks});
    if (marks.empty())
        return;
    ++unwritten_marks_;
    showChangedMarks(marks);
    keepMarks(std::move(before), [marks](CatalogueWriter& writer) { return writer.putMarks(marks); });
}

void LibrarySession::showMarks(const std::vector<PhotoMarks>& marks) {
    photos_.applyMarks(marks);
    if (loading_ || unwritten_marks_ > 0)
        for (const PhotoMarks& photo : marks)
            recent_marks_[photo.photo] = photo.marks;
}

void LibrarySession::showChangedMarks(const std::vector<PhotoMarks>& marks) {
    showMarks(marks);
    Q_EMIT
    marksChanged(marks);
}

/// Writes marks that are shown already; what cannot be kept is shown as it was.
void LibrarySession::keepMarks(std::vector<PhotoMarks> before, Catalogue::Work work) {
    options_.catalogue->write(std::move(work),
                              [this, mailbox = mailbox_, before = std::move(before)](const Result<void>& kept) {
                                  mailbox->post([this, before = kept ? std::vector<PhotoMarks>() : before, kept] {
                                      if (!kept) {
                                          showChangedMarks(before); // what is shown is what is kept
                                          issues_.add(issue_of(kept.error()));
                                          Q_EMIT
                                          marksFailed(kept.error());
                                      }
                                      --unwritten_marks_;
                                      marksWereWritten();
                                  });
                              });
}

/// Once all is committed and no load is under way that began before, reading gives what is shown.
void LibrarySession::marksWereWritten() {
    if (!loading_ && unwritten_marks_ == 0)
        recent_marks_.clear();
}

void LibrarySession::keepSharpness(PhotoId id, double value) {
    const PhotoEntry* photo = photos_.entry(id);
    if (!photo || photo->sharpness == value)
        return;
    photos_.applySharpness({{id, value}});
    // It can be measured again: when it cannot be written, nothing is lost.
    options_.catalogue->write([id, value](CatalogueWriter& writer) {
        const std::pair<PhotoId, double> values[] = {{id, value}};
        return writer.setSharpness(values);
    });
}

void LibrarySession::becameActive() {
    if (open_)
        scanner_->becameActive();
}

} // namespace touchstone::library
