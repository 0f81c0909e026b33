// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/products_p.h"

#include <thread>

#ifdef TOUCHSTONE_HAVE_DNNL
#include "engine/nn/onednn.h"
#endif

namespace touchstone::nn {

namespace {

#ifdef TOUCHSTONE_HAVE_DNNL

/// oneDNN reads any layout in which one of the last two axes is dense; everything else is copied first.
at::Tensor readable(const at::Tensor& t) {
    const auto strides = t.strides();
    const auto dims = t.dim();
    const bool dense = strides[dims - 1] == 1 || strides[dims - 2] == 1;
    const bool broadcast = std::any_of(strides.begin(), strides.end(), [](std::int64_t s) { return s == 0; });
    return dense && !broadcast ? t : t.contiguous();
}

dnnl::memory::desc describe(const at::Tensor& t) {
    const auto sizes = t.sizes();
    return {dnnl::memory::dims(sizes.begin(), sizes.end()), dnnl::memory::data_type::f32,
            dnnl::memory::dims(t.strides().begin(), t.strides().end())};
}

bool for_onednn(const at::Tensor& a) {
    return a.is_cpu() && a.scalar_type() == at::kFloat;
}

/// out = a·b (+ bias along the last axis). oneDNN keeps its own cache of compiled primitives.
void onednn_product(const at::Tensor& a_in, const at::Tensor& b_in, const at::Tensor& bias, at::Tensor& out) {
    if (out.numel() == 0)
        return;
    const at::Tensor a = readable(a_in), b = readable(b_in);
    const auto da = describe(a), db = describe(b), dc = describe(out);
    dnnl::engine& engine = cpu_engine();
    std::unordered_map<int, dnnl::memory> arguments{{DNNL_ARG_SRC, {da, engine, a.data_ptr()}},
                                                    {DNNL_ARG_WEIGHTS, {db, engine, b.data_ptr()}},
                                                    {DNNL_ARG_DST, {dc, engine, out.data_ptr()}}};
#if DNNL_VERSION_MAJOR >= 3
    dnnl::memory::desc dbias;
#endif
    at::Tensor bias_row;
    if (bias.defined()) {
        bias_row = bias.contiguous().view({1, -1});
        arguments.emplace(DNNL_ARG_BIAS, dnnl::memory(describe(bias_row), engine, bias_row.data_ptr()));
    }
#if DNNL_VERSION_MAJOR >= 3
    if (bias.defined())
        dbias = describe(bias_row);
    dnnl::matmul primitive({engine, da, db, dbias, dc});
#else
    const auto description =
        bias.defined() ? dnnl::matmul::desc(da, db, describe(bias_row), dc) : dnnl::matmul::desc(da, db, dc);
    dnnl::matmul primitive(dnnl::matmul::primitive_desc(description, engine));
#endif
    primitive.execute(thread_stream(), arguments);
    thread_stream().wait();
}

#else

bool for_onednn(const at::Tensor&) {
    return false;
}
void onednn_product(const at::Tensor&, const at::Tensor&, const at::Tensor&, at::Tensor&) {}

#endif

at::Tensor plain_matmul(const at::Tensor& a, const at::Tensor& b) {
    if (!for_onednn(a))
        return at::matmul(a, b);
    std::vector<std::int64_t> shape = a.sizes().vec();
    shape.back() = b.size(-1);
    at::Tensor out = at::empty(shape, a.options());
    onednn_product(a, b, {}, out);
    return out;
}

at::Tensor plain_linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    if (!for_onednn(x))
        return at::linear(x, weight, bias);
    at::Tensor out = at::empty({x.size(0), weight.size(0)}, x.options());
    onednn_product(x, weight.t(), bias, out);
    return out;
}

struct MatmulFunction : torch::autograd::Function<MatmulFunction> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& a, const at::Tensor& b) {
        context->save_for_backward({a, b});
        return plain_matmul(a, b);
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::tensor_list gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor& a = saved[0];
        const at::Tensor& b = saved[1];
        return {plain_matmul(gradients[0], b.transpose(-1, -2)), plain_matmul(a.transpose(-1, -2), gradients[0])};
    }
};

struct LinearFunction : torch::autograd::Function<LinearFunction> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                              const at::Tensor& bias) {
        context->save_for_backward({x, weight});
        return plain_linear(x, weight, bias);
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::tensor_list gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor& gradient = gradients[0];
        return {plain_matmul(gradient, saved[1]), plain_matmul(gradient.t(), saved[0]), gradient.sum(0)};
    }
};

bool wants_gradient(const at::Tensor& a, const at::Tensor& b) {
    return at::GradMode::is_enabled() && (a.requires_grad() || b.requires_grad());
}

} // namespace

at::Tensor matmul(const at::Tensor& a, const at::Tensor& b) {
    return wants_gradient(a, b) && for_onednn(a) ? MatmulFunction::apply(a, b) : plain_matmul(a, b);
}

void matmul_into(const at::Tensor& a, const at::Tensor& b, at::Tensor& out) {
    if (for_onednn(a))
        onednn_product(a, b, {}, out);
    else
        out.copy_(at::matmul(a, b));
}

at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    return wants_gradient(x, weight) && for_onednn(x) ? LinearFunction::apply(x, weight, bias)
                                                      : plain_linear(x, weight, bias);
}

void use_threads(int count) {
    const int wanted = count > 0 ? count : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    if (at::get_num_threads() != wanted)
        at::set_num_threads(wanted);
}

} // namespace touchstone::nn
