// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photos into the trash and back: a trash of the test's own, beside the photos.
#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/trash.h"
#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/scenery.h"
#include "ui/trash/trash_command.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoId;

namespace {

/// Presses a button of the question that is going to be asked.
void answer(const QString& button_text, QString* asked = nullptr) {
    QTimer::singleShot(0, qApp, [button_text, asked] {
        auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (!question)
            return;
        if (asked)
            *asked = question->text() + QLatin1Char('\n') + question->informativeText();
        for (QAbstractButton* button : question->buttons())
            if (button->text().remove(QLatin1Char('&')) == button_text)
                return QTest::mouseClick(button, Qt::LeftButton);
        question->reject();
    });
}

} // namespace

class TestTrash : public QObject {
    Q_OBJECT

    QTemporaryDir place_; ///< the trash and the photos on one disk

    std::string file(const QString& name, const QByteArray& text = "x") const {
        const QString path = place_.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
            qFatal("no place for the test's files");
        return path.toStdString();
    }
    static bool there(const std::string& path) { return QFile::exists(QString::fromStdString(path)); }
    QStringList trashed() const {
        return QDir(place_.filePath(QStringLiteral("data/Trash/files"))).entryList(QDir::Files, QDir::Name);
    }
    QStringList notes() const {
        return QDir(place_.filePath(QStringLiteral("data/Trash/info"))).entryList(QDir::Files, QDir::Name);
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
        QVERIFY(QDir().mkpath(place_.filePath(QStringLiteral("data"))));
        qputenv("XDG_DATA_HOME", QFile::encodeName(place_.filePath(QStringLiteral("data"))));
    }

    void aPhotoGoesWithItsSidecarsAndComesBack() {
        const std::string photo = file(QStringLiteral("a/one.jpg"), "photo");
        const std::string sidecar = file(QStringLiteral("a/one.jpg.xmp"));
        const std::string other = file(QStringLiteral("a/two.jpg"));
        library::TrashReport report = library::move_to_trash({photo});
        QVERIFY(report.failures.empty());
        QCOMPARE(report.photos, std::size_t{1});
        QCOMPARE(report.files.size(), std::size_t{2});
        QVERIFY(!there(photo) && !there(sidecar) && there(other));
        QCOMPARE(trashed(), (QStringList{QStringLiteral("one.jpg"), QStringLiteral("one.jpg.xmp")}));
        QCOMPARE(notes().size(), 2);
        QVERIFY(library::bring_back(report.files).empty());
        QVERIFY(there(photo) && there(sidecar));
        QCOMPARE(trashed(), QStringList());
        QCOMPARE(notes(), QStringList()); // the desktop's trash shows no file that is not there
        QFile content(QString::fromStdString(photo));
        QVERIFY(content.open(QIODevice::ReadOnly));
        QCOMPARE(content.readAll(), QByteArray("photo"));
    }

    void aSharedSidecarStaysWithTheOtherPhoto() {
        const std::string raw = file(QStringLiteral("b/IMG.CR2")), jpeg = file(QStringLiteral("b/IMG.JPG"));
        const std::string shared = file(QStringLiteral("b/IMG.xmp"));
        QCOMPARE(library::files_of_photo(jpeg), std::vector{jpeg});
        QVERIFY(QFile::remove(QString::fromStdString(raw)));
        QCOMPARE(library::files_of_photo(jpeg), (std::vector{jpeg, shared}));
    }

    void whatCannotBeMovedStays() {
        const std::string missing = place_.filePath(QStringLiteral("away/gone.jpg")).toStdString();
        const std::string odd = place_.path().toStdString() + "/caf\xe9.jpg";
        QFile out(QString::fromStdString(file(QStringLiteral("plain.jpg"))));
        QCOMPARE(std::rename(out.fileName().toStdString().c_str(), odd.c_str()), 0);
        const library::TrashReport report = library::move_to_trash({missing, odd});
        QCOMPARE(report.photos, std::size_t{0});
        QCOMPARE(report.failures.size(), std::size_t{2});
        QCOMPARE(report.failures[0].code, ErrorCode::NotFound);
        QCOMPARE(report.failures[0].file, missing);
        QCOMPARE(report.failures[1].file, odd);
        QCOMPARE(::access(odd.c_str(), F_OK), 0);
        QCOMPARE(std::remove(odd.c_str()), 0);
    }

