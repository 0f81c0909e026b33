// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// PhotoListModel: the order of its rows, and ranks.
#include <random>

#include <QAbstractItemModelTester>
#include <QtTest>

#include "tests/app/library/photo_list_samples.h"

using namespace touchstone;
using namespace touchstone::library;
using namespace touchstone::test;

class TestPhotoListOrder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }

    void orderMovesOnlyOnRerank() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(10'000));
        model.rerank();
        QVERIFY(!model.orderIsStale());
        QSignalSpy stale(&model, &PhotoListModel::orderStaleChanged);
        const std::vector<PhotoId> order_before = model.shownIds();
        std::mt19937 random(7);
        std::vector<PhotoOutcome> outcomes;
        for (int id = 1; id <= 10'000; ++id)
            outcomes.push_back(outcome(id, static_cast<double>(random() % 100'000) / 1000));
        model.apply(outcomes);
        model.flush();
        QCOMPARE(model.shownIds(), order_before);
        QVERIFY(model.orderIsStale());
        QCOMPARE(stale.count(), 1);

        const QPersistentModelIndex selected(model.indexOf(4711));
        Signals seen(model);
        model.rerank();
        QCOMPARE(seen.layout.count(), 1);
        QCOMPARE(seen.reset.count() + seen.inserted.count() + seen.removed.count() + seen.changed.count(), 0);
        QCOMPARE(model.idAt(selected.row()), PhotoId{4711});
        QVERIFY(!model.orderIsStale());
        QCOMPARE(stale.count(), 2);
        double last = 1e9;
        for (int row = 0; row < model.rowCount(); ++row) {
            const double value = model.index(row).data(PhotoListModel::ScoreRole).toDouble();
            QVERIFY(value <= last);
            last = value;
        }
        QCOMPARE(model.index(0).data(PhotoListModel::RankRole).toInt(), 1);
    }

    void theOnlyPhotoIsRanked() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(1));
        model.rerank();
        model.apply({outcome(1, 50)});
        model.flush();
        QVERIFY(model.orderIsStale()); // no row would move, but the rank is missing
        model.rerank();
        QVERIFY(!model.orderIsStale());
        QCOMPARE(model.index(0).data(PhotoListModel::RankRole).toInt(), 1);
    }

    void nobodyHearsOfTheOrderWhilePhotosAreFound() {
        PhotoListModel model;
        QSignalSpy stale(&model, &PhotoListModel::orderStaleChanged);
        model.setFilling(true);
        model.append({photo(1, QStringLiteral("b.jpg"))});
        model.append({photo(2, QStringLiteral("a.jpg"))});
        QCOMPARE(stale.count(), 0);
        model.setFilling(false);
        QVERIFY(model.orderIsStale());
        model.rerank();
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{2, 1}));
    }

    void distancesAreAnOrder() {
        PhotoListModel model;
        model.append(photos(4));
        model.setSortOrder({SortKey::Distance, false});
        model.setDistances({{3, 0.1}, {1, 0.5}});
        QCOMPARE(model.shownIds(), (std::vector<PhotoId>{3, 1, 2, 4}));
    }

    /// Random acts; afterwards the list is what a new one would be.
    void isAlwaysWhatANewListWouldBe() {
        std::mt19937 random(13);
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        PhotoId next = 1;
        const auto some = [&] { return static_cast<PhotoId>(1 + random() % static_cast<unsigned>(next)); };
        const QString filters[] = {QString(), QStringLiteral("score>=50"), QStringLiteral("-rejected rating>=2"),
                                   QStringLiteral("percentile>=50"), QStringLiteral("IMG_1 | is:unscored")};
        const SortOrder orders[] = {{}, {SortKey::Rating, true}, {SortKey::Name, true}};
        for (int act = 0; act < 2000; ++act) {
            switch (random() % 8) {
            case 0:
                if (next < 300)
                    model.append({photo(next, QStringLiteral("IMG_%1.jpg").arg(random() % 100))}), ++next;
                break;
            case 1:
                model.applyMarks({some(), some()}, {static_cast<int>(random() % 6), {}, Flag(random() % 3)});
                break;
            case 2:
                if (random() % 4 == 0)
                    model.remove({some()});
                break;
            case 3:
                model.replace({photo(some(), QStringLiteral("IMG_%1.jpg").arg(random() % 100))});
                break;
            case 4:
                model.setFilter(*PhotoFilter::parse(filters[random() % 5]));
                break;
            case 5:
                model.setSortOrder(orders[random() % 3]);
                break;
            default:
                model.apply({outcome(some(), static_cast<double>(random() % 100))});
                if (random() % 2)
                    model.flush();
            }
        }
        model.flush();
        const bool stale = model.orderIsStale();
        const std::vector<PhotoId> shown = model.shownIds();
        model.rerank();
        QVERIFY(stale || shown == model.shownIds());
        PhotoListModel fresh;
        fresh.setModels({card()});
        std::vector<PhotoEntry> entries;
        for (PhotoId id = 1; id < next; ++id)
            if (const PhotoEntry* entry = model.entry(id))
                entries.push_back(*entry);
        fresh.append(entries);
        fresh.setSortOrder(model.sortOrder());
        fresh.setFilter(model.filter());
        fresh.rerank();
        QCOMPARE(model.shownIds(), fresh.shownIds());
        QCOMPARE(model.sortedScores(), fresh.sortedScores());
        QCOMPARE(model.scoredCount(), fresh.scoredCount());
        for (const PhotoId id : fresh.shownIds())
            QCOMPARE(model.indexOf(id).data(PhotoListModel::RankRole),
                     fresh.indexOf(id).data(PhotoListModel::RankRole));
    }

    void aRankCountsTheBetterOnes_data() {
        QTest::addColumn<bool>("higherIsBetter");
        QTest::addRow("higher is better") << true;
        QTest::addRow("lower is better") << false;
    }
    /// Whatever the rows are sorted by; equal ones share theirs.
    void aRankCountsTheBetterOnes() {
        QFETCH(bool, higherIsBetter);
        std::mt19937 random(17);
        std::vector<std::optional<double>> values(600);
        for (const char* order : {"score", "-score", "score:m", "percentile", "name", "captured"}) {
            PhotoListModel model;
            model.setModels({card(higherIsBetter)});
            model.setSortOrder(*SortOrder::parse(QString::fromLatin1(order)));
            model.append(photos(static_cast<int>(values.size())));
            for (std::size_t i = 0; i < values.size(); ++i) {
                values[i] = random() % 5 == 0 ? std::nullopt : std::optional(static_cast<double>(random() % 200) - 100);
                if (values[i])
                    model.apply({outcome(static_cast<PhotoId>(i) + 1, *values[i])});
            }
            model.rerank();
            const auto is_right = [&](std::size_t i) {
                const auto better = std::count_if(values.begin(), values.end(), [&](const auto& other) {
                    return other && values[i] && (higherIsBetter ? *other > *values[i] : *other < *values[i]);
                });
                const QVariant rank = model.indexOf(static_cast<PhotoId>(i) + 1).data(PhotoListModel::RankRole);
                return values[i] ? rank == QVariant(static_cast<int>(better) + 1) : !rank.isValid();
            };
            for (std::size_t i = 0; i < values.size(); ++i)
                QVERIFY2(is_right(i), order);
            values[7] = values[8] = std::nullopt;
            model.remove({8, 9});
            for (std::size_t i = 0; i < values.size(); ++i)
                QVERIFY2(i == 7 || i == 8 || is_right(i), order);
        }
    }

    void aPhotoWithOtherBytesHasNoRank() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(3));
        model.apply({outcome(1, 10), outcome(2, 20), outcome(3, 30)});
        model.rerank();
        QCOMPARE(model.indexOf(2).data(PhotoListModel::RankRole).toInt(), 2);
        model.replace({photo(2, QStringLiteral("IMG_2.jpg"))});
        QVERIFY(!model.indexOf(2).data(PhotoListModel::RankRole).isValid());
        QCOMPARE(model.indexOf(1).data(PhotoListModel::RankRole).toInt(), 3); // until the order settles
        model.settle();
        QCOMPARE(model.indexOf(1).data(PhotoListModel::RankRole).toInt(), 2);
    }

    void whatIsInOrderIsLeftAlone() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(30));
        model.apply({outcome(1, 10), outcome(2, 20), outcome(3, 30)});
        model.settle();
        QCOMPARE(model.idAt(0), PhotoId{3});
        Signals seen(model);
        model.settle();
        QCOMPARE(seen.layout.count(), 0);
        model.apply({outcome(1, 40)});
        model.settle();
        QCOMPARE(seen.layout.count(), 1);
        QCOMPARE(model.idAt(0), PhotoId{1});
        model.applyMarks({2}, {5, {}, {}}); // nothing that the order hangs on, which nobody has looked at yet
        model.settle();
        QCOMPARE(model.shownIds().front(), PhotoId{1});
        model.setStacked(true);
        model.applyGroups({{2, 7, GroupKind::Burst}, {3, 7, GroupKind::Burst}});
        model.settle();
        QVERIFY(model.rowOf(2) < 0);
        model.setBest({2});
        model.settle();
        QVERIFY(model.rowOf(2) >= 0);
    }
};

QTEST_GUILESS_MAIN(TestPhotoListOrder)
#include "test_photo_list_order.moc"
