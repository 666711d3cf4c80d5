#include "vector_math.h"

RIPOSTE_VECTORISED
void riposte_adam(int64_t count, float rate, float beta1, float beta2, float epsilon,
                  float decay, float gradient_scale, const float *restrict gradient,
                  float *restrict m, float *restrict v, float *restrict values) {
    for (int64_t i = 0; i < count; i++) {
        float g = gradient[i] * gradient_scale;
        m[i] = beta1 * m[i] + (1.0f - beta1) * g;
        v[i] = beta2 * v[i] + (1.0f - beta2) * g * g;
        values[i] -= rate * m[i] / (sqrt_of(v[i]) + epsilon) + decay * values[i];
    }
}
