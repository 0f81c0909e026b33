// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/faults_card.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/library/score_recipe.h"
#include "ui/inspector/fault_names.h"
#include "ui/loupe/score_words.h"

namespace touchstone::ui {

using inspection::FaultLearning;
using library::PhotoEntry;

namespace {

/// More than are learned from: the quality expert chooses among them, and some may be unreadable by now.
constexpr std::size_t candidates = 5 * FaultLearning::usual_photos;
constexpr int least_side = 2 * FaultLearning::piece_side; ///< of a photo whose middle is to say something

QLabel* label(const char* name) {
    auto* made = new QLabel;
    made->setObjectName(QLatin1String(name));
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

} // namespace

FaultsCard::FaultsCard(library::LibrarySession& session, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , faults_(session.inference(), session.options().pipeline.decode, session.options().cache_folder)
    , words_(label("faultWords"))
    , progress_words_(label("faultProgress"))
    , bar_(new QProgressBar)
    , learn_(new QPushButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    auto* heading = new QLabel(tr("Resemblance"));
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    bar_->setAccessibleName(tr("Learning what faults look like"));
    learn_->setObjectName(QStringLiteral("learnFaults"));
    learn_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    for (QWidget* widget : std::initializer_list<QWidget*>{heading, words_, progress_words_, bar_, learn_})
        column->addWidget(widget);
    connect(learn_, &QPushButton::clicked, this, &FaultsCard::startOrStop);
    connect(&faults_, &inspection::FaultService::answered, this,
            [this](quint64, const inspection::FaultAnswer& answer) { take(answer); });
    connect(&faults_, &inspection::FaultService::progressed, this, [this](int done, int total, double left) {
        bar_->setRange(0, total);
        bar_->setValue(done);
        progress_words_->setText(tr("Learning what faults look like…  %1").arg(timeLeftWords(left)));
    });
    connect(&faults_, &inspection::FaultService::learned, this, [this] { endLearning({}); });
    connect(&faults_, &inspection::FaultService::failed, this, [this](const Error& error) {
        endLearning(tr("Not learned: %1").arg(QString::fromStdString(error.message())));
    });
    endLearning({});
    hide();
}

FaultsCard::~FaultsCard() = default;

/// The regressor whose score is shown.
std::optional<FaultsCard::Model> FaultsCard::currentModel() const {
    const library::SessionOptions& options = session_.options();
    const auto& models = session_.photos().models();
    for (std::size_t at = 0; at < std::min(options.model_files.size(), models.size()); ++at) {
        const std::string expert = reiqa::quality_expert_of(models[at]);
        if (models[at].architecture == "reiqa-regressor" && !expert.empty() && !options.cache_folder.empty() &&
            models[at].id == session_.photos().explainedModel())
            return Model{options.model_files[at],
                         library::ScoreRecipe::of(models[at], options.scorer, options.pipeline.decode.mode).key(),
                         expert};
    }
    return std::nullopt;
}

void FaultsCard::showPhoto(library::PhotoId id) {
    if (id != photo_) {
        photo_ = id;
        words_->hide(); // what was said of another one
    }
    ask();
}

void FaultsCard::modelChanged() {
    const auto model = currentModel();
    if (faults_.isLearning() && model != pupil_) {
        faults_.cancel();
        endLearning({});
    }
    words_->hide();
    ask();
}

void FaultsCard::ask() {
    model_ = currentModel();
    const PhotoEntry* photo = session_.photos().entry(photo_);
    faults_.forget();
    setVisible(model_ && photo);
    if (model_ && photo) // without a hash it was not scored: no features are kept under this one
        faults_.request(model_->expert, model_->recipe, photo->content.value_or(library::ContentHash()));
}

void FaultsCard::take(const inspection::FaultAnswer& answer) {
    learned_ = answer.learned;
    if (!answer.learned) {
        const QString text = tr("What faults look like to this model has not been learned yet.");
        words_->setText(text + timeWords(session_.photos().entry(photo_)));
        words_->setToolTip({});
    } else if (!answer.resemblance) {
        words_->setText(tr("Known when this photo has been scored by Re-IQA."));
        words_->setToolTip({});
    } else {
        showResemblance(answer);
    }
    words_->show();
    showButton();
}

void FaultsCard::showResemblance(const inspection::FaultAnswer& answer) {
    const reiqa::Resemblance& found = *answer.resemblance;
    const QLocale locale;
    const QString margin = locale.toString(found.margin, 'f', 2);
    if (!found.clear)
        //: %1 and %2: "motion blur, level 3 of 5", "an undistorted photo"
        words_->setText(
            tr("No clear resemblance. Nearest: %1; then: %2.").arg(faultName(found.nearest), faultName(found.other)));
    else
        //: %1 and %3: "motion blur, level 3 of 5", "an undistorted photo"; %2 a number
        words_->setText(
            tr("Resembles %1 (margin %2 over %3).").arg(faultName(found.nearest), margin, faultName(found.other)));
    words_->setToolTip(
        //: %n photos; %1 a percentage
        tr("The photo's quality features, compared with those of pieces of %Ln photos that were made worse in known "
           "ways. A resemblance, not a measurement: the margin says how much nearer the photo lies to this fault than "
           "to the next other one, in standard deviations. Of pieces of photos that were held out, %1 % were named by "
           "the right kind.",
           nullptr, answer.photos)
            .arg(locale.toString(100 * answer.recognised, 'f', 0)));
}

/// How long learning takes, by what the shown photo's score took: both experts on all of its pixels.
QString FaultsCard::timeWords(const PhotoEntry* photo) const {
    const library::ScoreRecord* record = photo ? photo->score_of(session_.photos().explainedModel()) : nullptr;
    if (!record || record->seconds <= 0 || record->scored_size.pixels() <= 0)
        return {};
    const auto whole = static_cast<double>(record->scored_size.pixels());
    const double pieces =
        static_cast<double>(reiqa::fault_classes().size()) * FaultLearning::piece_side * FaultLearning::piece_side;
    const double seconds =
        record->seconds / 2 * static_cast<double>(FaultLearning::usual_photos) * (whole + pieces) / whole;
    const int minutes = std::max(1, static_cast<int>(std::ceil(seconds / 60)));
    return QLatin1Char(' ') + tr("It takes about %Ln minutes, in the background.", nullptr, minutes);
}

/// By score, one of each group: frames of a burst teach the same.
std::vector<inspection::FaultRequest::Candidate> FaultsCard::bestPhotos() const {
    const library::PhotoListModel& photos = session_.photos();
    const std::string model = photos.explainedModel();
    const auto& models = photos.models();
    const auto card = std::find_if(models.begin(), models.end(), [&](const ModelCard& one) { return one.id == model; });
    const double sign = card != models.end() && !card->higher_is_better ? 1 : -1;
    std::vector<std::pair<double, const PhotoEntry*>> ranked;
    for (const library::PhotoId id : photos.allIds()) {
        const PhotoEntry* photo = photos.entry(id);
        const library::ScoreRecord* record = photo->score_of(model);
        if (record && record->score.known_value() &&
            std::min(record->scored_size.width, record->scored_size.height) >= least_side)
            ranked.emplace_back(sign * record->score.value, photo);
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second->file.path < b.second->file.path;
    });
    std::set<std::int64_t> groups;
    std::vector<inspection::FaultRequest::Candidate> best;
    for (const auto& [score, photo] : ranked)
        if (best.size() < candidates && (photo->group == 0 || groups.insert(photo->group).second))
            best.push_back({photo->file.path, photo->content});
    return best;
}

void FaultsCard::startOrStop() {
    if (faults_.isLearning()) {
        faults_.cancel();
        endLearning({});
        return;
    }
    if (!model_)
        return;
    inspection::FaultRequest request{model_->expert, model_->file, model_->recipe, bestPhotos()};
    if (request.candidates.size() < reiqa::DistortionCentroids::least_photos) {
        //: %1 and %2 numbers
        endLearning(tr("Not learned: that takes at least %1 photos with a score and with sides of at least %2 pixels.")
                        .arg(QLocale().toString(static_cast<int>(reiqa::DistortionCentroids::least_photos)),
                             QLocale().toString(least_side)));
        return;
    }
    pupil_ = model_;
    faults_.learn(std::move(request));
    bar_->setRange(0, 0); // until the model is there, and what waits before it is done
    bar_->show();
    progress_words_->setText(tr("Learning what faults look like begins when scoring has ended…"));
    progress_words_->show();
    showButton();
}

/// `words`: why it failed; empty otherwise.
void FaultsCard::endLearning(const QString& words) {
    bar_->hide();
    progress_words_->setText(words);
    progress_words_->setVisible(!words.isEmpty());
    showButton();
    if (photo_ != library::no_photo)
        ask();
}

void FaultsCard::showButton() {
    learn_->setText(faults_.isLearning() ? tr("Stop")
                    : learned_           ? tr("Learn anew")
                                         : tr("Learn what faults look like"));
    learn_->setToolTip(
        tr("Makes pieces of the best photos here worse in every way of the distortion bank, in memory, and remembers "
           "what the quality expert says about them. The photos themselves are only read."));
}

} // namespace touchstone::ui
