/* stream.c: see stream.h. */
#include "stream.h"

#include <unsync_gen.h>

#include "../core/failure.h"
#include "../wire/pack.h"
#include "timer.h"

static const struct unsync__sink *sink;

void unsync__stream_to(const struct unsync__sink *to)
{
    sink = to;
}

/* The next value into the call's frame. False: there is none, and why is in the job. Inline, for
 * the stack of a crash is told from the body to the function that has the job. */
static inline __attribute__((always_inline)) bool
step(struct unsync__task *generator, struct unsync__task *call, struct unsync__job *job)
{
    const struct unsync__flow *flow = call->kind->remote->flow;
    if (sink->is_closed()) return false;
    int code = unsync__next(generator, unsync__value_at(call, flow->align), flow->size,
                            flow->align);
    if (code < 0) unsync__failure_copy(&job->task, generator);
    return code == 1;
}

/* False: it cannot be given, and why is in the job. */
static bool give(struct unsync__task *call, struct unsync__job *job,
                 struct unsync__unpacker *arguments, struct unsync__packer *packer)
{
    const struct unsync__kind *kind = call->kind;
    sink->begin();
    kind->remote->flow->give(arguments, packer, call);
    sink->give();
    if (packer->code != 0)
        unsync__failure_set(&job->task, NULL, 0, packer->code, "a value of %s: %s", kind->name,
                            packer->message);
    return packer->code == 0;
}

void unsync__serve_stream(struct unsync__task *call, const struct unsync__kind *kind,
                          struct unsync__unpacker *arguments, struct unsync__packer *packer)
{
    struct unsync__job job;
    const struct unsync__limits *limits = kind->remote->limits;
    call->kind = kind;
    unsync__serve_begin(&job, kind);
    struct unsync__task *generator = kind->remote->flow->open(call);
    while (step(generator, call, &job)) {
        unsync__timers_end(limits);
        bool given = give(call, &job, arguments, packer);
        unsync__timers_begin(limits);
        if (!given) break;
    }
    unsync__close(generator);
    sink->begin();
    unsync__serve_end(&job, packer);
}
