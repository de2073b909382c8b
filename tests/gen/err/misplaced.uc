#include <unsync.h>
@async int variable = 3;
@thread typedef int number;
@async int one(void), two(void);
@message int no_struct;
@async @message struct lane { int x; };
int @len(3) plain(int *list);
int inside(void) { @async int x = 3; return x; }
@async struct pair { int a, b; };
@thread enum kind { FIRST };
@async int sized(int n, int (*list)[await one()]) { return n + (*list)[0]; }
@async int guarded(int n, int list[catch(one())]) { return n + list[0]; }
