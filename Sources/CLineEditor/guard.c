#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Handlers touch only these, lock-free atomics and calls that are async-signal-safe.
static atomic_int editing;
static atomic_int events;
static int output = -1;
static bool brackets;
static bool hasModes;
static struct termios modes;
static int wakeup[2] = {-1, -1};

static const int deadly[] = {SIGTERM, SIGHUP,  SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM,
                             SIGPIPE, SIGXCPU, SIGSEGV, SIGBUS,  SIGILL,  SIGFPE,
                             SIGABRT, SIGTRAP, SIGSYS,  SIGPROF, SIGVTALRM};
static const int telling[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT};
enum { deadlyCount = sizeof deadly / sizeof *deadly };
enum { tellingCount = sizeof telling / sizeof *telling };
static struct sigaction before[deadlyCount + tellingCount];

static const char pastesOn[] = "\033[?2004h";
static const char pastesOff[] = "\033[?2004l";

static void put(const char *text) {
    size_t length = strlen(text);
    while (length > 0) {
        ssize_t count = write(output, text, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        text += count;
        length -= (size_t)count;
    }
}

static void tell(int signal) {
    int saved = errno;
    int event = signal == SIGWINCH  ? GuardResized
                : signal == SIGTSTP ? GuardStopped
                : signal == SIGCONT ? GuardContinued
                                    : GuardInterrupted;
    atomic_fetch_or(&events, event);
    // A full pipe wakes as well.
    if (write(wakeup[1], "", 1) < 0) errno = saved;
    errno = saved;
}

/// Restores the terminal and lets the signal do what it did before.
static void die(int signal) {
    int saved = errno;
    // A job in the background has nothing to give back, and would be stopped for trying.
    pid_t owner = tcgetpgrp(STDIN_FILENO);
    bool isOurs = owner < 0 || owner == getpgrp();
    if (atomic_exchange(&editing, 0) && isOurs) {
        if (brackets) put(pastesOff);
        put("\r\n");
        if (hasModes) tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    }
    for (int i = 0; i < deadlyCount; i++) {
        if (deadly[i] == signal) sigaction(signal, &before[i], NULL);
    }
    errno = saved;
    raise(signal);  // delivered when this handler returns
}

static void handle(int signal, void (*handler)(int), struct sigaction *old) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, old);
    // What was ignored, as under nohup, stays ignored.
    if (old->sa_handler == SIG_IGN) sigaction(signal, old, NULL);
}

static void open_wakeup(void) {
    if (wakeup[0] >= 0 || pipe(wakeup) != 0) return;
    for (int i = 0; i < 2; i++) {
        fcntl(wakeup[i], F_SETFL, O_NONBLOCK);
        fcntl(wakeup[i], F_SETFD, FD_CLOEXEC);
    }
}

void guard_enter(int descriptor, bool bracketsPastes) {
    open_wakeup();
    output = descriptor;
    brackets = bracketsPastes;
    hasModes = tcgetattr(STDIN_FILENO, &modes) == 0;
    atomic_store(&events, 0);
    for (int i = 0; i < tellingCount; i++) handle(telling[i], tell, &before[deadlyCount + i]);
    for (int i = 0; i < deadlyCount; i++) handle(deadly[i], die, &before[i]);
    atomic_store(&editing, 1);
}

void guard_leave(void) {
    if (!atomic_exchange(&editing, 0)) return;
    if (brackets) put(pastesOff);
    for (int i = 0; i < deadlyCount; i++) sigaction(deadly[i], &before[i], NULL);
    for (int i = 0; i < tellingCount; i++) sigaction(telling[i], &before[deadlyCount + i], NULL);
}

void guard_bracket_pastes(void) {
    if (brackets) put(pastesOn);
}

int guard_wakeup(void) { return wakeup[0]; }

int guard_take_events(void) {
    char bytes[64];
    while (read(wakeup[0], bytes, sizeof bytes) > 0) continue;
    return atomic_exchange(&events, 0);
}

void guard_stop_group(void) {
    struct sigaction old;
    guard_take_events();
    handle(SIGCONT, tell, &old);
    kill(0, SIGTSTP);
    // The stop may take a moment to come; in a group that no shell watches it never does.
    struct pollfd waiting = {.fd = wakeup[0], .events = POLLIN};
    while (poll(&waiting, 1, 300) < 0 && errno == EINTR) continue;
    guard_take_events();
    sigaction(SIGCONT, &old, NULL);
}
