// Searching the history backwards while one types, as ^R does elsewhere. libedit's own search looks up
// what a key does by the lowest byte of its character: Thai, or 不, would end it.

#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "editor.h"
#include "wide.h"

enum { longestPattern = 256 };
enum { abortKey = 7, backspaceKey = 8, searchKey = 18, escapeKey = 27, deleteKey = 127 };

typedef struct Search {
    wchar_t **lines;  // oldest first
    size_t count, room;
    wchar_t pattern[longestPattern + 1];
    size_t length;
    size_t found;  // the line that is shown; count for none
    bool isLost;   // nothing older has the pattern
} Search;

static void remember(void *context, const char *line) {
    Search *search = context;
    if (search->count == search->room) {
        size_t room = search->room ? 2 * search->room : 64;
        wchar_t **lines = realloc(search->lines, room * sizeof *lines);
        if (!lines) return;
        search->lines = lines;
        search->room = room;
    }
    wchar_t *wide = wide_from_utf8(line);
    if (wide) search->lines[search->count++] = wide;
}

/// Finds the newest line before `end` that has the pattern.
static void find_before(Search *search, size_t end) {
    for (size_t i = end; i-- > 0;) {
        if (wcsstr(search->lines[i], search->pattern)) {
            search->found = i;
            search->isLost = false;
            return;
        }
    }
    search->isLost = true;
}

static const wchar_t *found_line(const Search *search) {
    return search->found < search->count ? search->lines[search->found] : L"";
}

/// Where the pattern stands in the line that was found.
static size_t found_place(const Search *search) {
    const wchar_t *line = found_line(search);
    const wchar_t *place = wcsstr(line, search->pattern);
    return place ? (size_t)(place - line) : 0;
}

static void show(LineEditor *editor, const Search *search) {
    const wchar_t *line = found_line(search);
    const wchar_t *words = search->isLost ? L"\nnot found: " : L"\nsearch: ";
    size_t room = wcslen(line) + wcslen(words) + search->length + 1;
    wchar_t *text = malloc(room * sizeof *text);
    if (!text) return;
    wcscpy(text, line);
    wcscat(text, words);
    wcscat(text, search->pattern);
    free(editor->overlay);
    editor->overlay = utf8_from_wide(text, wcslen(text));
    editor->overlayCursor = found_place(search);
    free(text);
}

/// Puts the line that was found in the place of the one that is edited.
static void accept(EditLine *edit, const Search *search) {
    if (search->found == search->count) return;
    const wchar_t *found = found_line(search);
    editor_replace_line(edit, found);
    el_cursor(edit, (int)found_place(search) - (int)wcslen(found));
}

/// Takes a key; false when it ends the search.
static bool take(Search *search, wchar_t key) {
    if (key == searchKey) {
        if (search->length > 0) find_before(search, search->isLost ? search->count : search->found);
    } else if (key == backspaceKey || key == deleteKey) {
        if (search->length == 0) return false;
        search->pattern[--search->length] = 0;
        search->found = search->count;
        search->isLost = false;
        if (search->length > 0) find_before(search, search->count);
    } else if (key >= ' ') {
        if (search->length == longestPattern) return true;
        search->pattern[search->length++] = key;
        search->pattern[search->length] = 0;
        size_t end = search->found < search->count ? search->found + 1 : search->count;
        find_before(search, end);
    } else {
        return false;
    }
    return true;
}

unsigned char search_history(EditLine *edit, wint_t key) {
    (void)key;
    LineEditor *editor = editor_of(edit);
    if (!editor->history) return CC_ERROR;
    Search search = {0};
    line_history_visit(editor->history, &search, remember);
    search.found = search.count;

    wchar_t next = 0;
    do {
        show(editor, &search);
    } while (input_read_scalar(edit, &next) == 1 && take(&search, next));
    if (next != abortKey) accept(edit, &search);
    // The key that ended it is obeyed; but an ESC that begins no other key only ends it.
    bool isObeyed = next == escapeKey ? input_sequence_follows(editor) : next != abortKey;
    if (isObeyed && next) el_wpush(edit, (wchar_t[]){next, 0});

    free(editor->overlay);
    editor->overlay = NULL;
    for (size_t i = 0; i < search.count; i++) free(search.lines[i]);
    free(search.lines);
    return CC_REFRESH;
}
