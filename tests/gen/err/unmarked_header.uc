#include <stdio.h>
#include <string.h>
#include <unsync.h>
#include "unmarked_header.h"
static int calls(int n) { return unsync_result(by_hand(n)); }
static int tries(int n) { by_hand_try(n, &n); return n; }
@async int task(int n) { return n; }
@thread(as = later_other) extern int other(int n);
@thread char *index(const char *text, int c) { return c ? NULL : strdup(text); }
@async int by_hand(int n) { return n; }
