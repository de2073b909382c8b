/* pthread_exit in a plain main: the tasks go on, and a signal still ends the process. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

static char state_of_main(void)
{
    char path[64], state = '?';
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int) getpid());
    FILE *file = fopen(path, "r");
    if (file == NULL) return state;
    if (fscanf(file, "%*d %*s %c", &state) != 1) state = '?';
    fclose(file);
    return state;
}

@async
void ends_the_process(void)
{
    while (state_of_main() != 'Z') await unsync_sleep(1);
    printf("main has ended\n");
    fflush(stdout);
    kill(getpid(), SIGTERM);
    await unsync_sleep(1000000);
}

int main(void)
{
    unsync_detach(ends_the_process());
    pthread_exit(NULL);
}
