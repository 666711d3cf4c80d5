#include "vector_math.h"

#define OPERAND float
#define READ(x) (x)
#define NAME(function) function##_f32
#include "row_product.inc"
#undef OPERAND
#undef READ
#undef NAME

#define OPERAND riposte_bf16_t
#define READ(x) float_of_bf16(x)
#define NAME(function) function##_bf16
#include "row_product.inc"
