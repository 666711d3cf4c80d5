// Elementary functions as polynomials that vectorise: no branches, no library calls.

#ifndef RIPOSTE_VECTOR_MATH_H
#define RIPOSTE_VECTOR_MATH_H

#include "riposte_kernels.h"
#include <string.h>

// One version of a function per instruction set; the loader picks when the program starts.
#if defined(__x86_64__) && defined(__linux__)
#define RIPOSTE_VECTORISED \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define RIPOSTE_VECTORISED
#endif

// Inlined into each of those versions.
#define RIPOSTE_INLINE static inline __attribute__((always_inline))

RIPOSTE_INLINE float float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

RIPOSTE_INLINE uint32_t bits_of_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

RIPOSTE_INLINE riposte_bf16_t bf16_of_float(float value) {
    uint32_t bits = bits_of_float(value);
    return (riposte_bf16_t)((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

RIPOSTE_INLINE float float_of_bf16(riposte_bf16_t value) {
    return float_of_bits((uint32_t)value << 16);
}

// eˣ within 2 units in the last place; arguments are clamped to [−87, 88]. NaN stays NaN.
RIPOSTE_INLINE float exp_of(float x) {
    x = x > 88.0f ? 88.0f : x;
    x = x < -87.0f ? -87.0f : x;
    // Adding and taking away 1.5·2²³ rounds to the nearest whole number.
    float n = (x * 1.44269504088896341f + 12582912.0f) - 12582912.0f;
    float r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    // A NaN leaves the conversion undefined; keep it out and let p carry it.
    int32_t exponent = (int32_t)(n == n ? n : 0.0f);
    return p * float_of_bits((uint32_t)(exponent + 127) << 23);
}

RIPOSTE_INLINE float sigmoid_of(float x) { return 1.0f / (1.0f + exp_of(-x)); }

RIPOSTE_INLINE float tanh_of(float x) { return 2.0f / (1.0f + exp_of(-2.0f * x)) - 1.0f; }

// The library's sqrtf may set errno, which keeps a loop scalar; the elementwise one may not.
RIPOSTE_INLINE float sqrt_of(float x) { return __builtin_elementwise_sqrt(x); }

// Natural logarithm of a positive normal number, within 2 units in the last place.
RIPOSTE_INLINE float log_of(float x) {
    uint32_t bits = bits_of_float(x);
    float e = (float)((int32_t)(bits >> 23) - 126);
    float m = float_of_bits((bits & 0x007FFFFFu) | 0x3F000000u);
    float below = m < 0.707106781186547524f ? 1.0f : 0.0f;
    e = e - below;
    m = m + below * m - 1.0f;
    float z = m * m;
    float p = 7.0376836292e-2f;
    p = p * m - 1.1514610310e-1f;
    p = p * m + 1.1676998740e-1f;
    p = p * m - 1.2420140846e-1f;
    p = p * m + 1.4249322787e-1f;
    p = p * m - 1.6668057665e-1f;
    p = p * m + 2.0000714765e-1f;
    p = p * m - 2.4999993993e-1f;
    p = p * m + 3.3333331174e-1f;
    float y = p * m * z - 2.12194440e-4f * e - 0.5f * z;
    return m + y + 0.693359375f * e;
}

// 32 well-mixed bits for (key, index): two rounds of a bijective integer hash.
RIPOSTE_INLINE uint32_t mix(uint32_t x) {
    x ^= x >> 16;
    x *= 0x7FEB352Du;
    x ^= x >> 15;
    x *= 0x846CA68Bu;
    x ^= x >> 16;
    return x;
}

RIPOSTE_INLINE uint32_t random_bits(uint32_t low_key, uint32_t high_key, uint32_t index) {
    return mix(mix(index ^ low_key) + high_key);
}

// Strictly between 0 and 1.
RIPOSTE_INLINE float uniform_of(uint32_t bits) {
    return ((float)(bits >> 9) + 0.5f) * 1.1920928955078125e-7f;
}

#endif
