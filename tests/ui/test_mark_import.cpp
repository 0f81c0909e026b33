// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Stars of other programs: found in files, chosen by keys, taken into the library in one step that can be undone.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/scenery.h"
#include "ui/reports/mark_import_dialog.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::Flag;
using library::Label;
using library::Marks;
using library::PhotoEntry;
using library::PhotoMarks;

namespace {

constexpr int patience_ms = 60'000;

QByteArray sidecar(const QByteArray& properties) {
    return "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
           "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" " +
           properties + "/></rdf:RDF></x:xmpmeta>";
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QPushButton* take_button(MarkImportDialog& dialog) {
    for (auto* button : dialog.findChildren<QPushButton*>())
        if (button->text().contains(QLatin1String("Take over")))
            return button;
    return nullptr;
}

void keep_picture(QWidget& widget, const QString& name) {
    if (const QString folder = qEnvironmentVariable("TOUCHSTONE_PICTURES"); !folder.isEmpty()) {
        QCoreApplication::processEvents(); // the layout follows its texts
        widget.grab().save(folder + QLatin1Char('/') + name);
    }
}

} // namespace

class TestMarkImport : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::vector<PhotoEntry> photos_;

    void photo(const QString& name, const Marks& marks, const QByteArray& properties) {
        const QString path = folder_.filePath(name);
        QImage image(40, 30, QImage::Format_RGB32);
        image.fill(Qt::gray);
        QVERIFY(image.save(path));
        if (!properties.isEmpty())
            write(path + QStringLiteral(".xmp"), sidecar(properties));
        PhotoEntry entry;
        entry.id = static_cast<library::PhotoId>(photos_.size()) + 1;
        entry.file.path = QFile::encodeName(path).toStdString();
        entry.name = library::display_name(entry.file.path);
        entry.marks = marks;
        photos_.push_back(std::move(entry));
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
        photo(QStringLiteral("new.png"), {}, "xmp:Rating=\"4\" xmp:Label=\"Red\"");
        photo(QStringLiteral("differs.png"), {2, Label::None, Flag::Pick}, "xmp:Rating=\"5\" xmp:Label=\"Blue\"");
        photo(QStringLiteral("same.png"), {3, Label::None, Flag::None}, "xmp:Rating=\"3\"");
        photo(QStringLiteral("rejected.png"), {}, "xmp:Rating=\"-1\"");
        photo(QStringLiteral("nothing.png"), {1, Label::None, Flag::None}, {});
        photo(QStringLiteral("broken.png"), {}, {});
        write(folder_.filePath(QStringLiteral("broken.png.xmp")), "no sidecar at all");
    }

