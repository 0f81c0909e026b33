// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <vector>

#include <QImage>
#include <QObject>

#include "app/inspection/alignment.h"
#include "app/library/explanation.h"

class QThreadPool;

namespace touchstone::ui {

/// Lays photos of a burst on each other and takes their attention maps from one another, on a thread of its own (named
/// "align", ended in the destructor). GUI thread.
class MapDifference : public QObject {
    Q_OBJECT
public:
    explicit MapDifference(QObject* parent = nullptr);
    ~MapDifference() override;

    /// A picture of a photo, of any size, and its maps.
    struct Side {
        QImage picture;
        std::shared_ptr<const library::Explanation> explanation;
    };
    /// The maps of `photo` less those of `reference`. What was asked about the same photo before is not answered.
    void ask(const Side& photo, const Side& reference);
    void forget(); ///< nothing that was asked for is wanted any more

Q_SIGNALS:
    /// One map for each scale and, where there are several, for all of them; `correlation` of the pictures, 0…1.
    void ready(qlonglong photo, const std::vector<touchstone::AttentionMap>& maps, double correlation);
    void failed(qlonglong photo, touchstone::inspection::Misfit why);

private:
    std::unique_ptr<QThreadPool> pool_;
    quint64 generation_ = 0;
};

/// Why photos cannot be laid on each other, for the person.
QString misfitWords(inspection::Misfit why);

} // namespace touchstone::ui
