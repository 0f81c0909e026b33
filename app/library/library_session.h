// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

#include "app/library/explain_service.h"
#include "app/library/folder_scanner.h"
#include "app/library/inference_thread.h"
#include "app/library/issue.h"
#include "app/library/neighbour_service.h"
#include "app/library/photo_list_model.h"
#include "app/library/photo_loader.h"
#include "app/library/scoring_service.h"
#include "app/library/thumbnail_service.h"

namespace touchstone::library {

struct SessionOptions {
    std::vector<std::string> model_files; ///< none = browse without scores
    std::vector<std::string> model_names; ///< what `--model` would be called with, beside model_files; empty = default
    ScorerFactory factory = open_scorer;
    ScorerOptions scorer;
    PipelineOptions pipeline;
    std::string cache_folder;    ///< "thumbnails" and "scores" are made below it; empty = nothing is kept on disk
    ThumbnailOptions thumbnails; ///< its cache_folder is filled from the one above
    PhotoLoaderOptions loader;
    bool score_automatically = true;  ///< scoring starts when the scan ends
    bool rerank_when_finished = true; ///< the order settles when scoring ends
};
/// Cache in the user's cache folder, freedesktop thumbnails where they are by the specification.
SessionOptions default_session_options();

/// The open folder: wires scanner, list, thumbnails, loader, scoring, maps and issues together. GUI thread. Everything
/// belongs to it and ends with it, in this order: scanner, scoring, maps, thumbnails, loader, inference thread.
class LibrarySession : public QObject {
    Q_OBJECT
public:
    explicit LibrarySession(SessionOptions options, QObject* parent = nullptr);
    ~LibrarySession() override;

    /// Opens folders and files, closing what was open. Paths are raw bytes as given.
    void open(std::vector<std::string> paths);
    void close();
    const std::vector<std::string>& paths() const { return paths_; }
    bool isScanning() const;

    PhotoListModel& photos() { return photos_; }
    IssueListModel& issues() { return issues_; }
    ThumbnailService& thumbnails() { return *thumbnails_; }
    PhotoLoader& loader() { return *loader_; }
    ScoringService& scoring() { return *scoring_; }
    ExplainService& explainer() { return *explainer_; }
    NeighbourService& neighbours() { return *neighbours_; }
    const SessionOptions& options() const { return options_; }

    /// The rows on screen and the edge of a cell's picture in device pixels: decides which thumbnails are made, and
    /// which photos are scored first when scoring starts.
    void setViewport(int first_row, int last_row, int edge);
    /// Photos shown beside the grid (the nearest ones in the inspector): their thumbnails come after those on screen.
    void setExtraThumbnails(std::vector<PhotoId> ids);
    /// The photo in the loupe and the room for it in device pixels; preloads the neighbours in row order.
    void showInLoupe(PhotoId id, QSize fit);
    /// Asks for the maps of a photo by the current model.
    quint64 explain(PhotoId id, AttentionMethod method = AttentionMethod::Rollout, bool measures = false);

    /// Everything that has no score yet, what is on screen first. Resumes when paused; nothing new while it runs.
    void startScoring();

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
    void scoringFinished(bool cancelled);
    /// The model or the device cannot be used; photos can still be looked at. Also an issue.
    void modelFailed(const touchstone::Error& error);

private:
    void connectServices();
    void disconnectServices();
    void takeBatch(const ScanBatch& batch);
    void takeScanEnd(bool cancelled);
    void wantThumbnails();
    void scoreMissing();
    void takeOutcomes(const std::vector<PhotoOutcome>& outcomes);
    void takeUnreadable(const std::vector<ThumbnailFailure>& failures);
    void reportUnreadable(PhotoId id, const Error& error);
    QStringList scoringWords() const;

    SessionOptions options_;
    std::vector<std::string> paths_;
    PhotoId next_id_ = 1;
    quint64 scan_ = 0;      ///< generation of the scan that is wanted; 0 = none
    bool no_model_ = false; ///< none is named, or it could not be opened: nobody else reads the photos
    std::unordered_map<PhotoId, Error> unreadable_; ///< photos no thumbnail could be made of
    std::unordered_set<std::string> known_paths_;   ///< a file named beside its folder is one photo
    PhotoListModel photos_;
    IssueListModel issues_;
    struct Viewport {
        int first = 0, last = 0, edge = 256;
    } viewport_;
    std::vector<PhotoId> extra_thumbnails_;
    // Destroyed from the bottom up: what uses another one comes after it.
    std::unique_ptr<InferenceThread> inference_;
    std::unique_ptr<PhotoLoader> loader_;
    std::unique_ptr<ThumbnailService> thumbnails_;
    std::unique_ptr<NeighbourService> neighbours_;
    std::unique_ptr<ExplainService> explainer_;
    std::unique_ptr<ScoringService> scoring_;
    std::unique_ptr<FolderScanner> scanner_;
};

/// Quotes one argument for a POSIX shell; bytes that do not print become $'\xNN'.
QString shell_quoted(const std::string& argument);

} // namespace touchstone::library
