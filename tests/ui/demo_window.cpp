// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Looks at the window without a network: demo_window FOLDER FILE.png WxH [loupe] [dark] [heat=N] [photo=N] [make=COUNT]
// writes a picture of it and ends. "make" fills FOLDER with landscapes first. Not shipped, not run by ctest.
#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include "engine/imaging/decode.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/scenery.h"
#include "ui/loupe/photo_canvas.h"
#include "ui/style/appearance.h"
#include "ui/window/screenshot.h"

using namespace touchstone;

int main(int argc, char** argv) {
    imaging::initialise();
    QApplication application(argc, argv);
    const QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    ui::installCanvasAccessibility();
    const QStringList words = QApplication::arguments();
    if (words.size() < 4)
        return 2;
    const auto number = [&](const QString& name) {
        for (const QString& word : words)
            if (word.startsWith(name + QLatin1Char('=')))
                return word.section(QLatin1Char('='), 1).toInt();
        return -1;
    };
    if (number(QStringLiteral("make")) > 0 && !test::writeLandscapes(words[1], number(QStringLiteral("make")), 1500))
        return 1;
    ui::applyAppearance(words.contains(QStringLiteral("dark")) ? ui::Appearance::Dark : ui::Appearance::Light);
    library::SessionOptions options;
    options.model_files = {"stand-in.safetensors"};
    options.factory = test::demo_factory(test::demo_model());
    auto* window = new ui::MainWindow(options);
    window->resize(words[3].section(QLatin1Char('x'), 0, 0).toInt(), words[3].section(QLatin1Char('x'), 1).toInt());
    window->show();
    window->open({words[1].toStdString()});
    ui::ScreenshotPlan plan;
    plan.file = words[2];
    plan.loupe = words.contains(QStringLiteral("loupe"));
    plan.scale = number(QStringLiteral("heat"));
    plan.heat_map = plan.scale >= 0;
    plan.photo = std::max(0, number(QStringLiteral("photo")));
    auto* screenshot = new ui::Screenshot(*window, plan, window);
    int code = 1;
    QObject::connect(screenshot, &ui::Screenshot::finished, &application, [&](bool written) {
        code = written ? 0 : 1;
        QApplication::quit();
    });
    QApplication::exec();
    delete window;
    return code;
}
