// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/empty_state.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/appearance.h"

namespace touchstone::ui {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    title_ = new QLabel;
    words_ = new QLabel;
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() > 0 ? large.pointSizeF() * 1.6 : 16);
    title_->setFont(large);
    for (QLabel* label : {title_, words_}) {
        label->setAlignment(Qt::AlignCenter);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    choices_ = new QVBoxLayout;
    choices_->setAlignment(Qt::AlignHCenter);
    column->addStretch(2);
    column->addWidget(title_);
    column->addWidget(words_);
    column->addSpacing(fontMetrics().height());
    column->addLayout(choices_);
    column->addStretch(3);
}

void EmptyState::showState(const QString& title, const QString& words, const std::vector<Choice>& choices) {
    title_->setText(title);
    words_->setText(words);
    setAccessibleName(title);
    setAccessibleDescription(words);
    while (QLayoutItem* item = choices_->takeAt(0)) {
        item->widget()->deleteLater(); // it may be the button that was just pressed
        delete item;
    }
    for (const Choice& choice : choices) {
        auto* button = new QPushButton(choice.text);
        button->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
        connect(button, &QPushButton::clicked, this, [act = choice.act] { act(); });
        choices_->addWidget(button);
    }
}

QString EmptyState::title() const {
    return title_->text();
}

QString EmptyState::text() const {
    return words_->text();
}

void EmptyState::paintEvent(QPaintEvent*) {
    const PhotoColours colours = photoColours(palette());
    QPainter(this).fillRect(rect(), colours.surround);
    for (QLabel* label : {title_, words_}) {
        QPalette own = label->palette();
        if (own.color(QPalette::WindowText) != colours.text) {
            own.setColor(QPalette::WindowText, colours.text);
            label->setPalette(own);
        }
    }
}

Banner::Banner(QWidget* parent)
    : QWidget(parent) {
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    auto* icon = new QLabel;
    const int edge = fontMetrics().height() * 3 / 2;
    icon->setPixmap(themedIcon(QStringLiteral("warning")).pixmap(QSize(edge, edge), devicePixelRatioF()));
    words_ = new QLabel;
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    button_ = new QPushButton;
    auto* close = new QToolButton;
    close->setIcon(themedIcon(QStringLiteral("cancel")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Hide this message"));
    close->setAccessibleName(close->toolTip());
    auto* row = new QHBoxLayout(this);
    row->addWidget(icon);
    row->addWidget(words_, 1);
    row->addWidget(button_);
    row->addWidget(close);
    connect(button_, &QPushButton::clicked, this, [this] {
        if (act_)
            act_();
    });
    connect(close, &QToolButton::clicked, this, [this] {
        hidden_words_ = words_->text();
        hide();
        Q_EMIT
        dismissed(hidden_words_);
    });
    hide();
}

void Banner::showMessage(const QString& words, const EmptyState::Choice& choice) {
    words_->setText(words);
    setAccessibleName(words);
    button_->setText(choice.text);
    button_->setVisible(!choice.text.isEmpty());
    act_ = choice.act;
    setVisible(words != hidden_words_);
}

void Banner::forgetHidden() {
    hidden_words_.clear();
}

QString Banner::text() const {
    return words_->text();
}

} // namespace touchstone::ui
