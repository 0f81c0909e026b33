// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/contrast_config.h"

#include <cmath>
#include <filesystem>
#include <limits>
#include <string_view>

#include "engine/base/files.h"
#include "engine/training/json_reader.h"
#include "engine/training/schedule.h"

namespace touchstone::training {

namespace {

using imaging::DistortionBank;
using nlohmann::json;
using reiqa::Expert;

std::vector<std::string> read_texts(JsonReader& in, const std::string& key) {
    std::vector<std::string> texts;
    const json* list = in.find(key);
    if (!list)
        return texts;
    if (!list->is_array())
        in.complain(key, "must be a list of texts");
    else
        for (const json& text : *list) {
            if (!text.is_string())
                in.complain(key, "must be a list of texts");
            else
                texts.push_back(text.get<std::string>());
        }
    return texts;
}

/// The released code and the paper differ (reiqa.md 4.10); what a preset sets can still be set by itself.
void apply_preset(JsonReader& in, ContrastConfig& config) {
    bool published = false;
    in.choice("preset", published, {{"described", false}, {"published", true}});
    if (config.expert == Expert::Content) {
        if (in.find("preset"))
            in.complain("preset", "is for quality encoders");
        config.schedule = {200, false, 0.03, 0, 1e-4, 0.9, 0, 0, 0.01, false};
        config.contrast.batch_photos = 32;
        config.id = "reiqa-content";
        return;
    }
    config.contrast.in_scene = published ? InScene::None : InScene::SameScale;
    config.contrast.random_start = published;
    if (!published)
        return;
    config.quality.bank = DistortionBank::Published;
    config.quality.leave_out_nearly = false;
    config.quality.half_filter = HalfScale::Torch;
    config.quality.overlap = OverlapRule::Published;
    config.schedule.epochs = 40;
}

void read_data(const json& object, ContrastData& data, std::string& problem) {
    JsonReader in(object, "data", problem);
    data.folders = read_texts(in, "folders");
    in.text("pack", data.pack);
    in.integer("long_side", data.long_side, 0, 1 << 16);
    in.number("held_out", data.held_out, 0, 0.9);
    in.integer("photos_per_epoch", data.photos_per_epoch, 0, 1 << 30);
    if (data.folders.empty() && data.pack.empty())
        in.complain("folders", "is missing, and so is \"data.pack\"");
}

void read_network(const json& object, ContrastConfig& config, const std::string& file, std::string& problem) {
    JsonReader in(object, "network", problem);
    ModelCard card;
    card.file = file;
    for (const char* key : {"stem_width", "blocks", "expansion"})
        if (const json* value = in.find(key))
            card.config[key] = *value;
    in.integer("dimension", config.contrast.dimension, 2, 1 << 16);
    in.integer("head_width", config.contrast.head_width, 0, 1 << 16);
    const auto trunk = reiqa::TrunkConfig::from_card(card);
    if (!trunk)
        return in.complain({}, "is no network: " + trunk.error().what);
    config.trunk = *trunk;
}

void read_quality(const json& object, QualityItems& items, std::string& problem) {
    JsonReader in(object, "items", problem);
    in.choice("bank", items.bank, {{"kadid", DistortionBank::Kadid}, {"published", DistortionBank::Published}});
    in.integer("distortions", items.distortions, 1, 28);
    in.boolean("compositions", items.compositions);
    in.boolean("leave_out_nearly_identical", items.leave_out_nearly);
    in.integer("patch", items.patch, 16, 4096);
    in.boolean("half_scale", items.half_scale);
    in.choice("half_filter", items.half_filter, {{"pillow", HalfScale::Pillow}, {"torch", HalfScale::Torch}});
    in.choice("overlap", items.overlap, {{"free", OverlapRule::Free}, {"published", OverlapRule::Published}});
    in.number("overlap_low", items.bounds.low, 0, 0.95);
    in.number("overlap_high", items.bounds.high, 0.01, 1);
    in.boolean("swap", items.swap);
    in.integer("region", items.region, 0, 1 << 16);
    if (items.bounds.low >= items.bounds.high)
        in.complain("overlap_low", "must be below \"overlap_high\"");
    if (items.region > 0 && items.region < 2 * items.patch)
        in.complain("region", "must be 0 or at least twice the patch");
    if (items.distortions > static_cast<int>(imaging::distortion_kinds(items.bank).size()))
        in.complain("distortions", "must not exceed the kinds of the bank");
}

void read_content(const json& object, ContentItems& items, std::string& problem) {
    JsonReader in(object, "items", problem);
    in.integer("patch", items.patch, 16, 4096);
    in.number("smallest", items.smallest, 0.01, 1);
    in.number("jitter", items.jitter, 0, 1);
    in.number("grey", items.grey, 0, 1);
    in.number("blur", items.blur, 0, 1);
}

void read_contrast(const json& object, ContrastConfig& config, std::string& problem) {
    ContrastSettings& settings = config.contrast;
    JsonReader in(object, "contrast", problem);
    in.integer("batch_photos", settings.batch_photos, 1, 1 << 20);
    in.integer("groups", settings.groups, 1, 1 << 20);
    in.integer("queue", settings.queue, 1, 1 << 24);
    in.choice("queue_start", settings.random_start, {{"empty", false}, {"random", true}});
    in.number("temperature", settings.temperature, 0.001, 100);
    in.number("key_momentum", settings.key_momentum, 0, 1);
    in.choice("in_scene_negatives", settings.in_scene,
              {{"none", InScene::None},
               {"same_scale", InScene::SameScale},
               {"both_scales", InScene::BothScales},
               {"batch", InScene::Batch}});
    in.boolean("mixed_precision", settings.mixed_precision);
    if (config.expert == Expert::Content && settings.in_scene != InScene::None && settings.in_scene != InScene::Batch)
        in.complain("in_scene_negatives", "must be \"none\" or \"batch\": there is one version of a photo");
    if (settings.batch_photos % settings.groups != 0)
        in.complain("groups", "must divide \"contrast.batch_photos\"");
}

void read_schedule(const json& object, ContrastSchedule& schedule, std::string& problem) {
    JsonReader in(object, "schedule", problem);
    in.integer("epochs", schedule.epochs, 1, 100000);
    in.choice("optimizer", schedule.lars, {{"lars", true}, {"sgd", false}});
    in.number("base_rate", schedule.base_rate, 0, 1e4);
    in.number("learning_rate", schedule.rate, 0, 1e4);
    in.number("weight_decay", schedule.weight_decay, 0, 1e3);
    in.number("momentum", schedule.momentum, 0, 0.9999);
    in.number("trust", schedule.trust, 0, 1e3);
    schedule.warmup_epochs = std::min(schedule.warmup_epochs, schedule.epochs - 1);
    in.integer("warmup_epochs", schedule.warmup_epochs, 0, schedule.epochs);
    in.number("warmup_from", schedule.warmup_from, 0, 1e4);
    in.choice("decay", schedule.steps, {{"cosine", false}, {"steps", true}});
}

void read_teacher(const json& object, DistilSettings& teacher, std::string& problem) {
    JsonReader in(object, "teacher", problem);
    in.text("file", teacher.file, true);
    in.number("weight", teacher.weight, 0, 1e6);
    in.number("relation", teacher.relation, 0, 1e6);
    in.number("contrast", teacher.contrast, 0, 1e6);
    in.integer("normalise_photos", teacher.normalise_photos, 2, 1 << 20);
}

void read_judge(const json& object, JudgeSettings& judge, std::string& problem) {
    JsonReader in(object, "judge", problem);
    in.integer("photos", judge.photos, 0, 1 << 20);
    in.integer("neighbours", judge.neighbours, 1, 1000);
}

void read_texts_of(JsonReader& in, ContrastConfig& config) {
    in.text("id", config.id);
    in.text("title", config.title);
    in.text("licence", config.licence);
    in.text("trained_on", config.trained_on);
    in.text("source", config.source);
    config.notes = read_texts(in, "notes");
    in.boolean("shipped", config.shipped);
    in.text("output", config.output, true);
    in.text("work_folder", config.work_folder);
}

void read_top(const json& object, ContrastConfig& config, const std::string& file, std::string& problem) {
    JsonReader in(object, {}, problem);
    apply_preset(in, config);
    read_texts_of(in, config);
    in.integer("seed", config.seed, 0, std::numeric_limits<std::int64_t>::max());
    in.integer("threads", config.threads, 0, 4096);
    in.integer("workers", config.workers, 0, 4096);
    in.number("checkpoint_seconds", config.checkpoint_seconds, 1, 1e9);
    if (const json* network = in.find("network"))
        read_network(*network, config, file, problem);
    if (const json* data = in.find("data"))
        read_data(*data, config.data, problem);
    else
        in.complain("data", "is missing");
    if (const json* items = in.find("items")) {
        if (config.expert == Expert::Quality)
            read_quality(*items, config.quality, problem);
        else
            read_content(*items, config.content, problem);
    }
    if (const json* contrast = in.find("contrast"))
        read_contrast(*contrast, config, problem);
    const json* schedule = in.find("schedule");
    read_schedule(schedule ? *schedule : json::object(), config.schedule, problem);
    if (const json* teacher = in.find("teacher"))
        read_teacher(*teacher, config.teacher, problem);
    if (const json* judge = in.find("judge"))
        read_judge(*judge, config.judge, problem);
}

/// What no single key shows.
std::string contradiction(const ContrastConfig& config) {
    if (config.id.empty() ||
        config.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") != std::string::npos)
        return "\"id\" may hold only a-z, 0-9, '.', '_' and '-'";
    const std::int64_t keys = std::int64_t{config.contrast.batch_photos} * config.pairs_per_photo();
    if (config.contrast.queue < keys)
        return "\"contrast.queue\" must hold the " + std::to_string(keys) + " keys of one step";
    if (config.pairs_per_photo() * config.contrast.batch_photos / config.contrast.groups < 2)
        return "\"contrast.groups\" leaves one crop in a group, and one crop cannot be normalised";
    return {};
}

/// The published rule (reiqa.md 4.1): the rate grows with the batch.
void scale_rate(ContrastConfig& config) {
    const json schedule = config.text.value("schedule", json::object());
    if (schedule.contains("learning_rate"))
        return;
    const double photos = config.contrast.batch_photos;
    config.schedule.rate =
        config.schedule.base_rate * (config.expert == Expert::Quality ? 2 * photos / 64 : photos / 256);
    if (!schedule.contains("warmup_from"))
        config.schedule.warmup_from = std::min(config.schedule.warmup_from, config.schedule.rate);
}

} // namespace

double ContrastSchedule::at(int epoch, int iteration, int iterations) const {
    if (!steps)
        return EpochCosine{rate, epochs, warmup_epochs, warmup_from}.at(epoch, iteration, iterations);
    if (epoch <= warmup_epochs) {
        const double done = static_cast<double>(epoch - 1) * iterations + iteration;
        return warmup_from + (rate - warmup_from) * done / (static_cast<double>(warmup_epochs) * iterations);
    }
    return rate * (epoch > 0.6 * epochs ? 0.1 : 1) * (epoch > 0.8 * epochs ? 0.1 : 1);
}

Result<ContrastConfig> ContrastConfig::from_json(const json& json, Expert expert, const std::string& file) {
    ContrastConfig config;
    config.expert = expert;
    config.text = json;
    std::string problem;
    read_top(json, config, file, problem);
    if (problem.empty())
        problem = contradiction(config);
    if (!problem.empty())
        return failure(ErrorCode::BadInput, file, problem, "see docs/TRAINING.md for the keys");
    scale_rate(config);
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    if (config.work_folder.empty())
        config.work_folder = config.output + ".work";
    std::vector<std::string*> paths{&config.output, &config.work_folder, &config.data.pack, &config.teacher.file};
    for (std::string& one : config.data.folders)
        paths.push_back(&one);
    for (std::string* path : paths)
        if (!path->empty())
            *path = (folder / *path).lexically_normal().string();
    return config;
}

Result<ContrastConfig> ContrastConfig::read(const std::string& file, Expert expert) {
    const auto bytes = read_file(file, std::uint64_t{16} << 20);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    const json parsed = json::parse(std::string_view(text, bytes->size()), nullptr, false);
    if (parsed.is_discarded())
        return failure(ErrorCode::BadInput, file, "is not valid JSON", "check brackets, quotes and commas");
    return from_json(parsed, expert, file);
}

} // namespace touchstone::training
