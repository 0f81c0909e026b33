// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/distortion_centroids.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "engine/nn/checkpoint.h"

namespace touchstone::reiqa {

namespace {

using Vector = std::vector<float>;

constexpr auto bank = imaging::DistortionBank::Kadid;
constexpr int format_version = 1;
constexpr const char* metadata_key = "touchstone.faults";
constexpr double mostly = 0.75; ///< share of right answers from which a margin is called clear

double squared_distance(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double away = static_cast<double>(a[i]) - b[i];
        sum += away * away;
    }
    return sum;
}

bool all_finite(const Vector& values) {
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

/// Nearest class, and nearest of another kind; of equally near ones the first.
struct Nearest {
    std::size_t nearest = 0, other = 0;
    double margin = 0;
};
Nearest nearest_of(const Vector& features, const std::vector<Vector>& classes) {
    const std::span<const FaultClass> names = fault_classes();
    std::vector<double> distances;
    for (const Vector& one : classes)
        distances.push_back(squared_distance(features, one));
    Nearest found;
    found.nearest = static_cast<std::size_t>(std::min_element(distances.begin(), distances.end()) - distances.begin());
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t at = 0; at < distances.size(); ++at)
        if (names[at].kind != names[found.nearest].kind && distances[at] < least) {
            least = distances[at];
            found.other = at;
        }
    const double apart = std::sqrt(squared_distance(classes[found.nearest], classes[found.other]));
    found.margin = apart > 0 ? (least - distances[found.nearest]) / (2 * apart) : 0;
    return found;
}

std::vector<Vector> class_means(std::span<const FaultSample> samples) {
    std::vector<Vector> means;
    for (std::size_t at = 0; at < fault_classes().size(); ++at) {
        std::vector<double> sum(samples.front().whole.size());
        for (const FaultSample& sample : samples)
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += sample.classes[at][i];
        Vector& mean = means.emplace_back();
        for (const double value : sum)
            mean.push_back(static_cast<float>(value / static_cast<double>(samples.size())));
    }
    return means;
}

/// Of each feature around the mean of its class. The mean of all variances is mixed in: a dozen photos tell a feature's
/// own too roughly, and one that never changed is no infinitely sharp witness.
Vector deviations(std::span<const FaultSample> samples, const std::vector<Vector>& means) {
    std::vector<double> variances(samples.front().whole.size());
    const double count = static_cast<double>((samples.size() - 1) * means.size());
    for (const FaultSample& sample : samples)
        for (std::size_t at = 0; at < means.size(); ++at)
            for (std::size_t i = 0; i < variances.size(); ++i) {
                const double away = static_cast<double>(sample.classes[at][i]) - means[at][i];
                variances[i] += away * away / count;
            }
    double mean = 0;
    for (const double variance : variances)
        mean += variance / static_cast<double>(variances.size());
    Vector result;
    for (const double variance : variances)
        result.push_back(mean > 0 ? static_cast<float>(std::sqrt((variance + mean) / 2)) : 1.0F);
    return result;
}

/// (features − origin) / deviation
Vector scaled(const Vector& features, const Vector& origin, const Vector& deviation) {
    Vector result(features.size());
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = (features[i] - origin[i]) / deviation[i];
    return result;
}

struct HeldOut {
    double margin = 0;
    bool right = false;
};

/// Each photo's pieces, named by what the other photos give. The deviations are everybody's: they are no answer.
std::vector<HeldOut> held_out(std::span<const FaultSample> samples, const std::vector<Vector>& means,
                              const Vector& deviation) {
    const std::span<const FaultClass> names = fault_classes();
    const auto count = static_cast<float>(samples.size());
    std::vector<HeldOut> answers;
    for (const FaultSample& sample : samples) {
        std::vector<Vector> others = means;
        for (std::size_t at = 0; at < others.size(); ++at)
            for (std::size_t i = 0; i < others[at].size(); ++i)
                others[at][i] = (count * means[at][i] - sample.classes[at][i]) / (count - 1);
        const Vector origin = others.front();
        for (Vector& one : others)
            one = scaled(one, origin, deviation);
        for (std::size_t at = 0; at < names.size(); ++at) {
            const Nearest found = nearest_of(scaled(sample.classes[at], origin, deviation), others);
            answers.push_back({found.margin, names[found.nearest].kind == names[at].kind});
        }
    }
    return answers;
}

/// The smallest margin such that of the answers with at least that one the wanted share is right.
double clear_margin_of(std::vector<HeldOut> answers) {
    std::sort(answers.begin(), answers.end(), [](const HeldOut& a, const HeldOut& b) { return a.margin > b.margin; });
    double margin = std::numeric_limits<double>::infinity();
    std::size_t right = 0;
    for (std::size_t at = 0; at < answers.size(); ++at) {
        right += answers[at].right;
        const bool last_of_its_margin = at + 1 == answers.size() || answers[at + 1].margin < answers[at].margin;
        if (last_of_its_margin && static_cast<double>(right) >= mostly * static_cast<double>(at + 1))
            margin = answers[at].margin;
    }
    return margin;
}

Result<void> check_samples(std::span<const FaultSample> samples) {
    if (samples.size() < DistortionCentroids::least_photos)
        return failure(ErrorCode::BadInput, {},
                       "faults are learned from at least " + std::to_string(DistortionCentroids::least_photos) +
                           " photos, not from " + std::to_string(samples.size()));
    const std::size_t length = samples.front().whole.size();
    for (const FaultSample& sample : samples) {
        bool fits = length > 0 && sample.whole.size() == length && sample.classes.size() == fault_classes().size() &&
                    all_finite(sample.whole);
        for (const Vector& features : sample.classes)
            fits = fits && features.size() == length && all_finite(features);
        if (!fits)
            return failure(ErrorCode::BadInput, {}, "the quality expert gave features that cannot be compared");
    }
    return {};
}

nlohmann::json class_names() {
    nlohmann::json names = nlohmann::json::array();
    for (const FaultClass& one : fault_classes())
        names.push_back(one.name());
    return names;
}

/// Takes a tensor of this shape out of the file.
Result<Vector> take(const nn::Checkpoint& checkpoint, const std::string& file, const char* name,
                    const std::vector<std::int64_t>& shape) {
    const auto found = checkpoint.tensors.find(name);
    if (found == checkpoint.tensors.end() || found->second.shape != shape ||
        found->second.values.size() != static_cast<std::size_t>(found->second.elements()) ||
        !all_finite(found->second.values))
        return failure(ErrorCode::BadModel, file, "the tensor \"" + std::string(name) + "\" cannot be used",
                       "learn the faults again");
    return found->second.values;
}

double number_of(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

nn::Tensor tensor_of(const Vector& values) {
    nn::Tensor tensor;
    tensor.shape = {static_cast<std::int64_t>(values.size())};
    tensor.values = values;
    return tensor;
}

} // namespace

std::string FaultClass::name() const {
    return kind ? std::string(imaging::distortion_name(*kind)) + '/' + std::to_string(level) : "undistorted";
}

std::span<const FaultClass> fault_classes() {
    static const std::vector<FaultClass> classes = [] {
        std::vector<FaultClass> made{{}};
        for (const imaging::Distortion kind : imaging::distortion_kinds(bank))
            for (int level = 1; level <= 5; ++level)
                if (!imaging::is_nearly_identity(kind, level))
                    made.push_back({kind, level});
        return made;
    }();
    return classes;
}

std::string quality_expert_of(const ModelCard& card) {
    if (card.architecture == "reiqa-quality")
        return card.sha256;
    const auto found = card.config.find("quality_encoder");
    return card.architecture == "reiqa-regressor" && found != card.config.end() && found->is_string()
               ? found->get<std::string>()
               : std::string();
}

Result<DistortionCentroids> DistortionCentroids::learn(const std::string& quality_expert,
                                                       std::span<const FaultSample> samples) {
    if (const Result<void> fit = check_samples(samples); !fit)
        return tl::unexpected(fit.error());
    DistortionCentroids made;
    made.quality_expert_ = quality_expert;
    made.photos_ = static_cast<int>(samples.size());
    std::vector<double> sum(samples.front().whole.size());
    for (const FaultSample& sample : samples)
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += sample.whole[i];
    for (const double value : sum)
        made.whole_.push_back(static_cast<float>(value / static_cast<double>(samples.size())));
    const std::vector<Vector> means = class_means(samples);
    made.deviation_ = deviations(samples, means);
    for (const Vector& mean : means)
        made.classes_.push_back(scaled(mean, means.front(), made.deviation_));
    const std::vector<HeldOut> answers = held_out(samples, means, made.deviation_);
    const auto right = std::count_if(answers.begin(), answers.end(), [](const HeldOut& one) { return one.right; });
    made.recognised_ = static_cast<double>(right) / static_cast<double>(answers.size());
    made.clear_margin_ = clear_margin_of(answers);
    return made;
}

std::optional<Resemblance> DistortionCentroids::resembles(const ExpertFeatures& quality) const {
    Vector features = quality.full;
    features.insert(features.end(), quality.half.begin(), quality.half.end());
    if (features.size() != whole_.size() || !all_finite(features))
        return std::nullopt;
    const Nearest found = nearest_of(scaled(features, whole_, deviation_), classes_);
    const std::span<const FaultClass> names = fault_classes();
    return Resemblance{names[found.nearest], names[found.other], found.margin,
                       found.margin > 0 && found.margin >= clear_margin_};
}

Result<void> DistortionCentroids::write(const std::string& file) const {
    nn::Checkpoint checkpoint;
    checkpoint.tensors["whole"] = tensor_of(whole_);
    checkpoint.tensors["deviation"] = tensor_of(deviation_);
    nn::Tensor& classes = checkpoint.tensors["classes"];
    classes.shape = {static_cast<std::int64_t>(classes_.size()), static_cast<std::int64_t>(whole_.size())};
    for (const Vector& one : classes_)
        classes.values.insert(classes.values.end(), one.begin(), one.end());
    nlohmann::json about = {{"version", format_version}, {"bank", imaging::bank_name(bank)},
                            {"classes", class_names()},  {"quality_expert", quality_expert_},
                            {"photos", photos_},         {"recognised", recognised_},
                            {"clear_margin", nullptr}};
    if (std::isfinite(clear_margin_)) // JSON has no infinity
        about["clear_margin"] = clear_margin_;
    checkpoint.metadata[metadata_key] = about.dump();
    return nn::write_safetensors(file, checkpoint, nn::StoredType::Float32);
}

Result<DistortionCentroids> DistortionCentroids::read(const std::string& file) {
    nn::CheckpointLimits limits;
    limits.max_file_bytes = max_file_bytes;
    limits.max_total_elements = limits.max_tensor_elements = max_file_bytes / sizeof(float);
    const Result<nn::Checkpoint> checkpoint = nn::read_safetensors(file, limits);
    if (!checkpoint)
        return tl::unexpected(checkpoint.error());
    const auto refused = [&](const char* why) {
        return failure(ErrorCode::BadModel, file, why, "learn the faults again");
    };
    const auto text = checkpoint->metadata.find(metadata_key);
    if (text == checkpoint->metadata.end())
        return refused("holds no faults that were learned");
    const nlohmann::json about = nlohmann::json::parse(text->second, nullptr, false);
    if (!about.is_object() || !about.contains("clear_margin") || !about.contains("quality_expert") ||
        !about["quality_expert"].is_string())
        return refused("does not say what was learned");
    if (about.value("version", nlohmann::json()) != format_version || !about.contains("classes") ||
        about["classes"] != class_names())
        return refused("was learned by another version of the program");
    DistortionCentroids made;
    made.quality_expert_ = about["quality_expert"].get<std::string>();
    const double photos = number_of(about, "photos");
    made.recognised_ = number_of(about, "recognised");
    made.clear_margin_ =
        about["clear_margin"].is_null() ? std::numeric_limits<double>::infinity() : number_of(about, "clear_margin");
    if (!(photos >= least_photos && photos <= 1e6) || !(made.recognised_ >= 0 && made.recognised_ <= 1) ||
        std::isnan(made.clear_margin_))
        return refused("says of itself what cannot be");
    made.photos_ = static_cast<int>(photos);
    const auto whole = checkpoint->tensors.find("whole");
    if (whole == checkpoint->tensors.end() || whole->second.shape.size() != 1 || whole->second.shape[0] < 1)
        return refused("the tensor \"whole\" cannot be used");
    const std::int64_t length = whole->second.shape[0];
    const auto classes = static_cast<std::int64_t>(fault_classes().size());
    const Result<Vector> values[] = {take(*checkpoint, file, "whole", {length}),
                                     take(*checkpoint, file, "deviation", {length}),
                                     take(*checkpoint, file, "classes", {classes, length})};
    for (const Result<Vector>& one : values)
        if (!one)
            return tl::unexpected(one.error());
    made.whole_ = *values[0];
    made.deviation_ = *values[1];
    if (std::any_of(made.deviation_.begin(), made.deviation_.end(), [](float value) { return value <= 0; }))
        return refused("holds a deviation that is not above 0");
    for (std::int64_t at = 0; at < classes; ++at)
        made.classes_.emplace_back(values[2]->begin() + at * length, values[2]->begin() + (at + 1) * length);
    return made;
}

} // namespace touchstone::reiqa
