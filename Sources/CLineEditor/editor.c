// libedit's editor. The traps that shape this file:
// - libedit turns ^C into a signal to the whole process group (EL_SIGNAL): off, and ^C is a key.
// - functions must be registered before they are bound, and ~/.editrc is read after both.
// - "bind -v" in ~/.editrc resets every key, so the keys we cannot do without are bound again.

#define _GNU_SOURCE
#include <errno.h>
#include <histedit.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "CLineEditor.h"
#include "history.h"
#include "wide.h"

struct LineEditor {
    EditLine *edit;
    FILE *output;
    wchar_t *prompt;
    size_t promptWidth;
    LineCompleter completer;
    void *context;
    bool interrupted;
    int pending;     // a byte that was read too early, or -1
    int typedAhead;  // bytes that were waiting before the terminal was made raw
};

static LineEditor *owner(EditLine *edit) {
    void *editor = NULL;
    el_wget(edit, EL_CLIENTDATA, &editor);
    return editor;
}

// MARK: Input and prompt

/// The next byte of standard input: 1, 0 at its end, -1 with errno.
static int read_byte(LineEditor *editor, unsigned char *byte) {
    if (editor->pending >= 0) {
        *byte = (unsigned char)editor->pending;
        editor->pending = -1;
        return 1;
    }
    ssize_t got;
    do {
        got = read(STDIN_FILENO, byte, 1);
    } while (got < 0 && errno == EINTR);
    // ^D that came while the terminal was not raw stands in the queue as NUL.
    if (got == 1 && editor->typedAhead > 0 && editor->typedAhead-- && *byte == 0) *byte = 4;
    return (int)got;
}

