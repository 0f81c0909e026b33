// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What can be done in the window, and by which key.
#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSlider>
#include <QToolBar>
#include <QToolButton>

#include "ui/compare/compare_view.h"
#include "ui/filter/filter_bar.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/map/map_view.h"
#include "ui/preferences/preferences.h"
#include "ui/style/appearance.h"
#include "ui/window/about_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/scoring_menu.h"
#include "ui/window/shortcuts_dialog.h"

namespace touchstone::ui {

using library::ScoringService;

void MainWindow::createActions() {
    createFileActions();
    createReportActions();
    createTrashAction();
    createModelActions();
    createViewActions();
    createLoupeActions();
    createInspectionActions();
    createMarkActions();
    createCullingActions();
    createMapActions();
    createHelpActions();
}

void MainWindow::createFileActions() {
    const QString group = tr("Photos");
    const auto add = [&](const char* id, const QString& text, const char* icon, const QList<QKeySequence>& keys) {
        return registry_.add(this, QLatin1String(id), group, text, QLatin1String(icon), keys);
    };
    open_ = add("open-folder", tr("&Open folder…"), "open-folder", {QKeySequence(Qt::CTRL | Qt::Key_O)});
    connect(open_, &QAction::triggered, this, &MainWindow::chooseFolder);
    connect(add("reload", tr("&Look again"), "", {QKeySequence(Qt::Key_F5)}), &QAction::triggered, this, [this] {
        if (session_->isWholeLibrary()) {
            session_->close();
            openLibrary();
        } else if (session_->isOpen()) {
            open(session_->paths());
        }
    });
    connect(add("all-photos", tr("&All photos"), "all-photos", {QKeySequence(Qt::CTRL | Qt::Key_L)}),
            &QAction::triggered, this, &MainWindow::openLibrary);
    connect(add("new-window", tr("&New window"), "", {QKeySequence(Qt::CTRL | Qt::Key_N)}), &QAction::triggered, this,
            &MainWindow::newWindow);
    connect(add("show-in-folder", tr("&Show in folder"), "", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)}),
            &QAction::triggered, this, [this] {
                if (const auto* entry = session_->photos().entry(currentPhoto()))
                    showInFolder(entry->file.path);
            });
    connect(add("copy-command", tr("&Copy as command"), "", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}),
            &QAction::triggered, this, &MainWindow::copyCommand);
    connect(add("preferences", tr("Pr&eferences…"), "", {QKeySequence(Qt::CTRL | Qt::Key_Comma)}), &QAction::triggered,
            this, &MainWindow::showPreferences);
    connect(add("quit", tr("&Quit"), "", {QKeySequence(Qt::CTRL | Qt::Key_Q)}), &QAction::triggered, qApp,
            &QApplication::closeAllWindows, Qt::QueuedConnection);

    score_ = add("score", tr("S&core photos without a score"), "", {QKeySequence(Qt::CTRL | Qt::Key_Return)});
    connect(score_, &QAction::triggered, this, [this] { session_->startScoring(); });
    pause_ = add("pause", tr("&Pause scoring"), "pause", {QKeySequence(Qt::CTRL | Qt::Key_P)});
    connect(pause_, &QAction::triggered, this, [this] {
        ScoringService& scoring = session_->scoring();
        scoring.state() == ScoringService::State::Paused ? scoring.resume() : scoring.pause();
    });
    cancel_ = add("cancel", tr("C&ancel scoring"), "cancel", {QKeySequence(Qt::CTRL | Qt::Key_Period)});
    connect(cancel_, &QAction::triggered, this, [this] { session_->scoring().cancel(); });
}

