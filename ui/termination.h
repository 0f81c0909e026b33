// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QObject>

class QSocketNotifier;

namespace touchstone::ui {

/// `kill`, Ctrl-C and the end of a session (SIGTERM, SIGINT, SIGHUP) end the program as closing its window does: what
/// was marked is kept, threads end, the library is closed. The exit status is then 128 and the signal's number, as a
/// shell has it. A second signal ends it at once. One object, of the GUI thread, while the application runs.
class Termination : public QObject {
    Q_OBJECT
public:
    Termination();
    ~Termination() override;

private:
    void onSignal();

    int read_end_ = -1;
    QSocketNotifier* notifier_ = nullptr;
};

} // namespace touchstone::ui
