#include "vector_math.h"

// The LSTM step of lstm_step.inc for writing: nothing is kept for a way back, and divisions, which are the
// slowest of its operations, are put on common denominators. With I = e⁻ⁱ, F = e⁻ᶠ, G = e⁻²ᵍ, O = e⁻ᵒ of
// what enters the gates, and C = e⁻²ᶜ:
//   c = c′/(1+F) + (1−G)/((1+I)(1+G))   h = (1−C)/((1+O)(1+C))

// 1 + 2ˣ. Beyond ±40 a gate is open or shut to 12 digits, and three such factors still have a product.
// 2ˣ = 2ⁿ·2ʳ with the whole number n nearest to x; NaN goes through r.
RIPOSTE_INLINE float one_and_power(float x) {
    x = x > 40.0f ? 40.0f : x;
    x = x < -40.0f ? -40.0f : x;
    // Adding 1.5·2²³ rounds to the nearest whole number and leaves it in the lowest bits.
    float shifted = x + 12582912.0f;
    float r = x - (shifted - 12582912.0f);
    float p = 1.3333558e-3f;
    p = p * r + 9.6181291e-3f;
    p = p * r + 5.5504109e-2f;
    p = p * r + 2.4022651e-1f;
    p = p * r + 6.9314718e-1f;
    p = p * r + 1.0f;
    return 1.0f + p * float_of_bits((bits_of_float(shifted) + 127u) << 23);
}

static const float log2_of_e = 1.44269504088896341f;

RIPOSTE_INLINE void write_row(int64_t hidden, const float *a, const float *x, const float *b,
                              float *restrict c, float *restrict h) {
#pragma clang loop vectorize_width(32) interleave_count(2)
    for (int64_t j = 0; j < hidden; j++) {
        float i = a[j] + b[j], f = a[hidden + j] + b[hidden + j];
        float g = a[2 * hidden + j] + b[2 * hidden + j];
        float o = a[3 * hidden + j] + b[3 * hidden + j];
        if (x) {
            i += x[j];
            f += x[hidden + j];
            g += x[2 * hidden + j];
            o += x[3 * hidden + j];
        }
        i = one_and_power(-log2_of_e * i);
        f = one_and_power(-log2_of_e * f);
        g = one_and_power(-2.0f * log2_of_e * g);
        o = one_and_power(-log2_of_e * o);
        float input = i * g;
        float cell = (c[j] * input + (2.0f - g) * f) / (f * input);
        float t = one_and_power(-2.0f * log2_of_e * cell);
        c[j] = cell;
        h[j] = (2.0f - t) / (o * t);
    }
}

RIPOSTE_INLINE void write_rows(int64_t rows, int64_t hidden, const float *products,
                               const float *table, const int32_t *symbols, const float *condition,
                               int64_t condition_stride, float *c, float *h) {
    for (int64_t r = 0; r < rows; r++) {
        const float *a = products + r * 4 * hidden, *b = condition + r * condition_stride;
        // The loop is made twice, so that neither asks for each element whether there is a table.
        if (table)
            write_row(hidden, a, table + symbols[r] * 4 * hidden, b, c + r * hidden,
                      h + r * hidden);
        else write_row(hidden, a, 0, b, c + r * hidden, h + r * hidden);
    }
}

RIPOSTE_VECTORISED
static void write_anywhere(int64_t rows, int64_t hidden, const float *products, const float *table,
                           const int32_t *symbols, const float *condition,
                           int64_t condition_stride, float *c, float *h) {
    write_rows(rows, hidden, products, table, symbols, condition, condition_stride, c, h);
}

#if defined(__x86_64__)
// What the version below may be made of, and vector_limit() and product.c do not ask for.
static bool has_all_of_v4(void) {
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("bmi2");
}

// The compiler keeps to 256 bits unless it is told that wider vectors are worth it.
__attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
static void write_512(int64_t rows, int64_t hidden, const float *products, const float *table,
                      const int32_t *symbols, const float *condition, int64_t condition_stride,
                      float *c, float *h) {
    write_rows(rows, hidden, products, table, symbols, condition, condition_stride, c, h);
}
#endif

void riposte_lstm_write(int64_t rows, int64_t hidden, const float *products, const float *table,
                        const int32_t *symbols, const float *condition, int64_t condition_stride,
                        float *c, float *h) {
#if defined(__x86_64__)
    if (riposte_vector_bits() == 512 && has_all_of_v4()) {
        write_512(rows, hidden, products, table, symbols, condition, condition_stride, c, h);
        return;
    }
#endif
    write_anywhere(rows, hidden, products, table, symbols, condition, condition_stride, c, h);
}
