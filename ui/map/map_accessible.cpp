// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/map/map_accessible.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>

#include "ui/map/map_canvas.h"

namespace touchstone::ui {

namespace {

/// One photo on the map. Names it by its id: points move when the map is laid out anew.
class PointAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    PointAccessible(MapCanvas& canvas, library::PhotoId photo)
        : canvas_(&canvas)
        , photo_(photo) {}

    bool isValid() const override { return at() >= 0; }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(canvas_); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Graphic; }
    library::PhotoId photo() const { return photo_; }

    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Name && isValid() ? canvas_->words(at()).spoken : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        if (!isValid())
            return {};
        const double reach = canvas_->pointDiameter() / canvas_->devicePixelRatioF() / 2;
        const QPointF middle = canvas_->view().toWidget(canvas_->points().place(at()));
        const QRect around = QRectF(middle - QPointF(reach, reach), middle + QPointF(reach, reach)).toAlignedRect();
        return {canvas_->mapToGlobal(around.topLeft()), around.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        const int point = at();
        state.invalid = point < 0;
        state.focusable = state.selectable = point >= 0;
        if (point < 0)
            return state;
        state.selected = canvas_->points()[point].selected;
        state.active = canvas_->current() == point;
        state.focused = state.active && canvas_->hasFocus();
        state.offscreen = !canvas_->rect().contains(canvas_->view().toWidget(canvas_->points().place(point)).toPoint());
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {setFocusAction(), pressAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& name) override {
        if (!isValid())
            return;
        if (name == setFocusAction()) {
            canvas_->setFocus();
            canvas_->moveCurrent(at());
        } else if (name == pressAction()) {
            canvas_->choose(at(), Choice::Replace);
        }
    }

private:
    /// −1 when it is on the map no more, or hidden.
    int at() const {
        const int point = canvas_ ? canvas_->points().indexOf(photo_) : -1;
        return point >= 0 && canvas_->points()[point].shown && !canvas_->points()[point].gone ? point : -1;
    }

    const QPointer<MapCanvas> canvas_;
    const library::PhotoId photo_;
};

/// Its description is the photo that the keys have reached (MapCanvas::describeCurrent).
class MapAccessible : public QAccessibleWidget {
public:
    explicit MapAccessible(MapCanvas* canvas)
        : QAccessibleWidget(canvas, QAccessible::Chart)
        , canvas_(*canvas) {}

    ~MapAccessible() override {
        for (const auto& [photo, id] : known_)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return static_cast<int>(photos().size()); }

    QAccessibleInterface* child(int index) const override {
        const std::vector<library::PhotoId>& all = photos();
        return index < 0 || index >= static_cast<int>(all.size()) ? nullptr
                                                                  : interfaceOf(all[static_cast<std::size_t>(index)]);
    }

    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* point = dynamic_cast<const PointAccessible*>(child);
        if (!point)
            return -1;
        const std::vector<library::PhotoId>& all = photos();
        const auto found = std::find(all.begin(), all.end(), point->photo());
        return found == all.end() ? -1 : static_cast<int>(found - all.begin());
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        return ofPoint(canvas_.pointAt(canvas_.mapFromGlobal(QPoint(x, y))));
    }

    QAccessibleInterface* focusChild() const override {
        QAccessibleInterface* current = canvas_.hasFocus() ? ofPoint(canvas_.current()) : nullptr;
        return current ? current : QAccessibleWidget::focusChild();
    }

private:
    /// Nothing for a point that is none of the children.
    QAccessibleInterface* ofPoint(int point) const {
        if (point < 0)
            return nullptr;
        const library::PhotoId photo = canvas_.points().photo(point);
        const std::vector<library::PhotoId>& all = photos();
        return std::find(all.begin(), all.end(), photo) == all.end() ? nullptr : interfaceOf(photo);
    }

    /// Of the children, by point. What is no child any more is forgotten, but later: who asks may hold one of them.
    const std::vector<library::PhotoId>& photos() const {
        if (revision_ == canvas_.viewRevision())
            return photos_;
        revision_ = canvas_.viewRevision();
        photos_.clear();
        for (const int point : canvas_.pointsInView(most_spoken_points))
            photos_.push_back(canvas_.points().photo(point));
        const std::unordered_set<library::PhotoId> now(photos_.begin(), photos_.end());
        std::vector<QAccessible::Id> old;
        std::erase_if(known_, [&](const auto& known) {
            if (now.contains(known.first))
                return false;
            old.push_back(known.second);
            return true;
        });
        if (!old.empty())
            QMetaObject::invokeMethod(
                qApp,
                [old] {
                    for (const QAccessible::Id id : old)
                        QAccessible::deleteAccessibleInterface(id);
                },
                Qt::QueuedConnection);
        return photos_;
    }

    /// Made when somebody asks for it.
    QAccessibleInterface* interfaceOf(library::PhotoId photo) const {
        const auto [known, is_new] = known_.try_emplace(photo);
        if (is_new)
            known->second = QAccessible::registerAccessibleInterface(new PointAccessible(canvas_, photo));
        return QAccessible::accessibleInterface(known->second);
    }

    MapCanvas& canvas_;
    mutable std::vector<library::PhotoId> photos_;
    mutable quint64 revision_ = 0; ///< of photos_; a canvas that shows anything has another one
    mutable std::unordered_map<library::PhotoId, QAccessible::Id> known_;
};

QAccessibleInterface* mapInterface(const QString& name, QObject* object) {
    auto* canvas = name == QLatin1String("touchstone::ui::MapCanvas") ? qobject_cast<MapCanvas*>(object) : nullptr;
    return canvas ? new MapAccessible(canvas) : nullptr;
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
