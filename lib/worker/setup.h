/* setup.h: what main would have set up, carried into each new worker: variables
 * (unsync_worker_state), functions to call (unsync_worker_init), the locale, the program's name.
 *
 * The worker is the same program at other addresses, so a variable or function is named by the
 * module (program or shared library) that holds it and its offset there. Loop thread in the parent;
 * before the first task in the worker. */
#ifndef UNSYNC_WORKER_SETUP_H
#define UNSYNC_WORKER_SETUP_H

#include <unsync_gen.h>

/* Packs all of it, as it is now, and the fences of the worker (fence.h). */
void unsync__setup_pack(struct unsync__packer *packer, uint32_t fences);
/* In the worker: sets it up and calls the functions. An error is left in the unpacker. */
void unsync__setup_apply(struct unsync__unpacker *unpacker);

#endif
