// The keys. The traps that shape this file:
// - functions must be registered before they are bound.
// - "bind -v" and "bind -e" in ~/.editrc reset every key: ours are bound again at once, so that what
//   the file binds afterwards goes before them.
// - vi's insert mode has no arrow keys unless they are bound; with them ESC is the beginning of a
//   sequence, and input.c tells libedit by a second key that it was none.

#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "editor.h"
#include "wide.h"

// MARK: Functions of our own

/// ^C: the line is abandoned.
static unsigned char abandon(EditLine *edit, wint_t key) {
    (void)key;
    editor_of(edit)->interrupted = true;
    return CC_NEWLINE;
}

/// ^Z
static unsigned char stop(EditLine *edit, wint_t key) {
    (void)key;
    editor_suspend(editor_of(edit));
    return CC_NORM;
}

/// ^L
static unsigned char clear(EditLine *edit, wint_t key) {
    (void)key;
    LineEditor *editor = editor_of(edit);
    editor->view.handle(editor->view.context, LineEditorCleared);
    return CC_NORM;
}

/// A pasted block is text: no key in it is obeyed.
static unsigned char paste(EditLine *edit, wint_t key) {
    (void)key;
    wchar_t *text = input_read_paste(editor_of(edit));
    bool isInserted = text && (!*text || el_winsertstr(edit, text) == 0);
    free(text);
    return isInserted ? CC_REFRESH : CC_ERROR;
}

static unsigned char complete(EditLine *edit, wint_t key) {
    (void)key;
    LineEditor *editor = editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = utf8_from_wide(line->buffer, (size_t)(line->lastchar - line->buffer));
    if (!text) return CC_ERROR;
    size_t cursor = (size_t)(line->cursor - line->buffer);
    size_t erase = 0;
    char *insertion = editor->view.complete(editor->view.context, text, cursor, &erase);
    free(text);
    wchar_t *wide = insertion ? wide_from_utf8(insertion) : NULL;
    if (wide) {
        if (erase > cursor) erase = cursor;
        if (erase > 0) el_wdeletestr(edit, (int)erase);
        if (*wide) el_winsertstr(edit, wide);
    }
    free(wide);
    free(insertion);
    return CC_REFRESH;
}

/// End: libedit's own stops before the last character in vi mode, while inserting, too.
static unsigned char go_to_end(EditLine *edit, wint_t key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    el_cursor(edit, (int)(line->lastchar - line->cursor));
    return CC_CURSOR;
}

static unsigned char nothing(EditLine *edit, wint_t key) {
    (void)edit, (void)key;
    return CC_NORM;
}

// MARK: Binding

static void bind_key(EditLine *edit, const wchar_t *key, const wchar_t *function) {
    el_wset(edit, EL_BIND, key, function, NULL);
}

static void bind_command(EditLine *edit, const wchar_t *key, const wchar_t *function) {
    el_wset(edit, EL_BIND, L"-a", key, function, NULL);
}

static void bind_in_both_maps(EditLine *edit, const wchar_t *key, const wchar_t *function) {
    bind_key(edit, key, function);
    bind_command(edit, key, function);
}

/// The keys that people expect everywhere.
static void bind_keys(LineEditor *editor) {
    static const wchar_t *const sequences[][2] = {
        {L"\033[A", L"riposte-previous"},     {L"\033OA", L"riposte-previous"},
        {L"\033[B", L"riposte-next"},         {L"\033OB", L"riposte-next"},
        {L"\033[C", L"ed-next-char"},         {L"\033OC", L"ed-next-char"},
        {L"\033[D", L"ed-prev-char"},         {L"\033OD", L"ed-prev-char"},
        {L"\033[H", L"ed-move-to-beg"},       {L"\033OH", L"ed-move-to-beg"},
        {L"\033[1~", L"ed-move-to-beg"},      {L"\033[7~", L"ed-move-to-beg"},
        {L"\033[F", L"riposte-end"},       {L"\033OF", L"riposte-end"},
        {L"\033[4~", L"riposte-end"},      {L"\033[8~", L"riposte-end"},
        {L"\033[3~", L"ed-delete-next-char"}, {L"\033[1;5D", L"ed-prev-word"},
        {L"\033[1;5C", L"em-next-word"},      {L"\033[5D", L"ed-prev-word"},
        {L"\033[5C", L"em-next-word"},        {L"\033[1;3D", L"ed-prev-word"},
        {L"\033[1;3C", L"em-next-word"},      {L"\033[200~", L"riposte-paste"},
    };
    EditLine *edit = editor->edit;
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        bind_in_both_maps(edit, sequences[i][0], sequences[i][1]);
    }
    const wchar_t *mode = NULL;
    editor->isVi = el_wget(edit, EL_EDITOR, &mode) == 0 && mode && wcscmp(mode, L"vi") == 0;
    if (editor->isVi) {
        bind_in_both_maps(edit, L"\033\x80", L"vi-command-mode");
        bind_in_both_maps(edit, L"\x80", L"riposte-nothing");
    }
    bind_in_both_maps(edit, L"^P", L"riposte-previous");
    bind_in_both_maps(edit, L"^N", L"riposte-next");
    bind_command(edit, L"k", L"riposte-previous");
    bind_command(edit, L"j", L"riposte-next");
    bind_key(edit, L"\t", L"riposte-complete");
    bind_key(edit, L"^R", L"riposte-search");
    bind_key(edit, L"^W", L"ed-delete-prev-word");
    bind_key(edit, L"^U", L"vi-kill-line-prev");
    bind_in_both_maps(edit, L"^L", L"riposte-clear");
}

