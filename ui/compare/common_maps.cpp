// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/compare/common_maps.h"

#include <algorithm>

namespace touchstone::ui {

using library::Explanation;
using library::PhotoId;

CommonMaps::CommonMaps(library::LibrarySession& session, QObject* parent)
    : QObject(parent)
    , session_(session) {
    connect(&session_.explainer(), &library::ExplainService::explained, this,
            [this](quint64 generation, const std::shared_ptr<const Explanation>& explanation) {
                if (generation != generation_ || explanation->request.id != asked_)
                    return;
                const PhotoId id = std::exchange(asked_, library::no_photo);
                maps_[id] = explanation;
                Q_EMIT
                ready(id);
                next();
            });
    connect(&session_.explainer(), &library::ExplainService::failed, this,
            [this](quint64 generation, const Error& error) {
                if (generation != generation_ || asked_ == library::no_photo)
                    return;
                Q_EMIT
                failed(std::exchange(asked_, library::no_photo), QString::fromStdString(error.message()));
                next();
            });
}

void CommonMaps::want(std::vector<PhotoId> photos) {
    std::erase_if(maps_,
                  [&](const auto& map) { return std::find(photos.begin(), photos.end(), map.first) == photos.end(); });
    const bool asked_still = std::find(photos.begin(), photos.end(), asked_) != photos.end();
    std::erase_if(photos, [this](PhotoId id) { return maps_.contains(id) || id == asked_; });
    waiting_ = std::move(photos);
    if (!asked_still) {
        asked_ = library::no_photo;
        generation_ = 0;
    }
    next();
}

void CommonMaps::forget() {
    maps_.clear();
    waiting_.clear();
    asked_ = library::no_photo;
    generation_ = 0;
}

std::shared_ptr<const Explanation> CommonMaps::map(PhotoId photo) const {
    const auto found = maps_.find(photo);
    return found == maps_.end() ? nullptr : found->second;
}

void CommonMaps::next() {
    while (asked_ == library::no_photo && !waiting_.empty()) {
        asked_ = waiting_.front();
        waiting_.erase(waiting_.begin());
        generation_ = session_.explain(asked_);
        if (generation_ == 0)
            asked_ = library::no_photo; // gone
    }
}

} // namespace touchstone::ui
