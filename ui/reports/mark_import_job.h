// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include <QObject>
#include <QString>

#include "app/library/mark_import.h"
#include "app/library/photo_entry.h"

namespace touchstone::ui {

/// Marks that other programs gave one photo, and what taking them over would do.
struct FoundMarks {
    library::PhotoId photo = library::no_photo;
    QString name;   ///< of the photo, for people
    QString source; ///< name of the sidecar; empty: inside the photo
    QString note;   ///< "has two sidecars that differ"; mostly empty
    library::Marks known;
    library::MarkImport import; ///< Take or Conflict
};

/// What all of them said.
struct FoundMarksList {
    std::vector<FoundMarks> found; ///< conflicts first, then in the order of the photos
    std::vector<Error> problems;   ///< sidecars that cannot be read
    std::size_t same = 0;          ///< photos whose marks the library has already
    bool stopped = false;
};

/// Reads the sidecars of photos, and the XMP inside them, on a thread of its own ("mark import"), which ends with this
/// object: stop() is seen between two photos. Lives in the GUI thread. Reads only.
class MarkImportJob : public QObject {
    Q_OBJECT
public:
    explicit MarkImportJob(QObject* parent = nullptr)
        : QObject(parent) {}

    void read(std::vector<library::PhotoEntry> photos);
    void stop() { thread_.request_stop(); }

Q_SIGNALS:
    void progressed(int done, int total);
    void finished(std::shared_ptr<const touchstone::ui::FoundMarksList> list);

private:
    std::jthread thread_;
};

} // namespace touchstone::ui
