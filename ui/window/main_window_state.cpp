// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the window shows of the session's state.
#include <algorithm>
#include <utility>

#include <QDockWidget>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSlider>
#include <QStackedWidget>
#include <QTextDocumentFragment>
#include <QToolButton>

#include "ui/compare/compare_view.h"
#include "ui/filter/filter_bar.h"
#include "ui/loupe/loupe_view.h"
#include "ui/map/map_view.h"
#include "ui/window/empty_state.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

using library::PhotoListModel;
using library::ScoringService;

void MainWindow::refreshPage() {
    const PhotoListModel& photos = session_->photos();
    refreshCounts();
    if (photos.shownCount() > 0 || session_->isScanning()) {
        if (page() == Page::Empty)
            pages_->setCurrentWidget(std::exchange(map_before_empty_, false) ? static_cast<QWidget*>(map_) : grid_);
        refreshActions();
        return;
    }
    showEmptyState();
    if (page() == Page::Loupe)
        loupe_->leave();
    const bool typing = filter_->hasFocus();
    map_before_empty_ = map_before_empty_ || page() == Page::Map;
    pages_->setCurrentWidget(empty_);
    if (typing)
        filter_->setFocus();
    refreshActions();
}

/// What is shown in place of photos.
void MainWindow::showEmptyState() {
    const PhotoListModel& photos = session_->photos();
    const EmptyState::Choice choose{tr("Open a folder…"), [this] { chooseFolder(); }};
    if (session_->paths().empty() && photos.totalCount() == 0) {
        std::vector<EmptyState::Choice> choices{choose};
        for (const QString& text : QSettings().value(QStringLiteral("recentFolders")).toStringList().mid(0, 3)) {
            const std::string path = QByteArray::fromBase64(text.toLatin1()).toStdString();
            choices.push_back({library::display_path(path), [this, path] { open({path}); }});
        }
        empty_->showState(tr("Which photos?"),
                          tr("Open a folder, or drop one here. Photos are only read, never changed."), choices);
    } else if (const library::Issue* problem = photos.totalCount() == 0 ? firstError() : nullptr) {
        empty_->showState(tr("Cannot be opened"),
                          QStringLiteral("%1\n%2").arg(library::display_path(problem->file), problem->text),
                          {{tr("Open another folder…"), choose.act},
                           {tr("Look again"), [this] { open(session_->paths()); }},
                           {tr("Show issues"), [this] { issues_dock_->show(); }}});
    } else if (photos.totalCount() == 0) {
        empty_->showState(
            tr("No photos here"),
            tr("%1\nhas no file that looks like a photo (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, GIF, "
               "BMP or RAW), nor have its subfolders. Hidden files are left out.")
                .arg(library::display_path(session_->paths().front())),
            {{tr("Open another folder…"), choose.act}});
    } else {
        empty_->showState(tr("No photo fits"), filter_bar_->sentence(),
                          {{tr("Clear the filter"), [this] { filter_bar_->clear(); }}});
    }
}

const library::Issue* MainWindow::firstError() const {
    const library::IssueListModel& issues = session_->issues();
    for (int row = 0; row < issues.rowCount(); ++row)
        if (issues.at(row).severity == library::Issue::Severity::Error)
            return &issues.at(row);
    return nullptr;
}

void MainWindow::refreshCounts() {
    const PhotoListModel& photos = session_->photos();
    QString words = session_->countText().toHtmlEscaped();
    if (photos.hiddenCount() > 0)
        words += QStringLiteral(" (<a href=\"#clear\">%1</a>)").arg(tr("clear"));
    int selected = 0; // from the ranges: all of 100,000 rows is one of them
    for (const QItemSelectionRange& range : grid_->selectionModel()->selection())
        selected += range.height();
    if (selected > 1)
        words += QString::fromUtf8(" · ") + tr("%Ln selected", nullptr, selected).toHtmlEscaped();
    counts_->setText(words);
    counts_->setVisible(session_->isOpen());
    const int issues = session_->issues().rowCount();
    issues_button_->setText(issues == 1 ? tr("1 issue") : tr("%Ln issues", nullptr, issues));
    issues_button_->setVisible(issues > 0);
    refreshBanner();
}

