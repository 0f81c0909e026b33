// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photos that go: asked for, moved in the background, brought back by undo.
#include "ui/trash/trash_command.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

void MainWindow::createTrashAction() {
    trash_ = new TrashJob(this);
    connect(registry_.add(this, QStringLiteral("move-to-trash"), tr("Photos"), tr("Move to &trash…"), {},
                          {QKeySequence(Qt::CTRL | Qt::Key_Delete)}),
            &QAction::triggered, this, &MainWindow::moveChosenToTrash);
    // Folders that are watched tell by themselves that photos came or went; the others are looked through.
    const auto tell = [this](const std::vector<Error>& problems) {
        std::vector<library::Issue> issues;
        for (const Error& error : problems)
            issues.push_back(library::issue_of(error));
        session_->issues().add(issues);
        session_->becameActive();
    };
    connect(trash_, &TrashJob::moved, this, [tell](int, const std::vector<Error>& problems) { tell(problems); });
    connect(trash_, &TrashJob::broughtBack, this, tell);
}

void MainWindow::moveChosenToTrash() {
    gather(QStringLiteral("trash"), {chosenPhotos()}, [this](std::vector<PhotoGathering::Photos> gathered) {
        std::vector<std::string> paths;
        for (library::PhotoEntry& photo : gathered[0])
            paths.push_back(std::move(photo.file.path));
        PhotoGathering::freeInBackground(std::move(gathered[0]));
        if (!paths.empty() && askBeforeTrash(paths, this))
            undo_.push(new MoveToTrash(*trash_, std::move(paths)));
    });
}

} // namespace touchstone::ui
