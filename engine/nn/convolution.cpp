// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/convolution_p.h"

#include <array>
#include <map>

#ifdef TOUCHSTONE_HAVE_DNNL
#include "engine/nn/onednn.h"
#endif

namespace touchstone::nn {

namespace {

enum class Ending { Nothing, Relu, AddRelu };

bool for_onednn(const at::Tensor& t) {
#ifdef TOUCHSTONE_HAVE_DNNL
    return t.is_cpu() && (t.scalar_type() == at::kFloat || t.scalar_type() == at::kBFloat16);
#else
    (void)t;
    return false;
#endif
}

#ifdef TOUCHSTONE_HAVE_DNNL

using Dims = dnnl::memory::dims;
using Desc = dnnl::memory::desc;
using Tag = dnnl::memory::format_tag;
constexpr auto f32 = dnnl::memory::data_type::f32;

/// Photos of a folder come in a few sizes, each with its half; what is older is made again when it comes back.
constexpr std::size_t kept_kernels = 16;

dnnl::memory::data_type data_type(at::ScalarType type) {
    return type == at::kBFloat16 ? dnnl::memory::data_type::bf16 : f32;
}

Desc channels_last(const at::Tensor& t) {
    return {Dims(t.sizes().begin(), t.sizes().end()), data_type(t.scalar_type()), Tag::nhwc};
}

void run_now(const dnnl::primitive& primitive, const std::unordered_map<int, dnnl::memory>& arguments) {
    primitive.execute(thread_stream(), arguments);
    thread_stream().wait();
}

dnnl::primitive_attr attributes(Ending ending) {
    dnnl::primitive_attr attr;
    dnnl::post_ops after;
    if (ending == Ending::AddRelu)
        after.append_sum(1.0f);
    if (ending != Ending::Nothing)
#if DNNL_VERSION_MAJOR >= 3
        after.append_eltwise(dnnl::algorithm::eltwise_relu, 0.0f, 0.0f);
#else
        after.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, 0.0f, 0.0f);
#endif
    attr.set_post_ops(after);
    return attr;
}

/// Direct summation on purpose: Winograd's transforms cost several digits.
dnnl::convolution_forward::primitive_desc describe(const Desc& src, const Desc& weights, const Desc& bias,
                                                   const Desc& dst, int stride, int padding, Ending ending) {
    const Dims strides{stride, stride}, border{padding, padding};
    constexpr auto kind = dnnl::prop_kind::forward_inference;
    constexpr auto direct = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    return {cpu_engine(), kind, direct, src, weights, bias, dst, strides, border, border, attributes(ending)};
#else
    return {{kind, direct, src, weights, bias, dst, strides, border, border}, attributes(ending), cpu_engine()};
#endif
}

#endif

} // namespace

struct Convolution::Impl {
    at::Tensor weight, bias;
    at::ScalarType type = at::kFloat;
    std::int64_t out_channels = 0;
    int stride = 1, padding = 0;

    void run(const at::Tensor& x, at::Tensor& out, Ending ending) {
        if (!for_onednn(x)) {
            const at::Tensor y =
                at::conv2d(x, weight, bias, at::IntArrayRef{stride, stride}, at::IntArrayRef{padding, padding});
            if (ending == Ending::AddRelu)
                out.add_(y);
            else
                out.copy_(y);
            if (ending != Ending::Nothing)
                out.relu_();
            return;
        }
#ifdef TOUCHSTONE_HAVE_DNNL
        const Kernel& kernel = kernel_for(x, out, ending);
        const dnnl::engine& engine = cpu_engine();
        run_now(kernel.primitive, {{DNNL_ARG_SRC, {channels_last(x), engine, x.data_ptr()}},
                                   {DNNL_ARG_WEIGHTS, kernel.weights},
                                   {DNNL_ARG_BIAS, {bias_desc(), engine, bias.data_ptr()}},
                                   {DNNL_ARG_DST, {channels_last(out), engine, out.data_ptr()}}});
#endif
    }

#ifdef TOUCHSTONE_HAVE_DNNL
    struct Kernel {
        dnnl::primitive primitive;
        dnnl::memory weights;
    };
    /// n, height, width, ending, threads: kernels are planned for a number of threads.
    using Key = std::array<std::int64_t, 5>;

    Desc bias_desc() const {
        return {Dims{out_channels}, f32, Tag::a};
    }

