#include <stdio.h>
/* No mark: the output is the input. */
int main(void) { int await = 1; return await; }
