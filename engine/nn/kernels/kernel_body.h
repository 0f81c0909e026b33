// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// The loops behind kernels.h, written with the compiler's vector types. No include guard on purpose: each
// kernels_*.cpp includes this once, inside a namespace of its own and compiled for its own processor, after it has set
//   TS_WIDTH       floats in a vector
//   TS_TILE_ROWS   rows, and
//   TS_TILE_VECTORS vectors, of a float32 tile: as many as there are registers to hold it
// and, where the processor has an instruction for it, TS_MAX(a, b), TS_TO_BF16(vector, out), TS_FROM_NEAREST(v) for
// what is left of v when its nearest whole number is taken away, TS_TIMES_EXP2(v, n) for v·2^n, TS_ABOUT_RECIPROCAL(v)
// for 1/v to 2^-14 and TS_ANY_LARGER(a, b) for whether a lane of a is larger than b's.
//
// What the standard library offers inline is not called from here: a copy of it that is compiled for one processor
// could be linked in for all.

typedef float V __attribute__((vector_size(4 * TS_WIDTH)));
typedef std::int32_t I __attribute__((vector_size(4 * TS_WIDTH)));
typedef std::uint32_t U __attribute__((vector_size(4 * TS_WIDTH)));
typedef std::uint16_t H __attribute__((vector_size(2 * TS_WIDTH)));

constexpr int width = TS_WIDTH;
constexpr float log2_e = 1.44269504f;

static inline V splat(float x) {
    return x - V{};
}

static inline V load(const float* p) {
    V v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}

static inline V load(const Bf16* p) {
    H h;
    __builtin_memcpy(&h, p, sizeof h);
    return (V)(__builtin_convertvector(h, U) << 16);
}

static inline void store(float* p, V v) {
    __builtin_memcpy(p, &v, sizeof v);
}

/// To the nearest, ties to even. Not a number stays so only for payloads that survive, which the callers' values are
/// not.
static inline void store(Bf16* p, V v) {
#ifdef TS_TO_BF16
    TS_TO_BF16(v, p);
#else
    const U bits = (U)v;
    const H h = __builtin_convertvector((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16, H);
    __builtin_memcpy(&p->bits, &h, sizeof h);
#endif
}

/// Each part where the group keeps it. The largest numbers round to infinity and leave no number.
static inline void store(SplitFloat* p, V v) {
    constexpr __UINTPTR_TYPE__ group = split_group * sizeof(SplitFloat);
    const auto in_group = (std::uint32_t)((__UINTPTR_TYPE__)p % group);
    Bf16* part = (Bf16*)((char*)p - in_group + in_group / split_parts);
    store(part, v);
    const V rest = v - load(part);
    store(part + split_group, rest);
    store(part + 2 * split_group, rest - load(part + split_group));
}

/// The first `count` elements, zeros behind.
template <class T>
static inline V load_some(const T* p, int count) {
    if (count >= width)
        return load(p);
    T part[TS_WIDTH] = {};
    for (int i = 0; i < count; ++i)
        part[i] = p[i];
    return load(part);
}

template <class T>
static inline void store_some(T* p, V v, int count) {
    if (count >= width) {
        store(p, v);
        return;
    }
    T part[TS_WIDTH];
    store(part, v);
    for (int i = 0; i < count; ++i)
        p[i] = part[i];
}

static inline void store_some(SplitFloat* p, V v, int /*whole: columns are multiples of 32*/) {
    store(p, v);
}

static inline V larger(V a, V b) {
#ifdef TS_MAX
    return TS_MAX(a, b);
#else
    return a > b ? a : b;
#endif
}

static inline V smaller(V a, V b) {
    return a < b ? a : b;
}

/// The same in every lane, folded by halves.
template <class Fold>
static inline float folded(V v, Fold fold) {
#pragma GCC unroll 4
    for (int step = width / 2; step > 0; step /= 2) {
        I from;
#pragma GCC unroll 16
        for (int i = 0; i < width; ++i)
            from[i] = i ^ step;
        v = fold(v, __builtin_shuffle(v, from));
    }
    return v[0];
}

static inline float total(V v) {
    return folded(v, [](V a, V b) { return a + b; });
}

/// 2^x for x ≥ −126, as a polynomial that is off by 2e-9 (Exact) or 3e-6 relatively. Smaller x count as −126.
template <bool Exact>
static inline V exp2_of(V x) {
    x = larger(splat(-126.0f), x); // or products with what is smaller than normal numbers would take ten times as long
#ifdef TS_FROM_NEAREST
    const V f = TS_FROM_NEAREST(x);
#else
    const V shifted = x + 12582912.0f; // 1.5·2^23: the nearest whole number stands in the last bits
    const V f = x - (shifted - 12582912.0f);
#endif
    V p;
    if constexpr (Exact) {
        p = splat(1.53458122e-4f);
        p = p * f + 1.33999312e-3f;
        p = p * f + 9.61848896e-3f;
        p = p * f + 5.55032878e-2f;
        p = p * f + 0.240226469f;
        p = p * f + 0.693147206f;
        p = p * f + 1.0f;
    } else {
        p = splat(9.57010201e-3f);
        p = p * f + 5.59178603e-2f;
        p = p * f + 0.240247448f;
        p = p * f + 0.693121815f;
        p = p * f + 0.999999261f;
    }
#ifdef TS_FROM_NEAREST
    return TS_TIMES_EXP2(p, x - f);
#else
    return (V)((I)p + ((I)shifted << 23));
#endif
}

/// 1/v for 1 ≤ v ≤ 2^126, to a bit or two.
static inline V reciprocal(V v) {
#ifdef TS_ABOUT_RECIPROCAL
    const V about = TS_ABOUT_RECIPROCAL(v);
    return about * (2.0f - v * about);
#else
    return 1.0f / v;
#endif
}

template <class T>
constexpr bool exact = sizeof(T) >= sizeof(float);

// Products.

template <int Rows, int Vectors>
static void tile_f32(const TileOperands<float>& t, float* c, std::ptrdiff_t c_stride, bool add) {
    V sum[Rows][Vectors];
#pragma GCC unroll 16
    for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j)
            sum[i][j] = add ? load(c + i * c_stride + j * width) : V{};
    const float* b = t.b;
    for (int segment = 0; segment < t.segments; ++segment) {
        const float* a = t.a + segment * t.segment_stride;
        for (int k = 0; k < t.depth; ++k, ++a, b += Vectors * width) {
            V right[Vectors];
#pragma GCC unroll 4
            for (int j = 0; j < Vectors; ++j)
                right[j] = load(b + j * width);
#pragma GCC unroll 16
            for (int i = 0; i < Rows; ++i) {
                const V left = splat(a[i * t.row_stride]);
#pragma GCC unroll 4
                for (int j = 0; j < Vectors; ++j)
                    sum[i][j] += left * right[j];
            }
        }
    }
#pragma GCC unroll 16
    for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j)
            store(c + i * c_stride + j * width, sum[i][j]);
}

