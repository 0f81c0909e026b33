// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <random>

#include <QDate>
#include <QDateTime>
#include <QRegularExpression>
#include <QtTest>

#include "app/library/query/collections.h"
#include "app/library/query/photo_filter.h"
#include "app/library/query/photo_order.h"
#include "app/library/query/photo_values.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

std::int64_t wall_clock(int year, int month, int day, int hour = 12) {
    return QDateTime(QDate(year, month, day), QTime(hour, 0), Qt::UTC).toMSecsSinceEpoch();
}

ModelCard card(const char* id, bool higher_is_better = true) {
    ModelCard made;
    made.id = id;
    made.range = std::pair(0.0, 100.0);
    made.higher_is_better = higher_is_better;
    return made;
}

ScoreRecord record(const char* model, double value) {
    ScoreRecord made;
    made.model = model;
    made.score.value = value;
    return made;
}

/// Three photos that differ in everything.
std::vector<PhotoEntry> three_photos() {
    std::vector<PhotoEntry> photos(3);
    PhotoEntry& best = photos[0];
    best.id = 1;
    best.name = QStringLiteral("Beach House (1).JPG");
    best.file = {"/photos/2024/summer/Beach House (1).JPG", 3'400'000, 0};
    best.file.mtime_ns = QDateTime(QDate(2024, 5, 31), QTime(23, 30)).toMSecsSinceEpoch() * 1'000'000;
    best.pixel_size = {6000, 4000};
    best.state = PhotoState::Scored;
    best.scores = {record("m", 71.28), record("other", 10)};
    best.marks = {4, Label::Red, Flag::Pick};
    best.captured_ms = wall_clock(2024, 5, 31);
    best.camera = QStringLiteral("FUJIFILM X100V");
    best.lens = QStringLiteral("23mm f/2");
    best.sharpness = 12.5;
    best.group = 7;
    PhotoEntry& middle = photos[1];
    middle.id = 2;
    middle.name = QStringLiteral("b-10.cr2");
    middle.file = {"/photos/2023/b-10.cr2", 24'000'000, 0};
    middle.pixel_size = {3000, 2000};
    middle.state = PhotoState::Scored;
    middle.scores = {record("m", 40), record("other", 90)};
    middle.marks = {0, Label::None, Flag::Reject};
    middle.captured_ms = wall_clock(2023, 12, 31, 23);
    middle.camera = QStringLiteral("Canon EOS R6");
    middle.paired_with = 9;
    PhotoEntry& bare = photos[2];
    bare.id = 3;
    bare.name = QStringLiteral("c.heif");
    bare.file = {"/photos/2024/c.heif", 900, 0};
    bare.state = PhotoState::Failed;
    return photos;
}

class Sieve {
public:
    explicit Sieve(std::vector<PhotoEntry> photos)
        : photos_(std::move(photos)) {
        values.setModels({card("m"), card("other")});
        values.setCurrentModel("m");
        values.rebuild();
    }
    QList<int> kept(const PhotoFilter& filter) const {
        QList<int> ids;
        for (std::size_t place = 0; place < photos_.size(); ++place)
            if (filter.accepts(photos_[place], place, values))
                ids << static_cast<int>(photos_[place].id);
        return ids;
    }

private:
    std::vector<PhotoEntry> photos_;

public:
    PhotoValues values{photos_};
};

/// Random whole terms, built as a menu would build them.
class Maker {
public:
    explicit Maker(unsigned seed)
        : random_(seed) {}

    FilterNode::Kind kind() { return pick<FilterNode::Kind>({FilterNode::Kind::All, FilterNode::Kind::Any}); }
    int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

