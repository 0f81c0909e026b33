// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/query/photo_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/library/disagreement.h"

namespace touchstone::library {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::optional<double> known(double value) {
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

QString folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? QString() : display_path(path.substr(0, std::max<std::size_t>(slash, 1)));
}

} // namespace

// -- models ----------------------------------------------------------------------------------------------------------

void PhotoValues::setModels(std::vector<ModelCard> cards, std::size_t in_use) {
    cards_ = std::move(cards);
    in_use_ = std::min(in_use, cards_.size());
    disagreement_card_ = in_use_ < 2 ? std::nullopt : std::optional(disagreement_card(cards_[0], cards_[1]));
    disagreements_.reset();
}

bool PhotoValues::isInUse(const std::string& model) const {
    const auto end = cards_.begin() + static_cast<std::ptrdiff_t>(in_use_);
    return std::any_of(cards_.begin(), end, [&](const ModelCard& card) { return card.id == model; });
}

void PhotoValues::setCurrentModel(std::string id) {
    if (id != model_)
        library_.clear();
    model_ = std::move(id);
}

bool PhotoValues::ranksByDisagreement() const {
    return disagreement_card_ && model_ == disagreement_id;
}

const ModelCard* PhotoValues::card(const std::string& model) const {
    const std::string& id = model.empty() ? model_ : model;
    if (disagreement_card_ && id == disagreement_id)
        return &*disagreement_card_;
    const auto found = std::find_if(cards_.begin(), cards_.end(), [&](const ModelCard& c) { return c.id == id; });
    return found == cards_.end() ? nullptr : &*found;
}

bool PhotoValues::higherIsBetter(const std::string& model) const {
    const ModelCard* found = card(model);
    return !found || found->higher_is_better;
}

// -- changes ---------------------------------------------------------------------------------------------------------

std::optional<double> PhotoValues::readValue(std::size_t place) const {
    const ScoreRecord* record = entries_[place].score_of(model_);
    return record ? record->score.known_value() : std::nullopt;
}

void PhotoValues::clear() {
    values_.clear();
    scale_.clear();
    library_.clear();
    gone_.clear();
    come_.clear();
    disagreements_.reset();
    other_scales_.clear();
    folders_.clear();
    distances_.clear();
}

bool PhotoValues::append() {
    bool any = false;
    for (std::size_t place = values_.size(); place < entries_.size(); ++place) {
        // A disagreement hangs on all photos: it is made by rebuild().
        const auto value = ranksByDisagreement() ? std::nullopt : readValue(place);
        values_.push_back(value.value_or(none));
        if (value)
            come_.push_back(*value);
        any |= value.has_value() || !entries_[place].scores.empty();
    }
    if (any) {
        disagreements_.reset();
        other_scales_.clear();
    }
    return any;
}

bool PhotoValues::update(std::size_t place) {
    disagreements_.reset();
    other_scales_.clear();
    if (ranksByDisagreement())
        return true;
    const std::optional<double> before = known(values_[place]), now = readValue(place);
    if (before == now)
        return false;
    if (before)
        gone_.push_back(*before);
    if (now)
        come_.push_back(*now);
    values_[place] = now.value_or(none);
    return true;
}

std::optional<std::vector<double>> PhotoValues::remove(const std::vector<std::size_t>& places) {
    disagreements_.reset();
    other_scales_.clear();
    if (ranksByDisagreement())
        return std::nullopt;
    std::vector<double> gone;
    std::size_t next = 0;
    auto skip = places.begin();
    for (std::size_t place = 0; place < values_.size(); ++place) {
        if (skip != places.end() && *skip == place) {
            if (!std::isnan(values_[place]))
                gone.push_back(values_[place]);
            ++skip;
        } else {
            values_[next++] = values_[place];
        }
    }
    values_.resize(next);
    gone_.insert(gone_.end(), gone.begin(), gone.end());
    return gone;
}

