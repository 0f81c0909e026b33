// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "app/inspection/familiarity.h"
#include "app/inspection/probe_service.h"
#include "app/library/library_session.h"
#include "engine/imaging/measures.h"
#include "engine/imaging/picture_kind.h"

class QLabel;
class QPushButton;

namespace touchstone::ui {

/// "How far to trust it", under the score: whether the picture is of a kind that the models know, by its pixels and,
/// for a Re-IQA regressor, by how far its features lie from what that was fitted on; how the score moves under small
/// crops and resizes (on request), and how sharp the photo is where the model looked. GUI thread; the session must
/// outlive it.
class TrustCard : public QWidget {
    Q_OBJECT
public:
    explicit TrustCard(library::LibrarySession& session, QWidget* parent = nullptr);
    ~TrustCard() override;

    void showPhoto(library::PhotoId id); ///< what was known of another one is dropped
    /// What the pixels say; they come with the loupe.
    void setPixels(const imaging::Measures& measures, const imaging::KindFeatures& kind);
    void setExplanation(std::shared_ptr<const library::Explanation> explanation);
    void modelChanged();

private:
    void askForSpread();
    void takeSpread(const inspection::ProbeAnswer& answer);
    void endSpread();
    void showSharpness();
    void refreshVisible();
    void askForFamiliarity();

    library::LibrarySession& session_;
    inspection::ProbeService probes_;
    inspection::FamiliarityService familiarity_;
    library::PhotoId photo_ = library::no_photo;
    std::optional<imaging::Measures> measures_;
    std::shared_ptr<const library::Explanation> explanation_;
    QLabel *kind_, *unfamiliar_, *spread_words_, *sharpness_;
    QPushButton* spread_;
};

/// Why a picture is not one of those that the models learned from; empty for a photograph.
QString kindNotice(imaging::PictureKind kind);

} // namespace touchstone::ui