static void pack_f32(const float* source, std::ptrdiff_t depth_stride, std::ptrdiff_t column_stride, int depth,
                     int columns, int padded_depth, float* out) {
    constexpr int panel = TS_TILE_VECTORS * width;
    int whole = 0; // rows that need no look at what is missing
    if (columns >= panel)
        for (; whole < depth; ++whole, out += panel)
            for (int j = 0; j < panel; ++j)
                out[j] = source[whole * depth_stride + j * column_stride];
    for (int k = whole; k < padded_depth; ++k, out += panel)
        for (int j = 0; j < panel; ++j)
            out[j] = k < depth && j < columns ? source[k * depth_stride + j * column_stride] : 0.0f;
}

/// bfloat16 panels are alike on every processor: 32 columns, and for every 32 of the depth two squares of 16 pairs of
/// the depth by 16 columns, which is what the tiles of AMX and the pairwise products of AVX-512 read.
constexpr int bf16_panel = 32, bf16_step = 32, bf16_square = 16;

/// One square: element (k, j) is source[k·depth_stride + j·column_stride]; there are `depth` by `columns`.
static void pack_square(const Bf16* source, std::ptrdiff_t depth_stride, std::ptrdiff_t column_stride, int depth,
                        int columns, Bf16* out) {
    if (depth >= bf16_step && columns >= bf16_square) {
        if (depth_stride == 1) {
            for (int j = 0; j < bf16_square; ++j) {
                std::uint32_t pairs[bf16_step / 2];
                __builtin_memcpy(pairs, source + j * column_stride, sizeof pairs);
                for (int pair = 0; pair < bf16_step / 2; ++pair)
                    __builtin_memcpy(out + 2 * (pair * bf16_square + j), pairs + pair, sizeof *pairs);
            }
        } else {
            for (int k = 0; k < bf16_step; k += 2, source += 2 * depth_stride)
                for (int j = 0; j < bf16_square; ++j, out += 2) {
                    const Bf16* first = source + j * column_stride;
                    const std::uint32_t pair = first[0].bits | (std::uint32_t{first[depth_stride].bits} << 16);
                    __builtin_memcpy(out, &pair, sizeof pair);
                }
        }
        return;
    }
    const auto at = [&](int k, int j) {
        return k < depth && j < columns ? source[k * depth_stride + j * column_stride] : Bf16{};
    };
    for (int k = 0; k < bf16_step; k += 2)
        for (int j = 0; j < bf16_square; ++j) {
            *out++ = at(k, j);
            *out++ = at(k + 1, j);
        }
}

