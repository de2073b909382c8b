/* A start whose handle nobody takes. */
#include <unsync.h>

@async int get(int n) { return n; }
@thread void job(void) { }

@async
int main(void)
{
    get(1);
    (void) get(2);
    job(), get(3);
    for (int i = 0; i < 2; get(i), i++) unsync_background(job());
    if (1) (get(4));
    1 ? get(5) : get(6);
    get_task kept = get(7);
    return await kept;
}

static int (*plain)(void);

@thread
void shadowed(void)
{
    int (*get)(void) = plain;
    get();
    job();
}