/// libedit's own reader takes a broken byte for the end of input; this one gives U+FFFD.
static int read_scalar(EditLine *edit, wchar_t *scalar) {
    LineEditor *editor = owner(edit);
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

static wchar_t *prompt_text(EditLine *edit) {
    static wchar_t none[] = L"";
    LineEditor *editor = owner(edit);
    return editor && editor->prompt ? editor->prompt : none;
}

/// Escapes stand between U+0001 so that libedit does not count their width, and the prompt ends
/// with a plain space: libedit loses the last escape otherwise.
static void set_prompt(LineEditor *editor, const char *prompt, const char *style) {
    size_t length = strlen(prompt);
    while (length > 0 && prompt[length - 1] == ' ') length--;
    bool isPlain = !style || !*style;
    size_t room = length + (isPlain ? 0 : strlen(style)) + 32;
    char *text = malloc(room);
    if (!text) return;
    if (length == 0) {
        *text = 0;
    } else if (isPlain) {
        snprintf(text, room, "%.*s ", (int)length, prompt);
    } else {
        snprintf(text, room, "\001\033[%sm\001%.*s\001\033[0m\001 ", style, (int)length, prompt);
    }
    free(editor->prompt);
    editor->prompt = wide_from_utf8(text);
    editor->promptWidth = terminal_text_width(prompt);
    free(text);
}

// MARK: Keys of our own

/// ^C: the line is shown with ^C at its end and abandoned.
static unsigned char abandon_line(EditLine *edit, wint_t key) {
    (void)key;
    LineEditor *editor = owner(edit);
    editor->interrupted = true;
    const LineInfoW *line = el_wline(edit);
    el_cursor(edit, (int)(line->lastchar - line->cursor));
    el_winsertstr(edit, L"^C");
    el_wpush(edit, L"\n");
    return CC_REFRESH;
}

/// ^Z: the terminal gets its ordinary mode back before the process stops.
static unsigned char suspend(EditLine *edit, wint_t key) {
    (void)key;
    el_wset(edit, EL_PREP_TERM, 0);
    fputc('\n', owner(edit)->output);
    fflush(owner(edit)->output);
    kill(0, SIGTSTP);
    el_wset(edit, EL_PREP_TERM, 1);
    el_resize(edit);
    el_wset(edit, EL_REFRESH);
    return CC_NORM;
}

/// The screen rows between the cursor and the end of the line.
static size_t rows_below(LineEditor *editor, const LineInfoW *line) {
    size_t columns = (size_t)terminal_columns(fileno(editor->output));
    if (columns == 0) return 0;
    size_t before = editor->promptWidth, whole;
    for (const wchar_t *c = line->buffer; c < line->cursor; c++) {
        int width = wcwidth(*c);
        before += width > 0 ? (size_t)width : 0;
    }
    whole = before;
    for (const wchar_t *c = line->cursor; c < line->lastchar; c++) {
        int width = wcwidth(*c);
        whole += width > 0 ? (size_t)width : 0;
    }
    return whole / columns - before / columns;
}

static unsigned char complete(EditLine *edit, wint_t key) {
    (void)key;
    LineEditor *editor = owner(edit);
    if (!editor->completer) return CC_ERROR;
    const LineInfoW *line = el_wline(edit);
    char *text = utf8_from_wide(line->buffer, (size_t)(line->lastchar - line->buffer));
    if (!text) return CC_ERROR;
    size_t cursor = (size_t)(line->cursor - line->buffer);
    LineCompletion completion = editor->completer(editor->context, text, cursor);
    free(text);

    unsigned char result = CC_ERROR;
    if (completion.listing) {
        // Redrawn from a fresh row: libedit must not clear the listing as if it were its line.
        for (size_t row = rows_below(editor, line); row > 0; row--) fputc('\n', editor->output);
        fprintf(editor->output, "\r\n%s", completion.listing);
        fflush(editor->output);
    }
    if (completion.insertion) {
        wchar_t *insertion = wide_from_utf8(completion.insertion);
        if (insertion) {
            if (completion.erase > cursor) completion.erase = cursor;
            if (completion.erase > 0) el_wdeletestr(edit, (int)completion.erase);
            if (*insertion) el_winsertstr(edit, insertion);
            result = CC_REFRESH;
        }
        free(insertion);
    }
    if (completion.listing) {
        el_wset(edit, EL_REFRESH);
        result = CC_NORM;
    }
    free(completion.insertion);
    free(completion.listing);
    return result;
}

// MARK: Setting up

static void bind_key(EditLine *edit, const wchar_t *key, const wchar_t *function) {
    el_wset(edit, EL_BIND, key, function, NULL);
}

/// The keys that every mode needs, in vi's command mode too.
static void bind_own_keys(EditLine *edit) {
    bind_key(edit, L"^C", L"riposte-abandon");
    bind_key(edit, L"^Z", L"riposte-suspend");
    el_wset(edit, EL_BIND, L"-a", L"^C", L"riposte-abandon", NULL);
    el_wset(edit, EL_BIND, L"-a", L"^Z", L"riposte-suspend", NULL);
}

static void bind_keys(EditLine *edit) {
    static const wchar_t *const keys[][2] = {
        {L"\t", L"riposte-complete"},        {L"^R", L"em-inc-search-prev"},
        {L"^W", L"ed-delete-prev-word"},     {L"^U", L"vi-kill-line-prev"},
        {L"\033[H", L"ed-move-to-beg"},      {L"\033OH", L"ed-move-to-beg"},
        {L"\033[1~", L"ed-move-to-beg"},     {L"\033[7~", L"ed-move-to-beg"},
        {L"\033[F", L"ed-move-to-end"},      {L"\033OF", L"ed-move-to-end"},
        {L"\033[4~", L"ed-move-to-end"},     {L"\033[8~", L"ed-move-to-end"},
        {L"\033[3~", L"ed-delete-next-char"}, {L"\033[1;5D", L"ed-prev-word"},
        {L"\033[1;5C", L"em-next-word"},     {L"\033[5D", L"ed-prev-word"},
        {L"\033[5C", L"em-next-word"},       {L"\033[1;3D", L"ed-prev-word"},
        {L"\033[1;3C", L"em-next-word"},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) bind_key(edit, keys[i][0], keys[i][1]);
}

LineEditor *line_editor_create(const char *program, LineHistory *history) {
    use_utf8_locale();
    LineEditor *editor = calloc(1, sizeof *editor);
    if (!editor) return NULL;
    editor->pending = -1;
    editor->output = isatty(STDOUT_FILENO) ? stdout : stderr;
    editor->edit = el_init(program, stdin, editor->output, stderr);
    if (!editor->edit) {
        free(editor);
        return NULL;
    }
    EditLine *edit = editor->edit;
    el_wset(edit, EL_CLIENTDATA, editor);
    el_wset(edit, EL_SIGNAL, 0);
    el_wset(edit, EL_GETCFN, read_scalar);
    el_wset(edit, EL_PROMPT_ESC, prompt_text, (int)1);
    if (history) el_wset(edit, EL_HIST, history_w, history->lines);
    el_wset(edit, EL_ADDFN, L"riposte-complete", L"Complete the word", complete);
    el_wset(edit, EL_ADDFN, L"riposte-abandon", L"Abandon the line", abandon_line);
    el_wset(edit, EL_ADDFN, L"riposte-suspend", L"Stop until continued", suspend);

    el_wset(edit, EL_EDITOR, L"emacs");
    bind_keys(edit);
    el_source(edit, NULL);
    const wchar_t *mode = NULL;
    if (el_wget(edit, EL_EDITOR, &mode) == 0 && mode && wcscmp(mode, L"vi") == 0) {
        bind_key(edit, L"\t", L"riposte-complete");  // no more: ESC [ … would swallow vi's ESC
    }
    bind_own_keys(edit);
    el_wset(edit, EL_SETTY, L"-d", L"-isig", NULL);  // in edit mode, ^C and ^Z are keys
    return editor;
}

void line_editor_destroy(LineEditor *editor) {
    if (!editor) return;
    el_end(editor->edit);
    free(editor->prompt);
    free(editor);
}

void line_editor_set_completer(LineEditor *editor, LineCompleter completer, void *context) {
    editor->completer = completer;
    editor->context = context;
}

// MARK: Reading

LineEditorResult line_editor_read(LineEditor *editor, const char *prompt, const char *style,
                                  char **line) {
    set_prompt(editor, prompt, style);
    editor->interrupted = false;
    fflush(stdout);
    el_resize(editor->edit);
    // libedit draws the prompt first and makes the terminal raw afterwards: a key that is quicker
    // than that, such as a script's ^D, would still be obeyed by the terminal.
    el_wset(editor->edit, EL_PREP_TERM, 1);
    if (ioctl(STDIN_FILENO, FIONREAD, &editor->typedAhead) != 0) editor->typedAhead = 0;

    int count = 0;
    errno = 0;
    const wchar_t *text = el_wgets(editor->edit, &count);
    int failure = errno;
    fflush(editor->output);
    if (editor->interrupted) return LineEditorInterrupted;
    if (!text || count <= 0) {
        if (count < 0 && failure != 0 && failure != EIO) {
            errno = failure;
            return LineEditorFailed;
        }
        return LineEditorEnd;
    }
    size_t length = (size_t)count;
    while (length > 0 && (text[length - 1] == L'\n' || text[length - 1] == L'\r')) length--;
    *line = utf8_from_wide(text, length);
    return *line ? LineEditorLine : LineEditorFailed;
}
