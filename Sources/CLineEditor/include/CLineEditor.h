// libedit behind plain C functions: no variadic calls, no FILE *, UTF-8 in and out.
//
// Strings that a function hands out are allocated with malloc and belong to the caller.

#ifndef CLINEEDITOR_H
#define CLINEEDITOR_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: History

/// The lines that were entered, oldest first; a line equal to the one before it is not kept.
typedef struct LineHistory LineHistory;

/// A history that remembers the newest `limit` lines, or NULL when there is no memory.
LineHistory *line_history_create(int limit);
void line_history_destroy(LineHistory *history);

void line_history_add(LineHistory *history, const char *line);

/// Adds the lines saved in `path`. Returns 0 or an errno; EILSEQ: not a history file.
int line_history_load(LineHistory *history, const char *path);

/// Writes a temporary file beside `path`, readable by its owner alone, and renames it.
/// Returns 0 or an errno.
int line_history_save(LineHistory *history, const char *path);

/// Calls `visit` with every line, oldest first.
void line_history_visit(LineHistory *history, void *context,
                        void (*visit)(void *context, const char *line));

// MARK: Editor

/// What ended the reading of a line.
typedef enum LineEditorResult {
    LineEditorLine,
    LineEditorInterrupted,
    LineEditorEnd,
    LineEditorFailed,
} LineEditorResult;

/// What befalls the line on the screen.
typedef enum LineEditorEvent {
    /// The cursor is to go to a fresh row below the line; the next drawing begins there.
    LineEditorLeft,
    /// Somebody else has used the screen; the next drawing begins where the cursor is.
    LineEditorLost,
    /// The screen is to be cleared; the next drawing begins at its top.
    LineEditorCleared,
    /// Something could not be done: a bell.
    LineEditorRang,
} LineEditorEvent;

/// Whoever shows the line and knows what may be completed.
typedef struct LineEditorView {
    void *context;
    /// Shows `line`, with the cursor after `cursor` Unicode scalars, or at its end when it has fewer.
    /// Called whenever the editor is about to wait for a key.
    void (*draw)(void *context, const char *line, size_t cursor);
    void (*handle)(void *context, LineEditorEvent event);
    /// What Tab inserts in the place of the `*erase` scalars before the cursor; NULL for nothing.
    char *(*complete)(void *context, const char *line, size_t cursor, size_t *erase);
    /// Whether the terminal is to mark what is pasted (xterm's mode 2004).
    bool bracketsPastes;
} LineEditorView;

/// libedit on standard input.
typedef struct LineEditor LineEditor;

/// An editor whose ~/.editrc lines may begin with `program:`. `history` and the view's context must
/// outlive it.
LineEditor *line_editor_create(const char *program, LineHistory *history, LineEditorView view);
void line_editor_destroy(LineEditor *editor);

/// Reads one line, without its newline, into `*line` (set for LineEditorLine only). A line that has
/// newlines in it was pasted, or has them quoted. LineEditorFailed leaves the reason in errno.
///
/// While it reads, signals that end the program give the terminal back first, and those that stop it or
/// change the window are dealt with; afterwards the handlers that stood before are back.
LineEditorResult line_editor_read(LineEditor *editor, char **line);

// MARK: Interrupts

/// From here on SIGINT raises a flag and does nothing else. Calls nest; the outermost
/// `interrupt_flag_restore` brings back the handler that stood before.
void interrupt_flag_install(void);
void interrupt_flag_restore(void);
bool interrupt_flag_is_raised(void);
void interrupt_flag_lower(void);

// MARK: Terminal

/// The columns of the terminal behind `descriptor`, or 0 when nobody knows.
int terminal_columns(int descriptor);

/// The same of its rows.
int terminal_rows(int descriptor);

/// The columns that a Unicode scalar takes on a terminal: 0 for marks and what is not printed.
int terminal_scalar_width(unsigned scalar);

/// The columns that `text` takes on a terminal.
size_t terminal_text_width(const char *text);

#ifdef __cplusplus
}
#endif

#endif
