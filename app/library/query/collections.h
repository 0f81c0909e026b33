// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include "app/library/catalogue/rows.h"

namespace touchstone::library {

/// Collections that every library has: a filter and an order, as the person could have typed them.
///
/// | name            | filter                                                       | order           |
/// |-----------------|--------------------------------------------------------------|-----------------|
/// | Best            | (percentile>=90 \| rating>=4) -is:rejected                     | score           |
/// | Needs a look    | is:unflagged -is:rated (is:unscored \| percentile:40..60 \| is:failed) | -score |
/// | Models disagree | disagreement>=30 -is:rejected                                | disagreement    |
/// | Bursts          | is:burst                                                     | -captured       |
/// | Rejected        | is:rejected                                                  | -score          |
///
/// "Needs a look" holds what nobody has said anything about and the score does not decide: the middle fifth of the
/// library, and photos that have no score. Ids are negative, so that they never meet a saved one; names are translated.
std::vector<CollectionRow> built_in_collections();

/// The built-in ones, then the person's own by place and name. A saved row that is marked built-in hides nothing and
/// is left out: the program's definitions are the ones of this version.
std::vector<CollectionRow> all_collections(std::vector<CollectionRow> saved);

} // namespace touchstone::library
