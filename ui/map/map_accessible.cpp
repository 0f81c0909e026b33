// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/map/map_accessible.h"

#include <QAccessibleWidget>
#include <QWidget>

namespace touchstone::ui {

namespace {

/// Its description is the photo that the keys have reached (MapCanvas::describeCurrent).
class MapAccessible : public QAccessibleWidget {
public:
    explicit MapAccessible(QWidget* widget)
        : QAccessibleWidget(widget, QAccessible::Chart) {}
};

QAccessibleInterface* mapInterface(const QString& name, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    return name == QLatin1String("touchstone::ui::MapCanvas") && widget ? new MapAccessible(widget) : nullptr;
}

} // namespace

void installMapAccessibility() {
    static const bool once = [] {
        QAccessible::installFactory(mapInterface);
        return true;
    }();
    static_cast<void>(once);
}

} // namespace touchstone::ui
