#include "riposte_onednn.h"
#include "api.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// MARK: One engine for the process, one stream and one set of primitives for each thread

static dnnl_engine_t engine;
static pthread_once_t engine_once = PTHREAD_ONCE_INIT;

static void create_engine(void) {
    if (dnnl_engine_create(&engine, dnnl_cpu, 0) != dnnl_success) engine = NULL;
}

// What identifies a prepared product. Zeroed before it is filled, so that memcmp may compare it.
typedef struct {
    int64_t batch, m, n, k, lda, ldb, ldc, stride_a, stride_b, stride_c;
    int32_t precision, transpose_a, transpose_b, accumulate, packed;
} product_key;

typedef struct product {
    product_key key;
    dnnl_primitive_t primitive;
    dnnl_memory_t a, b, c, scratchpad;
    struct product *next;
} product;

enum { bucket_count = 256 };

typedef struct {
    dnnl_stream_t stream;
    product *buckets[bucket_count];
    void *scratch;
    size_t scratch_size;
} thread_state;

static pthread_key_t thread_key;
static pthread_once_t thread_once = PTHREAD_ONCE_INIT;

// oneDNN's own functions take null for nothing to destroy.
static void product_destroy(product *p) {
    dnnl_memory_destroy(p->a);
    dnnl_memory_destroy(p->b);
    dnnl_memory_destroy(p->c);
    dnnl_memory_destroy(p->scratchpad);
    dnnl_primitive_destroy(p->primitive);
    free(p);
}

static void destroy_thread_state(void *pointer) {
    thread_state *state = pointer;
    for (int i = 0; i < bucket_count; i++)
        for (product *p = state->buckets[i]; p;) {
            product *next = p->next;
            product_destroy(p);
            p = next;
        }
    if (state->stream) dnnl_stream_destroy(state->stream);
    free(state->scratch);
    free(state);
}

static void create_thread_key(void) { pthread_key_create(&thread_key, destroy_thread_state); }

// The OpenMP runtime keeps its number of threads for each calling thread; oneDNN follows it. It is
// looked up by name because not every build of oneDNN uses OpenMP.
static void use_one_thread(void) {
    void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (set_threads) set_threads(1);
}

static thread_state *this_thread(void) {
    pthread_once(&engine_once, create_engine);
    pthread_once(&thread_once, create_thread_key);
    thread_state *state = pthread_getspecific(thread_key);
    if (state) return state;
    if (!engine) return NULL;
    state = calloc(1, sizeof *state);
    if (!state) return NULL;
    use_one_thread();
    if (dnnl_stream_create(&state->stream, engine, dnnl_stream_default_flags) != dnnl_success) {
        free(state);
        return NULL;
    }
    pthread_setspecific(thread_key, state);
    return state;
}

// MARK: Products

struct riposte_packed {
    riposte_precision precision;
    int64_t k, n;
    descriptor layout;
    dnnl_memory_t memory;
    void *data;
};

static dnnl_data_type_t data_type(riposte_precision precision) {
    return precision == riposte_bf16 ? dnnl_bf16 : dnnl_f32;
}

static uint64_t hash(const product_key *key) {
    const unsigned char *bytes = (const unsigned char *)key;
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < sizeof *key; i++) h = (h ^ bytes[i]) * 1099511628211u;
    return h ^ (h >> 29);
}

static int matrix_descriptor(descriptor *d, const product_key *key, dnnl_data_type_t type,
                             int64_t rows, int64_t columns, int64_t stride, int64_t row_stride,
                             bool transposed) {
    if (key->batch == 1) {
        dnnl_dims_t dims = {rows, columns};
        dnnl_dims_t strides = {transposed ? 1 : row_stride, transposed ? row_stride : 1};
        return descriptor_strided(d, 2, dims, type, strides);
    }
    dnnl_dims_t dims = {key->batch, rows, columns};
    dnnl_dims_t strides = {stride, transposed ? 1 : row_stride, transposed ? row_stride : 1};
    return descriptor_strided(d, 3, dims, type, strides);
}

