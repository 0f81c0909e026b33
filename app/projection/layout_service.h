// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <stop_token>

#include <QObject>

#include "app/projection/layout_run.h"

class QThreadPool;

namespace touchstone::library {
class Mailbox;
}

namespace touchstone::projection {

/// Lays photos out in the background, on one worker of low priority (named "layout"). Lives in the GUI thread. The
/// destructor stops the worker and waits for it: one photo, or the solver (seconds where there are features of
/// thousands of numbers).
class LayoutService : public QObject {
    Q_OBJECT
public:
    explicit LayoutService(LayoutPlaces places, QObject* parent = nullptr);
    ~LayoutService() override;

    /// Replaces what was asked for before, of which nothing more is heard. Returns its generation.
    quint64 request(LayoutRequest request);
    void cancel(); ///< nothing more is heard of the latest request
    bool isBusy() const { return busy_; }

Q_SIGNALS:
    void progress(double part); ///< 0…1
    void finished(quint64 generation, std::shared_ptr<const touchstone::projection::Layout> layout);
    void failed(quint64 generation, const touchstone::Error& error);

private:
    const LayoutPlaces places_;
    std::shared_ptr<library::Mailbox> mailbox_;
    std::unique_ptr<QThreadPool> pool_;
    std::stop_source stop_;
    quint64 generation_ = 0;
    bool busy_ = false;
};

} // namespace touchstone::projection
