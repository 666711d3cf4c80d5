// The differences between oneDNN's API 2 and API 3: descriptors are structures in one and handles in
// the other, and a primitive is described in one call or in two.

#ifndef RIPOSTE_ONEDNN_API_H
#define RIPOSTE_ONEDNN_API_H

#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t descriptor;
typedef const_dnnl_memory_desc_t descriptor_view;
#define VIEW(d) (d)
static inline void descriptor_destroy(descriptor *d) {
    if (*d) dnnl_memory_desc_destroy(*d);
    *d = NULL;
}
static inline int descriptor_strided(descriptor *d, int count, const dnnl_dims_t dims,
                              dnnl_data_type_t type, const dnnl_dims_t strides) {
    return dnnl_memory_desc_create_with_strides(d, count, dims, type, strides);
}
static inline int descriptor_any(descriptor *d, int count, const dnnl_dims_t dims, dnnl_data_type_t type) {
    return dnnl_memory_desc_create_with_tag(d, count, dims, type, dnnl_format_tag_any);
}
#else
typedef dnnl_memory_desc_t descriptor;
typedef const dnnl_memory_desc_t *descriptor_view;
#define VIEW(d) (&(d))
static inline void descriptor_destroy(descriptor *d) { (void)d; }
static inline int descriptor_strided(descriptor *d, int count, const dnnl_dims_t dims,
                              dnnl_data_type_t type, const dnnl_dims_t strides) {
    return dnnl_memory_desc_init_by_strides(d, count, dims, type, strides);
}
static inline int descriptor_any(descriptor *d, int count, const dnnl_dims_t dims, dnnl_data_type_t type) {
    return dnnl_memory_desc_init_by_tag(d, count, dims, type, dnnl_format_tag_any);
}
#endif

static inline int matmul_descriptor_create(dnnl_primitive_desc_t *result, dnnl_engine_t engine,
                                           descriptor_view a, descriptor_view b,
                                           descriptor_view c, bool accumulate) {
    dnnl_primitive_attr_t attributes;
    int status = dnnl_primitive_attr_create(&attributes);
    if (status) return status;
    status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (!status && accumulate) {
        dnnl_post_ops_t sum;
        status = dnnl_post_ops_create(&sum);
        if (!status) {
#if DNNL_VERSION_MAJOR >= 3
            status = dnnl_post_ops_append_sum(sum, 1, 0, dnnl_data_type_undef);
#else
            status = dnnl_post_ops_append_sum(sum, 1);
#endif
            if (!status) status = dnnl_primitive_attr_set_post_ops(attributes, sum);
            dnnl_post_ops_destroy(sum);
        }
    }
    if (!status) {
#if DNNL_VERSION_MAJOR >= 3
        status = dnnl_matmul_primitive_desc_create(result, engine, a, b, NULL, c, attributes);
#else
        dnnl_matmul_desc_t matmul;
        status = dnnl_matmul_desc_init(&matmul, a, b, NULL, c);
        if (!status)
            status = dnnl_primitive_desc_create(result, &matmul, attributes, engine, NULL);
#endif
    }
    dnnl_primitive_attr_destroy(attributes);
    return status;
}

// Bytes of the matrix that a memory object describes.
static inline size_t memory_size(dnnl_memory_t memory) {
#if DNNL_VERSION_MAJOR >= 3
    const_dnnl_memory_desc_t d;
    if (dnnl_memory_get_memory_desc(memory, &d) != dnnl_success) return 0;
    return dnnl_memory_desc_get_size(d);
#else
    const dnnl_memory_desc_t *d;
    if (dnnl_memory_get_memory_desc(memory, &d) != dnnl_success) return 0;
    return dnnl_memory_desc_get_size(d);
#endif
}

#endif
