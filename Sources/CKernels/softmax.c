#include "vector_math.h"

// Rows are summed in any order: the same order on every run of one machine, which is all that
// repeatable training needs.

// In sixteen lanes by hand: a maximum with NaNs in it has an order that the compiler must keep.
RIPOSTE_INLINE float maximum(int64_t count, const float *x) {
    enum { width = 16 };
    float lanes[width];
    for (int lane = 0; lane < width; lane++) lanes[lane] = x[0];
    int64_t i = 0;
    for (; i + width <= count; i += width)
        for (int lane = 0; lane < width; lane++)
            lanes[lane] = x[i + lane] > lanes[lane] ? x[i + lane] : lanes[lane];
    float top = lanes[0];
    for (int lane = 1; lane < width; lane++) top = lanes[lane] > top ? lanes[lane] : top;
    for (; i < count; i++) top = x[i] > top ? x[i] : top;
    return top;
}

// Writes exp(scale · (x − top)) and returns the sum.
RIPOSTE_INLINE float exponentials(int64_t count, float scale, float top, const float *x, float *y) {
#pragma clang fp reassociate(on)
    float sum = 0;
    for (int64_t i = 0; i < count; i++) {
        y[i] = exp_of(scale * (x[i] - top));
        sum += y[i];
    }
    return sum;
}

RIPOSTE_INLINE float dot(int64_t count, const float *a, const float *b) {
#pragma clang fp reassociate(on)
    float sum = 0;
    for (int64_t i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

RIPOSTE_VECTORISED
void riposte_softmax(int64_t rows, int64_t columns, int64_t first, float scale, float *scores) {
    int64_t count = columns - first;
    for (int64_t r = 0; r < rows; r++) {
        float *row = scores + r * columns;
        for (int64_t i = 0; i < first; i++) row[i] = 0;
        if (count <= 0) continue;
        float *x = row + first;
        float share = 1.0f / exponentials(count, scale, maximum(count, x), x, x);
        for (int64_t i = 0; i < count; i++) x[i] *= share;
    }
}

RIPOSTE_VECTORISED
void riposte_softmax_backward(int64_t rows, int64_t columns, float scale, const float *restrict p,
                              float *restrict dp) {
    for (int64_t r = 0; r < rows; r++) {
        const float *y = p + r * columns;
        float *d = dp + r * columns;
        float mean = dot(columns, y, d);
        for (int64_t i = 0; i < columns; i++) d[i] = scale * y[i] * (d[i] - mean);
    }
}

RIPOSTE_VECTORISED
void riposte_log_softmax(int64_t rows, int64_t columns, const float *restrict x,
                         float *restrict y) {
    for (int64_t r = 0; r < rows; r++) {
        const float *from = x + r * columns;
        float *to = y + r * columns;
        float top = maximum(columns, from);
        float offset = top + log_of(exponentials(columns, 1, top, from, to));
        for (int64_t i = 0; i < columns; i++) to[i] = from[i] - offset;
    }
}

RIPOSTE_VECTORISED
void riposte_log_softmax_backward(int64_t rows, int64_t columns, const float *restrict y,
                                  const float *restrict dy, float *restrict dx) {
    for (int64_t r = 0; r < rows; r++) {
        float sum = 0;
        {
#pragma clang fp reassociate(on)
            for (int64_t i = 0; i < columns; i++) sum += dy[r * columns + i];
        }
        for (int64_t i = 0; i < columns; i++)
            dx[r * columns + i] += dy[r * columns + i] - exp_of(y[r * columns + i]) * sum;
    }
}

RIPOSTE_VECTORISED
double riposte_cross_entropy(int64_t rows, int64_t columns, const float *restrict logits,
                             const int32_t *restrict targets, const float *restrict weights,
                             float scale, float *restrict losses, float *restrict gradient) {
    double total = 0;
    float row_space[columns];
    for (int64_t r = 0; r < rows; r++) {
        const float *x = logits + r * columns;
        float *y = gradient ? gradient + r * columns : row_space;
        float top = maximum(columns, x);
        float sum = exponentials(columns, 1, top, x, y);
        float loss = log_of(sum) + top - x[targets[r]];
        losses[r] = loss;
        total += (double)weights[r] * loss;
        if (!gradient) continue;
        float factor = weights[r] * scale / sum;
        for (int64_t i = 0; i < columns; i++) y[i] *= factor;
        y[targets[r]] -= weights[r] * scale;
    }
    return total;
}

RIPOSTE_VECTORISED
void riposte_relax(int64_t rows, int64_t columns, uint64_t key, int64_t first_row,
                   float temperature, const float *restrict logits, float *restrict y) {
    float scale = 1.0f / temperature;
    for (int64_t r = 0; r < rows; r++) {
        const float *x = logits + r * columns;
        float *to = y + r * columns;
        riposte_gumbel(key, first_row + r, columns, to);
        for (int64_t i = 0; i < columns; i++) to[i] += x[i];
        float share = 1.0f / exponentials(columns, scale, maximum(columns, to), to, to);
        for (int64_t i = 0; i < columns; i++) to[i] *= share;
    }
}
