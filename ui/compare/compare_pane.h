// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>

#include <QFrame>

#include "app/library/library_session.h"
#include "ui/loupe/photo_canvas.h"

class QLabel;

namespace touchstone::ui {

/// One photo of a comparison: the canvas, its name, score and marks. GUI thread; the session must outlive it.
class ComparePane : public QFrame {
    Q_OBJECT
public:
    explicit ComparePane(library::LibrarySession& session, QWidget* parent = nullptr);

    void showPhoto(library::PhotoId id);
    library::PhotoId photo() const { return photo_; }
    PhotoCanvas& canvas() { return *canvas_; }
    void setPictures(const QImage& full, const QImage& fitted, bool damaged);
    void setError(const Error& error);
    void setFocused(bool focused);
    /// What is compared: the differences to the pane with the focus.
    struct Beside {
        std::optional<double> score;     ///< this one's less the other's, model's units
        std::optional<double> sharpness; ///< this one's over the other's, less 1
    };
    void showFacts(const std::optional<Beside>& beside);
    QString factsText() const;

Q_SIGNALS:
    void focusWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    library::LibrarySession& session_;
    PhotoCanvas* canvas_;
    QLabel *name_, *facts_, *marks_;
    library::PhotoId photo_ = library::no_photo;
    bool focused_ = false;
};

} // namespace touchstone::ui
