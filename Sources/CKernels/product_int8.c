#include "products.h"

// Matrix products of int8 with exact sums, for writing: one stream is bound by the memory that its weights
// come from, and int8 is a quarter of f32.
//
//   x ≈ s_r·(a − 128)   w ≈ t_j·b   c = s_r·t_j·(Σ a·b − 128·Σ b)
//
// a is unsigned and b signed, as the processor's instruction wants them (AVX-512 VNNI). The sums are whole
// numbers, so a row of the result is the same bits alone or among others, in any order of summing.
//
// The right operand lies in panels of 32 columns; an element of the inner dimension is a group of four
// neighbours, 32 bits wide, and one instruction multiplies and adds all four.

enum { lanes = 16, panel = 2 * lanes, group = 4, middle = 128, most = 127 };

int64_t riposte_int8_width(int64_t columns) { return whole(columns, group); }
int64_t riposte_int8_panels_columns(int64_t columns) { return whole(columns, panel); }
int64_t riposte_int8_panels_count(int64_t rows, int64_t columns) {
    return whole(rows, group) * whole(columns, panel);
}

// The bits of |x|: they are in the order of what they stand for, and NaN's are above infinity's.
RIPOSTE_INLINE uint32_t size_bits(float x) { return bits_of_float(x) & 0x7FFFFFFFu; }

RIPOSTE_INLINE float largest(int64_t count, const float *x) {
    uint32_t top = 0;
    for (int64_t i = 0; i < count; i++) top = size_bits(x[i]) > top ? size_bits(x[i]) : top;
    return float_of_bits(top);
}

// The whole number nearest to x, from −127 to 127; NaN leaves the conversion undefined and is kept out.
RIPOSTE_INLINE int32_t nearest(float x) {
    return (int32_t)((x == x ? x : 0.0f) + (middle + 0.5f)) - middle;
}

RIPOSTE_INLINE float reciprocal_of_step(float top) { return top > 0 ? most / top : 0.0f; }

RIPOSTE_VECTORISED
void riposte_int8_quantize(int64_t rows, int64_t columns, const float *restrict x, int64_t x_stride,
                           uint8_t *restrict quantized, float *restrict steps) {
    int64_t width = riposte_int8_width(columns);
    for (int64_t r = 0; r < rows; r++, x += x_stride, quantized += width) {
        float top = largest(columns, x);
        float reciprocal = reciprocal_of_step(top);
        steps[r] = top / most;
        for (int64_t i = 0; i < columns; i++)
            quantized[i] = (uint8_t)(nearest(x[i] * reciprocal) + middle);
        for (int64_t i = columns; i < width; i++) quantized[i] = middle;
    }
}

// MARK: Packing

// One panel of `filled` columns, each of which lies in one piece.
RIPOSTE_VECTORISED
static void pack_columns(int64_t rows, int64_t filled, const float *source, int64_t column_stride,
                         int8_t *packed, float *steps, int32_t *offsets) {
    int64_t deep = whole(rows, group);
    int8_t column[deep];
    memset(column, 0, (size_t)deep);
    for (int64_t j = 0; j < filled; j++, source += column_stride) {
        float top = largest(rows, source);
        float reciprocal = reciprocal_of_step(top);
        int32_t sum = 0;
        for (int64_t i = 0; i < rows; i++) {
            int32_t value = nearest(source[i] * reciprocal);
            column[i] = (int8_t)value;
            sum += value;
        }
        for (int64_t i = 0; i < deep; i += group)
            memcpy(packed + i * panel + j * group, column + i, group);
        steps[j] = top / most;
        offsets[j] = -middle * sum;
    }
}

