// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/folder_scanner.h"

#include <utility>

#include <QElapsedTimer>
#include <QThread>
#include <QtDebug>

#include "app/library/mailbox.h"
#include "app/library/walk.h"

namespace touchstone::library {

namespace {

constexpr int batch_ms = 100;
constexpr std::size_t batch_files = 1000;
/// The first batch is small, so that something is on the screen at once.
constexpr std::size_t first_batch_files = 64;
constexpr int wait_ms = 5000;

/// Gathers what the walk finds and hands it over.
class BatchWriter {
public:
    BatchWriter(quint64 generation, std::function<void(std::shared_ptr<const ScanBatch>)> send)
        : generation_(generation)
        , send_(std::move(send)) {
        begin();
    }
    void add(FoundFile&& file) {
        batch_->files.push_back(std::move(file));
        if (batch_->files.size() >= limit_ || clock_.elapsed() >= batch_ms)
            flush();
    }
    void add(Error&& error) {
        batch_->issues.push_back(issue_of(error));
        if (clock_.elapsed() >= batch_ms)
            flush();
    }
    void flush() {
        if (batch_->files.empty() && batch_->issues.empty())
            return;
        send_(std::move(batch_));
        limit_ = batch_files;
        begin();
    }

private:
    void begin() {
        batch_ = std::make_shared<ScanBatch>();
        batch_->generation = generation_;
        clock_.start();
    }

    quint64 generation_;
    std::function<void(std::shared_ptr<const ScanBatch>)> send_;
    std::shared_ptr<ScanBatch> batch_;
    QElapsedTimer clock_;
    std::size_t limit_ = first_batch_files;
};

} // namespace

FolderScanner::FolderScanner(QObject* parent)
    : QObject(parent)
    , mailbox_(std::make_shared<Mailbox>(this))
    , worker_(new QObject)
    , thread_(new QThread) {
    thread_->setObjectName(QStringLiteral("scan"));
    worker_->moveToThread(thread_);
    connect(thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_->start(QThread::LowPriority);
}

FolderScanner::~FolderScanner() {
    mailbox_->close();
    stop_.request_stop();
    thread_->quit();
    if (thread_->wait(wait_ms))
        delete thread_;
    else // a dead network mount; destroying a running QThread would end the program
        qWarning("The folder scan did not end in time and is left behind.");
}

quint64 FolderScanner::start(std::vector<std::string> paths) {
    stop_.request_stop();
    stop_ = std::stop_source();
    const quint64 generation = ++generation_;
    running_ = true;
    const auto work = [this, mailbox = mailbox_, stop = stop_.get_token(), paths = std::move(paths), generation] {
        BatchWriter writer(generation, [&](std::shared_ptr<const ScanBatch> batch) {
            mailbox->post([this, batch = std::move(batch)] {
                Q_EMIT
                found(batch);
            });
        });
        const bool whole = walk_photos(
            paths, [&](FoundFile&& file) { writer.add(std::move(file)); },
            [&](Error&& error) { writer.add(std::move(error)); }, stop);
        if (whole)
            writer.flush();
        mailbox->post([this, generation, whole] { scanEnded(generation, !whole); });
    };
    QMetaObject::invokeMethod(worker_, work, Qt::QueuedConnection);
    return generation;
}

void FolderScanner::scanEnded(quint64 generation, bool cancelled) {
    if (generation == generation_)
        running_ = false;
    Q_EMIT
    finished(generation, cancelled);
}

void FolderScanner::cancel() {
    stop_.request_stop();
}

} // namespace touchstone::library
