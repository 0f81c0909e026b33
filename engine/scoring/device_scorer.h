// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>

#include "engine/scoring/pipeline.h"
#include "engine/scoring/scorer.h"

namespace touchstone {

/// Opens one and the same model on a device. Called by open_on_devices() for each device of the options and, when a
/// device fails later, once for the CPU; so it lives as long as the scorer.
using OpenOnDevice = std::function<Result<std::unique_ptr<Scorer>>(const Device& device)>;

/// A scorer for the devices of `options` (`device` and `more_devices`):
///
/// * Batches are shared out among them by token count, one thread a device; results keep the photos' order.
/// * A photo that does not fit into a GPU's memory even alone goes to the CPU.
/// * A GPU that is lost is not asked again; its photos go to the others, and to the CPU when none is left.
///
/// Every change is said once through `options.notice`; Assessment::device tells where each photo was scored. On the
/// CPU alone the scorer is what `open` gave. Errors: those of `open`; a GPU without room for the model is one more
/// reason for the CPU.
Result<std::unique_ptr<Scorer>> open_on_devices(const ScorerOptions& options, OpenOnDevice open);

/// Makes batches, and the queue in front of them, at least as large as the GPUs of `options` like them: what keeps a
/// CPU busy leaves a GPU idle. Without a GPU nothing changes.
void fit_batches(PipelineOptions& pipeline, const ScorerOptions& options);

} // namespace touchstone
