// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <memory>

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include "ui/style/appearance.h"

// The macro declares a function, which must be outside every namespace.
static void initialiseIcons() {
    Q_INIT_RESOURCE(touchstone);
}

namespace touchstone::ui {
namespace {

/// Draws an SVG whose `currentColor` becomes the palette's colour when it is painted, so that a change between light
/// and dark needs no new icons.
class ThemedIconEngine : public QIconEngine {
public:
    explicit ThemedIconEngine(QByteArray svg)
        : svg_(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
        QByteArray coloured = svg_;
        coloured.replace("currentColor", palette.color(group, role).name().toLatin1());
        QSvgRenderer renderer(coloured);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(svg_); }
    QString key() const override { return QStringLiteral("touchstone-themed"); }

private:
    QByteArray svg_;
};

} // namespace

QIcon themedIcon(const QString& name) {
    initialiseIcons();
    QFile file(QStringLiteral(":/touchstone/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new ThemedIconEngine(file.readAll()));
}

QIcon applicationIcon() {
    initialiseIcons();
    return QIcon(QStringLiteral(":/touchstone/icons/touchstone.svg"));
}

} // namespace touchstone::ui
