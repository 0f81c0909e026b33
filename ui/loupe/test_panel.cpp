// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/test_panel.h"

#include <QCheckBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/loupe/heat_legend.h"
#include "ui/style/flow_layout.h"

namespace touchstone::ui {

using imaging::EditKind;

namespace {

QLabel* wrapped(const QString& name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton* button(const char* name, const QString& text, const QString& tip) {
    auto* made = new QPushButton(text);
    made->setObjectName(QLatin1String(name));
    made->setToolTip(tip);
    return made;
}

} // namespace

TestPanel::TestPanel(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("testPanel"));
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 4, 8, 4);
    auto* controls = new FlowLayout(rows);
    createRegionRow(controls);
    createEditRow(controls);
    result_ = wrapped(QStringLiteral("testResult"));
    QFont bold = result_->font();
    bold.setBold(true);
    result_->setFont(bold);
    result_->hide();
    rows->addWidget(result_);
    auto* sweep = new FlowLayout(rows);
    createSweepRow(sweep);
    sweep_words_ = wrapped(QStringLiteral("sweepWords"));
    sweep_words_->hide();
    rows->addWidget(sweep_words_);
    auto* caution = wrapped(QStringLiteral("testCaution"));
    caution->setText(tr("Attention is where the model looked, not why the score is low: it may look at a part that "
                        "hardly moves the score. Here you see what the score does without a part. A covered photo is "
                        "itself unlike any that the model learned from, so small changes mean little."));
    rows->addWidget(caution);
    setRegion({});
    setCellsKnown(false);
    setAlteredKnown(false);
    setSweepProgress(0, 0);
}

void TestPanel::createRegionRow(FlowLayout* row) {
    region_ = new QLabel;
    region_->setObjectName(QStringLiteral("testRegion"));
    row->addWidget(region_);
    choose_ = button("chooseTopCells", tr("Choose the top cells:"),
                     tr("Chooses the cells of the shown map that the model looked at most."));
    count_ = new QSpinBox;
    count_->setObjectName(QStringLiteral("topCells"));
    count_->setRange(1, 999);
    count_->setValue(5);
    count_->setAccessibleName(tr("How many cells"));
    connect(choose_, &QPushButton::clicked, this, [this] {
        Q_EMIT
        topCellsWanted(count_->value());
    });
    row->addWidget(choose_);
    row->addWidget(count_);
}

void TestPanel::createEditRow(FlowLayout* row) {
    const auto add = [&](const char* name, const QString& text, const QString& tip, EditKind kind) {
        auto* made = button(name, text, tip);
        connect(made, &QPushButton::clicked, this, [this, kind] {
            Q_EMIT
            editWanted(kind);
        });
        row->addWidget(made);
        return made;
    };
    cover_ = add("coverRegion", tr("&Cover"), tr("Paints it in the photo's mean colour, in a copy."), EditKind::Cover);
    blur_ = add("blurRegion", tr("B&lur"), tr("Takes the detail out of it, in a copy."), EditKind::Blur);
    restore_ = add("restoreRegion", tr("R&estore"), tr("Gives it back as it is in the photo."), EditKind::Restore);
    again_ = button("testAgain", tr("Start &again"), tr("Back to the photo as it is."));
    connect(again_, &QPushButton::clicked, this, &TestPanel::startAgainWanted);
    row->addWidget(again_);
    altered_ = new QCheckBox(tr("Show the changed copy"));
    altered_->setObjectName(QStringLiteral("showAltered"));
    altered_->setChecked(true);
    altered_->setToolTip(tr("Off: the photo as it is. The file is never written to."));
    connect(altered_, &QCheckBox::toggled, this, &TestPanel::alteredToggled);
    row->addWidget(altered_);
}

void TestPanel::createSweepRow(FlowLayout* row) {
    sweep_ = button("sweep", {},
                    tr("Covers every cell of the shown map in turn and measures how far the score falls: "
                       "a map of what matters, beside the map of where the model looked."));
    connect(sweep_, &QPushButton::clicked, this, &TestPanel::sweepWanted);
    progress_ = new QProgressBar;
    progress_->setObjectName(QStringLiteral("sweepProgress"));
    progress_->setAccessibleName(tr("Progress of the sweep"));
    progress_->setFixedWidth(fontMetrics().averageCharWidth() * 30);
    cancel_ = button("sweepCancel", tr("Ca&ncel"), tr("Stops the sweep."));
    connect(cancel_, &QPushButton::clicked, this, &TestPanel::sweepCancelled);
    measured_legend_ = new HeatLegend;
    measured_legend_->setToolTip(tr("Points of the score: blue cells hold it up, orange ones pull it down."));
    measured_words_ = new QLabel;
    measured_words_->setObjectName(QStringLiteral("measuredReadOut"));
    for (QWidget* widget :
         std::initializer_list<QWidget*>{sweep_, progress_, cancel_, measured_legend_, measured_words_})
        row->addWidget(widget);
    setMeasuredScale(std::nullopt);
}

void TestPanel::setRegion(const QString& words) {
    region_->setText(words.isEmpty() ? tr("Draw a rectangle on the photo, or click a cell.") : words);
    for (QPushButton* made : {cover_, blur_, restore_})
        made->setEnabled(!words.isEmpty());
}

void TestPanel::setCellsKnown(bool known) {
    choose_->setEnabled(known);
    count_->setEnabled(known);
    sweep_->setEnabled(known);
}

void TestPanel::setResult(const QString& words) {
    result_->setText(words);
    result_->setVisible(!words.isEmpty());
    again_->setEnabled(!words.isEmpty());
}

void TestPanel::setAlteredKnown(bool known) {
    altered_->setEnabled(known);
}

bool TestPanel::isAlteredShown() const {
    return altered_->isChecked();
}

void TestPanel::setSweepText(const QString& text, const QString& words) {
    sweep_->setText(text);
    sweep_words_->setText(words);
    sweep_words_->setVisible(!words.isEmpty());
}

void TestPanel::setMeasuredScale(const std::optional<HeatRange>& range) {
    measured_legend_->setVisible(range.has_value());
    measured_words_->setVisible(range.has_value());
    if (range)
        measured_legend_->setScale(HeatRamp::Cividis, *range, true);
}

void TestPanel::setMeasuredReadOut(const QString& words) {
    measured_words_->setText(words);
}

void TestPanel::setSweepProgress(int done, int total) {
    progress_->setVisible(total > 0);
    cancel_->setVisible(total > 0);
    sweep_->setVisible(total == 0);
    progress_->setRange(0, std::max(1, total));
    progress_->setValue(done);
}

} // namespace touchstone::ui