/// Reads the lines of ~/.editrc, or of $EDITRC, as `el_source` does.
static void read_editrc(LineEditor *editor) {
    char path[PATH_MAX];
    const char *file = getenv("EDITRC"), *home = getenv("HOME");
    if (file) {
        snprintf(path, sizeof path, "%s", file);
    } else {
        if (!home) return;
        snprintf(path, sizeof path, "%s/.editrc", home);
    }
    FILE *lines = fopen(path, "r");
    if (!lines) return;
    TokenizerW *tokenizer = tok_winit(NULL);
    char *line = NULL;
    size_t room = 0;
    while (tokenizer && getline(&line, &room, lines) != -1) {
        line[strcspn(line, "\r\n")] = 0;
        wchar_t *wide = wide_from_utf8(line);
        if (!wide) break;
        const wchar_t *first = wide;
        while (iswspace((wint_t)*first)) first++;
        int count = 0;
        const wchar_t **words = NULL;
        tok_wreset(tokenizer);
        if (*first && *first != '#' && tok_wstr(tokenizer, first, &count, &words) == 0 && count > 0) {
            el_wparse(editor->edit, count, words);
            const wchar_t *mode = count > 1 ? words[1] : L"";
            const wchar_t *name = wcschr(words[0], ':') ? wcschr(words[0], ':') + 1 : words[0];
            bool resets = wcscmp(name, L"bind") == 0
                          && (wcscmp(mode, L"-v") == 0 || wcscmp(mode, L"-e") == 0);
            if (resets) bind_keys(editor);
        }
        free(wide);
    }
    free(line);
    if (tokenizer) tok_wend(tokenizer);
    fclose(lines);
}

void keys_set_up(LineEditor *editor) {
    EditLine *edit = editor->edit;
    el_wset(edit, EL_ADDFN, L"riposte-complete", L"Complete the word", complete);
    el_wset(edit, EL_ADDFN, L"riposte-abandon", L"Abandon the line", abandon);
    el_wset(edit, EL_ADDFN, L"riposte-suspend", L"Stop until continued", stop);
    el_wset(edit, EL_ADDFN, L"riposte-clear", L"Clear the screen", clear);
    el_wset(edit, EL_ADDFN, L"riposte-paste", L"Insert what is pasted", paste);
    el_wset(edit, EL_ADDFN, L"riposte-previous", L"The line before", recall_previous);
    el_wset(edit, EL_ADDFN, L"riposte-next", L"The line after", recall_next);
    el_wset(edit, EL_ADDFN, L"riposte-search", L"Search the history", search_history);
    el_wset(edit, EL_ADDFN, L"riposte-end", L"Go to the end of the line", go_to_end);
    el_wset(edit, EL_ADDFN, L"riposte-nothing", L"Do nothing", nothing);
    el_wset(edit, EL_EDITOR, L"emacs");
    bind_keys(editor);
    read_editrc(editor);
    // These no ~/.editrc takes away.
    bind_in_both_maps(edit, L"^C", L"riposte-abandon");
    bind_in_both_maps(edit, L"^Z", L"riposte-suspend");
    bind_in_both_maps(edit, L"\033[200~", L"riposte-paste");
}
