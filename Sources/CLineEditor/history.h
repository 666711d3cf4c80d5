// What the editor needs of a history. Not part of the module.

#ifndef HISTORY_H
#define HISTORY_H

#include <histedit.h>

#include "CLineEditor.h"

struct LineHistory {
    HistoryW *lines;
};

/// The line that was entered `back` lines ago, 1 for the newest; NULL where there is none.
const wchar_t *history_line(LineHistory *history, size_t back);

#endif
