#include "vector_math.h"

#define OPERAND float
#define READ(x) (x)
#define WRITE(x) (x)
#define NAME(function) function##_f32
#include "lstm_step.inc"
#undef OPERAND
#undef READ
#undef WRITE
#undef NAME

#define OPERAND riposte_bf16_t
#define READ(x) float_of_bf16(x)
#define WRITE(x) bf16_of_float(x)
#define NAME(function) function##_bf16
#include "lstm_step.inc"
