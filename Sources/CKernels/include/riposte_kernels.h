// The loops between the matrix products: gates, softmax, noise, layer norm, Adam. Written plainly so
// that the compiler vectorises them, one version per instruction set, chosen when the program starts.
//
// Matrices are row-major. Suffix _f32 or _bf16 names the type of the *operands* a loop reads or
// writes for the matrix products (riposte_bf16_t, the upper half of an f32); sums and states are f32.
// "Adds" means the destination is accumulated into.

#ifndef RIPOSTE_KERNELS_H
#define RIPOSTE_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

typedef uint16_t riposte_bf16_t;

// MARK: Conversion and sums (vector.c)

// Rounds to nearest even. Strides count elements from one row to the next.
void riposte_to_bf16(int64_t rows, int64_t columns, const float *source, int64_t source_stride,
                     riposte_bf16_t *destination, int64_t destination_stride);
void riposte_from_bf16(int64_t count, const riposte_bf16_t *source, float *destination);
void riposte_copy(int64_t rows, int64_t columns, const float *source, int64_t source_stride,
                  float *destination, int64_t destination_stride);
// destination += scale * source
void riposte_add_scaled(int64_t rows, int64_t columns, float scale, const float *source,
                        int64_t source_stride, float *destination, int64_t destination_stride);
// destination[column] += sum over rows
void riposte_add_column_sums_f32(int64_t rows, int64_t columns, const float *source, int64_t stride,
                                 float *destination);
void riposte_add_column_sums_bf16(int64_t rows, int64_t columns, const riposte_bf16_t *source,
                                  int64_t stride, float *destination);
// Adds `bias` [columns] to every row.
void riposte_add_bias(int64_t rows, int64_t columns, const float *bias, float *values);
double riposte_sum_of_squares(int64_t count, const float *values);
void riposte_tanh(int64_t count, const float *x, float *y);
// dx += dy * (1 - y²)
void riposte_tanh_backward(int64_t count, const float *y, const float *dy, float *dx);
// y = x where x > 0, slope * x elsewhere
void riposte_leaky_relu(int64_t count, float slope, const float *x, float *y);
// dx += dy where x > 0, slope * dy elsewhere
void riposte_leaky_relu_backward(int64_t count, float slope, const float *x, const float *dy,
                                 float *dx);

// MARK: Matrix products in f32 (product.c)

// The right operand lies in panels, so many columns wide as the processor's vectors ask for.
int64_t riposte_panel_width(void);
// Room for one of [rows, columns], in floats; and its packing: element (r, j) is read from
// source[r·row_stride + j·column_stride], so that a transposed matrix is packed as easily.
int64_t riposte_panels_count(int64_t rows, int64_t columns);
void riposte_panels_pack(int64_t rows, int64_t columns, const float *source, int64_t row_stride,
                         int64_t column_stride, float *packed);
// C [m, n] = A [m, k] · packed [k, n]  (+ C when `accumulate`). The packed matrix may be part of one of
// `packed_rows` rows, multiplied where it lies: its row r begins r·width floats into the whole one, and
// the panel that begins with column j, j·packed_rows floats into it.
void riposte_panels_product(int64_t m, int64_t n, int64_t k, const float *a, int64_t a_stride,
                            const float *packed, int64_t packed_rows, float *c, int64_t c_stride,
                            bool accumulate);
// C [m, n] = Aᵀ · B (+ C when `accumulate`) for A [rows, m], B [rows, n] of at least one row; `scratch`
// holds riposte_transposed_scratch(m) floats.
int64_t riposte_transposed_scratch(int64_t m);
void riposte_transposed_product(int64_t rows, int64_t m, int64_t n, const float *a,
                                int64_t a_stride, const float *b, int64_t b_stride, float *c,
                                int64_t c_stride, bool accumulate, float *scratch);
// c [n] = a [k] · B (+ c when `accumulate`): one row times a matrix that is not worth packing for it,
// stored [k, n] with rows `b_stride` apart, or [n, k] when `transposed` (row_product.c).
void riposte_row_product_f32(int64_t n, int64_t k, const float *a, const float *b,
                             int64_t b_stride, bool transposed, float *c, bool accumulate);
void riposte_row_product_bf16(int64_t n, int64_t k, const riposte_bf16_t *a,
                              const riposte_bf16_t *b, int64_t b_stride, bool transposed, float *c,
                              bool accumulate);

// MARK: Matrix products of bf16 with f32 sums (product_bf16.c)

// The same for bf16 operands, where the processor's vectors multiply them (AVX-512 BF16); not to be
// called elsewhere. Packing rounds the f32 matrix `source`: stored [rows, columns], or [columns, rows]
// when `transposed`, with rows `source_stride` apart. Counts are of bf16 elements. Rows are packed in
// pairs: a part that is multiplied begins with an even one, and an odd number of `packed_rows` counts
// as one more.
bool riposte_has_bf16_panels(void);
int64_t riposte_bf16_panel_width(void);
int64_t riposte_bf16_panels_count(int64_t rows, int64_t columns);
void riposte_bf16_panels_pack(int64_t rows, int64_t columns, const float *source,
                              int64_t source_stride, bool transposed, riposte_bf16_t *packed);
