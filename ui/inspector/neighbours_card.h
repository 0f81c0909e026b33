// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "app/library/library_session.h"

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace touchstone::ui {

/// "Alike" in the inspector: the photos of the folder nearest to the shown one, in content space (should share the
/// subject) and in quality space (should share the fault). A click opens one. Asks the session's NeighbourService, at
/// most ten times a second while features come in. GUI thread; the session must outlive it.
class NeighboursCard : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t kCount = 6;

    explicit NeighboursCard(library::LibrarySession& session, QWidget* parent = nullptr);
    ~NeighboursCard() override;

    /// Hidden when `photo` is no_photo or no Re-IQA model is in use.
    void showPhoto(library::PhotoId photo);

Q_SIGNALS:
    void photoWanted(qlonglong id);

private:
    struct Space {
        QLabel* words = nullptr;
        QHBoxLayout* row = nullptr;
        std::vector<QToolButton*> buttons;
        std::vector<reiqa::Neighbour> shown;
    };
    void addSpace(Space& space, const QString& title, const QString& tip, QVBoxLayout* column);
    void ask();
    void take(quint64 generation, const library::Neighbours& neighbours);
    void fill(Space& space, const std::vector<reiqa::Neighbour>& nearest);
    void refreshPictures();

    library::LibrarySession& session_;
    library::PhotoId photo_ = library::no_photo;
    quint64 generation_ = 0;
    QTimer ask_timer_;
    QLabel* state_;
    Space content_, quality_;
};

} // namespace touchstone::ui
