// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <numeric>
#include <random>
#include <set>

#include <QtTest>

#include "app/library/disagreement.h"
#include "app/library/query/photo_order.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

ModelCard card(const char* id, bool higher_is_better = true) {
    ModelCard made;
    made.id = id;
    made.higher_is_better = higher_is_better;
    return made;
}

void give_score(PhotoEntry& photo, const char* model, double value) {
    ScoreRecord record;
    record.model = model;
    record.score.value = value;
    photo.scores.push_back(record);
}

struct List {
    std::vector<PhotoEntry> photos;
    PhotoValues values{photos};
    NameRanks names;

    void ready() {
        names.clear();
        for (const PhotoEntry& photo : photos)
            names.append(photo);
        values.setModels({card("m"), card("worse", false)});
        values.setCurrentModel("m");
        values.rebuild();
    }
    QList<int> ids(const QString& order) const {
        std::vector<int> places(photos.size());
        std::iota(places.begin(), places.end(), 0);
        sort_places(places, *SortOrder::parse(order), photos, values, names);
        QList<int> result;
        for (const int place : places)
            result << static_cast<int>(photos[static_cast<std::size_t>(place)].id);
        return result;
    }
};

/// 1…4; the last one has nothing but a name and a time.
void fill(List& list) {
    list.photos.resize(4);
    const char* names[] = {"img10.jpg", "IMG2.jpg", "img1.jpg", "a.jpg"};
    for (int i = 0; i < 4; ++i) {
        PhotoEntry& photo = list.photos[static_cast<std::size_t>(i)];
        photo.id = i + 1;
        photo.name = QString::fromLatin1(names[i]);
        photo.file.mtime_ns = 1'700'000'000'000'000'000 + i; // a nanosecond apart: no double tells them apart
        photo.file.bytes = 100 * (i + 1);
        if (i == 3)
            continue;
        give_score(photo, "m", i == 1 ? -5.0 : i * 10.0);
        give_score(photo, "worse", i * 1.0);
        photo.captured_ms = (i - 1) * 1000;
        photo.pixel_size = {100 * (i + 1), 100};
        photo.marks.rating = i;
        photo.sharpness = 3.0 - i;
    }
    list.ready();
    list.values.setDistances({{1, 0.5}, {2, 0.0}, {3, 0.7}});
}

} // namespace

