// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

#include <QObject>
#include <QString>

#include "app/modelstore/model_store.h"
#include "app/modelstore/published_models.h"
#include "ui/models/model_rows.h"

namespace touchstone::ui {

/// What the models page has done for it: one thing at a time, on a thread of its own ("models"), which ends with this
/// object: a download stops within a moment, checking and converting a model are waited for. Lives in the GUI thread; a
/// second call while one is running is the caller's mistake.
class ModelJob : public QObject {
    Q_OBJECT
public:
    explicit ModelJob(ModelStore store, QObject* parent = nullptr);
    ~ModelJob() override;

    void list(); ///< answered by listed()
    // Answered by finished(), then the list is read anew.
    void pull(const PublishedModel& model); ///< whose licence was accepted
    void import(const std::string& file, const ImportOptions& options);
    void verify(const std::string& path);
    void remove(const std::string& id);
    void setDefault(const std::string& id, bool runs);

    void stop() { thread_.request_stop(); }
    bool isBusy() const { return busy_; }

Q_SIGNALS:
    void listed(const std::vector<touchstone::ui::ModelRow>& rows, const QString& problem);
    /// `total` is 0 when nobody knows; `step` is what is being done, for people.
    void progressed(qint64 received, qint64 total, const QString& step);
    void finished(const QString& message, const QString& problem); ///< one of the two is empty

private:
    /// The message, or why there is none.
    using Work = std::function<Result<QString>(std::stop_token)>;
    void start(Work work);
    void sendRows();

    ModelStore store_;
    bool busy_ = false;
    std::jthread thread_;
};

} // namespace touchstone::ui
