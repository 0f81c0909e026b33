// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/imaging/photo.h"

/// Whether a picture is of the kind that the models learned from. They learned from photographs; a document, a
/// screenshot or a black frame gets a number, too, and that number means nothing.
namespace touchstone::imaging {

/// What the answer rests on; shares are 0…1.
struct KindFeatures {
    double mean_luma = 0;    ///< levels
    double contrast = 0;     ///< standard deviation of luma, levels
    double same = 0;         ///< pixels that equal their right and their lower neighbour to the last bit
    double main_colours = 0; ///< pixels in the eight commonest of 4,096 colours (4 bits a channel)
    /// Of the places where luma steps by 40 levels or more from one pixel to the next: those with three pixels of one
    /// and the same luma on one side of the step.
    double flat_edges = 0;
    double steps = 0; ///< places where luma steps so, both directions, for each pixel
    double ink = 0;   ///< of the pixels below a luma of 200: those below 90
    /// Blocks of 8 × 8 pixels, JPEG's own, whose luma varies by two levels at most and whose mean colour is neither
    /// black nor white: those of the four commonest mean colours (127 steps a channel), of all blocks.
    double plain_blocks = 0;
    double few_plain_colours = 0; ///< the same blocks, of the blocks that are flat and neither black nor white
};

/// How far a picture is from all photographs, by these features. Lenses blur and sensors are noisy: neighbours are
/// rarely equal to the last bit, and next to an edge least of all. Drawn pictures have flat areas up to their edges.
///   Blank: contrast below 3 levels: black and white frames, a lens cap, fog.
///   Drawn: flat_edges of 0.30 and same of 0.30 or more: screenshots, documents, drawings; or, where JPEG's ringing
///          has spoilt the edges, a bright document: same of 0.35, main_colours of 0.90, a mean luma of 150, steps of
///          0.02 and ink of 0.4 or more; or, compressed too, areas of a few exact colours beside steep edges:
///          plain_blocks of 0.22, few_plain_colours of 0.60 and steps of 0.02 or more.
/// Of 93 photographs (with skies, blur, noise, clipping and JPEG compression down to quality 4) none had flat_edges
/// above 0.23, and none that was bright main_colours above 0.81 or ink above 0.3; screenshots and rendered text have
/// flat_edges from 0.35 and ink from 0.5 on. JPEG keeps an area of one colour as it was, while skies and backdrops, when
/// compressed so far that their blocks are flat, become a stair of many colours: where there were edges as well, no
/// photograph had plain_blocks above 0.18, and screenshots with coloured areas, at qualities from 40 to 95, have 0.24
/// and more. Still taken for photographs: a white page of which a photo fills half, screenshots of quality 60 and less
/// of which a photo fills more than half, and documents that were photographed.
enum class PictureKind { Photograph, Blank, Drawn };

KindFeatures kind_features(const RgbImage& picture);
PictureKind kind_of(const KindFeatures& features);

} // namespace touchstone::imaging
