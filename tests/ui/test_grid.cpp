// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QFile>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/image_convert.h"
#include "app/library/photo_list_model.h"
#include "ui/grid/mark_shapes.h"
#include "ui/grid/photo_grid.h"
#include "ui/style/appearance.h"
#include "ui/style/ramps.h"
#include "ui/style/screen_profile.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoEntry;
using library::PhotoId;
using library::PhotoListModel;

namespace {

void fill(PhotoListModel& photos, int count) {
    ModelCard card;
    card.id = "m";
    card.title = "Model";
    card.range = std::pair(0.0, 100.0);
    photos.setModels({card});
    std::vector<PhotoEntry> entries;
    std::vector<library::PhotoOutcome> outcomes;
    for (int i = 1; i <= count; ++i) {
        PhotoEntry entry;
        entry.id = i;
        entry.name = QStringLiteral("photo %1.jpg").arg(i);
        entry.file.path = entry.name.toStdString();
        entries.push_back(entry);
        library::PhotoOutcome outcome;
        outcome.id = i;
        outcome.pixel_size = {300, 200};
        if (i % 7 == 3) {
            outcome.error = Error{ErrorCode::Truncated, entry.file.path, "ends before its data do", "copy it again"};
        } else {
            library::ScoreRecord record;
            record.model = "m";
            record.score.value = i % 100;
            outcome.records = {record};
        }
        outcomes.push_back(outcome);
    }
    photos.append(std::move(entries));
    photos.apply(outcomes);
    photos.flush();
    photos.rerank();
}

QImage orange(QSize size = {300, 200}) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor(250, 140, 10));
    return image;
}

QImage paintedCell(PhotoDelegate& delegate, const PhotoListModel& photos, PhotoId id, double ratio) {
    QStyleOptionViewItem option;
    option.font = QApplication::font();
    option.fontMetrics = QFontMetrics(option.font);
    option.palette = QApplication::palette();
    option.rect = QRect(QPoint(0, 0), delegate.cellSize(option.font));
    QImage image(option.rect.size() * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(photoColours(option.palette).surround);
    QPainter painter(&image);
    delegate.paint(&painter, option, photos.indexOf(id));
    return image;
}

int count(const QImage& image, QRgb colour) {
    int found = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            found += image.pixel(x, y) == colour ? 1 : 0;
    return found;
}

} // namespace

