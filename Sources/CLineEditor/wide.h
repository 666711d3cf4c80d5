// Between UTF-8 and the wide characters that libedit edits. Not part of the module.

#ifndef WIDE_H
#define WIDE_H

#include <stddef.h>
#include <wchar.h>

/// Sees to it that the C library reads and writes UTF-8; libedit itself never calls setlocale.
void use_utf8_locale(void);

/// How many bytes a scalar has that begins with `first`; 1 when none can.
size_t scalar_length(unsigned char first);

/// Takes the next scalar from `*bytes`, which is moved on; broken UTF-8 gives U+FFFD.
wchar_t take_scalar(const unsigned char **bytes, const unsigned char *end);

/// Both give memory that the caller frees, or NULL when there is none.
wchar_t *wide_from_utf8(const char *text);
char *utf8_from_wide(const wchar_t *text, size_t count);

#endif
