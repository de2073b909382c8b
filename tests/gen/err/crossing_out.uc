#include <stdio.h>
#include <unsync.h>
struct plain { int x; };
@cpu_bound int unmarked(int *n);
@cpu_bound int constant(@out const int *n);
@cpu_bound int constants(@inout @len(n) const int *list, int n);
@cpu_bound int value(@out int n);
@cpu_bound int two(@in @out int *n);
@cpu_bound int text(@out char *buffer);
@cpu_bound int text_inout(@inout char *buffer);
@cpu_bound int unknown(@out @len(*count) int *list, @out int *count);
@cpu_bound int plain(@out struct plain *plain);
@cpu_bound int anything(@inout void *data);
@cpu_bound int file(@inout FILE *file);
@cpu_bound int deep(@out int ***n);
@cpu_bound int list(@out int **list);
@cpu_bound int function(@out int (*f)(void));
@out int misplaced(void);
