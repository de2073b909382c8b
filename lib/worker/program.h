/* program.h: the file that workers are exec'ed from: this program's own, as it was when it started.
 *
 * Held by a descriptor from before main on, so that a binary that is deleted or replaced, or a
 * changed directory or root, does not matter. When the program was started as `ld.so OPTIONS
 * program`, the workers are too. A plugin in a foreign program names another file. */
#ifndef UNSYNC_WORKER_PROGRAM_H
#define UNSYNC_WORKER_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

struct unsync__program {
    int file;    /* to exec; or -errno. Not the caller's to close. */
    int loaded;  /* `ld.so` only: the file that it is to load, open in the worker too; else -1 */
    bool named;  /* another program than this one */
    char **argv; /* the caller's: unsync__program_free; NULL without memory */
};

/* Opens the file; called by the constructors that register functions. Once is enough. */
void unsync__program_remember(void);
/* What to exec now. `loaded_as` is the number that `loaded` will have in the worker. Loop thread or
 * spawner. */
void unsync__program_get(struct unsync__program *program, int loaded_as);
void unsync__program_free(struct unsync__program *program);
/* In a worker: closes what only ld.so had needed. */
void unsync__program_settle(int loaded_as);
/* True if a worker of this program would be taken over before its main: see takeover.c. */
bool unsync__program_can_serve(void);

/* The file of the program that workers run, to be read: a new descriptor; or -errno. */
int unsync__program_open(void);
/* Where workers' program can be read, by any process. */
void unsync__program_path(char *path, size_t size);

#endif
