// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/cpu_stem.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace touchstone::musiq {

namespace {

constexpr double root_epsilon = 1e-6;       // flax.nn's default (musiq.md 2.1)
constexpr double bottleneck_epsilon = 1e-4; // set explicitly by the authors (musiq.md 2.2)
constexpr int colours = 3, root_window = 7;
/// "SAME" at stride 2 pads the odd pixel behind: 2 before, 3 after (musiq.md 2.1).
constexpr int root_border = 2, root_padding = 5;

/// Each filter (w − mean) / (std + 1e-5); google divides by N, pyiqa by N − 1 (musiq.md 2.3). In double, rounded once.
/// [out][in][y][x] → [out][y][x][in].
std::vector<float> standardised(const nn::Tensor& weight, Flavour flavour) {
    const auto outputs = static_cast<std::size_t>(weight.shape[0]), inputs = static_cast<std::size_t>(weight.shape[1]);
    const std::size_t window = static_cast<std::size_t>(weight.shape[2] * weight.shape[3]), count = inputs * window;
    std::vector<float> result(weight.values.size());
    for (std::size_t filter = 0; filter < outputs; ++filter) {
        const float* w = weight.values.data() + filter * count;
        double mean = 0, squares = 0;
        for (std::size_t i = 0; i < count; ++i)
            mean += w[i];
        mean /= static_cast<double>(count);
        for (std::size_t i = 0; i < count; ++i)
            squares += (w[i] - mean) * (w[i] - mean);
        const auto divisor = static_cast<double>(flavour == Flavour::Pyiqa ? count - 1 : count);
        const double scale = 1.0 / (std::sqrt(squares / divisor) + 1e-5);
        for (std::size_t in = 0; in < inputs; ++in)
            for (std::size_t at = 0; at < window; ++at)
                result[filter * count + at * inputs + in] = static_cast<float>((w[in * window + at] - mean) * scale);
    }
    return result;
}

/// Every second row of each filter's window.
std::vector<float> window_rows(const std::vector<float>& filters, int outputs, int rows, int row_values, int first) {
    std::vector<float> picked;
    for (int filter = 0; filter < outputs; ++filter)
        for (int row = first; row < rows; row += 2) {
            const auto begin = filters.begin() + (static_cast<std::ptrdiff_t>(filter) * rows + row) * row_values;
            picked.insert(picked.end(), begin, begin + row_values);
        }
    return picked;
}

/// [pixels][stride] → channel by channel.
Trace::Plane plane_of(const float* x, int edge, int channels, std::ptrdiff_t stride) {
    Trace::Plane plane{{channels, edge, edge}, {}};
    for (int c = 0; c < channels; ++c)
        for (int pixel = 0; pixel < edge * edge; ++pixel)
            plane.values.push_back(x[pixel * stride + c]);
    return plane;
}

std::size_t elements(std::int64_t count) {
    return static_cast<std::size_t>(count);
}

} // namespace

template <class T>
typename CpuStem<T>::Norm CpuStem<T>::norm_of(const nn::Checkpoint& checkpoint, const std::string& name,
                                              double epsilon) const {
    return {checkpoint.tensors.at(name + ".weight").values, checkpoint.tensors.at(name + ".bias").values, epsilon};
}

template <class T>
nn::PackedWeights<T> CpuStem<T>::conv_of(const nn::Checkpoint& checkpoint, const std::string& name) const {
    const nn::Tensor& weight = checkpoint.tensors.at(name + ".weight");
    const auto side = [&](std::size_t axis) { return static_cast<int>(weight.shape[axis]); };
    return {kernels_, standardised(weight, flavour_), {}, side(0), side(2), side(3) * side(1)};
}

template <class T>
CpuStem<T>::CpuStem(const nn::Kernels& kernels, const nn::Checkpoint& checkpoint, const Config& config)
    : kernels_(kernels)
    , flavour_(config.flavour)
    , patch_(config.patch)
    , root_edge_(config.patch / 2)
    , edge_(config.stem_edge())
    , width_(config.stem_width)
    , groups_(config.norm_groups)
    , conv1_(conv_of(checkpoint, "block1.conv1"))
    , conv2_(conv_of(checkpoint, "block1.conv2"))
    , conv3_(conv_of(checkpoint, "block1.conv3"))
    , shortcut_(conv_of(checkpoint, "block1.conv_proj"))
    , root_norm_(norm_of(checkpoint, "gn_root", root_epsilon))
    , norm1_(norm_of(checkpoint, "block1.gn1", bottleneck_epsilon))
    , norm2_(norm_of(checkpoint, "block1.gn2", bottleneck_epsilon))
    , norm3_(norm_of(checkpoint, "block1.gn3", bottleneck_epsilon))
    , shortcut_norm_(norm_of(checkpoint, "block1.gn_proj", bottleneck_epsilon)) {
    const std::vector<float> filters = standardised(checkpoint.tensors.at("conv_root.weight"), flavour_);
    constexpr int row_values = root_window * colours;
    root_even_ = {kernels_, window_rows(filters, width_, root_window, row_values, 0), {}, width_, 4, row_values};
    root_odd_ = {kernels_, window_rows(filters, width_, root_window, row_values, 1), {}, width_, 3, row_values};
}

