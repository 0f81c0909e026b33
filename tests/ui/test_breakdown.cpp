// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the window shows of a Re-IQA score: signed maps, the waterfall, the nearest photos.
#include <cmath>
#include <numeric>

#include <QComboBox>
#include <QLabel>
#include <QPainter>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "engine/imaging/decode.h"
#include "tests/support/generated_reiqa.h"
#include "tests/ui/scenery.h"
#include "ui/inspector/breakdown_card.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/inspector/neighbours_card.h"
#include "ui/inspector/waterfall.h"
#include "ui/loupe/heat_legend.h"
#include "ui/loupe/heat_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/loupe/signed_map.h"
#include "ui/style/ramps.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;

namespace {

/// 256 × 192 pixels: 8 × 6 cells at full scale, 4 × 3 at half. Content pulls up on the left, quality down on the right.
reiqa::Breakdown breakdown() {
    reiqa::Breakdown made;
    made.baseline = 50;
    for (std::size_t i = 0; i < 4; ++i) {
        reiqa::BlockPart& part = made.blocks[i];
        part.block = reiqa::all_blocks[i];
        const bool half = i % 2 == 1;
        part.cols = half ? 4 : 8;
        part.rows = half ? 3 : 6;
        for (int row = 0; row < part.rows; ++row)
            for (int col = 0; col < part.cols; ++col) {
                const bool left = col < part.cols / 2;
                part.cells.push_back(i < 2 ? (left ? 0.5 : 0.0) : (left ? 0.0 : -0.25));
            }
        part.sum = std::accumulate(part.cells.begin(), part.cells.end(), 0.0);
        made.score += part.sum;
    }
    made.score += made.baseline;
    made.content_only = 61.25;
    made.quality_only = 42.5;
    return made;
}

ModelCard regressorCard() {
    ModelCard card;
    card.id = "regressor";
    card.title = "Regressor";
    card.architecture = "reiqa-regressor";
    card.range = std::pair(0.0, 100.0);
    card.metrics = {{"content", {{"srcc", {{"median", 0.61}}}}}, {"quality", {{"srcc", 0.72}}}};
    return card;
}

std::shared_ptr<const library::Explanation> explanation(reiqa::Breakdown made = breakdown()) {
    auto whole = std::make_shared<library::Explanation>();
    whole->photo_size = {256, 192};
    whole->assessment.scored_size = {256, 192};
    whole->assessment.score.value = made.score;
    whole->assessment.breakdown = std::move(made);
    return whole;
}

QImage drawn(HeatMapLayer& layer, QSize size) {
    ViewTransform view;
    view.setPicture(QSizeF(256, 192));
    view.setViewport(size, 1);
    view.fit();
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    layer.setOpacity(1);
    layer.draw(painter, view);
    return image;
}

} // namespace

