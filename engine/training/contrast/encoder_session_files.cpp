// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What a run reads and writes: start weights, checkpoints, log, the finished model.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/files.h"
#include "engine/training/contrast/encoder_session_p.h"
#include "engine/training/contrast/learning_curve.h"
#include "engine/training/contrast/trained_trunk_p.h"

namespace touchstone::training {

namespace {

nlohmann::json to_json(const EpochSums& sums) {
    return {sums.loss,       sums.contrast, sums.top1,    sums.alignment,
            sums.uniformity, sums.cosine,   sums.seconds, sums.idle_seconds};
}

EpochSums sums_from(const nlohmann::json& list) {
    const auto at = [&](std::size_t i) { return list.at(i).get<double>(); };
    return {at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)};
}

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The settings without the places of files, which mean nothing to whoever gets the model.
nlohmann::json recipe_of(nlohmann::json text) {
    text.erase("output");
    text.erase("work_folder");
    if (text.contains("data"))
        for (const char* place : {"folders", "pack"})
            text["data"].erase(place);
    if (text.contains("teacher"))
        text["teacher"]["file"] = std::filesystem::path(text["teacher"].value("file", "")).filename().string();
    return text;
}

} // namespace

Result<void> EncoderSession::start() {
    query_ = random_encoder(config_.trunk, config_.contrast.head_width, config_.contrast.dimension, config_.seed);
    if (!options_.init_model.empty())
        if (auto taken = take_trunk(options_.init_model, config_.expert, config_.trunk, query_); !taken)
            return taken;
    for (auto& [name, value] : query_)
        value = value.to(device_);
    for (const auto& [name, value] : query_)
        key_[name] = value.clone();
    if (teacher_) {
        if (auto done = teacher_->normalise(config_, photos_, stop_); !done)
            return done;
        teacher_->add_projection(query_, config_.trunk.features(), config_.seed);
        for (const char* name : {"teacher.weight", "teacher.bias"})
            query_[name] = query_[name].to(device_);
    }
    queue_.to(device_);
    std::error_code ignored; // a log of an earlier run may or may not be there
    std::filesystem::remove(log_file(), ignored);
    return {};
}

/// What decides about the weights. Texts, and what only changes the speed or what is looked at, may change between two
/// parts of a run.
std::string EncoderSession::checkpoint_key() const {
    nlohmann::json text = config_.text;
    for (const char* cosmetic : {"id", "title", "licence", "trained_on", "source", "notes", "shipped", "output",
                                 "work_folder", "workers", "checkpoint_seconds", "judge", "data"})
        text.erase(cosmetic);
    text["photos_per_epoch"] = config_.data.photos_per_epoch;
    text["held_out"] = config_.data.held_out;
    const std::string dump = text.dump() + photos_.key + options_.init_model;
    return sha256_hex(std::as_bytes(std::span(dump)));
}

Result<void> EncoderSession::save() const {
    nn::Checkpoint checkpoint;
    put_tensors(checkpoint, "query.", query_);
    put_tensors(checkpoint, "key.", key_);
    put_tensors(checkpoint, "momentum.", update_.state());
    put_tensors(checkpoint, "queue.", {{"rows", queue_.storage()}});
    if (teacher_)
        put_tensors(checkpoint, "teacher.", teacher_->state());
    const nlohmann::json standing = {{"epoch", standing_.epoch},
                                     {"step", standing_.step},
                                     {"seconds", standing_.seconds},
                                     {"sums", to_json(standing_.sums)},
                                     {"pointer", queue_.pointer()},
                                     {"filled", queue_.filled()},
                                     {"last_report", standing_.last_report}};
    checkpoint.metadata["standing"] = standing.dump();
    checkpoint.metadata["key"] = checkpoint_key();
    return nn::write_safetensors(checkpoint_file(), checkpoint, nn::StoredType::Float32);
}

