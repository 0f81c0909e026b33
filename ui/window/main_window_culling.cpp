// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Stacks, proposals and comparing: by key, by button, undone.
#include <algorithm>

#include <QItemSelectionModel>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolButton>

#include "ui/compare/compare_view.h"
#include "ui/culling/culling_controller.h"
#include "ui/culling/proposals_dialog.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

using library::LibrarySession;
using library::PhotoId;
using library::PhotoListModel;
using library::PhotoMarks;

void MainWindow::createCullingActions() {
    const QString views = tr("Views"), marks = tr("Marks");
    compare_page_ = registry_.add(this, QStringLiteral("compare"), views, tr("&Compare"), QStringLiteral("compare"),
                                  {QKeySequence(Qt::Key_C)});
    compare_page_->setCheckable(true);
    connect(compare_page_, &QAction::triggered, this, &MainWindow::compareChosen);
    stacks_ = registry_.add(this, QStringLiteral("stacks"), views, tr("S&tack bursts and near-duplicates"), {},
                            {QKeySequence(Qt::Key_S)});
    stacks_->setCheckable(true);
    stacks_->setChecked(QSettings().value(QStringLiteral("grid/stacked"), false).toBool());
    connect(stacks_, &QAction::toggled, this, [this](bool stacked) {
        const PhotoId current = currentPhoto();
        session_->photos().setStacked(stacked);
        selectPhoto(current);
    });
    auto* open = registry_.add(this, QStringLiteral("open-stack"), views, tr("Open or close the st&ack"), {},
                               {QKeySequence(Qt::SHIFT | Qt::Key_S)});
    connect(open, &QAction::triggered, this, [this] {
        if (const library::PhotoEntry* photo = session_->photos().entry(currentPhoto()))
            toggleStack(photo->group);
    });
    const auto add = [&](const char* id, const QString& text, const QKeySequence& key, auto act) {
        QAction* action = registry_.add(this, QLatin1String(id), marks, text, {}, {key});
        connect(action, &QAction::triggered, this, act);
        mark_actions_.push_back(action);
    };
    add("propose", tr("Propose &what to keep…"), QKeySequence(Qt::SHIFT | Qt::Key_P), [this] { openProposals(); });
    add("accept-proposal", tr("Acc&ept the proposal"), QKeySequence(Qt::Key_A),
        [this] { culling_->accept(chosenPhotos()); });
    add("decline-proposal", tr("&Decline the proposal"), QKeySequence(Qt::Key_D),
        [this] { culling_->decline(chosenPhotos()); });
    add("keep-this", tr("&Keep this one, reject the others"), QKeySequence(Qt::Key_K), [this] { keepThis(); });
    createCompareActions();
}

void MainWindow::createCompareActions() {
    // The same keys go from pane to pane as from photo to photo.
    for (QAction* action : {next_, previous_}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        compare_->addAction(action);
    }
    QAction* out = registry_.add(compare_, QStringLiteral("compare-take-out"), tr("Compare"),
                                 tr("Take the photo out of the comparison"), {}, {QKeySequence(Qt::Key_Delete)});
    out->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(out, &QAction::triggered, this, [this] { compare_->takeOut(); });
}

void MainWindow::connectCulling() {
    session_->photos().setStacked(stacks_->isChecked());
    connect(grid_, &PhotoGrid::stackClicked, this, &MainWindow::toggleStack);
    connect(&loupe_->filmstrip(), &PhotoGrid::stackClicked, this, &MainWindow::toggleStack);
    connect(culling_.get(), &CullingController::grouped, this,
            [this](const std::vector<library::GroupChange>& changes) {
                for (MainWindow* other : otherWindows())
                    other->culling().showGroups(changes);
            });
    connect(culling_.get(), &CullingController::proposalsChanged, this, &MainWindow::refreshProposals);
    connect(culling_.get(), &CullingController::failed, this, [this](const Error& error) {
        statusBar()->showMessage(tr("Not kept: %1").arg(QString::fromStdString(error.message())), 6000);
    });
    connect(compare_, &CompareView::closed, this, [this] {
        if (page() == Page::Compare)
            showGrid();
    });
    connect(compare_, &CompareView::focusChanged, this, [this](qlonglong id) {
        if (page() != Page::Compare)
            return;
        inspector_->showPhoto(id);
        refreshActions();
    });
    connect(session_.get(), &LibrarySession::marksChanged, this, [this](const std::vector<PhotoMarks>& marks) {
        std::vector<PhotoId> ids;
        for (const PhotoMarks& photo : marks)
            ids.push_back(photo.photo);
        compare_->marked(ids);
    });
    connect(&session_->photos(), &PhotoListModel::currentModelChanged, compare_, &CompareView::modelChanged);
    connect(pages_, &QStackedWidget::currentChanged, this, [this] {
        if (page() != Page::Compare)
            compare_->leave();
        heat_->setChecked(page() == Page::Compare ? compare_->isHeatVisible() : loupe_->isHeatVisible());
    });
    auto* counting = new QTimer(this); // marks come in bulk
    counting->setSingleShot(true);
    counting->setInterval(50);
    connect(counting, &QTimer::timeout, this, &MainWindow::refreshFlagCounts);
    connect(session_.get(), &LibrarySession::marksChanged, counting, qOverload<>(&QTimer::start));
    connect(&session_->photos(), &PhotoListModel::countsChanged, counting, [counting] {
        if (!counting->isActive())
            counting->start();
    });
    refreshProposals();
}

