#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/ioctl.h>
#include <wchar.h>

#include "CLineEditor.h"
#include "wide.h"

int terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int terminal_rows(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

int terminal_scalar_width(unsigned scalar) {
    use_utf8_locale();
    int width = wcwidth((wchar_t)scalar);
    return width > 0 ? width : 0;
}

size_t terminal_text_width(const char *text) {
    use_utf8_locale();
    wchar_t *wide = wide_from_utf8(text);
    if (!wide) return 0;
    size_t width = 0;
    for (const wchar_t *c = wide; *c; c++) {
        int columns = wcwidth(*c);
        if (columns > 0) width += (size_t)columns;
    }
    free(wide);
    return width;
}
