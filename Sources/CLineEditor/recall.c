// Going through the history line by line. libedit keeps the first 1024 characters of the line that one has
// not sent yet, and brings the others back as zeros.

#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "editor.h"
#include "history.h"

/// Shows the line entered `back` lines ago; 0 for one's own.
static unsigned char show(EditLine *edit, LineEditor *editor, size_t back) {
    const wchar_t *line = back > 0 ? history_line(editor->history, back) : editor->unsent;
    if (!line) return CC_ERROR;
    editor_replace_line(edit, line);
    if (editor->isVi) el_cursor(edit, -(int)wcslen(line));  // as vi's own
    editor->back = back;
    return CC_REFRESH;
}

unsigned char recall_previous(EditLine *edit, wint_t key) {
    (void)key;
    LineEditor *editor = editor_of(edit);
    if (!editor->history) return CC_ERROR;
    if (editor->back == 0) {
        const LineInfoW *line = el_wline(edit);
        size_t count = (size_t)(line->lastchar - line->buffer);
        wchar_t *copy = malloc((count + 1) * sizeof *copy);
        if (!copy) return CC_ERROR;
        wmemcpy(copy, line->buffer, count);
        copy[count] = 0;
        free(editor->unsent);
        editor->unsent = copy;
    }
    return show(edit, editor, editor->back + 1);
}

unsigned char recall_next(EditLine *edit, wint_t key) {
    (void)key;
    LineEditor *editor = editor_of(edit);
    return editor->back > 0 ? show(edit, editor, editor->back - 1) : CC_ERROR;
}

void recall_forget(LineEditor *editor) {
    free(editor->unsent);
    editor->unsent = NULL;
    editor->back = 0;
}
