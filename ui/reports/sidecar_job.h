// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <QObject>

#include "app/library/photo_entry.h"
#include "app/metadata/sidecar_journal.h"
#include "engine/nn/model_card.h"

namespace touchstone::ui {

/// Photos whose marks are to be written, and how.
struct SidecarWish {
    std::shared_ptr<const std::vector<library::PhotoEntry>> photos; ///< shared by the plans of one dialog
    std::vector<ModelCard> models;                                  ///< for the range of scores
    bool with_scores = false;
    metadata::EditOptions options;
    std::string journal_folder;
};

/// What would be written.
struct SidecarPlan {
    std::vector<metadata::SidecarEdit> edits; ///< those that change something
    std::vector<Error> problems;
    std::size_t unchanged = 0;
};

/// Plans, writes or undoes on a thread of its own ("sidecars"), which ends with this object: stop() is seen between two
/// sidecars. One task at a time. Lives in the GUI thread.
class SidecarJob : public QObject {
    Q_OBJECT
public:
    explicit SidecarJob(QObject* parent = nullptr);
    ~SidecarJob() override;

    void plan(std::shared_ptr<const SidecarWish> wish);
    /// Just what was shown: a sidecar that changed since it was planned is left alone, and named.
    void write(std::shared_ptr<const SidecarPlan> plan, std::string journal_folder);
    /// The last batch that was not undone.
    void undo(std::string journal_folder);
    void stop() { thread_.request_stop(); }

Q_SIGNALS:
    void progressed(int done, int total);
    void planned(std::shared_ptr<const touchstone::ui::SidecarPlan> plan);
    /// `problems`: one for each sidecar that was left alone, or why nothing could be done.
    void written(const touchstone::metadata::WriteReport& report);
    void undone(const touchstone::metadata::UndoReport& report);

private:
    void run(std::function<void(std::stop_token)> task);
    std::jthread thread_;
};

} // namespace touchstone::ui
