#include "vector_math.h"

void riposte_gather(int64_t rows, int64_t columns, const int32_t *indices, const float *table,
                    float *destination) {
    for (int64_t r = 0; r < rows; r++)
        memcpy(destination + r * columns, table + indices[r] * columns,
               (size_t)columns * sizeof *table);
}

RIPOSTE_VECTORISED
void riposte_scatter_add_f32(int64_t rows, int64_t columns, const int32_t *restrict indices,
                             const float *restrict source, float *restrict table) {
    for (int64_t r = 0; r < rows; r++) {
        float *row = table + indices[r] * columns;
        for (int64_t i = 0; i < columns; i++) row[i] += source[r * columns + i];
    }
}

RIPOSTE_VECTORISED
void riposte_scatter_add_bf16(int64_t rows, int64_t columns, const int32_t *restrict indices,
                              const riposte_bf16_t *restrict source, float *restrict table) {
    for (int64_t r = 0; r < rows; r++) {
        float *row = table + indices[r] * columns;
        for (int64_t i = 0; i < columns; i++) row[i] += float_of_bf16(source[r * columns + i]);
    }
}

RIPOSTE_VECTORISED
void riposte_row_products(int64_t rows, int64_t columns, const float *restrict a,
                          const float *restrict b, int64_t period, float *restrict y) {
    for (int64_t r = 0; r < rows; r++) {
#pragma clang fp reassociate(on)
        const float *left = a + r * columns, *right = b + r % period * columns;
        float sum = 0;
        for (int64_t i = 0; i < columns; i++) sum += left[i] * right[i];
        y[r] = sum;
    }
}
