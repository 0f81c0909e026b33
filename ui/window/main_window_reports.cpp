// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What leaves the window: reports, and marks as sidecars.
#include <algorithm>

#include <QStatusBar>

#include "ui/reports/mark_import_dialog.h"
#include "ui/reports/report_dialog.h"
#include "ui/reports/sidecar_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/mark_commands.h"

namespace touchstone::ui {

using library::PhotoId;

void MainWindow::createReportActions() {
    gathering_ = new PhotoGathering(session_->photos(), this);
    const QString group = tr("Photos");
    connect(
        registry_.add(this, QStringLiteral("report"), group, tr("R&eport…"), {}, {QKeySequence(Qt::CTRL | Qt::Key_E)}),
        &QAction::triggered, this, &MainWindow::showReport);
    connect(registry_.add(this, QStringLiteral("write-sidecars"), group, tr("&Write stars into sidecars…"), {}, {}),
            &QAction::triggered, this, &MainWindow::showSidecars);
    connect(registry_.add(this, QStringLiteral("take-marks"), group, tr("&Take stars over from files…"), {}, {}),
            &QAction::triggered, this, &MainWindow::showMarkImport);
}

std::vector<PhotoId> MainWindow::chosenOrFitting() const {
    std::vector<PhotoId> chosen = chosenPhotos();
    return chosen.size() > 1 ? chosen : session_->photos().fittingIds();
}

/// Copies: the list goes on changing while a report is written.
void MainWindow::gather(const QString& purpose, std::vector<PhotoGathering::Ids> ids,
                        std::function<void(std::vector<PhotoGathering::Photos>)> done) {
    const auto give = [this, done = std::move(done)](std::vector<PhotoGathering::Photos> photos) {
        if (!gathering_->isBusy())
            statusBar()->clearMessage();
        done(std::move(photos));
    };
    gathering_->gather(purpose, std::move(ids), give);
    if (gathering_->isBusy())
        statusBar()->showMessage(tr("Gathering photos…"));
}

/// Empty where the current model is known by its scores only.
std::function<Result<std::unique_ptr<Scorer>>()> MainWindow::modelOpener() const {
    const library::PhotoListModel& photos = session_->photos();
    const library::SessionOptions& options = session_->options();
    // Models in use come first, in the order of their files.
    for (std::size_t i = 0; i < std::min(options.model_files.size(), photos.models().size()); ++i)
        if (photos.models()[i].id == photos.explainedModel())
            return [open = session_->modelOpener(), file = options.model_files[i], scorer = options.scorer] {
                return open(file, scorer);
            };
    return {};
}

void MainWindow::showReport() {
    const library::PhotoListModel& photos = session_->photos();
    std::vector<PhotoId> chosen = chosenPhotos();
    const bool any_chosen = chosen.size() > 1, any_hidden = photos.hiddenCount() > 0;
    std::vector<PhotoGathering::Ids> ids{photos.fittingIds()};
    ids.push_back(any_chosen ? std::move(chosen) : std::vector<PhotoId>());
    ids.push_back(any_hidden ? photos.allIds() : std::vector<PhotoId>());
    gather(QStringLiteral("report"), std::move(ids), [this, any_chosen, any_hidden](std::vector<PhotoGathering::Photos> gathered) {
        const library::PhotoListModel& list = session_->photos();
        const auto source = [&](PhotoGathering::Photos& entries, const std::string& filter) {
            const std::shared_ptr<ReportSource> made(new ReportSource, [](ReportSource* last) {
                PhotoGathering::freeInBackground(std::move(last->photos));
                delete last;
            });
            made->photos = std::move(entries);
            made->models = list.models();
            made->current_model = list.explainedModel();
            made->filter = filter;
            made->order = list.sortOrder().text().toStdString();
            made->catalogue = session_->options().catalogue;
            made->thumbnail_folder = session_->options().thumbnails.cache_folder;
            made->open_model = modelOpener();
            made->decode = session_->options().pipeline.decode;
            return made;
        };
        const std::string filter = list.filter().text().toStdString();
        ReportChoices choices;
        choices.shown = source(gathered[0], filter);
        if (any_chosen)
            choices.selected = source(gathered[1], filter);
        if (any_hidden)
            choices.all = source(gathered[2], {});
        const QString rank = QStringLiteral("touchstone-cli rank");
        if (list.sortOrder().key != library::SortKey::Distance)
            choices.shown_command = rankCommand().mid(rank.size()).trimmed();
        auto* dialog = new ReportDialog(std::move(choices), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
}

void MainWindow::showSidecars() {
    gather(QStringLiteral("sidecars"), {chosenOrFitting()}, [this](std::vector<PhotoGathering::Photos> photos) {
        SidecarWish wish;
        wish.photos = PhotoGathering::shared(std::move(photos[0]));
        wish.models = session_->photos().models();
        // What is written is written for good, also by a window whose library is in memory only.
        const std::string folder = session_->catalogue().folder();
        wish.journal_folder =
            metadata::sidecar_journal_folder(folder.empty() ? library::default_catalogue_folder() : folder);
        auto* dialog = new SidecarDialog(std::move(wish), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
}

void MainWindow::showMarkImport() {
    gather(QStringLiteral("marks"), {chosenOrFitting()}, [this](std::vector<PhotoGathering::Photos> photos) {
        auto* dialog = new MarkImportDialog(std::move(photos[0]), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &MarkImportDialog::taken, this,
                [this](const std::vector<library::PhotoMarks>& marks) { undo_.push(new TakeMarks(*session_, marks)); });
        dialog->show();
    });
}

} // namespace touchstone::ui
