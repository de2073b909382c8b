#include <unsync.h>

@thread int main(void) { return 0; }
