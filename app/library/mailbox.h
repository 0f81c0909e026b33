// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <mutex>
#include <type_traits>
#include <utility>

#include <QObject>
#include <QThreadPool>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
extern "C" void AnnotateIgnoreWritesBegin(const char* file, int line);
extern "C" void AnnotateIgnoreWritesEnd(const char* file, int line);
#endif

namespace touchstone::library {

#ifdef __SANITIZE_THREAD__
/// A call on its way to another thread, which may run it, and destroys it there in any case.
template <class Call>
struct Parcel {
    explicit Parcel(Call&& given)
        : call(std::move(given)) {}
    Parcel(const Parcel&) = default;
    Parcel(Parcel&&) = default;
    ~Parcel() { __tsan_acquire(&handed_over); }
    void operator()() {
        __tsan_acquire(&handed_over);
        call();
    }
    static inline char handed_over = 0;
    Call call;
};
#endif

/// Gives `call` away by `give`, to be run on another thread. Qt's queues have locks of their own, which ThreadSanitizer
/// cannot see: it is told that what came before is handed over. The parcel itself is written after that, inside Qt.
template <class Call, class Give>
void hand_over(Call&& call, const Give& give) {
#ifdef __SANITIZE_THREAD__
    std::decay_t<Call> own(std::forward<Call>(call));
    Parcel<std::decay_t<Call>> parcel(std::move(own));
    __tsan_release(&parcel.handed_over);
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
