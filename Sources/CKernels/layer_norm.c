#include "vector_math.h"

// Ba, Kiros and Hinton 2016, equation 4.

RIPOSTE_VECTORISED
void riposte_layer_norm(int64_t rows, int64_t columns, const float *restrict x,
                        const float *restrict gain, const float *restrict bias,
                        float *restrict normalized, float *restrict inverse_deviation,
                        float *restrict y) {
    for (int64_t r = 0; r < rows; r++) {
        const float *row = x + r * columns;
        float sum = 0, squares = 0;
        {
#pragma clang fp reassociate(on)
            for (int64_t i = 0; i < columns; i++) sum += row[i];
        }
        float mean = sum / (float)columns;
        {
#pragma clang fp reassociate(on)
            for (int64_t i = 0; i < columns; i++) squares += (row[i] - mean) * (row[i] - mean);
        }
        float inverse = 1.0f / sqrt_of(squares / (float)columns + 1e-5f);
        inverse_deviation[r] = inverse;
        for (int64_t i = 0; i < columns; i++) {
            float n = (row[i] - mean) * inverse;
            normalized[r * columns + i] = n;
            y[r * columns + i] = gain[i] * n + bias[i];
        }
    }
}

RIPOSTE_VECTORISED
void riposte_layer_norm_backward(int64_t rows, int64_t columns, const float *restrict normalized,
                                 const float *restrict inverse_deviation,
                                 const float *restrict gain, const float *restrict dy,
                                 float *restrict dx, float *restrict dgain,
                                 float *restrict dbias) {
    for (int64_t r = 0; r < rows; r++) {
        const float *n = normalized + r * columns;
        const float *d = dy + r * columns;
        float sum = 0, dot = 0;
        {
#pragma clang fp reassociate(on)
            for (int64_t i = 0; i < columns; i++) {
                sum += d[i] * gain[i];
                dot += d[i] * gain[i] * n[i];
            }
        }
        float mean = sum / (float)columns, slope = dot / (float)columns;
        for (int64_t i = 0; i < columns; i++)
            dx[r * columns + i] += inverse_deviation[r] * (d[i] * gain[i] - mean - slope * n[i]);
        if (!dgain) continue;
        for (int64_t i = 0; i < columns; i++) {
            dgain[i] += d[i] * n[i];
            dbias[i] += d[i];
        }
    }
}
