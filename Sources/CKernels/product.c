#include "products.h"

enum { tile_rows = 6, tile_panels = 4, chunk_rows = 768, near_rows = 16 };

typedef void tile_function(int64_t k, const float *a, int64_t a_stride, const float *panel,
                           int64_t panel_size, float *c, int64_t c_stride, bool accumulate);

// Copies `filled` columns of `rows` rows into one panel, `width` wide, with zeros behind them.
RIPOSTE_INLINE void pack_panel(int64_t width, int64_t rows, int64_t filled,
                               const float *restrict source, int64_t row_stride,
                               int64_t column_stride, float *restrict panel) {
    for (int64_t r = 0; r < rows; r++, source += row_stride, panel += width) {
        for (int64_t j = 0; j < filled; j++) panel[j] = source[j * column_stride];
        for (int64_t j = filled; j < width; j++) panel[j] = 0;
    }
}

// One kernel, compiled once per width of vectors; the processor's is chosen when it is first needed.

#if defined(__x86_64__)
#define BYTES 64
#define TARGET __attribute__((target("avx512f,avx512vl,fma")))
#define NAME(function) function##_512
#include "product_kernel.inc"
#undef BYTES
#undef TARGET
#undef NAME

#define BYTES 32
#define TARGET __attribute__((target("avx2,fma")))
#define NAME(function) function##_256
#include "product_kernel.inc"
#undef BYTES
#undef TARGET
#undef NAME
#endif

#define BYTES 16
#define TARGET
#define NAME(function) function##_128
#include "product_kernel.inc"
#undef BYTES
#undef TARGET
#undef NAME

typedef void product_function(int64_t, int64_t, int64_t, const float *, int64_t, const float *,
                              int64_t, float *, int64_t, bool);
typedef void transposed_function(int64_t, int64_t, int64_t, const float *, int64_t, const float *,
                                 int64_t, float *, int64_t, bool, float *);

typedef struct {
    int64_t panel;
    product_function *product;
    transposed_function *transposed;
} kernels;

static kernels chosen;

// Runs before main, so that no thread ever sees half a choice.
__attribute__((constructor)) static void choose(void) {
    int64_t bits = vector_limit();
    chosen = (kernels){panel_128, product_128, transposed_128};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (bits >= 256 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        chosen = (kernels){panel_256, product_256, transposed_256};
    if (bits >= 512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl"))
        chosen = (kernels){panel_512, product_512, transposed_512};
#else
    (void)bits;
#endif
}

int64_t riposte_vector_bits(void) { return chosen.panel * 16; }

static int64_t panels(int64_t columns) { return (columns + chosen.panel - 1) / chosen.panel; }

int64_t riposte_panel_width(void) { return chosen.panel; }

int64_t riposte_panels_count(int64_t rows, int64_t columns) {
    return panels(columns) * chosen.panel * rows;
}

void riposte_panels_pack(int64_t rows, int64_t columns, const float *restrict source,
                         int64_t row_stride, int64_t column_stride, float *restrict packed) {
    int64_t width = chosen.panel;
    for (int64_t first = 0; first < columns; first += width) {
        int64_t filled = columns - first < width ? columns - first : width;
        pack_panel(width, rows, filled, source + first * column_stride, row_stride, column_stride,
                   packed);
        packed += rows * width;
    }
}

void riposte_panels_product(int64_t m, int64_t n, int64_t k, const float *a, int64_t a_stride,
                            const float *packed, int64_t packed_rows, float *c, int64_t c_stride,
                            bool accumulate) {
    chosen.product(m, n, k, a, a_stride, packed, packed_rows, c, c_stride, accumulate);
}

int64_t riposte_transposed_scratch(int64_t m) { return chunk_rows * (m + chosen.panel); }

void riposte_transposed_product(int64_t rows, int64_t m, int64_t n, const float *a,
                                int64_t a_stride, const float *b, int64_t b_stride, float *c,
                                int64_t c_stride, bool accumulate, float *scratch) {
    chosen.transposed(rows, m, n, a, a_stride, b, b_stride, c, c_stride, accumulate, scratch);
}
