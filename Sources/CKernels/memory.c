#include "riposte_kernels.h"

#if defined(__linux__)
#include <malloc.h>
#endif

void riposte_return_free_memory(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}
