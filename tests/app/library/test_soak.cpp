// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A long day at the window, scaled down: folders are opened, looked through, scored, ranked, filtered and rated, files
// come, change and go, again and again. Memory stays flat. Minutes long with TOUCHSTONE_LONG (packaging/test.sh
// --long).
#include <algorithm>
#include <fstream>
#include <random>

#include <malloc.h>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/library_session.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr int wait_ms = 60'000;

/// Resident memory in megabytes, without what the allocator only keeps for later.
double resident_megabytes() {
    malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    double total = 0, resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

class TestSoak : public QObject {
    Q_OBJECT

    static constexpr int photo_count = 120;
    test::PhotoFolder photos_;
    QTemporaryDir library_, cache_;
    std::shared_ptr<test::FakeModel> model_ = std::make_shared<test::FakeModel>();
    std::mt19937 random_{7};
    std::unique_ptr<LibrarySession> session_;

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

    void startSession() {
        session_.reset();
        SessionOptions options;
        options.model_files = {"fake.safetensors"};
        options.factory = test::fake_factory(model_);
        options.read_card = [model = model_](const std::string&) -> Result<ModelCard> { return model->card; };
        options.catalogue_folder = library_.path().toStdString();
        options.cache_folder = cache_.path().toStdString();
        session_ = std::make_unique<LibrarySession>(options);
    }

    void openAll(bool whole_library) {
        QSignalSpy finished(session_.get(), &LibrarySession::scoringFinished);
        if (whole_library)
            session_->openLibrary();
        else
            session_->open({photos_.path()});
        QVERIFY(finished.wait(wait_ms));
        QCOMPARE(session_->photos().totalCount(), photo_count);
        QCOMPARE(session_->photos().scoredCount(), photo_count);
    }

    void rankAndFilter() {
        PhotoListModel& list = session_->photos();
        for (const char* order : {"name", "-score", "captured", "sharpness", "rating", "score"})
            list.setSortOrder(*SortOrder::parse(QString::fromLatin1(order)));
        for (const char* filter : {"score>=60", "rating:3..", "1", "is:rejected", ""})
            list.setFilter(*PhotoFilter::parse(QString::fromLatin1(filter)));
        QCOMPARE(list.rowCount(), photo_count);
    }

    void look() {
        PhotoListModel& list = session_->photos();
        QSignalSpy idle(&session_->thumbnails(), &ThumbnailService::idle);
        session_->setViewport(0, photo_count - 1, below(2) == 0 ? 128 : 256);
        QVERIFY(!idle.isEmpty() || idle.wait(wait_ms));
        const PhotoId id = list.idAt(below(photo_count));
        session_->showInLoupe(id, QSize(800, 600));
        QSignalSpy explained(&session_->explainer(), &ExplainService::explained);
        session_->explain(id);
        QVERIFY(!explained.isEmpty() || explained.wait(wait_ms));
    }

    void rate() {
        std::vector<PhotoId> ids;
        for (int i = 0; i < 20; ++i)
            ids.push_back(session_->photos().idAt(below(photo_count)));
        session_->mark(ids, {below(6), std::nullopt, below(2) == 0 ? Flag::None : Flag::Reject});
    }

    /// Files come, change and go; the folder is watched.
    void changeFiles() {
        const PhotoListModel& list = session_->photos();
        for (int i = 0; i < 5; ++i)
            photos_.photo(QStringLiteral("visitor %1.png").arg(i), below(256));
        QTRY_COMPARE_WITH_TIMEOUT(list.totalCount(), photo_count + 5, wait_ms);
        QTRY_COMPARE_WITH_TIMEOUT(list.scoredCount(), photo_count + 5, wait_ms);
        for (int i = 0; i < 5; ++i)
            photos_.remove(QStringLiteral("visitor %1.png").arg(i));
        QTRY_COMPARE_WITH_TIMEOUT(list.totalCount(), photo_count, wait_ms);
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        for (int i = 0; i < photo_count; ++i)
            photos_.photo(QStringLiteral("%1/%2.png").arg(i % 4).arg(i), i * 2, QSize(320, 240));
    }

    void memoryStaysFlat() {
        const bool is_long = !qEnvironmentVariableIsEmpty("TOUCHSTONE_LONG");
        constexpr qint64 long_ms = 10 * 60 * 1000;
        constexpr int few_turns = 8, turns_a_session = 4;
        QElapsedTimer clock;
        clock.start();
        std::vector<double> memory;
        for (int turn = 0; is_long ? clock.elapsed() < long_ms : turn < few_turns; ++turn) {
            if (turn % turns_a_session == 0)
                startSession();
            openAll(turn % 2 == 1);
            for (const auto& act : {&TestSoak::rankAndFilter, &TestSoak::look, &TestSoak::rate, &TestSoak::changeFiles})
                if (!QTest::currentTestFailed())
                    (this->*act)();
            if (QTest::currentTestFailed())
                return;
            session_->close();
            session_->catalogue().flush();
            memory.push_back(resident_megabytes());
        }
        session_.reset();
        // The first half warms caches and allocators up; then the first and the last third of the rest are compared.
        const std::vector<double> warm(memory.begin() + static_cast<std::ptrdiff_t>(memory.size() / 2), memory.end());
        const auto third = std::max<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(warm.size() / 3));
        const double before = median({warm.begin(), warm.begin() + third});
        const double after = median({warm.end() - third, warm.end()});
        qInfo("%zu turns in %.0f s, %d photos scored: %.1f MB, then %.1f MB", memory.size(),
              static_cast<double>(clock.elapsed()) / 1000, model_->scored.load(), before, after);
        // 2 % of a long run; a short one still finds whatever keeps more than 2 MB a turn.
        QVERIFY2(after <= before * 1.02 + (is_long ? 0.0 : 4.0), "memory grows");
    }
};

QTEST_MAIN(TestSoak)
#include "test_soak.moc"