void MainWindow::refreshBanner() {
    const PhotoListModel& photos = session_->photos();
    const bool done = !session_->isScanning() && session_->scoring().state() == ScoringService::State::Idle;
    if (done && photos.totalCount() > 0 && photos.failedCount() == photos.totalCount())
        banner_->showMessage(photos.totalCount() == 1
                                 ? tr("The only file could not be read as a photo. The Issues list says why.")
                                 : tr("None of the %Ln files could be read as a photo. The Issues list says why.",
                                      nullptr, photos.totalCount()),
                             {tr("Show issues"), [this] { issues_dock_->show(); }});
    else if (session_->options().model_files.empty() && !no_model_reason_.isEmpty() && session_->isOpen())
        banner_->showMessage(tr("Photos are shown without scores: %1").arg(no_model_reason_), {});
    else if (const QString notice = noticeText();
             !notice.isEmpty() && !notices_read_ && (banner_->isHidden() || banner_->text() == notice))
        banner_->showMessage(notice, {tr("Show issues"), [this] { issues_dock_->show(); }});
    else if (photos.totalCount() == 0 && notice.isEmpty())
        banner_->hide();
}

QString MainWindow::noticeText() const {
    const auto notices = session_->catalogue().notices();
    if (notices.empty())
        return {};
    const library::Issue& notice = notices.front();
    return notice.file.empty() ? notice.text
                               : QStringLiteral("%1 %2").arg(library::display_path(notice.file), notice.text);
}

void MainWindow::refreshActions() {
    const bool photo = currentPhoto() != library::no_photo;
    const bool loupe = page() == Page::Loupe, compare = page() == Page::Compare;
    grid_page_->setChecked(page() == Page::Grid);
    loupe_page_->setChecked(loupe);
    refreshCullingActions();
    refreshInspectionActions();
    map_page_->setChecked(page() == Page::Map);
    map_page_->setEnabled(page() != Page::Empty);
    map_lasso_->setEnabled(page() == Page::Map);
    grid_page_->setEnabled(page() != Page::Empty);
    loupe_page_->setEnabled(photo && page() != Page::Empty);
    for (QAction* action : loupe_actions_)
        action->setEnabled(loupe || compare);
    for (QAction* action : heat_actions_)
        action->setEnabled((loupe && loupe_->isHeatVisible()) || (compare && compare_->isHeatVisible()));
    size_->setEnabled(page() == Page::Grid);
    zoom_->setVisible(loupe);
    registry_.action(QStringLiteral("show-in-folder"))->setEnabled(photo);
    registry_.action(QStringLiteral("copy-command"))->setEnabled(session_->isOpen());
    for (const char* id : {"report", "write-sidecars"})
        registry_.action(QLatin1String(id))->setEnabled(session_->photos().totalCount() > 0);
    const auto& models = session_->photos().models();
    like_this_->setEnabled(photo && std::any_of(models.begin(), models.end(), [](const ModelCard& card) {
                               return card.architecture == "reiqa-regressor";
                           }));
    const QString why_not = whyMarksAreOff();
    for (QAction* action : mark_actions_) {
        action->setEnabled(photo && page() != Page::Empty && why_not.isEmpty());
        action->setStatusTip(why_not);
    }
    const auto state = session_->scoring().state();
    score_->setEnabled(!session_->options().model_files.empty() && session_->isOpen() &&
                       (state == ScoringService::State::Idle || state == ScoringService::State::Paused));
}

void MainWindow::refreshScoring() {
    const auto state = session_->scoring().state();
    const bool paused = state == ScoringService::State::Paused;
    pause_->setText(paused ? tr("&Resume scoring") : tr("&Pause scoring"));
    pause_->setToolTip(paused ? tr("Resume scoring") : tr("Pause scoring"));
    pause_->setIcon(themedIcon(paused ? QStringLiteral("resume") : QStringLiteral("pause")));
    pause_->setEnabled(state != ScoringService::State::Idle);
    cancel_->setEnabled(state != ScoringService::State::Idle);
    refreshCounts();
    refreshActions();
}

QString MainWindow::statusText() const {
    return QTextDocumentFragment::fromHtml(counts_->text()).toPlainText();
}

} // namespace touchstone::ui
