// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/compare/compare_pane.h"

#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/grid/mark_shapes.h"
#include "ui/style/appearance.h"
#include "ui/style/elided_label.h"

namespace touchstone::ui {

using library::Flag;

namespace {

constexpr int frame = 3; ///< logical pixels

QString signedText(double value, const QString& number) {
    return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + number;
}

} // namespace

ComparePane::ComparePane(library::LibrarySession& session, QWidget* parent)
    : QFrame(parent)
    , session_(session)
    , canvas_(new PhotoCanvas)
    , name_(new ElidedLabel(Qt::ElideMiddle))
    , facts_(new ElidedLabel(Qt::ElideRight))
    , marks_(new ElidedLabel(Qt::ElideRight)) {
    setObjectName(QStringLiteral("comparePane"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(4, 2, 4, 2);
    name_->setObjectName(QStringLiteral("compareName"));
    facts_->setObjectName(QStringLiteral("compareFacts"));
    marks_->setObjectName(QStringLiteral("compareMarks"));
    // A long name widens no pane, and leaves room for itself where there are many marks.
    name_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    name_->setMinimumWidth(fontMetrics().averageCharWidth() * 10);
    facts_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    facts_->setMargin(4);
    head->addWidget(name_, 1);
    head->addWidget(marks_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(frame, frame, frame, frame);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(facts_);
    column->addWidget(canvas_, 1);
    setFocusProxy(canvas_);
    canvas_->installEventFilter(this);
}

void ComparePane::showPhoto(library::PhotoId id) {
    const library::PhotoEntry* entry = session_.photos().entry(id);
    photo_ = entry ? id : library::no_photo;
    if (!entry) {
        canvas_->showPhoto({}, {}, {});
        canvas_->showMessage(tr("This photo is gone."));
        name_->clear();
        facts_->clear();
        marks_->clear();
        return;
    }
    canvas_->showPhoto(entry->name, QSize(entry->pixel_size.width, entry->pixel_size.height),
                       session_.thumbnails().image(id, 512));
    name_->setText(entry->name);
    name_->setToolTip(library::display_path(entry->file.path));
}

void ComparePane::setPictures(const QImage& full, const QImage& fitted, bool damaged) {
    canvas_->setFull(full);
    canvas_->setFitted(fitted);
    canvas_->setWarning(damaged ? tr("Damaged file: part of the picture is missing.") : QString());
}

void ComparePane::setError(const Error& error) {
    canvas_->showMessage(tr("This photo cannot be shown.\n%1").arg(QString::fromStdString(error.message())));
}

void ComparePane::setFocused(bool focused) {
    focused_ = focused;
    update();
}

void ComparePane::showFacts(const std::optional<Beside>& beside) {
    const library::PhotoEntry* entry = session_.photos().entry(photo_);
    if (!entry)
        return;
    const QModelIndex index = session_.photos().indexOf(photo_);
    QStringList words;
    const library::ScoreRecord* record = entry->score_of(session_.photos().currentModel());
    if (const auto value = record ? record->score.known_value() : std::nullopt) {
        QString text = session_.photos().scoreText(*value);
        if (beside && beside->score)
            text += QStringLiteral(" (%1)").arg(
                signedText(*beside->score, session_.photos().scoreText(std::abs(*beside->score))));
        words << text;
    }
    if (beside && beside->sharpness) {
        const QString percent = QLocale().toString(std::abs(*beside->sharpness) * 100, 'f', 0);
        words << (std::abs(*beside->sharpness) < 0.005 ? tr("as sharp")
                  : *beside->sharpness > 0             ? tr("sharper by %1 %").arg(percent)
                                                       : tr("less sharp by %1 %").arg(percent));
    }
    facts_->setText(words.join(QStringLiteral(" · ")));
    QStringList marks;
    if (entry->marks.rating > 0)
        marks << QString(entry->marks.rating, QChar(0x2605));
    if (entry->marks.label != library::Label::None)
        marks << labelName(entry->marks.label);
    if (entry->marks.flag != Flag::None)
        marks << flagName(entry->marks.flag);
    marks_->setText(marks.join(QLatin1Char(' ')));
    canvas_->setAccessibleName(index.isValid() ? index.data(library::PhotoListModel::DescriptionRole).toString()
                                               : entry->name);
    update();
}

QString ComparePane::factsText() const {
    return facts_->text();
}

bool ComparePane::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::MouseButtonPress)
        Q_EMIT
    focusWanted();
    return QFrame::eventFilter(watched, event);
}

/// The focus is a line around; a rejected photo has a broken one, and says so beside its name.
void ComparePane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const PhotoColours colours = photoColours(palette());
    painter.fillRect(rect(), palette().window());
    const library::PhotoEntry* entry = session_.photos().entry(photo_);
    const bool rejected = entry && entry->marks.flag == Flag::Reject;
    if (!focused_ && !rejected)
        return;
    QPen pen(focused_ ? palette().color(QPalette::Highlight) : colours.quiet, frame,
             rejected ? Qt::DashLine : Qt::SolidLine);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.drawRect(QRectF(rect()).adjusted(frame / 2.0, frame / 2.0, -frame / 2.0, -frame / 2.0));
}

} // namespace touchstone::ui
