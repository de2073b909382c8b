/* lack.c: see lack.h. */
#include "lack.h"

#include <stdio.h>
#include <string.h>
#include <unsync_gen.h>

#include "../worker/registry.h"

struct lacking {
    const struct unsync__box *box;
    uint32_t what; /* that is new */
};

static void say(const struct unsync__kind *kind, const char *what, const char *why)
{
    fprintf(stderr, "unsync: %s of %s (%s:%d) is not enforced: %s\n", what, kind->name, kind->file,
            kind->line, why);
}

static void look(const struct unsync__remote *remote, void *argument)
{
    const struct lacking *lacking = argument;
    const struct unsync__limits *limits = remote->limits;
    const char *why = strerror(lacking->box->lacks_errno);
    if ((lacking->what & UNSYNC__LACKS_MEMORY) && limits->memory_bytes != 0)
        say(remote->kind, "memory", "a sanitizer manages the memory, or there is no /proc");
    if ((lacking->what & UNSYNC__LACKS_FENCE) && limits->fences != 0)
        say(remote->kind, "no_network, no_new_files or no_signals", why);
    if (lacking->what & UNSYNC__LACKS_TIMER) {
        if (limits->cpu_ms != 0) say(remote->kind, "cpu", why);
        if (limits->timeout_ms != 0) say(remote->kind, "timeout, while the loop is held up,", why);
    }
}

void unsync__lacks_say(const struct unsync__box *box)
{
    static uint32_t said;
    struct lacking lacking = {.box = box, .what = box->lacks & ~said};
    said |= box->lacks;
    if (lacking.what != 0) unsync__registry_each(look, &lacking);
}