void MainWindow::createViewActions() {
    const QString group = tr("Views");
    const auto add = [&](const char* id, const QString& text, const char* icon, const QList<QKeySequence>& keys) {
        return registry_.add(this, QLatin1String(id), group, text, QLatin1String(icon), keys);
    };
    grid_page_ = add("grid", tr("&Grid"), "grid", {QKeySequence(Qt::Key_G)});
    loupe_page_ = add("loupe", tr("&Loupe"), "loupe", {QKeySequence(Qt::Key_E)});
    auto* pages = new QActionGroup(this);
    for (QAction* action : {grid_page_, loupe_page_}) {
        action->setCheckable(true);
        pages->addAction(action);
    }
    connect(grid_page_, &QAction::triggered, this, &MainWindow::showGrid);
    connect(loupe_page_, &QAction::triggered, this, [this] { showLoupe(currentPhoto()); });
    auto* enter = registry_.add(grid_, QStringLiteral("open-photo"), group, tr("Open the photo in the loupe"), {},
                                {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    enter->setShortcutContext(Qt::WidgetShortcut);
    connect(enter, &QAction::triggered, this, [this] { showLoupe(currentPhoto()); });
    back_ = add("back", tr("Back"), "", {QKeySequence(Qt::Key_Escape)});
    connect(back_, &QAction::triggered, this, &MainWindow::back);
    search_ =
        add("search", tr("&Filter…"), "search", {QKeySequence(Qt::Key_Slash), QKeySequence(Qt::CTRL | Qt::Key_F)});
    connect(search_, &QAction::triggered, this, [this] {
        filter_->setFocus(Qt::ShortcutFocusReason);
        filter_->selectAll();
    });
    rerank_ = add("re-rank", tr("Order changed – &re-rank"), "re-rank", {QKeySequence(Qt::Key_R)});
    connect(rerank_, &QAction::triggered, this, [this] { session_->photos().rerank(); });
    reverse_ = add("reverse", tr("&Reverse the order"), "sort-descending", {QKeySequence(Qt::SHIFT | Qt::Key_R)});
    reverse_->setCheckable(true);
    like_this_ = add("like-this", tr("Rank by l&ikeness to this photo"), "", {});
    connect(add("save-collection", tr("Sa&ve the filter as collection…"), "", {QKeySequence(Qt::CTRL | Qt::Key_S)}),
            &QAction::triggered, this, &MainWindow::saveCollection);
    connect(add("larger", tr("&Larger thumbnails"), "", {QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Equal)}),
            &QAction::triggered, this, [this] {
                page() == Page::Loupe     ? loupe_->canvas().zoomBy(1.25)
                : page() == Page::Compare ? compare_->zoomBy(1.25)
                : page() == Page::Map     ? map_->canvas().zoomBy(1.25)
                                          : stepEdge(1);
            });
    connect(add("smaller", tr("&Smaller thumbnails"), "", {QKeySequence(Qt::Key_Minus)}), &QAction::triggered, this,
            [this] {
                page() == Page::Loupe     ? loupe_->canvas().zoomBy(0.8)
                : page() == Page::Compare ? compare_->zoomBy(0.8)
                : page() == Page::Map     ? map_->canvas().zoomBy(0.8)
                                          : stepEdge(-1);
            });
    full_screen_ =
        add("full-screen", tr("&Full screen"), "full-screen", {QKeySequence(Qt::Key_F), QKeySequence(Qt::Key_F11)});
    full_screen_->setCheckable(true);
    connect(full_screen_, &QAction::toggled, this, &MainWindow::setFullScreen);
}

void MainWindow::createLoupeActions() {
    const QString group = tr("Loupe");
    const auto add = [&](const char* id, const QString& text, const char* icon, const QList<QKeySequence>& keys) {
        QAction* action = registry_.add(this, QLatin1String(id), group, text, QLatin1String(icon), keys);
        loupe_actions_.push_back(action);
        return action;
    };
    // Only while the photo has the focus, so that arrows still move sliders and lists.
    const auto onPhoto = [&](const char* id, const QString& text, const char* icon, const QList<QKeySequence>& keys) {
        QAction* action = registry_.add(&loupe_->canvas(), QLatin1String(id), group, text, QLatin1String(icon), keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        return action;
    };
    next_ = onPhoto("next", tr("&Next photo"), "next",
                    {QKeySequence(Qt::Key_Right), QKeySequence(Qt::Key_Space), QKeySequence(Qt::Key_Down)});
    connect(next_, &QAction::triggered, this, [this] { step(1); });
    previous_ = onPhoto("previous", tr("&Previous photo"), "previous",
                        {QKeySequence(Qt::Key_Left), QKeySequence(Qt::Key_Backspace), QKeySequence(Qt::Key_Up)});
    connect(previous_, &QAction::triggered, this, [this] { step(-1); });
    actual_size_ = add("actual-size", tr("&100 % and back"), "actual-size", {QKeySequence(Qt::Key_Z)});
    connect(actual_size_, &QAction::triggered, this,
            [this] { page() == Page::Compare ? compare_->toggleActualSize() : loupe_->canvas().toggleActualSize(); });

    heat_ = add("heat-map", tr("&Heat map"), "heat-map", {QKeySequence(Qt::Key_H)});
    heat_->setCheckable(true);
    connect(heat_, &QAction::triggered, this, [this] {
        if (page() == Page::Compare) {
            compare_->setHeatVisible(!compare_->isHeatVisible());
            refreshActions();
            return;
        }
        loupe_->cycleHeat();
        heat_->setChecked(loupe_->isHeatVisible());
    });
    const auto heat = [&](const char* id, const QString& text, const QList<QKeySequence>& keys, auto act) {
        QAction* action = add(id, text, "", keys);
        heat_actions_.push_back(action);
        connect(action, &QAction::triggered, this, act);
    };
    heat("scale-previous", tr("Previous scale of the map"), {QKeySequence(Qt::Key_BracketLeft)},
         [this] { page() == Page::Compare ? compare_->stepScale(-1) : loupe_->stepScale(-1); });
    heat("scale-next", tr("Next scale of the map"), {QKeySequence(Qt::Key_BracketRight)},
         [this] { page() == Page::Compare ? compare_->stepScale(1) : loupe_->stepScale(1); });
    heat("opacity", tr("Opacity of the map"), {QKeySequence(Qt::Key_O)},
         [this] { page() == Page::Compare ? compare_->stepOpacity() : loupe_->stepOpacity(); });
    const auto cell = [&](const char* id, const QString& text, Qt::Key key, int rows, int cols) {
        QAction* action = onPhoto(id, text, "", {QKeySequence(Qt::SHIFT | key)});
        connect(action, &QAction::triggered, this, [this, rows, cols] { loupe_->canvas().moveCell(rows, cols); });
    };
    cell("cell-left", tr("Read the cell to the left"), Qt::Key_Left, 0, -1);
    cell("cell-right", tr("Read the cell to the right"), Qt::Key_Right, 0, 1);
    cell("cell-up", tr("Read the cell above"), Qt::Key_Up, -1, 0);
    cell("cell-down", tr("Read the cell below"), Qt::Key_Down, 1, 0);
}

void MainWindow::createHelpActions() {
    const QString group = tr("Help");
    const auto add = [&](const char* id, const QString& text, const QList<QKeySequence>& keys) {
        return registry_.add(this, QLatin1String(id), group, text,
                             id == std::string_view("shortcuts") ? QStringLiteral("help") : QString(), keys);
    };
    const auto show = [this](QDialog* dialog) {
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    };
    connect(add("shortcuts", tr("&Keyboard shortcuts"), {QKeySequence(Qt::Key_Question), QKeySequence(Qt::Key_F1)}),
            &QAction::triggered, this, [this, show] { show(new ShortcutsDialog(registry_, this)); });
    connect(add("what-is-this", tr("&What is this?"), {QKeySequence(Qt::SHIFT | Qt::Key_F1)}), &QAction::triggered,
            this, [this, show] { show(new WhatIsThisDialog(this)); });
    connect(add("about", tr("&About Touchstone"), {}), &QAction::triggered, this,
            [this, show] { show(new AboutDialog(this)); });
}

void MainWindow::createMenus() {
    const auto fill = [this](QMenu* menu, std::initializer_list<const char*> ids) {
        for (const char* id : ids) {
            if (*id == '\0')
                menu->addSeparator();
            else
                menu->addAction(registry_.action(QLatin1String(id)));
        }
    };
    QMenu* photos = menuBar()->addMenu(tr("&Photos"));
    fill(photos, {"open-folder", "all-photos"});
    recent_menu_ = photos->addMenu(tr("&Recent folders"));
    connect(recent_menu_, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    fill(photos, {"reload", "new-window", "", "score", "pause", "cancel"});
    photos->addMenu(new ScoringMenu(session_->throttle(), photos));
    fill(photos, {"", "report", "write-sidecars", "take-marks", "show-in-folder", "move-to-trash", "copy-command", "",
                  "models", "preferences", "", "quit"});
    QMenu* view = menuBar()->addMenu(tr("&View"));
    fill(view, {"grid",      "loupe",      "compare", "map",     "map-lasso",       "back",    "",
                "stacks",    "open-stack", "",        "search",  "save-collection", "re-rank", "reverse",
                "like-this", "",           "larger",  "smaller", "full-screen",     ""});
    view->setObjectName(QStringLiteral("viewMenu"));
    QMenu* appearance = view->addMenu(tr("&Appearance"));
    auto* group = new QActionGroup(this);
    for (const auto& [which, text] : {std::pair{Appearance::System, tr("As the &desktop")},
                                      {Appearance::Light, tr("&Light")},
                                      {Appearance::Dark, tr("&Dark")}}) {
        QAction* action = appearance->addAction(text);
        action->setCheckable(true);
        group->addAction(action);
        // Chosen in the preferences, too, and in other windows.
        connect(appearance, &QMenu::aboutToShow, action,
                [action, which = which] { action->setChecked(Preferences::load().appearance == which); });
        connect(action, &QAction::triggered, this, [chosen = which] {
            Preferences preferences = Preferences::load();
            preferences.appearance = chosen;
            preferences.save();
            applyAppearance(chosen);
        });
    }
    marks_menu_ = menuBar()->addMenu(tr("&Marks"));
    fill(marks_menu_, {"undo",
                       "redo",
                       "",
                       "rate-0",
                       "rate-1",
                       "rate-2",
                       "rate-3",
                       "rate-4",
                       "rate-5",
                       "",
                       "label-red",
                       "label-yellow",
                       "label-green",
                       "label-blue",
                       "label-purple",
                       "label-none",
                       "",
                       "pick",
                       "reject",
                       "unflag",
                       "",
                       "auto-advance",
                       "",
                       "propose",
                       "accept-proposal",
                       "decline-proposal",
                       "keep-this"});
    QMenu* loupe = menuBar()->addMenu(tr("&Loupe"));
    fill(loupe, {"previous", "next", "actual-size", "", "heat-map", "scale-previous", "scale-next", "opacity"});
    fillInspectionMenu(loupe);
    fill(menuBar()->addMenu(tr("&Help")), {"shortcuts", "what-is-this", "about"});
}

void MainWindow::createToolBar() {
    toolbar_ = addToolBar(tr("Toolbar"));
    toolbar_->setObjectName(QStringLiteral("toolbar"));
    toolbar_->setMovable(false);
    toolbar_->setContextMenuPolicy(Qt::PreventContextMenu);
    toolbar_->addAction(open_);
    toolbar_->addSeparator();
    toolbar_->addAction(grid_page_);
    toolbar_->addAction(loupe_page_);
    toolbar_->addAction(compare_page_);
    toolbar_->addAction(map_page_);
    toolbar_->addAction(heat_);
    toolbar_->addSeparator();
    filter_->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    filter_->setMaximumWidth(fontMetrics().averageCharWidth() * 44);
    toolbar_->addWidget(filter_);
    toolbar_->addWidget(filter_bar_->addButton());
    auto* label = new QLabel(tr(" Rank by: "));
    toolbar_->addWidget(label);
    rank_by_ = new QComboBox;
    rank_by_->setObjectName(QStringLiteral("rankBy"));
    rank_by_->setAccessibleName(tr("Rank by"));
    rank_by_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    label->setBuddy(rank_by_);
    toolbar_->addWidget(rank_by_);
    toolbar_->addAction(reverse_);
    auto* rerank = new QToolButton;
    rerank->setObjectName(QStringLiteral("rerankButton"));
    rerank->setDefaultAction(rerank_);
    rerank->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    QAction* shown = toolbar_->addWidget(rerank);
    shown->setVisible(false);
    connect(&session_->photos(), &library::PhotoListModel::orderStaleChanged, shown, &QAction::setVisible);
    auto* stretch = new QWidget;
    stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    toolbar_->addWidget(stretch);
    size_ = new QSlider(Qt::Horizontal);
    size_->setObjectName(QStringLiteral("size"));
    const int unit = fontMetrics().averageCharWidth();
    size_->setRange(unit * 10, unit * 70);
    size_->setPageStep(unit * 4);
    size_->setValue(unit * 26);
    size_->setFixedWidth(unit * 20);
    size_->setAccessibleName(tr("Size of the thumbnails"));
    size_->setToolTip(tr("Size of the thumbnails (Ctrl + wheel)"));
    toolbar_->addWidget(size_);
}

} // namespace touchstone::ui
