// libedit's editor: it knows the line, the keys, the history; what is on the screen is the view's.
// libedit counts a mark that takes no column as one, and loses it when the line is redrawn, so that its
// cursor is wrong in Thai, Hindi, Arabic or decomposed Latin. What it draws goes to memory.

#define _GNU_SOURCE
#include "editor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "guard.h"
#include "history.h"
#include "wide.h"

LineEditor *editor_of(EditLine *edit) {
    void *editor = NULL;
    el_wget(edit, EL_CLIENTDATA, &editor);
    return editor;
}

static wchar_t *no_prompt(EditLine *edit) {
    static wchar_t none[] = L"";
    (void)edit;
    return none;
}

/// The terminal that the line is drawn on.
static int output_descriptor(void) {
    return isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO;
}

LineEditor *line_editor_create(const char *program, LineHistory *history, LineEditorView view) {
    use_utf8_locale();
    LineEditor *editor = calloc(1, sizeof *editor);
    if (!editor) return NULL;
    editor->history = history;
    editor->view = view;
    editor->pending = -1;
    editor->drawing = open_memstream(&editor->drawn, &editor->drawnSize);
    if (editor->drawing) {
        editor->edit = el_init_fd(program, stdin, editor->drawing, stderr, STDIN_FILENO,
                                  output_descriptor(), STDERR_FILENO);
    }
    if (!editor->edit) {
        line_editor_destroy(editor);
        return NULL;
    }
    EditLine *edit = editor->edit;
    el_wset(edit, EL_CLIENTDATA, editor);
    el_wset(edit, EL_SIGNAL, 0);  // libedit would send what comes to the whole process group
    el_wset(edit, EL_GETCFN, input_read_scalar);
    el_wset(edit, EL_PROMPT, no_prompt);
    if (history) el_wset(edit, EL_HIST, history_w, history->lines);
    keys_set_up(editor);
    el_wset(edit, EL_SETTY, L"-d", L"-isig", NULL);  // in edit mode, ^C and ^Z are keys
    return editor;
}

void line_editor_destroy(LineEditor *editor) {
    if (!editor) return;
    if (editor->edit) el_end(editor->edit);
    if (editor->drawing) fclose(editor->drawing);
    free(editor->drawn);
    free(editor->overlay);
    recall_forget(editor);
    free(editor);
}

// MARK: What is seen

/// Passes the bells on that libedit rang, and forgets the rest of what it drew.
static void pass_bells_on(LineEditor *editor) {
    fflush(editor->drawing);
    off_t count = ftello(editor->drawing);
    if (count > 0 && memchr(editor->drawn, '\a', (size_t)count)) {
        editor->view.handle(editor->view.context, LineEditorRang);
    }
    rewind(editor->drawing);
}

void editor_draw(LineEditor *editor) {
    pass_bells_on(editor);
    if (editor->overlay) {
        editor->view.draw(editor->view.context, editor->overlay, editor->overlayCursor);
        return;
    }
    const LineInfoW *line = el_wline(editor->edit);
    char *text = utf8_from_wide(line->buffer, (size_t)(line->lastchar - line->buffer));
    if (!text) return;
    editor->view.draw(editor->view.context, text, (size_t)(line->cursor - line->buffer));
    free(text);
}

void editor_replace_line(EditLine *edit, const wchar_t *text) {
    const LineInfoW *line = el_wline(edit);
    el_cursor(edit, (int)(line->lastchar - line->cursor));
    line = el_wline(edit);
    el_wdeletestr(edit, (int)(line->lastchar - line->buffer));
    if (*text) el_winsertstr(edit, text);
}

void editor_suspend(LineEditor *editor) {
    editor_draw(editor);
    editor->view.handle(editor->view.context, LineEditorLeft);
    el_wset(editor->edit, EL_PREP_TERM, 0);
    guard_leave();
    guard_stop_group();
    guard_enter(output_descriptor(), editor->view.bracketsPastes);
    el_wset(editor->edit, EL_PREP_TERM, 1);
    guard_bracket_pastes();
}

// MARK: Reading

/// Shows `text` as it stays on the screen, and goes to the row below it.
static void finish(LineEditor *editor, const char *text) {
    editor->view.draw(editor->view.context, text, strlen(text));
    editor->view.handle(editor->view.context, LineEditorLeft);
}

LineEditorResult line_editor_read(LineEditor *editor, char **line) {
    editor->interrupted = false;
    editor->afterEscape = false;
    recall_forget(editor);
    fflush(stdout);
    guard_enter(output_descriptor(), editor->view.bracketsPastes);
    // Never in the middle of a read: libedit would go on with places in a display that it has made anew.
    el_resize(editor->edit);
    // libedit makes the terminal raw only when it waits for a key: one that is quicker than that, such
    // as a script's ^D, would still be obeyed by the terminal.
    el_wset(editor->edit, EL_PREP_TERM, 1);
    guard_bracket_pastes();
    if (ioctl(STDIN_FILENO, FIONREAD, &editor->typedAhead) != 0) editor->typedAhead = 0;

    int count = 0;
    errno = 0;
    const wchar_t *text = el_wgets(editor->edit, &count);
    int failure = errno;
    size_t length = text && count > 0 ? (size_t)count : 0;
    while (length > 0 && (text[length - 1] == L'\n' || text[length - 1] == L'\r')) length--;

    LineEditorResult result = LineEditorEnd;
    if (editor->interrupted) {
        const LineInfoW *info = el_wline(editor->edit);
        size_t typed = (size_t)(info->lastchar - info->buffer);
        char *typedText = utf8_from_wide(info->buffer, typed);
        char *abandoned = NULL;
        if (typedText && asprintf(&abandoned, "%s^C", typedText) >= 0) finish(editor, abandoned);
        free(abandoned);
        free(typedText);
        result = LineEditorInterrupted;
    } else if (text && count > 0) {
        *line = utf8_from_wide(text, length);
        if (*line) finish(editor, *line);
        result = *line ? LineEditorLine : LineEditorFailed;
    } else {
        editor->view.handle(editor->view.context, LineEditorLeft);
        if (count < 0 && failure != 0 && failure != EIO) result = LineEditorFailed;
    }
    guard_leave();
    errno = failure;
    return result;
}
