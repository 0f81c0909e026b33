// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Testing the map: what can be done with the photo in the loupe beyond looking at it.
#include <tuple>

#include <QActionGroup>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QStatusBar>

#include "ui/compare/compare_view.h"
#include "ui/loupe/loupe_view.h"
#include "ui/loupe/photo_overlays.h"
#include "ui/style/screen_profile.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

void MainWindow::createInspectionActions() {
    const QString group = tr("Loupe");
    QAction* test =
        registry_.add(this, QStringLiteral("test-map"), group, tr("&Test the map"), {}, {QKeySequence(Qt::Key_T)});
    test->setCheckable(true);
    test->setToolTip(tr("Cover or blur a part of the photo and see what the score does; on a cell: cover it"));
    connect(test, &QAction::triggered, this, [this, test] {
        loupe_->testCell();
        test->setChecked(loupe_->isTesting());
    });
    connect(loupe_, &LoupeView::testingChanged, test, &QAction::setChecked);
    QAction* scales = registry_.add(this, QStringLiteral("model-view"), group, tr("As the &model saw it"), {},
                                    {QKeySequence(Qt::Key_V)});
    scales->setCheckable(true);
    scales->setToolTip(tr("Every size of the photo that the model looked at, side by side"));
    connect(scales, &QAction::triggered, this, [this](bool on) { loupe_->setScalesShown(on); });
    connect(loupe_, &LoupeView::scalesShownChanged, scales, &QAction::setChecked);
    inspection_actions_ = {test, scales};
    connect(compare_, &CompareView::heatVisibleChanged, this, &MainWindow::refreshActions);
    for (const auto& [id, text, key, overlay] :
         {std::tuple("clipping", tr("&Clipped shadows and highlights"), QKeySequence(Qt::Key_J),
                     PhotoOverlay::Clipping),
          std::tuple("focus-peaking", tr("&What is in focus"), QKeySequence(Qt::SHIFT | Qt::Key_J),
                     PhotoOverlay::Peaking)}) {
        QAction* action = registry_.add(this, QLatin1String(id), group, text, {}, {key});
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, action, overlay = overlay](bool on) {
            for (QAction* other : overlay_actions_)
                other->setChecked(other == action && on);
            loupe_->overlays().choose(on ? overlay : PhotoOverlay::None);
        });
        overlay_actions_.push_back(action);
        inspection_actions_.push_back(action);
    }
}

void MainWindow::fillInspectionMenu(QMenu* menu) {
    menu->addSeparator();
    for (QAction* action : inspection_actions_)
        menu->addAction(action);
    QMenu* profiles = menu->addMenu(tr("Screen &profile"));
    connect(profiles, &QMenu::aboutToShow, this, [this, profiles] { fillScreenProfiles(profiles); });
}

void MainWindow::fillScreenProfiles(QMenu* menu) {
    menu->clear();
    const ScreenProfile& profile = ScreenProfile::instance();
    auto* group = new QActionGroup(menu);
    const auto add = [&](const QString& title, const QString& file) {
        QAction* action = menu->addAction(QString(title).replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(profile.file() == file);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, file] { chooseScreenProfile(file); });
    };
    add(tr("sRGB"), {});
    bool listed = profile.file().isEmpty();
    for (const ScreenProfile::Known& known : ScreenProfile::installed()) {
        add(known.title, known.file);
        listed = listed || known.file == profile.file();
    }
    if (!listed)
        add(QFileInfo(profile.file()).fileName(), profile.file());
    menu->addSeparator();
    connect(menu->addAction(tr("&Choose a file…")), &QAction::triggered, this, [this] {
        auto* dialog = new QFileDialog(this, tr("The screen's profile"), {}, tr("ICC profiles (*.icc *.icm)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::chooseScreenProfile);
        dialog->open();
    });
}

void MainWindow::chooseScreenProfile(const QString& file) {
    if (ScreenProfile::instance().choose(file))
        return;
    statusBar()->showMessage(tr("%1 is no screen profile that can be used: RGB with a matrix, not with tables.")
                                 .arg(QFileInfo(file).fileName()),
                             10000);
}

void MainWindow::refreshInspectionActions() {
    for (QAction* action : inspection_actions_)
        action->setEnabled(page() == Page::Loupe);
}

} // namespace touchstone::ui
