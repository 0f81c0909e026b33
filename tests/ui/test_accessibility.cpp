// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Walks what a screen reader sees, of the window's pages and of every dialog: what can be focused or pressed has a
// name.
#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTimer>

#include "engine/imaging/decode.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/open_loupe.h"
#include "tests/ui/scenery.h"
#include "ui/loupe/photo_canvas.h"
#include "ui/map/map_view.h"

using namespace touchstone;
using namespace touchstone::ui;
using test::kPatience;
using test::OpenLoupe;

namespace {

bool isInteractive(const QAccessibleInterface& item) {
    switch (item.role()) {
    case QAccessible::Button:
    case QAccessible::ButtonMenu:
    case QAccessible::ButtonDropDown:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::ComboBox:
    case QAccessible::Slider:
    case QAccessible::SpinBox:
    case QAccessible::EditableText:
    case QAccessible::MenuItem:
    case QAccessible::PageTab:
    case QAccessible::Graphic:
    case QAccessible::ProgressBar:
    case QAccessible::List:
    case QAccessible::ListItem:
    case QAccessible::Table:
    case QAccessible::Tree:
    case QAccessible::TreeItem:
    case QAccessible::Link:
        return true;
    case QAccessible::StaticText: // its text is its name, and may be selected: empty, it says nothing
        return false;
    default:
        return item.state().focusable;
    }
}

QString described(QAccessibleInterface* item) {
    QStringList path;
    for (; item; item = item->parent()) {
        const QObject* object = item->object();
        path.prepend(object ? QStringLiteral("%1(%2)").arg(QLatin1String(object->metaObject()->className()),
                                                           object->objectName())
                            : QStringLiteral("role %1").arg(item->role()));
        if (path.size() > 5)
            break;
    }
    return path.join(QStringLiteral(" > "));
}

/// What has no name. Parts of a widget that has one (the field of a spin box, the list of a combo box) go by its name.
void walk(QAccessibleInterface* item, bool parentNamed, QStringList& nameless, int& seen) {
    if (!item || !item->isValid() || item->state().invisible)
        return;
    const bool named = !item->text(QAccessible::Name).trimmed().isEmpty();
    if (isInteractive(*item)) {
        ++seen;
        if (!named && !parentNamed)
            nameless << described(item);
    }
    const QAccessible::Role role = item->role();
    const bool wholeWidget = role == QAccessible::SpinBox || role == QAccessible::ComboBox ||
                             role == QAccessible::Table || role == QAccessible::Tree || role == QAccessible::List;
    for (int child = 0; child < std::min(item->childCount(), 400); ++child)
        walk(item->child(child), wholeWidget && named, nameless, seen);
}

int check(QWidget& widget, const char* what) {
    QStringList nameless;
    int seen = 0;
    walk(QAccessible::queryAccessibleInterface(&widget), false, nameless, seen);
    if (!nameless.isEmpty())
        qWarning("%s has no name for:\n  %s", what, qPrintable(nameless.join(QStringLiteral("\n  "))));
    return nameless.isEmpty() ? seen : -1;
}

} // namespace

class TestAccessibility : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_, photos_;

    static library::SessionOptions options() {
        const auto model = test::demo_model();
        library::SessionOptions options;
        options.model_files = {"stand-in.safetensors"};
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        return options;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        installCanvasAccessibility();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QVERIFY(test::writeLandscapes(photos_.path(), 4, 300));
        QFile broken(photos_.filePath(QStringLiteral("broken.jpg"))); // fills the list of issues
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("no photo");
    }
    void init() { QSettings().clear(); }

    void theWalkFindsWhatHasNoName() {
        QWidget widget;
        new QPushButton(&widget);
        widget.show();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("has no name")));
        QCOMPARE(check(widget, "the test's own"), -1);
    }

    void everyPageOfTheWindow() {
        OpenLoupe loupe(options());
        QVERIFY(check(loupe.window, "the empty window") > 10);
        loupe.open(photos_.path());
        for (QDockWidget* dock : loupe.window.findChildren<QDockWidget*>())
            dock->show();
        loupe.window.showGrid();
        QVERIFY(check(loupe.window, "the grid") > 30);
        loupe.window.showLoupe(loupe.window.session().photos().idAt(0));
        QTest::keyClick(&loupe.canvas, Qt::Key_H);
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.heat().isEmpty(), kPatience);
        QVERIFY(check(loupe.window, "the loupe") > 30);
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        QVERIFY(check(loupe.window, "testing the map") > 30);
        QTest::keyClick(&loupe.canvas, Qt::Key_V);
        QVERIFY(check(loupe.window, "as the model saw it") > 30);
        loupe.window.showGrid();
        loupe.window.showCompare({loupe.window.session().photos().idAt(0), loupe.window.session().photos().idAt(1)});
        QVERIFY(check(loupe.window, "compare") > 30);
        loupe.window.showMap();
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.window.mapView().isBusy(), kPatience);
        QVERIFY(check(loupe.window, "the library map") > 30);
    }

    void everyMenu() {
        OpenLoupe loupe(options());
        QStringList nameless;
        const auto actions = loupe.window.findChildren<QAction*>();
        for (const QAction* action : actions) {
            const auto shown_in = action->associatedObjects();
            const bool in_a_menu = std::any_of(shown_in.begin(), shown_in.end(), [&](const QObject* object) {
                return object != action->menu() &&
                       (qobject_cast<const QMenu*>(object) || qobject_cast<const QMenuBar*>(object));
            });
            if (in_a_menu && !action->isSeparator() && action->isVisible() && action->text().isEmpty())
                nameless << QStringLiteral("%1 in %2")
                                .arg(action->objectName(), QLatin1String(action->parent()->metaObject()->className()));
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
        QVERIFY(actions.size() > 60);
    }

    void everyDialog_data() {
        QTest::addColumn<QString>("action");
        for (const char* action :
             {"preferences", "shortcuts", "what-is-this", "about", "report", "write-sidecars", "take-marks", "propose",
              "save-collection", "open-folder", "models", "move-to-trash"})
            QTest::newRow(action) << QString::fromLatin1(action);
    }

    void everyDialog() {
        QFETCH(QString, action);
        OpenLoupe loupe(options());
        loupe.open(photos_.path());
        loupe.window.showGrid();
        QAction* opens = loupe.window.actionRegistry().action(action);
        QVERIFY(opens && opens->isEnabled());
        if (action == QLatin1String("save-collection"))
            loupe.find<QLineEdit>("filter")->setText(QStringLiteral("score>=1"));
        bool checked = false;
        int seen = 0;
        // Some of them run their own loop: looked at from a timer.
        QTimer look;
        connect(&look, &QTimer::timeout, &look, [&] {
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                auto* dialog = qobject_cast<QDialog*>(widget);
                if (!dialog || !dialog->isVisible() || checked)
                    continue;
                checked = true;
                seen = check(*dialog, qPrintable(action));
                dialog->reject();
            }
        });
        look.start(20);
        opens->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(checked, kPatience);
        look.stop();
        QVERIFY(seen >= 1);
    }
};

QTEST_MAIN(TestAccessibility)
#include "test_accessibility.moc"
