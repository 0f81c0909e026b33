// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// "Resemblance" in the inspector of a whole window, with experts of generated weights: learned by the button, stopped,
// while photos are switched and windows closed.
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include <set>

#include "engine/imaging/decode.h"
#include "tests/support/generated_reiqa.h"
#include "tests/ui/open_loupe.h"
#include "tests/ui/scenery.h"
#include "ui/inspector/fault_names.h"
#include "ui/inspector/faults_card.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;

namespace {

constexpr int patience = 300'000;

/// A window with scored photos, and the parts of its card.
struct Scene {
    QTemporaryDir photos, models, cache;
    std::unique_ptr<MainWindow> window;
    FaultsCard* card = nullptr;
    QLabel *words = nullptr, *progress = nullptr;
    QProgressBar* bar = nullptr;
    QPushButton* button = nullptr;

    /// False when the photos were not scored.
    bool open(int count, QSize size, const QString& model = QStringLiteral("regressor")) {
        for (int i = 0; i < count; ++i)
            if (!test::landscape(static_cast<std::uint32_t>(i), size)
                     .save(photos.filePath(QStringLiteral("%1.png").arg(i))))
                return false;
        test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk());
        return reopen(model);
    }

    bool reopen(const QString& model = QStringLiteral("regressor")) {
        library::SessionOptions options;
        options.model_files = {models.filePath(model + QStringLiteral(".safetensors")).toStdString()};
        options.scorer.keep_features = true;
        options.cache_folder = cache.path().toStdString();
        window = std::make_unique<MainWindow>(options);
        window->resize(1280, 800);
        window->show();
        card = window->findChild<FaultsCard*>();
        words = card->findChild<QLabel*>(QStringLiteral("faultWords"));
        progress = card->findChild<QLabel*>(QStringLiteral("faultProgress"));
        bar = card->findChild<QProgressBar*>();
        button = card->findChild<QPushButton*>(QStringLiteral("learnFaults"));
        QSignalSpy finished(&window->session(), &library::LibrarySession::scoringFinished);
        window->open({photos.path().toStdString()});
        if (!QTest::qWaitFor([&] { return finished.count() > 0; }, 60'000))
            return false;
        window->showLoupe(window->session().photos().idAt(0));
        return true;
    }

    bool says(const char* text) const {
        return words->isVisibleTo(card) && words->text().contains(QLatin1String(text));
    }
    bool saysWhatItResembles() const { return says("Resembles") || says("No clear resemblance"); }
};

} // namespace

class TestFaultsCard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        imaging::initialise();
    }

    void everyKindHasWordsOfItsOwn() {
        std::set<QString> names;
        for (const reiqa::FaultClass& fault : reiqa::fault_classes()) {
            QVERIFY2(!faultName(fault).isEmpty(), fault.name().c_str());
            names.insert(faultName(fault));
        }
        QCOMPARE(names.size(), reiqa::fault_classes().size());
        QCOMPARE(faultName({imaging::Distortion::MotionBlur, 3}), QStringLiteral("motion blur, level 3 of 5"));
    }

    void theButtonTeachesAndEachPhotoIsNamed() {
        Scene scene;
        QVERIFY(scene.open(4, QSize(640, 520)));
        QTRY_VERIFY_WITH_TIMEOUT(scene.says("not been learned yet"), 60'000);
        QVERIFY2(scene.says("about 1 minute"), qPrintable(scene.words->text()));
        QVERIFY(scene.bar->isHidden());
        QVERIFY(!scene.bar->accessibleName().isEmpty() && !scene.button->toolTip().isEmpty());
        QTest::mouseClick(scene.button, Qt::LeftButton);
        QVERIFY(!scene.bar->isHidden());
        QCOMPARE(scene.button->text(), QStringLiteral("Stop"));
        // Another photo meanwhile: the lesson goes on, and the answer is about the new one.
        QTRY_VERIFY_WITH_TIMEOUT(scene.bar->maximum() > 0 && scene.bar->value() > 0, patience);
        scene.window->showLoupe(scene.window->session().photos().idAt(2));
        QTRY_VERIFY_WITH_TIMEOUT(scene.saysWhatItResembles(), patience);
        QVERIFY(scene.bar->isHidden() && scene.progress->isHidden());
        QCOMPARE(scene.button->text(), QStringLiteral("Learn anew"));
        test::picture(*scene.window, "inspector-resemblance");
        QVERIFY(scene.words->toolTip().contains(QStringLiteral("not a measurement")));
        QVERIFY(scene.words->toolTip().contains(QStringLiteral("4 photos")));
        for (int row = 0; row < 4; ++row) {
            scene.window->showLoupe(scene.window->session().photos().idAt(row));
            QTRY_VERIFY_WITH_TIMEOUT(scene.saysWhatItResembles(), 60'000);
        }
        // It was kept: the next window knows it at once.
        scene.window.reset();
        QVERIFY(scene.reopen());
        QTRY_VERIFY_WITH_TIMEOUT(scene.saysWhatItResembles(), 60'000);
    }

    void stoppedAndClosedItHasLearnedNothing() {
        Scene scene;
        QVERIFY(scene.open(3, QSize(640, 520)));
        QTRY_VERIFY_WITH_TIMEOUT(scene.says("not been learned yet"), 60'000);
        QTest::mouseClick(scene.button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(scene.bar->value() > 0, patience);
        QTest::mouseClick(scene.button, Qt::LeftButton);
        QVERIFY(scene.bar->isHidden() && scene.progress->isHidden());
        QCOMPARE(scene.button->text(), QStringLiteral("Learn what faults look like"));
        QTRY_VERIFY_WITH_TIMEOUT(scene.says("not been learned yet"), 60'000);
        // Again, and the window is closed meanwhile.
        QTest::mouseClick(scene.button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(scene.bar->value() > 0, patience);
        scene.window->close();
        scene.window.reset();
        QVERIFY(scene.reopen());
        QTRY_VERIFY_WITH_TIMEOUT(scene.says("not been learned yet"), 60'000);
    }

    void tooFewOrTooSmallPhotosAreSaid() {
        Scene scene;
        QVERIFY(scene.open(4, QSize(400, 300)));
        QTRY_VERIFY_WITH_TIMEOUT(scene.says("not been learned yet"), 60'000);
        QTest::mouseClick(scene.button, Qt::LeftButton);
        QVERIFY(scene.bar->isHidden());
        QVERIFY(!scene.progress->isHidden());
        QVERIFY2(scene.progress->text().contains(QStringLiteral("at least 3 photos")),
                 qPrintable(scene.progress->text()));
        QVERIFY(scene.progress->text().contains(QStringLiteral("512")));
    }

    void withoutARegressorThereIsNoCard() {
        Scene scene;
        QVERIFY(scene.open(1, QSize(160, 120), QStringLiteral("quality")));
        QVERIFY(scene.card->isHidden());
    }
};

QTEST_MAIN(TestFaultsCard)
#include "test_faults_card.moc"
