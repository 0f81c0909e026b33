// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

#include "app/modelstore/model_store.h"
#include "app/modelstore/published_models.h"
#include "engine/base/error.h"

namespace touchstone {

enum class PullStep { Downloading, Checking, Converting };

struct PullProgress {
    PullStep step = PullStep::Downloading;
    std::uint64_t received = 0;         ///< bytes
    std::optional<std::uint64_t> total; ///< of the file; empty = the server does not say
};

struct PullOptions {
    bool licence_accepted = false; ///< by the person; without it nothing is fetched
    int stall_ms = 60'000;         ///< as DownloadRequest's
    std::uint64_t max_bytes = std::uint64_t{4} << 30;
    std::function<void(const PullProgress&)> progress; ///< called in the calling thread; may be empty
};

/// Fetches a published model and installs it: download, comparison of the SHA-256 (with the published one, else with
/// the one that was recorded when the model was first pulled here), conversion by ModelStore::import, record. The
/// downloaded file goes when the model is installed; what a stop or a failure left is gone on with next time.
/// Blocks; needs a QCoreApplication; any thread, and one at a time for a model (a lock file sees to it).
/// Errors: those of download() and import(); BadInput without the accepted licence or when the id is taken; Damaged
/// when the hash differs; Cancelled.
Result<ModelCard> pull_model(const ModelStore& store, const PublishedModel& model, const PullOptions& options,
                             std::stop_token stop);

/// Where unfinished downloads and the record of hashes (SHA256SUMS, one line per model) lie.
std::string downloads_folder(const ModelStore& store);

} // namespace touchstone
