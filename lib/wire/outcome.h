/* outcome.h: how a call ended, as the text of a RESULT: a code; after 0 the value, else the
 * failure's message and its places; or 1: there is no such function. The end of a stream has no
 * value, what it gave before are texts of their own. Packed in the worker, taken in the parent. */
#ifndef UNSYNC_WIRE_OUTCOME_H
#define UNSYNC_WIRE_OUTCOME_H

#include <unsync_gen.h>

#include "store.h"

/* The value follows. */
void unsync__outcome_pack_success(struct unsync__packer *packer);
void unsync__outcome_pack_failure(struct unsync__packer *packer,
                                  const struct unsync_failure *failure);
void unsync__outcome_pack_unknown(struct unsync__packer *packer);
/* Puts the value into the task's frame, or sets its failure: the function's own, or UNSYNC_EPROTO
 * or UNSYNC_ENOMEM if the text cannot be read. Does not resolve the task. What lies apart is in the
 * store. */
void unsync__outcome_take(struct unsync__task *task, const void *text, size_t len,
                          struct unsync__store *store);
/* One value of a stream, the same; 0, or a code and why it cannot be read in `message`. */
int unsync__outcome_take_value(struct unsync__task *task, const void *text, size_t len,
                               struct unsync__store *store, char *message, size_t room);

#endif