class TestBreakdown : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        imaging::initialise();
    }

    void theMapsSumToTheScore() {
        const reiqa::Breakdown made = breakdown();
        const std::vector<AttentionMap> maps = signedMaps(made, {256, 192});
        QCOMPARE(maps.size(), std::size_t{3});
        const auto sum = [](const AttentionMap& map) {
            return std::accumulate(map.weights.begin(), map.weights.end(), 0.0);
        };
        // 1e-4: the maps' cells are float32.
        QVERIFY(std::abs(sum(maps[0]) - (made.blocks[0].sum + made.blocks[1].sum)) < 1e-4);
        QVERIFY(std::abs(sum(maps[1]) - (made.blocks[2].sum + made.blocks[3].sum)) < 1e-4);
        QVERIFY(std::abs(made.baseline + sum(maps[2]) - made.score) < 1e-4);
        QVERIFY(std::abs(maps[2].share - (made.score - made.baseline)) < 1e-9);
    }

    void aCellLiesAroundItsMultipleOf32() {
        const AttentionMap map = signedMaps(breakdown(), {256, 192})[0];
        const AttentionMap::Rect rect = map.cell_rect(2, 3, {256, 192});
        QCOMPARE(rect.x + rect.width / 2, 96.0);
        QCOMPARE(rect.y + rect.height / 2, 64.0);
        const AttentionMap::Rect corner = map.cell_rect(0, 0, {256, 192}); // half of it lies outside the photo
        QCOMPARE(corner.width, 16.0);
    }

    void bothMapsShareOneScaleAroundZero() {
        HeatMapLayer layer;
        layer.setBreakdown(breakdown(), {256, 192}, {256, 192});
        QVERIFY(layer.isSigned());
        QCOMPARE(layer.scaleCount(), 3);
        const HeatRange first = layer.range();
        QCOMPARE(first.low, -first.high);
        layer.setScaleIndex(1);
        QVERIFY(layer.range() == first);
        QCOMPARE(HeatLegend::ticks(first), (std::vector<double>{first.low, 0, first.high}));
    }

    void blueRaisesOrangeLowersAndZeroShowsThePhoto() {
        HeatMapLayer layer;
        layer.setBreakdown(breakdown(), {256, 192}, {256, 192});
        const QImage content = drawn(layer, {256, 192});
        const QColor left = content.pixelColor(64, 96), right = content.pixelColor(224, 96);
        QVERIFY(left.alpha() > 150 && left.blue() > left.red());
        QVERIFY(right.alpha() < 40);
        layer.setScaleIndex(1);
        const QImage quality = drawn(layer, {256, 192});
        QVERIFY(quality.pixelColor(224, 96).red() > quality.pixelColor(224, 96).blue());
        QVERIFY(quality.pixelColor(64, 96).alpha() < 40);
        layer.setRamp(HeatRamp::Contours); // attention's; signed maps have colours of their own
        QCOMPARE(drawn(layer, {256, 192}).pixelColor(224, 96), quality.pixelColor(224, 96));
    }

    void attentionAfterABreakdownIsAttentionAgain() {
        HeatMapLayer layer;
        layer.setBreakdown(breakdown(), {256, 192}, {256, 192});
        Attention attention;
        AttentionMap map;
        map.scale = "native";
        map.scaled = {256, 192};
        map.rows = 6;
        map.cols = 8;
        map.weights.assign(48, 1.0F / 48);
        map.share = 1;
        attention.scales = {map};
        layer.setAttention(attention, {256, 192});
        QVERIFY(!layer.isSigned());
        QCOMPARE(layer.range().low, 0.0);
        QVERIFY(layer.describe({0, 0}).contains(QStringLiteral("of attention")));
    }

    void cellsAreReadInPoints() {
        HeatMapLayer layer;
        layer.setBreakdown(breakdown(), {256, 192}, {256, 192});
        layer.setScaleIndex(1);
        const float points = layer.map().weight(2, 6);
        QVERIFY(points < 0);
        QCOMPARE(layer.describe({2, 6}),
                 QStringLiteral("cell 3,7: %1%2 points of the score").arg(QChar(0x2212)).arg(-points, 0, 'f', 2));
        QVERIFY(layer.describe().contains(QStringLiteral("points in all")));
        QCOMPARE(pointsText(0.001, 1), QStringLiteral("0.0")); // neither +0.0 nor −0.0
        QCOMPARE(pointsText(1.26, 1), QStringLiteral("+1.3"));
    }

    void theWaterfallEndsAtTheScore() {
        Waterfall waterfall;
        const reiqa::Breakdown made = breakdown();
        std::vector<Waterfall::Step> steps;
        for (const reiqa::BlockPart& block : made.blocks)
            steps.push_back({QString::fromUtf8(reiqa::block_name(block.block).data()), block.sum});
        waterfall.setSteps(QStringLiteral("mean"), made.baseline, steps, QStringLiteral("this"), 1);
        QVERIFY(std::abs(waterfall.end() - made.score) < 1e-9);
        QVERIFY(waterfall.accessibleDescription().startsWith(QStringLiteral("mean: 50.0; content_full: +12.0")));
        QVERIFY(waterfall.accessibleDescription().endsWith(QStringLiteral("this: %1").arg(made.score, 0, 'f', 1)));
        waterfall.resize(waterfall.sizeHint());
        QVERIFY(!waterfall.grab().isNull());
    }

    void theWaterfallIsMirroredForRightToLeft() {
        const auto reset = qScopeGuard([] { QGuiApplication::setLayoutDirection(Qt::LeftToRight); });
        // Columns from the side where the names are to the first ink of the top row, a short name.
        const auto margin = [](Qt::LayoutDirection direction) {
            QGuiApplication::setLayoutDirection(direction);
            Waterfall waterfall;
            waterfall.setSteps(QStringLiteral("m"), 50, {{QStringLiteral("a much longer name"), 3}},
                               QStringLiteral("t"), 1);
            waterfall.resize(waterfall.sizeHint());
            const QImage image = waterfall.grab().toImage();
            const int rows = image.height() / 3 - 4;
            for (int x = 0; x < image.width(); ++x)
                for (int y = 0; y < rows; ++y) {
                    const int column = direction == Qt::LeftToRight ? x : image.width() - 1 - x;
                    if (std::abs(qGray(image.pixel(column, y)) - qGray(image.pixel(0, image.height() - 1))) > 60)
                        return x;
                }
            return image.width();
        };
        const int left = margin(Qt::LeftToRight), right = margin(Qt::RightToLeft);
        QVERIFY2(std::abs(left - right) <= 3, qPrintable(QStringLiteral("%1 and %2").arg(left).arg(right)));
    }

    void theCardShowsSumsAndWhatEachExpertSays() {
        BreakdownCard panel;
        panel.showHint(QStringLiteral("fit one"));
        QCOMPARE(panel.hint(), QStringLiteral("fit one"));
        const auto whole = explanation();
        panel.showBreakdown(whole, regressorCard(), 0);
        QVERIFY(panel.hint().isEmpty());
        QStringList texts;
        for (const QLabel* label : panel.findChildren<QLabel*>()) {
            texts << label->text();
            if (label->text().contains(
                    QRegularExpression(QStringLiteral("^[0-9.]+$")))) // a bare number says what it is
                QVERIFY(label->toolTip().contains(QStringLiteral("scale")));
        }
        QVERIFY(texts.contains(QStringLiteral("61.2")) || texts.contains(QStringLiteral("61.3")));
        QVERIFY(texts.contains(QStringLiteral("42.5")));
        QVERIFY(texts.contains(QStringLiteral("SRCC 0.61")) && texts.contains(QStringLiteral("SRCC 0.72")));
        QSignalSpy wanted(&panel, &BreakdownCard::mapWanted);
        const QList<QToolButton*> buttons = panel.findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 3);
        QVERIFY(buttons[0]->isChecked() && !buttons[1]->isChecked());
        buttons[1]->click();
        QCOMPARE(wanted.value(0).value(0).toInt(), 1);
        panel.showBreakdown(whole, regressorCard(), 1);
        QVERIFY(!buttons[0]->isChecked() && buttons[1]->isChecked());
    }

    void aScoreOutsideTheScaleIsSaid() {
        reiqa::Breakdown made = breakdown();
        made.baseline = 120;
        made.score = 120 + made.blocks[0].sum + made.blocks[1].sum + made.blocks[2].sum + made.blocks[3].sum;
        BreakdownCard panel;
        panel.showBreakdown(explanation(made), regressorCard(), -1);
        const auto* words = panel.findChild<QLabel*>(QStringLiteral("breakdownWords"));
        QVERIFY(words->text().contains(QStringLiteral("outside the model's scale")));
    }

    void accuracyIsReadInBothForms() {
        QCOMPARE(statedAccuracy(regressorCard(), "content", "srcc").value(), 0.61);
        QCOMPARE(statedAccuracy(regressorCard(), "quality", "srcc").value(), 0.72);
        QVERIFY(!statedAccuracy(regressorCard(), "both", "srcc"));
    }

    void aNeighbourNeverWearsAnothersPicture() {
        library::LibrarySession session({});
        session.photos().setModels({regressorCard()});
        std::vector<library::PhotoEntry> entries(3);
        for (library::PhotoId id = 1; id <= 3; ++id) {
            entries[static_cast<std::size_t>(id - 1)].id = id;
            entries[static_cast<std::size_t>(id - 1)].name = QStringLiteral("%1.png").arg(id);
        }
        session.photos().append(entries);
        const auto pointing = [](double angle) {
            auto made = std::make_shared<reiqa::PhotoFeatures>();
            for (std::vector<float>* block :
                 {&made->content.full, &made->content.half, &made->quality.full, &made->quality.half})
                *block = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
            return made;
        };
        NeighboursCard card(session);
        session.neighbours().put({{1, pointing(0)}, {2, pointing(0.5)}});
        card.showPhoto(1);
        QToolButton* first = card.findChildren<QToolButton*>().constFirst();
        QTRY_VERIFY(first->toolTip().startsWith(QStringLiteral("2.png")));
        QPixmap picture(8, 8);
        picture.fill(Qt::red);
        first->setIcon(picture);                        // as when 2.png's thumbnail has come
        session.neighbours().put({{3, pointing(0.1)}}); // nearer, and its thumbnail is not there yet
        QTRY_VERIFY(first->toolTip().startsWith(QStringLiteral("3.png")));
        QVERIFY(first->icon().isNull());
    }

    // -- the whole window, with encoders of generated weights
    // ------------------------------------------------------------

    void theWindowShowsAReiqaScore() {
        QTemporaryDir photos, models;
        for (int i = 0; i < 5; ++i)
            QVERIFY(test::landscape(static_cast<std::uint32_t>(i), QSize(320, 240))
                        .save(photos.filePath(QStringLiteral("%1.png").arg(i))));
        library::SessionOptions options;
        options.model_files = {test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk())};
        options.scorer.keep_features = true;
        MainWindow window(options, {});
        window.resize(1280, 800);
        window.show();
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({photos.path().toStdString()});
        QTRY_VERIFY_WITH_TIMEOUT(finished.count() > 0, 60'000);
        window.showLoupe(window.session().photos().idAt(0));
        LoupeView& loupe = window.loupe();
        QAction* heat = window.actionRegistry().action(QStringLiteral("heat-map"));
        heat->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas().heat().isEmpty(), 60'000);
        QVERIFY(loupe.canvas().heat().isSigned());
        // H goes through content, quality and both, and then off.
        QCOMPARE(loupe.canvas().heat().scaleIndex(), 0);
        heat->trigger();
        QCOMPARE(loupe.canvas().heat().scaleIndex(), 1);
        heat->trigger();
        QCOMPARE(loupe.canvas().heat().scaleIndex(), 2);
        QVERIFY(heat->isChecked());
        heat->trigger();
        QVERIFY(!loupe.isHeatVisible() && !heat->isChecked());
        const auto* panel = window.findChild<InspectorPanel*>();
        const auto* waterfall = panel->findChild<Waterfall*>();
        const reiqa::Breakdown& made = *loupe.explanation()->assessment.breakdown;
        QVERIFY(std::abs(waterfall->end() - made.score) < 1e-6);
        QVERIFY(std::abs(made.score - loupe.explanation()->assessment.score.value) < 1e-6);
        const auto* nearest = panel->findChild<NeighboursCard*>();
        QTRY_VERIFY(nearest->isVisibleTo(panel));
        QToolButton* first = nearest->findChildren<QToolButton*>().constFirst();
        QTRY_VERIFY(first->isVisibleTo(panel));
        QTRY_VERIFY_WITH_TIMEOUT(!first->icon().isNull(), 10'000);
        const library::PhotoId before = loupe.photo();
        first->click();
        QTRY_VERIFY(loupe.photo() != before);

        // The photos most like a chosen one come first, itself before all; another place is ranked by score again.
        window.showGrid();
        window.grid().setCurrentIndex(window.session().photos().index(3));
        const library::PhotoId chosen = window.session().photos().idAt(3);
        QAction* like = window.actionRegistry().action(QStringLiteral("like-this"));
        QVERIFY(like->isEnabled());
        like->trigger();
        QTRY_COMPARE(window.session().photos().sortOrder().key, library::SortKey::Distance);
        QCOMPARE(window.session().photos().idAt(0), chosen);
        const auto* rankBy = window.findChild<QComboBox*>(QStringLiteral("rankBy"));
        QVERIFY2(rankBy->currentText().startsWith(QStringLiteral("Likeness to ")), qPrintable(rankBy->currentText()));
        window.openLibrary();
        QCOMPARE(window.session().photos().sortOrder(), library::SortOrder());
    }

    void anExpertAloneSaysWhatToDo() {
        QTemporaryDir photos, models;
        QVERIFY(test::landscape(1, QSize(160, 120)).save(photos.filePath(QStringLiteral("a.png"))));
        test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk());
        library::SessionOptions options;
        options.model_files = {models.filePath(QStringLiteral("quality.safetensors")).toStdString()};
        MainWindow window(options, {});
        window.show();
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({photos.path().toStdString()});
        QTRY_VERIFY_WITH_TIMEOUT(finished.count() > 0, 60'000);
        window.showLoupe(window.session().photos().idAt(0));
        const auto* panel = window.findChild<BreakdownCard*>();
        QTRY_VERIFY(panel->hint().contains(QStringLiteral("touchstone-cli fit")));
        const auto* value = window.findChild<QLabel*>(QStringLiteral("scoreValue"));
        QVERIFY(!value->isVisibleTo(&window)); // nothing pretends to a score
    }
};

QTEST_MAIN(TestBreakdown)
#include "test_breakdown.moc"