void MainWindow::refreshFlagCounts() {
    const PhotoListModel::FlagCounts counts = session_->photos().flagCounts();
    const QLocale locale;
    flag_counts_->setText(
        tr("%1 picked · %2 rejected").arg(locale.toString(counts.picked), locale.toString(counts.rejected)));
    flag_counts_->setVisible(counts.picked + counts.rejected > 0);
}

void MainWindow::toggleStack(std::int64_t group) {
    PhotoListModel& photos = session_->photos();
    if (!photos.isStacked() || group == 0)
        return;
    const PhotoId current = currentPhoto();
    photos.setStackOpen(group, !photos.isStackOpen(group));
    const library::PhotoEntry* entry = photos.entry(current);
    if (photos.rowOf(current) < 0 && entry) { // went behind its cover
        const std::vector<PhotoId> members = photos.groupMembers(entry->group);
        const auto shown =
            std::find_if(members.begin(), members.end(), [&](PhotoId id) { return photos.rowOf(id) >= 0; });
        if (shown != members.end() && page() == Page::Grid)
            selectPhoto(*shown);
    }
}

/// What is selected; else the current photo's group; else it and the next one.
std::vector<PhotoId> MainWindow::photosToCompare() const {
    const PhotoListModel& photos = session_->photos();
    std::vector<PhotoId> chosen = page() == Page::Compare ? compare_->shown() : chosenPhotos();
    if (chosen.size() != 1)
        return chosen;
    const library::PhotoEntry* photo = photos.entry(chosen.front());
    if (photo && photo->group != 0) {
        for (const PhotoId member : photos.groupMembers(photo->group))
            if (member != photo->id)
                chosen.push_back(member);
    } else if (const int row = photos.rowOf(chosen.front()); row >= 0) {
        const PhotoId next = photos.idAt(row + 1), previous = photos.idAt(row - 1);
        if (next != library::no_photo || previous != library::no_photo)
            chosen.push_back(next != library::no_photo ? next : previous);
    }
    return chosen;
}

void MainWindow::compareChosen() {
    if (page() == Page::Compare)
        showGrid();
    else
        showCompare(photosToCompare());
    refreshActions();
}

void MainWindow::showCompare(const std::vector<PhotoId>& photos) {
    if (photos.size() < CompareView::least) {
        statusBar()->showMessage(tr("There is nothing to compare this photo with: choose two or more."), 4000);
        return;
    }
    pages_->setCurrentWidget(compare_);
    compare_->compare(photos);
    compare_->stepFocus(0);
    inspector_->showPhoto(compare_->focused());
    refreshActions();
}

/// The focused or current photo stays, the compared, selected or grouped ones beside it go.
void MainWindow::keepThis() {
    const PhotoId best = currentPhoto();
    const std::vector<PhotoId> others = page() == Page::Compare ? compare_->shown() : chosenPhotos();
    if (others.size() > 1) {
        culling_->keepThis(best, others);
        return;
    }
    const library::PhotoEntry* photo = session_->photos().entry(best);
    if (!photo || photo->group == 0) {
        statusBar()->showMessage(tr("Choose the photos that this one is kept of; it is in no group."), 4000);
    } else if (library::is_kept_whole(photo->group_kind)) {
        statusBar()->showMessage(tr("These photos belong together; none is rejected for another."), 4000);
    } else {
        culling_->keepThis(best, session_->photos().groupMembers(photo->group));
    }
}

void MainWindow::openProposals() {
    if (!whyMarksAreOff().isEmpty())
        return;
    culling_->propose(culling_->rules());
    auto* dialog = findChild<ProposalsDialog*>();
    if (!dialog) {
        dialog = new ProposalsDialog(*session_, *culling_, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ProposalsDialog::photoWanted, this, [this](qlonglong id) {
            if (page() == Page::Loupe)
                showLoupe(id);
            else
                selectPhoto(id);
        });
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void MainWindow::refreshProposals() {
    const QString words = culling_->countsText();
    proposals_button_->setText(words);
    proposals_button_->setToolTip(tr("What is proposed, and why"));
    proposals_button_->setVisible(!words.isEmpty());
    refreshCullingActions();
}

void MainWindow::refreshCullingActions() {
    const bool compare = page() == Page::Compare;
    const bool photo = currentPhoto() != library::no_photo && page() != Page::Empty;
    const library::PhotoEntry* entry = session_->photos().entry(currentPhoto());
    compare_page_->setChecked(compare);
    compare_page_->setEnabled(photo);
    registry_.action(QStringLiteral("open-stack"))
        ->setEnabled(entry && entry->group != 0 && session_->photos().isStacked());
}

} // namespace touchstone::ui
