// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What leaves the window: reports, and marks as sidecars.
#include <algorithm>

#include "ui/reports/mark_import_dialog.h"
#include "ui/reports/report_dialog.h"
#include "ui/reports/sidecar_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/mark_commands.h"

namespace touchstone::ui {

using library::PhotoId;

void MainWindow::createReportActions() {
    const QString group = tr("Photos");
    connect(
        registry_.add(this, QStringLiteral("report"), group, tr("R&eport…"), {}, {QKeySequence(Qt::CTRL | Qt::Key_E)}),
        &QAction::triggered, this, &MainWindow::showReport);
    connect(registry_.add(this, QStringLiteral("write-sidecars"), group, tr("&Write stars into sidecars…"), {}, {}),
            &QAction::triggered, this, &MainWindow::showSidecars);
    connect(registry_.add(this, QStringLiteral("take-marks"), group, tr("&Take stars over from files…"), {}, {}),
            &QAction::triggered, this, &MainWindow::showMarkImport);
}

/// Copies: the list goes on changing while a report is written.
std::vector<library::PhotoEntry> MainWindow::entriesOf(const std::vector<PhotoId>& ids) const {
    std::vector<library::PhotoEntry> entries;
    entries.reserve(ids.size());
    for (const PhotoId id : ids)
        if (const library::PhotoEntry* entry = session_->photos().entry(id))
            entries.push_back(*entry);
    return entries;
}

/// Empty where the current model is known by its scores only.
std::function<Result<std::unique_ptr<Scorer>>()> MainWindow::modelOpener() const {
    const library::PhotoListModel& photos = session_->photos();
    const library::SessionOptions& options = session_->options();
    // Models in use come first, in the order of their files.
    for (std::size_t i = 0; i < std::min(options.model_files.size(), photos.models().size()); ++i)
        if (photos.models()[i].id == photos.explainedModel())
            return [open = options.factory, file = options.model_files[i], scorer = options.scorer] {
                return open(file, scorer);
            };
    return {};
}

void MainWindow::showReport() {
    const library::PhotoListModel& photos = session_->photos();
    const auto source = [&](const std::vector<PhotoId>& ids, const std::string& filter) {
        auto made = std::make_shared<ReportSource>();
        made->photos = entriesOf(ids);
        made->models = photos.models();
        made->current_model = photos.explainedModel();
        made->filter = filter;
        made->order = photos.sortOrder().text().toStdString();
        made->catalogue = session_->options().catalogue;
        made->thumbnail_folder = session_->options().thumbnails.cache_folder;
        made->open_model = modelOpener();
        made->decode = session_->options().pipeline.decode;
        return made;
    };
    const std::string filter = photos.filter().text().toStdString();
    const std::vector<PhotoId> chosen = chosenPhotos();
    ReportChoices choices;
    choices.shown = source(photos.fittingIds(), filter);
    if (chosen.size() > 1)
        choices.selected = source(chosen, filter);
    if (photos.hiddenCount() > 0)
        choices.all = source(photos.allIds(), {});
    const QString rank = QStringLiteral("touchstone-cli rank");
    if (photos.sortOrder().key != library::SortKey::Distance)
        choices.shown_command = rankCommand().mid(rank.size()).trimmed();
    auto* dialog = new ReportDialog(std::move(choices), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showSidecars() {
    SidecarWish wish;
    const std::vector<PhotoId> chosen = chosenPhotos();
    wish.photos = entriesOf(chosen.size() > 1 ? chosen : session_->photos().fittingIds());
    wish.models = session_->photos().models();
    // What is written is written for good, also by a window whose library is in memory only.
    const std::string folder = session_->catalogue().folder();
    wish.journal_folder =
        metadata::sidecar_journal_folder(folder.empty() ? library::default_catalogue_folder() : folder);
    auto* dialog = new SidecarDialog(std::move(wish), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showMarkImport() {
    const std::vector<PhotoId> chosen = chosenPhotos();
    auto* dialog = new MarkImportDialog(entriesOf(chosen.size() > 1 ? chosen : session_->photos().fittingIds()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &MarkImportDialog::taken, this,
            [this](const std::vector<library::PhotoMarks>& marks) { undo_.push(new TakeMarks(*session_, marks)); });
    dialog->show();
}

} // namespace touchstone::ui
