#define _GNU_SOURCE
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "CLineEditor.h"

// A lock-free atomic is the only thing that the handler touches: it is async-signal-safe.
static atomic_int raised;
static atomic_int depth;
static struct sigaction before;

_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal handler needs a lock-free flag");

static void raise_flag(int signal) {
    (void)signal;
    atomic_store(&raised, 1);
}

void interrupt_flag_install(void) {
    if (atomic_fetch_add(&depth, 1) > 0) return;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = raise_flag;
    action.sa_flags = SA_RESTART;  // half-written output is not torn
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &before);
}

void interrupt_flag_restore(void) {
    if (atomic_fetch_sub(&depth, 1) == 1) sigaction(SIGINT, &before, NULL);
}

bool interrupt_flag_is_raised(void) { return atomic_load(&raised) != 0; }

void interrupt_flag_lower(void) { atomic_store(&raised, 0); }
