// oneDNN behind a few plain C functions: matrix products in f32 or bf16 with f32 results, and
// weights packed once for many products. The differences between API 2 and API 3 end here.
//
// Every product runs on the calling thread alone: parallelism is over shards of the batch, a level
// above. All matrices are row-major; a row stride counts elements from one row to the next.
//
// Functions return 0, or oneDNN's status code.

#ifndef RIPOSTE_ONEDNN_H
#define RIPOSTE_ONEDNN_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { riposte_f32 = 0, riposte_bf16 = 1 } riposte_precision;

// A matrix as the right operand of products, in the layout the processor likes best.
typedef struct riposte_packed riposte_packed;

// Whether products of bf16 inputs run in hardware here (AMX or AVX-512 BF16).
bool riposte_has_fast_bf16(void);

// Whether oneDNN multiplies bf16 in tiles (AMX).
bool riposte_has_amx(void);

// The instruction set that oneDNN uses, as a word for people: "AVX-512 AMX", "AVX2", ...
const char *riposte_instruction_set(void);

// C[batch][M,N] = A[batch][M,K] · B[batch][K,N]  (+ C when `accumulate`).
//
// A is stored [K,M] when `transpose_a`, B [N,K] when `transpose_b`; `lda`, `ldb`, `ldc` are the row
// strides of what is stored. `stride_*` is the distance between two matrices of a batch, in elements
// (ignored when `batch` is 1). A and B hold the precision's elements, C holds f32.
int riposte_matmul(riposte_precision precision, bool transpose_a, bool transpose_b, bool accumulate,
                   int64_t batch, int64_t m, int64_t n, int64_t k,
                   const void *a, int64_t lda, int64_t stride_a,
                   const void *b, int64_t ldb, int64_t stride_b,
                   float *c, int64_t ldc, int64_t stride_c);

// Room for a packed [K,N] right operand; null when memory is short or oneDNN refuses.
riposte_packed *riposte_packed_create(riposte_precision precision, int64_t k, int64_t n);
void riposte_packed_destroy(riposte_packed *packed);

// Packs the f32 matrix `b`: stored [K,N], or [N,K] when `transpose_b`.
int riposte_pack(riposte_packed *packed, const float *b, int64_t ldb, bool transpose_b);

// C[M,N] = A[M,K] · packed[K,N]  (+ C when `accumulate`); A holds the pack's precision.
int riposte_matmul_packed(const riposte_packed *packed, bool accumulate, int64_t m,
                          const void *a, int64_t lda, float *c, int64_t ldc);

#ifdef __cplusplus
}
#endif
#endif
