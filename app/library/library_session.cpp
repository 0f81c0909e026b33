// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/library_session.h"

#include <algorithm>

#include <QLocale>
#include <QStandardPaths>

#include "engine/base/files.h"

namespace touchstone::library {

namespace {

std::string bytes_of(const QString& path) {
    return path.toLocal8Bit().toStdString();
}

InferenceThread* make_inference(const SessionOptions& options) {
    return new InferenceThread(options.factory, {options.model_files, options.scorer});
}

std::string below(const std::string& folder, const char* name) {
    return folder.empty() ? std::string() : folder + '/' + name;
}

constexpr int neighbours_each_side = 2;

} // namespace

SessionOptions default_session_options() {
    SessionOptions options;
    options.cache_folder = bytes_of(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                                    QStringLiteral("/touchstone"));
    options.scorer.keep_features = true; // for the nearest photos
    options.thumbnails.freedesktop_folder = bytes_of(
        QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/thumbnails"));
    return options;
}

LibrarySession::LibrarySession(SessionOptions options, QObject* parent)
    : QObject(parent)
    , options_(std::move(options)) {
    no_model_ = options_.model_files.empty();
    options_.thumbnails.cache_folder = below(options_.cache_folder, "thumbnails");
    inference_.reset(make_inference(options_));
    loader_ = std::make_unique<PhotoLoader>(options_.loader);
    thumbnails_ = std::make_unique<ThumbnailService>(options_.thumbnails);
    neighbours_ = std::make_unique<NeighbourService>();
    explainer_ = std::make_unique<ExplainService>(*inference_, options_.pipeline.decode);
    scoring_ = std::make_unique<ScoringService>(*inference_, options_.pipeline, below(options_.cache_folder, "scores"));
    scanner_ = std::make_unique<FolderScanner>();
    photos_.setThumbnailSource([this](PhotoId id) { return thumbnails_->image(id, viewport_.edge); });
    connectServices();
}

LibrarySession::~LibrarySession() {
    // Nobody listens any more; the members end from the bottom up, each waiting for its own threads.
    disconnectServices();
}

void LibrarySession::connectServices() {
    connect(scanner_.get(), &FolderScanner::found, this, [this](const std::shared_ptr<const ScanBatch>& batch) {
        if (batch->generation == scan_)
            takeBatch(*batch);
    });
    connect(scanner_.get(), &FolderScanner::finished, this, [this](quint64 generation, bool cancelled) {
        if (generation == scan_)
            takeScanEnd(cancelled);
    });
    connect(scoring_.get(), &ScoringService::modelsReady, &photos_, &PhotoListModel::setModels);
    connect(scoring_.get(), &ScoringService::scored, &photos_,
            [this](const std::shared_ptr<const std::vector<PhotoOutcome>>& outcomes) { takeOutcomes(*outcomes); });
    // Scores of an earlier run come before the person has looked at any order.
    connect(scoring_.get(), &ScoringService::rememberedDelivered, &photos_, [this](int count) {
        if (count > 0)
            photos_.rerank();
    });
    connect(scoring_.get(), &ScoringService::issuesRaised, &issues_,
            [this](const std::vector<Issue>& issues) { issues_.add(issues); });
    connect(scoring_.get(), &ScoringService::failedToStart, this, [this](const Error& error) {
        issues_.add(issue_of(error));
        no_model_ = true;
        for (const auto& [id, why] : unreadable_)
            reportUnreadable(id, why);
        Q_EMIT
        modelFailed(error);
    });
    connect(scoring_.get(), &ScoringService::finished, this, [this](bool cancelled) {
        photos_.flush();
        if (options_.rerank_when_finished)
            photos_.rerank();
        Q_EMIT
        scoringFinished(cancelled);
    });
    connect(thumbnails_.get(), &ThumbnailService::ready, &photos_, &PhotoListModel::thumbnailsChanged);
    connect(thumbnails_.get(), &ThumbnailService::failed, this, &LibrarySession::takeUnreadable);
    connect(thumbnails_.get(), &ThumbnailService::issueRaised, &issues_,
            [this](const Issue& issue) { issues_.add(issue); });
    for (const auto signal : {&PhotoListModel::rowsInserted, &PhotoListModel::rowsRemoved})
        connect(&photos_, signal, this, &LibrarySession::wantThumbnails);
    connect(&photos_, &PhotoListModel::layoutChanged, this, &LibrarySession::wantThumbnails);
}

void LibrarySession::disconnectServices() {
    scanner_->disconnect();
    scoring_->disconnect();
    explainer_->disconnect();
    neighbours_->disconnect();
    thumbnails_->disconnect();
    loader_->disconnect();
    photos_.setThumbnailSource({});
}

bool LibrarySession::isScanning() const {
    return scanner_->isRunning();
}

void LibrarySession::close() {
    scan_ = 0;
    scanner_->cancel();
    scoring_->abandon();
    explainer_->forget();
    neighbours_->forget();
    thumbnails_->forget();
    loader_->forget();
    photos_.setFilling(false);
    photos_.clear();
    issues_.clear();
    paths_.clear();
    unreadable_.clear();
    known_paths_.clear();
    extra_thumbnails_.clear();
    no_model_ = options_.model_files.empty();
}

void LibrarySession::open(std::vector<std::string> paths) {
    close();
    paths_ = std::move(paths);
    photos_.setFilling(true);
    scan_ = scanner_->start(paths_);
    Q_EMIT
    opened();
}

void LibrarySession::takeBatch(const ScanBatch& batch) {
    std::vector<PhotoEntry> entries;
    entries.reserve(batch.files.size());
    for (const FoundFile& file : batch.files) {
        if (!known_paths_.insert(file.path).second)
            continue;
        PhotoEntry entry;
        entry.id = next_id_++;
        entry.file = file;
        entry.name = display_name(file.path);
        entries.push_back(std::move(entry));
    }
    photos_.append(std::move(entries));
    issues_.add(batch.issues);
}

void LibrarySession::takeScanEnd(bool cancelled) {
    photos_.rerank(); // found folder by folder, and shown in one order from here on
    photos_.setFilling(false);
    Q_EMIT
    scanFinished(photos_.totalCount(), cancelled);
    if (!cancelled && options_.score_automatically)
        scoreMissing(); // also what was found after somebody asked for scores
}

void LibrarySession::takeOutcomes(const std::vector<PhotoOutcome>& outcomes) {
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

void LibrarySession::startScoring() {
    if (scoring_->state() == ScoringService::State::Paused)
        scoring_->resume();
    else if (scoring_->state() == ScoringService::State::Idle)
        scoreMissing();
}

void LibrarySession::scoreMissing() {
    if (options_.model_files.empty())
        return;
    std::vector<ScoringJob> jobs;
    std::unordered_set<PhotoId> taken;
    const auto add = [&](PhotoId id) {
        const PhotoEntry* photo = photos_.entry(id);
        const bool has_all = photo && photo->scores.size() >= options_.model_files.size();
        if (photo && !has_all && taken.insert(id).second)
            jobs.push_back({id, photo->file});
    };
    for (const int row : rows_nearest_first(viewport_.first, viewport_.last, photos_.shownCount()))
        add(photos_.idAt(row));
    for (const PhotoId id : photos_.allIds())
        add(id);
    if (jobs.empty())
        return;
    no_model_ = false;
    scoring_->start(std::move(jobs));
}

void LibrarySession::setViewport(int first_row, int last_row, int edge) {
    viewport_ = {first_row, last_row, edge};
    wantThumbnails();
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
    thumbnails_->want(std::move(requests), viewport_.edge);
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
    return explainer_->request({photo->id, photo->file, photos_.explainedModel(), method, measures});
}

QString LibrarySession::countText() const {
    return photos_.countText();
}

static QString time_left(int seconds) {
    if (seconds < 60)
        return LibrarySession::tr("less than a minute left");
    const int minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return LibrarySession::tr("%1 min left").arg(minutes);
    return LibrarySession::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

QString LibrarySession::progressText() const {
    const ScoringProgress& progress = scoring_->progress();
    const QLocale locale;
    switch (scoring_->state()) {
    case ScoringService::State::Idle:
        return {};
    case ScoringService::State::Loading:
        return tr("Opening the model…");
    case ScoringService::State::Paused:
        return tr("Paused at %1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total));
    case ScoringService::State::Running:
        break;
    }
    QString text = tr("Scoring %1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total));
    if (progress.photos_per_second)
        text += tr(" · %1/s", "photos per second").arg(locale.toString(*progress.photos_per_second, 'f', 1));
    if (progress.seconds_left)
        text += tr(" · %1", "time left").arg(time_left(*progress.seconds_left));
    return text;
}

static QString native_limit_word(const NativeLimit& limit) {
    return limit.kind == NativeLimit::Kind::None ? QStringLiteral("none") : QString::number(limit.pixels);
}

QStringList LibrarySession::scoringWords() const {
    QStringList words;
    if (options_.scorer.device != Device{})
        words << QStringLiteral("--device") << QString::fromStdString(options_.scorer.device.name());
    if (options_.scorer.precision != Precision::Reference)
        words << QStringLiteral("--precision") << QString::fromLatin1(precision_name(options_.scorer.precision));
    if (options_.scorer.native_limit.kind != NativeLimit::Kind::Default)
        words << QStringLiteral("--native-limit") << native_limit_word(options_.scorer.native_limit);
    if (options_.pipeline.decode.mode == imaging::DecodeMode::AsStored)
        words << QStringLiteral("--decode") << QStringLiteral("as-stored");
    return words;
}

QString LibrarySession::commandLine() const {
    QStringList words{QStringLiteral("touchstone-cli"), QStringLiteral("score")};
    for (const std::string& model : options_.model_names)
        words << QStringLiteral("--model") << shell_quoted(model);
    words << scoringWords();
    words << QStringLiteral("--format") << QStringLiteral("table");
    // A name that begins with '-' would be read as an option.
    if (std::any_of(paths_.begin(), paths_.end(), [](const std::string& path) { return path.starts_with('-'); }))
        words << QStringLiteral("--");
    for (const std::string& path : paths_)
        words << shell_quoted(path);
    return words.join(u' ');
}

QString LibrarySession::explainCommandLine(PhotoId id) const {
    const PhotoEntry* photo = photos_.entry(id);
    if (!photo)
        return {};
    QStringList words{QStringLiteral("touchstone-cli"), QStringLiteral("explain")};
    // Cards come in the order of the model files, and those in the order of the names.
    const std::vector<ModelCard>& cards = photos_.models();
    const auto card =
        std::find_if(cards.begin(), cards.end(), [&](const ModelCard& c) { return c.id == photos_.explainedModel(); });
    const std::size_t at = card == cards.end() ? 0 : static_cast<std::size_t>(card - cards.begin());
    if (at < options_.model_names.size())
        words << QStringLiteral("--model") << shell_quoted(options_.model_names[at]);
    else if (at > 0 && at < options_.model_files.size()) // the first one is taken without being named
        words << QStringLiteral("--model") << shell_quoted(options_.model_files[at]);
    words << scoringWords() << QStringLiteral("--output") << QStringLiteral("attention");
    if (photo->file.path.starts_with('-'))
        words << QStringLiteral("--");
    words << shell_quoted(photo->file.path);
    return words.join(u' ');
}

QString shell_quoted(const std::string& argument) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/._-+,=:@%").find(c) != std::string_view::npos;
    };
    if (!argument.empty() && std::all_of(argument.begin(), argument.end(), is_plain))
        return QString::fromStdString(argument);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (is_valid_utf8(argument) && std::none_of(argument.begin(), argument.end(), is_control)) {
        QString inner = QString::fromStdString(argument);
        inner.replace(u'\'', QStringLiteral("'\\''"));
        return QStringLiteral("'%1'").arg(inner);
    }
    QString quoted = QStringLiteral("$'");
    for (const char c : argument) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\')
            quoted += QStringLiteral("\\%1").arg(QLatin1Char(c));
        else if (byte < 0x20 || byte >= 0x7f)
            quoted += QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
        else
            quoted += QLatin1Char(c);
    }
    return quoted + u'\'';
}

} // namespace touchstone::library
