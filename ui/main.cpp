// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QImageReader>

#include "app/decoder/sandbox_setup.h"
#include "app/metadata/file_facts.h"
#include "app/modelstore/model_store.h"
#include "engine/imaging/decode.h"
#include "ui/loupe/photo_canvas.h"
#include "ui/preferences/preferences.h"
#include "ui/style/appearance.h"
#include "ui/style/translation.h"
#include "ui/termination.h"
#include "ui/window/library_opening.h"
#include "ui/window/main_window.h"
#include "ui/window/screenshot.h"
#include "ui/window/start_report.h"

using namespace touchstone;

namespace {

QCommandLineOption hidden(const QString& name, const QString& value = {}) {
    QCommandLineOption option(name, {}, value);
    option.setFlags(QCommandLineOption::HiddenFromHelp); // for the documentation's pictures
    return option;
}

struct Options {
    QCommandLineOption model{QStringLiteral("model"),
                             QApplication::translate("main", "Model to score with (id or file)."),
                             QStringLiteral("ID|FILE")};
    QCommandLineOption appearance{QStringLiteral("appearance"),
                                  QApplication::translate("main", "Colours of the window: system, light or dark."),
                                  QStringLiteral("NAME")};
    QCommandLineOption no_sandbox{
        QStringLiteral("no-sandbox"),
        QApplication::translate("main", "Decode photos in the program itself, without protection.")};
    QCommandLineOption screenshot = hidden(QStringLiteral("screenshot"), QStringLiteral("FILE"));
    QCommandLineOption size = hidden(QStringLiteral("size"), QStringLiteral("WxH"));
    QCommandLineOption view = hidden(QStringLiteral("view"), QStringLiteral("grid|loupe"));
    QCommandLineOption heat = hidden(QStringLiteral("heat-map"), QStringLiteral("SCALE"));
    QCommandLineOption photo = hidden(QStringLiteral("photo"), QStringLiteral("ROW"));
    QCommandLineOption report_start = hidden(QStringLiteral("report-start")); // for tests and measurements
};

/// The arguments as the shell gave them: Qt's strings lose bytes that are not text in the locale.
std::vector<std::string> rawPaths(const QStringList& positional, int argc, char** argv) {
    std::vector<std::string> paths;
    int from = 1;
    for (const QString& wanted : positional) {
        std::string path = QFile::encodeName(wanted).toStdString();
        for (int i = from; i < argc; ++i)
            if (QFile::decodeName(argv[i]) == wanted || QString::fromLocal8Bit(argv[i]) == wanted) {
                path = argv[i];
                from = i + 1;
                break;
            }
        paths.push_back(path);
    }
    return paths;
}

/// The models to run; the reason, when there is none.
QString chooseModels(const QStringList& named, library::SessionOptions& options) {
    const ModelStore store;
    options.scorer.find_model = [store](const std::string& sha256) { return store.find_by_hash(sha256); };
    if (named.isEmpty()) {
        const auto models = store.default_models();
        if (!models)
            return QString::fromStdString(models.error().message());
        options.model_files = *models;
        return {};
    }
    for (const QString& name : named) {
        const std::string bytes = QFile::encodeName(name).toStdString();
        const auto file = store.resolve(bytes);
        if (!file)
            return QString::fromStdString(file.error().message());
        options.model_files.push_back(*file);
        options.model_names.push_back(bytes);
    }
    return {};
}

void photograph(QApplication& application, ui::MainWindow& window, const QCommandLineParser& parser,
                const Options& options) {
    ui::ScreenshotPlan plan;
    plan.file = parser.value(options.screenshot);
    plan.loupe = parser.value(options.view) == QLatin1String("loupe");
    plan.heat_map = parser.isSet(options.heat);
    plan.scale = parser.value(options.heat).toInt();
    plan.photo = parser.value(options.photo).toInt();
    auto* screenshot = new ui::Screenshot(window, plan, &window);
    QObject::connect(screenshot, &ui::Screenshot::finished, &application, [&application](bool written) {
        if (!written)
            std::fputs("touchstone: the screenshot could not be made\n", stderr);
        application.exit(written ? 0 : 1);
    });
}

} // namespace

int main(int argc, char** argv) {
    imaging::initialise(); // before any thread exists
    metadata::initialise();
    // Looked for by hand: Qt's parser needs the application, and that has threads.
    const SandboxState sandbox = set_up_sandbox(
        std::none_of(argv + 1, argv + argc, [](const char* word) { return std::string_view(word) == "--no-sandbox"; }));
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("touchstone"));
    QApplication::setApplicationName(QStringLiteral("touchstone"));
    QApplication::setApplicationDisplayName(QString());
    QApplication::setApplicationVersion(QStringLiteral(TOUCHSTONE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.touchstone.Touchstone"));
    QApplication::setWindowIcon(ui::applicationIcon());
    ui::installTranslations(QLocale());
    ui::installCanvasAccessibility();
    const ui::Termination termination;

    QCommandLineParser parser;
    const Options options;
    parser.setApplicationDescription(QApplication::translate(
        "main", "Opens folders of photos, ranked by quality, and shows where the model looked."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({options.model, options.appearance, options.no_sandbox, options.screenshot, options.size,
                       options.view, options.heat, options.photo, options.report_start});
    parser.addPositionalArgument(QStringLiteral("PATH"),
                                 QApplication::translate("main", "Folders or photos to open; none: the whole library."),
                                 QStringLiteral("[PATH…]"));
    parser.process(application);

    const ui::Preferences preferences = ui::Preferences::load();
    ui::applyAppearance(parser.isSet(options.appearance) ? ui::appearanceFromName(parser.value(options.appearance))
                                                         : preferences.appearance);
    library::SessionOptions session = library::default_session_options();
    preferences.applyTo(session);
    session.catalogue = ui::openCatalogue(session.catalogue_folder);
    const QString noModel = chooseModels(parser.values(options.model), session);

    // On the heap: the window may be closed and deleted before the program ends.
    auto* window = new ui::MainWindow(session, noModel);
    window->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList size = parser.value(options.size).split(QLatin1Char('x'));
    if (size.size() == 2)
        window->resize(size[0].toInt(), size[1].toInt());
    if (parser.isSet(options.report_start))
        new ui::StartReport(*window, window);
    window->show();
    const std::vector<std::string> paths = rawPaths(parser.positionalArguments(), argc, argv);
    if (paths.empty())
        window->openLibrary(); // the empty state when it has no photos
    else
        window->open(paths);
    for (const std::string& note : sandbox.notes) {
        library::Issue issue;
        issue.severity = library::Issue::Severity::Note;
        issue.text = QString::fromStdString(note);
        window->session().issues().add(issue);
    }
    if (parser.isSet(options.screenshot))
        photograph(application, *window, parser, options);
    const int code = QApplication::exec();
    // Windows that were not closed: their threads must end before the libraries that they use are torn down.
    std::vector<ui::MainWindow*> left; // first, because their dialogs are in that list as well
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* open = qobject_cast<ui::MainWindow*>(widget))
            left.push_back(open);
    for (ui::MainWindow* open : left)
        delete open;
    return code;
}
