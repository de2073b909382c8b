/* A condition that awaits is evaluated on every turn, and `continue` reaches it and the step. */
#include <stdbool.h>
#include <stdio.h>
#include <unsync.h>

static int left;

@async
bool more(const char *where)
{
    await unsync_yield();
    printf("%s:%d ", where, left);
    return left-- > 0;
}

@async
int step(int i)
{
    await unsync_yield();
    printf("step:%d ", i);
    return i + 1;
}

@async
int main(void)
{
    int i, hits = 0;

    left = 1;
    if (await more("if")) hits++;
    if (await more("if")) hits += 100; else hits += 10;
    if (hits == 11) if (await more("inner")) hits = 0; else hits = 12;
    else hits = 13;
    printf("%d\n", hits);

    left = 3;
    while (await more("while")) {
        if (left == 1) continue;
        hits++;
    }
    left = 2;
    while (hits < 100 && await more("and")) hits++;
    left = 2;
    while (!(await more("not")) || left > 0) if (hits++ > 50) break;
    printf("%d\n", hits);

    left = 3;
    for (i = 0; await more("for"); i++) if (i == 1) continue; else hits++;
    printf("%d %d\n", i, hits);
    left = 100;
    for (i = await step(0); i < 6; i = await step(i)) {
        if (i == 3) continue;
        if (i == 5) break;
        printf("body:%d ", i);
        switch (i) { case 2: continue; default: printf("default "); }
    }
    printf("%d\n", i);
    left = 2;
    for (int a = 1, b = await step(5); await more("head") && a < b; a = await step(a), b--)
        printf("a=%d b=%d ", a, b);
    printf("\n");
    for (i = 0; i < 2; (void) await step(i), i++) printf("body ");
    printf("\n");

    left = 3;
    do {
        hits++;
        if (left == 2) continue;
        printf("do ");
        for (i = 0; i < 2; i++) continue;
        do { if (hits) break; } while (await more("never"));
    } while (await more("until"));
    left = 2;
    do printf("single "); while (await more("until"));
    left = 1;
    do if (left) continue; else printf("else "); while (await more("c"));
    printf("%d\n", hits);

    switch (await step(1)) {
    case 1: printf("wrong\n"); break;
    case 2: printf("two\n");
    }
    for (int n = 0; n < 2; n++)
        switch (await step(n)) case 1: if (await more("case")) printf("yes "); else printf("no ");
    printf("\n");
    return 0;
}
