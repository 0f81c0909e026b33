// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/familiarity.h"

#include <cmath>
#include <utility>

#include <QThreadPool>

#include "app/library/feature_store.h"
#include "app/library/mailbox.h"

namespace touchstone::inspection {

std::optional<double> feature_distance(const reiqa::Regressor& regressor, const reiqa::PhotoFeatures& features) {
    const reiqa::LinearModel& fitted = regressor.both;
    const std::vector<float> all = features.joined();
    if (all.empty() || all.size() != fitted.deviation.size() || all.size() != fitted.mean.size())
        return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double away = (static_cast<double>(all[i]) - fitted.mean[i]) / fitted.deviation[i];
        sum += away * away;
    }
    const double distance = std::sqrt(sum / static_cast<double>(all.size()));
    return std::isfinite(distance) ? std::optional(distance) : std::nullopt;
}

struct FamiliarityService::Worker {
    explicit Worker(std::string folder)
        : features(std::move(folder)) {}

    std::optional<double> measure(const std::string& file, const std::string& recipe,
                                  const library::ContentHash& content) {
        const auto known = features.find(recipe, content);
        if (!known)
            return std::nullopt;
        if (file != read_file) {
            read_file = file;
            regressor.reset();
            // A file that cannot be read was said by whoever opened it as a model.
            if (const auto model = nn::read_model_file(file))
                if (auto read = reiqa::regressor_from(*model))
                    regressor = std::move(*read);
        }
        return regressor ? feature_distance(*regressor, *known) : std::nullopt;
    }

    library::FeatureStore features;
    std::string read_file;
    std::optional<reiqa::Regressor> regressor;
};

FamiliarityService::FamiliarityService(std::string features_folder, QObject* parent)
    : QObject(parent)
    , mailbox_(std::make_shared<library::Mailbox>(this))
    , worker_(std::make_shared<Worker>(std::move(features_folder)))
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("familiarity"));
}

FamiliarityService::~FamiliarityService() {
    mailbox_->close();
    pool_->clear();
    pool_->waitForDone();
}

quint64 FamiliarityService::request(std::string model_file, std::string recipe, library::ContentHash content) {
    const quint64 generation = ++generation_;
    pool_->clear(); // what waits is not wanted any more
    library::start_call(*pool_, [this, generation, mailbox = mailbox_, worker = worker_, file = std::move(model_file),
                                 recipe = std::move(recipe), content] {
        const std::optional<double> distance = worker->measure(file, recipe, content);
        if (!distance)
            return;
        mailbox->post([this, generation, distance = *distance] {
            if (generation == generation_)
                Q_EMIT
            measured(generation, distance);
        });
    });
    return generation;
}

} // namespace touchstone::inspection
