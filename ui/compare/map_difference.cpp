// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/compare/map_difference.h"

#include <QFuture>
#include <QThreadPool>
#include <QtConcurrentRun>

#include "ui/loupe/heat_map.h"

namespace touchstone::ui {

using inspection::Alignment;
using inspection::Misfit;

namespace {

std::vector<AttentionMap> mapsOf(const library::Explanation& explanation) {
    const Attention& attention = *explanation.assessment.attention;
    std::vector<AttentionMap> maps = attention.scales;
    if (maps.size() > 1)
        maps.push_back(combinedAttention(attention, explanation.photo_size));
    return maps;
}

struct Answer {
    std::vector<AttentionMap> maps;
    tl::expected<Alignment, Misfit> alignment;
};

Answer takeApart(const MapDifference::Side& photo, const MapDifference::Side& reference) {
    Answer answer{{}, inspection::align(photo.picture, reference.picture)};
    if (!answer.alignment)
        return answer;
    const std::vector<AttentionMap> here = mapsOf(*photo.explanation), there = mapsOf(*reference.explanation);
    for (std::size_t at = 0; at < std::min(here.size(), there.size()); ++at)
        answer.maps.push_back(
            inspection::difference_of_maps(here[at], photo.explanation->photo_size, there[at], *answer.alignment));
    return answer;
}

} // namespace

QString misfitWords(Misfit why) {
    switch (why) {
    case Misfit::OtherShape:
        return MapDifference::tr("they have another shape");
    case Misfit::NotTheSame:
        return MapDifference::tr("they do not show the same scene closely enough");
    case Misfit::TooFarApart:
        return MapDifference::tr("they are shifted or turned too far");
    case Misfit::NothingToSee:
        return MapDifference::tr("one of them has no detail to go by");
    }
    return {};
}

MapDifference::MapDifference(QObject* parent)
    : QObject(parent)
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("align"));
}

MapDifference::~MapDifference() {
    pool_->clear();
    pool_->waitForDone();
}

void MapDifference::ask(const Side& photo, const Side& reference) {
    QtConcurrent::run(pool_.get(), takeApart, photo, reference)
        .then(this, [this, wanted = generation_, id = photo.explanation->request.id](const Answer& answer) {
            if (wanted != generation_)
                return;
            if (answer.alignment)
                Q_EMIT
            ready(id, answer.maps, answer.alignment->correlation);
            else Q_EMIT
            failed(id, answer.alignment.error());
        });
}

void MapDifference::forget() {
    ++generation_;
    pool_->clear();
}

} // namespace touchstone::ui
