/* config.h: limits of @cpu_bound functions that are given when the program runs.
 *
 * UNSYNC_LIMITS of the environment, and unsync_worker_limits, write over the options of the marks,
 * in the same words: "parse: timeout = 2s, memory = 64M; *: cpu = 10s". The environment is read
 * last: whoever runs the program knows best. Workers are told the same texts. */
#ifndef UNSYNC_WORKER_CONFIG_H
#define UNSYNC_WORKER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

/* At the opening of the lane: what was said takes effect; too late for more. */
void unsync__config_open(void);
/* All that was said, for the workers; "" if nothing was. */
const char *unsync__config_text(void);
/* Writes it over the limits of the functions of this program. False: the text makes no sense, and
 * `wrong` of `size` bytes says why; the part before it counts. */
bool unsync__config_apply(const char *text, char *wrong, size_t size);

#endif
