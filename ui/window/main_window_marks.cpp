// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Stars, labels and flags: by key, by button, undone.
#include <algorithm>

#include <QItemSelectionModel>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>

#include "ui/grid/mark_shapes.h"
#include "ui/grid/marks_bar.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/style/appearance.h"
#include "ui/window/empty_state.h"
#include "ui/window/main_window.h"
#include "ui/window/mark_commands.h"

namespace touchstone::ui {

using library::Flag;
using library::Label;
using library::LibrarySession;
using library::MarkChange;
using library::PhotoId;
using library::PhotoListModel;
using library::PhotoMarks;

namespace {

/// Photos whose scores come before others' because they are selected; more are no preference.
constexpr std::size_t kPreferred = 1000;

} // namespace

void MainWindow::createMarkActions() {
    const QString group = tr("Marks");
    const auto add = [&](const QString& id, const QString& text, const QIcon& icon, const QList<QKeySequence>& keys) {
        QAction* action = registry_.add(this, id, group, text, {}, keys);
        action->setIcon(icon);
        mark_actions_.push_back(action);
        return action;
    };
    for (int stars = 0; stars <= 5; ++stars) {
        const QString text = stars == 0 ? tr("No stars") : tr("%Ln stars", nullptr, stars);
        connect(add(QStringLiteral("rate-%1").arg(stars), text, stars == 0 ? QIcon() : starIcon(),
                    {QKeySequence(Qt::Key_0 + stars)}),
                &QAction::triggered, this, [this, stars] {
                    markChosen({stars, {}, {}});
                });
    }
    const std::pair<Label, const char*> labels[] = {{Label::Red, "red"},
                                                    {Label::Yellow, "yellow"},
                                                    {Label::Green, "green"},
                                                    {Label::Blue, "blue"},
                                                    {Label::Purple, "purple"}};
    for (const auto& [label, word] : labels) {
        const int key = Qt::Key_6 + static_cast<int>(label) - static_cast<int>(Label::Red);
        connect(add(QStringLiteral("label-") + QLatin1String(word), tr("Label: %1").arg(labelName(label)),
                    labelIcon(label), label == Label::Purple ? QList<QKeySequence>() : QList{QKeySequence(key)}),
                &QAction::triggered, this, [this, chosen = label] { markLabel(chosen); });
    }
    connect(add(QStringLiteral("label-none"), labelName(Label::None), {}, {}), &QAction::triggered, this, [this] {
        markChosen({{}, Label::None, {}});
    });
    connect(add(QStringLiteral("pick"), tr("&Pick"), flagIcon(Flag::Pick), {QKeySequence(Qt::Key_P)}),
            &QAction::triggered, this, [this] {
                markChosen({{}, {}, Flag::Pick});
            });
    connect(add(QStringLiteral("reject"), tr("Re&ject"), flagIcon(Flag::Reject), {QKeySequence(Qt::Key_X)}),
            &QAction::triggered, this, [this] {
                markChosen({{}, {}, Flag::Reject});
            });
    connect(add(QStringLiteral("unflag"), tr("&Clear the flag"), {}, {QKeySequence(Qt::Key_U)}), &QAction::triggered,
            this, [this] {
                markChosen({{}, {}, Flag::None});
            });
    auto_advance_ =
        registry_.add(this, QStringLiteral("auto-advance"), group, tr("&Go on to the next photo after a mark"), {},
                      {QKeySequence(Qt::SHIFT | Qt::Key_A)});
    auto_advance_->setCheckable(true);
    auto_advance_->setChecked(QSettings().value(QStringLiteral("marks/autoAdvance"), false).toBool());
    createUndoActions();
}

void MainWindow::createUndoActions() {
    const QString group = tr("Marks");
    QAction* undo = registry_.add(this, QStringLiteral("undo"), group, tr("&Undo"), QStringLiteral("undo"),
                                  {QKeySequence(Qt::CTRL | Qt::Key_Z)});
    QAction* redo = registry_.add(this, QStringLiteral("redo"), group, tr("&Redo"), QStringLiteral("redo"),
                                  {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    const auto refresh = [this, undo, redo] {
        const bool writable = whyMarksAreOff().isEmpty();
        undo->setEnabled(writable && undo_.canUndo());
        redo->setEnabled(writable && undo_.canRedo());
        undo->setText(undo_.canUndo() ? tr("&Undo: %1").arg(undo_.undoText()) : tr("&Undo"));
        redo->setText(undo_.canRedo() ? tr("&Redo: %1").arg(undo_.redoText()) : tr("&Redo"));
    };
    connect(&undo_, &QUndoStack::indexChanged, this, refresh);
    connect(undo, &QAction::triggered, this, [this] {
        const QString what = undo_.undoText();
        undo_.undo();
        statusBar()->showMessage(tr("Undone: %1").arg(what), 4000);
    });
    connect(redo, &QAction::triggered, this, [this] {
        const QString what = undo_.redoText();
        undo_.redo();
        statusBar()->showMessage(tr("Done again: %1").arg(what), 4000);
    });
    refresh();
}

void MainWindow::connectMarks() {
    connect(grid_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &MainWindow::selectionChanged);
    connect(&loupe_->marksBar(), &MarksBar::changeWanted, this,
            [this](const MarkChange& change) { mark({loupe_->photo()}, change); });
    connect(&inspector_->marksBar(), &MarksBar::changeWanted, this,
            [this](const MarkChange& change) { mark({inspector_->photo()}, change); });
    const QString why_not = whyMarksAreOff();
    loupe_->marksBar().setDisabledReason(why_not);
    inspector_->marksBar().setDisabledReason(why_not);
    if (!why_not.isEmpty()) {
        auto* reason = new QAction(why_not, marks_menu_);
        reason->setEnabled(false);
        marks_menu_->insertAction(marks_menu_->actions().front(), reason);
    }
    connect(session_.get(), &LibrarySession::marksChanged, this, [this](const std::vector<PhotoMarks>& marks) {
        for (MainWindow* other : otherWindows())
            other->session().showMarks(marks);
    });
    connect(session_.get(), &LibrarySession::marksFailed, this, [this](const Error& error) {
        banner_->showMessage(
            tr("The marks could not be kept, and are as they were. %1").arg(QString::fromStdString(error.message())),
            {});
    });
}

std::vector<PhotoId> MainWindow::chosenPhotos() const {
    const PhotoId current = currentPhoto();
    const std::vector<PhotoId> one = current == library::no_photo ? std::vector<PhotoId>() : std::vector{current};
    if (page() != Page::Grid && page() != Page::Map)
        return page() == Page::Empty ? std::vector<PhotoId>() : one;
    std::vector<int> rows;
    for (const QItemSelectionRange& range : grid_->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    std::vector<PhotoId> ids(rows.size());
    std::transform(rows.begin(), rows.end(), ids.begin(), [this](int row) { return session_->photos().idAt(row); });
    return ids.empty() ? one : ids;
}

QString MainWindow::whyMarksAreOff() const {
    if (session_->catalogue().state() != library::Catalogue::State::ReadOnly)
        return {};
    const QString notice = noticeText();
    return notice.isEmpty() ? tr("The library is open for reading only, so marks cannot be kept.")
                            : tr("Marks cannot be kept: %1").arg(notice);
}

void MainWindow::mark(const std::vector<PhotoId>& photos, const MarkChange& change) {
    if (!whyMarksAreOff().isEmpty())
        return;
    std::vector<PhotoMarks> before;
    bool changes = false;
    for (const PhotoId id : photos) {
        if (const library::PhotoEntry* entry = session_->photos().entry(id)) {
            before.push_back({id, entry->marks});
            changes |= changedMarks(entry->marks, change) != entry->marks;
        }
    }
    if (changes)
        undo_.push(new ChangeMarks(*session_, std::move(before), change));
}

void MainWindow::markChosen(const MarkChange& change) {
    const std::vector<PhotoId> photos = chosenPhotos();
    mark(photos, change);
    if (auto_advance_->isChecked() && photos.size() == 1)
        advance();
}

/// A label that all of them have already is taken away.
void MainWindow::markLabel(Label label) {
    const std::vector<PhotoId> photos = chosenPhotos();
    const bool all = std::all_of(photos.begin(), photos.end(), [&](PhotoId id) {
        const library::PhotoEntry* entry = session_->photos().entry(id);
        return entry && entry->marks.label == label;
    });
    markChosen({{}, all ? Label::None : label, {}});
}

void MainWindow::advance() {
    if (page() == Page::Loupe)
        step(1);
    if (page() != Page::Grid)
        return; // compared photos follow their own rules
    const QModelIndex next = grid_->currentIndex().siblingAtRow(grid_->currentIndex().row() + 1);
    if (next.isValid())
        grid_->setCurrentIndex(next);
}

void MainWindow::selectionChanged() {
    std::vector<PhotoId> ids;
    for (const QItemSelectionRange& range : grid_->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom() && ids.size() < kPreferred; ++row)
            ids.push_back(session_->photos().idAt(row));
    session_->setSelection(std::move(ids));
    refreshCounts();
}

} // namespace touchstone::ui
