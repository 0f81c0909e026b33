// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

#include "app/library/catalogue/catalogue.h"
#include "app/library/explain_service.h"
#include "app/library/inference_thread.h"
#include "app/library/issue.h"
#include "app/library/library_loader.h"
#include "app/library/mailbox.h"
#include "app/library/model_cards.h"
#include "app/library/neighbour_service.h"
#include "app/library/photo_list_model.h"
#include "app/library/photo_loader.h"
#include "app/library/scan/library_scanner.h"
#include "app/library/scoring_service.h"
#include "app/library/scoring_throttle.h"
#include "app/library/thumbnail_service.h"

namespace touchstone::library {

struct SessionOptions {
    std::vector<std::string> model_files; ///< none = browse without scores
    std::vector<std::string> model_names; ///< what `--model` would be called with, beside model_files; empty = default
    ScorerFactory factory = open_scorer;
    /// Where networks run, in the words of --device. What devices there are is found out when the first model is opened,
    /// because a driver takes its time to answer; without the one that is wanted the CPU is used, and an issue says so.
    std::string device = "auto";
    /// Its devices and its notice are filled in, and once the models' cards are read its precision is the one that the
    /// device has.
    ScorerOptions scorer;
    PipelineOptions pipeline;
    /// The library; shared by all windows of a program. Null = one is opened in catalogue_folder.
    std::shared_ptr<Catalogue> catalogue;
    std::string catalogue_folder; ///< empty = in memory, gone with the window
    /// Reads what a model says of itself, with its hash, before it is opened; empty = remembering_card_reader()
    /// of the cache folder. Tests put in their own.
    CardReader read_card;
    std::string cache_folder;    ///< "thumbnails", "maps" and "features" are made below it; empty = nothing is kept
    ThumbnailOptions thumbnails; ///< its cache_folder is filled from the one above
    std::uint64_t map_bytes = MapStoreOptions().disk_bytes; ///< of maps.db
    PhotoLoaderOptions loader;
    ThrottleRules throttle;
    bool score_automatically = true;   ///< scoring starts when the scan ends
    bool rerank_when_finished = true;  ///< the order settles when scoring ends
    std::size_t feature_portion = 256; ///< photos whose kept features are read, and indexed, at a time
};
/// Cache in the user's cache folder, freedesktop thumbnails where they are by the specification.
SessionOptions default_session_options();

/// What the window looks at, a folder or the library: wires catalogue, list, scanner, thumbnails, loader, scoring, maps
/// and issues together. GUI thread. Everything but the catalogue belongs to it and ends with it: first what watches and
/// scans, then scoring, maps, thumbnails, loaders, at last the inference thread.
class LibrarySession : public QObject {
    Q_OBJECT
public:
    explicit LibrarySession(SessionOptions options, QObject* parent = nullptr);
    ~LibrarySession() override;

    /// Opens folders and files, closing what was open. Paths are raw bytes as given. Photos that the library knows are
    /// there at once, best first; then the folders are looked through for what changed.
    void open(std::vector<std::string> paths);
    void openLibrary(); ///< all folders that were ever opened
    void close();
    const std::vector<std::string>& paths() const { return paths_; }
    bool isOpen() const { return open_; }
    bool isWholeLibrary() const { return open_ && paths_.empty(); }
    bool isScanning() const { return filling_; } ///< the library is being read, or its folders are looked through

    PhotoListModel& photos() { return photos_; }
    IssueListModel& issues() { return issues_; }
    ThumbnailService& thumbnails() { return *thumbnails_; }
    PhotoLoader& loader() { return *loader_; }
    ScoringService& scoring() { return *scoring_; }
    ScoringThrottle& throttle() { return throttle_; }
    ExplainService& explainer() { return *explainer_; }
    NeighbourService& neighbours() { return *neighbours_; }
    /// For questions of the window's own; jobs posted here must not outlive the session.
    InferenceThread& inference() { return *inference_; }
    LibraryLoader& library() { return *library_; }
    Catalogue& catalogue() { return *options_.catalogue; }
    const SessionOptions& options() const { return options_; } ///< with the catalogue, for a second window
    /// Opens models as this session does, on its devices: on any thread, and longer than the session.
    ScorerFactory modelOpener() const;

    /// The rows on screen and the edge of a cell's picture in device pixels: decides which thumbnails are made, and
    /// which photos are scored first.
    void setViewport(int first_row, int last_row, int edge);
    void setSelection(std::vector<PhotoId> ids); ///< scored after what is on screen
    /// Photos shown beside the grid (the nearest ones in the inspector): their thumbnails come after those on screen.
    void setExtraThumbnails(std::vector<PhotoId> ids);
    /// The photo in the loupe and the room for it in device pixels; preloads the neighbours in row order.
    void showInLoupe(PhotoId id, QSize fit);
    /// Asks for the maps of a photo by the current model.
    quint64 explain(PhotoId id, AttentionMethod method = AttentionMethod::Rollout, bool measures = false);

    void setScoreAutomatically(bool automatically) { options_.score_automatically = automatically; }
    /// Everything that has no score yet, what is on screen first. Resumes when paused; nothing new while it runs.
    void startScoring();
    /// Marks photos: shown at once, and written; `marksFailed` when they could not be kept (and are shown as before).
    void mark(const std::vector<PhotoId>& ids, const MarkChange& change);
    /// Puts marks as given, whole: undo. Shown and written as by mark(); photos that are not open are written only.
    void putMarks(const std::vector<PhotoMarks>& marks);
    /// imaging::Measures::sharpness, from whoever had the photo's pixels: kept in the library, and ranked by.
    void keepSharpness(PhotoId id, double value);
    /// Another window on the same library changed these; they are written already.
    void showMarks(const std::vector<PhotoMarks>& marks);
    /// The window is looked at again: what cannot be watched is looked through.
    void becameActive();

