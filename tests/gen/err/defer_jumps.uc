/* Jumps out of a deferred statement, into one, past one into its scope, and to where nobody knows. */
#include <stdio.h>
#include <unsync.h>

static void drop(int *n) { printf("%d\n", *n); }

@async
int returns(int n)
{
    defer { if (n) return 1; }
    return await unsync_sleep(1), 0;
}

@thread
void jumps_out(int n)
{
    for (;;) {
        defer { if (n) break; else continue; }
        defer goto out;
        defer { for (;;) { if (n) break; else continue; } }
        n--;
    }
out:;
}

@thread
void jumps_in(int n)
{
    if (n) goto inside;
    if (n > 1) goto past;
    defer { inside: puts("inside"); }
past:
    puts("past");
}

@async
void cases(int n)
{
    switch (n) {
    case 1:
        defer puts("one");
        await unsync_yield();
        break;
    case 2:
    default:
        break;
    }
    switch (n) {
        __attribute__((cleanup(drop))) int m;
    case 3:
        m = 3;
    }
}

@thread
void computed(int n)
{
    void *places[] = {&&here, &&there};
here:;
    defer puts("computed");
    if (n) goto *places[0];
there:
    puts("there");
}

@async
void assembler(void)
{
    defer puts("asm");
    __asm__ goto ("" : : : : out);
out:;
}

@async
void branches(int n)
{
    defer puts("first");
    if (n) goto out;
#ifdef LESS
out:
    puts("less");
#else
    defer puts("more");
out:
    puts("more");
#endif
}