class TestGrid : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void textCanBeReadInLightAndDark() {
        for (const bool dark : {false, true}) {
            const PhotoColours colours = photoColours(dark);
            for (const QColor& text : {colours.text, colours.quiet, colours.warning})
                for (const QColor& ground : {colours.surround, colours.cell})
                    QVERIFY2(contrastRatio(text, ground) >= 4.5,
                             qPrintable(text.name() + QLatin1Char('/') + ground.name()));
            QVERIFY(contrastRatio(colours.text, colours.placeholder) >= 4.5);
            QVERIFY(contrastRatio(colours.pillText, colours.pill) >= 4.5);
            // Neutral: no tint behind photos.
            for (const QColor& grey : {colours.surround, colours.cell, colours.placeholder})
                QVERIFY(grey.red() == grey.green() && grey.green() == grey.blue());
        }
    }

    /// Each selected row kept for itself, while the order changes, takes longer than a frame with many.
    void aSelectionOfAllIsOneRangeWhileRowsMove() {
        struct Counted : PhotoListModel {
            using PhotoListModel::persistentIndexList;
        } photos;
        PhotoGrid grid(PhotoDelegate::Layout::Grid, [](PhotoId, int) { return SmallPicture{}; });
        grid.setModel(&photos);
        fill(photos, 3000);
        qsizetype kept = 0, most = 0;
        connect(&photos, &QAbstractItemModel::layoutAboutToBeChanged, &grid, [&] {
            kept = photos.persistentIndexList().size();
            most = std::max(most, kept);
        });
        grid.selectAll();
        const QSignalSpy changed(grid.selectionModel(), &QItemSelectionModel::selectionChanged);
        for (int round = 0; round < 4; ++round) { // what went before makes the selection one of several acts
            std::vector<PhotoId> gone;
            for (int i = 1; i <= 100; ++i)
                gone.push_back(i * 7 + round);
            photos.remove(gone);
            photos.setSortOrder({round % 2 ? library::SortKey::Name : library::SortKey::Score, false});
            QCOMPARE(grid.selectionModel()->selection().size(), 1);
            QCOMPARE(grid.selectionModel()->selection().first().height(), photos.rowCount());
        }
        QVERIFY(most < 10);
        QCOMPARE(changed.count(), 4); // the photos that went, and nothing else
        // A part of them is kept as it was.
        grid.selectionModel()->select(photos.index(5), QItemSelectionModel::Deselect);
        const PhotoId left_out = photos.idAt(5);
        photos.setSortOrder({library::SortKey::Score, true});
        QVERIFY(!grid.selectionModel()->isSelected(photos.indexOf(left_out)));
        QCOMPARE(grid.selectionModel()->selectedIndexes().size(), photos.rowCount() - 1);
    }

    void cellShowsPhotoScoreAndFailure_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("ratio");
        for (const bool dark : {false, true})
            for (const double ratio : {1.0, 2.0})
                QTest::addRow("%s %gx", dark ? "dark" : "light", ratio) << dark << ratio;
    }
    void cellShowsPhotoScoreAndFailure() {
        QFETCH(bool, dark);
        QFETCH(double, ratio);
        applyAppearance(dark ? Appearance::Dark : Appearance::Light);
        PhotoListModel photos;
        fill(photos, 20);
        ThumbnailPixmaps pixmaps([](PhotoId id, int) {
            return id == 5 ? SmallPicture{orange(), false, {}} : SmallPicture{};
        });
        PhotoDelegate delegate(pixmaps, PhotoDelegate::Layout::Grid);
        delegate.setEdge(180);
        delegate.setFraction([](double value) { return value / 100; });
        QSignalSpy ready(&pixmaps, &ThumbnailPixmaps::ready);
        const QRgb placeholder = photoColours(QApplication::palette()).placeholder.rgb();

        const QImage before = paintedCell(delegate, photos, 5, ratio);
        QCOMPARE(count(before, orange().pixel(0, 0)), 0);
        // Placeholder of the photo's aspect: 180×120 logical pixels for 3:2.
        QVERIFY(std::abs(count(before, placeholder) - 180 * 120 * ratio * ratio) <
                180 * 120 * ratio * ratio * 0.02 + 200 * ratio);
        QVERIFY(ready.wait());
        const QImage after = paintedCell(delegate, photos, 5, ratio);
        QCOMPARE(count(after, orange().pixel(0, 0)), static_cast<int>(180 * 120 * ratio * ratio));
        // The bar under the number has the ramp's colour, and its length is the score's.
        QVERIFY(count(after, rampColour(Ramp::Cividis, 0.05)) > 0);
        // A failed photo looks unlike a waiting one even in grey: sign and words.
        const QImage failed = paintedCell(delegate, photos, 3, ratio);
        QVERIFY(count(failed, photoColours(QApplication::palette()).warning.rgb()) > 0);
        QVERIFY(failed != paintedCell(delegate, photos, 4, ratio));
        applyAppearance(Appearance::System);
    }

    void pixmapsStayWithinTheirBytes() {
        const QImage picture = orange(); // one image: another cache key would be another thumbnail
        ThumbnailPixmaps pixmaps([picture](PhotoId, int) { return SmallPicture{picture, false, {}}; }, 1 << 20);
        QSignalSpy ready(&pixmaps, &ThumbnailPixmaps::ready);
        for (PhotoId id = 1; id <= 50; ++id)
            QVERIFY(pixmaps.cell(id, {200, 200}).pixmap.isNull());
        QTRY_COMPARE(ready.count(), 50);
        QVERIFY(pixmaps.bytesUsed() <= pixmaps.bytesAllowed());
        QVERIFY(pixmaps.cell(50, {200, 200}).exact);
        QVERIFY(pixmaps.cell(1, {200, 200}).pixmap.isNull()); // the first ones were let go
        // Another size shows the old pixmap until the new one is there.
        const auto other = pixmaps.cell(50, {100, 100});
        QVERIFY(!other.exact && !other.pixmap.isNull());
    }

    void whatTheLatestPaintingAskedForComesFirst() {
        const QImage picture = orange();
        ThumbnailPixmaps pixmaps([picture](PhotoId, int) { return SmallPicture{picture, false, {}}; });
        QSignalSpy ready(&pixmaps, &ThumbnailPixmaps::ready);
        const int asked = 3000; // more than may wait
        for (PhotoId id = 1; id <= asked; ++id)
            pixmaps.cell(id, {8, 8});
        QCOMPARE(pixmaps.pendingCount(), asked);
        QTRY_COMPARE(pixmaps.pendingCount(), 0);
        QVERIFY(ready.count() < asked); // the end of a list that long was dropped …
        QVERIFY(pixmaps.cell(1, {8, 8}).exact);
        QVERIFY(pixmaps.cell(asked, {8, 8}).pixmap.isNull()); // … and is made when it is asked for again
        QTRY_VERIFY(pixmaps.cell(asked, {8, 8}).exact);
        pixmaps.clear();
        QVERIFY(pixmaps.cell(1, {8, 8}).pixmap.isNull());
    }

    void thumbnailsAreShownInTheColoursOfTheScreen() {
        const QTemporaryDir profiles;
        const QString wide = profiles.filePath(QStringLiteral("wide.icc"));
        QFile file(wide);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QColorSpace space(QColorSpace::DisplayP3);
        file.write(space.iccProfile());
        file.close();
        QImage red(64, 64, QImage::Format_RGB32);
        red.fill(QColor(255, 40, 40));
        const QRgb expected = library::in_colours_of(red, space).pixel(0, 0);
        QVERIFY(expected != red.pixel(0, 0));
        ThumbnailPixmaps pixmaps([red](PhotoId, int) { return SmallPicture{red, false, {}}; });
        const auto colour = [&] { return pixmaps.cell(1, {32, 32}).pixmap.toImage().pixel(16, 16); };
        QTRY_VERIFY(pixmaps.cell(1, {32, 32}).exact);
        QCOMPARE(colour(), red.pixel(0, 0));
        QSignalSpy changed(&pixmaps, &ThumbnailPixmaps::profileChanged);
        QVERIFY(ScreenProfile::instance().choose(wide));
        QCOMPARE(changed.count(), 1);
        const auto before = pixmaps.cell(1, {32, 32}); // shown until the new one is there
        QVERIFY(!before.exact && !before.pixmap.isNull());
        QTRY_VERIFY(pixmaps.cell(1, {32, 32}).exact);
        QCOMPARE(colour(), expected);
        // Back and forth at once: what was made for the profile in between does not stay.
        QVERIFY(ScreenProfile::instance().choose({}));
        pixmaps.cell(1, {32, 32});
        QVERIFY(ScreenProfile::instance().choose(wide));
        QVERIFY(ScreenProfile::instance().choose({}));
        QTRY_VERIFY(pixmaps.cell(1, {32, 32}).exact);
        QCOMPARE(colour(), red.pixel(0, 0));
    }

    void namesAreShortenedAsTheFontsOwnWay() {
        QuickText text(QApplication::font());
        const QFontMetricsF metrics(QApplication::font());
        for (const QString& name : {QStringLiteral("IMG_00012.jpg"), QStringLiteral("Ærøskøbing – ½ Größe.tiff"),
                                    QStringLiteral("Снимок.png"), QStringLiteral("צילום.jpg"),
                                    QStringLiteral("写真.jpg"), QString::fromUtf8("e\xCC\x81te\xCC\x81.jpg")}) {
            // Kerning is what the sum of the characters does not know: less than a tenth of a character each.
            const qreal kerning = 0.1 * metrics.averageCharWidth() * static_cast<qreal>(name.size());
            QVERIFY2(std::abs(text.width(name) - metrics.horizontalAdvance(name)) <= kerning, qPrintable(name));
            QCOMPARE(text.elidedInTheMiddle(name, 10'000), name);
            const qreal room = metrics.horizontalAdvance(name) * 0.7;
            const QString cut = text.elidedInTheMiddle(name, room);
            QVERIFY2(cut.contains(QChar(0x2026)) && cut.size() < name.size(), qPrintable(cut));
            QVERIFY2(metrics.horizontalAdvance(cut) <= room + kerning, qPrintable(cut));
        }
        QCOMPARE(text.elidedInTheMiddle(QStringLiteral("abcdef"), 0.1), QString(QChar(0x2026)));
    }

    void linesBelowPicturesAreDrawnOnce() {
        PhotoListModel photos;
        fill(photos, 20);
        ThumbnailPixmaps pixmaps([](PhotoId, int) { return SmallPicture{}; });
        PhotoDelegate delegate(pixmaps, PhotoDelegate::Layout::Grid);
        delegate.setFraction([](double value) { return value / 100; });
        const QImage first = paintedCell(delegate, photos, 5, 1);
        QCOMPARE(delegate.footers().drawnCount(), quint64{1});
        QCOMPARE(paintedCell(delegate, photos, 5, 1), first);
        QCOMPARE(delegate.footers().drawnCount(), quint64{1});
        // Another score is drawn at once, and another rank; another size or palette draws everything anew.
        library::PhotoOutcome outcome;
        outcome.id = 5;
        outcome.pixel_size = {300, 200};
        outcome.records.resize(1);
        outcome.records[0].model = "m";
        outcome.records[0].score.value = 99.5;
        photos.apply({outcome});
        photos.flush();
        const QImage scored = paintedCell(delegate, photos, 5, 1);
        QVERIFY(scored != first);
        photos.rerank();
        QVERIFY(paintedCell(delegate, photos, 5, 1) != scored);
        QCOMPARE(delegate.footers().drawnCount(), quint64{3});
        delegate.setEdge(120);
        QVERIFY(paintedCell(delegate, photos, 5, 1).size() != first.size());
        QCOMPARE(delegate.footers().drawnCount(), quint64{4});
        QCOMPARE(delegate.footers().count(), 1); // lines of the old size are gone
        applyAppearance(Appearance::Dark);
        QVERIFY(paintedCell(delegate, photos, 5, 1) != scored);
        applyAppearance(Appearance::System);
    }

    void marksShowAtOnceAndTellThemselvesApart() {
        PhotoListModel photos;
        fill(photos, 20);
        ThumbnailPixmaps pixmaps([](PhotoId, int) { return SmallPicture{orange(), false, {}}; });
        PhotoDelegate delegate(pixmaps, PhotoDelegate::Layout::Grid);
        paintedCell(delegate, photos, 5, 1);
        QTRY_COMPARE(pixmaps.pendingCount(), 0);
        const QRgb colour = qRgb(250, 140, 10);
        std::vector<QImage> cells{paintedCell(delegate, photos, 5, 1)};
        QVERIFY(count(cells[0], colour) > 1000);
        const auto put = [&](const library::Marks& marks) {
            photos.applyMarks({{PhotoId{5}, marks}});
            cells.push_back(paintedCell(delegate, photos, 5, 1));
        };
        for (int stars = 1; stars <= 5; ++stars)
            put({stars, {}, {}});
        for (int label = 1; label <= 5; ++label)
            put({0, static_cast<library::Label>(label), {}});
        put({0, {}, library::Flag::Pick});
        for (std::size_t i = 0; i < cells.size(); ++i) {
            QVERIFY(count(cells[i], colour) > 1000); // the photo itself is not touched
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY2(cells[i] != cells[j], qPrintable(QStringLiteral("%1 and %2").arg(i).arg(j)));
        }
        put({0, {}, library::Flag::Reject});
        QCOMPARE(count(cells.back(), colour), 0);                                             // dimmed
        QVERIFY(count(cells.back(), photoColours(QApplication::palette()).pill.rgb()) > 100); // the word
        put({});
        QCOMPARE(cells.back(), cells[0]);
    }

    void labelsAreShapesToo() {
        // Without colour: the shapes alone differ.
        std::vector<QImage> shapes;
        for (int label = 1; label <= 5; ++label) {
            QImage image(24, 24, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintLabel(painter, QRectF(2, 2, 20, 20), static_cast<library::Label>(label), Qt::black);
            painter.end();
            shapes.push_back(image.convertToFormat(QImage::Format_Alpha8));
        }
        for (std::size_t i = 0; i < shapes.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(shapes[i] != shapes[j]);
    }

    void linesStayWithinTheirBytes() {
        CellFooters footers(64 << 10);
        const FooterLook look{QApplication::font(), {200, 20}, 2, false, Qt::LeftToRight, true};
        for (PhotoId id = 1; id <= 50; ++id) {
            const FooterContent content{static_cast<int>(id), 50.0, 0.5, library::PhotoState::Scored, false, {}};
            const QPixmap line = footers.footer(id, content, look, [] {
                return CellFooters::Words{QStringLiteral("a.jpg"), QStringLiteral("50.0")};
            });
            QCOMPARE(line.size(), QSize(400, 40));
        }
        QVERIFY(footers.count() >= 1 && footers.bytesUsed() <= footers.bytesAllowed());
    }

    void rightToLeftMirrorsTheLine() {
        CellFooters footers;
        FooterLook look{QApplication::font(), {300, 24}, 1, true, Qt::LeftToRight, false};
        const FooterContent content{7, 50.0, 0.5, library::PhotoState::Scored, false, {}};
        const auto words = [] { return CellFooters::Words{{}, QStringLiteral("50.0")}; };
        const QRgb pill = photoColours(true).pill.rgb();
        const auto pill_is_left = [&](const QImage& line) {
            const int left = count(line.copy(0, 0, 150, 24), pill), right = count(line.copy(150, 0, 150, 24), pill);
            return left + right > 100 && (left == 0) != (right == 0) ? std::optional(left > 0) : std::nullopt;
        };
        QCOMPARE(pill_is_left(footers.footer(1, content, look, words).toImage()), std::optional(false));
        look.direction = Qt::RightToLeft;
        QCOMPARE(pill_is_left(footers.footer(1, content, look, words).toImage()), std::optional(true));
    }

    void saysWhatIsOnScreen() {
        PhotoListModel photos;
        fill(photos, 5000);
        PhotoGrid grid(PhotoDelegate::Layout::Grid, [](PhotoId, int) { return SmallPicture{}; });
        grid.setEdge(120);
        grid.setModel(&photos);
        grid.resize(900, 700);
        QSignalSpy rows(&grid, &PhotoGrid::visibleRowsChanged);
        grid.show();
        QTRY_VERIFY(!rows.isEmpty() && grid.visibleRows().first == 0);
        const RowRange top = grid.visibleRows();
        QVERIFY(top.last > 10 && top.last < 100);
        grid.scrollToBottom();
        QTRY_COMPARE(grid.visibleRows().last, 4999);
        rows.clear();
        grid.verticalScrollBar()->setValue(grid.verticalScrollBar()->maximum() / 2);
        QTRY_VERIFY(!rows.isEmpty());
        const auto middle = rows.back()[0].value<RowRange>();
        QVERIFY(middle.first > 1500 && middle.last < 3500);
        QVERIFY(grid.delegate().footers().count() < 500); // only what was painted
        // Exactly the rows whose rectangles meet the view.
        for (int row = middle.first - 30; row < middle.last + 30; ++row) {
            const bool seen =
                grid.visualRect(photos.index(row, 0)).intersects(grid.viewport()->rect().adjusted(0, 3, 0, -3));
            QCOMPARE(row >= middle.first && row <= middle.last, seen);
        }
        photos.setNameFilter(QStringLiteral("nothing is called this"));
        QTRY_COMPARE(rows.back()[0].value<RowRange>().first, -1);
    }

    void largerThumbnailsKeepTheirPlace() {
        PhotoListModel photos;
        fill(photos, 3000);
        PhotoGrid grid(PhotoDelegate::Layout::Grid, [](PhotoId, int) { return SmallPicture{}; });
        grid.setModel(&photos);
        grid.resize(900, 700);
        grid.show();
        QTRY_VERIFY(grid.visibleRows().last > 0);
        grid.setCurrentIndex(photos.index(1500, 0));
        grid.scrollTo(photos.index(1500, 0), QAbstractItemView::PositionAtCenter);
        for (const int edge : {300, 100, 220}) {
            grid.setEdge(edge);
            QTRY_VERIFY(grid.viewport()->rect().intersects(grid.visualRect(photos.index(1500, 0))));
        }
    }

    void speaks() {
        PhotoListModel photos;
        fill(photos, 20);
        const QString words = photos.indexOf(5).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(words.contains(QStringLiteral("photo 5.jpg")) && words.contains(QStringLiteral("score 5")),
                 qPrintable(words));
    }
};

QTEST_MAIN(TestGrid)
#include "test_grid.moc"
