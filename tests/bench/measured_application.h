// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <time.h>

#include <QApplication>
#include <QEventLoop>
#include <QThread>
#include <QTimer>

namespace touchstone::bench {

/// No single event may cost the GUI thread more than this.
constexpr double bound_ms = 16;

/// Processor time of the calling thread.
inline double processor_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Runs the event loop for so long, and sleeps while there are no events.
inline void run_for(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

struct Turn {
    double ms = 0;
    std::string what;
};

/// Measures each event that the event loop delivers, with all that it does in turn.
class MeasuredApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        // Other threads deliver their events through here as well.
        if (QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        const QEvent::Type type = event->type();
        if (depth_ > 0) {
            const bool done = QApplication::notify(receiver, event);
            delivered(receiver, type, false);
            return done;
        }
        const std::string what = std::string(receiver->metaObject()->className()) + " " +
                                 receiver->objectName().toStdString() + " event " + std::to_string(type);
        ++depth_;
        const double start = processor_ms();
        const bool done = QApplication::notify(receiver, event);
        const double ms = processor_ms() - start;
        --depth_;
        turns_.push_back({ms, what});
        delivered(receiver, type, true);
        return done;
    }

    /// Since the last call.
    void report(const char* phase) {
        constexpr std::size_t most_named = 6;
        std::vector<Turn> turns = std::exchange(turns_, {});
        if (turns.empty())
            return;
        std::sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) { return a.ms > b.ms; });
        const auto late =
            std::count_if(turns.begin(), turns.end(), [](const Turn& turn) { return turn.ms > bound_ms; });
        std::printf("%-22s %7zu events  99.9 %% %5.1f ms  longest %5.1f ms  %td above %g ms\n", phase, turns.size(),
                    turns[turns.size() / 1000].ms, turns.front().ms, late, bound_ms);
        for (std::size_t i = 0; i < std::min(most_named, turns.size()) && turns[i].ms > bound_ms / 2; ++i)
            std::printf("    %5.1f ms  %s\n", turns[i].ms, turns[i].what.c_str());
        std::fflush(stdout);
    }

protected:
    /// An event was handled; `outermost`: the event loop's own, with all that it led to. The receiver may be gone.
    virtual void delivered(const QObject* /*receiver*/, QEvent::Type /*type*/, bool /*outermost*/) {}

private:
    int depth_ = 0; ///< an event that is sent while another is handled belongs to that one
    std::vector<Turn> turns_;
};

} // namespace touchstone::bench
