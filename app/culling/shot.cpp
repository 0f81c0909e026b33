// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/culling/shot.h"

#include "app/culling/grouping_run.h"
#include "app/library/scan/shot_pairs.h"

namespace touchstone::culling {

Shot shot_of(const library::ShotRow& row) {
    Shot shot;
    shot.id = row.id;
    shot.captured_ms = row.facts.captured_ms;
    shot.camera = row.facts.camera;
    shot.folder = row.folder;
    shot.name = row.name;
    shot.bias_ev = row.facts.exposure_bias;
    shot.exposure_seconds = row.facts.exposure_seconds;
    shot.f_number = row.facts.f_number;
    shot.iso = row.facts.iso;
    shot.focal_mm = row.facts.focal_mm;
    shot.width = row.facts.width;
    shot.height = row.facts.height;
    shot.is_raw = library::shot_part(row.name) == library::ShotPart::Raw;
    shot.paired_with = row.paired_with;
    shot.content = row.content;
    return shot;
}

} // namespace touchstone::culling
