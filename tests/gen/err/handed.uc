/* @fd stands on an int that is a parameter. */
#include <unsync.h>

@cpu_bound int pointed(@fd int *file) { return *file; }
@cpu_bound int twice(@len(2) @fd int file) { return file; }
@cpu_bound int inwards(@in @fd int file) { return file; }
@message struct box { @fd int file; };
