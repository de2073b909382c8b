/* stream.h: a @cpu_bound @generator in a worker: asked as fast as what it gives goes away.
 *
 * The body is a plain generator, asked in a loop; each value is a text of its own that goes to the
 * sink: that of a worker, which waits when there is no room, or on a replay the terminal. Between
 * two values it looks whether the stream was closed: then the generator is, and what it deferred
 * runs. Time is limited
 * from one value to the next, all else for the whole. Worker's main thread. */
#ifndef UNSYNC_WORKER_STREAM_H
#define UNSYNC_WORKER_STREAM_H

#include <stdbool.h>

/* Where values go; all of it works on the packer of the call. */
struct unsync__sink {
    bool (*is_closed)(void);
    void (*begin)(void); /* a text */
    void (*give)(void);  /* it; the packer's code says what went wrong with that or before */
};
/* From now on. */
void unsync__stream_to(const struct unsync__sink *sink);

#endif
