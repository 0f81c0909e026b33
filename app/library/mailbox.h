// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <mutex>
#include <utility>

#include <QObject>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
extern "C" void AnnotateIgnoreWritesBegin(const char* file, int line);
extern "C" void AnnotateIgnoreWritesEnd(const char* file, int line);
#endif

namespace touchstone::library {

/// Runs `call` in the thread that `target` lives in, later. What was done before is seen there.
template <class Call>
void queue_call(QObject* target, Call&& call) {
#ifdef __SANITIZE_THREAD__
    // Qt's event queue has a lock of its own, which ThreadSanitizer cannot see. It is told that what came before is
    // handed over; the parcel itself is written after that, inside Qt.
    static char handed_over;
    auto parcel = [call = std::forward<Call>(call)]() mutable {
        __tsan_acquire(&handed_over);
        call();
    };
    __tsan_release(&handed_over);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    QMetaObject::invokeMethod(target, std::move(parcel), Qt::QueuedConnection);
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
#else
    QMetaObject::invokeMethod(target, std::forward<Call>(call), Qt::QueuedConnection);
#endif
}

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
            queue_call(target_, std::forward<Call>(call));
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
