// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Looks at the window without a network: demo_window FOLDER FILE.png WxH [loupe] [dark] [heat=N] [photo=N] [make=COUNT]
// [marks] [library] [filter=TEXT] [collection=NUMBER] [language=de] [model=FILE] [cover] [sweep] [scales] [clipping]
// [select=COUNT] [settle=MS] [action=ID] writes a picture of it and ends. "action" is what a menu entry does, so long
// after everything is scored; the dialog that it opens is in the picture. "make" fills FOLDER with landscapes first,
// "marks" gives some stars, labels and flags, "library" shows all photos, "collection" one of the built-in ones. Not
// shipped, run by ctest only without fonts.
#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QFile>
#include <QItemSelectionModel>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTreeView>

#include "app/library/query/collections.h"
#include "engine/imaging/decode.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/scenery.h"
#include "ui/filter/filter_bar.h"
#include "ui/library/library_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/loupe/photo_canvas.h"
#include "ui/style/appearance.h"
#include "ui/style/translation.h"
#include "ui/window/screenshot.h"

using namespace touchstone;

namespace {

QString valueOf(const QStringList& words, const QString& name) {
    for (const QString& word : words)
        if (word.startsWith(name + QLatin1Char('=')))
            return word.section(QLatin1Char('='), 1);
    return {};
}

/// Marks as a person might have given them after looking through the first rows.
void giveMarks(ui::MainWindow& window) {
    using library::Flag;
    using library::Label;
    const library::MarkChange given[] = {
        {5, Label::Green, Flag::Pick}, {4, {}, {}},          {{}, Label::Red, {}}, {3, Label::Yellow, {}},
        {{}, {}, Flag::Reject},        {1, Label::Blue, {}}, {{}, {}, Flag::Pick}, {2, Label::Purple, {}}};
    const library::PhotoListModel& photos = window.session().photos();
    for (int row = 0; row < std::min(8, photos.shownCount()); ++row)
        window.mark({photos.idAt(row)}, given[row]);
}

/// What belongs into the picture once the photos are there.
void arrange(ui::MainWindow& window, const QStringList& words) {
    window.libraryPanel().view().expandAll();
    if (words.contains(QStringLiteral("marks")))
        giveMarks(window);
    if (words.contains(QStringLiteral("library")))
        window.openLibrary();
    if (const QString number = valueOf(words, QStringLiteral("collection")); !number.isEmpty())
        window.openCollection(library::built_in_collections().at(number.toUInt()));
    if (const QString filter = valueOf(words, QStringLiteral("filter")); !filter.isEmpty())
        window.filterBar().setText(filter);
}

/// What is tried out with the photo in the loupe: "cover" and "sweep" in the panel, "scales", "clipping".
void showTests(ui::MainWindow& window, const QStringList& words) {
    const auto press = [&](const char* name) {
        if (auto* button = window.findChild<QPushButton*>(QLatin1String(name)))
            button->click();
    };
    if (const QString scale = valueOf(words, QStringLiteral("heat")); !scale.isEmpty())
        window.loupe().showScale(scale.toInt());
    if (words.contains(QStringLiteral("cover")) || words.contains(QStringLiteral("sweep")))
        window.loupe().setTesting(true);
    if (words.contains(QStringLiteral("cover"))) {
        press("chooseTopCells");
        press("coverRegion");
    }
    if (words.contains(QStringLiteral("sweep")))
        press("sweep");
    window.loupe().setScalesShown(words.contains(QStringLiteral("scales")));
    if (words.contains(QStringLiteral("clipping")))
        window.actionRegistry().action(QStringLiteral("clipping"))->trigger();
}

void runFor(int ms) {
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < ms)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
}

