// What the editor needs of a history. Not part of the module.

#ifndef HISTORY_H
#define HISTORY_H

#include <histedit.h>

#include "CLineEditor.h"

struct LineHistory {
    HistoryW *lines;
};

#endif