static void pack_bf16(const Bf16* source, std::ptrdiff_t depth_stride, std::ptrdiff_t column_stride, int depth,
                      int columns, int padded_depth, Bf16* out) {
    for (int k = 0; k < padded_depth; k += bf16_step)
        for (int j = 0; j < bf16_panel; j += bf16_square, out += bf16_step * bf16_square)
            pack_square(source + k * depth_stride + j * column_stride, depth_stride, column_stride, depth - k,
                        columns - j, out);
}

/// For every 32 of the depth the two squares of the first parts, then of the second and of the third. Either stride is
/// 1: along it values lie in their groups, along the other one groups are jumped over.
static void pack_split(const SplitFloat* source, std::ptrdiff_t depth_stride, std::ptrdiff_t column_stride, int depth,
                       int columns, int padded_depth, SplitFloat* out) {
    const bool along_depth = depth_stride == 1;
    const std::ptrdiff_t step = along_depth ? 1 : split_parts * depth_stride,
                         across = along_depth ? split_parts * column_stride : 1;
    const auto* parts = (const Bf16*)source;
    auto* squares = (Bf16*)out;
    for (int k = 0; k < padded_depth; k += bf16_step)
        for (int part = 0; part < split_parts; ++part)
            for (int j = 0; j < bf16_panel; j += bf16_square, squares += bf16_step * bf16_square)
                pack_square(parts + part * split_group + (along_depth ? split_parts * k : k * step) + j * across, step,
                            across, depth - k, columns - j, squares);
}

// What comes after a product.

template <class T, class Finish>
static inline void for_block(const Block& c, T* out, std::ptrdiff_t stride, Finish finish) {
    for (int i = 0; i < c.rows; ++i)
        for (int j = 0; j < c.columns; j += width) {
            const int count = c.columns - j;
            store_some(out + i * stride + j, finish(load_some(c.values + i * c.stride + j, count), i, j), count);
        }
}

template <class T>
static void store_biased(const Block& c, const float* bias, T* out, std::ptrdiff_t stride) {
    for_block(c, out, stride, [&](V x, int, int j) { return x + load(bias + j); });
}

/// x·½(1 + tanh u) = x / (1 + exp(−2u)) with u = √(2/π)·(x + 0.044715·x³).
template <class T>
static void store_gelu_tanh(const Block& c, const float* bias, T* out, std::ptrdiff_t stride) {
    constexpr float factor = -2.0f * 0.797884561f * log2_e;
    for_block(c, out, stride, [&](V x, int, int j) {
        x += load(bias + j);
        const V exponent = smaller(x * (factor + (factor * 0.044715f) * x * x), splat(126.0f));
        return x * reciprocal(exp2_of<exact<T>>(exponent) + 1.0f);
    });
}

/// x·½(1 + erf(x/√2)), with Abramowitz and Stegun's 7.1.26 for erf: off by 1.5e-7 at most.
template <class T>
static void store_gelu_erf(const Block& c, const float* bias, T* out, std::ptrdiff_t stride) {
    for_block(c, out, stride, [&](V x, int, int j) {
        x += load(bias + j);
        const V z = larger(x, -x) * 0.707106781f;
        const V t = reciprocal(1.0f + 0.3275911f * z);
        V p = splat(1.061405429f);
        p = p * t - 1.453152027f;
        p = p * t + 1.421413741f;
        p = p * t - 0.284496736f;
        p = p * t + 0.254829592f;
        const V rest = p * t * exp2_of<exact<T>>(z * z * -log2_e) * 0.5f; // ½(1 − erf z)
        return x * (x > 0.0f ? 1.0f - rest : rest);
    });
}

