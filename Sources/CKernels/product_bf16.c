#include "products.h"

// Matrix products of bf16 operands with f32 sums, for processors whose vectors multiply bf16 in pairs
// (AVX-512 BF16). The design is that of product_kernel.inc, with one difference: an element of the
// inner dimension is a pair of neighbours, 32 bits wide, and a multiply-add takes both.
//
// Every sum is taken in the order of the inner dimension, whatever the number of rows: a row of the
// result is the same bits alone or among others.

#if defined(__x86_64__)

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

enum {
    lanes = 16,
    panel = 2 * lanes,
    tile_rows = 12,
    tile_panels = 4,
    chunk_rows = 800,
    near_rows = 16
};

static bool is_available;

// Runs before main; RIPOSTE_VECTOR_BITS below 512 switches these products off.
__attribute__((constructor)) static void choose(void) {
    __builtin_cpu_init();
    is_available = vector_limit() >= 512 && __builtin_cpu_supports("avx512bf16") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

bool riposte_has_bf16_panels(void) { return is_available; }

// Rounds up to whole pairs.
static int64_t even(int64_t count) { return whole(count, 2); }

RIPOSTE_INLINE uint32_t pair_at(const riposte_bf16_t *a) {
    uint32_t pair;
    memcpy(&pair, a, sizeof pair);
    return pair;
}

// Sixteen pairs of what stands in two rows one below the other; zeros where nothing is below.
TARGET RIPOSTE_INLINE __m512i paired(const riposte_bf16_t *row, const riposte_bf16_t *below,
                                     __mmask16 mask) {
    __m512i first = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(mask, row));
    if (!below) return first;
    __m512i second = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(mask, below));
    return _mm512_or_si512(first, _mm512_slli_epi32(second, 16));
}

// MARK: Tiles

// A tile of `rows` by `panels` of C stays in registers while the inner dimension runs through; the
// panels lie `panel_size` elements apart. Pair i of row r of the left operand lies at
// a[r·row_stride + i·pair_stride].
TARGET RIPOSTE_INLINE void tile(const int rows, const int panels, int64_t k,
                                const riposte_bf16_t *a, int64_t row_stride, const int pair_stride,
                                const riposte_bf16_t *packed, int64_t panel_size, float *c,
                                int64_t c_stride, int64_t columns, bool accumulate) {
    __m512 sums[tile_rows][2 * tile_panels];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < 2 * panels; v++) sums[r][v] = _mm512_setzero_ps();
#define STEP(PAIR)                                                                                 \
    {                                                                                              \
        __m512bh b[2 * tile_panels];                                                               \
        _Pragma("clang loop unroll(full)") for (int v = 0; v < 2 * panels; v++) b[v] =             \
            (__m512bh)_mm512_loadu_si512(packed + v / 2 * panel_size + v % 2 * panel);             \
        _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {                        \
            __m512bh factor = (__m512bh)_mm512_set1_epi32((int32_t)(PAIR));                        \
            _Pragma("clang loop unroll(full)") for (int v = 0; v < 2 * panels; v++) sums[r][v] =   \
                _mm512_dpbf16_ps(sums[r][v], factor, b[v]);                                        \
        }                                                                                          \
    }
#pragma clang loop unroll_count(4)
    for (int64_t i = 0; i < k / 2; i++, a += pair_stride, packed += 2 * panel)
        STEP(pair_at(a + r * row_stride))
    if (k % 2) STEP(a[r * row_stride])
#undef STEP
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < 2 * panels; v++) {
            float *out = c + r * c_stride + v * lanes;
            __mmask16 mask = mask_of(columns - v * lanes);
            __m512 before = accumulate ? _mm512_maskz_loadu_ps(mask, out) : _mm512_setzero_ps();
            _mm512_mask_storeu_ps(out, mask, _mm512_add_ps(before, sums[r][v]));
        }
}

typedef void tile_function(int64_t k, const riposte_bf16_t *a, int64_t a_stride,
                           const riposte_bf16_t *packed, int64_t panel_size, float *c,
                           int64_t c_stride, int64_t columns, bool accumulate);

// Not inlined: on its own, the loop of each height finds a register for every sum.
#define TILE(rows, panels)                                                                         \
    TARGET __attribute__((noinline)) static void tile_##rows##x##panels(                           \
        int64_t k, const riposte_bf16_t *a, int64_t a_stride, const riposte_bf16_t *packed,        \
        int64_t panel_size, float *c, int64_t c_stride, int64_t columns, bool accumulate) {        \
        if (a_stride)                                                                              \
            tile(rows, panels, k, a, a_stride, 2, packed, panel_size, c, c_stride, columns,        \
                 accumulate);                                                                      \
        else                                                                                       \
            tile(rows, panels, k, a, 2, 2 * rows, packed, panel_size, c, c_stride, columns,        \
                 accumulate);                                                                      \
    }
