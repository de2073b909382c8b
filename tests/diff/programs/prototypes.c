/* Prototypes inside blocks, of functions that are tasks too; a local that is a function's name. */
#include <stdio.h>

int block_prototype(int n);
int later(int);
int *pointers(int *p, int n);

static int blocks(int n)
{
    int block_prototype(int);
    int later(int n), x = 1;
    int *pointers(int *p, int n);
    return block_prototype(n) + later(n) + x + *pointers(&n, 0);
}

int block_prototype(int n) { return n + 1000; }
int later(int n) { return n > 0 ? later(n - 1) + 1 : 0; }
int *pointers(int *p, int n) { return p + n; }

int main(void)
{
    printf("%d\n", blocks(7));
    return 0;
}
