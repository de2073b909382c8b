/* An await binds what stands behind the call; and a register has no address in a frame either. */
#include <unsync.h>

struct pair { int x, y; };

@async int *list(int *n) { return n; }
@async struct pair pair(void) { return (struct pair) {1, 2}; }

@async
int parts(int *n)
{
    return await list(n)[1] + catch pair().x + await pair()->y + (await list(n))[1] +
           (await pair()).x;
}

@thread
int blocking(int *n)
{
    return await list(n)[1];
}

@async
int in_registers(register int n)
{
    register struct pair pair = {1, 2};
    register int *p = &n;
    int *q = &(pair.x), *r = &p[0];

    await unsync_yield();
    return *p + *q + *r;
}

unsigned @async int behind_a_type(int n);
int @thread behind_the_type(int n);