static void add_biased(const Block& c, const float* bias, float* out, std::ptrdiff_t stride) {
    for_block(c, out, stride,
              [&](V x, int i, int j) { return x + load(bias + j) + load_some(out + i * stride + j, c.columns - j); });
}

template <class T>
static void divide_rows(const Block& c, const float* sum, T* out, std::ptrdiff_t stride) {
    for (int i = 0; i < c.rows; ++i) {
        float divisor = 0;
        for (int lane = 0; lane < row_lanes; lane += width)
            divisor += total(load(sum + i * row_lanes + lane));
        const V factor = splat(1.0f / divisor);
        for_block(Block{c.values + i * c.stride, c.stride, 1, c.columns}, out + i * stride, stride,
                  [&](V x, int, int) { return x * factor; });
    }
}

template <class T>
static void scale_relu(const Block& c, const float* scale, const float* shift, T* out, std::ptrdiff_t stride) {
    for_block(c, out, stride, [&](V x, int, int j) { return larger(x * load(scale + j) + load(shift + j), V{}); });
}

template <class T>
static void scale_add_relu(const Block& a, const float* scale_a, const float* shift_a, const Block& b,
                           const float* scale_b, const float* shift_b, T* out, std::ptrdiff_t stride) {
    for_block(a, out, stride, [&](V x, int i, int j) {
        const V y = load_some(b.values + i * b.stride + j, b.columns - j);
        return larger((x * load(scale_a + j) + load(shift_a + j)) + (y * load(scale_b + j) + load(shift_b + j)), V{});
    });
}

// Normalisations, softmax, pooling.

template <class T>
static void layer_norm(const Block& x, const float* weight, const float* bias, float epsilon, T* out,
                       std::ptrdiff_t stride) {
    const float part = 1.0f / static_cast<float>(x.columns);
    for (int i = 0; i < x.rows; ++i) {
        const float* row = x.values + i * x.stride;
        V sum{}, squares{};
        for (int j = 0; j < x.columns; j += width)
            sum += load_some(row + j, x.columns - j);
        const float mean = total(sum) * part;
        for (int j = 0; j < x.columns; j += width) {
            V distance = load_some(row + j, x.columns - j) - mean;
            if (x.columns - j < width)
                distance = load_some((const float*)&distance, x.columns - j);
            squares += distance * distance;
        }
        const float scale = 1.0f / __builtin_sqrtf(total(squares) * part + epsilon);
        for (int j = 0; j < x.columns; j += width) {
            const int count = x.columns - j;
            const V normed = (load_some(row + j, count) - mean) * scale;
            store_some(out + i * stride + j, normed * load_some(weight + j, count) + load_some(bias + j, count), count);
        }
    }
}

static inline bool any_larger(V a, V b) {
#ifdef TS_ANY_LARGER
    return TS_ANY_LARGER(a, b);
#else
    return folded(a - b, [](V x, V y) { return larger(x, y); }) > 0;
#endif
}

/// What was added up with exponents from the old reference, as it is from the new one.
static inline void move_reference(const SoftmaxRows& state, int row, float reference) {
    const V factor = exp2_of<true>(splat((state.reference[row] - reference) * log2_e));
    float* sum = state.sum + row * row_lanes;
    for (int lane = 0; lane < row_lanes; lane += width)
        store(sum + lane, load(sum + lane) * factor);
    float* mixed = state.mixed + row * state.mixed_stride;
    for (int j = 0; j < state.mixed_columns; j += width)
        store(mixed + j, load(mixed + j) * factor);
    state.reference[row] = reference;
}

template <class T>
static void softmax_step(float* scores, std::ptrdiff_t stride, int rows, int columns, int padded, T* p,
                         std::ptrdiff_t p_stride, const SoftmaxRows& state) {
    for (int i = 0; i < rows; ++i) {
        float* row = scores + i * stride;
        for (int j = columns; j < padded; ++j)
            row[j] = -3.0e38f; // so that whole vectors can be used
        V most = load(row);
        for (int j = width; j < padded; j += width)
            most = larger(most, load(row + j));
        float* sum_of_row = state.sum + i * row_lanes;
        if (state.first) {
            state.reference[i] = folded(most, [](V a, V b) { return larger(a, b); });
            for (int lane = 0; lane < row_lanes; ++lane)
                sum_of_row[lane] = 0;
        } else if (__builtin_expect(any_larger(most, splat(state.reference[i] + softmax_headroom)), 0)) {
            move_reference(state, i, folded(most, [](V a, V b) { return larger(a, b); }));
        }
        const V reference = splat(state.reference[i]);
        V sum = load(sum_of_row);
        T* out = p + i * p_stride;
        for (int j = 0; j < padded; j += width) {
            const V weight = exp2_of<exact<T>>((load(row + j) - reference) * log2_e);
            sum += weight;
            store(out + j, weight);
        }
        store(sum_of_row, sum);
    }
}