// The same for a `source` of bf16 elements.
void riposte_bf16_panels_repack(int64_t rows, int64_t columns, const riposte_bf16_t *source,
                                int64_t source_stride, bool transposed, riposte_bf16_t *packed);
void riposte_bf16_panels_product(int64_t m, int64_t n, int64_t k, const riposte_bf16_t *a,
                                 int64_t a_stride, const riposte_bf16_t *packed,
                                 int64_t packed_rows, float *c, int64_t c_stride, bool accumulate);
int64_t riposte_bf16_transposed_scratch(int64_t m);
void riposte_bf16_transposed_product(int64_t rows, int64_t m, int64_t n, const riposte_bf16_t *a,
                                     int64_t a_stride, const riposte_bf16_t *b, int64_t b_stride,
                                     float *c, int64_t c_stride, bool accumulate,
                                     riposte_bf16_t *scratch);

// MARK: Matrix products of int8 with exact sums (product_int8.c)

// For writing: rows and weights are rounded to 8 bits, x ≈ step · (quantized − 128) with a step for each
// row, w ≈ step · packed with a step for each column of the result. Anywhere, and the same everywhere.
//
// Width in bits of the vectors that multiply bytes: 512 with AVX-512 VNNI, 256 with AVX2; 0 where none do.
int64_t riposte_int8_vector_bits(void);
// Bytes of one quantized row; columns that steps and offsets of a packed matrix have room for; bytes of
// a packed matrix [rows, columns].
int64_t riposte_int8_width(int64_t columns);
int64_t riposte_int8_panels_columns(int64_t columns);
int64_t riposte_int8_panels_count(int64_t rows, int64_t columns);
// x [rows, columns], rows `x_stride` apart, to quantized [rows, width] and a step for each row.
void riposte_int8_quantize(int64_t rows, int64_t columns, const float *x, int64_t x_stride,
                           uint8_t *quantized, float *steps);
// Packs [rows, columns]: element (r, j) is read from source[r·row_stride + j·column_stride]; one of the
// strides is 1.
void riposte_int8_panels_pack(int64_t rows, int64_t columns, const float *source,
                              int64_t row_stride, int64_t column_stride, int8_t *packed,
                              float *steps, int32_t *offsets);
// C [m, n] = A [m, k] · packed [k, n]  (+ C when `accumulate`)
void riposte_int8_panels_product(int64_t m, int64_t n, int64_t k, const uint8_t *a,
                                 const float *a_steps, const int8_t *packed, const float *steps,
                                 const int32_t *offsets, float *c, int64_t c_stride,
                                 bool accumulate);

// Width of the vectors in the products above, in bits. The environment variable RIPOSTE_VECTOR_BITS narrows
// them, and nothing else.
int64_t riposte_vector_bits(void);

// MARK: Long short-term memory (lstm.c); gates in the order input, forget, cell, output

// One step for `rows` sequences of `hidden` units. `preactivations` [rows, 4·hidden] is the product of
// [input ; previous state] and the weights; `condition` is added to it, row r at r·condition_stride
// (stride 0: one bias for all), and so is row `table_rows`[r] of `table` [any, 4·hidden], unless that is
// null. A row whose `starts[row]` lies after `step` has not begun: its state stays zero (`starts` may be
// null: all have begun). The new state goes to `h` [rows, hidden] and, as an operand, to row r of `next`
// at r·next_stride.
void riposte_lstm_forward_f32(int64_t rows, int64_t hidden, const float *preactivations,
                              const float *condition, int64_t condition_stride,
                              const float *table, const int32_t *table_rows,
                              const int32_t *starts, int32_t step, const float *c_previous,
                              float *c, float *gates, float *h, float *next, int64_t next_stride);
void riposte_lstm_forward_bf16(int64_t rows, int64_t hidden, const float *preactivations,
                               const float *condition, int64_t condition_stride,
                               const float *table, const int32_t *table_rows,
                               const int32_t *starts, int32_t step, const float *c_previous,
                               float *c, riposte_bf16_t *gates, float *h, riposte_bf16_t *next,
                               int64_t next_stride);
// The step backwards. `dh` [rows, hidden] comes from above, `dh_next` (row stride given, may be null)
// from the step after; `dc` [rows, hidden] is read as the gradient of this step's cell state and
// overwritten with the previous step's; `dgates` [rows, 4·hidden] receives the gradient of the
// pre-activations.
void riposte_lstm_backward_f32(int64_t rows, int64_t hidden, const int32_t *starts, int32_t step,
                               const float *gates, const float *c_previous, const float *c,
                               const float *dh, const float *dh_next, int64_t dh_next_stride,
                               float *dc, float *dgates);
