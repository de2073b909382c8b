#include <unsync.h>
@async int h(int a);
@thread int h(int a) { return a; }