TILE(1, 1)
TILE(2, 1)
TILE(3, 1)
TILE(4, 1)
TILE(5, 1)
TILE(6, 1)
TILE(7, 1)
TILE(8, 1)
TILE(9, 1)
TILE(10, 1)
TILE(11, 1)
TILE(12, 1)
TILE(1, 4)
TILE(2, 4)
TILE(4, 2)
#undef TILE

static tile_function *const tiles[] = {tile_1x1, tile_2x1, tile_3x1,  tile_4x1,  tile_5x1,  tile_6x1,
                                       tile_7x1, tile_8x1, tile_9x1, tile_10x1, tile_11x1, tile_12x1};

// MARK: Products with packed operands

int64_t riposte_bf16_panel_width(void) { return panel; }

int64_t riposte_bf16_panels_count(int64_t rows, int64_t columns) {
    return even(rows) * whole(columns, panel);
}

// Rows of a transposed matrix are read along their length into a small square, and its columns written.
TARGET static void pack_transposed(int64_t rows, int64_t columns, const float *source,
                                   int64_t column_stride, riposte_bf16_t *packed) {
    riposte_bf16_t square[panel][2 * lanes];
    for (int64_t first = 0; first < columns; first += panel, packed += even(rows) * panel) {
        int64_t filled = columns - first < panel ? columns - first : panel;
        memset(square, 0, sizeof square);
        for (int64_t r = 0; r < rows; r += 2 * lanes) {
            int64_t deep = rows - r < 2 * lanes ? rows - r : 2 * lanes;
            for (int64_t j = 0; j < filled; j++) {
                const float *from = source + (first + j) * column_stride + r;
                for (int64_t i = 0; i < deep; i++) square[j][i] = bf16_of_float(from[i]);
                if (deep % 2) square[j][deep] = 0;
            }
            uint32_t *out = (uint32_t *)(packed + r * panel);
            for (int64_t p = 0; p < (deep + 1) / 2; p++)
                for (int64_t j = 0; j < panel; j++) out[p * panel + j] = pair_at(&square[j][2 * p]);
        }
    }
}

TARGET static void pack_plain(int64_t rows, int64_t columns, const float *source,
                              int64_t row_stride, riposte_bf16_t *packed) {
    for (int64_t first = 0; first < columns; first += panel)
        for (int64_t r = 0; r < rows; r += 2, packed += 2 * panel) {
            int64_t filled = columns - first < panel ? columns - first : panel;
            const float *from = source + r * row_stride + first;
            const float *below = r + 1 < rows ? from + row_stride : NULL;
            uint32_t *out = (uint32_t *)packed;
            memset(out, 0, panel * sizeof *out);
            for (int64_t j = 0; j < filled; j++) out[j] = bf16_of_float(from[j]);
            if (!below) continue;
            for (int64_t j = 0; j < filled; j++) out[j] |= (uint32_t)bf16_of_float(below[j]) << 16;
        }
}

void riposte_bf16_panels_pack(int64_t rows, int64_t columns, const float *source,
                              int64_t source_stride, bool transposed, riposte_bf16_t *packed) {
    if (transposed) pack_transposed(rows, columns, source, source_stride, packed);
    else pack_plain(rows, columns, source, source_stride, packed);
}

// Operands that are bf16 already: rows in pairs, or pairs along the rows of a transposed matrix.
TARGET void riposte_bf16_panels_repack(int64_t rows, int64_t columns, const riposte_bf16_t *source,
                                       int64_t source_stride, bool transposed,
                                       riposte_bf16_t *packed) {
    for (int64_t first = 0; first < columns; first += panel)
        for (int64_t r = 0; r < rows; r += 2, packed += 2 * panel) {
            bool has_below = r + 1 < rows;
            if (transposed) {
                uint32_t *out = (uint32_t *)packed;
                const riposte_bf16_t *from = source + first * source_stride + r;
                for (int64_t j = 0; j < panel; j++, from += source_stride)
                    out[j] = first + j >= columns ? 0 : has_below ? pair_at(from) : *from;
            } else {
                for (int v = 0; v < 2; v++) {
                    const riposte_bf16_t *row = source + r * source_stride + first + v * lanes;
                    _mm512_storeu_si512(packed + v * panel,
                                        paired(row, has_below ? row + source_stride : NULL,
                                               mask_of(columns - first - v * lanes)));
                }
            }
        }
}