// The same where the columns lie side by side.
RIPOSTE_VECTORISED
static void pack_rows(int64_t rows, int64_t filled, const float *source, int64_t row_stride,
                      int8_t *packed, float *steps, int32_t *offsets) {
    uint32_t tops[panel] = {0};
    float reciprocals[panel];
    int32_t sums[panel] = {0};
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < filled; j++) {
            uint32_t bits = size_bits(source[i * row_stride + j]);
            tops[j] = bits > tops[j] ? bits : tops[j];
        }
    for (int64_t j = 0; j < panel; j++) reciprocals[j] = reciprocal_of_step(float_of_bits(tops[j]));
    for (int64_t first = 0; first < rows; first += group) {
        uint32_t fours[panel] = {0};
        for (int64_t i = first; i < rows && i < first + group; i++)
            for (int64_t j = 0; j < filled; j++) {
                int32_t value = nearest(source[i * row_stride + j] * reciprocals[j]);
                sums[j] += value;
                fours[j] |= (uint32_t)(uint8_t)value << (8 * (i - first));
            }
        memcpy(packed + first * panel, fours, sizeof fours);
    }
    for (int64_t j = 0; j < panel; j++) {
        steps[j] = float_of_bits(tops[j]) / most;
        offsets[j] = -middle * sums[j];
    }
}

void riposte_int8_panels_pack(int64_t rows, int64_t columns, const float *source,
                              int64_t row_stride, int64_t column_stride, int8_t *packed,
                              float *steps, int32_t *offsets) {
    memset(packed, 0, (size_t)riposte_int8_panels_count(rows, columns));
    memset(steps, 0, (size_t)whole(columns, panel) * sizeof *steps);
    memset(offsets, 0, (size_t)whole(columns, panel) * sizeof *offsets);
    for (int64_t j = 0; j < columns; j += panel, packed += panel * whole(rows, group)) {
        int64_t filled = columns - j < panel ? columns - j : panel;
        const float *from = source + j * column_stride;
        if (row_stride == 1)
            pack_columns(rows, filled, from, column_stride, packed, steps + j, offsets + j);
        else pack_rows(rows, filled, from, row_stride, packed, steps + j, offsets + j);
    }
}

// MARK: Any processor

RIPOSTE_VECTORISED
static void product_plain(int64_t m, int64_t n, int64_t k, const uint8_t *a, const float *a_steps,
                          const int8_t *packed, const float *steps, const int32_t *offsets,
                          float *c, int64_t c_stride, bool accumulate) {
#pragma clang fp contract(off)
    int64_t deep = whole(k, group);
    for (int64_t j = 0; j < n; j += panel, packed += panel * deep) {
        int64_t columns = n - j < panel ? n - j : panel;
        for (int64_t r = 0; r < m; r++) {
            int32_t sums[panel];
            memcpy(sums, offsets + j, sizeof sums);
            for (int64_t i = 0; i < deep; i += group) {
                const uint8_t *x = a + r * deep + i;
                const int8_t *w = packed + i * panel;
                for (int v = 0; v < panel; v++)
                    sums[v] += x[0] * w[group * v] + x[1] * w[group * v + 1] +
                               x[2] * w[group * v + 2] + x[3] * w[group * v + 3];
            }
            float *out = c + r * c_stride + j;
            for (int64_t v = 0; v < columns; v++) {
                float value = (float)sums[v] * (a_steps[r] * steps[j + v]);
                out[v] = accumulate ? out[v] + value : value;
            }
        }
    }
}

// MARK: AVX-512 VNNI

#if defined(__x86_64__)

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

enum { tile_rows = 8, tile_panels = 4 };

typedef void tile_function(int64_t k, const uint8_t *a, const float *a_steps, const int8_t *packed,
                           const float *steps, const int32_t *offsets, float *c, int64_t c_stride,
                           int64_t columns, bool accumulate);

RIPOSTE_INLINE int32_t group_at(const uint8_t *a) {
    int32_t four;
    memcpy(&four, a, sizeof four);
    return four;
}

// A tile of `rows` by `panels` of C stays in registers while the inner dimension, k, runs through.
TARGET RIPOSTE_INLINE void tile(const int rows, const int panels, int64_t k, const uint8_t *a,
                                const float *a_steps, const int8_t *packed, const float *steps,
                                const int32_t *offsets, float *c, int64_t c_stride,
                                int64_t columns, bool accumulate) {
    __m512i sums[tile_rows][2 * tile_panels];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < 2 * panels; v++) sums[r][v] = _mm512_loadu_si512(offsets + v * lanes);
