/* From the start of a process (posix_spawn of this file) to the first byte that it says, ms. */
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../clock.h"

enum { ROUNDS = 100 };
extern char **environ;

int main(int argc, char **argv)
{
    double all = 0;
    char byte, worker[] = "worker";
    char *words[] = {argv[0], worker, NULL};
    if (argc > 1) return write(STDOUT_FILENO, "!", 1) != 1;
    for (int i = 0; i < ROUNDS; i++) {
        int ends[2];
        pid_t pid;
        posix_spawn_file_actions_t actions;
        if (pipe(ends) != 0) return 1;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        double begin = now_ns();
        if (posix_spawn(&pid, argv[0], &actions, NULL, words, environ) != 0) return 1;
        if (read(ends[0], &byte, 1) != 1) return 1;
        all += now_ns() - begin;
        waitpid(pid, NULL, 0);
        posix_spawn_file_actions_destroy(&actions);
        close(ends[0]);
        close(ends[1]);
    }
    printf("%.3f\n", all / ROUNDS / 1e6);
    return 0;
}
