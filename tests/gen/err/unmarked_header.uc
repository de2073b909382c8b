#include <stdio.h>
#include <string.h>
#include <unsync.h>
#include "unmarked_header.h"
@async int task(int n) { return n; }
@thread(as = later_other) extern int other(int n);
@thread char *index(const char *text, int c) { return c ? NULL : strdup(text); }
@async int by_hand(int n) { return n; }