Result<bool> EncoderSession::resume() {
    if (!std::filesystem::exists(checkpoint_file()))
        return false;
    auto checkpoint = nn::read_safetensors(checkpoint_file());
    if (!checkpoint)
        return tl::unexpected(checkpoint.error());
    if (checkpoint->metadata["key"] != checkpoint_key())
        return failure(ErrorCode::BadInput, checkpoint_file(), "belongs to another configuration or other photos",
                       "start without --resume, or give the run another work_folder");
    try {
        const nlohmann::json standing = nlohmann::json::parse(checkpoint->metadata["standing"]);
        standing_.epoch = standing.at("epoch").get<int>();
        standing_.step = standing.at("step").get<int>();
        standing_.seconds = standing.at("seconds").get<double>();
        standing_.sums = sums_from(standing.at("sums"));
        standing_.last_report = standing.at("last_report");
        query_ = take_tensors(*checkpoint, "query.", device_);
        key_ = take_tensors(*checkpoint, "key.", device_);
        update_.restore(take_tensors(*checkpoint, "momentum.", device_));
        queue_.restore(take_tensors(*checkpoint, "queue.", device_).at("rows"),
                       standing.at("pointer").get<std::int64_t>(), standing.at("filled").get<std::int64_t>());
        if (teacher_)
            teacher_->restore(take_tensors(*checkpoint, "teacher.", device_));
    } catch (const std::exception&) { // of the JSON library or a missing tensor
        return failure(ErrorCode::Damaged, checkpoint_file(), "does not say where the run stood",
                       "start without --resume");
    }
    trim_log();
    return true;
}

/// A run that was killed between checkpoint and log does an epoch again: its old line goes.
void EncoderSession::trim_log() const {
    std::istringstream lines(text_of(log_file()));
    std::string kept, line;
    while (std::getline(lines, line)) {
        const nlohmann::json row = nlohmann::json::parse(line, nullptr, false);
        if (row.is_object() && row.value("epoch", 0) <= standing_.epoch)
            kept += line + "\n";
    }
    std::ofstream(log_file(), std::ios::binary) << kept;
}

void EncoderSession::log(const ContrastReport& report) const {
    std::ofstream(log_file(), std::ios::app) << report.json_line() << '\n';
    std::ofstream(config_.work_folder + "/log.svg", std::ios::binary) << learning_curve(text_of(log_file()));
}

ModelCard EncoderSession::make_card() const {
    ModelCard card;
    card.id = config_.id;
    card.title = config_.title.empty() ? config_.id : config_.title;
    card.architecture = "reiqa-" + std::string(reiqa::expert_name(config_.expert));
    card.preprocessing = config_.expert == reiqa::Expert::Content ? "imagenet" : "plain";
    card.config = config_.trunk.to_json();
    card.config["l2_normalised"] = false;
    card.shipped = config_.shipped;
    card.trained_on = config_.trained_on.empty() ? std::to_string(photos_.train.size()) + " photos without labels"
                                                 : config_.trained_on;
    card.licence = config_.licence;
    card.source = config_.source;
    card.notes = config_.notes;
    card.notes.push_back("seed " + std::to_string(config_.seed) + ", " + std::to_string(standing_.epoch) +
                         " epochs of " + std::to_string(photos_.train.size()) + " photos, trained without labels");
    if (teacher_)
        card.notes.push_back("learned from the features of a teacher network as well");
    card.metrics["training"] = {{"recipe", recipe_of(config_.text)},
                                {"photos", photos_.train.size()},
                                {"held_out_photos", photos_.held_out.size()},
                                {"photo_list_sha256", photos_.key},
                                {"seconds", standing_.seconds},
                                {"last_epoch", standing_.last_report}};
    return card;
}

Result<TrainReport> EncoderSession::write_model() {
    const nn::ModelFile file{make_card(), trunk_checkpoint(query_, config_.trunk)};
    if (auto written = nn::write_model_file(config_.output, file, nn::StoredType::Float16); !written)
        return tl::unexpected(written.error());
    return TrainReport{config_.output, std::nullopt, stage(), standing_.epoch, standing_.epoch, standing_.seconds};
}

} // namespace touchstone::training