template <class T>
void CpuStem<T>::reserve(Scratch& s) const {
    const int pitch = root_edge_ + 3, bordered = edge_ + 2;
    const auto rows = [](int count) { return count + nn::spare_rows; };
    s.even_rows.reserve(
        elements((root_edge_ + 3) * pitch * 2 * colours + nn::spare_rows * 2 * colours + nn::spare_values));
    s.odd_rows.reserve(s.even_rows.size());
    s.wide.reserve(elements(rows(root_edge_ * pitch) * root_even_.padded_outputs()));
    s.normed.reserve(elements(root_edge_ * root_edge_ * width_ + nn::spare_values));
    s.pooled.reserve(elements(rows(edge_ * edge_) * width_ + nn::spare_values));
    s.narrow.reserve(elements(rows(edge_ * bordered) * conv2_.padded_outputs()));
    s.bordered.reserve(elements(rows(bordered * bordered) * width_ + 3 * nn::spare_values));
    s.inner.reserve(s.pooled.size());
    s.outer.reserve(elements(rows(edge_ * edge_) * conv3_.padded_outputs()));
    s.shortcut.reserve(s.outer.size());
    for (nn::AlignedBuffer<float>* channel : {&s.scale[0], &s.scale[1], &s.shift[0], &s.shift[1], &s.centre, &s.sums})
        channel->reserve(elements(4 * width_ + nn::spare_values));
}

/// Pixels with their border [y][x][c], even and odd rows apart: then the windows of a column step by one row of the
/// buffer from one output row to the next, and by two pixels within it, so all windows together are the rows of one
/// left operand. At the end of each row are pixels for three windows that nobody wants.
template <class T>
void CpuStem<T>::lay_out(const float* patch, Scratch& s) const {
    const std::ptrdiff_t row_values = static_cast<std::ptrdiff_t>(root_edge_ + 3) * 2 * colours;
    const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(patch_) * patch_;
    for (int y = 0; y < patch_; ++y) {
        const int bordered = y + root_border;
        float* row =
            (bordered % 2 ? s.odd_rows : s.even_rows).data() + bordered / 2 * row_values + root_border * colours;
        for (int x = 0; x < patch_; ++x)
            for (int c = 0; c < colours; ++c)
                row[x * colours + c] = patch[c * plane + static_cast<std::ptrdiff_t>(y) * patch_ + x];
    }
}

template <class T>
void CpuStem<T>::close_up(float* x, int edge, int pitch, std::ptrdiff_t stride) const {
    for (int row = 1; row < edge; ++row)
        std::memmove(x + row * edge * stride, x + row * pitch * stride, sizeof(float) * elements(edge * stride));
}

/// What a GroupNorm multiplies each channel by and adds to it.
template <class T>
void CpuStem<T>::scale_and_shift(const nn::Block& x, const Norm& norm, int which, Scratch& s) const {
    const int in_group = x.columns / groups_;
    const double values = static_cast<double>(x.rows) * in_group;
    float *sums = s.sums.data(), *centre = s.centre.data();
    const auto of_group = [&](int group) {
        double sum = 0;
        for (int c = group * in_group; c < (group + 1) * in_group; ++c)
            sum += sums[c];
        return sum / values;
    };
    kernels_.column_sums(x, sums);
    for (int group = 0; group < groups_; ++group)
        std::fill_n(centre + group * in_group, in_group, static_cast<float>(of_group(group)));
    kernels_.column_squares(x, centre, sums);
    for (int group = 0; group < groups_; ++group) {
        const double factor = 1.0 / std::sqrt(of_group(group) + norm.epsilon);
        for (int c = group * in_group; c < (group + 1) * in_group; ++c) {
            const double scale = norm.weight[elements(c)] * factor;
            s.scale[which].data()[c] = static_cast<float>(scale);
            s.shift[which].data()[c] = static_cast<float>(norm.bias[elements(c)] - centre[c] * scale);
        }
    }
}

