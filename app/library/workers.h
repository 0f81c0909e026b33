// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>

#include <QString>
#include <QThread>

namespace touchstone::library {

/// A few threads of one purpose that empty a list of work which its owner rewrites at will. The owner keeps the list;
/// each thread calls `step` until nothing is left. Lives in the GUI thread. The destructor ends the threads: no further
/// step, then a wait of at most 5 s; a step that hangs (a decoder, a dead mount) is left behind, so everything that
/// `step` uses must be held by it.
class Workers {
public:
    /// Does one piece of work; false when there was none. Called on the pool's threads, several at a time; no
    /// exceptions.
    using Step = std::function<bool()>;
    /// Called on a pool's thread that has run out of work, before it rests; `last` when no other is at work.
    using Rest = std::function<void(bool last)>;

    /// `threads` = 0 takes half of the cores, at least one. `name` names the pool for debuggers and messages.
    Workers(const QString& name, int threads, QThread::Priority priority, Step step, Rest rest = {});
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// `pieces` of work wait; starts as many threads as are of use. Work that is added before this call is never
    /// missed.
    void wake(std::size_t pieces);
    bool isWorking() const; ///< a thread is in a step, or about to begin one. Any thread

private:
    struct Shared;
    std::shared_ptr<Shared> shared_; ///< with the running threads
};

} // namespace touchstone::library
