// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <mutex>
#include <utility>

#include <QObject>

namespace touchstone::library {

/// Lets worker threads call into an object's thread, and lets the object go first: after close() nothing is posted.
/// Shared by the object and its workers through a shared_ptr.
class Mailbox {
public:
    explicit Mailbox(QObject* target)
        : target_(target) {}

    /// Any thread; `call` runs in the target's thread, later.
    template <class Call>
    void post(Call&& call) {
        const std::lock_guard lock(mutex_);
        if (target_)
            QMetaObject::invokeMethod(target_, std::forward<Call>(call), Qt::QueuedConnection);
    }
    /// The target's thread, in its destructor.
    void close() {
        const std::lock_guard lock(mutex_);
        target_ = nullptr;
    }

private:
    std::mutex mutex_;
    QObject* target_;
};

} // namespace touchstone::library