template <class T>
void CpuStem<T>::root(T* pooled, Scratch& s, Trace* trace) const {
    const int pitch = root_edge_ + 3;
    const std::ptrdiff_t stride = root_even_.padded_outputs(), row_values = std::ptrdiff_t{pitch} * 2 * colours;
    float* wide = s.wide.data();
    nn::product_into<float>(kernels_, {s.even_rows.data(), 2 * colours, row_values}, root_edge_ * pitch, root_even_,
                            wide, stride);
    nn::product_into<float>(kernels_, {s.odd_rows.data(), 2 * colours, row_values}, root_edge_ * pitch, root_odd_, wide,
                            stride, true);
    close_up(wide, root_edge_, pitch, stride);
    const nn::Block block{wide, stride, root_edge_ * root_edge_, width_};
    if (trace)
        trace->conv_root = plane_of(wide, root_edge_, width_, stride);
    scale_and_shift(block, root_norm_, 0, s);
    kernels_.f32.scale_relu(block, s.scale[0].data(), s.shift[0].data(), s.normed.data(), width_);
    if (trace)
        trace->gn_root_relu = plane_of(s.normed.data(), root_edge_, width_, width_);
    kernels_.of<T>().max_pool(s.normed.data(), root_edge_, width_, pooled, width_);
}

template <class T>
void CpuStem<T>::run(const float* patch, T* features, Scratch& s, Trace* trace) const {
    const nn::TypedKernels<T>& typed = kernels_.of<T>();
    const int pixels = edge_ * edge_, bordered = edge_ + 2;
    const std::ptrdiff_t narrow_stride = conv2_.padded_outputs(), outer_stride = conv3_.padded_outputs();
    lay_out(patch, s);
    root(s.pooled.data(), s, trace);
    const nn::LeftOperand<T> pooled{s.pooled.data(), width_, 0};

    nn::product_into<T>(kernels_, pooled, pixels, conv1_, s.narrow.data(), narrow_stride);
    const nn::Block narrow{s.narrow.data(), narrow_stride, pixels, width_};
    scale_and_shift(narrow, norm1_, 0, s);
    for (int y = 0; y < edge_; ++y)
        typed.scale_relu({narrow.values + y * edge_ * narrow_stride, narrow_stride, edge_, width_}, s.scale[0].data(),
                         s.shift[0].data(), s.bordered.data() + ((y + 1) * bordered + 1) * width_, width_);

    const std::ptrdiff_t bordered_row = static_cast<std::ptrdiff_t>(bordered) * width_;
    nn::product_into<T>(kernels_, {s.bordered.data(), width_, bordered_row}, edge_ * bordered, conv2_, s.narrow.data(),
                        narrow_stride);
    close_up(s.narrow.data(), edge_, bordered, narrow_stride);
    scale_and_shift(narrow, norm2_, 0, s);
    typed.scale_relu(narrow, s.scale[0].data(), s.shift[0].data(), s.inner.data(), width_);

    nn::product_into<T>(kernels_, {s.inner.data(), width_, 0}, pixels, conv3_, s.outer.data(), outer_stride);
    nn::product_into<T>(kernels_, pooled, pixels, shortcut_, s.shortcut.data(), outer_stride);
    const nn::Block outer{s.outer.data(), outer_stride, pixels, 4 * width_};
    const nn::Block shortcut{s.shortcut.data(), outer_stride, pixels, 4 * width_};
    scale_and_shift(outer, norm3_, 0, s);
    scale_and_shift(shortcut, shortcut_norm_, 1, s);
    typed.scale_add_relu(outer, s.scale[0].data(), s.shift[0].data(), shortcut, s.scale[1].data(), s.shift[1].data(),
                         features, 4 * width_);
    if (trace) {
        std::vector<float> plain;
        for (std::int64_t i = 0; i < std::max<std::int64_t>(pixels * width_, this->features()); ++i)
            plain.push_back(i < pixels * width_ ? nn::value_at(s.pooled.data(), i) : 0.0f);
        trace->max_pool = plane_of(plain.data(), edge_, width_, width_);
        for (std::int64_t i = 0; i < this->features(); ++i)
            plain[elements(i)] = nn::value_at(features, i);
        trace->block1 = plane_of(plain.data(), edge_, 4 * width_, 4 * width_);
    }
}

template class CpuStem<float>;
template class CpuStem<nn::Bf16>;
template class CpuStem<nn::SplitFloat>;

} // namespace touchstone::musiq