TARGET void riposte_bf16_panels_product(int64_t m, int64_t n, int64_t k, const riposte_bf16_t *a,
                                        int64_t a_stride, const riposte_bf16_t *packed,
                                        int64_t packed_rows, float *c, int64_t c_stride,
                                        bool accumulate) {
    int64_t j = 0, panel_size = even(packed_rows) * panel;
    // Few rows leave the multipliers waiting for their own results: take more panels at once.
    if (m == 1 || m == 2 || m == 4) {
        int64_t together = (m == 4 ? 2 : 4) * panel;
        tile_function *wide = m == 1 ? tile_1x4 : m == 2 ? tile_2x4 : tile_4x2;
        for (; j + together <= n; j += together, packed += together * even(packed_rows))
            wide(k, a, a_stride, packed, panel_size, c + j, c_stride, together, accumulate);
    }
    for (; j < n; j += panel, packed += panel_size)
        for (int64_t r = 0, high; r < m; r += high) {
            high = even_height(m - r, tile_rows);
            tiles[high - 1](k, a + r * a_stride, a_stride, packed, panel_size,
                            c + r * c_stride + j, c_stride, n - j, accumulate);
        }
}

// MARK: Weight gradients

int64_t riposte_bf16_transposed_scratch(int64_t m) { return chunk_rows * (m + panel); }

// C = Aᵀ·B (+ C) in chunks of rows, so that a panel of B stays in the nearest caches. Both operands are
// copied first, rows in pairs: A into blocks as high as a tile and B into panels.
TARGET void riposte_bf16_transposed_product(int64_t rows, int64_t m, int64_t n,
                                            const riposte_bf16_t *a, int64_t a_stride,
                                            const riposte_bf16_t *b, int64_t b_stride, float *c,
                                            int64_t c_stride, bool accumulate,
                                            riposte_bf16_t *scratch) {
    riposte_bf16_t *b_panel = scratch, *blocks = scratch + chunk_rows * panel;
    for (int64_t first = 0; first < rows; first += chunk_rows) {
        int64_t count = rows - first < chunk_rows ? rows - first : chunk_rows;
        int64_t k = even(count);
        for (int64_t near = 0; near < k; near += near_rows) {
            int64_t end = k < near + near_rows ? k : near + near_rows;
            for (int64_t i = 0, high; i < m; i += high) {
                high = even_height(m - i, tile_rows);
                __mmask16 mask = mask_of(high);
                for (int64_t r = near; r < end; r += 2) {
                    const riposte_bf16_t *row = a + (first + r) * a_stride + i;
                    _mm512_mask_storeu_epi32(
                        blocks + i * k + r * high, mask,
                        paired(row, r + 1 < count ? row + a_stride : NULL, mask));
                }
            }
        }
        for (int64_t j = 0; j < n; j += panel) {
            for (int64_t r = 0; r < k; r += 2)
                for (int v = 0; v < 2; v++) {
                    const riposte_bf16_t *row = b + (first + r) * b_stride + j + v * lanes;
                    _mm512_storeu_si512(b_panel + r * panel + v * panel,
                                        paired(row, r + 1 < count ? row + b_stride : NULL,
                                               mask_of(n - j - v * lanes)));
                }
            for (int64_t i = 0, high; i < m; i += high) {
                high = even_height(m - i, tile_rows);
                tiles[high - 1](k, blocks + i * k, 0, b_panel, 0, c + i * c_stride + j, c_stride,
                                n - j, accumulate || first > 0);
            }
        }
    }
}

#else

// Other processors leave products of bf16 to oneDNN, which asks for nothing of these.
bool riposte_has_bf16_panels(void) { return false; }
int64_t riposte_bf16_panel_width(void) { return 1; }
int64_t riposte_bf16_panels_count(int64_t rows, int64_t columns) { return rows * columns; }
int64_t riposte_bf16_transposed_scratch(int64_t m) { return m; }
void riposte_bf16_panels_pack(int64_t rows, int64_t columns, const float *source,
                              int64_t source_stride, bool transposed, riposte_bf16_t *packed) {
    abort();
}
void riposte_bf16_panels_repack(int64_t rows, int64_t columns, const riposte_bf16_t *source,
                                int64_t source_stride, bool transposed, riposte_bf16_t *packed) {
    abort();
}
void riposte_bf16_panels_product(int64_t m, int64_t n, int64_t k, const riposte_bf16_t *a,
                                 int64_t a_stride, const riposte_bf16_t *packed,
                                 int64_t packed_rows, float *c, int64_t c_stride,
                                 bool accumulate) {
    abort();
}
void riposte_bf16_transposed_product(int64_t rows, int64_t m, int64_t n, const riposte_bf16_t *a,
                                     int64_t a_stride, const riposte_bf16_t *b, int64_t b_stride,
                                     float *c, int64_t c_stride, bool accumulate,
                                     riposte_bf16_t *scratch) {
    abort();
}

#endif