void riposte_lstm_backward_bf16(int64_t rows, int64_t hidden, const int32_t *starts, int32_t step,
                                const riposte_bf16_t *gates, const float *c_previous,
                                const float *c, const float *dh, const float *dh_next,
                                int64_t dh_next_stride, float *dc, riposte_bf16_t *dgates);

// One step of `rows` sequences that nothing flows back through (lstm_write.c). What enters the gates of
// row r is the sum of row r of `products` [rows, 4·hidden], of row symbols[r] of `table`
// [symbols, 4·hidden] (null: of none), and of `condition`'s row. The cell `c` [rows, hidden] is read and
// written over, the state `h` [rows, hidden] written.
void riposte_lstm_write(int64_t rows, int64_t hidden, const float *products, const float *table,
                        const int32_t *symbols, const float *condition, int64_t condition_stride,
                        float *c, float *h);

// MARK: Softmax and what is built on it (softmax.c)

// Softmax over scores[row, columns] * scale for the columns from `first` on; the others get 0.
void riposte_softmax(int64_t rows, int64_t columns, int64_t first, float scale, float *scores);
// ds = scale * p ⊙ (dp − Σ dp·p), written over dp.
void riposte_softmax_backward(int64_t rows, int64_t columns, float scale, const float *p,
                              float *dp);
// y = x − log Σ exp x
void riposte_log_softmax(int64_t rows, int64_t columns, const float *x, float *y);
// dx += dy − exp(y) Σ dy
void riposte_log_softmax_backward(int64_t rows, int64_t columns, const float *y, const float *dy,
                                  float *dx);
// Per row −weight · log p(target); `gradient` (may be null) receives weight · (p − onehot) · scale.
// `losses` [rows] receives −log p(target) unweighted. Returns the weighted sum.
double riposte_cross_entropy(int64_t rows, int64_t columns, const float *logits,
                             const int32_t *targets, const float *weights, float scale,
                             float *losses, float *gradient);
// The relaxed sample y = softmax((logits + gumbel)/τ) of each row, with the noise that
// `riposte_gumbel` gives for (key, first_row + row).
void riposte_relax(int64_t rows, int64_t columns, uint64_t key, int64_t first_row,
                   float temperature, const float *logits, float *y);

// MARK: Noise (noise.c): counter-based, so that any part of a stream can be made again

// Gumbel noise −log(−log u) for row `row` of the stream `key`.
void riposte_gumbel(uint64_t key, int64_t row, int64_t columns, float *noise);
// argmax over (logits / temperature + gumbel): a draw from softmax(logits / temperature).
int32_t riposte_gumbel_argmax(uint64_t key, int64_t row, int64_t columns, float temperature,
                              const float *logits);
// Standard normal numbers (Box and Muller) for the stream `key`.
void riposte_normal(uint64_t key, int64_t count, float *values);
// y = x / keep with probability `keep`, else 0. The same key gives the same mask: the backward pass
// is riposte_dropout_add on the gradients.
void riposte_dropout(uint64_t key, int64_t count, float keep, const float *x, float *y);
void riposte_dropout_add(uint64_t key, int64_t count, float keep, const float *dy, float *dx);

// MARK: Rows by symbol (rows.c)

// destination row r = table row indices[r]; indices lie in 0 ..< the table's rows.
void riposte_gather(int64_t rows, int64_t columns, const int32_t *indices, const float *table,
                    float *destination);
// table row indices[r] += source row r
void riposte_scatter_add_f32(int64_t rows, int64_t columns, const int32_t *indices,
                             const float *source, float *table);
void riposte_scatter_add_bf16(int64_t rows, int64_t columns, const int32_t *indices,
                              const riposte_bf16_t *source, float *table);

// y[r] = inner product of row r of `a` and row r mod `period` of `b`
void riposte_row_products(int64_t rows, int64_t columns, const float *a, const float *b,
                          int64_t period, float *y);

// MARK: Layer normalisation (layer_norm.c)

// y = gain ⊙ (x − mean)/√(variance + 1e-5) + bias; `normalized` and `inverse_deviation` [rows] are
// kept for the way back.
void riposte_layer_norm(int64_t rows, int64_t columns, const float *x, const float *gain,
                        const float *bias, float *normalized, float *inverse_deviation, float *y);
// Adds to dx, dgain and dbias; dgain and dbias may be null together.
void riposte_layer_norm_backward(int64_t rows, int64_t columns, const float *normalized,
                                 const float *inverse_deviation, const float *gain,
                                 const float *dy, float *dx, float *dgain, float *dbias);

// MARK: Optimisation (adam.c)

// One step of Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov and
// Hutter 2019); `rate` already holds the bias correction √(1−β₂ᵗ)/(1−β₁ᵗ).
void riposte_adam(int64_t count, float rate, float beta1, float beta2, float epsilon,
                  float decay, float gradient_scale, const float *gradient, float *m, float *v,
                  float *values);

// MARK: Memory (memory.c)

// Gives the system what has been freed: glibc keeps up to 64 MB once large blocks have come and gone.
void riposte_return_free_memory(void);

#endif
