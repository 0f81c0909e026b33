// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/library_opening.h"

#include <QCoreApplication>
#include <QDialog>
#include <QEventLoop>
#include <QLabel>
#include <QProgressBar>
#include <QThread>
#include <QTimer>
#include <QVBoxLayout>

#include "app/library/photo_entry.h"

namespace touchstone::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LibraryOpening)
};

/// Cannot be closed: there is nothing to go back to, and half a check is none.
class WaitingWindow : public QDialog {
public:
    explicit WaitingWindow(const std::string& folder)
        : QDialog(nullptr, Qt::Dialog | Qt::CustomizeWindowHint | Qt::WindowTitleHint) {
        setObjectName(QStringLiteral("libraryOpening"));
        setAttribute(Qt::WA_QuitOnClose, false); // the program goes on with its first window
        setWindowTitle(Words::tr("Touchstone"));
        auto* text = new QLabel(Words::tr("The library is being looked through before it is opened, because it was not "
                                          "closed properly or comes from an earlier version. Nothing is lost."));
        text->setWordWrap(true);
        auto* place = new QLabel(library::display_path(folder));
        place->setEnabled(false);
        place->setWordWrap(true);
        auto* busy = new QProgressBar;
        busy->setRange(0, 0);
        busy->setAccessibleName(Words::tr("Opening the library"));
        auto* layout = new QVBoxLayout(this);
        for (QWidget* widget : std::initializer_list<QWidget*>{text, place, busy})
            layout->addWidget(widget);
        setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    }
    void reject() override {}
};

} // namespace

std::shared_ptr<library::Catalogue> openCatalogue(const std::string& folder, const CatalogueOpener& open,
                                                  std::chrono::milliseconds patience) {
    std::shared_ptr<library::Catalogue> catalogue;
    const std::unique_ptr<QThread> thread(QThread::create([&] { catalogue = open({folder}); }));
    thread->setObjectName(QStringLiteral("library opening"));
    QEventLoop loop;
    QObject::connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    std::unique_ptr<WaitingWindow> window;
    QTimer::singleShot(patience, &loop, [&] {
        window = std::make_unique<WaitingWindow>(folder);
        window->show();
    });
    thread->start();
    loop.exec();
    thread->wait();
    return catalogue;
}

} // namespace touchstone::ui