    void conflictsComeFirstAndStayUnlessTicked() {
        MarkImportDialog dialog(photos_);
        const QAbstractItemModelTester tester(&dialog.table(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy shown(&dialog, &MarkImportDialog::listShown);
        dialog.show();
        QVERIFY(shown.wait(patience_ms));
        keep_picture(dialog, QStringLiteral("mark-import.png"));
        MarkImportTable& table = dialog.table();
        QCOMPARE(table.rowCount(), 3);
        QCOMPARE(table.conflictCount(), 1);
        QCOMPARE(table.index(0, MarkImportTable::Photo).data().toString(), QStringLiteral("differs.png"));
        QCOMPARE(table.index(0, MarkImportTable::Library).data().toString(), QStringLiteral("★★ · Picked"));
        QCOMPARE(table.index(0, MarkImportTable::File).data().toString(), QStringLiteral("★★★★★ · Blue · Picked"));
        // The label, of which the library has no word, is taken whoever is right about the stars.
        QCOMPARE(table.index(0, MarkImportTable::Becomes).data().toString(), QStringLiteral("★★ · Blue · Picked"));
        QCOMPARE(table.index(1, MarkImportTable::Becomes).data().toString(), QStringLiteral("★★★★ · Red"));
        QCOMPARE(table.index(2, MarkImportTable::Becomes).data().toString(), QStringLiteral("Rejected"));
        QVERIFY(dialog.message().contains(QLatin1String("broken.png.xmp")));
        // Space unticks the row that has the focus.
        auto* view = dialog.findChild<QTableView*>();
        view->setFocus();
        view->setCurrentIndex(table.index(2, MarkImportTable::Photo));
        QTest::keyClick(view, Qt::Key_Space);
        QCOMPARE(table.index(2, MarkImportTable::Becomes).data().toString(), QStringLiteral("–"));
        auto* prefer = dialog.findChild<QCheckBox*>();
        QTest::mouseClick(prefer, Qt::LeftButton, {}, QPoint(8, prefer->height() / 2));
        QCOMPARE(table.index(0, MarkImportTable::Becomes).data().toString(), QStringLiteral("★★★★★ · Blue · Picked"));
        QSignalSpy taken(&dialog, &MarkImportDialog::taken);
        QTest::mouseClick(take_button(dialog), Qt::LeftButton);
        QCOMPARE(taken.count(), 1);
        const auto marks = taken[0][0].value<std::vector<PhotoMarks>>();
        QCOMPARE(marks.size(), std::size_t{2});
        QCOMPARE(marks[0].photo, library::PhotoId{2});
        QVERIFY((marks[0].marks == Marks{5, Label::Blue, Flag::Pick}));
        QCOMPARE(marks[1].photo, library::PhotoId{1});
        QVERIFY((marks[1].marks == Marks{4, Label::Red, Flag::None}));
        QVERIFY(!dialog.isVisible());
    }

    void nothingToTake() {
        MarkImportDialog dialog({photos_[4]});
        QSignalSpy shown(&dialog, &MarkImportDialog::listShown);
        QVERIFY(shown.wait(patience_ms));
        QCOMPARE(dialog.table().rowCount(), 0);
        QVERIFY(!take_button(dialog)->isEnabled());
    }

    void theWindowTakesThemInOneStep() {
        const QTemporaryDir place;
        const QString photos = place.filePath(QStringLiteral("photos"));
        QVERIFY(QDir().mkpath(photos) && test::writeLandscapes(photos, 3, 60));
        const QStringList names = QDir(photos).entryList(QDir::Files, QDir::Name);
        QCOMPARE(names.size(), 3);
        write(photos + QLatin1Char('/') + names[0] + QStringLiteral(".xmp"), sidecar("xmp:Rating=\"5\""));
        write(photos + QLatin1Char('/') + names[2] + QStringLiteral(".xmp"), sidecar("xmp:Label=\"Green\""));
        const auto model = test::demo_model();
        library::SessionOptions options;
        options.model_files = {"stand-in.safetensors"};
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        options.catalogue_folder = place.filePath(QStringLiteral("library")).toStdString();
        MainWindow window(options);
        window.show();
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({photos.toStdString()});
        QTRY_COMPARE(finished.count(), 1);
        const auto marks_of = [&](const QString& name) {
            for (const library::PhotoId id : window.session().photos().allIds())
                if (const PhotoEntry* entry = window.session().photos().entry(id); entry->name == name)
                    return entry->marks;
            return Marks{9, Label::None, Flag::None};
        };
        QAction* action = window.findChild<QAction*>(QStringLiteral("take-marks"));
        QVERIFY(action);
        action->trigger();
        auto* dialog = window.findChild<MarkImportDialog*>();
        QVERIFY(dialog);
        QTRY_COMPARE(dialog->table().rowCount(), 2);
        QTRY_VERIFY(take_button(*dialog)->isEnabled());
        QTest::mouseClick(take_button(*dialog), Qt::LeftButton);
        QCOMPARE(marks_of(names[0]).rating, 5);
        QCOMPARE(marks_of(names[1]).rating, 0);
        QCOMPARE(marks_of(names[2]).label, Label::Green);
        QCOMPARE(window.undoStack().count(), 1);
        window.undoStack().undo();
        QCOMPARE(marks_of(names[0]).rating, 0);
        QCOMPARE(marks_of(names[2]).label, Label::None);
        window.undoStack().redo();
        QCOMPARE(marks_of(names[0]).rating, 5);
    }
};

QTEST_MAIN(TestMarkImport)
#include "test_mark_import.moc"
