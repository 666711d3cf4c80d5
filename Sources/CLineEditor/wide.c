#define _GNU_SOURCE
#include "wide.h"

#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(wchar_t) == 4, "a wide character is one Unicode scalar");

static const wchar_t replacement = 0xFFFD;

static void choose_locale(void) {
    static const char *const names[] = {"", "C.UTF-8", "en_US.UTF-8", "UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (setlocale(LC_CTYPE, names[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
    }
}

// Once, since the locale is the whole process's and other threads may be reading text.
void use_utf8_locale(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, choose_locale);
}

size_t scalar_length(unsigned char first) {
    if (first < 0xC2 || first > 0xF4) return 1;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

wchar_t take_scalar(const unsigned char **bytes, const unsigned char *end) {
    unsigned char first = *(*bytes)++;
    if (first < 0x80) return first;
    int more = (int)scalar_length(first) - 1;
    if (more == 0) return replacement;
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    uint32_t scalar = first & (0x3F >> more);
    for (int i = 0; i < more; i++) {
        if (*bytes == end || (**bytes & 0xC0) != 0x80) return replacement;
        scalar = scalar << 6 | (*(*bytes)++ & 0x3F);
    }
    int isSurrogate = scalar >= 0xD800 && scalar < 0xE000;
    if (scalar < least[more] || scalar > 0x10FFFF || isSurrogate) return replacement;
    return (wchar_t)scalar;
}

wchar_t *wide_from_utf8(const char *text) {
    size_t length = strlen(text);
    wchar_t *wide = calloc(length + 1, sizeof *wide);
    if (!wide) return NULL;
    const unsigned char *next = (const unsigned char *)text, *end = next + length;
    wchar_t *out = wide;
    while (next < end) *out++ = take_scalar(&next, end);
    return wide;
}

char *utf8_from_wide(const wchar_t *text, size_t count) {
    char *bytes = malloc(count * 4 + 1);
    if (!bytes) return NULL;
    char *out = bytes;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = (uint32_t)text[i];
        if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = (uint32_t)replacement;
        if (c < 0x80) {
            *out++ = (char)c;
            continue;
        }
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
        *out++ = (char)(lead[more] | c >> (6 * more));
        while (more-- > 0) *out++ = (char)(0x80 | (c >> (6 * more) & 0x3F));
    }
    *out = 0;
    return bytes;
}
