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

/// What Tab does: `erase` scalars before the cursor give way to `insertion`, and `listing` is
/// shown below the line. Both strings may be NULL; both are freed by the editor.
typedef struct LineCompletion {
    size_t erase;
    char *insertion;
    char *listing;
} LineCompletion;

/// Completes `line`, whose cursor stands after `cursor` Unicode scalars.
typedef LineCompletion (*LineCompleter)(void *context, const char *line, size_t cursor);

/// libedit on standard input, drawing on standard output, or on standard error when standard
/// output is not a terminal.
typedef struct LineEditor LineEditor;

/// An editor whose ~/.editrc lines may begin with `program:`. `history` must outlive it.
LineEditor *line_editor_create(const char *program, LineHistory *history);
void line_editor_destroy(LineEditor *editor);

void line_editor_set_completer(LineEditor *editor, LineCompleter completer, void *context);

/// Reads one line, without its newline, into `*line` (set for LineEditorLine only).
///
/// `style` holds the parameters of a "select graphic rendition" sequence, such as "1;36"; NULL or
/// empty for a plain prompt. LineEditorFailed leaves the reason in errno.
LineEditorResult line_editor_read(LineEditor *editor, const char *prompt, const char *style,
                                  char **line);

// MARK: Interrupts

/// From here on SIGINT raises a flag and does nothing else. Calls nest; the innermost
/// `interrupt_flag_restore` brings back the handler that stood before.
void interrupt_flag_install(void);
void interrupt_flag_restore(void);
bool interrupt_flag_is_raised(void);
void interrupt_flag_lower(void);

// MARK: Terminal

/// The columns of the terminal behind `descriptor`, or 0 when nobody knows.
int terminal_columns(int descriptor);

/// The columns that `text` takes on a terminal.
size_t terminal_text_width(const char *text);

#ifdef __cplusplus
}
#endif

#endif
