// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/projection/layout_service.h"

#include <QThreadPool>

#include "app/library/mailbox.h"

namespace touchstone::projection {

LayoutService::LayoutService(LayoutPlaces places, QObject* parent)
    : QObject(parent)
    , places_(std::move(places))
    , mailbox_(std::make_shared<library::Mailbox>(this))
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("layout"));
}

LayoutService::~LayoutService() {
    mailbox_->close();
    stop_.request_stop();
    pool_->waitForDone();
}

void LayoutService::cancel() {
    stop_.request_stop();
    ++generation_;
    busy_ = false;
}

quint64 LayoutService::request(LayoutRequest request) {
    cancel();
    stop_ = std::stop_source();
    busy_ = true;
    const quint64 generation = generation_;
    library::start_call(*pool_, [this, places = places_, request = std::move(request), generation, mailbox = mailbox_,
                                 stop = stop_.get_token()]() mutable {
        if (stop.stop_requested())
            return;
        const auto tell = [&](double part) {
            mailbox->post([this, generation, part] {
                if (generation == generation_)
                    Q_EMIT
                progress(part);
            });
        };
        const auto shared = std::make_shared<const Result<Layout>>(lay_out(places, std::move(request), tell, stop));
        mailbox->post([this, generation, shared] {
            if (generation != generation_)
                return;
            busy_ = false;
            if (*shared)
                Q_EMIT
            finished(generation, std::shared_ptr<const Layout>(shared, &**shared));
            else Q_EMIT
            failed(generation, shared->error());
        });
    });
    return generation;
}

} // namespace touchstone::projection
