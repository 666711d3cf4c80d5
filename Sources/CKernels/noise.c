#include "vector_math.h"

// The stream of a row starts at an index of its own; rows are spread by an odd multiplier.
RIPOSTE_INLINE uint32_t row_start(int64_t row) { return (uint32_t)row * 0x9E3779B1u; }

RIPOSTE_VECTORISED
void riposte_gumbel(uint64_t key, int64_t row, int64_t columns, float *noise) {
    uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32) + mix(row_start(row));
    for (int64_t i = 0; i < columns; i++)
        noise[i] = -log_of(-log_of(uniform_of(random_bits(low, high, (uint32_t)i))));
}

RIPOSTE_VECTORISED
int32_t riposte_gumbel_argmax(uint64_t key, int64_t row, int64_t columns, float temperature,
                              const float *logits) {
    float score[columns];
    riposte_gumbel(key, row, columns, score);
    float scale = 1.0f / temperature;
    for (int64_t i = 0; i < columns; i++) score[i] += scale * logits[i];
    int32_t best = 0;
    for (int64_t i = 1; i < columns; i++)
        if (score[i] > score[best]) best = (int32_t)i;
    return best;
}

// sin and cos are left to the library: a passage needs few normal numbers.
void riposte_normal(uint64_t key, int64_t count, float *values) {
    for (int64_t i = 0; i < count; i += 2) {
        float u = uniform_of(random_bits((uint32_t)key, (uint32_t)(key >> 32), (uint32_t)i));
        float v = uniform_of(random_bits((uint32_t)key, (uint32_t)(key >> 32), (uint32_t)i + 1));
        float radius = __builtin_sqrtf(-2.0f * log_of(u));
        values[i] = radius * __builtin_cosf(6.283185307179586f * v);
        if (i + 1 < count) values[i + 1] = radius * __builtin_sinf(6.283185307179586f * v);
    }
}

RIPOSTE_VECTORISED
void riposte_dropout(uint64_t key, int64_t count, float keep, const float *restrict x,
                     float *restrict y) {
    uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
    float scale = 1.0f / keep;
    for (int64_t i = 0; i < count; i++)
        y[i] = uniform_of(random_bits(low, high, (uint32_t)i)) < keep ? x[i] * scale : 0.0f;
}

RIPOSTE_VECTORISED
void riposte_dropout_add(uint64_t key, int64_t count, float keep, const float *restrict dy,
                         float *restrict dx) {
    uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
    float scale = 1.0f / keep;
    for (int64_t i = 0; i < count; i++)
        dx[i] += uniform_of(random_bits(low, high, (uint32_t)i)) < keep ? dy[i] * scale : 0.0f;
}
