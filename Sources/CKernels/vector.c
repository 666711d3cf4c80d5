#include "vector_math.h"

RIPOSTE_VECTORISED
void riposte_to_bf16(int64_t rows, int64_t columns, const float *restrict source,
                     int64_t source_stride, riposte_bf16_t *restrict destination,
                     int64_t destination_stride) {
    for (int64_t r = 0; r < rows; r++) {
        const float *from = source + r * source_stride;
        riposte_bf16_t *to = destination + r * destination_stride;
        for (int64_t i = 0; i < columns; i++) to[i] = bf16_of_float(from[i]);
    }
}

RIPOSTE_VECTORISED
void riposte_from_bf16(int64_t count, const riposte_bf16_t *restrict source,
                       float *restrict destination) {
    for (int64_t i = 0; i < count; i++) destination[i] = float_of_bf16(source[i]);
}

void riposte_copy(int64_t rows, int64_t columns, const float *source, int64_t source_stride,
                  float *destination, int64_t destination_stride) {
    for (int64_t r = 0; r < rows; r++)
        memcpy(destination + r * destination_stride, source + r * source_stride,
               (size_t)columns * sizeof *source);
}

RIPOSTE_VECTORISED
void riposte_add_scaled(int64_t rows, int64_t columns, float scale, const float *restrict source,
                        int64_t source_stride, float *restrict destination,
                        int64_t destination_stride) {
    for (int64_t r = 0; r < rows; r++) {
        const float *from = source + r * source_stride;
        float *to = destination + r * destination_stride;
        for (int64_t i = 0; i < columns; i++) to[i] += scale * from[i];
    }
}

RIPOSTE_VECTORISED
void riposte_add_column_sums_f32(int64_t rows, int64_t columns, const float *restrict source,
                                 int64_t stride, float *restrict destination) {
    for (int64_t r = 0; r < rows; r++)
        for (int64_t i = 0; i < columns; i++) destination[i] += source[r * stride + i];
}

RIPOSTE_VECTORISED
void riposte_add_column_sums_bf16(int64_t rows, int64_t columns,
                                  const riposte_bf16_t *restrict source, int64_t stride,
                                  float *restrict destination) {
    for (int64_t r = 0; r < rows; r++)
        for (int64_t i = 0; i < columns; i++)
            destination[i] += float_of_bf16(source[r * stride + i]);
}

RIPOSTE_VECTORISED
void riposte_add_bias(int64_t rows, int64_t columns, const float *restrict bias,
                      float *restrict values) {
    for (int64_t r = 0; r < rows; r++)
        for (int64_t i = 0; i < columns; i++) values[r * columns + i] += bias[i];
}

// Partial sums in f32 within a block, as many as a vector has lanes, the blocks in double: exact enough
// for a norm.
RIPOSTE_VECTORISED
double riposte_sum_of_squares(int64_t count, const float *values) {
    double total = 0;
    for (int64_t first = 0; first < count; first += 1024) {
        int64_t last = first + 1024 < count ? first + 1024 : count;
        float sum = 0;
        {
#pragma clang fp reassociate(on)
            for (int64_t i = first; i < last; i++) sum += values[i] * values[i];
        }
        total += sum;
    }
    return total;
}

RIPOSTE_VECTORISED
void riposte_tanh(int64_t count, const float *restrict x, float *restrict y) {
    for (int64_t i = 0; i < count; i++) y[i] = tanh_of(x[i]);
}

RIPOSTE_VECTORISED
void riposte_tanh_backward(int64_t count, const float *restrict y, const float *restrict dy,
                           float *restrict dx) {
    for (int64_t i = 0; i < count; i++) dx[i] += dy[i] * (1.0f - y[i] * y[i]);
}

RIPOSTE_VECTORISED
void riposte_leaky_relu(int64_t count, float slope, const float *restrict x, float *restrict y) {
    for (int64_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

RIPOSTE_VECTORISED
void riposte_leaky_relu_backward(int64_t count, float slope, const float *restrict x,
                                 const float *restrict dy, float *restrict dx) {
    for (int64_t i = 0; i < count; i++) dx[i] += x[i] > 0 ? dy[i] : slope * dy[i];
}
