// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <random>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/issue.h"
#include "tests/app/library/photo_list_samples.h"

using namespace touchstone;
using namespace touchstone::library;
using namespace touchstone::test;

class TestPhotoListModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }

    void appendsInOneInsertion() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Signals seen(model);
        model.append(photos(10'000));
        QCOMPARE(model.rowCount(), 10'000);
        QCOMPARE(seen.inserted.count(), 1);
        QCOMPARE(model.idAt(9'999), PhotoId{10'000});
        QCOMPARE(model.rowOf(10'000), 9'999);
        QCOMPARE(model.idAt(10'000), no_photo);
        QCOMPARE(model.rowOf(77'777), -1);
        QCOMPARE(model.data(model.index(0), PhotoListModel::NameRole).toString(), QStringLiteral("IMG_1.jpg"));
        QVERIFY(!model.data(model.index(0), PhotoListModel::ScoreRole).isValid());
    }

    void gathersChangesIntoRuns() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(100));
        Signals seen(model);
        // Rows 4,5,6 and 20: two runs, however the results came.
        model.apply({outcome(7, 70), outcome(5, 50)});
        model.apply({outcome(21, 10)});
        model.apply({outcome(6, 60)});
        QCOMPARE(seen.changed.count(), 0);
        QTRY_COMPARE(seen.changed.count(), 2);
        QCOMPARE(seen.changed[0][0].toModelIndex().row(), 4);
        QCOMPARE(seen.changed[0][1].toModelIndex().row(), 6);
        QCOMPARE(seen.changed[1][0].toModelIndex().row(), 20);
        const auto roles = seen.changed[0][2].value<QList<int>>();
        QVERIFY(roles.contains(PhotoListModel::ScoreRole));
        QVERIFY(!roles.contains(PhotoListModel::ThumbnailRole));
        QCOMPARE(seen.layout.count(), 0);
        model.thumbnailsChanged({1});
        model.flush();
        QCOMPARE(seen.changed.count(), 3);
        QCOMPARE(seen.changed[2][2].value<QList<int>>(), QList<int>{PhotoListModel::ThumbnailRole});
    }

    void manyChangesAreOneLayoutChange() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(10'000));
        const QPersistentModelIndex kept(model.indexOf(1234));
        Signals seen(model);
        std::vector<PhotoOutcome> outcomes;
        for (int id = 1; id <= 10'000; ++id)
            outcomes.push_back(outcome(id, id % 101));
        model.apply(outcomes);
        model.flush();
        QCOMPARE(seen.changed.count(), 0);
        QCOMPARE(seen.layout.count(), 1);
        QCOMPARE(seen.reset.count(), 0);
        QCOMPARE(kept.row(), 1233);
        QCOMPARE(model.scoredCount(), 10'000);
    }

    void newPhotosAreAppendedMeanwhile() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(3));
        model.apply({outcome(1, 10), outcome(2, 20), outcome(3, 30)});
        model.rerank();
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{3, 2, 1}));
        model.append({photo(4, QStringLiteral("A.jpg"))});
        model.apply({outcome(4, 25)});
        model.flush();
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{3, 2, 1, 4}));
        QVERIFY(!model.indexOf(4).data(PhotoListModel::RankRole).isValid());
        QVERIFY(model.orderIsStale());
        model.rerank();
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{3, 4, 2, 1}));
        QCOMPARE(model.indexOf(4).data(PhotoListModel::RankRole).toInt(), 2);
    }

    void sortsByOtherKeysAndDirections() {
        PhotoListModel model;
        model.setModels({card(false)}); // lower is better
        model.append({photo(1, QStringLiteral("img10.jpg")), photo(2, QStringLiteral("IMG2.jpg")),
                      photo(3, QStringLiteral("img1.jpg"))});
        model.apply({outcome(1, 5), outcome(2, 50)});
        model.rerank();
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{1, 2, 3})); // without a score: last
        model.setSortOrder({SortKey::Score, true});
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{2, 1, 3}));
        QCOMPARE(model.indexOf(1).data(PhotoListModel::RankRole).toInt(), 1); // the rank is of quality, not of the row
        model.setSortOrder({SortKey::Name, false});
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{3, 2, 1}));
        model.setSortOrder({SortKey::DateModified, false});
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{3, 2, 1}));
        model.setSortOrder({SortKey::DateModified, true});
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{1, 2, 3}));
    }

    void filterKeepsSelectionAndCounts() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(photos(4020));
        const QPersistentModelIndex kept(model.indexOf(3123));
        const QPersistentModelIndex hidden(model.indexOf(1));
        Signals seen(model);
        model.setNameFilter(QStringLiteral("img 3 JPG"));
        QCOMPARE(seen.reset.count(), 0);
        QCOMPARE(seen.removed.count(), 1);
        QVERIFY(seen.layout.count() <= 1);
        QCOMPARE(model.idAt(kept.row()), PhotoId{3123});
        QVERIFY(!hidden.isValid());
        QCOMPARE(model.rowOf(1), -1);
        QCOMPARE(model.shownCount() + model.hiddenCount(), 4020);
        for (const PhotoId id : model.shownIds())
            QVERIFY(QString::number(id).contains(u'3'));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QCOMPARE(model.countText(),
                 QStringLiteral("%1 of 4,020 shown · %2 hidden by filter")
                     .arg(QLocale().toString(model.shownCount()), QLocale().toString(model.hiddenCount())));
        // Photos that arrive meanwhile obey the filter too.
        model.append({photo(9000, QStringLiteral("IMG_9000.jpg")), photo(9003, QStringLiteral("IMG_9003.jpg"))});
        QCOMPARE(model.rowOf(9000), -1);
        QCOMPARE(model.rowOf(9003), model.rowCount() - 1);
        model.setNameFilter({});
        QCOMPARE(seen.inserted.count(), 2);
        QCOMPARE(seen.reset.count(), 0);
        QCOMPARE(model.idAt(kept.row()), PhotoId{3123});
        QCOMPARE(model.shownCount(), 4022);
        QCOMPARE(model.countText(), QStringLiteral("4,022 photos"));
    }

    void filtersByEverything() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(10));
        model.apply({outcome(1, 10), outcome(2, 20), outcome(3, 30), outcome(4, 40)});
        model.rerank();
        model.setFilter(*PhotoFilter::parse(QStringLiteral("score>=20 -rejected")));
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{4, 3, 2}));
        // What changes meanwhile stays where it is until the person asks.
        model.applyMarks({3}, {{}, {}, Flag::Reject});
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{4, 3, 2}));
        QVERIFY(model.orderIsStale());
        QSignalSpy counts(&model, &PhotoListModel::countsChanged);
        model.rerank();
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{4, 2}));
        QCOMPARE(counts.count(), 1);
        QVERIFY(!model.orderIsStale());
        // A mark that changes nothing of what is shown asks for nothing.
        model.applyMarks({4}, {2, {}, {}});
        QVERIFY(!model.orderIsStale());
        model.setFilter(*PhotoFilter::parse(QStringLiteral("percentile>=100")));
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{4}));
        model.setLibraryValues({10, 20, 30, 40, 50, 60});
        QVERIFY(model.orderIsStale());
        model.rerank();
        QCOMPARE(model.shownCount(), 0);
        QCOMPARE(model.countText(), QStringLiteral("0 of 10 shown · 10 hidden by filter"));
        model.setFilter({});
        QCOMPARE(model.shownCount(), 10);
        QCOMPARE(model.indexOf(4).data(PhotoListModel::PercentileRole).toDouble(), 100.0);
        QCOMPARE(model.indexOf(4).data(PhotoListModel::LibraryPercentileRole).toDouble(), 60.0);
    }

    void marksShowAtOnce() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(photos(10));
        model.setSortOrder({SortKey::Rating, false});
        Signals seen(model);
        model.applyMarks({2, 3, 99}, {4, Label::Green, {}});
        QCOMPARE(seen.changed.count(), 1);
        QCOMPARE(seen.changed[0][0].toModelIndex().row(), 1);
        QCOMPARE(seen.changed[0][1].toModelIndex().row(), 2);
        QVERIFY(seen.changed[0][2].value<QList<int>>().contains(PhotoListModel::RatingRole));
        QVERIFY(!seen.changed[0][2].value<QList<int>>().contains(PhotoListModel::ScoreRole));
        model.applyMarks({2}, {4, Label::Green, {}}); // is so already
        QCOMPARE(seen.changed.count(), 1);
        model.applyMarks(std::vector<PhotoMarks>{{2, {1, Label::None, Flag::Pick}}});
        QCOMPARE(model.indexOf(2).data(PhotoListModel::RatingRole).toInt(), 1);
        QCOMPARE(model.indexOf(2).data(PhotoListModel::FlagRole).toInt(), static_cast<int>(Flag::Pick));
        QCOMPARE(model.indexOf(3).data(PhotoListModel::LabelRole).toInt(), static_cast<int>(Label::Green));
        QVERIFY(model.orderIsStale());
        model.rerank();
        QCOMPARE(model.idAt(0), PhotoId{3});
        QCOMPARE(model.idAt(1), PhotoId{2});
        QCOMPARE(model.indexOf(2).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("IMG_2.jpg, not scored yet, rated 1 of 5, picked"));
        QCOMPARE(model.indexOf(3).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("IMG_3.jpg, not scored yet, rated 4 of 5, label green"));
    }

    void factsAreGathered() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(photos(10));
        model.setSortOrder({SortKey::Captured, false});
        Signals seen(model);
        FileFacts facts;
        facts.captured_ms = 86'400'000;
        facts.camera = "X100";
        facts.width = 60;
        facts.height = 40;
        model.applyFacts({{4, facts}, {5, facts}, {99, facts}});
        model.applyGroups({{5, 7}});
        model.applySharpness({{5, 1.5}});
        QCOMPARE(seen.changed.count(), 0);
        QTRY_COMPARE(seen.changed.count(), 1);
        const QModelIndex five = model.indexOf(5);
        QCOMPARE(five.data(PhotoListModel::CameraRole).toString(), QStringLiteral("X100"));
        QCOMPARE(five.data(PhotoListModel::CapturedRole).toDateTime().date(), QDate(1970, 1, 2));
        QCOMPARE(five.data(PhotoListModel::GroupRole).toLongLong(), 7);
        QCOMPARE(five.data(PhotoListModel::PixelSizeRole).toSize(), QSize(60, 40));
        QVERIFY(!model.indexOf(1).data(PhotoListModel::CapturedRole).isValid());
        QVERIFY(model.entry(5)->camera.constData() == model.entry(4)->camera.constData()); // kept once
        QVERIFY(model.orderIsStale());
        model.rerank();
        QCOMPARE(model.idAt(0), PhotoId{4});
        model.setFilter(*PhotoFilter::parse(QStringLiteral("is:burst")));
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{5}));
    }

    void photosGoAway() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(1000));
        std::vector<PhotoOutcome> outcomes;
        for (int id = 1; id <= 1000; ++id)
            outcomes.push_back(outcome(id, id));
        model.apply(outcomes);
        model.rerank();
        const QPersistentModelIndex kept(model.indexOf(500)), gone(model.indexOf(501));
        Signals seen(model);
        std::vector<PhotoId> even{-3};
        for (int id = 1; id <= 1000; ++id)
            if (id % 2)
                even.push_back(id);
        model.remove(even);
        QCOMPARE(seen.reset.count(), 0);
        QCOMPARE(seen.removed.count(), 1);
        QCOMPARE(model.totalCount(), 500);
        QCOMPARE(model.scoredCount(), 500);
        QVERIFY(!gone.isValid());
        QCOMPARE(model.idAt(kept.row()), PhotoId{500});
        QVERIFY(!model.entry(501));
        QVERIFY(!model.orderIsStale());
        for (int row = 0; row < 500; ++row) {
            const PhotoId id = 1000 - 2 * row;
            QCOMPARE(model.idAt(row), id);
            QCOMPARE(model.entry(id)->id, id);
            QCOMPARE(model.index(row).data(PhotoListModel::RankRole).toInt(), row + 1);
        }
        // Everything goes on with the photos that are left.
        model.append({photo(2000, QStringLiteral("a.jpg"))});
        model.apply({outcome(2000, 501), outcome(501, 3)});
        model.setSortOrder({SortKey::Name, false});
        QCOMPARE(model.idAt(0), PhotoId{2000});
        QCOMPARE(model.idAt(1), PhotoId{2});
        QCOMPARE(model.index(0).data(PhotoListModel::RankRole).toInt(), 251);
    }

    void changedFilesStayInTheirRows() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(5));
        model.apply({outcome(1, 10), outcome(2, 20), outcome(3, 30)});
        model.rerank();
        Signals seen(model);
        PhotoEntry changed = photo(2, QStringLiteral("z.jpg"));
        changed.marks.rating = 3;
        model.replace({changed, photo(77, QStringLiteral("nobody.jpg"))});
        QCOMPARE(model.totalCount(), 5);
        QCOMPARE(seen.changed.count(), 1);
        QCOMPARE(model.rowOf(2), 1);
        QVERIFY(!model.indexOf(2).data(PhotoListModel::ScoreRole).isValid());
        QCOMPARE(model.scoredCount(), 2);
        QCOMPARE(model.sortedScores(), (std::vector<double>{10, 30}));
        QVERIFY(model.orderIsStale());
        model.rerank();
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{3, 1, 4, 5, 2})); // under its new name
    }

    void speaksRows() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(5));
        PhotoOutcome broken;
        broken.id = 5;
        broken.error = Error{ErrorCode::Truncated, "/photos/IMG_5.jpg", "ends before its data do", "copy it again"};
        model.apply({outcome(1, 71.3), outcome(2, 10), outcome(3, 90), broken});
        model.flush();
        const auto spoken = [&](PhotoId id) { return model.indexOf(id).data(Qt::AccessibleTextRole).toString(); };
        QCOMPARE(spoken(1), QStringLiteral("IMG_1.jpg, score 71.3 of 100, better than 50 percent"));
        QCOMPARE(spoken(4), QStringLiteral("IMG_4.jpg, not scored yet"));
        QCOMPARE(spoken(5), QStringLiteral("IMG_5.jpg, could not be scored: ends before its data do (copy it again)"));
        QCOMPARE(model.indexOf(5).data(PhotoListModel::StateRole).toInt(), static_cast<int>(PhotoState::Failed));
        QCOMPARE(model.failedCount(), 1);
        QCOMPARE(model.indexOf(3).data(PhotoListModel::PercentileRole).toDouble(), 100.0);
        QCOMPARE(model.indexOf(2).data(PhotoListModel::PercentileRole).toDouble(), 0.0);
        QCOMPARE(model.scoreWithRange(71.3), QStringLiteral("71.3 of 0–100"));
        // The same photo scored once more must not count twice.
        model.apply({outcome(1, 5)});
        model.flush();
        QCOMPARE(model.sortedScores(), (std::vector<double>{5, 10, 90}));
        QCOMPARE(model.scoredCount(), 3);
    }

    void lateResultsForAClosedFolderAreDropped() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(3));
        model.apply({outcome(1, 1)});
        model.clear();
        model.apply({outcome(2, 1)});
        model.thumbnailsChanged({2});
        model.flush();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.scoredCount(), 0);
    }

    void thumbnailsComeFromTheSource() {
        PhotoListModel model;
        model.append(photos(1));
        QVERIFY(model.index(0).data(PhotoListModel::ThumbnailRole).value<QImage>().isNull());
        model.setThumbnailSource([](PhotoId id) { return QImage(static_cast<int>(id), 7, QImage::Format_RGB32); });
        QCOMPARE(model.index(0).data(PhotoListModel::ThumbnailRole).value<QImage>().size(), QSize(1, 7));
    }

    void percentileCountsTiesHalf() {
        PercentileScale scale;
        QVERIFY(!scale.percentile(1, true));
        scale.add({3, 1, 2, 2});
        QCOMPARE(*scale.percentile(1, true), 0.0);
        QCOMPARE(*scale.percentile(2, true), 50.0);
        QCOMPARE(*scale.percentile(3, true), 100.0);
        QCOMPARE(*scale.percentile(1, false), 100.0);
        scale.remove({99, 2});
        QCOMPARE(scale.size(), std::size_t{3});
    }

    void issuesMergeAndCount() {
        IssueListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        const Issue first = issue_of({ErrorCode::Truncated, "/a/b.jpg", "ends early", "copy it again"}, 5);
        Issue gone;
        gone.merge_key = QStringLiteral("vanished");
        gone.file = "/a/1.jpg";
        gone.text = QStringLiteral("was deleted");
        model.add({first, gone, first, gone});
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(model.rowCount(), 2);
        gone.file = "/a/2.jpg";
        model.add(gone);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, IssueListModel::RepeatsColumn).data().toInt(), 2);
        QCOMPARE(model.index(1, IssueListModel::RepeatsColumn).data().toInt(), 3);
        QCOMPARE(model.index(0, IssueListModel::FileColumn).data().toString(), QStringLiteral("b.jpg"));
        QCOMPARE(model.index(0, IssueListModel::TextColumn).data().toString(),
                 QStringLiteral("ends early (copy it again)"));
        QCOMPARE(model.index(0, 0).data(IssueListModel::PhotoIdRole).toLongLong(), 5);
        QCOMPARE(model.count(Issue::Severity::Error), 1);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPhotoListModel)
#include "test_photo_list_model.moc"