    const Kernel& kernel_for(const at::Tensor& x, const at::Tensor& out, Ending ending) {
        const Key key{x.size(0), x.size(2), x.size(3), static_cast<std::int64_t>(ending), at::get_num_threads()};
        if (const auto found = kernels_.find(key); found != kernels_.end())
            return found->second;
        if (kernels_.size() >= kept_kernels)
            kernels_.clear();
        const Desc any(weight_dims_, data_type(type), Tag::any);
        const auto plan = describe(channels_last(x), any, bias_desc(), channels_last(out), stride, padding, ending);
        return kernels_.emplace(key, Kernel{dnnl::convolution_forward(plan), packed(plan.weights_desc())})
            .first->second;
    }

    /// The weights in the layout a kernel wants. Nearly always one layout serves all sizes, and the plain weights go.
    dnnl::memory packed(const Desc& wanted) {
        for (const dnnl::memory& have : packed_)
            if (have.get_desc() == wanted)
                return have;
        dnnl::memory source = packed_.empty()
                                  ? dnnl::memory({weight_dims_, f32, Tag::oihw}, cpu_engine(), weight.data_ptr())
                                  : packed_.front();
        dnnl::memory target(wanted, cpu_engine());
        run_now(dnnl::reorder(source, target), {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}});
        packed_.push_back(target);
        weight = at::Tensor();
        return target;
    }

    Dims weight_dims_;
    std::vector<dnnl::memory> packed_;
    std::map<Key, Kernel> kernels_;
#endif
};

Convolution::Convolution(const at::Tensor& weight, const at::Tensor& bias, int stride, int padding, at::ScalarType type)
    : impl_(std::make_unique<Impl>()) {
    impl_->weight = weight.contiguous();
    impl_->bias = bias.contiguous();
    impl_->type = type;
    impl_->out_channels = weight.size(0);
    impl_->stride = stride;
    impl_->padding = padding;
#ifdef TOUCHSTONE_HAVE_DNNL
    impl_->weight_dims_.assign(weight.sizes().begin(), weight.sizes().end());
#endif
    if (!for_onednn(impl_->weight)) {
        impl_->weight = impl_->weight.to(type).contiguous(at::MemoryFormat::ChannelsLast);
        impl_->bias = impl_->bias.to(type);
    }
}

Convolution::~Convolution() = default;
Convolution::Convolution(Convolution&&) noexcept = default;
Convolution& Convolution::operator=(Convolution&&) noexcept = default;

std::int64_t Convolution::out_channels() const {
    return impl_->out_channels;
}

void Convolution::run(const at::Tensor& x, at::Tensor out, bool relu) const {
    impl_->run(x, out, relu ? Ending::Relu : Ending::Nothing);
}

void Convolution::add(const at::Tensor& x, at::Tensor sum) const {
    impl_->run(x, sum, Ending::AddRelu);
}

void max_pool_3x3(const at::Tensor& x, at::Tensor out) {
    if (!for_onednn(x)) {
        out.copy_(at::max_pool2d(x, {3, 3}, {2, 2}, {1, 1}));
        return;
    }
#ifdef TOUCHSTONE_HAVE_DNNL
    const Desc src = channels_last(x), dst = channels_last(out);
    const Dims window{3, 3}, stride{2, 2}, border{1, 1};
    constexpr auto kind = dnnl::prop_kind::forward_inference;
    constexpr auto maximum = dnnl::algorithm::pooling_max;
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::pooling_forward::primitive_desc plan(cpu_engine(), kind, maximum, src, dst, stride, window, Dims{0, 0},
                                                     border, border);
#else
    const dnnl::pooling_forward::primitive_desc plan({kind, maximum, src, dst, stride, window, border, border},
                                                     cpu_engine());
#endif
    run_now(dnnl::pooling_forward(plan),
            {{DNNL_ARG_SRC, {src, cpu_engine(), x.data_ptr()}}, {DNNL_ARG_DST, {dst, cpu_engine(), out.data_ptr()}}});
#endif
}

at::Tensor channels_last_view(const at::Tensor& memory, std::int64_t n, std::int64_t channels, std::int64_t height,
                              std::int64_t width) {
    return memory.narrow(0, 0, n * channels * height * width).view({n, height, width, channels}).permute({0, 3, 1, 2});
}

} // namespace touchstone::nn
