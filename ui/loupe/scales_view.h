// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "app/inspection/seen_service.h"
#include "app/library/library_session.h"
#include "ui/loupe/photo_canvas.h"

class QHBoxLayout;
class QLabel;

namespace touchstone::ui {

/// "As the model saw it": the photo at every scale side by side, in the very pixels that the network got, each with its
/// attention map and its share. Zoomed, panned and pointed at in step. GUI thread; the session must outlive it.
class ScalesView : public QWidget {
    Q_OBJECT
public:
    explicit ScalesView(library::LibrarySession& session, QWidget* parent = nullptr);
    ~ScalesView() override;

    /// Asks for the pictures; the maps are those of the explanation. `like` gives colours and opacity.
    void showExplanation(std::shared_ptr<const library::Explanation> explanation, const HeatMapLayer& like);
    void setLook(const HeatMapLayer& like); ///< other colours or opacity
    void clear();                           ///< no photo: nothing is asked for
    int paneCount() const { return static_cast<int>(panes_.size()); }
    PhotoCanvas& canvas(int pane) { return *panes_[static_cast<std::size_t>(pane)].canvas; }
    QString caption(int pane) const;
    QString message() const;

Q_SIGNALS:
    void cellRead(const QString& readOut);

private:
    struct Pane {
        QWidget* widget = nullptr;
        QLabel* caption = nullptr;
        PhotoCanvas* canvas = nullptr;
    };
    void makePanes(std::size_t count);
    void fillPanes(const inspection::SeenPhoto& photo);
    void pointAll(const PhotoCanvas* from, std::optional<QPointF> place);
    void follow(const PhotoCanvas* leader);

    library::LibrarySession& session_;
    inspection::SeenService seen_;
    std::shared_ptr<const library::Explanation> explanation_;
    HeatRamp ramp_ = HeatRamp::Cividis;
    bool smooth_ = false;
    double opacity_ = 0.6;
    QHBoxLayout* row_;
    QLabel* message_;
    std::vector<Pane> panes_;
};

} // namespace touchstone::ui
