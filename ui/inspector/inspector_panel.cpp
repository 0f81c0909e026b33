// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/inspector_panel.h"

#include <algorithm>

#include <QEvent>
#include <QFormLayout>
#include <QFuture>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QScrollBar>
#include <QTableWidget>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "ui/grid/marks_bar.h"
#include "ui/inspector/breakdown_card.h"
#include "ui/inspector/facts.h"
#include "ui/inspector/faults_card.h"
#include "ui/inspector/histogram.h"
#include "ui/inspector/human_percentile.h"
#include "ui/inspector/level_histogram.h"
#include "ui/inspector/neighbours_card.h"
#include "ui/inspector/trust_card.h"
#include "ui/loupe/heat_map.h"
#include "ui/style/appearance.h"

namespace touchstone::ui {

using library::PhotoEntry;
using library::PhotoState;

namespace {

QLabel* words(const QString& objectName) {
    auto* label = new QLabel;
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* heading(const QString& text) {
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

/// What a photo's pixels say, taken in one go.
struct Readings {
    imaging::Measures measures;
    imaging::LevelCounts levels{};
    imaging::KindFeatures kind;
};

} // namespace

InspectorPanel::InspectorPanel(library::LibrarySession& session, QWidget* parent)
    : QScrollArea(parent)
    , session_(session)
    , pool_(std::make_unique<QThreadPool>()) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Inspector"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    createScoreCard(column);
    createFolderCard(column);
    createAttentionCard(column);
    createReiqaCards(column);
    createFactsCard(column);
    column->addStretch(1);
    setWidget(content);
    fitWidth();
    applyFonts();
    refresh_timer_.setSingleShot(true);
    refresh_timer_.setInterval(100);
    connect(&refresh_timer_, &QTimer::timeout, this, &InspectorPanel::refresh);
    const auto later = [this] {
        if (!refresh_timer_.isActive())
            refresh_timer_.start();
    };
    connect(&session_.photos(), &library::PhotoListModel::statisticsChanged, this, later);
    connect(&session_.photos(), &library::PhotoListModel::currentModelChanged, this, [this, later] {
        trust_->modelChanged();
        faults_->modelChanged();
        showExplanation(explanation_, scale_);
        later();
    });
    connect(&session_.photos(), &QAbstractItemModel::dataChanged, this,
            [this, later](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                showMarks(); // an answer to a key: at once
                if (roles != QList<int>{library::PhotoListModel::ThumbnailRole})
                    later();
            });
    connect(&session_.photos(), &QAbstractItemModel::layoutChanged, this, later);
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("measures"));
    connect(&session_.loader(), &library::PhotoLoader::loaded, this, &InspectorPanel::measureIfLoaded);
    refresh();
}

InspectorPanel::~InspectorPanel() {
    pool_->clear();
    pool_->waitForDone();
}

void InspectorPanel::measureIfLoaded(qlonglong id) {
    if (id != photo_ || id == measured_)
        return;
    const QImage full = session_.loader().full(id);
    if (full.isNull() || session_.loader().isDamaged(id))
        return;
    measured_ = id;
    measures_.reset();
    pool_->clear(); // nobody waits for the photos before
    QtConcurrent::run(pool_.get(), [full] {
        const QImage rgb = full.convertToFormat(QImage::Format_RGB888);
        RgbImage pixels({rgb.width(), rgb.height()});
        for (int y = 0; y < rgb.height(); ++y) // QImage pads its rows
            std::copy_n(rgb.constScanLine(y), std::size_t{3} * rgb.width(), pixels.row(y));
        return Readings{imaging::measure(pixels), imaging::count_levels(pixels), imaging::kind_features(pixels)};
    }).then(this, [this, id](const Readings& readings) {
        if (id != measured_)
            return;
        measures_ = readings.measures;
        levels_->setLevels(readings.levels);
        trust_->setPixels(readings.measures, readings.kind);
        session_.keepSharpness(id, readings.measures.sharpness);
        refresh();
    });
}

void InspectorPanel::createScoreCard(QVBoxLayout* column) {
    name_ = words(QStringLiteral("photoName"));
    value_ = words(QStringLiteral("scoreValue"));
    scale_words_ = words(QStringLiteral("scoreScale"));
    model_words_ = words(QStringLiteral("scoreModel"));
    reason_ = words(QStringLiteral("failReason"));
    others_ = words(QStringLiteral("otherScores"));
    others_->setToolTip(tr("What the other models say of this photo, each on its own scale."));
    for (QLabel* label : {name_, value_, scale_words_, model_words_, others_, reason_})
        column->addWidget(label);
    marks_ = new MarksBar;
    column->insertWidget(column->indexOf(name_) + 1, marks_);
    value_->setAccessibleName(tr("Score"));
    trust_ = new TrustCard(session_);
    column->addWidget(trust_);
}

void InspectorPanel::createFolderCard(QVBoxLayout* column) {
    column->addSpacing(fontMetrics().height() / 2);
    standing_title_ = heading({});
    column->addWidget(standing_title_);
    standing_ = words(QStringLiteral("standing"));
    column->addWidget(standing_);
    histogram_ = new Histogram;
    column->addWidget(histogram_);
    table_button_ = new QToolButton;
    table_button_->setText(tr("As a table"));
    table_button_->setCheckable(true);
    table_button_->setToolTip(tr("The same numbers as text, for screen readers and for copying."));
    column->addWidget(table_button_);
    table_ = new QTableWidget(0, 2);
    table_->setHorizontalHeaderLabels({tr("Score"), tr("Photos")});
    table_->setAccessibleName(tr("Scores of this folder"));
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->hide();
    column->addWidget(table_);
    connect(table_button_, &QToolButton::toggled, this, [this](bool shown) {
        table_->setVisible(shown);
        fillTable();
    });
}

void InspectorPanel::createAttentionCard(QVBoxLayout* column) {
    attention_card_ = new QWidget;
    auto* rows = new QVBoxLayout(attention_card_);
    rows->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    rows->addWidget(heading(tr("Where the model looked")));
    attention_words_ = words(QStringLiteral("attentionWords"));
    rows->addWidget(attention_words_);
    attention_rows_ = new QGridLayout;
    attention_rows_->setColumnStretch(1, 1);
    rows->addLayout(attention_rows_);
    column->addWidget(attention_card_);
}

void InspectorPanel::createReiqaCards(QVBoxLayout* column) {
    breakdown_ = new BreakdownCard;
    connect(breakdown_, &BreakdownCard::mapWanted, this, &InspectorPanel::scaleWanted);
    column->addWidget(breakdown_);
    faults_ = new FaultsCard(session_);
    column->addWidget(faults_);
    neighbours_ = new NeighboursCard(session_);
    connect(neighbours_, &NeighboursCard::photoWanted, this, &InspectorPanel::photoWanted);
    column->addWidget(neighbours_);
    showExplanation({}, -1);
}

void InspectorPanel::createFactsCard(QVBoxLayout* column) {
    column->addSpacing(fontMetrics().height() / 2);
    column->addWidget(heading(tr("Facts")));
    levels_ = new LevelHistogram;
    column->addWidget(levels_);
    facts_ = new QFormLayout;
    facts_->setRowWrapPolicy(QFormLayout::DontWrapRows);
    facts_->setLabelAlignment(Qt::AlignLeft);
    facts_->setVerticalSpacing(3);
    column->addLayout(facts_);
}

void InspectorPanel::applyFonts() {
    QFont big = font();
    big.setPointSizeF(big.pointSizeF() > 0 ? big.pointSizeF() * 2.2 : 22);
    big.setBold(true);
    value_->setFont(big);
    QFont bold = font();
    bold.setBold(true);
    name_->setFont(bold);
}

/// As wide as its longest word needs, beside the scroll bar: another language's words are longer, and what a scroll
/// area without a horizontal bar has no room for is cut off. A very long file name may be.
void InspectorPanel::fitWidth() {
    const int character = fontMetrics().averageCharWidth();
    const int needed = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    setMinimumWidth(std::clamp(needed, character * 38, character * 64));
}

bool InspectorPanel::eventFilter(QObject* watched, QEvent* event) {
    const bool handled = QScrollArea::eventFilter(watched, event); // the scroll area watches its widget anyway
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fitWidth();
    return handled;
}

void InspectorPanel::changeEvent(QEvent* event) {
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        applyFonts();
}

QSize InspectorPanel::sizeHint() const {
    // Words wrap to any width; this is one at which the waterfall and the nearest photos are easy to read.
    return {std::max(minimumWidth(), fontMetrics().averageCharWidth() * 46), QScrollArea::sizeHint().height()};
}

void InspectorPanel::showPhoto(library::PhotoId id) {
    if (id != photo_) {
        pool_->clear();
        measured_ = library::no_photo;
        measures_.reset();
        levels_->setLevels(std::nullopt);
    }
    photo_ = id;
    trust_->showPhoto(id);
    measureIfLoaded(id);
    neighbours_->showPhoto(id);
    refresh();
}

void InspectorPanel::showMarks() {
    const PhotoEntry* entry = session_.photos().entry(photo_);
    marks_->setVisible(entry != nullptr);
    if (entry && entry->marks != marks_->marks())
        marks_->showMarks(entry->marks);
}

void InspectorPanel::refresh() {
    const PhotoEntry* entry = session_.photos().entry(photo_);
    showMarks();
    showScore(entry);
    showOtherScores(entry);
    showStanding(entry);
    trust_->showPhoto(photo_);
    faults_->showPhoto(photo_);
    showFacts(entry);
    if (table_->isVisible())
        fillTable();
}

void InspectorPanel::showScore(const PhotoEntry* entry) {
    const library::PhotoListModel& photos = session_.photos();
    const ModelCard* card = photos.currentCard();
    const library::ScoreRecord* record = entry ? entry->score_of(photos.currentModel()) : nullptr;
    name_->setText(entry ? entry->name : tr("No photo selected"));
    reason_->setVisible(entry && entry->error);
    if (entry && entry->error)
        reason_->setText(QString::fromUtf8("⚠ ") + library::issue_of(*entry->error).text);
    if (photos.ranksByDisagreement() && entry)
        return showDisagreement(*entry);
    value_->setVisible(record != nullptr && !record->score.missing);
    scale_words_->setVisible(entry != nullptr);
    model_words_->setVisible(card != nullptr);
    if (card)
        model_words_->setText(tr("Model: %1").arg(QString::fromStdString(card->title)));
    if (record && record->score.missing) {
        scale_words_->setText(tr("No score: this expert needs a regressor."));
        return;
    }
    if (!record) {
        scale_words_->setText(entry && entry->state == PhotoState::Failed ? tr("No score.") : tr("Not scored yet."));
        return;
    }
    value_->setText(photos.scoreText(record->score.value));
    const QString direction = !card                    ? QString()
                              : card->higher_is_better ? tr("▲ higher is better")
                                                       : tr("▼ lower is better");
    const QLocale locale;
    QString scale = card && card->range ? tr("on a scale of %1 to %2")
                                              .arg(locale.toString(card->range->first, 'g', 6),
                                                   locale.toString(card->range->second, 'g', 6))
                                        : tr("the model does not state its scale");
    if (record->score.standard_deviation)
        scale += tr(", spread ±%1").arg(photos.scoreText(*record->score.standard_deviation));
    scale_words_->setText(scale + QLatin1Char('\n') + direction);
}

void InspectorPanel::showDisagreement(const PhotoEntry& entry) {
    const library::PhotoListModel& photos = session_.photos();
    const QVariant difference = photos.data(photos.indexOf(entry.id), library::PhotoListModel::ScoreRole);
    value_->setVisible(difference.isValid());
    model_words_->setVisible(true);
    model_words_->setText(QString::fromStdString(photos.currentCard()->title));
    if (!difference.isValid()) {
        scale_words_->setText(tr("Known when both models have scored this photo."));
        return;
    }
    value_->setText(photos.scoreText(difference.toDouble()));
    scale_words_->setText(tr("percentage points between its places in the two rankings"));
}

void InspectorPanel::showStanding(const PhotoEntry* entry) {
    library::PhotoListModel& photos = session_.photos();
    const ModelCard* card = photos.currentCard();
    const auto percentile = entry ? photos.percentile(entry->id) : std::nullopt;
    const auto in_library = entry && !session_.isWholeLibrary() ? photos.libraryPercentile(entry->id) : std::nullopt;
    standing_title_->setText(session_.isWholeLibrary() ? tr("In the library") : tr("In this folder"));
    const QString share = QLocale().toString(percentile.value_or(0), 'f', 0);
    const int scored = static_cast<int>(photos.sortedScores().size());
    if (percentile && photos.ranksByDisagreement())
        //: %1 percentage, %n number of photos that two models have scored
        standing_->setText(
            tr("Further apart than for %1 % of the others; %Ln photos have both scores.", nullptr, scored).arg(share));
    else if (percentile)
        //: %1 percentage, %n number of photos with a score
        standing_->setText(tr("Better than %1 % of the others; %Ln photos have a score.", nullptr, scored).arg(share));
    else
        standing_->setText(scored == 0   ? tr("No photo has a score yet.")
                           : scored == 1 ? tr("1 photo has a score.")
                                         : tr("%Ln photos have a score.", nullptr, scored));
    if (in_library && !photos.ranksByDisagreement())
        standing_->setText(standing_->text() + QLatin1Char('\n') +
                           tr("Better than %1 % of the library.").arg(QLocale().toString(*in_library, 'f', 0)));
    const library::ScoreRecord* record = entry ? entry->score_of(photos.currentModel()) : nullptr;
    const auto value = record ? record->score.known_value() : std::nullopt;
    const auto judged = value && card && !photos.ranksByDisagreement() ? humanPercentile(*card, *value) : std::nullopt;
    if (judged)
        standing_->setText(standing_->text() + QLatin1Char('\n') +
                           tr("Better than %1 % of the photos that people judged for this model to learn from.")
                               .arg(QLocale().toString(*judged, 'f', 0)));
    histogram_->setVisible(scored > 0);
    table_button_->setVisible(scored > 0);
    histogram_->setBins(ScoreBins::of(photos.sortedScores(), card ? card->range : std::nullopt));
    histogram_->setMarker(value);
    histogram_->setAccessibleDescription(standing_->text());
}

void InspectorPanel::fillTable() {
    const ModelCard* card = session_.photos().currentCard();
    const ScoreBins bins = ScoreBins::of(session_.photos().sortedScores(), card ? card->range : std::nullopt);
    const QLocale locale;
    table_->setRowCount(static_cast<int>(bins.counts.size()));
    for (int row = 0; row < table_->rowCount(); ++row) {
        const QString from = locale.toString(bins.low + row * bins.width(), 'g', 4);
        const QString to = locale.toString(bins.low + (row + 1) * bins.width(), 'g', 4);
        table_->setItem(row, 0, new QTableWidgetItem(tr("%1 to %2").arg(from, to)));
        table_->setItem(row, 1, new QTableWidgetItem(locale.toString(bins.counts[static_cast<std::size_t>(row)])));
    }
    table_->resizeRowsToContents();
    table_->setMinimumHeight(fontMetrics().height() * 10);
}

void InspectorPanel::showExplanation(std::shared_ptr<const library::Explanation> explanation, int scale) {
    explanation_ = std::move(explanation);
    scale_ = scale;
    trust_->setExplanation(explanation_);
    const library::PhotoListModel& photos = session_.photos();
    const auto& models = photos.models();
    const auto explained = std::find_if(models.begin(), models.end(),
                                        [&](const ModelCard& card) { return card.id == photos.explainedModel(); });
    const bool reiqa = explained != models.end() && explained->architecture.starts_with("reiqa");
    attention_card_->setVisible(!reiqa);
    breakdown_->setVisible(reiqa);
    reiqa ? showBreakdown(scale) : showAttention(scale);
}

void InspectorPanel::showBreakdown(int scale) {
    const auto& models = session_.photos().models();
    const auto card = std::find_if(models.begin(), models.end(),
                                   [&](const ModelCard& c) { return c.id == session_.photos().explainedModel(); });
    if (card->architecture != "reiqa-regressor")
        breakdown_->showHint(
            tr("This is one of Re-IQA's experts. It describes photos but has no score of its own: fit a "
               "regressor to rated photos with “touchstone-cli fit” and choose that as the model."));
    else if (!explanation_)
        breakdown_->showHint(tr("Open the photo and press H to see what its score is made of."));
    else if (!explanation_->assessment.breakdown)
        breakdown_->showHint(tr("This model's features are normalised to unit length, so its score cannot be split "
                                "exactly."));
    else
        breakdown_->showBreakdown(explanation_, *card, scale);
}

void InspectorPanel::showOtherScores(const PhotoEntry* entry) {
    const library::PhotoListModel& photos = session_.photos();
    QStringList lines;
    for (const ModelCard& card : photos.models()) {
        const library::ScoreRecord* record = entry ? entry->score_of(card.id) : nullptr;
        if (card.id == photos.currentModel() || !record || record->score.missing)
            continue;
        const QLocale locale;
        const double width = card.range ? card.range->second - card.range->first : 10;
        const QString value = locale.toString(record->score.value, 'f', width >= 50 ? 1 : width >= 5 ? 2 : 3);
        const QString title = QString::fromStdString(card.title);
        lines << (card.range ? tr("%1: %2 of %3–%4")
                                   .arg(title, value, locale.toString(card.range->first, 'g', 6),
                                        locale.toString(card.range->second, 'g', 6))
                             : tr("%1: %2").arg(title, value));
    }
    others_->setVisible(!lines.isEmpty());
    others_->setText(lines.join(QLatin1Char('\n')));
}

void InspectorPanel::showAttention(int scale) {
    if (explanation_ && explanation_ == attention_shown_) { // only another scale: the rows stay
        for (std::size_t i = 0; i < attention_buttons_.size(); ++i)
            attention_buttons_[i]->setChecked(static_cast<int>(i) == scale);
        return;
    }
    attention_shown_ = explanation_;
    attention_buttons_.clear();
    while (QLayoutItem* item = attention_rows_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!explanation_ || !explanation_->assessment.attention) {
        attention_words_->setText(tr("Open the photo and press H to see where the model looked."));
        return;
    }
    attention_words_->setText(
        tr("Share of the attention that each size of the photo drew. Attention is where the model "
           "looked, not why the score is low."));
    const Attention& attention = *explanation_->assessment.attention;
    const auto addRow = [this, scale](int index, const QString& title, double share) {
        auto* button = new QToolButton;
        button->setText(title);
        button->setCheckable(true);
        emphasiseWhenChecked(button);
        button->setChecked(index == scale);
        attention_buttons_.push_back(button);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setToolTip(tr("Show this map over the photo"));
        connect(button, &QToolButton::clicked, this, [this, index] {
            Q_EMIT
            scaleWanted(index);
        });
        auto* bar = new QProgressBar;
        bar->setRange(0, 1000);
        bar->setValue(qRound(share * 1000));
        bar->setFormat(tr("%1 %").arg(QLocale().toString(share * 100, 'f', 1)));
        bar->setAccessibleName(tr("%1: share of the attention").arg(title));
        attention_rows_->addWidget(button, index, 0);
        attention_rows_->addWidget(bar, index, 1);
    };
    int index = 0;
    double all = 0;
    for (const AttentionMap& map : attention.scales) {
        addRow(index++, scaleTitle(map.scale), map.share);
        all += map.share;
    }
    if (index > 1)
        addRow(index, scaleTitle("combined"), all);
}

void InspectorPanel::showFacts(const PhotoEntry* entry) {
    const bool measured = entry && measures_ && measured_ == entry->id;
    std::vector<Fact> facts;
    if (entry)
        facts = factsOf(*entry, session_.photos().currentModel(), measured ? &*measures_ : nullptr);
    if (facts == shown_facts_) // a selection in the labels stays
        return;
    while (facts_->rowCount() > 0)
        facts_->removeRow(0);
    for (const Fact& fact : facts) {
        auto* value = words(QString());
        value->setText(fact.value);
        value->setToolTip(fact.explanation);
        auto* name = new QLabel(fact.name);
        name->setAlignment(Qt::AlignLeft | Qt::AlignTop); // beside the first of several lines
        name->setBuddy(value);
        facts_->addRow(name, value);
    }
    shown_facts_ = std::move(facts);
}

} // namespace touchstone::ui
