// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/library/blob_store.h"
#include "app/library/explanation.h"
#include "app/library/score_recipe.h"

namespace touchstone::library {

/// Attention maps and breakdowns on disk, in `FOLDER/maps.db`: deflated, exact, size-bounded, made again when they are
/// not there. One belongs to the photo's content (its hash where it is known, else path, size and time), the recipe of
/// the score, the method, and whether measures came with it. Any thread; blocks for the disk and for inflating.
class MapStore {
public:
    /// An empty folder keeps nothing. `on_problem` comes once, from the store's thread: maps cannot be kept here.
    MapStore(std::string folder, std::uint64_t limit, std::function<void(const Error&)> on_problem = {});

    /// Null when there is none. What comes back carries this request.
    std::shared_ptr<const Explanation> load(const ExplainRequest& request, const ScoreRecipe& recipe);
    /// The file that it was made of must still be the request's: the caller has looked.
    void save(const Explanation& explanation, const ScoreRecipe& recipe);
    void flush() { blobs_.flush(); }
    int evicted() const { return blobs_.evicted(); }

private:
    BlobStore blobs_;
};

} // namespace touchstone::library
