/* channel.h: the memory that the program shares with one worker: a ring of calls, a ring of
 * results, and who sleeps.
 *
 * The program makes it, seals its size and gives the worker its descriptor; both map it. Nothing
 * that the program goes by lies in it (ring.h). A call has a state there: the worker marks it as
 * started before it runs it, the program may take it back before that; one of the two wins. Who
 * adds to a ring wakes the other side only if that sleeps: both say so, then look ("I sleep; is
 * there something?" against "there is something; do you sleep?"), in one total order. */
#ifndef UNSYNC_WIRE_CHANNEL_H
#define UNSYNC_WIRE_CHANNEL_H

#include <stdbool.h>

#include "ring.h"

enum unsync__call_state {
    UNSYNC__QUEUED = 1,
    UNSYNC__STARTED = 2, /* the worker's: it was not taken back, and never will be */
    UNSYNC__TAKEN = 3,   /* the program's: it has it back, the worker goes past it */
    UNSYNC__CLOSED = 4,  /* the program's: a stream that was started is to end */
};

/* What a record holds. */
enum unsync__record_kind {
    UNSYNC__WHOLE, /* a text */
    UNSYNC__APART, /* the spot of a text in a block (store.h) */
    UNSYNC__NEED,  /* no result: the worker needs a block of so many bytes (a uint64_t) */
    UNSYNC__VALUE, /* no result yet: the text of one value of a stream */
    UNSYNC__VALUE_APART, /* the spot of such a text */
    UNSYNC__ASK,   /* no call: the one of that ticket shall end, for this reason (an int32_t) */
    UNSYNC__PROBE, /* no call: the program looks whether the worker takes it */
};

/* Calls that a worker with a loop may have at once; their tickets differ modulo twice as many. */
enum { UNSYNC__FLIGHTS = 1024, UNSYNC__FLIGHTS_MASK = 2 * UNSYNC__FLIGHTS - 1 };

struct unsync__shared;
struct unsync__channel {
    struct unsync__shared *shared; /* NULL: there is none */
    struct unsync__ring calls, results;
    bool wants_room;             /* the program: it found none when it asked */
    bool pauses;                 /* the program: values of a stream stay where they are */
    bool holds;                  /* ... and there is one: nothing is collected */
    void (*wake_worker)(struct unsync__channel *channel); /* the program, if that has a loop */
    void (*wake_program)(void); /* the worker */
    uint64_t shown;             /* the worker: calls taken when the program was last woken */
    void (*before_sleep)(void); /* the worker: it has nothing to do. NULL: nothing */
};

/* --- The program ------------------------------------------------------------------------------ */

/* A new one, mapped, and its descriptor, the caller's. 0; or -errno. */
int unsync__channel_make(struct unsync__channel *channel, int *fd);
/* Is there room for a call of any size? */
bool unsync__channel_has_room(struct unsync__channel *channel);
/* Adds a call; NULL: there is no room now. The worker sees it after unsync__channel_ring. */
struct unsync__record *unsync__channel_call(struct unsync__channel *channel, uint32_t ticket,
                                            uint32_t kind, const void *text, size_t len);
/* Shows the worker what was added, and wakes it if it sleeps. */
void unsync__channel_ring(struct unsync__channel *channel);
/* True: the call will not be started, nor was it. While its result has not been taken only. */
bool unsync__channel_take_back(struct unsync__record *record);
/* The stream that was started is to end; the worker sees it when it has the next value. */
void unsync__channel_end_stream(struct unsync__record *record);
/* The call's state, as a worker that is dead has left it. */
uint32_t unsync__channel_state(struct unsync__record *record);
/* Calls `result` for each result there is, with its text copied out, while that returns true; up to
 * the first value of a stream while the channel pauses. 0; or -EPROTO. */
int unsync__channel_collect(struct unsync__channel *channel,
                            bool (*result)(void *whose, const struct unsync__taken *taken),
                            void *whose);
/* Is there something to collect? */
bool unsync__channel_has(const struct unsync__channel *channel);
/* The program is about to sleep, if this says true: else there is something. It is awake. */
bool unsync__channel_asleep(struct unsync__channel *channel);
void unsync__channel_awake(struct unsync__channel *channel);

/* --- The worker ------------------------------------------------------------------------------- */

/* Maps it; the descriptor stays the caller's. `wake_program` is called when the program sleeps and
 * there is something for it. 0; or -errno. */
int unsync__channel_join(struct unsync__channel *channel, int fd, void (*wake_program)(void));
/* The next call, which is started by this; sleeps until there is one. 1; 0: it slept for so long
 * that one may ask whether the program is still there; -EPROTO. */
int unsync__channel_next(struct unsync__channel *channel, struct unsync__taken *call);
/* The result of the call, whose text is given up; sleeps until there is room. */
void unsync__channel_result(struct unsync__channel *channel, const struct unsync__taken *call,
                            uint32_t kind, const void *text, size_t len);

/* Something else about the call, of another kind. */
void unsync__channel_say(struct unsync__channel *channel, const struct unsync__taken *call,
                         uint32_t kind, const void *text, size_t len);
/* How far that is, and how much of it was taken: positions (ring.h). */
uint64_t unsync__channel_said(const struct unsync__channel *channel);
uint64_t unsync__channel_taken(struct unsync__channel *channel);
/* Waits until all that was said up to there is taken. */
void unsync__channel_settle(struct unsync__channel *channel, uint64_t said);
/* The stream that is the call was closed. */
bool unsync__channel_is_closed(const struct unsync__taken *call);

/* --- A worker that runs calls on its loop ----------------------------------------------------- */

/* The next call or other record, if there is one; a call is started by this. It is the ring's until
 * the drop. 1; 0; -EPROTO. */
int unsync__channel_poll(struct unsync__channel *channel, struct unsync__taken *call);
void unsync__channel_drop(struct unsync__channel *channel, const struct unsync__taken *call);
/* Is there something to be polled? */
bool unsync__channel_calls(const struct unsync__channel *channel);
/* The program sees how many calls were taken; it is woken if it may wait for the room. */
void unsync__channel_tell(struct unsync__channel *channel);
/* Is there room for a result of any length? */
bool unsync__channel_may_say(struct unsync__channel *channel);
/* As unsync__channel_say, which never has to wait then; but the program is woken by the wake. */
void unsync__channel_add(struct unsync__channel *channel, const struct unsync__taken *call,
                         uint32_t kind, const void *text, size_t len);
void unsync__channel_wake(struct unsync__channel *channel);
/* The loop is about to sleep, until there are calls or, if it wants it, room for results. False:
 * there is something. It is awake. */
bool unsync__channel_doze(struct unsync__channel *channel, bool wants_room);
void unsync__channel_rouse(struct unsync__channel *channel);

void unsync__channel_close(struct unsync__channel *channel);

#endif
