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

enum { panel = 32, group = 4, middle = 128, most = 127 };

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

// MARK: x86

#if defined(__x86_64__)

typedef void tile_function(int64_t k, const uint8_t *a, const float *a_steps, const int8_t *packed,
                           const float *steps, const int32_t *offsets, float *c, int64_t c_stride,
                           int64_t columns, bool accumulate);

RIPOSTE_INLINE int32_t group_at(const uint8_t *a) {
    int32_t four;
    memcpy(&four, a, sizeof four);
    return four;
}

// AVX2: |a − 128|·(±b) are at most 2·127², so that the sum of two fits into 16 bits.

#define TARGET __attribute__((target("avx2")))
#define NAME(name) avx2_##name
#define LANES 8
#define TILE_ROWS 2

typedef __m256i avx2_sums;
typedef struct {
    __m256i values, sizes;
} avx2_operand;

TARGET RIPOSTE_INLINE avx2_operand avx2_operand_at(const uint8_t *a) {
    __m256i values = _mm256_xor_si256(_mm256_set1_epi32(group_at(a)), _mm256_set1_epi8(-middle));
    return (avx2_operand){values, _mm256_abs_epi8(values)};
}

TARGET RIPOSTE_INLINE avx2_sums avx2_start(const int32_t *offsets) {
    (void)offsets;  // The values are what they stand for.
    return _mm256_setzero_si256();
}

TARGET RIPOSTE_INLINE avx2_sums avx2_add(avx2_sums sums, avx2_operand x, const int8_t *w) {
    __m256i b = _mm256_sign_epi8(_mm256_loadu_si256((const __m256i *)w), x.values);
    __m256i twos = _mm256_maddubs_epi16(x.sizes, b);
    return _mm256_add_epi32(sums, _mm256_madd_epi16(twos, _mm256_set1_epi16(1)));
}

TARGET RIPOSTE_INLINE void avx2_put(avx2_sums sums, float a_step, const float *steps, float *out,
                                    int64_t columns, bool accumulate) {
    __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    int32_t left = columns < LANES ? (int32_t)columns : LANES;
    __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32(left), lane);
    __m256 step = _mm256_mul_ps(_mm256_set1_ps(a_step), _mm256_loadu_ps(steps));
    __m256 value = _mm256_mul_ps(_mm256_cvtepi32_ps(sums), step);
    if (accumulate) value = _mm256_add_ps(_mm256_maskload_ps(out, mask), value);
    _mm256_maskstore_ps(out, mask, value);
}

#include "product_int8_kernel.inc"

// AVX-512 VNNI: one instruction for a·b of a group, of which the sums begin with −128·Σb.

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
#define NAME(name) vnni_##name
#define LANES 16
#define TILE_ROWS 8

typedef __m512i vnni_sums;
typedef __m512i vnni_operand;

TARGET RIPOSTE_INLINE vnni_operand vnni_operand_at(const uint8_t *a) {
    return _mm512_set1_epi32(group_at(a));
}

TARGET RIPOSTE_INLINE vnni_sums vnni_start(const int32_t *offsets) {
    return _mm512_loadu_si512(offsets);
}

TARGET RIPOSTE_INLINE vnni_sums vnni_add(vnni_sums sums, vnni_operand x, const int8_t *w) {
    return _mm512_dpbusd_epi32(sums, x, _mm512_loadu_si512(w));
}

TARGET RIPOSTE_INLINE void vnni_put(vnni_sums sums, float a_step, const float *steps, float *out,
                                    int64_t columns, bool accumulate) {
    __mmask16 mask = mask_of(columns);
    __m512 step = _mm512_mul_ps(_mm512_set1_ps(a_step), _mm512_loadu_ps(steps));
    __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(sums), step);
    if (accumulate) value = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, out), value);
    _mm512_mask_storeu_ps(out, mask, value);
}

#include "product_int8_kernel.inc"

#endif

// MARK: The choice

typedef void product_function(int64_t m, int64_t n, int64_t k, const uint8_t *a,
                              const float *a_steps, const int8_t *packed, const float *steps,
                              const int32_t *offsets, float *c, int64_t c_stride, bool accumulate);

static product_function *product = product_plain;

// Runs before main.
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
    int64_t bits = vector_limit();
    __builtin_cpu_init();
    if (bits >= 256 && __builtin_cpu_supports("avx2")) product = avx2_product;
    if (bits >= 512 && __builtin_cpu_supports("avx512vnni") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        product = vnni_product;
#endif
}

int64_t riposte_int8_vector_bits(void) {
#if defined(__x86_64__)
    return product == vnni_product ? 512 : product == avx2_product ? 256 : 0;
#else
    return 0;
#endif
}

void riposte_int8_panels_product(int64_t m, int64_t n, int64_t k, const uint8_t *a,
                                 const float *a_steps, const int8_t *packed, const float *steps,
                                 const int32_t *offsets, float *c, int64_t c_stride,
                                 bool accumulate) {
    product(m, n, k, a, a_steps, packed, steps, offsets, c, c_stride, accumulate);
}