    FilterTerm term() {
        switch (below(5)) {
        case 0:
            return FilterTerm::state(static_cast<FilterState>(below(10)));
        case 1:
            return FilterTerm::label(static_cast<Label>(below(6)));
        case 2:
            return FilterTerm::words(pick<FilterField>({FilterField::Name, FilterField::Camera, FilterField::Lens,
                                                        FilterField::Folder, FilterField::Format}),
                                     text(), pick<FilterRelation>({FilterRelation::Exactly, FilterRelation::Contains}));
        case 3:
            return day();
        default:
            return number();
        }
    }

private:
    template <class T>
    T pick(std::initializer_list<T> choices) {
        return choices.begin()[below(static_cast<int>(choices.size()))];
    }
    FilterRelation relation() {
        return pick<FilterRelation>({FilterRelation::Exactly, FilterRelation::AtLeast, FilterRelation::AtMost,
                                     FilterRelation::Above, FilterRelation::Below, FilterRelation::Between});
    }
    QString text() {
        static const QString letters = QStringLiteral("abcXYZ019 ().:|\"\\-<>=/_äßé日\t,'");
        QString made;
        for (int i = 0, end = 1 + below(8); i < end; ++i)
            made += letters[below(static_cast<int>(letters.size()))];
        return below(6) == 0 ? QStringLiteral("rejected") : made;
    }
    FilterBound dayBound(int year) { return FilterTerm::day(year, below(2) ? 5 : 0, 0); }
    FilterTerm day() {
        const int year = 1990 + below(40);
        return FilterTerm::range(pick<FilterField>({FilterField::Captured, FilterField::Modified}), relation(),
                                 below(3) ? dayBound(year) : FilterTerm::day(year, 2, 1 + below(28)),
                                 dayBound(year + 1 + below(5)));
    }
    FilterTerm number() {
        const auto field = static_cast<FilterField>(below(static_cast<int>(FilterField::Sharpness) + 1));
        const bool whole = field == FilterField::Rating || field == FilterField::Group || field == FilterField::Width ||
                           field == FilterField::Height;
        const int most = field == FilterField::Rating ? 5 : 100;
        const int low = below(most), high = low + below(most - low + 1);
        const double part = whole || high == most ? 0 : below(1000) / 1000.0;
        const auto unit = field == FilterField::Size ? static_cast<SizeUnit>(below(7)) : SizeUnit::None;
        FilterBound first = FilterTerm::bound(low, unit), second = FilterTerm::bound(high + part, unit);
        if (unit != SizeUnit::None && below(3) == 0)
            first.unit = SizeUnit::None; // bytes up to so many MB
        const std::string model = below(3) == 0 && takes_model(field) ? "musiq-small@0123abcd" : "";
        return FilterTerm::range(field, relation(), first, second, model);
    }

    std::mt19937 random_;
};

} // namespace

class TestPhotoFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keeps_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("ids");
        const auto row = [](const char* text, const QList<int>& ids) {
            QTest::newRow(text) << QString::fromUtf8(text) << ids;
        };
        row("", {1, 2, 3});
        row("   ", {1, 2, 3});
        row("score>=60", {1});
        row("score>=40", {1, 2});
        row("score>40", {1});
        row("score<=40", {2});
        row("score<40", {});
        row("score:71.3", {1}); // as it is shown
        row("score=71", {1});
        row("score=71.2", {});
        row("score:30..50", {2});
        row("score=..50", {2});
        row("score:50..", {1});
        row("score(other)>=60", {2});
        row("score(other)>=60 score<60", {2});
        row("score(nobody)>=0", {});
        row("SCORE>=60", {1});
        row("percentile>=90", {1});
        row("percentile(other)>=90", {2});
        row("disagreement>=50", {1, 2});
        row("rating:3..", {1});
        row("rating:0", {2, 3});
        row("rating>=0", {1, 2, 3});
        row("stars:4", {1});
        row("label:red", {1});
        row("label:none", {2, 3});
        row("is:picked", {1});
        row("flag:reject", {2});
        row("flag:none", {3});
        row("-rejected", {1, 3});
        row("-is:rejected", {1, 3});
        row("--rejected", {2});
        row("unscored", {3});
        row("is:scored", {1, 2});
        row("is:failed", {3});
        row("is:burst", {1});
        row("is:paired", {2});
        row("is:rated is:labelled", {1});
        row("group:7", {1});
        row("camera:x100", {1});
        row("camera=X100", {});
        row("camera=\"canon eos r6\"", {2});
        row("lens:\"f/2\"", {1});
        row("date:2024", {1});
        row("date:2024-05..2024-06", {1});
        row("date:2024-05-31", {1});
        row("date:2024-06", {});
        row("date<=2023", {2});
        row("date<2024", {2});
        row("date>2023", {1});
        row("date>=2023", {1, 2});
        row("captured:..2023-12", {2});
        row("modified:2024-05-31", {1}); // late in the evening of this computer's clock
        row("folder:summer", {1});
        row("folder:/photos/2024", {1, 3});
        row("folder:/photos/202", {});
        row("folder=/photos/2024", {3});
        row("format:jpeg", {1});
        row("format:raw", {2});
        row("format:heic", {3});
        row("format:cr2", {2});
        row("size>=3MB", {1, 2});
        row("size:3..4MB", {1});
        row("size:900", {3});
        row("size<1kB", {3});
        row("size:3MB", {1}); // 3.4 MB is 3 MB to the digits written
        row("width>=6000", {1});
        row("height:2000", {2});
        row("megapixels:24", {1});
        row("mp<10", {2});
        row("sharpness>12", {1});
        row("beach", {1});
        row("\"beach house\"", {1});
        row("beach house", {1});
        row("\"house beach\"", {});
        row("name=\"c.heif\"", {3});
        row("name:b", {1, 2});
        row("b-10", {2});
        row("-beach", {2, 3});
        row("beach | is:failed", {1, 3});
        row("beach|is:failed", {1, 3});
        row("(beach | is:failed) rating:0", {3});
        row("beach rating:0 | is:failed", {3});
        row("-(beach | is:failed)", {2});
        row("-(label:red is:picked)", {2, 3});
    }
    void keeps() {
        QFETCH(QString, text);
        QFETCH(QList<int>, ids);
        const auto filter = PhotoFilter::parse(text);
        QVERIFY2(filter, filter ? "" : qPrintable(filter.error().text));
        QCOMPARE(Sieve(three_photos()).kept(*filter), ids);
        // What a filter writes reads as itself.
        const auto again = PhotoFilter::parse(filter->text());
        QVERIFY2(again && *again == *filter, qPrintable(filter->text()));
    }

    void aLibrarysPercentilesComeFirst() {
        Sieve sieve(three_photos());
        std::vector<double> values;
        for (int i = 0; i < 100; ++i)
            values.push_back(50 + i);
        sieve.values.setLibraryValues(values); // 71.28 is not among the best there
        QCOMPARE(sieve.kept(*PhotoFilter::parse(QStringLiteral("percentile>=90"))), QList<int>{});
        QCOMPARE(sieve.kept(*PhotoFilter::parse(QStringLiteral("percentile:20..25"))), QList<int>{1});
    }

    void says_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::addColumn<int>("at");
        QTest::addColumn<bool>("unfinished");
        QTest::addColumn<QString>("rest"); // what still counts
        const auto row = [](const char* text, const char* part, int at, bool unfinished, const char* rest) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(part) << at << unfinished
                                << QString::fromUtf8(rest);
        };
        row("beach rating:7 x", "'rating' wants a number from 0 to 5", 6, false, "beach x");
        row("rating:3.5 x", "'rating' wants a number from 0 to 5", 0, false, "x");
        row("rating:", "'rating' wants", 0, true, "");
        row("beach rating:", "'rating' wants", 6, true, "beach");
        row("score>=", "'score' wants a number", 0, true, "");
        row("score>=abc x", "'score' wants a number", 0, false, "x");
        row("score:60..8", "from the lower to the higher", 0, true, ""); // on the way to 60..80
        row("score>=10..20 x", "'score' wants", 0, false, "x");
        row("date:2024-", "a year, month or day", 0, true, "");
        row("date:2024-13 x", "a year, month or day", 0, false, "x");
        row("date:2023-02-29 x", "a year, month or day", 0, false, "x");
        row("size:3parsecs x", "a size such as 500kB", 0, false, "x");
        row("label:pink x", "one of red, yellow", 0, false, "x");
        row("is:great x", "one of picked, rejected", 0, false, "x");
        row("colour:red x", "'colour' is not a field of photos", 0, false, "x");
        row(":red x", "field is missing", 0, false, "x");
        row("camera>=x y", "'camera' cannot be compared by '>='", 6, false, "y");
        row("score==5 x", "'score' cannot be compared by '=='", 5, false, "x");
        row("x \"beach hou", "closing quote", 12, true, "x \"beach hou\"");
        row("x (beach", "')' is missing", 8, true, "x beach");
        row("x (", "')' is missing", 3, true, "x");
        row("x ) y", "closes nothing", 2, false, "x y");
        row("x () y", "nothing between these parentheses", 2, false, "x y");
        row("x |", "on both sides", 3, true, "x");
        row("| x", "on both sides", 0, false, "x");
        row("x -", "'-' wants", 2, true, "x");
        row("x - y", "'-' wants", 2, false, "x y");
        row("score(", "model's id", 5, true, "");
        row("score()>=6 x", "model's id", 5, false, "x");
        row("score(m) x", "wants a comparison", 8, false, "x");
        row("x \"\"", "nothing between these quotes", 2, true, "x");
        row("score:1234567890123456 x", "'score' wants", 0, false, "x");
        row("score:1e5 x", "'score' wants", 0, false, "x");
        row("score:1,5 x", "'score' wants", 0, false, "x");
        row("rating:-1 x", "'rating' wants", 0, false, "x");
    }
    void says() {
        QFETCH(QString, text);
        QFETCH(QString, part);
        QFETCH(int, at);
        QFETCH(bool, unfinished);
        QFETCH(QString, rest);
        const auto filter = PhotoFilter::parse(text);
        QVERIFY(!filter);
        QVERIFY2(filter.error().text.contains(part), qPrintable(filter.error().text));
        QCOMPARE(static_cast<int>(filter.error().at), at);
        QCOMPARE(filter.error().unfinished, unfinished);
        const ParsedFilter typed = PhotoFilter::parseTyped(text);
        QCOMPARE(typed.filter.text(), rest);
        QVERIFY(typed.problem);
    }

    /// A term that cannot be read yet leaves all others as they are.
    void typingNeverBlanksTheList() {
        const QStringList terms{QStringLiteral("score>=60"),
                                QStringLiteral("rating:3.."),
                                QStringLiteral("date:2024-05..2024-06"),
                                QStringLiteral("label:red"),
                                QStringLiteral("score(other):0..50"),
                                QStringLiteral("is:picked"),
                                QStringLiteral("size:1MB..4MB")};
        const Sieve sieve(three_photos());
        int unfinished = 0;
        for (const QString& term : terms)
            for (qsizetype length = term.indexOf(QRegularExpression(QStringLiteral("[:>]"))); length < term.size();
                 ++length) {
                const ParsedFilter typed = PhotoFilter::parseTyped(QStringLiteral("-rejected ") + term.left(length));
                if (!typed.problem)
                    continue;
                ++unfinished;
                QVERIFY(typed.problem->unfinished);
                QCOMPARE(sieve.kept(typed.filter), (QList<int>{1, 3}));
            }
        QVERIFY(unfinished > 20);
    }

    void textsReadBackAsThemselves() {
        for (unsigned seed = 1; seed <= 3000; ++seed) {
            Maker maker(seed);
            PhotoFilter filter;
            for (int i = 0, end = 1 + maker.below(6); i < end; ++i) {
                PhotoFilter next(maker.term());
                if (maker.below(3) == 0)
                    next = next.with(PhotoFilter(maker.term()));
                if (maker.below(3) == 0)
                    next = next.negated();
                filter = maker.below(4) == 0 ? filter.negated().with(next.negated()).negated() // "or"
                                             : filter.with(next);
            }
            const QString text = filter.text();
            const auto again = PhotoFilter::parse(text);
            QVERIFY2(again, qPrintable(text + u'\n' + (again ? QString() : again.error().text)));
            QVERIFY2(*again == filter, qPrintable(text + u'\n' + again->text()));
            QCOMPARE(again->text(), text);
        }
    }

    void anyTextIsRead() {
        static const QStringList pieces{
            QStringLiteral("score"), QStringLiteral(">="),      QStringLiteral(":"),  QStringLiteral("60"),
            QStringLiteral(".."),    QStringLiteral("("),       QStringLiteral(")"),  QStringLiteral("|"),
            QStringLiteral("-"),     QStringLiteral(" "),       QStringLiteral("\""), QStringLiteral("\\"),
            QStringLiteral("date"),  QStringLiteral("2024-05"), QStringLiteral("is"), QStringLiteral("rejected"),
            QStringLiteral("size"),  QStringLiteral("3MB"),     QStringLiteral("x"),  QString(QChar(0)),
            QString(QChar(0xd800)),  QStringLiteral("\n"),      QStringLiteral("="),  QStringLiteral("label")};
        std::mt19937 random(11);
        for (int run = 0; run < 20'000; ++run) {
            QString text;
            for (unsigned i = 0, end = random() % 20; i < end; ++i)
                text += pieces[static_cast<int>(random() % static_cast<unsigned>(pieces.size()))];
            const ParsedFilter typed = PhotoFilter::parseTyped(text);
            const auto again = PhotoFilter::parse(typed.filter.text());
            QVERIFY2(again && *again == typed.filter, qPrintable(text + u'\n' + typed.filter.text()));
            if (typed.problem) {
                QVERIFY(typed.problem->at >= 0 && typed.problem->at + typed.problem->length <= text.size());
                QVERIFY(!typed.problem->text.isEmpty());
            }
        }
    }

    void isBounded() {
        QVERIFY(!PhotoFilter::parse(QString(PhotoFilter::max_text + 1, u'x')));
        QVERIFY(!PhotoFilter::parse(QString(2000, u'(') + u'x' + QString(2000, u')')));
        QVERIFY(PhotoFilter::parse(QString(4000, u'-') + u'x'));
        QVERIFY(PhotoFilter::parse(QString(10, u'(') + u'x' + QString(10, u')')));
        const QString many = QStringLiteral("x1 ").repeated(PhotoFilter::max_terms);
        QVERIFY(PhotoFilter::parse(many));
        const auto more = PhotoFilter::parseTyped(many + u'y');
        QVERIFY(more.problem);
        QCOMPARE(more.filter, *PhotoFilter::parse(many));
    }

    void otherLocalesReadTheSame() {
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German));
        const auto filter = PhotoFilter::parse(QStringLiteral("score>=60.5 size:1.5MB.."));
        QVERIFY(filter);
        QCOMPARE(filter->text(), QStringLiteral("score>=60.5 size>=1.5MB"));
        QLocale::setDefault(QLocale(QLocale::Turkish));
        QVERIFY(PhotoFilter::parse(QStringLiteral("IS:REJECTED HEIGHT>=5")));
        QLocale::setDefault(before);
    }

    void chipsTakeAFilterApart() {
        QLocale::setDefault(QLocale::c());
        const auto filter = PhotoFilter::parse(QStringLiteral("score(m)>=60 rating=3.. -rejected (label:red|beach) "
                                                              "date:2024-05..2024-06 camera:X100 size>3MB"));
        QVERIFY(filter);
        const auto chips = filter->chips();
        QStringList texts, sentences;
        for (const PhotoFilter::Chip& chip : chips) {
            texts << chip.text;
            sentences << chip.sentence;
        }
        QCOMPARE(texts, (QStringList{QStringLiteral("score(m)>=60"), QStringLiteral("rating>=3"),
                                     QStringLiteral("-is:rejected"), QStringLiteral("label:red | beach"),
                                     QStringLiteral("date:2024-05..2024-06"), QStringLiteral("camera:X100"),
                                     QStringLiteral("size>3MB")}));
        QCOMPARE(sentences,
                 (QStringList{QStringLiteral("Score by m at least 60"), QStringLiteral("Rating at least 3"),
                              QStringLiteral("Not: Rejected"), QStringLiteral("Label red or Name contains “beach”"),
                              QStringLiteral("Captured from May 2024 to June 2024"),
                              QStringLiteral("Camera contains “X100”"), QStringLiteral("File size over 3 MB")}));
        PhotoFilter left = *filter;
        for (std::size_t i = chips.size(); i-- > 0;) {
            QCOMPARE(left.without(i).chips().size(), i);
            left = left.without(i);
        }
        QVERIFY(left.isEmpty());
        QCOMPARE(PhotoFilter::parse(QStringLiteral("a | b"))->chips().size(), std::size_t{1});
        QVERIFY(PhotoFilter::parse(QStringLiteral("a | b"))->without(0).isEmpty());
    }

    void termsAreAddedOnce() {
        const PhotoFilter three(FilterTerm::range(FilterField::Rating, FilterRelation::AtLeast, FilterTerm::bound(3)));
        PhotoFilter filter = PhotoFilter::ofWords(QStringLiteral("a b")).with(three).with(three);
        QCOMPARE(filter.text(), QStringLiteral("a b rating>=3"));
        QCOMPARE(PhotoFilter().with(three), three);
        QVERIFY(filter.asksFor(FilterField::Rating));
        QVERIFY(!filter.asksFor(FilterField::Score));
        QCOMPARE(PhotoFilter::ofWords(QStringLiteral("rating:3 -x (y")).text(),
                 QStringLiteral("\"rating:3\" \"-x\" \"(y\""));
    }

    void collectionsAreFilters() {
        std::vector<CollectionRow> saved(3);
        saved[0] = {5, QStringLiteral("Zoo"), QStringLiteral("zoo"), QString(), false, 1};
        saved[1] = {6, QStringLiteral("Alps"), QStringLiteral("alps"), QStringLiteral("-captured"), false, 1};
        saved[2] = {7, QStringLiteral("Best"), QStringLiteral("old definition"), QString(), true, 0};
        const auto rows = all_collections(saved);
        QCOMPARE(rows.size(), std::size_t{7});
        QCOMPARE(rows[5].name, QStringLiteral("Alps"));
        const Sieve sieve(three_photos());
        const QList<QList<int>> expected{{1}, {3}, {1}, {1}, {2}};
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto filter = PhotoFilter::parse(rows[i].filter);
            QVERIFY2(filter, qPrintable(rows[i].filter));
            QVERIFY(SortOrder::parse(rows[i].order));
            if (i >= 5)
                continue;
            QVERIFY(rows[i].built_in && rows[i].id < 0);
            QCOMPARE(filter->text(), rows[i].filter);
            QCOMPARE(sieve.kept(*filter), expected[static_cast<int>(i)]);
        }
    }
};

QTEST_GUILESS_MAIN(TestPhotoFilter)
#include "test_photo_filter.moc"
