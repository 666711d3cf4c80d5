// From the terminal's bytes to libedit's characters. The traps that shape this file:
// - libedit's own reader takes a broken byte for the end of input; this one gives U+FFFD.
// - signals come at any time, to any thread: they are told through a pipe that is waited for, too.
// - in vi mode ESC is a key, and also the beginning of what Home or Left send: what tells them apart is
//   whether the rest comes at once.

#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "editor.h"
#include "guard.h"
#include "wide.h"

enum { interruptKey = 3, endKey = 4, escapeKey = 27 };
enum { escapeMilliseconds = 50 };

static bool is_waiting(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) > 0;
}

/// Does what signals asked for; true when one of them was an interrupt.
static bool obey(LineEditor *editor, int events) {
    if (events & GuardContinued) {
        // Whoever had the terminal in between left it in modes of his own.
        el_wset(editor->edit, EL_PREP_TERM, 0);
        el_wset(editor->edit, EL_PREP_TERM, 1);
        guard_bracket_pastes();
        editor->view.handle(editor->view.context, LineEditorLost);
    }
    // A new size is the view's business: it draws the line.
    if (events & GuardStopped) editor_suspend(editor);
    return events & GuardInterrupted;
}

/// Waits for input, with the line drawn: 1 when there is some, 0 after `milliseconds` (never when they
/// are negative), -1 on an interrupt.
static int wait_for_input(LineEditor *editor, int milliseconds) {
    if (is_waiting()) return 1;
    for (;;) {
        editor_draw(editor);
        struct pollfd both[] = {
            {.fd = STDIN_FILENO, .events = POLLIN},
            {.fd = guard_wakeup(), .events = POLLIN},
        };
        int ready = poll(both, 2, milliseconds);
        if (ready == 0) return 0;
        if (ready < 0 && errno != EINTR) return 1;  // read tells what is wrong
        if (ready > 0 && both[1].revents && obey(editor, guard_take_events())) return -1;
        if (ready > 0 && both[0].revents) return 1;
    }
}

/// The next byte of standard input: 1, 0 at its end, -1 with errno.
static int read_byte(LineEditor *editor, unsigned char *byte) {
    if (editor->pending >= 0) {
        *byte = (unsigned char)editor->pending;
        editor->pending = -1;
        return 1;
    }
    if (wait_for_input(editor, -1) < 0) {
        *byte = interruptKey;
        return 1;
    }
    ssize_t got;
    do {
        got = read(STDIN_FILENO, byte, 1);
    } while (got < 0 && errno == EINTR);
    // ^D that came while the terminal was not raw stands in the queue as NUL.
    if (got == 1 && editor->typedAhead > 0 && editor->typedAhead-- && *byte == 0) *byte = endKey;
    return (int)got;
}

static int next_scalar(LineEditor *editor, wchar_t *scalar) {
    unsigned char bytes[4];
    int got = read_byte(editor, bytes);
    if (got <= 0) return got;
    size_t count = 1;
    size_t wanted = scalar_length(bytes[0]);
    while (count < wanted && read_byte(editor, bytes + count) == 1) {
        if ((bytes[count] & 0xC0) != 0x80) {  // the next key, not the rest of this one
            editor->pending = bytes[count];
            break;
        }
        count++;
    }
    const unsigned char *next = bytes;
    *scalar = take_scalar(&next, bytes + count);
    return 1;
}

bool input_sequence_follows(LineEditor *editor) {
    unsigned char byte;
    if (editor->pending < 0) {
        int ready = wait_for_input(editor, escapeMilliseconds);
        if (ready < 0) editor->pending = interruptKey;
        if (ready != 1) return false;
        if (read_byte(editor, &byte) != 1) return false;
        editor->pending = byte;
    }
    return editor->pending == '[' || editor->pending == 'O';
}

int input_read_scalar(EditLine *edit, wchar_t *scalar) {
    LineEditor *editor = editor_of(edit);
    if (editor->afterEscape) {
        editor->afterEscape = false;
        *scalar = loneEscapeKey;
        return 1;
    }
    int got = next_scalar(editor, scalar);
    if (got != 1) return got;
    if (*scalar >= 0x80 && *scalar < 0xA0) *scalar = 0xFFFD;  // no keyboard has such a key
    if (*scalar == escapeKey && editor->isVi) editor->afterEscape = !input_sequence_follows(editor);
    return 1;
}

wchar_t *input_read_paste(LineEditor *editor) {
    static const wchar_t end[] = L"\033[201~";
    size_t endLength = wcslen(end);
    size_t count = 0, room = 256;
    wchar_t *text = malloc(room * sizeof *text);
    wchar_t scalar, last = 0;
    while (text && next_scalar(editor, &scalar) == 1) {
        if (count + 1 >= room) {
            room *= 2;
            wchar_t *larger = realloc(text, room * sizeof *text);
            if (!larger) free(text);
            text = larger;
            if (!text) return NULL;
        }
        bool isSecondHalf = scalar == '\n' && last == '\r';
        last = scalar;
        if (isSecondHalf) continue;
        text[count++] = scalar == '\r' ? '\n' : scalar == 0 ? 0xFFFD : scalar;
        if (count >= endLength && wmemcmp(text + count - endLength, end, endLength) == 0) {
            count -= endLength;
            break;
        }
    }
    if (!text) return NULL;
    while (count > 0 && text[count - 1] == '\n') count--;
    text[count] = 0;
    return text;
}