class TestPhotoOrder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void orders_data() {
        QTest::addColumn<QString>("order");
        QTest::addColumn<QList<int>>("ids");
        const auto row = [](const char* order, const QList<int>& ids) {
            QTest::newRow(order) << QString::fromLatin1(order) << ids;
        };
        row("", {3, 1, 2, 4});
        row("score", {3, 1, 2, 4});
        row("-score", {2, 1, 3, 4}); // those without a score stay last
        row("percentile", {3, 1, 2, 4});
        row("score:worse", {1, 2, 3, 4}); // a model where lower is better
        row("-score:worse", {3, 2, 1, 4});
        row("score:unknown", {4, 3, 2, 1}); // nobody has a value: by name
        row("name", {4, 3, 2, 1});
        row("-name", {1, 2, 3, 4});
        row("modified", {4, 3, 2, 1});
        row("-modified", {1, 2, 3, 4});
        row("captured", {3, 2, 1, 4});
        row("-captured", {1, 2, 3, 4}); // 1969 is before 1970
        row("size", {4, 3, 2, 1});
        row("pixels", {3, 2, 1, 4});
        row("rating", {3, 2, 4, 1}); // no stars: no value; by name
        row("-rating", {2, 3, 4, 1});
        row("sharpness", {1, 2, 3, 4});
        row("distance", {2, 1, 3, 4});
        row("-distance", {3, 1, 2, 4});
    }
    void orders() {
        QFETCH(QString, order);
        QFETCH(QList<int>, ids);
        List list;
        fill(list);
        QCOMPARE(list.ids(order), ids);
        const auto parsed = SortOrder::parse(order);
        QCOMPARE(SortOrder::parse(parsed->text()), parsed);
        QVERIFY(!parsed->sentence().isEmpty());
    }

    void disagreementIsAnOrder() {
        List list;
        fill(list);
        // By "m" 3>1>2, by "worse" 1>2>3: apart by 100, 50 and 50 points.
        QCOMPARE(list.ids(QStringLiteral("disagreement")), (QList<int>{3, 2, 1, 4}));
        list.photos[2].scores[1].score.value = -1; // now both say 3>1>2
        list.values.update(2);
        QCOMPARE(list.values.disagreement(2), std::optional(0.0));
    }

    void wrongTextsAreNone() {
        for (const char* text : {"best", "name:m", "score:", "--score", "score m", "-"})
            QVERIFY2(!SortOrder::parse(QString::fromLatin1(text)), text);
        QCOMPARE(SortOrder::parse(QStringLiteral(" Score ")), SortOrder::parse(QStringLiteral("score")));
    }

    void sortingIsThatOfEveryPair_data() {
        QTest::addColumn<int>("count");
        QTest::addRow("few, by comparing") << 500;
        QTest::addRow("many, digit by digit") << 9'000;
    }
    void sortingIsThatOfEveryPair() {
        QFETCH(int, count);
        std::mt19937 random(3);
        List list;
        list.photos.resize(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < list.photos.size(); ++i) {
            list.photos[i].id = static_cast<PhotoId>(i) + 1;
            list.photos[i].name = QStringLiteral("p%1").arg(random() % 40);
            list.photos[i].file.mtime_ns = static_cast<std::int64_t>(random()) * static_cast<std::int64_t>(random());
            if (random() % 3)
                give_score(list.photos[i], "m", static_cast<double>(random() % 20) - 10);
        }
        list.ready();
        for (const char* text : {"score", "-score", "modified", "-modified", "name", "-name", "rating"}) {
            const SortOrder order = *SortOrder::parse(QString::fromLatin1(text));
            std::vector<int> places(list.photos.size());
            std::iota(places.begin(), places.end(), 0);
            std::shuffle(places.begin(), places.end(), random);
            QVERIFY(!is_sorted(places, order, list.photos, list.values, list.names));
            sort_places(places, order, list.photos, list.values, list.names);
            QVERIFY(is_sorted(places, order, list.photos, list.values, list.names));
            QCOMPARE(std::set<int>(places.begin(), places.end()).size(), list.photos.size()); // each once
            std::optional<double> last = order.reversed ? -1e9 : 1e9;
            for (const int place : places) {
                if (order.key != SortKey::Score)
                    continue;
                const auto value = list.values.value(static_cast<std::size_t>(place));
                QVERIFY(!value || (last && (order.reversed ? *value >= *last : *value <= *last)));
                last = value;
            }
        }
    }

    void namesKeepTheirRanksWhilePhotosComeAndGo() {
        std::mt19937 random(5);
        NameRanks names;
        std::vector<PhotoEntry> photos;
        PhotoId next = 1;
        for (int round = 0; round < 30; ++round) {
            for (unsigned i = 0, end = random() % 50; i < end; ++i) {
                PhotoEntry photo;
                photo.id = next++;
                photo.name = QStringLiteral("IMG_%1.jpg").arg(random() % 300);
                names.append(photo);
                photos.push_back(photo);
            }
            if (round % 3 == 1) {
                std::vector<std::size_t> gone;
                for (std::size_t place = 0; place < photos.size(); ++place)
                    if (random() % 4 == 0)
                        gone.push_back(place);
                names.remove(gone);
                for (std::size_t i = gone.size(); i-- > 0;)
                    photos.erase(photos.begin() + static_cast<std::ptrdiff_t>(gone[i]));
            }
            if (round % 5 == 2 && !photos.empty()) {
                photos[0].name = QStringLiteral("aaa");
                names.rename(0, photos[0]);
            }
            if (random() % 2)
                names.settle();
            if (round % 2)
                continue; // several batches wait to be merged
            std::vector<std::size_t> expected(photos.size());
            std::iota(expected.begin(), expected.end(), std::size_t{0});
            std::sort(expected.begin(), expected.end(), [&](std::size_t a, std::size_t b) {
                const QString first = natural_sort_key(photos[a].name), second = natural_sort_key(photos[b].name);
                return first != second ? first < second : photos[a].id < photos[b].id;
            });
            const auto& ranks = names.ranks();
            QCOMPARE(ranks.size(), photos.size());
            for (std::size_t rank = 0; rank < expected.size(); ++rank)
                QCOMPARE(ranks[expected[rank]], static_cast<std::uint32_t>(rank));
        }
    }

    void valuesFollowChanges() {
        List list;
        fill(list);
        QCOMPARE(list.values.scale().sorted(), (std::vector<double>{-5, 0, 20}));
        list.photos[1].scores[0].score.value = 7;
        QVERIFY(list.values.update(1));
        QVERIFY(!list.values.update(1));
        list.photos[0].scores.clear();
        QVERIFY(list.values.update(0));
        PhotoEntry more;
        more.id = 9;
        give_score(more, "m", 30);
        list.photos.push_back(more);
        QVERIFY(list.values.append());
        QCOMPARE(list.values.scale().sorted(), (std::vector<double>{7, 20, 30}));
        QCOMPARE(list.values.percentile(2), std::optional(50.0));
        QVERIFY(!list.values.percentile(0));
        QVERIFY(!list.values.libraryPercentile(2));
        list.values.setLibraryValues({0, 1, 2, 20});
        QCOMPARE(list.values.libraryPercentile(2), std::optional(100.0));
        // A value that comes and goes before anybody looks leaves nothing behind.
        for (const double value : {8.0, 9.0, 7.5}) {
            list.photos[1].scores[0].score.value = value;
            QVERIFY(list.values.update(1));
        }
        QCOMPARE(list.values.scale().sorted(), (std::vector<double>{7.5, 20, 30}));
        list.photos[1].scores[0].score.value = 6;
        QVERIFY(list.values.update(1));
        list.photos.erase(list.photos.begin() + 1);
        QCOMPARE(list.values.remove({1}), std::optional(std::vector<double>{6}));
        QCOMPARE(list.values.scale().sorted(), (std::vector<double>{20, 30}));
        QCOMPARE(list.values.value(0), std::nullopt);
        QVERIFY(list.values.value(list.photos.size() - 1) == std::optional(30.0));
    }

    void disagreementCountsTiesHalf() {
        const std::vector<ScorePair> scores{std::pair(1.0, 1.0), std::pair(2.0, 2.0), std::pair(2.0, 3.0), std::nullopt,
                                            std::pair(3.0, 0.0)};
        const auto apart = rank_difference(scores, true, true);
        // By the first: 0, 50, 50, 100; by the second: 33⅓, 66⅔, 100, 0.
        QVERIFY(qFuzzyCompare(*apart[0], 100 / 3.0));
        QVERIFY(qFuzzyCompare(*apart[1], 50 / 3.0));
        QVERIFY(qFuzzyCompare(*apart[2], 50.0));
        QVERIFY(!apart[3]);
        QVERIFY(qFuzzyCompare(*apart[4], 100.0));
        const auto turned = rank_difference(scores, true, false);
        QVERIFY(qFuzzyCompare(*turned[0], 200 / 3.0));
        QVERIFY(!rank_difference({scores[0]}, true, true)[0]);
    }
};

QTEST_GUILESS_MAIN(TestPhotoOrder)
#include "test_photo_order.moc"