    /// "312 of 4,020 shown · 3,708 hidden by filter"
    QString countText() const;
    /// "Scoring 1,204 of 4,020 · 8.3/s · 5 min left"; empty when idle.
    QString progressText() const;
    /// The command that does the same: touchstone-cli score …, quoted for a POSIX shell.
    QString commandLine() const;
    /// touchstone-cli explain … of one photo by the current model.
    QString explainCommandLine(PhotoId id) const;

Q_SIGNALS:
    void opened();
    void scanFinished(int photos, bool cancelled); ///< 0 photos: the empty state
    void scoringFinished(bool cancelled);          ///< also after a scan when nothing was missing
    /// The model or the device cannot be used; photos can still be looked at. Also an issue.
    void modelFailed(const touchstone::Error& error);
    void marksFailed(const touchstone::Error& error);
    /// By mark() or putMarks(), or back again because they could not be kept: as the photos are marked now.
    void marksChanged(const std::vector<touchstone::library::PhotoMarks>& marks);
    void foldersChanged(); ///< roots came, went or changed their counts
    void photosFound();    ///< photos came, went, or became known better: facts, hashes

private:
    void connectServices();
    void connectLibrary();
    void connectScoring();
    void applyThrottle();
    void disconnectServices();
    // opening
    void readCards();
    void takeCards(const std::vector<Result<ModelCard>>& cards, const std::vector<ModelRow>& known);
    void startLoad();
    void takePlaces(const std::vector<OpenedPlace>& places, const std::vector<Error>& problems);
    void takeLoaded(LoadedPhotos& batch);
    void takeLoadEnd();
    void readLibraryValues();
    void keepMarks(std::vector<PhotoMarks> before, Catalogue::Work work);
    void showChangedMarks(const std::vector<PhotoMarks>& marks);
    void marksWereWritten();
    // what the disk says
    void takeScan(const ScanChanges& changes);
    void addFound(const std::vector<FoundPhoto>& found);
    void readBack(std::vector<PhotoId> ids);
    void takeScanEnd(bool cancelled);
    bool isInPlaces(const std::string& path) const;
    // work
    void wantThumbnails();
    void scoreMissing();
    bool scoreMissing(const std::vector<PhotoId>& ids); ///< false: nothing is missing
    void queueMissing();
    void forgetUnqueued();
    void takeScoringEnd(bool cancelled);
    ModelSet missingModels(const PhotoEntry& photo) const;
    bool wantsFeatures() const;
    void fetchFeatures();
    void takeFeatures(const FetchedFeatures& fetched);
    void scoreForFeatures(const std::vector<PhotoId>& ids);
    void preferVisible();
    void takeOutcomes(const std::vector<PhotoOutcome>& outcomes);
    void takeUnreadable(const std::vector<ThumbnailFailure>& failures);
    void reportUnreadable(PhotoId id, const Error& error);
    QStringList scoringWords() const;

    SessionOptions options_;
    std::vector<std::string> paths_;
    bool open_ = false;
    bool filling_ = false;
    bool first_batch_ = false;
    bool loading_ = false; ///< photos are being read from the catalogue
    /// Marks that a load may have read too early: not yet committed, or given while it ran.
    std::unordered_map<PhotoId, Marks> recent_marks_;
    int unwritten_marks_ = 0; ///< acts on marks that wait for their commit
    bool no_model_ = false;   ///< none is named, or it could not be opened: nobody else reads the photos
    bool cards_known_ = false;
    std::vector<ModelCard> cards_;     ///< of the models that score, by position in model_files
    std::vector<WantedScores> wanted_; ///< theirs, then those of earlier models
    std::vector<OpenedPlace> places_;
    std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>(this); ///< for what the writer's thread says
    quint64 load_ = 0, scan_ = 0;                                        ///< generations that are wanted; 0 = none
    std::unordered_map<PhotoId, Error> unreadable_;                      ///< photos no thumbnail could be made of
    PhotoListModel photos_;
    IssueListModel issues_;
    ScoringThrottle throttle_;
    bool paused_by_throttle_ = false;
    struct Viewport {
        int first = 0, last = 0, edge = 256;
    } viewport_;
    std::vector<PhotoId> extra_thumbnails_, selection_;
    std::vector<PhotoId> unqueued_;                          ///< not looked at yet for what is missing
    bool end_when_queued_ = false;                           ///< say that scoring ended once all were looked at
    bool unsettled_ = false;                                 ///< something was scored since that was said
    std::vector<std::pair<PhotoId, ContentHash>> unfetched_; ///< scored photos whose features were not looked up yet
    bool fetching_ = false;
    // Destroyed from the bottom up: what uses another one comes after it.
    std::unique_ptr<InferenceThread> inference_;
    std::unique_ptr<PhotoLoader> loader_;
    std::unique_ptr<ThumbnailService> thumbnails_;
    std::unique_ptr<NeighbourService> neighbours_;
    std::unique_ptr<ExplainService> explainer_;
    std::unique_ptr<ScoringService> scoring_;
    std::unique_ptr<LibraryLoader> library_;
    std::unique_ptr<LibraryScanner> scanner_;
};

/// Quotes one argument for a POSIX shell; bytes that do not print become $'\xNN'.
QString shell_quoted(const std::string& argument);

} // namespace touchstone::library
