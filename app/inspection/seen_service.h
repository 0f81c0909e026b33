// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QImage>
#include <QObject>

#include "app/library/inference_thread.h"
#include "app/library/mailbox.h"
#include "app/library/photo_entry.h"
#include "engine/imaging/decode.h"

namespace touchstone::inspection {

/// A photo as a model saw it: every scale's pixels, resized as the network got them.
struct SeenPhoto {
    library::PhotoId id = library::no_photo;
    struct Scale {
        std::string name; ///< as AttentionMap::scale
        QImage image;     ///< Format_RGB888
    };
    std::vector<Scale> scales; ///< in the order of Attention::scales; empty when the model does not say
};

/// Makes SeenPhotos in the background, between two batches of the InferenceThread, which it does not own and which must
/// outlive it. GUI thread. A new request replaces one that waits. The destructor waits for nothing.
class SeenService : public QObject {
    Q_OBJECT
public:
    SeenService(library::InferenceThread& inference, imaging::DecodeOptions decode, QObject* parent = nullptr);
    ~SeenService() override;

    /// `model`: ModelCard::id; empty = the first. Returns the generation that comes back.
    quint64 request(library::PhotoId id, const library::FoundFile& file, const std::string& model);
    void cancel();

Q_SIGNALS:
    void ready(quint64 generation, std::shared_ptr<const touchstone::inspection::SeenPhoto> photo);
    void failed(quint64 generation, const touchstone::Error& error);

private:
    library::InferenceThread& inference_;
    imaging::DecodeOptions decode_;
    quint64 generation_ = 0;
    std::stop_source stop_;
    std::shared_ptr<library::Mailbox> mailbox_;
};

} // namespace touchstone::inspection
