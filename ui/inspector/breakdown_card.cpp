// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/breakdown_card.h"

#include <string_view>

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/inspector/waterfall.h"
#include "ui/loupe/signed_map.h"
#include "ui/style/appearance.h"
#include "ui/style/flow_layout.h"

namespace touchstone::ui {

namespace {

QLabel* plainLabel(const QString& text = {}) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

int digitsFor(const ModelCard& card) {
    const double width = card.range ? card.range->second - card.range->first : 10;
    return width >= 50 ? 1 : width >= 5 ? 2 : 3;
}

void clearLayout(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

std::optional<double> statedAccuracy(const ModelCard& card, const std::string& part, const std::string& figure) {
    const auto found = card.metrics.find(part);
    if (found == card.metrics.end() || !found->is_object() || !found->contains(figure))
        return std::nullopt;
    const nlohmann::json& value = found->at(figure);
    if (value.is_number())
        return value.get<double>();
    if (value.is_object() && value.contains("median") && value["median"].is_number())
        return value["median"].get<double>();
    return std::nullopt;
}

BreakdownCard::BreakdownCard(QWidget* parent)
    : QWidget(parent) {
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    auto* heading = new QLabel(tr("Content and quality"));
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    rows->addWidget(heading);
    words_ = plainLabel();
    words_->setObjectName(QStringLiteral("breakdownWords"));
    rows->addWidget(words_);
    details_ = new QWidget;
    auto* inner = new QVBoxLayout(details_);
    inner->setContentsMargins(0, 0, 0, 0);
    waterfall_ = new Waterfall;
    waterfall_->setToolTip(
        tr("Each bar begins where the one above ended; together they are exactly the score. Full: the "
           "photo at its own size; half: at half of it."));
    inner->addWidget(waterfall_);
    map_row_ = new FlowLayout(inner);
    alone_ = new QGridLayout;
    alone_->setColumnStretch(0, 1);
    inner->addLayout(alone_);
    rows->addWidget(details_);
    details_->hide();
}

QString BreakdownCard::hint() const {
    return details_->isHidden() ? words_->text() : QString();
}

void BreakdownCard::showHint(const QString& words) {
    shown_.reset();
    words_->setText(words);
    details_->hide();
}

void BreakdownCard::showBreakdown(std::shared_ptr<const library::Explanation> explanation, const ModelCard& card,
                                  int map) {
    const reiqa::Breakdown& breakdown = *explanation->assessment.breakdown;
    if (explanation == shown_) {
        for (std::size_t i = 0; i < map_buttons_.size(); ++i)
            map_buttons_[i]->setChecked(static_cast<int>(i) == map);
        return;
    }
    shown_ = explanation;
    const QString names[] = {tr("content, full"), tr("content, half"), tr("quality, full"), tr("quality, half")};
    std::vector<Waterfall::Step> steps;
    for (std::size_t i = 0; i < breakdown.blocks.size(); ++i)
        steps.push_back({names[i], breakdown.blocks[i].sum});
    waterfall_->setSteps(tr("mean photo"), breakdown.baseline, std::move(steps), tr("this photo"), digitsFor(card));
    QString words = tr("From the score of the mean photograph this model was fitted on, step by step to this photo's.");
    if (card.range && (breakdown.score < card.range->first || breakdown.score > card.range->second))
        words += QLatin1Char(' ') +
                 tr("The score lies outside the model's scale: the photo is unlike those it learned from.");
    words_->setText(words);
    fillMaps(breakdown, map);
    clearLayout(alone_);
    addAlone(0, tr("Content alone says"), breakdown.content_only, card, "content");
    addAlone(1, tr("Quality alone says"), breakdown.quality_only, card, "quality");
    addAlone(2, tr("Both together say"), breakdown.score, card, "both");
    details_->show();
}

void BreakdownCard::fillMaps(const reiqa::Breakdown& breakdown, int map) {
    clearLayout(map_row_);
    map_buttons_.clear();
    const auto sum = [&](std::size_t first) { return breakdown.blocks[first].sum + breakdown.blocks[first + 1].sum; };
    const std::pair<const char*, double> maps[] = {{"content", sum(0)}, {"quality", sum(2)}, {"both", sum(0) + sum(2)}};
    for (const auto& [name, points] : maps) {
        const int index = static_cast<int>(map_buttons_.size());
        auto* button = new QToolButton;
        button->setCheckable(true);
        emphasiseWhenChecked(button);
        button->setText((index == 2 ? tr("both", "content and quality") : scaleTitle(name)) + QLatin1Char(' ') +
                        pointsText(points));
        button->setToolTip(tr("Show over the photo where these points come from"));
        button->setChecked(index == map);
        connect(button, &QToolButton::clicked, this, [this, index] {
            Q_EMIT
            mapWanted(index);
        });
        map_row_->addWidget(button);
        map_buttons_.push_back(button);
    }
}

void BreakdownCard::addAlone(int row, const QString& name, double score, const ModelCard& card, const char* part) {
    const QLocale locale;
    auto* value = plainLabel(locale.toString(score, 'f', digitsFor(card)));
    value->setWordWrap(false);
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* label = plainLabel(name);
    const QString tip = part == std::string_view("both")
                            ? tr("The score of both experts together, on the model's scale.")
                            : tr("The score of a regressor that was fitted on this expert's features alone, on the "
                                 "same scale.");
    label->setToolTip(tip);
    value->setToolTip(tip);
    alone_->addWidget(label, row, 0);
    alone_->addWidget(value, row, 1);
    const auto accuracy = statedAccuracy(card, part, "srcc");
    if (!accuracy)
        return;
    //: SRCC: Spearman's rank correlation; %1 a number
    auto* figure = plainLabel(tr("SRCC %1").arg(locale.toString(*accuracy, 'f', 2)));
    figure->setWordWrap(false);
    figure->setToolTip(tr("How well scores of this kind ranked photos they were not fitted on, against people's "
                          "ratings: 1 is the same order, 0 no relation."));
    alone_->addWidget(figure, row, 2);
}

} // namespace touchstone::ui
