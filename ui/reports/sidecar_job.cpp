// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/reports/sidecar_job.h"

#include <algorithm>

#include "app/library/mailbox.h"
#include "app/library/mark_import.h"

namespace touchstone::ui {

using metadata::JournalBatch;
using metadata::SidecarEdit;
using metadata::SidecarJournal;
using metadata::UndoReport;
using metadata::WriteReport;

namespace {

std::vector<metadata::OwnScore> scores_of(const library::PhotoEntry& photo, const SidecarWish& wish) {
    std::vector<metadata::OwnScore> scores;
    if (!wish.with_scores)
        return scores;
    for (const library::ScoreRecord& record : photo.scores) {
        const auto card = std::find_if(wish.models.begin(), wish.models.end(),
                                       [&](const ModelCard& known) { return known.id == record.model; });
        if (const auto value = record.score.known_value(); value && card != wish.models.end())
            scores.push_back({record.model, record.model_sha256, *value, card->range, card->higher_is_better,
                              precision_name(record.precision)});
    }
    return scores;
}

/// The edit of one photo; empty when it has nothing to say.
std::optional<Result<SidecarEdit>> plan_photo(const library::PhotoEntry& photo, const SidecarWish& wish) {
    const metadata::WantedMarks wanted = library::wanted_of(photo.marks, false);
    const std::vector<metadata::OwnScore> scores = scores_of(photo, wish);
    if (!wanted.rating && !wanted.colour && scores.empty())
        return std::nullopt;
    return metadata::plan_edit(photo.file.path, wanted, scores.empty() ? nullptr : &scores, wish.options);
}

UndoReport undo_last(const std::string& folder) {
    UndoReport report;
    const auto refuse = [&](const Error& error) {
        report.failures.push_back(error);
        return report;
    };
    const auto batches = SidecarJournal::list(folder);
    if (!batches)
        return refuse(batches.error());
    const auto last = std::find_if(batches->rbegin(), batches->rend(),
                                   [](const JournalBatch& batch) { return !batch.undone && batch.sidecars > 0; });
    if (last == batches->rend())
        return report;
    auto journal = SidecarJournal::open(folder);
    if (!journal)
        return refuse(journal.error());
    auto done = metadata::undo_batch(*journal, last->id, false);
    return done ? std::move(*done) : refuse(done.error());
}

} // namespace

SidecarJob::SidecarJob(QObject* parent)
    : QObject(parent) {}

SidecarJob::~SidecarJob() = default; // the thread is asked to stop, and waited for

void SidecarJob::run(std::function<void(std::stop_token)> task) {
    thread_ = std::jthread(std::move(task)); // waits for one that still runs
}

void SidecarJob::plan(std::shared_ptr<const SidecarWish> wish) {
    run([this, wish](const std::stop_token& stop) {
        auto plan = std::make_shared<SidecarPlan>();
        const auto total = static_cast<int>(wish->photos->size());
        for (int i = 0; i < total && !stop.stop_requested(); ++i) {
            auto edit = plan_photo((*wish->photos)[static_cast<std::size_t>(i)], *wish);
            if (edit && !*edit)
                plan->problems.push_back(edit->error());
            else if (!edit || (*edit)->changes.empty())
                ++plan->unchanged;
            else
                plan->edits.push_back(std::move(**edit));
            if (i % 100 == 99)
                library::queue_call(this, [this, i, total] {
                    Q_EMIT
                    progressed(i + 1, total);
                });
        }
        library::queue_call(this, [this, plan] {
            Q_EMIT
            planned(plan);
        });
    });
}

void SidecarJob::write(std::shared_ptr<const SidecarPlan> plan, std::string journal_folder) {
    run([this, plan, folder = std::move(journal_folder)](const std::stop_token& stop) {
        WriteReport report;
        auto journal = SidecarJournal::open(folder);
        if (!journal) {
            report.failures.push_back(journal.error());
        } else {
            std::size_t next = 0;
            auto done = metadata::write_sidecars(
                *journal,
                [&]() -> std::optional<Result<SidecarEdit>> {
                    if (next == plan->edits.size())
                        return std::nullopt;
                    return Result<SidecarEdit>(plan->edits[next++]);
                },
                [&](const WriteReport& now) {
                    library::queue_call(this, [this, done_now = static_cast<int>(now.written + now.failures.size()),
                                               total = static_cast<int>(plan->edits.size())] {
                        Q_EMIT
                        progressed(done_now, total);
                    });
                },
                stop);
            if (done)
                report = std::move(*done);
            else
                report.failures.push_back(done.error());
        }
        library::queue_call(this, [this, report] {
            Q_EMIT
            written(report);
        });
    });
}

void SidecarJob::undo(std::string journal_folder) {
    run([this, folder = std::move(journal_folder)](const std::stop_token&) {
        const UndoReport report = undo_last(folder);
        library::queue_call(this, [this, report] {
            Q_EMIT
            undone(report);
        });
    });
}

} // namespace touchstone::ui