void PhotoValues::rebuild() {
    disagreements_.reset();
    other_scales_.clear();
    folders_.clear();
    gone_.clear();
    come_.clear();
    scale_.clear();
    values_.assign(entries_.size(), none);
    if (ranksByDisagreement()) {
        values_ = disagreements();
    } else {
        for (std::size_t place = 0; place < entries_.size(); ++place)
            values_[place] = readValue(place).value_or(none);
    }
    std::vector<double> all;
    all.reserve(values_.size());
    std::copy_if(values_.begin(), values_.end(), std::back_inserter(all),
                 [](double value) { return !std::isnan(value); });
    scale_.add(std::move(all));
}

void PhotoValues::setLibraryValues(std::vector<double> sorted) {
    library_.clear();
    library_.add(std::move(sorted));
}

// -- by place --------------------------------------------------------------------------------------------------------

std::optional<double> PhotoValues::value(std::size_t place) const {
    return known(values_[place]);
}

const PercentileScale& PhotoValues::scale() const {
    // In this order: a value may have come and gone before anybody looked.
    if (!come_.empty())
        scale_.add(std::exchange(come_, {}));
    if (!gone_.empty())
        scale_.remove(std::exchange(gone_, {}));
    return scale_;
}

std::optional<double> PhotoValues::percentile(std::size_t place) const {
    const auto value = known(values_[place]);
    return value ? scale().percentile(*value, higherIsBetter({})) : std::nullopt;
}

std::optional<double> PhotoValues::libraryPercentile(std::size_t place) const {
    const auto value = known(values_[place]);
    return value ? library_.percentile(*value, higherIsBetter({})) : std::nullopt;
}

std::optional<double> PhotoValues::distance(std::size_t place) const {
    const auto found = distances_.find(entries_[place].id);
    return found == distances_.end() ? std::nullopt : std::optional(found->second);
}

const std::vector<double>& PhotoValues::disagreements() const {
    if (disagreements_)
        return *disagreements_;
    std::vector<double>& result = disagreements_.emplace(entries_.size(), none);
    if (cards_.size() < 2)
        return result;
    std::vector<ScorePair> pairs(entries_.size());
    for (std::size_t place = 0; place < entries_.size(); ++place) {
        const ScoreRecord* first = entries_[place].score_of(cards_[0].id);
        const ScoreRecord* second = entries_[place].score_of(cards_[1].id);
        if (first && second && !first->score.missing && !second->score.missing)
            pairs[place] = std::pair(first->score.value, second->score.value);
    }
    const auto differences = rank_difference(pairs, cards_[0].higher_is_better, cards_[1].higher_is_better);
    for (std::size_t place = 0; place < differences.size(); ++place)
        result[place] = differences[place].value_or(none);
    return result;
}

// -- PhotoLookup -----------------------------------------------------------------------------------------------------

std::optional<double> PhotoValues::score(std::size_t place, const PhotoEntry& photo, const std::string& model) const {
    if (model.empty() || model == model_)
        return known(values_[place]);
    const ScoreRecord* record = photo.score_of(model);
    return record ? record->score.known_value() : std::nullopt;
}

std::optional<double> PhotoValues::percentile(std::size_t place, const PhotoEntry& photo,
                                              const std::string& model) const {
    if (model.empty() || model == model_)
        return library_.size() > 0 ? libraryPercentile(place) : percentile(place);
    const auto value = score(place, photo, model);
    if (!value)
        return std::nullopt;
    const auto [scale, is_new] = other_scales_.try_emplace(model);
    if (is_new) {
        std::vector<double> all;
        for (std::size_t at = 0; at < entries_.size(); ++at)
            if (const auto other = score(at, entries_[at], model))
                all.push_back(*other);
        scale->second.add(std::move(all));
    }
    return scale->second.percentile(*value, higherIsBetter(model));
}

std::optional<double> PhotoValues::disagreement(std::size_t place) const {
    return known(disagreements()[place]);
}

const QString& PhotoValues::folder(const PhotoEntry& photo) const {
    if (photo.folder == 0)
        return loose_folder_ = folder_of(photo.file.path);
    const auto [known_folder, is_new] = folders_.try_emplace(photo.folder);
    if (is_new)
        known_folder->second = folder_of(photo.file.path);
    return known_folder->second;
}

} // namespace touchstone::library
