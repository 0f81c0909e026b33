// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/models/model_job.h"

#include <algorithm>

#include <QMetaObject>

#include "app/modelstore/model_pull.h"
#include "engine/base/files.h"

namespace touchstone::ui {

namespace {

QString words(const std::string& text) {
    return QString::fromStdString(to_valid_utf8(text));
}

QString stepText(PullStep step) {
    switch (step) {
    case PullStep::Downloading:
        return ModelJob::tr("Downloading");
    case PullStep::Checking:
        return ModelJob::tr("Checking");
    case PullStep::Converting:
        return ModelJob::tr("Converting");
    }
    return {};
}

} // namespace

ModelJob::ModelJob(ModelStore store, QObject* parent)
    : QObject(parent)
    , store_(std::move(store)) {}

ModelJob::~ModelJob() = default; // the thread is asked to stop, and waited for

/// On the thread: what it sends arrives after this call, unless the object is gone by then.
void ModelJob::sendRows() {
    std::optional<Error> problem;
    auto rows = read_model_rows(store_, problem);
    QMetaObject::invokeMethod(
        this,
        [this, rows = std::move(rows), text = problem ? words(problem->message()) : QString()] {
            busy_ = false;
            Q_EMIT
            listed(rows, text);
        },
        Qt::QueuedConnection);
}

void ModelJob::list() {
    busy_ = true;
    thread_ = std::jthread([this] { sendRows(); });
}

void ModelJob::start(Work work) {
    busy_ = true;
    thread_ = std::jthread([this, work = std::move(work)](const std::stop_token& stop) {
        const Result<QString> done = work(stop);
        const QString problem = done ? QString() : words(done.error().message());
        QMetaObject::invokeMethod(
            this,
            [this, message = done.value_or(QString()), problem] {
                Q_EMIT
                finished(message, problem);
            },
            Qt::QueuedConnection);
        sendRows();
    });
}

void ModelJob::pull(const PublishedModel& model) {
    start([this, model](std::stop_token stop) -> Result<QString> {
        PullOptions options;
        options.licence_accepted = true;
        options.progress = [this, last = std::uint64_t{0}](const PullProgress& progress) mutable {
            // A bar has no more steps.
            const std::uint64_t step = std::max<std::uint64_t>(progress.total.value_or(0) / 500, 1);
            const bool whole = progress.received == progress.total;
            if (progress.step == PullStep::Downloading && !whole && progress.received < last + step)
                return;
            last = progress.received;
            QMetaObject::invokeMethod(
                this,
                [this, progress] {
                    Q_EMIT
                    progressed(static_cast<qint64>(progress.received), static_cast<qint64>(progress.total.value_or(0)),
                               stepText(progress.step));
                },
                Qt::QueuedConnection);
        };
        const Result<ModelCard> card = pull_model(store_, model, options, std::move(stop));
        if (!card)
            return tl::unexpected(card.error());
        return tr("%1 is installed.").arg(words(card->title));
    });
}

void ModelJob::import(const std::string& file, const ImportOptions& options) {
    start([this, file, options](const std::stop_token&) -> Result<QString> {
        const Result<ModelCard> card = store_.import(file, options);
        if (!card)
            return tl::unexpected(card.error());
        return tr("%1 is installed.").arg(words(card->title));
    });
}

void ModelJob::verify(const std::string& path) {
    start([this, path](const std::stop_token&) -> Result<QString> {
        const VerifiedModel model = store_.verify(path);
        if (model.error)
            return tl::unexpected(*model.error);
        return model.recorded ? tr("%1 is whole: its SHA-256 is the recorded one, and it loads.").arg(words(model.id))
                              : tr("%1 loads; no SHA-256 is on record for it.").arg(words(model.id));
    });
}

void ModelJob::remove(const std::string& id) {
    start([this, id](const std::stop_token&) -> Result<QString> {
        if (const Result<void> removed = store_.remove(id); !removed)
            return tl::unexpected(removed.error());
        return tr("%1 was removed.").arg(words(id));
    });
}

void ModelJob::setDefault(const std::string& id, bool runs) {
    start([this, id, runs](const std::stop_token&) -> Result<QString> {
        std::vector<std::string> ids;
        for (const InstalledModel& model : store_.list())
            if (model.runs_by_default && model.id() != id)
                ids.push_back(model.id());
        if (runs)
            ids.push_back(id);
        if (const Result<void> kept = store_.set_defaults(ids); !kept)
            return tl::unexpected(kept.error());
        return tr("This counts when Touchstone is started the next time.");
    });
}

} // namespace touchstone::ui
