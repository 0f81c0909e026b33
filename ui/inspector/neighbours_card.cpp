// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/neighbours_card.h"

#include <utility>

#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QLocale>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>

namespace touchstone::ui {

using library::PhotoEntry;

NeighboursCard::NeighboursCard(library::LibrarySession& session, QWidget* parent)
    : QWidget(parent)
    , session_(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    auto* heading = new QLabel(tr("Alike"));
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    column->addWidget(heading);
    state_ = new QLabel;
    state_->setObjectName(QStringLiteral("neighbourState"));
    state_->setWordWrap(true);
    column->addWidget(state_);
    addSpace(content_, tr("Nearest in content"),
             tr("The photos of this folder whose content features point most nearly the same way: they should share "
                "the subject."),
             column);
    addSpace(quality_, tr("Nearest in quality"),
             tr("The photos of this folder whose quality features point most nearly the same way: they should share "
                "the faults."),
             column);
    ask_timer_.setSingleShot(true);
    ask_timer_.setInterval(100);
    connect(&ask_timer_, &QTimer::timeout, this, &NeighboursCard::ask);
    connect(&session_.neighbours(), &library::NeighbourService::found, this,
            [this](quint64 generation, const std::shared_ptr<const library::Neighbours>& neighbours) {
                take(generation, *neighbours);
            });
    connect(&session_.neighbours(), &library::NeighbourService::changed, this, [this] {
        if (photo_ != library::no_photo && !ask_timer_.isActive())
            ask_timer_.start();
    });
    connect(&session_.thumbnails(), &library::ThumbnailService::ready, this, &NeighboursCard::refreshPictures);
    connect(&session_.photos(), &library::PhotoListModel::currentModelChanged, this, [this] { showPhoto(photo_); });
    hide();
}

NeighboursCard::~NeighboursCard() = default;

void NeighboursCard::addSpace(Space& space, const QString& title, const QString& tip, QVBoxLayout* column) {
    space.words = new QLabel(title);
    space.words->setToolTip(tip);
    column->addWidget(space.words);
    space.row = new QHBoxLayout;
    space.row->setSpacing(2);
    column->addLayout(space.row);
    const int edge = fontMetrics().averageCharWidth() * 6;
    for (std::size_t i = 0; i < kCount; ++i) {
        auto* button = new QToolButton;
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIconSize({edge, edge});
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(button, &QToolButton::clicked, this, [this, &space, i] {
            if (i < space.shown.size())
                Q_EMIT
            photoWanted(space.shown[i].id);
        });
        space.row->addWidget(button, 1);
        space.buttons.push_back(button);
    }
}

void NeighboursCard::showPhoto(library::PhotoId photo) {
    const auto& models = session_.photos().models();
    const bool has_experts = std::any_of(models.begin(), models.end(),
                                         [](const ModelCard& card) { return card.architecture.starts_with("reiqa"); });
    const bool wanted = has_experts && photo != library::no_photo;
    const bool other = photo != photo_;
    photo_ = photo;
    setVisible(wanted);
    if (!wanted) {
        session_.setExtraThumbnails({});
        return;
    }
    if (other || content_.shown.empty())
        ask();
}

void NeighboursCard::ask() {
    if (photo_ != library::no_photo && !isHidden())
        generation_ = session_.neighbours().request(photo_, kCount);
}

void NeighboursCard::take(quint64 generation, const library::Neighbours& neighbours) {
    if (generation != generation_ || neighbours.id != photo_)
        return;
    state_->setVisible(!neighbours.known);
    if (!neighbours.known)
        state_->setText(tr("Known when this photo has been scored by Re-IQA."));
    fill(content_, neighbours.content);
    fill(quality_, neighbours.quality);
    std::vector<library::PhotoId> wanted;
    for (const auto* nearest : {&neighbours.content, &neighbours.quality})
        for (const reiqa::Neighbour& neighbour : *nearest)
            wanted.push_back(neighbour.id);
    session_.setExtraThumbnails(std::move(wanted));
}

void NeighboursCard::fill(Space& space, const std::vector<reiqa::Neighbour>& nearest) {
    const std::vector<reiqa::Neighbour> before = std::exchange(space.shown, nearest);
    space.words->setVisible(!nearest.empty());
    for (std::size_t i = 0; i < space.buttons.size(); ++i) {
        QToolButton* button = space.buttons[i];
        const PhotoEntry* entry = i < nearest.size() ? session_.photos().entry(nearest[i].id) : nullptr;
        button->setVisible(entry != nullptr);
        if (!entry)
            continue;
        if (i >= before.size() || before[i].id != nearest[i].id)
            button->setIcon({}); // the picture before is another photo's, and this one's may take a while
        const QString cosine = QLocale().toString(static_cast<double>(nearest[i].cosine), 'f', 2);
        button->setText(cosine);
        //: %1 file name, %2 a number from −1 to 1
        button->setToolTip(tr("%1, cosine %2: 1 is the same direction").arg(entry->name, cosine));
        button->setAccessibleName(tr("Open %1, cosine %2").arg(entry->name, cosine));
    }
    refreshPictures();
}

void NeighboursCard::refreshPictures() {
    for (Space* space : {&content_, &quality_})
        for (std::size_t i = 0; i < std::min(space->shown.size(), space->buttons.size()); ++i) {
            const int edge = space->buttons[i]->iconSize().width();
            const QImage picture =
                session_.thumbnails().image(space->shown[i].id, static_cast<int>(edge * devicePixelRatioF()));
            if (picture.isNull())
                continue;
            const QSize room = QSize(edge, edge) * devicePixelRatioF();
            QPixmap pixmap = QPixmap::fromImage(picture.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation));
            pixmap.setDevicePixelRatio(devicePixelRatioF());
            space->buttons[i]->setIcon(pixmap);
        }
}

} // namespace touchstone::ui
