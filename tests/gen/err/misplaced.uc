#include <unsync.h>
@async int variable = 3;
@thread typedef int number;
@async int one(void), two(void);
@message int no_struct;
@async @message struct lane { int x; };
int @len(3) plain(int *list);
int inside(void) { @async int x = 3; return x; }
