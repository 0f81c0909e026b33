// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The window and every dialog in a made-up language: every text was marked for translation, and one that is 40 % longer
// still fits.
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QSettings>
#include <QTimer>
#include <QtTest>

#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"
#include "tests/support/generated_reiqa.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/open_loupe.h"
#include "tests/ui/pseudo_locale.h"
#include "tests/ui/scenery.h"
#include "tests/ui/text_walk.h"
#include "ui/filter/filter_menu.h"
#include "ui/filter/range_dialog.h"
#include "ui/map/map_view.h"
#include "ui/models/import_dialog.h"
#include "ui/models/licence_dialog.h"
#include "ui/reports/mark_import_dialog.h"
#include "ui/window/empty_state.h"

using namespace touchstone;
using namespace touchstone::ui;
using test::kPatience;
using test::OpenLoupe;

namespace {

constexpr QSize kWindow(1280, 800);

/// What has letters and is no text of the program's: taken out before what is left is looked at.
struct Data {
    const char* pattern;
    const char* reason;
    const char* where = ""; ///< only in texts of what is called so; empty = anywhere
};
constexpr Data kData[] = {
    {"<[^<>]*>", "tags"},
    {"&(lt|gt|amp|nbsp|quot);", "entities"},
    {"\\(((Ctrl|Shift|Alt|Meta|Return|Enter|Del|Backspace|Esc|Space|Left|Right|Up|Down|F\\d+|[A-Z0-9?/+.=-])[+, "
     "]*)+\\)",
     "names of keys, which Qt translates"},
    {".*", "names of keys, which Qt translates", "ShortcutsDialog\\(.*\\) > QTreeWidget\\(.*\\) cell \\d+,1"},
    {"[^\\s<>]*\\.(jpg|png|safetensors|xmp)\\b", "names of files"},
    {"/[^\\s<>]+", "paths"},
    {"(test_pseudo_locale|touchstone-test)-\\w+", "folders of photos"},
    {"Stand-in \\(sharpness less noise\\)|stand-in|Generated regressor", "titles and ids of models"},
    {".*", "titles, ids and licences of the models", "ModelsDialog.*QTableView\\(.*\\) cell (\\d+,[023]|.* tool tip)"},
    {"\\bmusiq-\\w+|\\breiqa-\\w+", "ids of models"},
    {"\\b[0-9a-f]{12,}\\b", "hashes"},
    {"\\b(px|[kKMG]i?B|s|min)\\b", "units"},
    {"\\b\\d+ \\w{3} \\d{4}\\b", "dates, which QLocale writes"},
    {"\\bxmp:\\w+", "names of properties", "SidecarDialog"},
    {"\\bJPG\\b", "formats of files"},
    {"(its metadata cannot be read|is only 8 bytes long).*", "errors of files, for which the engine has one language"},
    {"Touchstone|Viridis|Cividis", "names"},
};

/// What of the texts was never marked for translation.
QStringList unmarkedIn(QWidget& top) {
    static const QRegularExpression letters(QStringLiteral("\\p{L}"));
    QStringList found;
    for (const test::SeenText& seen : test::textsIn(top)) {
        QString left = test::unmarked(seen.text);
        for (const Data& data : kData)
            if (seen.where.contains(QRegularExpression(QLatin1String(data.where))))
                left.remove(QRegularExpression(QLatin1String(data.pattern)));
        if (left.contains(letters))
            found << QStringLiteral("\"%1\" of %2").arg(left.trimmed(), seen.where);
    }
    found.removeDuplicates();
    return found;
}

/// Shows less than all of its text on purpose.
bool elides(const QWidget& widget) {
    Q_UNUSED(widget)
    return false;
}

bool hasRows(const QDialog& dialog) {
    const auto views = dialog.findChildren<QAbstractItemView*>();
    return std::any_of(views.begin(), views.end(), [](const QAbstractItemView* view) {
        return view->isVisible() && view->model() && view->model()->rowCount() > 0;
    });
}

/// Rejects for any reason there is, so that the reasons are seen.
void proposeAll(const QDialog& dialog) {
    for (QCheckBox* box : dialog.findChildren<QCheckBox*>())
        box->setChecked(true);
    for (QDoubleSpinBox* box : dialog.findChildren<QDoubleSpinBox*>())
        box->setValue(box->maximum());
}

QStringList problemsOf(QWidget& top) {
    QStringList problems;
    for (const QString& text : unmarkedIn(top))
        problems << QStringLiteral("not marked: ") + text;
    for (const QString& text : test::cutOffIn(top, elides))
        problems << QStringLiteral("cut off: ") + text;
    if (top.width() > kWindow.width() || top.height() > kWindow.height())
        problems << QStringLiteral("does not fit: %1×%2").arg(top.width()).arg(top.height());
    return problems;
}

bool passes(QWidget& top, const char* what) {
    QStringList problems;
    // A layout follows its texts a turn of the event loop later, some of them two.
    const bool good = QTest::qWaitFor([&] { return (problems = problemsOf(top)).isEmpty(); }, 5000);
    test::picture(top, what);
    if (!good)
        qWarning("%s:\n  %s", what, qPrintable(problems.join(QStringLiteral("\n  "))));
    return good;
}

} // namespace

