// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What single events cost the GUI thread while a window on many photos is used: processor time of each delivery, while
// it opens, scores (by a stand-in for the model), is scrolled, culled by keys, sorted and filtered, laid out as a map,
// made a report of, and while a folder of photos is deleted.
//   QT_QPA_PLATFORM=offscreen bench_turns [COUNT]
// Bound: no event above 16 ms with 20,000 photos. The photos are files of one pixel in folders of 200; TMPDIR chooses
// the disk.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <QDialog>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/bench/measured_application.h"
#include "ui/filter/filter_bar.h"
#include "ui/map/map_view.h"
#include "ui/style/appearance.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using bench::run_for;

namespace {

void make_photos(const std::filesystem::path& folder, int count) {
    constexpr int photos_a_folder = 200;
    for (int i = 0; i < count; ++i) {
        const std::filesystem::path below = folder / std::to_string(i / photos_a_folder);
        if (i % photos_a_folder == 0)
            std::filesystem::create_directories(below);
        std::ofstream file(below / ("IMG_" + std::to_string(i) + ".ppm"), std::ios::binary);
        file << "P6\n1 1\n255\n" << static_cast<char>(i) << static_cast<char>(i >> 8) << static_cast<char>(i >> 16);
    }
}

void scroll(ui::MainWindow& window, int steps) {
    QScrollBar* bar = window.grid().verticalScrollBar();
    for (int i = 0; i < steps; ++i) {
        // As a wheel does: an event, which moves the bar.
        bar->setValue(bar->value() + 120 > bar->maximum() ? 0 : bar->value() + 120);
        run_for(15);
    }
}

void cull(ui::MainWindow& window, int photos) {
    window.grid().setFocus();
    for (int i = 0; i < photos; ++i) {
        window.grid().setCurrentIndex(window.session().photos().index(i));
        QTest::keyClick(&window.grid(), static_cast<Qt::Key>(Qt::Key_1 + i % 5));
        run_for(10);
        QTest::keyClick(&window.grid(), i % 3 == 0 ? Qt::Key_X : Qt::Key_P);
        run_for(10);
    }
    window.grid().selectAll();
    run_for(50);
}

void delete_folder(ui::MainWindow& window, const std::string& folder) {
    std::filesystem::remove_all(folder);
    const int before = window.session().photos().totalCount();
    window.session().becameActive();
    while (window.session().photos().totalCount() == before)
        run_for(20);
    run_for(200);
}

/// Zooms, pans and draws an outline around a third of the photos.
void look_at_map(ui::MainWindow& window) {
    window.showMap();
    while (window.mapView().isBusy())
        run_for(20);
    if (auto* offer = window.findChild<QPushButton*>(QStringLiteral("mapOffer")); offer->isVisible()) {
        offer->click();
        while (window.mapView().isBusy())
            run_for(20);
    }
    ui::MapCanvas& canvas = window.mapView().canvas();
    for (const Qt::Key key : {Qt::Key_Plus, Qt::Key_Plus, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_Home, Qt::Key_Right}) {
        QTest::keyClick(&canvas, key);
        run_for(30);
    }
    const QRect third(canvas.width() / 3, canvas.height() / 3, canvas.width() / 3, canvas.height() / 3);
    QTest::mousePress(&canvas, Qt::LeftButton, Qt::ShiftModifier, third.topLeft());
    for (const QPoint corner : {third.topRight(), third.bottomRight(), third.bottomLeft(), third.topLeft()})
        QTest::mouseMove(&canvas, corner);
    QTest::mouseRelease(&canvas, Qt::LeftButton, Qt::ShiftModifier, third.topLeft());
    while (window.mapView().isBusy())
        run_for(20);
}

} // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    imaging::initialise();
    metadata::initialise();
    bench::MeasuredApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("touchstone-bench"));
    ui::applyAppearance(ui::Appearance::Dark);
    const int count = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const QTemporaryDir place;
    const std::string photos = place.filePath(QStringLiteral("photos")).toStdString();
    make_photos(photos, count);
    const auto model = std::make_shared<test::FakeModel>();
    library::SessionOptions options;
    options.model_files = {"fake.safetensors"};
    options.factory = test::fake_factory(model);
    options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
    options.catalogue_folder = place.filePath(QStringLiteral("library")).toStdString();
    options.cache_folder = place.filePath(QStringLiteral("cache")).toStdString();
    std::printf("%d photos\n", count);
    {
        ui::MainWindow window(options);
        window.resize(1600, 1000);
        window.show();
        QSignalSpy scanned(&window.session(), &library::LibrarySession::scanFinished);
        QSignalSpy scored(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({photos});
        while (scanned.isEmpty())
            run_for(20);
        application.report("opening, first time");
        scroll(window, 200);
        application.report("scrolling and scoring");
        cull(window, 60);
        application.report("culling and scoring");
        while (scored.isEmpty())
            run_for(50);
        application.report("scoring to its end");
        for (const library::SortKey key : {library::SortKey::Name, library::SortKey::Score}) {
            library::SortOrder order;
            order.key = key;
            window.session().photos().setSortOrder(order);
            run_for(200);
        }
        application.report("sorting");
        for (const char* text : {"score>=50", "rating:3..", ""}) {
            window.findChild<ui::FilterBar*>()->setText(QString::fromLatin1(text));
            run_for(300);
        }
        application.report("filtering");
        look_at_map(window);
        application.report("map, lasso");
        window.showGrid();
        window.grid().selectAll();
        run_for(100);
        application.report("selecting all");
        window.actionRegistry().action(QStringLiteral("write-sidecars"))->trigger();
        run_for(1500);
        application.report("sidecars of all");
        for (QDialog* dialog : window.findChildren<QDialog*>())
            dialog->reject();
        run_for(200);
        application.report("closing the dialog");
        window.grid().setCurrentIndex(window.session().photos().index(0)); // and nothing else is selected
        run_for(100);
        application.report("selecting one");
        delete_folder(window, photos + "/1");
        application.report("a folder is deleted");
        window.grid().selectAll();
        run_for(100);
        for (const char* folder : {"/2", "/3"}) // the second time, the selection was not made in one act
            delete_folder(window, photos + folder);
        application.report("two, all are selected");
    }
    ui::MainWindow window(options);
    window.resize(1600, 1000);
    window.show();
    QSignalSpy scanned(&window.session(), &library::LibrarySession::scanFinished);
    window.open({photos});
    while (scanned.isEmpty())
        run_for(20);
    application.report("opening again");
    return 0;
}
