#include <stdio.h>
#include <unsync.h>
static int numbers(int n) { for (int i = 0; i < n; i++) yield i; return 0; }
static int more(void) { yield 3; yield_from numbers(3); return 0; }
int copy(const char *path)
{
    FILE *file = fopen(path, "r");
    defer fclose(file);
    if (!file) unsync_fail(-3, "%s", path);
    return await unsync_sleep(3);
}
int fine(int yield, int defer)
{
    (yield) + defer;
    defer: yield++;
    if (defer) goto defer;
    return yield * defer;
}
@async int main(void) { return 0; }
