// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/reports/mark_import_job.h"

#include <algorithm>

#include "app/library/mailbox.h"
#include "app/metadata/sidecar.h"

namespace touchstone::ui {

using library::MarkImport;

namespace {

void look_at(const library::PhotoEntry& photo, FoundMarksList& list) {
    const metadata::PhotoMetadata read = metadata::read_photo_metadata(photo.file.path, metadata::Embedded::Read);
    list.problems.insert(list.problems.end(), read.problems.begin(), read.problems.end());
    FoundMarks found{photo.id, photo.name, {}, {}, photo.marks, library::import_marks(photo.marks, read.marks())};
    if (found.import.decision == MarkImport::Decision::Same)
        ++list.same;
    if (found.import.decision != MarkImport::Decision::Take && found.import.decision != MarkImport::Decision::Conflict)
        return;
    if (const metadata::ReadSidecar* sidecar = read.chosen())
        found.source = library::display_name(sidecar->path);
    if (read.is_contradictory())
        found.note = MarkImportJob::tr("The photo has two sidecars that differ; the newer one counts.");
    else if (!read.shares_with.empty() && read.chosen() && read.chosen()->naming == metadata::SidecarNaming::Replaced)
        found.note = MarkImportJob::tr("%1 has the same sidecar.").arg(library::display_name(read.shares_with.front()));
    list.found.push_back(std::move(found));
}

} // namespace

void MarkImportJob::read(std::vector<library::PhotoEntry> photos) {
    thread_ = std::jthread([this, photos = std::move(photos)](const std::stop_token& stop) {
        auto list = std::make_shared<FoundMarksList>();
        const auto total = static_cast<int>(photos.size());
        for (int i = 0; i < total && !stop.stop_requested(); ++i) {
            look_at(photos[static_cast<std::size_t>(i)], *list);
            if (i % 100 == 99)
                library::queue_call(this, [this, i, total] {
                    Q_EMIT
                    progressed(i + 1, total);
                });
        }
        list->stopped = stop.stop_requested();
        std::stable_partition(list->found.begin(), list->found.end(), [](const FoundMarks& found) {
            return found.import.decision == MarkImport::Decision::Conflict;
        });
        library::queue_call(this, [this, list] {
            Q_EMIT
            finished(list);
        });
    });
}

} // namespace touchstone::ui
