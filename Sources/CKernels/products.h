// What the kernels of matrix products have in common.

#ifndef RIPOSTE_PRODUCTS_H
#define RIPOSTE_PRODUCTS_H

#include "vector_math.h"

#include <stdlib.h>

// How many bits of a vector these products use at most: 512, or fewer where RIPOSTE_VECTOR_BITS says so, to
// try on one machine what another would do.
static inline int64_t vector_limit(void) {
    const char *limit = getenv("RIPOSTE_VECTOR_BITS");
    return limit && atoi(limit) > 0 ? atoi(limit) : 512;
}

// `count` rounded up to a multiple of `of`.
static inline int64_t whole(int64_t count, int64_t of) { return (count + of - 1) / of * of; }

// How high the next tile of at most `most` rows is when `left` rows are left: as even as may be, since low
// tiles keep the multipliers less busy.
static inline int64_t even_height(int64_t left, int64_t most) {
    int64_t tiles = (left + most - 1) / most;
    return (left + tiles - 1) / tiles;
}

#if defined(__x86_64__)
#include <immintrin.h>

// The lanes of 32 bits that hold a column when so many columns are left.
RIPOSTE_INLINE __mmask16 mask_of(int64_t columns) {
    return columns >= 16 ? 0xFFFF : columns > 0 ? (__mmask16)((1u << columns) - 1) : 0;
}
#endif

#endif
