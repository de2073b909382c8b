/* What would mean something else at the end of the block. */
#include <stdio.h>
#include <unsync.h>

enum shade { DARK, LIGHT };
typedef int count;
static int total;

@thread
void hides_variable(int n)
{
    defer printf("%d\n", total);
    int total = n;
    printf("%d\n", total);
}

@async
void hides_constant_and_type(void)
{
    defer { enum shade shade = DARK; count number = LIGHT; printf("%d %d\n", shade, (int) number); }
    enum shade { LIGHT = 7 };
    typedef long count;
    await unsync_yield();
}

@async
void same_names_inside(void)
{
    defer { int i = 3; printf("%d\n", i); }
    int i = 4; /* fine: that i is its own */
    await unsync_sleep(i);
}

@async
void changes_macro(void)
{
#define TEXT "before"
    defer puts(TEXT);
#undef TEXT
#define TEXT "after"
    await unsync_yield();
}

@thread
void array_of_variable_length(int n)
{
    defer puts("end");
    char text[n];
    if (n > 3) return;
    text[0] = 0;
    puts(text);
}
