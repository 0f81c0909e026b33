// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/google_layout.h"

#include <array>
#include <string_view>

namespace touchstone::musiq {

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool is_norm(std::string_view name) {
    return contains(name, "norm") || contains(name, "gn");
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    if (const std::size_t at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), to);
}

/// [rows][columns] → [columns][rows].
nn::Tensor transposed(const nn::Tensor& tensor, std::int64_t rows, std::int64_t columns) {
    nn::Tensor result;
    result.shape = {columns, rows};
    result.values.resize(tensor.values.size());
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t column = 0; column < columns; ++column)
            result.values[static_cast<std::size_t>(column * rows + row)] =
                tensor.values[static_cast<std::size_t>(row * columns + column)];
    return result;
}

/// A kernel [y][x][in][out] → [out][in][y][x]: the transpose of (y x) by (in out), and of (in, out) inside.
nn::Tensor convolution(const nn::Tensor& tensor) {
    const std::int64_t places = tensor.shape[0] * tensor.shape[1];
    const std::int64_t in = tensor.shape[2], out = tensor.shape[3];
    nn::Tensor result;
    result.shape = {out, in, tensor.shape[0], tensor.shape[1]};
    result.values.resize(tensor.values.size());
    for (std::int64_t place = 0; place < places; ++place)
        for (std::int64_t i = 0; i < in; ++i)
            for (std::int64_t o = 0; o < out; ++o)
                result.values[static_cast<std::size_t>((o * in + i) * places + place)] =
                    tensor.values[static_cast<std::size_t>((place * in + i) * out + o)];
    return result;
}

nn::Tensor reshaped(nn::Tensor tensor, std::vector<std::int64_t> shape) {
    tensor.shape = std::move(shape);
    return tensor;
}

} // namespace

std::string google_name(const std::string& name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> parts{{
        {"transformer_encoder.transformer.", "Transformer/"},
        {"transformer_encoder.", "Transformer/"},
        {"posembed_input.position_emb", "posembed_input/pos_embedding"},
        {"scaleembed_input.scale_emb", "scaleembed_input/scale_embedding"},
        {".norm1", "/LayerNorm_0"},
        {".attention.", "/MultiHeadDotProductAttention_1/"},
        {".norm2", "/LayerNorm_2"},
        {".mlp.fc1", "/MlpBlock_3/Dense_0"},
        {".mlp.fc2", "/MlpBlock_3/Dense_1"},
        {"block1.", "block1/unit1/"},
        {".bias", "/bias"},
    }};
    std::string result = name;
    for (const auto& [from, to] : parts)
        replace(result, from, to);
    replace(result, ".weight", is_norm(name) ? "/scale" : "/kernel");
    return result;
}

nn::Tensor from_google_layout(const std::string& name, const nn::Tensor& tensor) {
    const std::size_t rank = tensor.shape.size();
    const bool weight = name.ends_with(".weight");
    if (tensor.is_integer())
        return tensor;
    if (contains(name, "gn"))
        return rank == 4 && tensor.shape[3] == tensor.elements() ? reshaped(tensor, {tensor.elements()}) : tensor;
    if (weight && contains(name, "conv"))
        return rank == 4 ? convolution(tensor) : tensor;
    if (contains(name, ".attention.") && !weight)
        return rank == 2 ? reshaped(tensor, {tensor.elements()}) : tensor;
    if (contains(name, ".attention.out."))
        return rank == 3 ? transposed(tensor, tensor.shape[0] * tensor.shape[1], tensor.shape[2]) : tensor;
    if (contains(name, ".attention."))
        return rank == 3 ? transposed(tensor, tensor.shape[0], tensor.shape[1] * tensor.shape[2]) : tensor;
    if (name.ends_with("scale_emb"))
        return rank == 3 && tensor.shape[0] == 1 ? reshaped(tensor, {tensor.shape[1], tensor.shape[2]}) : tensor;
    if (weight && !is_norm(name) && rank == 2)
        return transposed(tensor, tensor.shape[0], tensor.shape[1]);
    return tensor;
}

} // namespace touchstone::musiq
