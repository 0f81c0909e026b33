// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <QUndoCommand>

#include "ui/trash/trash_job.h"

class QWidget;

namespace touchstone::ui {

/// Photos into the trash: one step of undo, which puts them back where they were. GUI thread; the job must outlive it.
class MoveToTrash : public QUndoCommand {
public:
    MoveToTrash(TrashJob& job, std::vector<std::string> photos);

    void redo() override { job_.move(batch_); }
    void undo() override { job_.bringBack(batch_); }

private:
    TrashJob& job_;
    std::shared_ptr<TrashBatch> batch_;
};

/// "Move 3 photos to the trash?" with their names; true when the person says so.
bool askBeforeTrash(const std::vector<std::string>& photos, QWidget* parent);

} // namespace touchstone::ui
