// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/style/appearance.h"

#include <algorithm>
#include <cmath>

#include <QAbstractButton>
#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace touchstone::ui {
namespace {

QPalette neutralPalette(const QColor& window, const QColor& base, const QColor& text, const QColor& button,
                        const QColor& highlight) {
    QPalette palette(button, window);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::ToolTipBase, base);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, highlight);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    QColor faint = text;
    faint.setAlpha(140);
    palette.setColor(QPalette::PlaceholderText, faint);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role,
                         isDark(palette) ? QColor(0x87, 0x87, 0x87) : QColor(0x80, 0x80, 0x80));
    return palette;
}

QPalette darkPalette() {
    QPalette palette = neutralPalette(QColor(0x35, 0x35, 0x35), QColor(0x2a, 0x2a, 0x2a), QColor(0xe8, 0xe8, 0xe8),
                                      QColor(0x41, 0x41, 0x41), QColor(0x2f, 0x6f, 0xb0));
    palette.setColor(QPalette::Link, QColor(0x8a, 0xbe, 0xf5));
    return palette;
}

QPalette lightPalette() {
    QPalette palette = neutralPalette(QColor(0xf0, 0xf0, 0xf0), QColor(0xff, 0xff, 0xff), QColor(0x1c, 0x1c, 0x1c),
                                      QColor(0xec, 0xec, 0xec), QColor(0x2a, 0x66, 0xa8));
    palette.setColor(QPalette::Link, QColor(0x1a, 0x55, 0x9a));
    return palette;
}

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& c) {
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

} // namespace

void applyAppearance(Appearance appearance) {
    static const QString systemStyle = QApplication::style()->name();
    if (appearance == Appearance::System) {
        QApplication::setStyle(systemStyle);
        QApplication::setPalette(QPalette());
        return;
    }
    // Some desktop styles ignore the palette; Fusion follows it everywhere.
    QApplication::setStyle(QStringLiteral("fusion"));
    QApplication::setPalette(appearance == Appearance::Dark ? darkPalette() : lightPalette());
}

Appearance appearanceFromName(const QString& name) {
    if (name == QLatin1String("light"))
        return Appearance::Light;
    return name == QLatin1String("dark") ? Appearance::Dark : Appearance::System;
}

QString appearanceName(Appearance appearance) {
    switch (appearance) {
    case Appearance::Light:
        return QStringLiteral("light");
    case Appearance::Dark:
        return QStringLiteral("dark");
    case Appearance::System:
        break;
    }
    return QStringLiteral("system");
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Active, QPalette::Window).lightness() < 128;
}

PhotoColours photoColours(bool dark) {
    if (dark)
        return {QColor(0x26, 0x26, 0x26), QColor(0x2f, 0x2f, 0x2f), QColor(0x3b, 0x3b, 0x3b), QColor(0xec, 0xec, 0xec),
                QColor(0xb4, 0xb4, 0xb4), QColor(0xff, 0xb0, 0x70), QColor(0x14, 0x14, 0x14), QColor(0xf4, 0xf4, 0xf4)};
    return {QColor(0xcf, 0xcf, 0xcf), QColor(0xd9, 0xd9, 0xd9), QColor(0xc2, 0xc2, 0xc2), QColor(0x1a, 0x1a, 0x1a),
            QColor(0x48, 0x48, 0x48), QColor(0x7a, 0x2c, 0x00), QColor(0xfa, 0xfa, 0xfa), QColor(0x14, 0x14, 0x14)};
}

void emphasiseWhenChecked(QAbstractButton* button) {
    const auto dress = [button](bool checked) {
        QFont font = button->font();
        font.setBold(checked);
        button->setFont(font);
        QPalette palette;
        if (checked) {
            palette.setColor(QPalette::Button, palette.color(QPalette::Highlight));
            palette.setColor(QPalette::ButtonText, palette.color(QPalette::HighlightedText));
        }
        button->setPalette(palette);
    };
    QObject::connect(button, &QAbstractButton::toggled, button, dress);
    dress(button->isChecked());
}

double contrastRatio(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace touchstone::ui
