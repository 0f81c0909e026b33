// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <thread>

#include "app/library/scoring_queue.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

std::vector<ScoringJob> jobs(std::initializer_list<PhotoId> ids, ModelSet missing = 1) {
    std::vector<ScoringJob> all;
    for (const PhotoId id : ids)
        all.push_back({id, {}, std::nullopt, missing});
    return all;
}

/// Empties the queue as the service does, and says in which order photos came.
std::vector<PhotoId> drain(ScoringQueue& queue) {
    std::vector<PhotoId> order;
    while (const auto models = queue.nextModels())
        while (const auto job = queue.take(*models)) {
            order.push_back(job->id);
            queue.done(job->id);
        }
    return order;
}

using Ids = std::vector<PhotoId>;

} // namespace

class TestScoringQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesInTheOrderOfAdding() {
        ScoringQueue queue;
        QCOMPARE(queue.add(jobs({5, 3, 9})), 3);
        QCOMPARE(queue.add(jobs({1})), 1);
        QCOMPARE(queue.add(jobs({7, 8}), true), 2);
        QCOMPARE(queue.waiting(), 6);
        QCOMPARE(drain(queue), (Ids{7, 8, 5, 3, 9, 1}));
        QCOMPARE(queue.waiting(), 0);
        QVERIFY(!queue.nextModels());
    }

    void whatIsPreferredComesFirstAndLeavesTheRestInOrder() {
        ScoringQueue queue;
        queue.add(jobs({1, 2, 3, 4, 5, 6}));
        queue.prefer({99, 5, 2}); // 99 does not wait
        QCOMPARE(queue.take(1)->id, PhotoId{5});
        queue.prefer({6}); // scrolled on: 2 is nothing special any more
        QCOMPARE(queue.take(1)->id, PhotoId{6});
        queue.done(5);
        queue.done(6);
        QCOMPARE(drain(queue), (Ids{1, 2, 3, 4}));
    }

    void aPreferenceHoldsForPhotosThatComeLater() {
        ScoringQueue queue;
        queue.add(jobs({1, 2}));
        queue.prefer({4});
        queue.add(jobs({3, 4}));
        QCOMPARE(drain(queue), (Ids{4, 1, 2, 3}));
    }

    void groupsByTheModelsThatAreMissing() {
        ScoringQueue queue;
        queue.add(jobs({1, 2}, 0b01));
        queue.add(jobs({3}, 0b10));
        queue.add(jobs({4}, 0b01));
        QCOMPARE(*queue.nextModels(), ModelSet{0b01});
        QCOMPARE(queue.take(0b01)->id, PhotoId{1});
        QCOMPARE(queue.take(0b01)->id, PhotoId{2});
        QCOMPARE(queue.take(0b01)->id, PhotoId{4}); // the group stays together: models are changed less often
        QVERIFY(!queue.take(0b01));
        QCOMPARE(*queue.nextModels(), ModelSet{0b10});
    }

    void aPreferredPhotoOfAnotherGroupEndsTheRun() {
        ScoringQueue queue;
        queue.add(jobs({1, 2}, 0b01));
        queue.add(jobs({3}, 0b11));
        QCOMPARE(queue.take(0b01)->id, PhotoId{1});
        queue.prefer({3});
        QVERIFY(!queue.take(0b01));
        QCOMPARE(*queue.nextModels(), ModelSet{0b11});
        QCOMPARE(queue.take(0b11)->id, PhotoId{3});
    }

    void aPhotoIsThereOnce() {
        ScoringQueue queue;
        QCOMPARE(queue.add(jobs({1, 2})), 2);
        QCOMPARE(queue.add(jobs({2, 1, 2})), 0);
        QCOMPARE(queue.waiting(), 2);
        QCOMPARE(queue.take(1)->id, PhotoId{1});
        QCOMPARE(queue.add(jobs({1})), 0);       // under way
        QCOMPARE(queue.add(jobs({1}, 0b11)), 1); // another model is wanted meanwhile
        queue.done(1);
        QCOMPARE(drain(queue), (Ids{2, 1}));
    }

    void aWaitingPhotoTakesOverWhatIsMissing() {
        ScoringQueue queue;
        queue.add(jobs({1, 2}, 0b01));
        QCOMPARE(queue.add(jobs({1}, 0b11)), 0);
        QCOMPARE(*queue.nextModels(), ModelSet{0b11});
        QCOMPARE(queue.take(0b11)->id, PhotoId{1});
    }

    void aPauseGivesPhotosTheirOldPlacesBack() {
        ScoringQueue queue;
        queue.add(jobs({1, 2, 3, 4}));
        queue.take(1);
        queue.take(1);
        queue.done(1);
        QCOMPARE(queue.underWay(), 1);
        queue.giveBack();
        QCOMPARE(queue.underWay(), 0);
        QCOMPARE(drain(queue), (Ids{2, 3, 4}));
    }

    void whatIsRemovedDoesNotCome() {
        ScoringQueue queue;
        queue.add(jobs({1, 2, 3}));
        queue.remove({2, 77});
        QCOMPARE(drain(queue), (Ids{1, 3}));
        queue.add(jobs({4, 5}));
        queue.take(1);
        queue.remove({4}); // under way: a pause does not bring it back
        queue.giveBack();
        QCOMPARE(drain(queue), (Ids{5}));
        queue.add(jobs({1}));
        queue.clear();
        QCOMPARE(queue.waiting(), 0);
        QVERIFY(!queue.nextModels());
    }

    void manyThreadsTakeEachPhotoOnce() {
        ScoringQueue queue;
        constexpr int count = 20000;
        std::vector<ScoringJob> all;
        for (PhotoId id = 1; id <= count; ++id)
            all.push_back({id, {}, std::nullopt, 1});
        queue.add(std::move(all));
        std::vector<std::atomic<int>> taken(count + 1);
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] {
                    while (const auto job = queue.take(1)) {
                        ++taken[static_cast<std::size_t>(job->id)];
                        queue.done(job->id);
                    }
                });
            for (int i = 0; i < 100; ++i)
                queue.prefer({count - i, i + 1});
        }
        QCOMPARE(std::count(taken.begin() + 1, taken.end(), 1), count);
        QCOMPARE(queue.underWay(), 0);
    }
};

QTEST_GUILESS_MAIN(TestScoringQueue)
#include "test_scoring_queue.moc"
