/* door.h: the one way from another thread to the loop thread.
 *
 * Lock-free stacks that the loop empties at once and reverses: starts, ends of jobs, handles given
 * up, and messages. A push wakes the loop only if it sleeps. The order between two pushes of one
 * thread is kept: of all stacks the starts are grabbed last and handled first, so a job's start is
 * always known before its end. */
#ifndef UNSYNC_LOOP_DOOR_H
#define UNSYNC_LOOP_DOOR_H

#include <unsync_gen.h>

/* A message is its sender's memory until it was delivered; it is delivered on the loop thread. */
struct unsync__message {
    struct unsync__message *next;
    void (*deliver)(struct unsync__message *message);
};
void unsync__door_post(struct unsync__message *message);
/* Calls `act(task)` on the loop thread and waits until it has returned. Not on the loop thread. */
void unsync__door_call(void (*act)(struct unsync__task *task), struct unsync__task *task);
/* A task that this thread has started: the loop links it and begins it, unless its lane took it. */
void unsync__door_started(struct unsync__task *task);
/* A job whose body is over; it held the clock (clock.h). */
void unsync__door_completed(struct unsync__task *task);
/* The handle of a task that has ended is given up. */
void unsync__door_released(struct unsync__task *task);

/* Another way in: memory that other processes write to. Only on the loop thread. */
struct unsync__side_door {
    bool (*has)(void);    /* has something come? Asked again and again while the loop looks out */
    void (*take)(void);   /* it has; or the loop turns for another reason */
    void (*settle)(void); /* the ready tasks had their slice: what they asked for may go out */
    /* The loop is about to sleep, from which the other side has to wake it; false: something has
     * come. Then `awake`. */
    bool (*asleep)(void);
    void (*awake)(void);
};
/* There is one at most; NULL: none any more. */
void unsync__door_set_side(const struct unsync__side_door *side);

/* --- For the loop ----------------------------------------------------------------------------- */

/* `wake` is called on the sender's thread when the loop sleeps. */
void unsync__door_open(void (*wake)(void));
/* Handles what came in; false if there was nothing. */
bool unsync__door_drain(void);
/* The ready tasks had their slice. */
void unsync__door_settle(void);
/* An answer is expected soon: the loop looks out for it before it sleeps. */
void unsync__door_expect(void);
/* It looks out, if an answer is expected or something came in since it slept: has something
 * come? */
bool unsync__door_look_out(void);
/* The loop is about to sleep: true unless something came in. Then unsync__door_awake. */
bool unsync__door_asleep(void);
void unsync__door_awake(void);

#endif
