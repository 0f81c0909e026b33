// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>
#include <new>
#include <optional>
#include <set>

#include "engine/reiqa/encoder.h"
#include "engine/reiqa/trunk_parameters.h"

namespace touchstone::reiqa {

namespace {

/// Who wrote the file; told by the names of its tensors.
enum class Layout { Reiqa, Moco, Torchvision, Contrique };

/// A place where a trunk begins: what stands before the names, and how they are written there.
struct Found {
    Layout layout = Layout::Torchvision;
    std::string prefix;
};

/// Children of a Sequential are numbered: convolution, norm, ReLU, pooling, four stages.
std::string numbered_name(const std::string& name) {
    static constexpr std::pair<const char*, const char*> numbers[] = {
        {"conv1.", "0."}, {"bn1.", "1."}, {"layer1.", "4."}, {"layer2.", "5."}, {"layer3.", "6."}, {"layer4.", "7."}};
    for (const auto& [word, number] : numbers)
        if (name.starts_with(word))
            return number + name.substr(std::string_view(word).size());
    return name;
}

/// The checkpoint seen through torchvision's names.
class Source {
public:
    Source(const nn::Checkpoint& checkpoint, const std::string& file)
        : checkpoint_(checkpoint)
        , file_(file) {}

    /// False when there is no ResNet in it.
    bool recognise() {
        const Found places[] = {{Layout::Reiqa, "module.encoder."},     {Layout::Reiqa, "encoder."},
                                {Layout::Moco, "module.encoder_q."},    {Layout::Moco, "encoder_q."},
                                {Layout::Contrique, "module.encoder."}, {Layout::Contrique, "encoder."},
                                {Layout::Torchvision, "module."},       {Layout::Torchvision, ""}};
        for (const Found& place : places) {
            found_ = place;
            if (find("conv1.weight") && find("layer1.0.conv1.weight"))
                return true;
        }
        return false;
    }

    Layout layout() const { return found_.layout; }
    std::string name_in_file(const std::string& name) const {
        return found_.prefix + (found_.layout == Layout::Contrique ? numbered_name(name) : name);
    }
    const nn::Tensor* find(const std::string& name) const {
        const auto place = checkpoint_.tensors.find(name_in_file(name));
        return place == checkpoint_.tensors.end() ? nullptr : &place->second;
    }

    tl::unexpected<Error> missing(const std::string& name) const {
        std::string what = "tensor '" + name_in_file(name) + "' is missing";
        for (const std::string& skipped : checkpoint_.skipped)
            if (skipped.starts_with(name_in_file(name) + ": "))
                what += " (it " + skipped.substr(name_in_file(name).size() + 2) + ")";
        return failure(ErrorCode::BadModel, file_, what);
    }

    /// Tensors of the trunk that nobody asked for. Heads (`fc`, and what lies beside the trunk) and step counters are
    /// no part of it.
    std::vector<std::string> superfluous(const std::set<std::string>& used) const {
        std::vector<std::string> names;
        for (const auto& [name, tensor] : checkpoint_.tensors) {
            const bool inside = name.starts_with(found_.prefix);
            const bool head = inside && name.compare(found_.prefix.size(), 3, "fc.") == 0;
            if (inside && !head && !name.ends_with("num_batches_tracked") && !used.contains(name))
                names.push_back(name);
        }
        return names;
    }

private:
    const nn::Checkpoint& checkpoint_;
    const std::string& file_;
    Found found_;
};

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t side : shape)
        text += (text.size() > 1 ? "," : "") + std::to_string(side);
    return text + "]";
}

/// Reads the trunk's shape off a few tensors; the rest are checked against it afterwards.
Result<TrunkConfig> find_config(const Source& source, const std::string& file) {
    const auto filters = [&](const std::string& name) -> Result<std::int64_t> {
        const nn::Tensor* tensor = source.find(name);
        if (!tensor)
            return source.missing(name);
        if (tensor->shape.size() != 4 || tensor->shape[0] < 1)
            return failure(ErrorCode::BadModel, file,
                           "tensor '" + source.name_in_file(name) + "' has the shape " + shape_text(tensor->shape) +
                               " and is no convolution");
        return tensor->shape[0];
    };
    if (!source.find("layer1.0.conv3.weight") && source.find("layer1.0.conv2.weight"))
        return failure(ErrorCode::BadModel, file, "is a ResNet of basic blocks, and only bottlenecks can be run",
                       "give a ResNet-50 or a larger one");
    const auto stem = filters("conv1.weight"), inner = filters("layer1.0.conv1.weight"),
               outer = filters("layer1.0.conv3.weight");
    for (const auto* answer : {&stem, &inner, &outer})
        if (!*answer)
            return tl::unexpected(answer->error());
    if (*inner != *stem || *outer % *inner != 0)
        return failure(ErrorCode::BadModel, file,
                       "its first stage goes from " + std::to_string(*stem) + " channels to " + std::to_string(*inner) +
                           " and " + std::to_string(*outer) + ", as no plain ResNet does");
    nlohmann::json json = {{"stem_width", *stem}, {"expansion", *outer / *inner}};
    for (int stage = 1; stage <= 4; ++stage) {
        int blocks = 0;
        while (source.find("layer" + std::to_string(stage) + "." + std::to_string(blocks) + ".conv1.weight"))
            ++blocks;
        if (blocks == 0)
            return source.missing("layer" + std::to_string(stage) + ".0.conv1.weight");
        json["blocks"].push_back(blocks);
    }
    ModelCard card;
    card.file = file;
    card.config = std::move(json);
    return TrunkConfig::from_card(card);
}

