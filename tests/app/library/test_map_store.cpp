// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include <QFileInfo>
#include <QSignalSpy>
#include <QtEndian>
#include <QtTest>

#include "app/library/blob_store.h"
#include "app/library/explain_service.h"
#include "app/library/explanation_codec.h"
#include "app/library/map_store.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr std::uint64_t plenty = std::uint64_t{64} << 20;
constexpr qsizetype head_bytes = 16;

/// Numbers of every kind, also those that a careless way over text or another precision would change.
template <class T>
std::vector<T> numbers(std::size_t count) {
    std::mt19937 random(static_cast<unsigned>(count));
    std::uniform_real_distribution<T> any(-1, 1);
    std::vector<T> values(count);
    for (T& value : values)
        value = any(random);
    const T odd[] = {T(-0.0), std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::infinity(),
                     std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::max()};
    std::copy_n(odd, std::min(count, std::size(odd)), values.begin());
    return values;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// Everything an explanation may hold at once, which no single model fills.
Explanation full(int size = 1) {
    Explanation explanation;
    explanation.request.id = 7;
    explanation.request.file = {"/photos/a.jpg", 1234, 5678};
    explanation.request.model = "musiq";
    explanation.request.method = AttentionMethod::LastLayer;
    explanation.request.measures = true;
    explanation.photo_size = {4000, 3000};
    Assessment& assessment = explanation.assessment;
    assessment.model = "musiq";
    assessment.model_sha256 = std::string(64, 'b');
    assessment.score = {61.25, std::nullopt, 0.125, numbers<double>(10)};
    Attention attention{AttentionMethod::LastLayer, {}, 0.0625};
    for (const char* name : {"native", "384", "224"}) {
        AttentionMap map{name, {640, 480}, 15 * size, 20, 32, 3, 5, 0.25, {}};
        map.weights = numbers<float>(static_cast<std::size_t>(map.rows * map.cols));
        attention.scales.push_back(std::move(map));
    }
    assessment.attention = std::move(attention);
    reiqa::Breakdown breakdown;
    breakdown.score = 55.5;
    breakdown.baseline = -0.0;
    breakdown.content_only = 1e-310;
    breakdown.quality_only = 52;
    for (std::size_t b = 0; b < breakdown.blocks.size(); ++b) {
        reiqa::BlockPart& block = breakdown.blocks[b];
        block.block = reiqa::all_blocks[b];
        block.sum = static_cast<double>(b) / 3;
        block.rows = 4;
        block.cols = 6;
        block.cells = numbers<double>(24);
        block.top_channels = {{17, 0.5, {}}, {2047, -0.25, {}}};
    }
    assessment.breakdown = std::move(breakdown);
    assessment.scored_size = {640, 480};
    assessment.native_limit = 2048;
    assessment.reduced = true;
    assessment.precision = Precision::Fast;
    assessment.device = {Device::Kind::Cuda, 1};
    assessment.decode = imaging::DecodeMode::AsStored;
    assessment.seconds = 0.4;
    imaging::Measures measures;
    measures.sharpness = 3.5;
    measures.blockiness = 0.1;
    measures.tile = 32;
    measures.tile_rows = 2;
    measures.tile_columns = 3;
    measures.tile_sharpness = numbers<float>(6);
    explanation.measures = measures;
    return explanation;
}

void verifySame(const Explanation& a, const Explanation& b) {
    QCOMPARE(a.photo_size, b.photo_size);
    const Assessment &x = a.assessment, &y = b.assessment;
    QCOMPARE(x.model, y.model);
    QCOMPARE(x.model_sha256, y.model_sha256);
    QVERIFY(x.score.value == y.score.value && x.score.missing == y.score.missing &&
            x.score.standard_deviation == y.score.standard_deviation);
    QVERIFY(same_bits(x.score.distribution, y.score.distribution));
    QVERIFY(x.scored_size == y.scored_size && x.native_limit == y.native_limit && x.reduced == y.reduced);
    QVERIFY(x.precision == y.precision && x.device == y.device && x.decode == y.decode && x.seconds == y.seconds);
    QCOMPARE(x.attention.has_value(), y.attention.has_value());
    if (x.attention) {
        QVERIFY(x.attention->method == y.attention->method && x.attention->cls_share == y.attention->cls_share);
        QCOMPARE(x.attention->scales.size(), y.attention->scales.size());
        for (std::size_t i = 0; i < x.attention->scales.size(); ++i) {
            const AttentionMap &m = x.attention->scales[i], &n = y.attention->scales[i];
            QVERIFY(m.scale == n.scale && m.scaled == n.scaled && m.rows == n.rows && m.cols == n.cols);
            QVERIFY(m.patch == n.patch && m.pad_left == n.pad_left && m.pad_top == n.pad_top && m.share == n.share);
            QVERIFY(same_bits(m.weights, n.weights));
        }
    }
    QCOMPARE(x.breakdown.has_value(), y.breakdown.has_value());
    if (x.breakdown) {
        QVERIFY(x.breakdown->score == y.breakdown->score && x.breakdown->content_only == y.breakdown->content_only);
        QVERIFY(x.breakdown->quality_only == y.breakdown->quality_only);
        QCOMPARE(std::signbit(x.breakdown->baseline), std::signbit(y.breakdown->baseline));
        for (std::size_t i = 0; i < x.breakdown->blocks.size(); ++i) {
            const reiqa::BlockPart &p = x.breakdown->blocks[i], &q = y.breakdown->blocks[i];
            QVERIFY(p.block == q.block && p.sum == q.sum && p.rows == q.rows && p.cols == q.cols);
            QVERIFY(same_bits(p.cells, q.cells));
            QCOMPARE(p.top_channels.size(), q.top_channels.size());
            for (std::size_t c = 0; c < p.top_channels.size(); ++c)
                QVERIFY(p.top_channels[c].channel == q.top_channels[c].channel &&
                        p.top_channels[c].part == q.top_channels[c].part &&
                        same_bits(p.top_channels[c].cells, q.top_channels[c].cells));
        }
    }
    QCOMPARE(a.measures.has_value(), b.measures.has_value());
    if (a.measures) {
        QVERIFY(a.measures->sharpness == b.measures->sharpness && a.measures->blockiness == b.measures->blockiness);
        QVERIFY(a.measures->tile == b.measures->tile && a.measures->tile_rows == b.measures->tile_rows &&
                a.measures->tile_columns == b.measures->tile_columns);
        QVERIFY(same_bits(a.measures->tile_sharpness, b.measures->tile_sharpness));
    }
}

/// What lies inside, and bytes with another inside: whole as a stream, so that only the list of fields is tested.
QByteArray inside(const QByteArray& bytes) {
    quint64 raw = 0;
    std::memcpy(&raw, bytes.constData() + 8, sizeof raw);
    QByteArray stream(4, '\0');
    qToBigEndian(static_cast<quint32>(raw), stream.data());
    return qUncompress(stream + bytes.mid(head_bytes));
}

QByteArray with_inside(const QByteArray& bytes, const QByteArray& raw) {
    QByteArray head = bytes.left(head_bytes);
    const auto size = static_cast<quint64>(raw.size());
    std::memcpy(head.data() + 8, &size, sizeof size);
    return head + qCompress(raw, 1).mid(4);
}

ScoreRecipe recipe(const std::string& sha = std::string(64, 'a')) {
    ScoreRecipe recipe;
    recipe.model = "musiq";
    recipe.model_sha256 = sha;
    recipe.preprocessing = "google";
    return recipe;
}

/// An inference thread with the fake model, and services that keep maps below one folder.
struct Bench {
    std::shared_ptr<test::FakeModel> model = std::make_shared<test::FakeModel>();
    InferenceThread inference{test::fake_factory(model), {{"fake"}, {}}};
    QTemporaryDir cache;

    std::unique_ptr<ExplainService> service(bool knows_recipes = true) {
        auto service = std::make_unique<ExplainService>(inference, imaging::DecodeOptions{}, std::uint64_t{1} << 20,
                                                        MapStoreOptions{cache.path().toStdString()});
        if (knows_recipes)
            service->setRecipes({ScoreRecipe::of(model->card, ScorerOptions{}, imaging::DecodeMode::Upright)});
        return service;
    }
};

} // namespace

class TestMapStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    // -- bytes

    void comesBackBitForBit() {
        const Explanation one = full();
        const auto again = unpack_explanation(pack_explanation(one));
        QVERIFY(again);
        verifySame(one, *again);
        QVERIFY(again->request.file.path.empty()); // the caller's
        Explanation little;                        // next to nothing in it, and a score without a value
        little.assessment.score.missing = ErrorCode::NoRegressor;
        const auto little_again = unpack_explanation(pack_explanation(little));
        QVERIFY(little_again);
        verifySame(little, *little_again);
    }

    void everyCutIsNoExplanation() {
        const QByteArray whole = pack_explanation(full());
        for (qsizetype length = 0; length < whole.size(); ++length)
            QVERIFY2(!unpack_explanation(whole.left(length)), qPrintable(QString::number(length)));
        QVERIFY(!unpack_explanation(whole + QByteArray(1, '\0')));
        // The same of what is inside, in a stream that is whole.
        const QByteArray raw = inside(whole);
        QVERIFY(unpack_explanation(with_inside(whole, raw)));
        for (qsizetype length = 0; length < raw.size(); ++length)
            QVERIFY2(!unpack_explanation(with_inside(whole, raw.left(length))), qPrintable(QString::number(length)));
        QVERIFY(!unpack_explanation(with_inside(whole, raw + QByteArray(1, '\0'))));
    }

    void otherVersionsAreNoExplanation() {
        const QByteArray whole = pack_explanation(full());
        for (qsizetype at = 0; at < 8; ++at) { // the mark and the version
            QByteArray other = whole;
            other[at] = static_cast<char>(other[at] + 1);
            QVERIFY(!unpack_explanation(other));
        }
        for (const quint64 claimed : {quint64{0}, quint64{1} << 20, quint64{1} << 62, ~quint64{0}}) {
            QByteArray liar = whole;
            std::memcpy(liar.data() + 8, &claimed, sizeof claimed);
            QVERIFY(!unpack_explanation(liar));
        }
    }

    /// Sizes that lie take no memory, and grids that contradict their cells are refused: the window indexes them.
    void noiseIsRefusedOrConsistent() {
        const QByteArray whole = pack_explanation(full()), raw = inside(whole);
        std::mt19937 random(3);
        int refused = 0;
        for (int n = 0; n < 4000; ++n) {
            QByteArray other = raw;
            for (int k = 0; k < 1 + n % 3; ++k)
                other[static_cast<qsizetype>(random() % static_cast<unsigned>(other.size()))] =
                    n % 2 == 0 ? static_cast<char>(random()) : '\xff';
            const auto read = unpack_explanation(with_inside(whole, other));
            refused += read ? 0 : 1;
            if (!read)
                continue;
            QVERIFY(read->bytes() < std::size_t{1} << 20);
            for (const AttentionMap& map :
                 read->assessment.attention ? read->assessment.attention->scales : std::vector<AttentionMap>())
                QCOMPARE(map.weights.size(), static_cast<std::size_t>(map.rows) * static_cast<std::size_t>(map.cols));
        }
        QVERIFY(refused > 0);
    }

    // -- store

    void storeKnowsWhatAMapWasMadeOf() {
        const QTemporaryDir folder;
        MapStore store(folder.path().toStdString(), plenty);
        const Explanation made = full();
        store.save(made, recipe());
        store.flush();
        ExplainRequest asked = made.request;
        asked.id = 99; // ids are not part of it: another catalogue has others
        const auto found = store.load(asked, recipe());
        QVERIFY(found);
        verifySame(made, *found);
        QCOMPARE(found->request.id, PhotoId{99});
        QVERIFY(!store.load(asked, recipe(std::string(64, 'c'))));
        ScoreRecipe limited = recipe();
        limited.native_limit = 512;
        QVERIFY(!store.load(asked, limited));
        for (const auto& change : std::vector<std::function<void(ExplainRequest&)>>{
                 [](ExplainRequest& r) { r.method = AttentionMethod::Rollout; },
                 [](ExplainRequest& r) { r.measures = false; }, [](ExplainRequest& r) { ++r.file.bytes; },
                 [](ExplainRequest& r) { ++r.file.mtime_ns; }, [](ExplainRequest& r) { r.file.path += "x"; }}) {
            ExplainRequest other = asked;
            change(other);
            QVERIFY(!store.load(other, recipe()));
        }
    }

    void aMovedPhotoKeepsItsMap() {
        const QTemporaryDir folder;
        MapStore store(folder.path().toStdString(), plenty);
        Explanation made = full();
        made.request.content = ContentHash{{1, 2, 3}};
        store.save(made, recipe());
        ExplainRequest moved = made.request;
        moved.file = {"/elsewhere/b.jpg", 1234, 9999};
        QVERIFY(store.load(moved, recipe()));
        moved.content = ContentHash{{1, 2, 4}};
        QVERIFY(!store.load(moved, recipe()));
        // A map that was made before the hash was known is found when it is.
        Explanation early = full();
        early.request.file.path = "/photos/early.jpg";
        store.save(early, recipe());
        early.request.content = ContentHash{{9}};
        QVERIFY(store.load(early.request, recipe()));
    }

    void storeIsBounded() {
        const QTemporaryDir folder;
        constexpr std::uint64_t limit = 1'000'000;
        MapStore store(folder.path().toStdString(), limit);
        Explanation made = full(60); // some 200 KB, deflated
        for (int i = 0; i < 40; ++i) {
            made.request.file.mtime_ns = i;
            store.save(made, recipe());
            store.flush();
            QVERIFY(QFileInfo(folder.filePath(QStringLiteral("maps.db"))).size() <= static_cast<qint64>(limit));
        }
        QVERIFY(store.evicted() > 20);
        QVERIFY(store.load(made.request, recipe()));
        made.request.file.mtime_ns = 0;
        QVERIFY(!store.load(made.request, recipe()));
    }

    // -- service

    void theNextStartNeedsNoNetwork() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 77);
        Bench bench;
        const ExplainRequest request{1, folder.found().at(0), "fake", AttentionMethod::Rollout, true};
        std::shared_ptr<const Explanation> first;
        {
            const auto service = bench.service();
            QSignalSpy explained(service.get(), &ExplainService::explained);
            service->request(request);
            QVERIFY(service->isBusy());
            QVERIFY(explained.wait());
            first = explained[0][1].value<std::shared_ptr<const Explanation>>();
            QCOMPARE(service->counters().computed, 1);
            service->flushStore();
        }
        const auto service = bench.service();
        QSignalSpy explained(service.get(), &ExplainService::explained);
        const quint64 generation = service->request(request);
        QVERIFY(explained.wait());
        QCOMPARE(explained[0][0].toULongLong(), generation);
        QVERIFY(!service->isBusy());
        QCOMPARE(service->counters().from_disk, 1);
        QCOMPARE(bench.model->explained.load(), 1);
        verifySame(*first, *explained[0][1].value<std::shared_ptr<const Explanation>>());
        // Memory comes before the disk.
        service->request(request);
        QVERIFY(explained.wait());
        QCOMPARE(service->counters().from_memory, 1);
        QCOMPARE(service->counters().from_disk, 1);
        // Another question is computed.
        ExplainRequest other = request;
        other.method = AttentionMethod::LastLayer;
        service->request(other);
        QVERIFY(explained.wait());
        QCOMPARE(bench.model->explained.load(), 2);
    }

    void anotherModelUnderTheSameNameIsComputed() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 77);
        Bench bench;
        const ExplainRequest request{1, folder.found().at(0), "fake", AttentionMethod::Rollout, false};
        {
            const auto service = bench.service(false); // fills the store although it does not ask it
            QSignalSpy explained(service.get(), &ExplainService::explained);
            service->request(request);
            QVERIFY(explained.wait());
            service->flushStore();
        }
        const auto ask = [&](const std::string& sha) {
            const auto service = bench.service(false);
            ModelCard card = bench.model->card;
            card.sha256 = sha;
            service->setRecipes({ScoreRecipe::of(card, ScorerOptions{}, imaging::DecodeMode::Upright)});
            QSignalSpy explained(service.get(), &ExplainService::explained);
            service->request(request);
            return explained.wait() ? service->counters().from_disk : -1;
        };
        QCOMPARE(ask(std::string(64, 'f')), 0);
        QCOMPARE(ask(bench.model->card.sha256), 1);
    }

    void onlyTheLatestIsAnsweredFromDiskToo() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 8; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), 10 * i);
        const auto files = folder.found();
        Bench bench;
        const auto service = bench.service();
        QSignalSpy explained(service.get(), &ExplainService::explained);
        const auto ask = [&](std::size_t i) {
            return service->request({static_cast<PhotoId>(i + 1), files[i], {}, AttentionMethod::Rollout, false});
        };
        for (std::size_t i = 0; i < files.size(); ++i) {
            ask(i);
            QVERIFY(explained.wait());
        }
        service->flushStore();
        service->forget(); // memory, not the disk
        explained.clear();
        quint64 last = 0;
        for (std::size_t i = 0; i < files.size(); ++i)
            last = ask(i);
        QVERIFY(explained.wait());
        QCoreApplication::processEvents();
        QCOMPARE(explained.count(), 1);
        QCOMPARE(explained[0][0].toULongLong(), last);
        QCOMPARE(bench.model->explained.load(), 8);
        QCOMPARE(service->counters().from_disk, 1);
        // Cancelled: nothing comes, whether it was found or not.
        service->forget();
        ask(0);
        service->cancel();
        QVERIFY(!service->isBusy());
        ask(1);
        QVERIFY(explained.wait());
        QCoreApplication::processEvents();
        QCOMPARE(explained.count(), 2);
        QCOMPARE(explained[1][1].value<std::shared_ptr<const Explanation>>()->request.id, PhotoId{2});
    }

    void aPhotoThatChangedMeanwhileIsNotKept() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 77);
        Bench bench;
        ExplainRequest request{1, folder.found().at(0), "fake", AttentionMethod::Rollout, false};
        request.file.mtime_ns -= 1; // what the list knew is no longer what lies there
        for (int n = 1; n <= 2; ++n) {
            const auto service = bench.service();
            QSignalSpy explained(service.get(), &ExplainService::explained);
            service->request(request);
            QVERIFY(explained.wait());
            service->flushStore();
            QCOMPARE(bench.model->explained.load(), n);
        }
    }

    void aFolderThatCannotBeIsOneIssue() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 77);
        const auto files = folder.found();
        folder.file(QStringLiteral("taken"), "a file where the folder should be");
        Bench bench;
        ExplainService service(bench.inference, {}, plenty, {folder.path(QStringLiteral("taken"))});
        QSignalSpy issues(&service, &ExplainService::issueRaised), explained(&service, &ExplainService::explained);
        for (const AttentionMethod method : {AttentionMethod::Rollout, AttentionMethod::LastLayer}) {
            service.request({1, files[0], {}, method, false});
            QVERIFY(explained.wait());
            service.flushStore();
        }
        QTRY_COMPARE(issues.count(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(issues.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestMapStore)
#include "test_map_store.moc"
