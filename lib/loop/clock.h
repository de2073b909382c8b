/* clock.h: the time by which sleeps and deadlines go. Any thread. */
#ifndef UNSYNC_LOOP_CLOCK_H
#define UNSYNC_LOOP_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Nanoseconds of the monotonic clock. */
uint64_t unsync__clock_ns(void);
/* Milliseconds of it, rounded down. */
uint64_t unsync__loop_now_ms(void);
/* The tick at which something is due that shall take `delay_ms` at least. */
uint64_t unsync__loop_due_ms(uint64_t delay_ms);

#endif
