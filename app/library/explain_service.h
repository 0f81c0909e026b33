// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "app/library/inference_thread.h"
#include "app/library/photo_entry.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/measures.h"

namespace touchstone::library {

struct ExplainRequest {
    PhotoId id = no_photo;
    FoundFile file;
    std::string model; ///< ModelCard::id; empty = the first
    AttentionMethod method = AttentionMethod::Rollout;
    bool measures = false; ///< technical measures too: some 20 ms a megapixel more
};

/// Why a photo got its score. Shared and immutable.
struct Explanation {
    ExplainRequest request;
    Size photo_size;                           ///< upright pixels; what AttentionMap::cell_rect is given
    Assessment assessment;                     ///< with attention
    std::optional<imaging::Measures> measures; ///< of the photo as decoded, when asked for
    std::size_t bytes() const;
};

/// Attention maps on demand, on the InferenceThread and before bulk scoring (between two of its batches). Lives in the
/// GUI thread; does not own the InferenceThread, which must outlive it. A new request replaces one that waits or runs.
class ExplainService : public QObject {
    Q_OBJECT
public:
    ExplainService(InferenceThread& inference, imaging::DecodeOptions decode,
                   std::uint64_t cache_bytes = std::uint64_t{32} << 20, QObject* parent = nullptr);
    ~ExplainService() override;

    /// Returns the generation that comes back with the answer. A map in memory is answered at once (queued).
    quint64 request(const ExplainRequest& request);
    void cancel(); ///< nothing comes for the latest request
    void forget(); ///< cancel, and drop memory
    bool isBusy() const { return busy_; }
    quint64 generation() const { return generation_; }
    std::uint64_t memoryUsed() const { return used_; }

Q_SIGNALS:
    /// Only for the latest request.
    void explained(quint64 generation, std::shared_ptr<const touchstone::library::Explanation> explanation);
    void failed(quint64 generation, const touchstone::Error& error);
    void busyChanged(bool busy);

private:
    struct Shared;
    std::shared_ptr<const Explanation> cached(const ExplainRequest& request);
    void remember(std::shared_ptr<const Explanation> explanation);
    void setBusy(bool busy);
    void receive(quint64 generation, std::shared_ptr<const Explanation> explanation, std::optional<Error> error);

    InferenceThread& inference_;
    imaging::DecodeOptions decode_;
    std::uint64_t cache_bytes_;
    std::uint64_t used_ = 0;
    quint64 generation_ = 0;
    bool busy_ = false;
    std::list<std::shared_ptr<const Explanation>> recent_; ///< newest first
    std::shared_ptr<Shared> shared_;
};

} // namespace touchstone::library
