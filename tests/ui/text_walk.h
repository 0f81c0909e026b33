// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>
#include <QTreeWidget>

namespace touchstone::test {

/// A text that a person can read, and whose it is.
struct SeenText {
    QString text, where;
};

inline QString describe(const QObject* object) {
    QStringList path;
    for (; object && path.size() < 4; object = object->parent())
        path.prepend(
            QStringLiteral("%1(%2)").arg(QLatin1String(object->metaObject()->className()), object->objectName()));
    return path.join(QStringLiteral(" > "));
}

/// What stands in a list, table or tree: some rows tell.
inline QList<SeenText> cellsOf(const QAbstractItemView& view, const QModelIndex& parent = {}) {
    QList<SeenText> texts;
    const QAbstractItemModel* model = view.model();
    for (int row = 0; model && row < std::min(model->rowCount(parent), 100); ++row)
        for (int column = 0; column < model->columnCount(parent); ++column) {
            const QModelIndex cell = model->index(row, column, parent);
            const QString where = QStringLiteral("%1 cell %2,%3").arg(describe(&view)).arg(row).arg(column);
            texts += {{cell.data().toString(), where},
                      {cell.data(Qt::ToolTipRole).toString(), where + QStringLiteral(" tool tip")}};
            if (column == 0)
                texts += cellsOf(view, cell);
        }
    return texts;
}

/// The texts of one widget, without its children's.
inline QList<SeenText> textsOf(const QWidget& widget) {
    QList<SeenText> texts;
    const auto add = [&](const QString& text, const char* what) {
        texts.append({text, describe(&widget) + QLatin1Char(' ') + QLatin1String(what)});
    };
    add(widget.toolTip(), "tool tip");
    add(widget.accessibleName(), "accessible name");
    add(widget.accessibleDescription(), "accessible description");
    if (widget.isWindow() || qobject_cast<const QDockWidget*>(&widget))
        add(widget.windowTitle(), "title");
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        add(label->text(), "text");
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        add(button->text(), "text");
    if (const auto* group = qobject_cast<const QGroupBox*>(&widget))
        add(group->title(), "title");
    if (const auto* edit = qobject_cast<const QLineEdit*>(&widget))
        add(edit->placeholderText(), "placeholder");
    if (const auto* spin = qobject_cast<const QSpinBox*>(&widget))
        add(spin->prefix() + spin->specialValueText() + spin->suffix(), "parts");
    if (const auto* spin = qobject_cast<const QDoubleSpinBox*>(&widget))
        add(spin->prefix() + spin->specialValueText() + spin->suffix(), "parts");
    if (const auto* combo = qobject_cast<const QComboBox*>(&widget))
        for (int i = 0; i < combo->count(); ++i)
            add(combo->itemText(i), "choice");
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget))
        for (int i = 0; i < tabs->count(); ++i)
            add(tabs->tabText(i), "tab");
    if (const auto* header = qobject_cast<const QHeaderView*>(&widget); header && header->model())
        for (int i = 0; i < header->count() && header->orientation() == Qt::Horizontal; ++i)
            add(header->model()->headerData(i, Qt::Horizontal).toString(), "heading");
    const auto* view = qobject_cast<const QAbstractItemView*>(&widget);
    if (view && !qobject_cast<const QHeaderView*>(view))
        texts += cellsOf(*view);
    return texts;
}

/// What can be read of the widget and all that is visible in it, and of the actions it owns.
inline QList<SeenText> textsIn(QWidget& top) {
    QList<SeenText> texts = textsOf(top);
    const auto children = top.findChildren<QWidget*>();
    for (const QWidget* child : children)
        if (child->isVisible())
            texts += textsOf(*child);
    const auto actions = top.findChildren<QAction*>();
    for (const QAction* action : actions) {
        const QString where = describe(action);
        texts += {{action->text(), where},
                  {action->toolTip(), where + QStringLiteral(" tool tip")},
                  {action->statusTip(), where + QStringLiteral(" status tip")}};
    }
    return texts;
}

/// How wide and high the widget must be to show its text; empty where it has none or elides by design.
inline QSize neededBy(const QWidget& widget) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        if (label->text().isEmpty())
            return {};
        if (!label->wordWrap())
            return label->sizeHint();
        return {0, label->heightForWidth(label->width())}; // as wide as it is
    }
    if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
        QStyleOptionComboBox option;
        option.initFrom(combo);
        option.editable = combo->isEditable();
        option.currentText = combo->currentText();
        const QRect field =
            combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo);
        const QFontMetrics metrics = combo->fontMetrics();
        return combo->size() - field.size() + QSize(metrics.horizontalAdvance(combo->currentText()), metrics.height());
    }
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        return button->text().isEmpty() ? QSize() : button->sizeHint();
    if (const auto* group = qobject_cast<const QGroupBox*>(&widget))
        return group->minimumSizeHint();
    return {};
}

/// What the person cannot see: a text in less room than it needs, or pushed over the edge of what holds it.
inline QStringList cutOffIn(QWidget& top, const std::function<bool(const QWidget&)>& elides) {
    QStringList cut;
    const auto children = top.findChildren<QWidget*>();
    for (const QWidget* child : children) {
        const QSize needed = child->isVisible() ? neededBy(*child) : QSize();
        if (!needed.isValid() || elides(*child))
            continue;
        if (needed.width() > child->width() || needed.height() > child->height())
            cut << QStringLiteral("%1 needs %2×%3, has %4×%5: %6")
                       .arg(describe(child))
                       .arg(needed.width())
                       .arg(needed.height())
                       .arg(child->width())
                       .arg(child->height())
                       .arg(child->property("text").toString().left(60));
        bool scrolls = false;
        for (const QWidget* holder = child->parentWidget(); holder && holder != &top; holder = holder->parentWidget())
            scrolls |= qobject_cast<const QAbstractScrollArea*>(holder) != nullptr;
        const QRect inside = top.rect();
        const QRect place(child->mapTo(&top, QPoint()), child->size());
        if (!scrolls && !inside.contains(place))
            cut << QStringLiteral("%1 is partly outside").arg(describe(child));
    }
    const auto headers = top.findChildren<QHeaderView*>();
    for (const QHeaderView* header : headers)
        for (int i = 0; header->isVisible() && header->orientation() == Qt::Horizontal && i < header->count(); ++i)
            if (!header->isSectionHidden(i) && header->sectionSizeHint(i) > header->sectionSize(i))
                cut << QStringLiteral("%1 heading %2").arg(describe(header)).arg(i);
    const auto bars = top.findChildren<QTabBar*>();
    for (const QTabBar* bar : bars)
        for (int i = 0; bar->isVisible() && i < bar->count(); ++i)
            if (bar->fontMetrics().horizontalAdvance(bar->tabText(i)) > bar->tabRect(i).width())
                cut << QStringLiteral("%1 tab %2").arg(describe(bar), bar->tabText(i));
    return cut;
}

} // namespace touchstone::test
