// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/ui/scenery.h"

#include <array>
#include <cmath>
#include <random>

#include <QDir>
#include <QImageWriter>
#include <QPainter>
#include <QPainterPath>

namespace touchstone::test {
namespace {

/// Uniform in [0, 1); std distributions differ between libraries, this does not.
class Dice {
public:
    explicit Dice(std::uint32_t seed)
        : engine_(seed * 2654435761U + 12345U) {}
    double operator()() { return engine_() / 4294967296.0; }
    double operator()(double low, double high) { return low + (high - low) * (*this)(); }

private:
    std::mt19937 engine_;
};

struct Light {
    QColor high, low, hills;
};

Light lightOf(Dice& dice) {
    static const std::array lights{Light{QColor(70, 120, 190), QColor(205, 222, 235), QColor(70, 95, 70)},
                                   Light{QColor(60, 60, 110), QColor(240, 160, 110), QColor(60, 50, 70)},
                                   Light{QColor(120, 140, 160), QColor(215, 218, 220), QColor(75, 90, 85)},
                                   Light{QColor(40, 90, 160), QColor(180, 210, 225), QColor(120, 100, 60)},
                                   Light{QColor(95, 150, 200), QColor(235, 230, 205), QColor(90, 110, 50)}};
    return lights[static_cast<std::size_t>(dice() * lights.size())];
}

/// A ridge as a sum of waves.
QPainterPath ridge(Dice& dice, QSizeF size, double level, double rough) {
    std::array<double, 7> phase{}, height{};
    for (std::size_t i = 0; i < phase.size(); ++i) {
        phase[i] = dice(0, 6.283);
        height[i] = rough * size.height() * dice(0.5, 1.0) / std::pow(1.8, static_cast<double>(i));
    }
    QPainterPath path(QPointF(0, size.height()));
    for (double x = 0; x <= size.width() + 2; x += 2) {
        double y = level * size.height();
        for (std::size_t i = 0; i < phase.size(); ++i)
            y += height[i] * std::sin(phase[i] + x / size.width() * 3.1 * std::pow(2.0, static_cast<double>(i)));
        path.lineTo(x, y);
    }
    path.lineTo(size.width() + 2, size.height());
    return path;
}

void drawTree(QPainter& painter, Dice& dice, QPointF foot, double height, const QColor& colour) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(60, 45, 35));
    painter.drawRect(QRectF(foot.x() - height * 0.02, foot.y() - height * 0.25, height * 0.04, height * 0.25));
    for (int i = 0; i < 140; ++i) {
        const double level = dice();
        const double spread = (1 - level) * height * 0.22;
        painter.setBrush(colour.lighter(static_cast<int>(dice(70, 140))));
        const QPointF at(foot.x() + dice(-spread, spread), foot.y() - height * (0.18 + 0.8 * level));
        painter.drawEllipse(at, height * 0.028, height * 0.02);
    }
}

void addNoise(QImage& image, Dice& dice, double sigma) {
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const auto jitter = [&](int value) {
                const double gauss = dice() + dice() + dice() - 1.5; // near enough to a bell
                return std::clamp(static_cast<int>(value + gauss * 2 * sigma), 0, 255);
            };
            line[x] = qRgb(jitter(qRed(line[x])), jitter(qGreen(line[x])), jitter(qBlue(line[x])));
        }
    }
}

QImage exposed(const QImage& image, double factor) {
    QImage result = image;
    for (int y = 0; y < result.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < result.width(); ++x) {
            const auto scale = [factor](int v) { return std::min(255, static_cast<int>(v * factor)); };
            line[x] = qRgb(scale(qRed(line[x])), scale(qGreen(line[x])), scale(qBlue(line[x])));
        }
    }
    return result;
}

QImage drawScene(Dice& dice, QSize size) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const Light light = lightOf(dice);
    QLinearGradient sky(0, 0, 0, size.height() * 0.6);
    sky.setColorAt(0, light.high);
    sky.setColorAt(1, light.low);
    painter.fillRect(image.rect(), sky);
    const QPointF sun(size.width() * dice(0.1, 0.9), size.height() * dice(0.1, 0.35));
    QRadialGradient glow(sun, size.height() * 0.25);
    glow.setColorAt(0, QColor(255, 250, 230, 255));
    glow.setColorAt(0.12, QColor(255, 245, 215, 200));
    glow.setColorAt(1, QColor(255, 240, 200, 0));
    painter.fillRect(image.rect(), glow);
    for (int layer = 0; layer < 4; ++layer) {
        const double depth = layer / 3.0;
        const QColor colour(static_cast<int>(light.low.red() * (1 - depth) + light.hills.red() * depth),
                            static_cast<int>(light.low.green() * (1 - depth) + light.hills.green() * depth),
                            static_cast<int>(light.low.blue() * (1 - depth) + light.hills.blue() * depth));
        painter.fillPath(ridge(dice, size, 0.42 + 0.11 * layer, 0.08 - 0.012 * layer), colour.darker(112));
    }
    const QColor green = light.hills.darker(130);
    const int trees = static_cast<int>(dice(3, 9));
    for (int i = 0; i < trees; ++i) {
        const double nearness = dice();
        drawTree(painter, dice, {size.width() * dice(), size.height() * (0.78 + 0.18 * nearness)},
                 size.height() * (0.12 + 0.28 * nearness), green);
    }
    painter.setPen(QPen(light.hills.lighter(130), std::max(1.0, size.height() / 700.0)));
    for (int i = 0; i < 900; ++i) { // grass: fine detail for a sharpness measure to see
        const QPointF root(size.width() * dice(), size.height() * dice(0.84, 1.0));
        painter.drawLine(root, root + QPointF(dice(-4, 4), -size.height() * dice(0.008, 0.025)));
    }
    painter.end();
    addNoise(image, dice, 3); // no camera is free of it
    return image;
}

} // namespace

QImage landscape(std::uint32_t seed, QSize size, Fault fault) {
    Dice dice(seed);
    QImage image = drawScene(dice, size);
    switch (fault) {
    case Fault::Blurred:
        return image.scaled(size / 9, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    case Fault::Noisy:
        addNoise(image, dice, 42);
        return image;
    case Fault::Dark:
        return exposed(image, 0.22);
    case Fault::Bright:
        return exposed(image, 2.1);
    case Fault::None:
        break;
    }
    return image;
}

bool writeLandscapes(const QString& folder, int count, int longSide) {
    static const std::array faults{Fault::None, Fault::Blurred, Fault::None, Fault::Noisy,
                                   Fault::None, Fault::Dark,    Fault::None, Fault::Bright};
    static const std::array names{"view", "blurred", "hills", "noisy", "lake", "dark", "trees", "bright"};
    if (!QDir().mkpath(folder))
        return false;
    for (int i = 0; i < count; ++i) {
        const auto kind = static_cast<std::size_t>(i) % faults.size();
        QSize size(longSide, longSide * 2 / 3);
        if (i % 5 == 3)
            size.transpose();
        const QString file =
            QStringLiteral("%1/%2_%3.jpg").arg(folder, QLatin1String(names[kind])).arg(i + 1, 4, 10, QLatin1Char('0'));
        QImageWriter writer(file, "jpeg");
        writer.setQuality(88);
        if (!writer.write(landscape(static_cast<std::uint32_t>(i / 2), size, faults[kind])))
            return false;
    }
    return true;
}

} // namespace touchstone::test
