/* What main would set up in a worker: state copied, functions called; main itself never runs there. */
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

static int table[4];
static int initialised;
static int main_ran;

static void set_up(void)
{
    initialised = table[3] + 1;
}

@cpu_bound
int look(int which)
{
    switch (which) {
    case 0: return table[2];
    case 1: return initialised;
    default: return main_ran; // unsync: ignore(stale-read)
    }
}

@cpu_bound
int process(void)
{
    return (int) getpid();
}

int main(void)
{
    main_ran = 1;
    for (int i = 0; i < 4; i++) table[i] = i * 10;
    int code = unsync_worker_state(table, sizeof table);
    if (code == 0) code = unsync_worker_init(set_up);
    if (code != 0) return fprintf(stderr, "%s\n", unsync_code_name(code)) < 0 ? 1 : 2;
    int local;
    printf("%s\n", unsync_code_name(unsync_worker_state(&local, sizeof local)));
    printf("%d %d %d\n", unsync_result(look(0)), unsync_result(look(1)), unsync_result(look(2)));
    printf("%s\n", unsync_result(process()) == (int) getpid() ? "here" : "elsewhere");
    printf("%s\n", process_sync() == (int) getpid() ? "here" : "elsewhere");
    return 0;
}
