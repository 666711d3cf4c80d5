// What the parts of the editor share. Not part of the module.

#ifndef EDITOR_H
#define EDITOR_H

#include <histedit.h>
#include <stdio.h>

#include "CLineEditor.h"

struct LineEditor {
    EditLine *edit;
    LineHistory *history;
    LineEditorView view;
    FILE *drawing;      // where libedit draws: nobody looks at it, but its bells are passed on
    char *drawn;        // what it drew since it was last asked
    size_t drawnSize;
    bool isVi;
    bool interrupted;
    bool afterEscape;   // ESC was a key of its own, which the next key tells libedit
    int pending;        // a byte that was read too early, or -1
    char *overlay;      // what is shown in the place of the line, or NULL
    size_t overlayCursor;
    int typedAhead;     // bytes that were waiting before the terminal was made raw
    size_t back;        // how many lines back in the history the line is from; 0 for one's own
    wchar_t *unsent;    // one's own line, while one from the history is in its place
};

/// The editor that `edit` belongs to.
LineEditor *editor_of(EditLine *edit);

/// Lets the view draw the line as it is now.
void editor_draw(LineEditor *editor);

/// Puts `text` in the place of the line, with the cursor behind it.
void editor_replace_line(EditLine *edit, const wchar_t *text);

/// Gives the terminal back, stops the process group, and goes on when the shell lets it.
void editor_suspend(LineEditor *editor);

// MARK: Input (input.c)

/// The key that follows an ESC with nothing behind it.
enum { loneEscapeKey = 0x80 };

/// libedit's reader of characters: 1, 0 at the end, -1 with errno.
int input_read_scalar(EditLine *edit, wchar_t *scalar);

/// Whether what follows an ESC is the rest of a key's sequence; waits a moment for it.
bool input_sequence_follows(LineEditor *editor);

/// What stands between the marks of a bracketed paste, whose first has been read: newlines as \n and
/// none at the end. The caller frees it; NULL when there is no memory.
wchar_t *input_read_paste(LineEditor *editor);

// MARK: Keys (keys.c)

/// Registers the functions of our own, binds the keys, and reads ~/.editrc.
void keys_set_up(LineEditor *editor);

// MARK: Going through the history (recall.c)

/// The functions behind ↑ and ↓.
unsigned char recall_previous(EditLine *edit, wint_t key);
unsigned char recall_next(EditLine *edit, wint_t key);

/// The line is one's own again; to be called before it is read.
void recall_forget(LineEditor *editor);

// MARK: Search (search.c)

/// The function behind ^R.
unsigned char search_history(EditLine *edit, wint_t key);

#endif
