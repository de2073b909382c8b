/* clock.h: the time by which sleeps and deadlines go: the real one, or a virtual one for tests.
 *
 * UNSYNC_CLOCK=virtual: the time stands still while anything can run, and when nothing can, it
 * jumps to the next alarm. So hours of sleeping take no time, and every run measures the same. What
 * can run besides the loop's tasks says so: a job in a thread, a call in a worker process (a
 * *hold*), a request of libuv's. While there is one, the clock does not jump: its next alarm comes
 * when as much real time has passed since. So nothing waits for ever for a job that waits for the
 * time. A program whose main is plain C counts as a job while none of its threads waits for a task.
 * What happens in the real world (a process that runs too long, a thread pool that is too small, an
 * interrupt) has alarms of real time (alarm.h). */
#ifndef UNSYNC_LOOP_CLOCK_H
#define UNSYNC_LOOP_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Constant once the loop is open. */
extern bool unsync__clock_is_virtual;

/* --- Any thread ------------------------------------------------------------------------------- */

/* Nanoseconds, milliseconds of the real, monotonic clock. */
uint64_t unsync__clock_ns(void);
uint64_t unsync__clock_real_ms(void);
/* Milliseconds of the clock by which sleeps go, rounded down. */
uint64_t unsync__loop_now_ms(void);
/* The tick of that clock at which something is due that shall take `delay_ms` at least. */
uint64_t unsync__loop_due_ms(uint64_t delay_ms);

/* --- Loop thread ------------------------------------------------------------------------------ */

/* Reads UNSYNC_CLOCK. */
void unsync__clock_open(void);
/* `main` of the program is not the loop's: its threads can run unless one waits. */
void unsync__clock_has_outside(void);
/* Something else than a task of the loop can run; no more. */
void unsync__clock_hold(void);
void unsync__clock_release(void);
/* A thread of the program that no pool knows waits for a task; no more. */
void unsync__clock_outside_waits(void);
void unsync__clock_outside_goes_on(void);

/* For a body that holds up the loop and asks for the time: has that one come? It holds a virtual
 * clock meanwhile. */
bool unsync__clock_has_come(uint64_t due_ms);
/* A turn of the loop is over, libuv was looked at before; `stirred`: something happened in it. */
void unsync__clock_turned(bool stirred);
/* For a virtual clock: nothing is ready, and the next alarm is due at `due_ms`, which may be now
 * after this. Gives the real time until which libuv may sleep before the next turn. */
uint64_t unsync__clock_advance(uint64_t due_ms);

#endif
