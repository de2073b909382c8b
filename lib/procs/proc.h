/* proc.h: one worker process as the program sees it: spawned, spoken to, killed, reaped.
 *
 * Its end is seen through a pidfd, so neither a SIGCHLD handler, nor SIGCHLD ignored, nor user code
 * that waits for any child gets in the way, and no other process can be meant. Whatever is wrong
 * with it leads to one place: it is killed with its process group, and `ended` is called once. Loop
 * thread only. It knows calls and their texts, but not what becomes of their tasks.
 *
 * Calls go by the shared memory (channel.h), in their order; a worker runs one at a time, so only
 * the first of those that it has can be running. */
#ifndef UNSYNC_PROCS_PROC_H
#define UNSYNC_PROCS_PROC_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <uv.h>

#include "../loop/loop.h"
#include "../loop/patience.h"
#include "../wire/channel.h"
#include "../wire/store.h"
#include "../wire/wire.h"
#include "call.h"
#include "recycle.h"
#include "spawner.h"
#include "voice.h"

enum unsync__proc_state {
    UNSYNC__SPAWNING, /* asked of the spawner */
    UNSYNC__STARTING, /* exec'ed, not ready */
    UNSYNC__IDLE,
    UNSYNC__BUSY,  /* has calls */
    UNSYNC__DYING, /* was killed, or has closed its socket; not reaped */
    UNSYNC__GONE,  /* reaped; its memory is freed when libuv lets go */
};

struct unsync__proc {
    struct unsync__spawn_request request; /* first */
    struct unsync__crew *crew;            /* that it is of */
    struct unsync__proc *next;            /* there */
    struct unsync__proc *next_idle;
    struct unsync__calls lent; /* calls that it has; the first is what it runs, or ran */
    uint32_t ticket;           /* of the last of them */
    uint32_t doomed;           /* not 0: of the call for which it is to be killed */
    bool held;                 /* its stream waits for who takes the values (stream.h) */
    unsigned ahead;            /* how many it may have at once */
    unsigned results, results_seen; /* that it gave; at the last look (crew.c) */
    unsigned results_patrolled;     /* the same of patrol.c */
    uint64_t since_ns;         /* when its results were last taken; 0: too long ago */
    bool rings;                /* it was not told of the last of them */
    struct unsync__flights *flights; /* of a worker that runs many calls at once, else NULL */
    struct unsync__channel channel;
    struct unsync__store store;
    const struct unsync__proc_events *events;
    enum unsync__proc_state state;
    pid_t pid;
    int socket, pidfd;
    int lifeline; /* nothing is ever written there (lifeline.h) */
    uv_poll_t socket_poll, pidfd_poll;
    unsigned polls; /* of the two, that libuv still holds */
    int watched;    /* what socket_poll waits for */
    struct unsync__inbox inbox;
    char *setup; /* a message that is being sent; NULL: it was */
    size_t setup_len, setup_sent;
    struct unsync__alarm alarm; /* the first call's timeout */
    struct unsync__patience patience; /* with what it was asked for: to take over, to end */
    uint64_t held_up_ms;        /* how long its first call has not begun, at the least */
    bool was_ready;             /* at any time */
    bool dead;                  /* the pidfd has said so */
    int error;                  /* why it never ran: -errno; or 0 */
    siginfo_t status;           /* GONE: si_code 0 if the status was lost */
    struct rusage usage;        /* GONE: what it has used; zero then */
    bool was_late;              /* it was killed for the timeout of a mark */
    int stopped_by; /* the signal, when it was killed, or looked at (patrol.c); 0: it was not */
    struct unsync__voice *voice;
    uint32_t fences; /* that it is behind, for good */
    struct unsync__service service;
    int retired;      /* why it is to serve no more (enum unsync_worker_end); or 0 */
    int verdict;      /* why it was killed: a code; or 0 */
    char reason[256]; /* the same in words */
};

/* The calls of a worker that runs many at once (flock.h). */
struct unsync__flights {
    struct unsync__call *by_ticket[UNSYNC__FLIGHTS_MASK + 1];
    struct unsync__call *unbegun; /* the first that may not have begun; NULL: all have */
    unsigned leases;              /* how many have blocks */
    unsigned asked, untold;       /* how many are to end; of which it does not know */
    uint64_t probed_at;           /* what it is watched for ends there in its ring; 0: nothing */
    unsigned handed;              /* descriptors that it may not have read yet */
    uint64_t handed_at;           /* where the calls that they belong to end in its ring */
    bool stuck;                   /* it was killed because it did not come that far */
};

struct unsync__proc_events {
    void (*ready)(struct unsync__proc *proc);
    /* It has the call no more; the text of its result is valid during the call. NULL: there is no
     * memory for it. */
    void (*result)(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                   size_t len);
    /* Its call, a stream, has given a value. False: it is not one of that type, or there is no
     * memory for it; the worker was killed for it. */
    bool (*value)(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                  size_t len);
    /* The first of its calls has used up its time. */
    void (*late)(struct unsync__proc *proc);
    /* It is GONE; its memory is not the owner's any more after the call. */
    void (*ended)(struct unsync__proc *proc);
};

/* A new process, SPAWNING, behind fences (fence.h), which runs one call at a time, or many at once.
 * NULL: no memory or descriptor; *error is -errno. */
struct unsync__proc *unsync__proc_new(const struct unsync__proc_events *events, uint32_t fences,
                                      bool runs_many, int *error);
/* The spawner is done with it. */
void unsync__proc_spawned(struct unsync__proc *proc);
/* `late` in `delay_ms`; 0: never. */
void unsync__proc_set_alarm(struct unsync__proc *proc, uint64_t delay_ms);
/* The same for what is asked of the worker itself, which gets a fair part of that time. */
void unsync__proc_wait(struct unsync__proc *proc, uint64_t delay_ms);
/* SIGKILL for it and its process group; the first verdict stays. 0: what had happened to it is
 * told, as of one that died. */
__attribute__((format(printf, 3, 4))) void unsync__proc_kill(struct unsync__proc *proc, int verdict,
                                                             const char *format, ...);
/* The signal that it was stopped by, if it was not continued; else 0. */
int unsync__proc_stopped_by(const struct unsync__proc *proc);
/* At the end of the program: waits until it is dead, and reaps it; no event. */
void unsync__proc_reap_now(struct unsync__proc *proc);

#endif
