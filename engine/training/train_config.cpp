// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/train_config.h"

#include <filesystem>
#include <limits>
#include <set>
#include <string_view>

#include "engine/base/files.h"
#include "engine/training/json_reader.h"
#include "engine/training/made_version.h"

namespace touchstone::training {

namespace {

using nlohmann::json;

using Reader = JsonReader;

void read_loss(const json& object, const std::string& where, LossWeights& loss, std::string& problem) {
    Reader in(object, where, problem);
    in.number("score", loss.score, 0, 1e6);
    in.number("pseudo", loss.pseudo, 0, 1e6);
    in.number("features", loss.features, 0, 1e6);
    in.number("aesthetic", loss.aesthetic, 0, 1e6);
    in.number("rank", loss.rank, 0, 1e6);
    in.number("fidelity", loss.fidelity, 0, 1e6);
    in.number("lists", loss.lists, 0, 1e6);
}

void read_stage(const json& object, const std::string& where, StageConfig& stage, std::string& problem) {
    Reader in(object, where, problem);
    in.text("name", stage.name, true);
    in.integer("epochs", stage.epochs, 1, 100000);
    in.integer("photos_per_epoch", stage.photos_per_epoch, 0, 1 << 30);
    in.number("labelled_share", stage.labelled_share, 0, 1);
    in.number("made_share", stage.made_share, 0, 1);
    in.number("ladder_share", stage.ladder_share, 0, 1);
    if (const json* kinds = in.find("made_kinds")) {
        if (!kinds->is_array())
            in.complain("made_kinds", "must be a list of kinds");
        else
            for (const json& kind : *kinds)
                stage.made_kinds.push_back(kind.is_string() ? kind.get<std::string>() : std::string());
    }
    in.integer("batch_tokens", stage.batch_tokens, 1, 1 << 24);
    in.number("token_keep", stage.token_keep, 0.01, 1);
    in.choice("optimizer", stage.optimizer, {{"adamw", Optimizer::AdamW}, {"sgd", Optimizer::Sgd}});
    in.number("learning_rate", stage.learning_rate, 0, 1e3);
    in.number("final_factor", stage.final_factor, 0, 1);
    in.number("warmup_epochs", stage.warmup_epochs, 0, 1e5);
    in.number("weight_decay", stage.weight_decay, 0, 1e3);
    in.number("momentum", stage.momentum, 0, 0.9999);
    in.number("clip_norm", stage.clip_norm, 0, 1e6);
    in.number("stochastic_depth", stage.stochastic_depth, 0, 0.9);
    in.number("average_decay", stage.average_decay, 0, 0.999999);
    in.boolean("freeze_stem", stage.freeze_stem);
    in.boolean("start_from_best", stage.start_from_best);
    if (const json* loss = in.find("loss"))
        read_loss(*loss, in.inside("loss"), stage.loss, problem);
    if (stage.warmup_epochs > stage.epochs)
        in.complain("warmup_epochs", "must not exceed the stage's epochs");
}

void read_pair(Reader& in, const char* key, double low, double high, std::pair<double, double>& pair) {
    const json* found = in.find(key);
    if (!found)
        return;
    if (!found->is_array() || found->size() != 2 || !(*found)[0].is_number() || !(*found)[1].is_number())
        return in.complain(key, "must be two numbers, the lower first");
    pair = {(*found)[0].get<double>(), (*found)[1].get<double>()};
    if (!(pair.first >= low && pair.first <= pair.second && pair.second <= high))
        in.complain(key, "must be two numbers between " + json(low).dump() + " and " + json(high).dump() +
                             ", the lower first");
}

UnlabelledSet read_unlabelled(const json& object, const std::string& where, std::string& problem) {
    UnlabelledSet set;
    Reader in(object, where, problem);
    in.text("folder", set.folder, true);
    in.integer("reduce", set.reduce, 1, 64);
    in.integer("tile", set.tile, 32, 100000);
    in.integer("tiles_per_photo", set.tiles_per_photo, 1, 10000);
    in.choice("damage", set.damage, {{"after-reduction", Damage::AfterReduction}, {"own-size", Damage::OwnSize}});
    read_pair(in, "ratio", 1, 16, set.ratio);
    read_pair(in, "grain", 0, 64, set.grain);
    in.number("held_out", set.held_out, 0, 0.9);
    if (set.damage == Damage::AfterReduction)
        for (const char* key : {"ratio", "grain"})
            if (in.find(key))
                in.complain(key, "needs \"damage\": \"own-size\"");
    return set;
}

bool valid_id(const std::string& id) {
    return id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string::npos;
}

LabelList read_label_list(const json& object, const std::string& where, std::string& problem) {
    LabelList list;
    Reader in(object, where, problem);
    in.text("name", list.name, true);
    in.text("labels", list.labels, true);
    in.text("root", list.root);
    in.number("weight", list.weight, 0, 1e6);
    in.choice("link", list.link, {{"monotone", ScoreLink::Monotone}, {"rank", ScoreLink::Rank}});
    in.boolean("higher_is_better", list.higher_is_better);
    if (!valid_id(list.name))
        in.complain("name", "may hold only a-z, 0-9, '.', '_' and '-'");
    return list;
}

/// Every object of a list that may be left out.
template <class Read>
void read_each(Reader& in, const char* key, Read read) {
    const json* list = in.find(key);
    if (!list)
        return;
    if (!list->is_array())
        return in.complain(key, "must be a list");
    for (std::size_t i = 0; i < list->size(); ++i)
        read((*list)[i], in.inside(key) + "[" + std::to_string(i) + "]");
}

void read_data(const json& object, DataConfig& data, std::string& problem) {
    Reader in(object, "data", problem);
    in.text("labels", data.labels);
    in.text("root", data.root);
    in.text("pack", data.pack);
    in.boolean("exposure", data.exposure);
    in.number("validation_share", data.validation_share, 0, 0.9);
    read_each(in, "more_labels", [&](const json& list, const std::string& where) {
        data.more_labels.push_back(read_label_list(list, where, problem));
        for (std::size_t i = 0; i + 1 < data.more_labels.size(); ++i)
            if (data.more_labels[i].name == data.more_labels.back().name)
                in.complain("more_labels", "has two lists of the name \"" + data.more_labels[i].name + "\"");
    });
    read_each(in, "unlabelled", [&](const json& set, const std::string& where) {
        data.unlabelled.push_back(read_unlabelled(set, where, problem));
    });
}

void read_teacher(const json& object, TeacherConfig& teacher, std::string& problem) {
    Reader in(object, "teacher", problem);
    in.text("features", teacher.features);
    in.text("aesthetic", teacher.aesthetic);
    in.boolean("rates", teacher.rates);
    in.integer("components", teacher.components, 1, 100000);
    in.integer("variants", teacher.variants, 0, 1000);
    const json* alphas = in.find("ridge_alphas");
    if (!alphas)
        return;
    teacher.ridge_alphas.clear();
    if (!alphas->is_array() || alphas->empty())
        return in.complain("ridge_alphas", "must be a list of numbers");
    for (const json& alpha : *alphas) {
        if (!alpha.is_number() || alpha.get<double>() <= 0)
            return in.complain("ridge_alphas", "must be a list of positive numbers");
        teacher.ridge_alphas.push_back(alpha.get<double>());
    }
}

void read_blend(Reader& in, TrainConfig& config, std::string& problem) {
    const json* blend = in.find("blend");
    if (!blend)
        return;
    Reader inside(*blend, "blend", problem);
    const json* candidates = inside.find("candidates");
    if (!candidates || !candidates->is_array() || candidates->empty())
        return inside.complain("candidates", "must be a list of shares of the tuned weights");
    for (const json& share : *candidates) {
        if (!share.is_number() || share.get<double>() < 0 || share.get<double>() > 1)
            return inside.complain("candidates", "must be numbers between 0 and 1");
        config.blend.push_back(share.get<double>());
    }
}

void read_notes(Reader& in, TrainConfig& config) {
    const json* notes = in.find("notes");
    if (!notes)
        return;
    if (!notes->is_array())
        return in.complain("notes", "must be a list of texts");
    for (const json& note : *notes) {
        if (!note.is_string())
            return in.complain("notes", "must be a list of texts");
        config.notes.push_back(note.get<std::string>());
    }
}

void read_range(Reader& in, TrainConfig& config) {
    const json* range = in.find("range");
    if (!range)
        return;
    if (!range->is_array() || range->size() != 2 || !(*range)[0].is_number() || !(*range)[1].is_number() ||
        (*range)[0].get<double>() >= (*range)[1].get<double>())
        return in.complain("range", "must be two numbers, the lower first");
    config.range = {(*range)[0].get<double>(), (*range)[1].get<double>()};
}

void read_stages(Reader& in, TrainConfig& config, std::string& problem) {
    const json* stages = in.find("stages");
    if (!stages || !stages->is_array() || stages->empty())
        return in.complain("stages", "must be a list of at least one stage");
    std::set<std::string> names;
    for (std::size_t i = 0; i < stages->size(); ++i) {
        StageConfig stage;
        read_stage((*stages)[i], "stages[" + std::to_string(i) + "]", stage, problem);
        if (!names.insert(stage.name).second)
            in.complain("stages", "has two stages of the name \"" + stage.name + "\"");
        config.stages.push_back(stage);
    }
}

void read_top(const json& object, TrainConfig& config, std::string& preprocessing, const json** network,
              std::string& problem) {
    Reader in(object, {}, problem);
    in.text("id", config.id, true);
    in.text("title", config.title);
    in.text("licence", config.licence);
    in.text("trained_on", config.trained_on);
    in.text("source", config.source);
    read_notes(in, config);
    *network = in.find("network");
    if (!*network)
        in.complain("network", "is missing");
    in.text("preprocessing", preprocessing);
    read_range(in, config);
    in.integer("native_limit", config.native_limit, 0, 1 << 20);
    in.integer("native_patches", config.native_patches, 0, 1 << 20);
    in.choice("score_loss", config.score_loss, {{"l1", ScoreLoss::L1}, {"emd", ScoreLoss::Emd}});
    in.boolean("shipped", config.shipped);
    in.number("order_weight", config.order_weight, 0, 100);
    read_blend(in, config, problem);
    in.integer("seed", config.seed, 0, std::numeric_limits<std::int64_t>::max());
    in.number("checkpoint_seconds", config.checkpoint_seconds, 0, 1e9);
    in.integer("threads", config.threads, 0, 4096);
    in.text("output", config.output, true);
    in.text("work_folder", config.work_folder);
    if (const json* data = in.find("data"))
        read_data(*data, config.data, problem);
    else
        in.complain("data", "is missing");
    if (const json* teacher = in.find("teacher"))
        read_teacher(*teacher, config.teacher, problem);
    read_stages(in, config, problem);
}

/// What no single key shows.
std::string contradiction(const TrainConfig& config) {
    if (!valid_id(config.id))
        return "\"id\" may hold only a-z, 0-9, '.', '_' and '-'";
    if (config.teacher.rates && (config.teacher.aesthetic.empty() || config.score_loss != ScoreLoss::Emd))
        return "\"teacher.rates\" needs \"teacher.aesthetic\" and \"score_loss\" \"emd\"";
    if (config.data.labels.empty() && !(config.teacher.rates && !config.data.unlabelled.empty()))
        return "\"data.labels\" is missing";
    if (config.score_loss == ScoreLoss::Emd && config.network.outputs < 2)
        return "\"score_loss\" \"emd\" needs \"network.outputs\" above 1";
    if (config.score_loss == ScoreLoss::L1 && config.network.outputs != 1)
        return "\"score_loss\" \"l1\" needs \"network.outputs\" 1";
    if (!config.blend.empty() && config.data.validation_share == 0)
        return "\"blend\" needs a \"data.validation_share\" above 0, which chooses the share";
    for (const UnlabelledSet& set : config.data.unlabelled)
        if (set.damage == Damage::OwnSize && config.native_limit == 0)
            return "\"damage\": \"own-size\" needs a \"native_limit\", which the photos are reduced to afterwards";
    for (const StageConfig& stage : config.stages) {
        if (stage.loss.features > 0 && config.teacher.features.empty())
            return "stage \"" + stage.name + "\" weighs \"features\", but \"teacher.features\" is not set";
        if (stage.loss.aesthetic > 0 && config.teacher.aesthetic.empty())
            return "stage \"" + stage.name + "\" weighs \"aesthetic\", but \"teacher.aesthetic\" is not set";
        if (stage.loss.rank > 0 && stage.made_share == 0)
            return "stage \"" + stage.name + "\" weighs \"rank\", but its \"made_share\" is 0";
        const int kinds = made_kind_count(config.data.exposure);
        if (stage.ladder_share > 0 && (stage.loss.rank == 0 || config.teacher.variants <= kinds))
            return "stage \"" + stage.name + "\" has a \"ladder_share\": that needs \"rank\" above 0, and " +
                   "\"teacher.variants\" above " + std::to_string(kinds) + ", for two strengths of a kind";
    }
    return {};
}

std::string beside(const std::filesystem::path& folder, const std::string& path) {
    return path.empty() ? path : (folder / path).lexically_normal().string();
}

} // namespace

Result<TrainConfig> TrainConfig::from_json(const json& json, const std::string& file) {
    TrainConfig config;
    std::string problem, preprocessing = "google";
    const nlohmann::json* network = nullptr;
    read_top(json, config, preprocessing, &network, problem);
    const std::string remedy = "see docs/TRAINING.md for the keys of a training configuration";
    if (!problem.empty())
        return failure(ErrorCode::BadInput, file, problem, remedy);
    auto shape = musiq::Config::from_json(*network, preprocessing, file);
    if (!shape)
        return failure(ErrorCode::BadInput, file, "\"network\": " + shape.error().what, remedy);
    config.network = *shape;
    if (const std::string clash = contradiction(config); !clash.empty())
        return failure(ErrorCode::BadInput, file, clash, remedy);
    config.text = json;

    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    if (config.work_folder.empty())
        config.work_folder = config.output + ".work";
    for (std::string* path : {&config.output, &config.work_folder, &config.data.labels, &config.data.root,
                              &config.data.pack, &config.teacher.features, &config.teacher.aesthetic})
        *path = beside(folder, *path);
    for (UnlabelledSet& set : config.data.unlabelled)
        set.folder = beside(folder, set.folder);
    for (LabelList& list : config.data.more_labels) {
        list.labels = beside(folder, list.labels);
        list.root = beside(folder, list.root);
    }
    return config;
}

Result<TrainConfig> TrainConfig::read(const std::string& file) {
    const auto bytes = read_file(file, std::uint64_t{16} << 20);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    const json parsed = json::parse(std::string_view(text, bytes->size()), nullptr, false);
    if (parsed.is_discarded())
        return failure(ErrorCode::BadInput, file, "is not valid JSON", "check brackets, quotes and commas");
    return from_json(parsed, file);
}

} // namespace touchstone::training
