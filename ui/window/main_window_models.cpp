// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The models page.
#include "ui/models/models_dialog.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

void MainWindow::createModelActions() {
    connect(registry_.add(this, QStringLiteral("models"), tr("Photos"), tr("&Models…"), {}, {}), &QAction::triggered,
            this, &MainWindow::showModels);
}

void MainWindow::showModels() {
    if (auto* open = findChild<ModelsDialog*>()) { // one of a window, so that a download is not lost behind another
        open->raise();
        open->activateWindow();
        return;
    }
    auto* dialog = new ModelsDialog(ModelStore(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace touchstone::ui
