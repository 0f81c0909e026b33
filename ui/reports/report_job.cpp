// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/reports/report_job.h"

#include <numeric>

#include <QCoreApplication>

#include "app/library/mailbox.h"
#include "app/reports/explanation_maps.h"
#include "app/reports/page_canvas.h"
#include "engine/base/files.h"

namespace touchstone::ui {

using reports::ReportData;

namespace {

/// What the thread needs; it outlives the job when that is deleted first, which waits for the thread anyway.
class ReportWork {
public:
    ReportWork(std::shared_ptr<const ReportSource> source, ReportWish wish, reports::ReportRun run)
        : source_(std::move(source))
        , wish_(std::move(wish))
        , run_(std::move(run)) {}

    Result<QImage> preview() {
        const Result<ReportData> data = collect();
        if (!data)
            return tl::unexpected(data.error());
        pictures_ = reports::photo_pictures({source_->thumbnail_folder, 2, {}});
        return reports::preview_of(*data, wish_.format, wish_.options, *pictures_, wish_.preview_width, run_);
    }

    Result<void> write() {
        const Result<ReportData> data = collect();
        if (!data)
            return tl::unexpected(data.error());
        auto maps = explainer();
        if (!maps)
            return tl::unexpected(maps.error());
        pictures_ = reports::photo_pictures({source_->thumbnail_folder, 2, std::move(*maps)});
        const auto written = reports::write_report(*data, wish_.format, wish_.options, *pictures_, wish_.path, run_);
        if (!written)
            return tl::unexpected(written.error());
        return {};
    }

private:
    Result<ReportData> collect() {
        library::PhotoValues values(source_->photos);
        values.setModels(source_->models);
        values.setCurrentModel(source_->current_model);
        values.rebuild();
        std::vector<int> places(source_->photos.size());
        std::iota(places.begin(), places.end(), 0);
        const reports::ReportRequest request{QCoreApplication::applicationVersion().toStdString(), wish_.title,
                                             source_->filter, source_->order};
        ReportData data = reports::make_report(request, source_->photos, places, values);
        if (wish_.path.empty())
            return data; // the first page shows nothing of what follows
        auto reader = source_->catalogue->reader();
        if (!reader)
            return tl::unexpected(reader.error());
        std::vector<library::PhotoId> ids;
        for (const library::PhotoEntry& photo : source_->photos)
            ids.push_back(photo.id);
        if (const auto added = reports::add_facts(data, ids, **reader, run_.stop); !added)
            return tl::unexpected(added.error());
        if (const auto hashed = add_hashes(data); !hashed)
            return tl::unexpected(hashed.error());
        return data;
    }

    using Explain = std::function<reports::ReportExplanation(const reports::ReportPhoto&)>;

    Result<Explain> explainer() const {
        if (wish_.options.with_maps == 0 || !source_->open_model)
            return Explain();
        auto opened = source_->open_model();
        if (!opened)
            return tl::unexpected(opened.error());
        const std::shared_ptr<Scorer> scorer = std::move(*opened);
        return Explain([scorer, decode = source_->decode, stop = run_.stop](const reports::ReportPhoto& photo) {
            constexpr int long_side = 800;
            const auto pixels = imaging::decode_file(photo.file, decode);
            if (!pixels) // its block says why
                return reports::ReportExplanation();
            const auto assessment = scorer->explain(*pixels, AttentionMethod::Rollout, stop);
            return assessment ? reports::explanation_of(*pixels, *assessment, long_side) : reports::ReportExplanation();
        });
    }

    /// Of photos that the background has not hashed yet: a report can be checked.
    Result<void> add_hashes(ReportData& data) const {
        for (reports::ReportPhoto& photo : data.photos) {
            if (const auto going_on = run_.go_on(); !going_on)
                return going_on;
            if (photo.xxh3_128.empty())
                if (const auto hash = library::hash_file(photo.file, run_.stop))
                    photo.xxh3_128 = hash->hex();
        }
        return {};
    }

    std::shared_ptr<const ReportSource> source_;
    ReportWish wish_;
    reports::ReportRun run_;
    std::unique_ptr<reports::ReportPictures> pictures_;
};

} // namespace

ReportJob::ReportJob(std::shared_ptr<const ReportSource> source, ReportWish wish, QObject* parent)
    : QObject(parent)
    , source_(std::move(source))
    , wish_(std::move(wish)) {}

ReportJob::~ReportJob() = default; // the thread is asked to stop, and waited for

void ReportJob::start() {
    thread_ = std::jthread([this, source = source_, wish = wish_](const std::stop_token& stop) {
        const reports::ReportRun run{[this, last = std::size_t{0}](std::size_t done, std::size_t total) mutable {
                                         if (done < total && done < last + total / 200 + 1)
                                             return; // a bar has no more steps
                                         last = done;
                                         library::queue_call(this, [this, done, total] {
                                             Q_EMIT
                                             progressed(static_cast<int>(done), static_cast<int>(total));
                                         });
                                     },
                                     stop};
        ReportWork work(source, wish, run);
        if (wish.path.empty()) {
            const Result<QImage> page = work.preview();
            library::queue_call(this, [this, image = page.value_or(QImage())] {
                Q_EMIT
                previewed(image);
            });
            return;
        }
        const Result<void> written = work.write();
        const QString problem = written ? QString() : QString::fromStdString(to_valid_utf8(written.error().message()));
        library::queue_call(this, [this, problem] {
            Q_EMIT
            finished(problem);
        });
    });
}

} // namespace touchstone::ui