    void anotherFileInItsPlaceIsNotReplaced() {
        const std::string photo = file(QStringLiteral("c/one.jpg"), "old");
        library::TrashReport report = library::move_to_trash({photo});
        QCOMPARE(report.photos, std::size_t{1});
        file(QStringLiteral("c/one.jpg"), "new");
        const std::vector<Error> problems = library::bring_back(report.files);
        QCOMPARE(problems.size(), std::size_t{1});
        QCOMPARE(problems[0].code, ErrorCode::WriteFailed);
        QCOMPARE(trashed().size(), 1); // still there, and known to be
        QCOMPARE(report.files.size(), std::size_t{1});
        QVERIFY(QFile::remove(QString::fromStdString(photo)));
        QVERIFY(library::bring_back(report.files).empty());
        // And a trash that was emptied is said.
        library::TrashReport again = library::move_to_trash({photo});
        QVERIFY(QFile::remove(QString::fromStdString(again.files.at(0).in_trash)));
        QCOMPARE(library::bring_back(again.files).at(0).code, ErrorCode::NotFound);
        QVERIFY(again.files.empty());
    }

    void theWindowAsksAndUndoes() {
        const QString photos = place_.filePath(QStringLiteral("photos"));
        QVERIFY(QDir().mkpath(photos) && test::writeLandscapes(photos, 4, 60));
        const auto model = test::demo_model();
        library::SessionOptions options;
        options.model_files = {"stand-in.safetensors"};
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        options.catalogue_folder = place_.filePath(QStringLiteral("library")).toStdString();
        MainWindow window(options);
        window.resize(1000, 700);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({photos.toStdString()});
        QTRY_COMPARE(finished.count(), 1);
        auto& list = window.session().photos();
        QCOMPARE(list.totalCount(), 4);
        window.grid().setFocus();
        window.grid().setCurrentIndex(list.index(1));
        const PhotoId id = list.idAt(1);
        const std::string path = list.entry(id)->file.path;
        QTest::keyClick(&window.grid(), Qt::Key_4);
        QTRY_COMPARE(list.entry(id)->marks.rating, 4);
        window.grid().setCurrentIndex(list.index(list.rowOf(id)));
        // Cancel, which is what Return does, changes nothing.
        QString asked;
        answer(QStringLiteral("Cancel"), &asked);
        QTest::keyClick(&window.grid(), Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY(!asked.isEmpty());
        QVERIFY(there(path));
        QCOMPARE(window.undoStack().count(), 1);
        asked.clear();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        answer(QStringLiteral("Move to trash"), &asked);
        QTest::keyClick(&window.grid(), Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY2(asked.contains(QFileInfo(QString::fromStdString(path)).fileName()), qPrintable(asked));
        QTRY_COMPARE(list.totalCount(), 3);
        QVERIFY(!there(path));
        window.undoStack().undo();
        QTRY_COMPARE(list.totalCount(), 4);
        QVERIFY(there(path));
        const auto rated = [&] {
            for (const PhotoId one : list.allIds())
                if (list.entry(one)->file.path == path)
                    return list.entry(one)->marks.rating;
            return -1;
        };
        QTRY_COMPARE(rated(), 4); // its marks have waited
        // A photo that went meanwhile is an issue with its name.
        window.grid().setCurrentIndex(list.index(0));
        const std::string gone = list.entry(list.idAt(0))->file.path;
        const int issues = window.session().issues().rowCount();
        QVERIFY(QFile::remove(QString::fromStdString(gone)));
        window.undoStack().push(new MoveToTrash(*window.findChild<TrashJob*>(), {gone}));
        QTRY_VERIFY(window.session().issues().rowCount() > issues);
    }
};

QTEST_MAIN(TestTrash)
#include "test_trash.moc"
