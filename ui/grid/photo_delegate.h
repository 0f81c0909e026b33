// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <optional>

#include <QStyledItemDelegate>

#include "ui/grid/cell_badges.h"
#include "ui/grid/cell_footers.h"
#include "ui/grid/thumbnail_pixmaps.h"
#include "ui/style/appearance.h"

namespace touchstone::ui {

/// Paints one photo of the grid or of the filmstrip: rank, picture, marks, name, score. A rejected photo is dimmed and
/// crossed, and says so. No file access, no scaling, no colour
/// conversion: everything comes from the model's roles and from ready pixmaps; the line of text is one too, drawn when
/// something in it changed. GUI thread.
class PhotoDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum class Layout { Grid, Filmstrip };

    PhotoDelegate(ThumbnailPixmaps& pixmaps, Layout layout, QObject* parent = nullptr);

    void setEdge(int logicalPixels); ///< width of the picture's room
    int edge() const { return edge_; }
    /// Where a score lies on its scale, 0…1; empty when the scale is unknown. Only colours and lengths come from it.
    void setFraction(std::function<std::optional<double>(double value)> fraction) { fraction_ = std::move(fraction); }
    /// Only cells that meet this region are painted; an empty one means all.
    void setPaintedRegion(const QRegion& region) { region_ = region.rectCount() > 1 ? region : QRegion(); }
    /// Draws every line of text anew: call when words changed that no role but NameRole and ScoreTextRole tells.
    void forgetFooters();
    const CellFooters& footers() const { return footers_; }

    QSize cellSize(const QFont& font) const;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Where the stack's sign of a row is, logical pixels; empty when its photo is in no group.
    QRect stackBadge(const QRect& cell, const QFont& font, double ratio, const QPalette& palette,
                     Qt::LayoutDirection direction, const QModelIndex& index) const;

    /// The room for the picture inside a cell, logical pixels.
    QRect pictureRoom(const QRect& cell, const QFont& font) const;

private:
    struct Item;
    Item item(const QModelIndex& index, const QSize& room, double ratio, const QPalette& palette) const;
    void paintPicture(QPainter& painter, const QRect& cell, const QRect& room, const Item& item) const;
    void paintRejected(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room,
                       const Item& item) const;
    void paintBadges(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room, const Item& item) const;
    void paintProposal(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room, const Item& item,
                       const FooterLook& look) const;
    void paintFailure(QPainter& painter, const QRect& room, const Item& item) const;
    void paintFooter(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room, const Item& item) const;
    int footerHeight(const QFontMetrics& metrics) const;

    ThumbnailPixmaps& pixmaps_;
    Layout layout_;
    int edge_ = 200;
    std::function<std::optional<double>(double)> fraction_;
    QRegion region_;
    mutable CellFooters footers_; ///< painting fills it
    mutable CellBadges badges_;
    mutable QPixmap rejected_; ///< the word, ready to be copied; of the look that the footers had
    mutable FooterLook rejected_look_;
    QIcon broken_ = themedIcon(QStringLiteral("broken-photo"));
};

} // namespace touchstone::ui