static void weighted_exp(const Block& scores, const float* reference, const float* weight, float* sums) {
    for (int j = 0; j < scores.columns; j += width) {
        const int count = scores.columns - j;
        V sum = load_some(sums + j, count);
        for (int i = 0; i < scores.rows; ++i) {
            const V score = load_some(scores.values + i * scores.stride + j, count);
            sum += exp2_of<true>((score - reference[i]) * log2_e) * weight[i];
        }
        store_some(sums + j, sum, count);
    }
}

template <class Term>
static inline void sum_columns(const Block& x, float* sums, Term term) {
    constexpr int pieces = 8;
    for (int j = 0; j < x.columns; j += width) {
        const int count = x.columns - j;
        V sum[pieces] = {};
        for (int i = 0; i < x.rows; ++i)
            sum[i % pieces] += term(load_some(x.values + i * x.stride + j, count), j);
        store_some(sums + j, ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7])), count);
    }
}

static void column_sums(const Block& x, float* sums) {
    sum_columns(x, sums, [](V v, int) { return v; });
}

static void column_squares(const Block& x, const float* centre, float* sums) {
    sum_columns(x, sums, [&](V v, int j) {
        const V distance = v - load(centre + j);
        return distance * distance;
    });
}

template <class T>
static void max_pool(const float* x, int edge, int channels, T* out, std::ptrdiff_t stride) {
    for (int y = 0; y < edge; y += 2)
        for (int column = 0; column < edge; column += 2, out += stride)
            for (int c = 0; c < channels; c += width) {
                const int count = channels - c;
                V most = load_some(x + (y * edge + column) * channels + c, count);
                for (int dy = 0; dy < 3 && y + dy < edge; ++dy)
                    for (int dx = 0; dx < 3 && column + dx < edge; ++dx)
                        most = larger(most, load_some(x + ((y + dy) * edge + column + dx) * channels + c, count));
                store_some(out + c, most, count);
            }
}

static void to_bf16(const float* x, std::size_t count, Bf16* out) {
    for (std::size_t i = 0; i < count; i += width) {
        const auto rest = static_cast<int>(count - i < width ? count - i : width);
        store_some(out + i, load_some(x + i, rest), rest);
    }
}

static void to_split(const float* x, std::size_t count, SplitFloat* out) {
    for (std::size_t i = 0; i < count; i += width)
        store(out + i, load(x + i));
}

template <class T>
static TypedKernels<T> typed_kernels() {
    TypedKernels<T> k;
    k.store = store_biased<T>;
    k.store_gelu_tanh = store_gelu_tanh<T>;
    k.store_gelu_erf = store_gelu_erf<T>;
    k.layer_norm = layer_norm<T>;
    k.softmax_step = softmax_step<T>;
    k.divide_rows = divide_rows<T>;
    k.scale_relu = scale_relu<T>;
    k.scale_add_relu = scale_add_relu<T>;
    k.max_pool = max_pool<T>;
    return k;
}

static void nothing() {}

/// Everything but the bfloat16 products.
static Kernels common_kernels(const char* name) {
    Kernels k;
    k.name = name;
    k.begin = nothing;
    k.end = nothing;
    k.f32 = typed_kernels<float>();
    k.f32.tile_rows = TS_TILE_ROWS;
    k.f32.panel = TS_TILE_VECTORS * width;
    k.f32.depth_step = 1;
    k.f32.tile = tile_f32<TS_TILE_ROWS, TS_TILE_VECTORS>;
    k.f32.pack = pack_f32;
    k.bf16 = typed_kernels<Bf16>();
    k.bf16.panel = bf16_panel;
    k.bf16.depth_step = bf16_step;
    k.bf16.pack = pack_bf16;
    k.split = typed_kernels<SplitFloat>();
    k.split.panel = bf16_panel;
    k.split.depth_step = bf16_step;
    k.split.pack = pack_split;
    k.add = add_biased;
    k.column_sums = column_sums;
    k.column_squares = column_squares;
    k.weighted_exp = weighted_exp;
    k.to_bf16 = to_bf16;
    k.to_split = to_split;
    return k;
}