static int product_create(product **result, const product_key *key, const riposte_packed *packed) {
    dnnl_data_type_t type = data_type((riposte_precision)key->precision);
    descriptor a = {0}, b = {0}, c = {0};
    dnnl_primitive_desc_t description = NULL;
    product *p = calloc(1, sizeof *p);
    if (!p) return dnnl_out_of_memory;
    p->key = *key;
    int status = matrix_descriptor(&a, key, type, key->m, key->k, key->stride_a, key->lda,
                                   key->transpose_a);
    if (!status && !packed)
        status = matrix_descriptor(&b, key, type, key->k, key->n, key->stride_b, key->ldb,
                                   key->transpose_b);
    if (!status)
        status = matrix_descriptor(&c, key, dnnl_f32, key->m, key->n, key->stride_c, key->ldc,
                                   false);
    descriptor_view right = packed ? VIEW(packed->layout) : VIEW(b);
    if (!status)
        status = matmul_descriptor_create(&description, engine, VIEW(a), right, VIEW(c),
                                          key->accumulate);
    if (!status) status = dnnl_primitive_create(&p->primitive, description);
    if (!status) status = dnnl_memory_create(&p->a, VIEW(a), engine, DNNL_MEMORY_NONE);
    if (!status) status = dnnl_memory_create(&p->b, right, engine, DNNL_MEMORY_NONE);
    if (!status) status = dnnl_memory_create(&p->c, VIEW(c), engine, DNNL_MEMORY_NONE);
    if (!status)
        status = dnnl_memory_create(
            &p->scratchpad,
            dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0), engine,
            DNNL_MEMORY_NONE);
    descriptor_destroy(&a);
    descriptor_destroy(&b);
    descriptor_destroy(&c);
    if (description) dnnl_primitive_desc_destroy(description);
    if (status) product_destroy(p);
    else *result = p;
    return status;
}

static int run(thread_state *thread, const product_key *key, const riposte_packed *packed,
               const void *a, const void *b, float *c) {
    product **bucket = &thread->buckets[hash(key) % bucket_count];
    product *p = *bucket;
    while (p && memcmp(&p->key, key, sizeof *key) != 0) p = p->next;
    if (!p) {
        int status = product_create(&p, key, packed);
        if (status) return status;
        p->next = *bucket;
        *bucket = p;
    }
    size_t needed = memory_size(p->scratchpad);
    if (needed > thread->scratch_size) {
        free(thread->scratch);
        size_t size = (needed + 4095) / 4096 * 4096;
        thread->scratch = aligned_alloc(4096, size);
        thread->scratch_size = thread->scratch ? size : 0;
        if (!thread->scratch) return dnnl_out_of_memory;
    }
    dnnl_memory_set_data_handle(p->a, (void *)a);
    dnnl_memory_set_data_handle(p->b, (void *)b);
    dnnl_memory_set_data_handle(p->c, c);
    dnnl_memory_set_data_handle(p->scratchpad, thread->scratch);
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, p->a},
                                   {DNNL_ARG_WEIGHTS, p->b},
                                   {DNNL_ARG_DST, p->c},
                                   {DNNL_ARG_SCRATCHPAD, p->scratchpad}};
    return dnnl_primitive_execute(p->primitive, thread->stream, 4, arguments);
}

int riposte_matmul(riposte_precision precision, bool transpose_a, bool transpose_b, bool accumulate,
                   int64_t batch, int64_t m, int64_t n, int64_t k,
                   const void *a, int64_t lda, int64_t stride_a,
                   const void *b, int64_t ldb, int64_t stride_b,
                   float *c, int64_t ldc, int64_t stride_c) {
    if (!batch || !m || !n) return dnnl_success;
    thread_state *thread = this_thread();
    if (!thread) return dnnl_runtime_error;
    product_key key;
    memset(&key, 0, sizeof key);
    key.batch = batch, key.m = m, key.n = n, key.k = k;
    key.lda = lda, key.ldb = ldb, key.ldc = ldc;
    if (batch > 1) key.stride_a = stride_a, key.stride_b = stride_b, key.stride_c = stride_c;
    key.precision = precision, key.transpose_a = transpose_a, key.transpose_b = transpose_b;
    key.accumulate = accumulate;
    return run(thread, &key, NULL, a, b, c);
}

// The layout is asked for a product of typical height; products of any height then use it.
enum { typical_rows = 32 };

riposte_packed *riposte_packed_create(riposte_precision precision, int64_t k, int64_t n) {
    if (!this_thread()) return NULL;
    riposte_packed *packed = calloc(1, sizeof *packed);
    if (!packed) return NULL;
    packed->precision = precision, packed->k = k, packed->n = n;
    dnnl_dims_t a_dims = {typical_rows, k}, b_dims = {k, n}, c_dims = {typical_rows, n};
    dnnl_dims_t a_strides = {k, 1}, c_strides = {n, 1};
    descriptor a = {0}, b = {0}, c = {0};
    dnnl_primitive_desc_t description = NULL;
    int status = descriptor_strided(&a, 2, a_dims, data_type(precision), a_strides);
    if (!status) status = descriptor_any(&b, 2, b_dims, data_type(precision));
    if (!status) status = descriptor_strided(&c, 2, c_dims, dnnl_f32, c_strides);
    if (!status) status = matmul_descriptor_create(&description, engine, VIEW(a), VIEW(b), VIEW(c), false);
    if (!status) {
#if DNNL_VERSION_MAJOR >= 3
        status = dnnl_memory_desc_clone(
            &packed->layout,
            dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0));
#else
        packed->layout = *dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0);
