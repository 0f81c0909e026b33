// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/script_operators.h"

#include <string>

namespace touchstone::nn {

namespace {

// Each word stands between two spaces.
constexpr std::string_view operators =
    " Bool BoolImplicit Complex Float FloatImplicit Int IntImplicit ScalarImplicit Size T __and__ __contains__ "
    "__derive_index __getitem__ __interpolate __is__ __isnot__ __lshift__ __not__ __or__ __range_length "
    "__round_to_zero_floordiv __rshift__ __upsample __upsample_bilinear __upsample_nearest __xor__ "
    "_assert_int_or_pair _cast_Float _convolution _log_softmax _reshape_from_tensor "
    "_scaled_dot_product_attention _set_item _shape_as_tensor _size_if_not_equal _softmax _unique2 "
    "_unwrap_optional _upsample_bicubic2d_aa _upsample_bilinear2d_aa _weight_norm abs absolute acos acosh "
    "adaptive_avg_pool1d adaptive_avg_pool2d adaptive_max_pool1d adaptive_max_pool2d add addbmm addcdiv addcmul "
    "addmm addmv all allclose alpha_dropout amax amin aminmax angle any append arange argmax argmin argsort asin "
    "asinh atan atan2 atanh atleast_1d atleast_2d avg_pool1d avg_pool2d avg_pool3d baddbmm batch_norm bernoulli "
    "bincount bitwise_and bitwise_not bitwise_or bitwise_xor bmm broadcast_tensors broadcast_to bucketize "
    "cartesian_prod cat cdist ceil celu channel_shuffle cholesky chunk clamp clamp_max clamp_min clear clip clone "
    "col2im combinations complex concat conj conj_physical constant_pad_nd contiguous conv1d conv2d conv3d "
    "conv_transpose1d conv_transpose2d convolution copy copysign cos cosh cosine_similarity count_nonzero cross "
    "cummax cummin cumprod cumsum deg2rad degrees det detach device diag diagonal diff dim dist div divide dot "
    "dropout dtype einsum elu embedding empty empty_like endswith eq equal erf erfc exp exp2 expand expand_as "
    "expm1 extend eye feature_dropout fft_fft fft_fft2 fft_fftn fft_fftshift fft_ifft fft_ifft2 fft_ifftshift "
    "fft_irfft fft_irfft2 fft_rfft fft_rfft2 fill find flatten flip fliplr flipud float_power floor floor_divide "
    "floordiv fmod fold format frac frobenius_norm full full_like gather ge gelu get glu greater greater_equal "
    "grid_sampler grid_sampler_2d group_norm gt hann_window hardshrink hardsigmoid hardswish hardtanh histc "
    "huber_loss hypot im2col imag index index_add index_copy index_fill index_put index_select inner insert "
    "instance_norm inverse is_complex is_cpu is_cuda is_floating_point isclose isfinite isinf isnan item items "
    "join keys kthvalue l1_loss layer_norm layout le leaky_relu len lerp less less_equal lift linalg_cholesky "
    "linalg_det linalg_eigh linalg_inv linalg_matrix_norm linalg_norm linalg_pinv linalg_qr linalg_solve "
    "linalg_svd linalg_vector_norm linear linspace list log log10 log1p log2 log_sigmoid log_softmax logdet "
    "logical_and logical_not logical_or logical_xor logit logsumexp lower lstrip lt mT masked_fill masked_scatter "
    "masked_select matmul max max_pool1d max_pool2d max_pool2d_with_indices max_pool3d maximum mean median "
    "meshgrid min minimum mish mm movedim mse_loss mul multiply mv nan_to_num narrow "
    "native_dropout native_layer_norm ne neg negative new_empty new_full new_ones new_zeros "
    "nll_loss nonzero norm normal normalize not_equal numel numpy_T one_hot ones ones_like outer pad pad_sequence "
    "pairwise_distance permute pinverse pixel_shuffle pixel_unshuffle polar pop positive pow prelu prod qr "
    "quantile rad2deg radians rand rand_like randn randn_like randperm range ravel real reciprocal "
    "reflection_pad1d reflection_pad2d relu relu6 remainder remove repeat repeat_interleave replace "
    "replication_pad1d replication_pad2d requires_grad reshape reshape_as resolve_conj resolve_neg reverse "
    "rms_norm roll roots rot90 round rrelu rsqrt rstrip rsub scalar_tensor scaled_dot_product_attention scatter "
    "scatter_add searchsorted select select_scatter selu setdefault sgn sigmoid sign silu sin sinh size slice "
    "slice_scatter smooth_l1_loss softmax softmin softplus softshrink softsign sort sorted split split_with_sizes "
    "sqrt square squeeze stack startswith std std_mean stft str stride strides strip sub subtract sum svd "
    "swapaxes swapdims t take take_along_dim tan tanh tanhshrink tensor tensor_split tensordot threshold tile to "
    "topk trace transpose tril tril_indices triu triu_indices true_divide trunc type_as unbind unflatten unfold "
    "unique_consecutive unsafe_chunk unsafe_split unsqueeze update upper upsample_bicubic2d upsample_bilinear2d "
    "upsample_linear1d upsample_nearest1d upsample_nearest2d values var var_mean vdot view view_as view_as_real "
    "warn where xlogy zero zeros zeros_like ";

constexpr std::string_view primitives =
    " CallFunction CallMethod ChunkSizes Constant ConstantChunk CreateObject DictConstruct EnumName EnumValue "
    "Expand GetAttr If ListConstruct ListUnpack Loop NumToTensor Param RaiseException Return Reverse SetAttr "
    "StringIndex Swap TupleConstruct TupleIndex TupleSlice TupleUnpack Uninitialized abs annotate data device "
    "dtype grad grad_sum_to_size is_cpu is_cuda is_nested is_sparse isinstance itemsize layout max min name ndim "
    "num_none ord rangelist requires_grad shape sorted str tolist type unchecked_cast unchecked_unwrap_optional "
    "unpackTuple unpack_tuple ";

bool contains(std::string_view words, std::string_view name) {
    if (name.empty() || name.find(' ') != std::string_view::npos)
        return false;
    std::string framed = " ";
    framed += name;
    return words.find(framed + " ") != std::string_view::npos;
}

} // namespace

bool is_allowed_operator(std::string_view name) {
    const bool in_place = name.size() > 1 && name.ends_with('_') && !name.ends_with("__");
    return contains(operators, name) || (in_place && contains(operators, name.substr(0, name.size() - 1)));
}

bool is_allowed_primitive(std::string_view name) {
    return contains(primitives, name);
}

} // namespace touchstone::nn
