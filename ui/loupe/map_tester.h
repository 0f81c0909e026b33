// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>

#include "app/inspection/probe_service.h"
#include "app/library/library_session.h"
#include "ui/loupe/photo_canvas.h"

namespace touchstone::ui {

class MeasuredPane;
class TestPanel;

/// "Test the map": turns what is chosen on the canvas and in the panel into altered copies, has them scored in the
/// background, and shows what comes back. The photo's file is never written to. GUI thread; canvas, panel, pane and
/// session must outlive it, or go with it.
class MapTester : public QObject {
    Q_OBJECT
public:
    MapTester(library::LibrarySession& session, PhotoCanvas& canvas, TestPanel& panel, MeasuredPane& measured,
              QObject* parent = nullptr);
    ~MapTester() override;

    void setActive(bool active); ///< the panel is open
    bool isActive() const { return active_; }
    void showPhoto(library::PhotoId id); ///< another photo, or none: everything about the one before is dropped
    void mapChanged();                   ///< the shown map is another one
    void pictureChanged();               ///< the canvas has a better picture of the same photo
    void modelChanged();
    /// The cell that is read on the canvas is chosen and covered. False when none is.
    bool coverCell();
    bool isBusy() const { return regions_.isBusy() || sweep_.isBusy(); }
    /// What the sweep measured, when the shown map was swept.
    const std::optional<AttentionMap>& measured() const { return measured_; }

private:
    void connectPanel();
    void choose(std::vector<imaging::PixelRect> rects, const QString& words);
    void chooseRegion(const QRectF& picture);
    void chooseTopCells(int count);
    void edit(imaging::EditKind kind);
    void startAgain();
    void startSweep();
    void endSweep();
    void takeAnswer(const inspection::ProbeAnswer& answer);
    void takeSweep(const inspection::ProbeAnswer& answer);
    void showAltered();
    void hideMeasured();
    void refreshSweepText(const QString& words = {});
    inspection::Probe probe() const;

    library::LibrarySession& session_;
    PhotoCanvas& canvas_;
    TestPanel& panel_;
    MeasuredPane& pane_;
    inspection::ProbeService regions_, sweep_;
    bool active_ = false;
    library::PhotoId photo_ = library::no_photo;
    std::vector<imaging::PixelRect> chosen_;
    std::vector<imaging::RegionEdit> edits_;
    QImage altered_;
    AttentionMap swept_; ///< the map whose cells the sweep covers
    bool swept_signed_ = false;
    std::optional<AttentionMap> measured_;
    QString measured_words_; ///< how it agrees with the swept map
};

} // namespace touchstone::ui
