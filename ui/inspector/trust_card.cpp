// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/trust_card.h"

#include <algorithm>

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/inspection/attended_sharpness.h"
#include "app/library/score_recipe.h"
#include "ui/loupe/score_words.h"

namespace touchstone::ui {

using imaging::PictureKind;

namespace {

/// Where the attended part differs from the frame by less, nothing is said about focus.
constexpr double telling_ratio = 1.5;

QLabel* words(const char* name) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->hide();
    return label;
}

} // namespace

QString kindNotice(PictureKind kind) {
    switch (kind) {
    case PictureKind::Blank:
        return TrustCard::tr("⚠ Not my kind of picture: it is nearly one colour. The models learned from photographs; "
                             "their number means nothing here.");
    case PictureKind::Drawn:
        return TrustCard::tr(
            "⚠ Not my kind of picture: it looks like a document, a drawing or a screenshot. The models "
            "learned from photographs; their number means little here.");
    case PictureKind::Photograph:
        break;
    }
    return {};
}

TrustCard::TrustCard(library::LibrarySession& session, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , probes_(session.inference(), session.options().pipeline.decode)
    , familiarity_(session.options().cache_folder.empty() ? std::string()
                                                          : session.options().cache_folder + "/features")
    , kind_(words("kindNotice"))
    , unfamiliar_(words("featureNotice"))
    , spread_words_(words("spreadWords"))
    , sharpness_(words("attendedSharpness"))
    , spread_(new QPushButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    spread_->setObjectName(QStringLiteral("askForSpread"));
    spread_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    for (QWidget* widget : std::initializer_list<QWidget*>{kind_, unfamiliar_, spread_, spread_words_, sharpness_})
        column->addWidget(widget);
    connect(spread_, &QPushButton::clicked, this, &TrustCard::askForSpread);
    connect(&familiarity_, &inspection::FamiliarityService::measured, this, [this](quint64, double distance) {
        //: %1 a number from 3 on
        unfamiliar_->setText(
            tr("⚠ Far from what this model learned from: the photo's features lie %1 times as far from "
               "the mean as those of its training photos. Its number means little here.")
                .arg(QLocale().toString(distance, 'f', 1)));
        unfamiliar_->setVisible(distance >= inspection::unfamiliar);
    });
    connect(&probes_, &inspection::ProbeService::progressed, this, [this](quint64, int done, int total, double left) {
        //: %1 copies done, %2 all copies, %3 "about 20 s left" or nothing
        spread_words_->setText(
            tr("%1 of %2 copies  %3").arg(QLocale().toString(done), QLocale().toString(total), timeLeftWords(left)));
    });
    connect(&probes_, &inspection::ProbeService::finished, this,
            [this](quint64, const std::shared_ptr<const inspection::ProbeAnswer>& answer) { takeSpread(*answer); });
    connect(&probes_, &inspection::ProbeService::failed, this, [this](quint64, const Error& error) {
        endSpread();
        spread_words_->setText(tr("Not measured: %1").arg(QString::fromStdString(error.message())));
        spread_words_->show();
    });
    endSpread();
}

TrustCard::~TrustCard() = default;

void TrustCard::showPhoto(library::PhotoId id) {
    if (id != photo_) {
        photo_ = id;
        measures_.reset();
        explanation_.reset();
        probes_.forget();
        endSpread();
        kind_->hide();
        spread_words_->hide();
        showSharpness();
    }
    askForFamiliarity();
    refreshVisible();
}

/// Of the model whose score is shown, when it is a regressor in use and the photo was hashed.
void TrustCard::askForFamiliarity() {
    familiarity_.forget();
    unfamiliar_->hide();
    const library::PhotoEntry* photo = session_.photos().entry(photo_);
    const library::SessionOptions& options = session_.options();
    const auto& models = session_.photos().models();
    for (std::size_t at = 0; at < std::min(options.model_files.size(), models.size()); ++at)
        if (photo && photo->content && models[at].architecture == "reiqa-regressor" &&
            models[at].id == session_.photos().explainedModel())
            familiarity_.request(
                options.model_files[at],
                library::ScoreRecipe::of(models[at], options.scorer, options.pipeline.decode.mode).key(),
                *photo->content);
}

void TrustCard::refreshVisible() {
    const library::PhotoEntry* entry = session_.photos().entry(photo_);
    const library::ScoreRecord* record = entry ? entry->score_of(session_.photos().explainedModel()) : nullptr;
    spread_->setVisible(record && record->score.known_value() && !session_.options().model_files.empty());
}

void TrustCard::setPixels(const imaging::Measures& measures, const imaging::KindFeatures& kind) {
    measures_ = measures;
    const QString notice = kindNotice(imaging::kind_of(kind));
    kind_->setText(notice);
    kind_->setVisible(!notice.isEmpty());
    showSharpness();
}

void TrustCard::setExplanation(std::shared_ptr<const library::Explanation> explanation) {
    explanation_ = std::move(explanation);
    showSharpness();
}

void TrustCard::modelChanged() {
    probes_.cancel();
    endSpread();
    spread_words_->hide();
    askForFamiliarity();
    refreshVisible();
}

void TrustCard::askForSpread() {
    if (probes_.isBusy()) {
        probes_.cancel();
        endSpread();
        spread_words_->hide();
        return;
    }
    const library::PhotoEntry* entry = session_.photos().entry(photo_);
    if (!entry)
        return;
    inspection::Probe probe;
    probe.id = photo_;
    probe.file = entry->file;
    probe.model = session_.photos().explainedModel();
    probe.alterations = inspection::small_crops_and_resizes();
    probes_.start(std::move(probe));
    spread_->setText(tr("Stop"));
    spread_words_->setText(tr("Scoring small crops and resizes…"));
    spread_words_->show();
}

void TrustCard::endSpread() {
    spread_->setText(tr("How steady is this score?"));
    spread_->setToolTip(tr("Scores small crops and resizes of the photo, which a person would call the same photo."));
}

void TrustCard::takeSpread(const inspection::ProbeAnswer& answer) {
    endSpread();
    probes_.forget(); // the decoded photo
    const auto spread = answer.models.empty() ? std::nullopt : inspection::spread_of(answer.models.front());
    if (!spread) {
        spread_words_->setText(tr("This model gives no score, so there is nothing to measure."));
        return;
    }
    const ModelCard& card = answer.models.front().card;
    //: %n copies; %1 lowest, %2 highest score; %3 standard deviation; %4 twice that
    spread_words_->setText(tr("Between %1 and %2 among %Ln small crops and resizes (standard deviation %3). A "
                              "difference of less than about %4 to another photo says nothing.",
                              nullptr, spread->copies)
                               .arg(scoreWords(card, spread->lowest), scoreWords(card, spread->highest),
                                    scoreWords(card, spread->standard_deviation),
                                    scoreWords(card, 2 * spread->standard_deviation)));
}

void TrustCard::showSharpness() {
    std::optional<inspection::AttendedSharpness> found;
    if (measures_ && explanation_ && explanation_->request.id == photo_ && explanation_->assessment.attention)
        found =
            inspection::attended_sharpness(*measures_, *explanation_->assessment.attention, explanation_->photo_size);
    sharpness_->setVisible(found && found->ratio());
    if (!found || !found->ratio())
        return;
    const QLocale locale;
    const double ratio = *found->ratio();
    //: %1, %2 levels per pixel, %3 how often
    QString text = tr("Sharpness where the model looked: %1; of the whole frame: %2 (%3×).")
                       .arg(locale.toString(found->attended, 'f', 1), locale.toString(found->frame, 'f', 1),
                            locale.toString(ratio, 'f', 1));
    if (ratio >= telling_ratio)
        text += QLatin1Char(' ') + tr("What it looked at is sharp: a soft background is no fault here.");
    else if (ratio <= 1 / telling_ratio)
        text += QLatin1Char(' ') + tr("What it looked at is softer than the rest: has the focus missed?");
    sharpness_->setText(text);
}

} // namespace touchstone::ui
