// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/report_pictures.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <future>
#include <thread>
#include <variant>

#include "app/library/image_convert.h"
#include "app/library/thumbnail_service.h"
#include "app/library/thumbnail_store.h"
#include "engine/imaging/decode.h"

namespace touchstone::reports {

ReportExplanation ReportPictures::explanation(const ReportPhoto&) {
    return {};
}

void ReportPictures::announce(std::vector<const ReportPhoto*>, int) {}

namespace {

class PhotoPictures final : public ReportPictures {
public:
    explicit PhotoPictures(PhotoPicturesOptions options)
        : options_(std::move(options)) {
        if (!options_.thumbnail_folder.empty())
            store_ = std::make_unique<library::ThumbnailStore>(options_.thumbnail_folder, std::string(),
                                                               std::uint64_t{1} << 40);
        ahead_ = static_cast<std::size_t>(options_.threads > 0 ? options_.threads
                                                               : std::max(1U, std::thread::hardware_concurrency()));
    }

    void announce(std::vector<const ReportPhoto*> photos, int edge) override {
        announced_.assign(photos.begin(), photos.end());
        announced_edge_ = edge;
        begun_.clear(); // waits for what still runs
        begin_more();
    }

    QImage thumbnail(const ReportPhoto& photo, int edge) override {
        if (begun_.empty() || begun_.front().photo != &photo || edge != announced_edge_)
            return make(photo.file, photo.bytes, photo.mtime_ns, edge);
        QImage image = begun_.front().image.get();
        begun_.pop_front();
        begin_more();
        return image;
    }

    ReportExplanation explanation(const ReportPhoto& photo) override {
        return options_.explain ? options_.explain(photo) : ReportExplanation();
    }

private:
    struct Begun {
        const ReportPhoto* photo = nullptr;
        std::future<QImage> image; ///< its destructor waits
    };

    void begin_more() {
        while (begun_.size() < ahead_ && !announced_.empty()) {
            const ReportPhoto* photo = announced_.front();
            announced_.pop_front();
            begun_.push_back({photo, std::async(std::launch::async, [this, photo, edge = announced_edge_] {
                                  QImage image = make(photo->file, photo->bytes, photo->mtime_ns, edge);
                                  imaging::decode_thread_finished();
                                  return image;
                              })});
        }
    }

    QImage make(const std::string& file, std::int64_t bytes, std::int64_t mtime_ns, int edge) const {
        if (store_) {
            library::FoundFile found;
            found.path = file;
            found.bytes = bytes;
            found.mtime_ns = mtime_ns;
            const auto known =
                store_->load(found, library::ThumbnailService::storedEdge(edge), std::chrono::minutes(10));
            if (known && std::holds_alternative<QImage>(*known))
                return fitted(std::get<QImage>(*known), edge);
        }
        imaging::DecodeOptions options;
        options.allow_damaged = true;
        auto photo = imaging::decode_thumbnail_file(file, edge, options);
        return photo ? fitted(library::image_of(std::move(photo->image)), edge) : QImage();
    }

    static QImage fitted(const QImage& image, int edge) {
        if (image.width() <= edge && image.height() <= edge)
            return image;
        return image.scaled(edge, edge, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }

    PhotoPicturesOptions options_;
    std::unique_ptr<library::ThumbnailStore> store_; ///< read only here
    std::size_t ahead_ = 1;
    std::deque<const ReportPhoto*> announced_;
    int announced_edge_ = 0;
    std::deque<Begun> begun_; ///< last: ends before what its threads use
};

} // namespace

std::unique_ptr<ReportPictures> photo_pictures(PhotoPicturesOptions options) {
    return std::make_unique<PhotoPictures>(std::move(options));
}

} // namespace touchstone::reports
