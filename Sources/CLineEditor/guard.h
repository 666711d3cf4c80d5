// The terminal while a line is edited: whatever ends or stops the program gives it back as it was.
// Not part of the module.

#ifndef GUARD_H
#define GUARD_H

#include <stdbool.h>

/// What signals told since they were last asked for.
enum {
    GuardResized = 1,
    GuardStopped = 2,    // SIGTSTP: wants to be stopped
    GuardContinued = 4,
    GuardInterrupted = 8,
};

/// Remembers the terminal's modes. From here on a deadly signal restores them, and turns bracketed paste
/// off, before it kills; the others are told as events.
void guard_enter(int output, bool bracketsPastes);

/// Turns bracketed paste on, where the terminal understands it; to be called when it is raw.
void guard_bracket_pastes(void);

/// Turns bracketed paste off and brings back the handlers that stood before.
void guard_leave(void);

/// A descriptor that can be read when there are events.
int guard_wakeup(void);

/// The events since the last call.
int guard_take_events(void);

/// Stops the process group, and returns when it goes on.
void guard_stop_group(void);

#endif
