/* executor.h: what unsync_map needs of an executor: to start a call in it. */
#ifndef UNSYNC_COMB_EXECUTOR_H
#define UNSYNC_COMB_EXECUTOR_H

#include "relay.h"

struct unsync_executor;
/* How many calls may run at a time. */
size_t unsync__executor_limit(const struct unsync_executor *executor);
/* The map holds the executor's memory until it has ended. */
void unsync__executor_own(struct unsync_executor *executor);
void unsync__executor_disown(struct unsync_executor *executor);

#endif