#endif
        dnnl_primitive_desc_destroy(description);
    }
    descriptor_destroy(&a);
    descriptor_destroy(&b);
    descriptor_destroy(&c);
    if (!status) {
        size_t size = (dnnl_memory_desc_get_size(VIEW(packed->layout)) + 63) / 64 * 64;
        packed->data = aligned_alloc(64, size);
        status = packed->data ? dnnl_success : dnnl_out_of_memory;
    }
    if (!status)
        status = dnnl_memory_create(&packed->memory, VIEW(packed->layout), engine, packed->data);
    if (!status) return packed;
    riposte_packed_destroy(packed);
    return NULL;
}

void riposte_packed_destroy(riposte_packed *packed) {
    if (!packed) return;
    if (packed->memory) dnnl_memory_destroy(packed->memory);
    descriptor_destroy(&packed->layout);
    free(packed->data);
    free(packed);
}

int riposte_pack(riposte_packed *packed, const float *b, int64_t ldb, bool transpose_b) {
    thread_state *thread = this_thread();
    if (!thread) return dnnl_runtime_error;
    dnnl_dims_t dims = {packed->k, packed->n};
    dnnl_dims_t strides = {transpose_b ? 1 : ldb, transpose_b ? ldb : 1};
    descriptor source = {0};
    dnnl_memory_t memory = NULL;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_t primitive = NULL;
    int status = descriptor_strided(&source, 2, dims, dnnl_f32, strides);
    if (!status) status = dnnl_memory_create(&memory, VIEW(source), engine, (void *)b);
    if (!status)
        status = dnnl_reorder_primitive_desc_create(&description, VIEW(source), engine,
                                                    VIEW(packed->layout), engine, NULL);
    if (!status) status = dnnl_primitive_create(&primitive, description);
    if (!status) {
        dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, memory}, {DNNL_ARG_TO, packed->memory}};
        status = dnnl_primitive_execute(primitive, thread->stream, 2, arguments);
    }
    if (primitive) dnnl_primitive_destroy(primitive);
    if (description) dnnl_primitive_desc_destroy(description);
    if (memory) dnnl_memory_destroy(memory);
    descriptor_destroy(&source);
    return status;
}

int riposte_matmul_packed(const riposte_packed *packed, bool accumulate, int64_t m,
                          const void *a, int64_t lda, float *c, int64_t ldc) {
    if (!m || !packed->n) return dnnl_success;
    thread_state *thread = this_thread();
    if (!thread) return dnnl_runtime_error;
    product_key key;
    memset(&key, 0, sizeof key);
    key.batch = 1, key.m = m, key.n = packed->n, key.k = packed->k;
    key.lda = lda, key.ldc = ldc;
    key.precision = packed->precision, key.accumulate = accumulate, key.packed = 1;
    return run(thread, &key, packed, a, packed->data, c);
}

// MARK: Facts

#if defined(__x86_64__)
// Instruction sets are sets of bits, not numbers in an order.
static bool has(int isa) { return (dnnl_get_effective_cpu_isa() & isa) == isa; }
#endif

bool riposte_has_fast_bf16(void) {
#if defined(__x86_64__)
    return has(dnnl_cpu_isa_avx512_core_bf16);
#else
    return false;
#endif
}

bool riposte_has_amx(void) {
#if defined(__x86_64__)
    return has(dnnl_cpu_isa_avx512_core_amx);
#else
    return false;
#endif
}

const char *riposte_instruction_set(void) {
#if defined(__x86_64__)
    switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41: return "SSE4.1";
    case dnnl_cpu_isa_avx: return "AVX";
    case dnnl_cpu_isa_avx2: return "AVX2";
    case dnnl_cpu_isa_avx512_core: return "AVX-512";
    case dnnl_cpu_isa_avx512_core_vnni: return "AVX-512 VNNI";
    case dnnl_cpu_isa_avx512_core_bf16: return "AVX-512 BF16";
    default:
        if (has(dnnl_cpu_isa_avx512_core_amx)) return "AVX-512 AMX";
        if (has(dnnl_cpu_isa_avx512_core_bf16)) return "AVX-512 BF16";
        return has(dnnl_cpu_isa_avx2) ? "AVX2" : "x86-64";
    }
#elif defined(__aarch64__)
    return "NEON";
#else
    return "scalar";
#endif
}
