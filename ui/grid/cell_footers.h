// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>

#include <QCache>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPixmap>

#include "app/library/photo_entry.h"
#include "ui/grid/quick_text.h"
#include "ui/style/appearance.h"

namespace touchstone::ui {

/// What the line below a picture says, in the numbers it is made of: cheap to compare in every frame.
struct FooterContent {
    int rank = 0;                   ///< 0 = none
    std::optional<double> score;    ///< in the model's units
    std::optional<double> fraction; ///< of its scale, 0…1: length and colour of the bar
    library::PhotoState state = library::PhotoState::Pending;
    bool damaged = false;
    library::Marks marks;
    friend bool operator==(const FooterContent&, const FooterContent&) = default;
};

/// How it is drawn. Another look than before empties the store.
struct FooterLook {
    QFont font;
    QSize size;                                      ///< logical pixels
    double ratio = 1;                                ///< device pixels per logical one
    bool dark = false;                               ///< which of the two palettes of photoColours
    Qt::LayoutDirection direction = Qt::LeftToRight; ///< the rank is where a line begins, the score where it ends
    bool with_name = true;
    friend bool operator==(const FooterLook&, const FooterLook&) = default;
};

/// The lines below the pictures (rank, marks, name, score), drawn once and kept as pixmaps: while the grid is scrolled
/// each is painted many times, and shaping its text costs more than everything else in a cell. Bounded in bytes, least
/// recently painted out first. GUI thread.
class CellFooters : public QObject {
    Q_OBJECT
public:
    explicit CellFooters(qint64 bytes = qint64{24} << 20, QObject* parent = nullptr);

    struct Words {
        QString name;
        QString score; ///< in the locale; empty when there is none
    };

    /// The line of one photo, opaque, in `look.size`. `words` is called only when it is not in the store.
    template <class WordsOf>
    QPixmap footer(library::PhotoId id, const FooterContent& content, const FooterLook& look, const WordsOf& words) {
        if (const QPixmap* known = find(id, content, look))
            return *known;
        return draw(id, content, words());
    }
    void clear() { lines_.clear(); } ///< when words changed that are no part of FooterContent
    int count() const { return static_cast<int>(lines_.size()); }
    qint64 bytesUsed() const { return lines_.totalCost() * 1024; }
    qint64 bytesAllowed() const { return lines_.maxCost() * 1024; }
    quint64 drawnCount() const { return drawn_; } ///< how many were not in the store, ever

private:
    struct Line {
        FooterContent content;
        QPixmap pixmap;
    };
    const QPixmap* find(library::PhotoId id, const FooterContent& content, const FooterLook& look);
    QPixmap draw(library::PhotoId id, const FooterContent& content, const Words& words);
    void paint(QPainter& painter, const FooterContent& content, const Words& words);
    int paintEnd(QPainter& painter, const FooterContent& content, const QString& score);
    int paintMarks(QPainter& painter, const library::Marks& marks, int begin, int end);
    int paintWarning(QPainter& painter, bool damaged);
    void paintText(QPainter& painter, const QColor& colour, const QRect& place, const QString& text) const;
    int widthOf(const QString& text);
    QRect placed(int from_begin, int width) const;

    QCache<library::PhotoId, Line> lines_; ///< cost in KiB
    FooterLook look_;
    PhotoColours colours_;
    std::optional<QuickText> text_; ///< of look_.font
    quint64 drawn_ = 0;
    QIcon warning_ = themedIcon(QStringLiteral("warning"));
};

} // namespace touchstone::ui
