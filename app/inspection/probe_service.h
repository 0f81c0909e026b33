// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QObject>

#include "app/inspection/probe.h"
#include "app/library/inference_thread.h"
#include "app/library/mailbox.h"
#include "engine/imaging/decode.h"

namespace touchstone::inspection {

/// Scores altered copies of one photo in the background, on the InferenceThread. A long probe is cut into pieces of
/// about a second: between two of them heat maps are made and bulk scoring goes on. The photo is decoded once and kept
/// until another one is asked about, or forget(); its file is only read. Lives in the GUI thread; does not own the
/// InferenceThread, which must outlive it; its destructor waits for nothing. A new probe replaces one that runs.
class ProbeService : public QObject {
    Q_OBJECT
public:
    ProbeService(library::InferenceThread& inference, imaging::DecodeOptions decode, QObject* parent = nullptr);
    ~ProbeService() override;

    /// Returns the generation that comes back with the answer.
    quint64 start(Probe probe);
    void cancel(); ///< nothing comes for the latest probe; what runs ends within one photo
    void forget(); ///< cancel, and drop the decoded photo
    bool isBusy() const { return busy_; }
    quint64 generation() const { return generation_; }

Q_SIGNALS:
    /// Copies scored so far, of all models. `secondsLeft` is −1 until the first was scored.
    void progressed(quint64 generation, int done, int total, double secondsLeft);
    void finished(quint64 generation, std::shared_ptr<const touchstone::inspection::ProbeAnswer> answer);
    void failed(quint64 generation, const touchstone::Error& error);
    void busyChanged(bool busy);

private:
    struct Run;    ///< one probe; touched on the inference thread only
    struct Memory; ///< the decoded photo, likewise
    void step(std::shared_ptr<Run> run);
    void takeStep(const std::shared_ptr<Run>& run, std::optional<Error> error, bool ended, int done, int total);
    void setBusy(bool busy);

    library::InferenceThread& inference_;
    imaging::DecodeOptions decode_;
    quint64 generation_ = 0;
    bool busy_ = false;
    std::stop_source stop_; ///< of the latest probe
    std::chrono::steady_clock::time_point began_;
    int done_at_first_ = -1; ///< what the first piece did: opening and decoding are not counted into the rate
    std::shared_ptr<Memory> memory_;
    std::shared_ptr<library::Mailbox> mailbox_;
};

} // namespace touchstone::inspection