Result<nn::Checkpoint> convert(const Source& source, const TrunkConfig& config, const std::string& file) {
    nn::Checkpoint result;
    std::set<std::string> used;
    for (const ParameterSpec& spec : trunk_parameters(config)) {
        const nn::Tensor* tensor = source.find(spec.name);
        if (!tensor)
            return source.missing(spec.name);
        const std::string name = source.name_in_file(spec.name);
        used.insert(name);
        if (tensor->is_integer())
            return failure(ErrorCode::BadModel, file, "tensor '" + name + "' holds integers");
        if (tensor->shape != spec.shape)
            return failure(ErrorCode::BadModel, file,
                           "tensor '" + name + "' has the shape " + shape_text(tensor->shape) + " where " +
                               shape_text(spec.shape) + " is needed");
        if (!std::all_of(tensor->values.begin(), tensor->values.end(), [](float v) { return std::isfinite(v); }))
            return failure(ErrorCode::BadModel, file,
                           "tensor '" + name + "' holds a value that is not a finite number");
        result.tensors.emplace(spec.name, *tensor);
    }
    if (const auto names = source.superfluous(used); !names.empty())
        return failure(ErrorCode::BadModel, file,
                       "tensor '" + names.front() + "' is superfluous" +
                           (names.size() > 1 ? ", and so are " + std::to_string(names.size() - 1) + " others" : ""));
    return result;
}

/// What is known of the files that have this layout. Their makers' words are not in them, so this says "when".
void describe_source(ModelCard& card, Layout layout, Expert role) {
    switch (layout) {
    case Layout::Reiqa:
        card.licence =
            "MIT when it is a file of the Re-IQA project (licence of its repository; the weights have none of "
            "their own); else what its maker says";
        card.source = "https://github.com/avinabsaha/ReIQA";
        break;
    case Layout::Moco:
        card.licence = "MIT when it is a file of the MoCo project; else what its maker says";
        card.source = "https://github.com/facebookresearch/moco";
        break;
    case Layout::Contrique:
        card.licence = "what its maker says; the CONTRIQUE project states none for its weights";
        card.source = "https://github.com/pavancm/CONTRIQUE";
        card.notes.push_back("CONTRIQUE's features are divided by their length, so a score has no exact breakdown.");
        break;
    case Layout::Torchvision:
        card.licence = "what its maker says";
        break;
    }
    if (role == Expert::Quality && (layout == Layout::Moco || layout == Layout::Torchvision))
        card.notes.push_back("Encoders in this layout are usually trained on ImageNet-normalised pixels; as a quality "
                             "expert it is given plain ones.");
}

ModelCard make_card(Layout layout, const TrunkConfig& config, const std::string& file, Expert role) {
    ModelCard card;
    card.id = id_from_file_name(file, "reiqa-" + std::string(expert_name(role)));
    card.title = "Re-IQA " + std::string(expert_name(role)) + " expert (" + card.id + ")";
    card.architecture = "reiqa-" + std::string(expert_name(role));
    card.preprocessing = role == Expert::Content ? "imagenet" : "plain";
    card.config = config.to_json();
    card.config["l2_normalised"] = layout == Layout::Contrique;
    card.file = file;
    describe_source(card, layout, role);
    return card;
}

} // namespace

Result<nn::ModelFile> import_encoder(const nn::Checkpoint& checkpoint, const std::string& file, Expert role) {
    try {
        Source source(checkpoint, file);
        if (!source.recognise())
            return failure(ErrorCode::BadModel, file,
                           "is no encoder: it has no tensor conv1.weight with layer1.0.conv1.weight beside it",
                           "give a checkpoint of Re-IQA, MoCo, CONTRIQUE or torchvision's ResNet-50");
        if (source.layout() == Layout::Contrique && role == Expert::Content)
            return failure(ErrorCode::BadModel, file,
                           "is CONTRIQUE's encoder, which was trained on plain pixels and is no content expert",
                           "import it with --architecture reiqa-quality");
        const auto config = find_config(source, file);
        if (!config)
            return tl::unexpected(config.error());
        auto weights = convert(source, *config, file);
        if (!weights)
            return tl::unexpected(std::move(weights.error()));
        return nn::ModelFile{make_card(source.layout(), *config, file, role), std::move(*weights)};
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, file, "its tensors do not fit into memory");
    }
}

} // namespace touchstone::reiqa
