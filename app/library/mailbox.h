// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <mutex>
#include <utility>

#include <QObject>
#include <QThreadPool>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
extern "C" void AnnotateIgnoreWritesBegin(const char* file, int line);
extern "C" void AnnotateIgnoreWritesEnd(const char* file, int line);
#endif

namespace touchstone::library {

/// Gives `call` away by `give`, to be run on another thread. Qt's queues have locks of their own, which ThreadSanitizer
/// cannot see: it is told that what came before is handed over. The parcel itself is written after that, inside Qt.
template <class Call, class Give>
void hand_over(Call&& call, const Give& give) {
#ifdef __SANITIZE_THREAD__
    static char handed_over;
    auto parcel = [call = std::forward<Call>(call)]() mutable {
        __tsan_acquire(&handed_over);
        call();
    };
    __tsan_release(&handed_over);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    give(std::move(parcel));
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
#else
    give(std::forward<Call>(call));
#endif
}

/// Runs `call` in the thread that `target` lives in, later. What was done before is seen there.
template <class Call>
void queue_call(QObject* target, Call&& call) {
    hand_over(std::forward<Call>(call), [target](auto&& parcel) {
        QMetaObject::invokeMethod(target, std::forward<decltype(parcel)>(parcel), Qt::QueuedConnection);
    });
}

/// Runs `call` on one of the pool's threads, later. What was done before is seen there.
template <class Call>
void start_call(QThreadPool& pool, Call&& call) {
    hand_over(std::forward<Call>(call), [&pool](auto&& parcel) { pool.start(std::forward<decltype(parcel)>(parcel)); });
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
