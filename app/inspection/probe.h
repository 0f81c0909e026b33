// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QImage>

#include "app/library/photo_entry.h"
#include "engine/imaging/region_edit.h"
#include "engine/scoring/assessment.h"

namespace touchstone::inspection {

/// Makes one altered copy of the upright photo. Called on the inference thread; never writes anything.
using Alteration = std::function<RgbImage(const RgbImage& photo)>;

/// A question to the models: what do they say of altered copies of a photo? Plain value.
struct Probe {
    library::PhotoId id = library::no_photo;
    library::FoundFile file;
    std::string model;                   ///< ModelCard::id; empty = every model in use
    std::vector<Alteration> alterations; ///< scored one after the other
    bool keep_picture = false;           ///< the last copy comes back with the answer, to be looked at
};

/// What one model said. Scores are in the model's own units; empty where it gives none.
struct ProbedModel {
    ModelCard card;
    std::optional<double> original;
    std::vector<std::optional<double>> altered; ///< in the order of the alterations

    /// altered − original of one copy.
    std::optional<double> change(std::size_t at = 0) const;
};

struct ProbeAnswer {
    Size photo_size;                 ///< upright pixels
    std::vector<ProbedModel> models; ///< in the order of the models in use
    QImage picture;                  ///< null unless asked for
};

Alteration edited(std::vector<imaging::RegionEdit> edits);
/// One alteration for each rectangle: covered with the photo's mean colour.
std::vector<Alteration> covered_one_by_one(const std::vector<imaging::PixelRect>& rects);

/// Copies that a person would call the same photo: a crop of 2 % from each side, of 4 % all around and half of that,
/// and area averages of 97, 94, 90 and 80 % of the size. A score that moves much among them is an unsteady one.
std::vector<Alteration> small_crops_and_resizes();

/// How the answers to small_crops_and_resizes() lie.
struct Spread {
    double lowest = 0, highest = 0;
    double standard_deviation = 0; ///< of the copies and the photo itself, n − 1
    int copies = 0;
};
/// Empty when the model gave no score.
std::optional<Spread> spread_of(const ProbedModel& model);

/// score(photo) − score(cell covered) of each cell, as a map with the geometry of `cells`: positive where the score
/// falls without the cell. Cells that no pixel belongs to are 0. `share` is the sum. Empty without scores.
/// Pre: the answer is to covered_one_by_one(all_cells(cells, …)).
std::optional<AttentionMap> sensitivity(const AttentionMap& cells, const ProbedModel& model);

/// Spearman's correlation of attention with how much the score moves (either way), cell by cell; of signed maps with
/// the signed change. Empty when it is not defined.
std::optional<double> agreement(const AttentionMap& map, bool is_signed, const AttentionMap& sensitivity);

} // namespace touchstone::inspection
