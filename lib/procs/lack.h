/* lack.h: limits that a mark asks for and this machine, or this build, does not enforce: said once,
 * when the first worker is ready. Loop thread. */
#ifndef UNSYNC_PROCS_LACK_H
#define UNSYNC_PROCS_LACK_H

#include "../wire/box.h"

/* Says on stderr what a worker with this box cannot do and some function needs. */
void unsync__lacks_say(const struct unsync__box *box);

#endif