void act(ui::MainWindow& window, const QStringList& words) {
    runFor(valueOf(words, QStringLiteral("settle")).toInt());
    if (const int count = valueOf(words, QStringLiteral("select")).toInt(); count > 0) {
        const library::PhotoListModel& photos = window.session().photos();
        window.grid().selectionModel()->select(
            QItemSelection(photos.index(0), photos.index(std::min(count, photos.shownCount()) - 1)),
            QItemSelectionModel::ClearAndSelect);
    }
    if (const QString id = valueOf(words, QStringLiteral("action")); !id.isEmpty())
        window.actionRegistry().action(id)->trigger();
}

/// The window with the dialog over it, as a person sees them.
bool addDialog(ui::MainWindow& window, const QString& file) {
    QDialog* dialog = nullptr;
    for (QDialog* one : window.findChildren<QDialog*>())
        if (one->isVisible())
            dialog = one;
    if (!dialog)
        return true;
    runFor(3000); // previews and lists are made in the background
    QPixmap picture = window.grab();
    const QPixmap above = dialog->grab();
    QPainter painter(&picture);
    const QRect place(QPoint((window.width() - dialog->width()) / 2, (window.height() - dialog->height()) / 2),
                      dialog->size());
    painter.fillRect(picture.rect(), QColor(0, 0, 0, 90));
    painter.drawPixmap(place.topLeft(), above);
    painter.setPen(QColor(0, 0, 0, 160));
    painter.drawRect(place.adjusted(-1, -1, 0, 0));
    painter.end();
    return picture.save(file, "PNG");
}

} // namespace

int main(int argc, char** argv) {
    imaging::initialise();
    QApplication application(argc, argv);
    const QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    ui::installCanvasAccessibility();
    const QStringList words = QApplication::arguments();
    if (words.size() < 4)
        return 2;
    const auto number = [&](const QString& name) {
        const QString value = valueOf(words, name);
        return value.isEmpty() ? -1 : value.toInt();
    };
    if (number(QStringLiteral("make")) > 0 && !test::writeLandscapes(words[1], number(QStringLiteral("make")), 1500))
        return 1;
    if (const QString language = valueOf(words, QStringLiteral("language")); !language.isEmpty()) {
        QLocale::setDefault(QLocale(language));
        ui::installTranslations(QLocale());
    }
    ui::applyAppearance(words.contains(QStringLiteral("dark")) ? ui::Appearance::Dark : ui::Appearance::Light);
    library::SessionOptions options;
    const auto model = test::demo_model();
    if (const QString file = valueOf(words, QStringLiteral("model")); !file.isEmpty()) {
        options.model_files = {QFile::encodeName(file).toStdString()};
    } else {
        options.model_files = {"stand-in.safetensors"};
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
    }
    options.catalogue_folder = settings.path().toStdString() + "/library";
    options.cache_folder = settings.path().toStdString() + "/cache"; // the map looks at kept thumbnails
    auto* window = new ui::MainWindow(options);
    window->resize(words[3].section(QLatin1Char('x'), 0, 0).toInt(), words[3].section(QLatin1Char('x'), 1).toInt());
    window->show();
    window->open({words[1].toStdString()});
    QObject::connect(&window->session(), &library::LibrarySession::scoringFinished, window,
                     [&, first = true]() mutable {
                         if (std::exchange(first, false))
                             arrange(*window, words);
                     });
    ui::ScreenshotPlan plan;
    plan.file = words[2];
    plan.loupe = words.contains(QStringLiteral("loupe"));
    plan.scale = number(QStringLiteral("heat"));
    plan.heat_map = plan.scale >= 0;
    plan.photo = std::max(0, number(QStringLiteral("photo")));
    plan.then = [words](ui::MainWindow& shown) {
        if (words.contains(QStringLiteral("loupe")))
            showTests(shown, words);
        act(shown, words);
    };
    auto* screenshot = new ui::Screenshot(*window, plan, window);
    int code = 1;
    QObject::connect(screenshot, &ui::Screenshot::finished, &application, [&](bool written) {
        code = written && addDialog(*window, words[2]) ? 0 : 1;
        QApplication::quit();
    });
    QApplication::exec();
    delete window;
    return code;
}