#pragma clang loop unroll_count(4)
    for (int64_t i = 0; i < k; i += group) {
        __m512i b[2 * tile_panels];
#pragma clang loop unroll(full)
        for (int v = 0; v < 2 * panels; v++)
            b[v] = _mm512_loadu_si512(packed + v / 2 * panel * k + v % 2 * group * lanes +
                                      i * panel);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            __m512i four = _mm512_set1_epi32(group_at(a + r * k + i));
#pragma clang loop unroll(full)
            for (int v = 0; v < 2 * panels; v++)
                sums[r][v] = _mm512_dpbusd_epi32(sums[r][v], four, b[v]);
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < 2 * panels; v++) {
            float *out = c + r * c_stride + v * lanes;
            __mmask16 mask = mask_of(columns - v * lanes);
            __m512 step = _mm512_mul_ps(_mm512_set1_ps(a_steps[r]),
                                        _mm512_loadu_ps(steps + v * lanes));
            __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][v]), step);
            if (accumulate) value = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, out), value);
            _mm512_mask_storeu_ps(out, mask, value);
        }
}

// Not inlined: on its own, the loop of each height finds a register for every sum.
#define TILE(rows, panels)                                                                         \
    TARGET __attribute__((noinline)) static void tile_##rows##x##panels(                           \
        int64_t k, const uint8_t *a, const float *a_steps, const int8_t *packed,                   \
        const float *steps, const int32_t *offsets, float *c, int64_t c_stride, int64_t columns,   \
        bool accumulate) {                                                                         \
        tile(rows, panels, k, a, a_steps, packed, steps, offsets, c, c_stride, columns,            \
             accumulate);                                                                          \
    }
TILE(1, 1)
TILE(2, 1)
TILE(3, 1)
TILE(4, 1)
TILE(5, 1)
TILE(6, 1)
TILE(7, 1)
TILE(8, 1)
TILE(1, 4)
TILE(2, 4)
TILE(4, 2)
#undef TILE

static tile_function *const tiles[] = {tile_1x1, tile_2x1, tile_3x1, tile_4x1,
                                       tile_5x1, tile_6x1, tile_7x1, tile_8x1};

static void product_vnni(int64_t m, int64_t n, int64_t k, const uint8_t *a, const float *a_steps,
                         const int8_t *packed, const float *steps, const int32_t *offsets, float *c,
                         int64_t c_stride, bool accumulate) {
    int64_t deep = whole(k, group), j = 0;
    // Few rows leave the multipliers waiting for their own results: take more panels at once.
    if (m == 1 || m == 2 || m == 4) {
        int64_t together = (m == 4 ? 2 : 4) * panel;
        tile_function *wide = m == 1 ? tile_1x4 : m == 2 ? tile_2x4 : tile_4x2;
        for (; j + together <= n; j += together, packed += together * deep)
            wide(deep, a, a_steps, packed, steps + j, offsets + j, c + j, c_stride, together,
                 accumulate);
    }
    for (; j < n; j += panel, packed += panel * deep)
        for (int64_t r = 0, high; r < m; r += high) {
            high = even_height(m - r, tile_rows);
            tiles[high - 1](deep, a + r * deep, a_steps + r, packed, steps + j, offsets + j,
                            c + r * c_stride + j, c_stride, n - j, accumulate);
        }
}

static bool is_fast;

// Runs before main; RIPOSTE_VECTOR_BITS below 512 leaves the products to the plain loop.
__attribute__((constructor)) static void choose(void) {
    __builtin_cpu_init();
    is_fast = vector_limit() >= 512 && __builtin_cpu_supports("avx512vnni") &&
              __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}
#else
enum { is_fast = false };
#endif

bool riposte_has_fast_int8(void) { return is_fast; }

void riposte_int8_panels_product(int64_t m, int64_t n, int64_t k, const uint8_t *a,
                                 const float *a_steps, const int8_t *packed, const float *steps,
                                 const int32_t *offsets, float *c, int64_t c_stride,
                                 bool accumulate) {
#if defined(__x86_64__)
    if (is_fast) {
        product_vnni(m, n, k, a, a_steps, packed, steps, offsets, c, c_stride, accumulate);
        return;
    }
#endif
    product_plain(m, n, k, a, a_steps, packed, steps, offsets, c, c_stride, accumulate);
}