class TestPseudoLocale : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_, photos_, models_;
    test::PseudoTranslator translator_;
    std::string reiqa_;

    static library::SessionOptions options() {
        const auto model = test::demo_model();
        library::SessionOptions options;
        options.model_files = {"stand-in.safetensors"};
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        return options;
    }
    void openIn(OpenLoupe& loupe) {
        loupe.window.resize(kWindow);
        loupe.open(photos_.path());
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QVERIFY(test::writeLandscapes(photos_.path(), 4, 300));
        QFile broken(photos_.filePath(QStringLiteral("broken.jpg"))); // fills the list of issues
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("no photo");
        broken.close();
        QImage black(300, 200, QImage::Format_RGB32); // to propose
        black.fill(Qt::black);
        QVERIFY(black.save(photos_.filePath(QStringLiteral("black.jpg"))));
        const QStringList views = QDir(photos_.path()).entryList({QStringLiteral("view*.jpg")});
        const QString photo = photos_.filePath(views.value(0));
        QFile sidecar(photo + QStringLiteral(".xmp")); // to take over
        QVERIFY(sidecar.open(QIODevice::WriteOnly));
        sidecar.write("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
                      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
                      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"4\" xmp:Label=\"Red\"/></rdf:RDF>"
                      "</x:xmpmeta>");
        sidecar.close();
        reiqa_ = test::write_generated_reiqa(models_.path().toStdString(), test::tiny_trunk());
        QVERIFY(QCoreApplication::installTranslator(&translator_));
    }
    void cleanupTestCase() { QCoreApplication::removeTranslator(&translator_); }
    void init() { QSettings().clear(); }

    void theLanguageIsMade() {
        QCOMPARE(test::pseudo(QStringLiteral("&Open %1…")), QStringLiteral("⟦&Opéñ %1… ö⟧"));
        QCOMPARE(test::pseudo(QStringLiteral("<b>Note</b>")), QStringLiteral("⟦<b>Ñöté</b> ö⟧"));
        QCOMPARE(test::pseudo(QStringLiteral("All (*.icc *.icm)")), QStringLiteral("⟦Áll (*.icc *.icm) ö⟧"));
        QCOMPARE(test::unmarked(QStringLiteral("a ⟦b ⟦c⟧ d⟧ e")), QStringLiteral("a  e"));
        QCOMPARE(Banner::tr("Hide this message").front(), test::kOpens);
    }

    void theWalkFindsWhatIsWrong() {
        QWidget widget;
        auto* bare = new QLabel(QStringLiteral("Never marked"), &widget);
        bare->resize(bare->sizeHint());
        auto* narrow = new QPushButton(test::pseudo(QStringLiteral("Much too long for its place")), &widget);
        narrow->setGeometry(0, 40, 30, narrow->sizeHint().height());
        widget.resize(400, 200);
        widget.show();
        QCOMPARE(unmarkedIn(widget).size(), 1);
        QCOMPARE(test::cutOffIn(widget, elides).size(), 1);
        narrow->resize(narrow->sizeHint());
        bare->setText(test::pseudo(QStringLiteral("Note")));
        bare->resize(bare->sizeHint());
        QVERIFY(unmarkedIn(widget).isEmpty() && test::cutOffIn(widget, elides).isEmpty());
        narrow->move(390, 40);
        QCOMPARE(test::cutOffIn(widget, elides).size(), 1);
    }

    void everyPageOfTheWindow() {
        OpenLoupe loupe(options());
        loupe.window.resize(kWindow);
        bool good = passes(loupe.window, "the-empty-window");
        openIn(loupe);
        for (QDockWidget* dock : loupe.window.findChildren<QDockWidget*>())
            dock->show();
        loupe.window.showGrid();
        good &= passes(loupe.window, "grid");
        const library::PhotoId first = loupe.window.session().photos().idAt(0);
        loupe.window.showLoupe(first);
        QTest::keyClick(&loupe.canvas, Qt::Key_H);
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.heat().isEmpty(), kPatience);
        good &= passes(loupe.window, "loupe");
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        good &= passes(loupe.window, "test-panel");
        QTest::keyClick(&loupe.canvas, Qt::Key_V);
        good &= passes(loupe.window, "scales");
        loupe.window.showGrid();
        loupe.window.showCompare({first, loupe.window.session().photos().idAt(1)});
        good &= passes(loupe.window, "compare");
        loupe.window.showMap(); // nothing is kept here: no photo has a thumbnail yet
        MapView& map = loupe.window.mapView();
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && map.laidOut(), kPatience);
        good &= passes(loupe.window, "map-without-thumbnails");
        loupe.press("mapOffer");
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && !map.canvas().points().isEmpty(), kPatience);
        good &= passes(loupe.window, "map");
        QVERIFY(good);
    }

    void everyReasonForNoPhotos() {
        library::SessionOptions none = options();
        none.factory = [](const std::string&, const ScorerOptions&) -> Result<std::unique_ptr<Scorer>> {
            return tl::unexpected(failure(ErrorCode::NotFound, {}, "17"));
        };
        MainWindow window(none);
        window.resize(kWindow);
        window.show();
        const QTemporaryDir empty;
        window.open({empty.path().toStdString()});
        const auto* state = window.findChild<EmptyState*>();
        QTRY_VERIFY(state && state->isVisible() && state->text().contains(empty.path()));
        bool good = passes(window, "no-photos");
        window.open({photos_.path().toStdString()});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().photos().rowCount() == 6, kPatience);
        good &= passes(window, "no-scores");
        window.findChild<QLineEdit*>(QStringLiteral("filter"))->setText(QStringLiteral("rating:5"));
        QTRY_VERIFY(state->isVisible());
        good &= passes(window, "no-photo-fits");
        QVERIFY(good);
    }

    void aScoreOfTwoExperts() {
        library::SessionOptions options;
        options.model_files = {reiqa_};
        options.scorer.keep_features = true;
        options.scorer.threads = 1;
        OpenLoupe loupe(options);
        openIn(loupe);
        QTest::keyClick(&loupe.canvas, Qt::Key_H);
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.heat().isEmpty(), kPatience);
        QVERIFY(passes(loupe.window, "reiqa"));
    }

    void everyDialog_data() {
        QTest::addColumn<QString>("action");
        for (const char* action : {"preferences", "shortcuts", "what-is-this", "about", "report", "write-sidecars",
                                   "take-marks", "propose", "save-collection", "models", "move-to-trash"})
            QTest::newRow(action) << QString::fromLatin1(action);
    }

    void everyDialog() {
        QFETCH(QString, action);
        OpenLoupe loupe(options());
        openIn(loupe);
        loupe.window.showGrid();
        QAction* opens = loupe.window.actionRegistry().action(action);
        QVERIFY(opens);
        if (action == QLatin1String("save-collection"))
            loupe.find<QLineEdit>("filter")->setText(QStringLiteral("score>=1"));
        if (action == QLatin1String("write-sidecars"))
            QTest::keyClick(&loupe.window.grid(), Qt::Key_3); // three stars to write
        const QStringList lists{QStringLiteral("write-sidecars"), QStringLiteral("take-marks"),
                                QStringLiteral("propose")};
        QTRY_VERIFY_WITH_TIMEOUT(opens->isEnabled(), kPatience);
        bool checked = false, good = false;
        // Some of them run their own loop: looked at from a timer.
        QTimer look;
        connect(&look, &QTimer::timeout, &look, [&] {
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                auto* dialog = qobject_cast<QDialog*>(widget);
                if (!dialog || !dialog->isVisible() || checked)
                    continue;
                if (action == QLatin1String("propose"))
                    proposeAll(*dialog);
                if (lists.contains(action) && !hasRows(*dialog))
                    continue;
                checked = true;
                good = passes(*dialog, qPrintable(action));
                dialog->reject();
            }
        });
        look.start(20);
        opens->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(checked, kPatience);
        look.stop();
        QVERIFY(good);
    }

    void dialogsOfDialogs() {
        PublishedModel model;
        model.id = model.title = "stand-in";
        model.url = model.page = "/page";
        LicenceDialog licence(model);
        licence.show();
        ImportDialog import(QStringLiteral("net.safetensors"));
        import.show();
        RangeDialog number(library::FilterField::Score, FilterMenu::tr("Score"), NumberRange{});
        number.setRelation(library::FilterRelation::Between);
        number.show();
        RangeDialog day(library::FilterField::Captured, FilterMenu::tr("Score"), QDate(2026, 1, 31));
        day.show();
        bool good = passes(licence, "licence");
        good &= passes(import, "import");
        good &= passes(number, "range-number");
        good &= passes(day, "range-day");
        QVERIFY(good);
    }

    void theFilterMenu() {
        OpenLoupe loupe(options());
        openIn(loupe);
        FilterMenu menu(loupe.window.session().photos());
        Q_EMIT
        menu.aboutToShow();
        QVERIFY(menu.actions().size() > 5);
        QVERIFY(passes(menu, "filter-menu"));
    }
};

QTEST_MAIN(TestPseudoLocale)
#include "test_pseudo_locale.moc"
