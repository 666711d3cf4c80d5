#define _GNU_SOURCE
#include "history.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wide.h"

LineHistory *line_history_create(int limit) {
    use_utf8_locale();
    LineHistory *history = calloc(1, sizeof *history);
    if (!history) return NULL;
    history->lines = history_winit();
    if (!history->lines) {
        free(history);
        return NULL;
    }
    HistEventW event;
    history_w(history->lines, &event, H_SETSIZE, limit);
    history_w(history->lines, &event, H_SETUNIQUE, 1);
    return history;
}

void line_history_destroy(LineHistory *history) {
    if (!history) return;
    history_wend(history->lines);
    free(history);
}

void line_history_add(LineHistory *history, const char *line) {
    wchar_t *wide = wide_from_utf8(line);
    if (!wide) return;
    HistEventW event;
    history_w(history->lines, &event, H_ENTER, wide);
    free(wide);
}

const wchar_t *history_line(LineHistory *history, size_t back) {
    HistEventW event;
    int found = history_w(history->lines, &event, H_FIRST);
    for (; found != -1 && back > 1; back--) found = history_w(history->lines, &event, H_NEXT);
    const wchar_t *line = found == -1 ? NULL : event.str;
    history_w(history->lines, &event, H_FIRST);
    return line;
}

int line_history_load(LineHistory *history, const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) return errno;
    if (!S_ISREG(info.st_mode)) return EILSEQ;
    if (info.st_size == 0) return 0;
    HistEventW event;
    errno = 0;
    if (history_w(history->lines, &event, H_LOAD, path) != -1) return 0;
    return errno == EACCES || errno == EIO || errno == ENOMEM ? errno : EILSEQ;
}

/// Writes the lines to `descriptor`, which it closes, and sees to it that they are on the disk: libedit
/// does not ask whether what it writes arrives. Returns 0 or an errno.
static int write_lines(LineHistory *history, int descriptor) {
    FILE *file = fdopen(descriptor, "w");
    if (!file) {
        int failure = errno;
        close(descriptor);
        return failure;
    }
    HistEventW event;
    errno = 0;
    bool isWritten = history_w(history->lines, &event, H_SAVE_FP, file) != -1 && fflush(file) == 0
                     && !ferror(file) && fsync(descriptor) == 0;
    int failure = isWritten ? 0 : errno ? errno : EIO;
    if (fclose(file) != 0 && !failure) failure = errno;
    return failure;
}

int line_history_save(LineHistory *history, const char *path) {
    size_t length = strlen(path);
    char *temporary = malloc(length + sizeof ".XXXXXX");
    if (!temporary) return ENOMEM;
    memcpy(temporary, path, length);
    strcpy(temporary + length, ".XXXXXX");

    int failure = 0;
    int descriptor = mkstemp(temporary);  // creates it with mode 0600
    if (descriptor < 0) {
        failure = errno;
    } else {
        failure = write_lines(history, descriptor);
        if (!failure && rename(temporary, path) != 0) failure = errno;
        if (failure) unlink(temporary);
    }
    free(temporary);
    return failure;
}

void line_history_visit(LineHistory *history, void *context,
                        void (*visit)(void *context, const char *line)) {
    HistEventW event;
    int found = history_w(history->lines, &event, H_LAST);
    while (found != -1) {
        char *line = utf8_from_wide(event.str, wcslen(event.str));
        if (line) visit(context, line);
        free(line);
        found = history_w(history->lines, &event, H_PREV);
    }
    history_w(history->lines, &event, H_FIRST);
}
