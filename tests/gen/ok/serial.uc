/* A start is a call, an await takes its value; failures and messages stay what they are. */
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@message struct word { char *text; int count; };

@cpu_bound
int digits(int n)
{
    if (n < 0) unsync_fail(-22, "%d is negative", n);
    return n < 10 ? 1 : 2;
}

@thread
struct word *word_of(const char *text)
{
    struct word *word = malloc(sizeof *word);

    if (word == NULL) unsync_fail(UNSYNC_ENOMEM, "no memory");
    word->text = strdup(text);
    word->count = await digits((int) strlen(text));
    return word;
}

@async
void pause_twice(void)
{
    await unsync_sleep(10);
    await unsync_yield();
}

@async
int main(int argc, char **argv)
{
    word_of_task task = word_of(argv[argc - 1]);

    await pause_twice();
    if (catch task != 0) return 1;
    word_free(await task);
}
