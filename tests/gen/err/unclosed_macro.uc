#include <unsync.h>
#define BEGIN {
#define END }

@async int f(int a) BEGIN
    while (a) BEGIN await unsync_yield(); a--; END
    return 1;
