/* door.c: see door.h. Stacks after Treiber ("Systems programming: coping with parallelism", 1986);
 * since the loop always takes all, there is no ABA. All accesses are sequentially consistent: the
 * pair "push, then is it asleep?" / "asleep, then is there a push?" needs a total order. */
#include "door.h"

#include <stdatomic.h>

#include "../base/line.h"
#include "../base/parker.h"
#include "../base/spin.h"
#include "../core/task.h"
#include "clock.h"
#include "deadline.h"

/* What others write to and what they read, in lines of their own: the loop's words are not there,
 * it writes some for every job. */
static struct {
    _Alignas(UNSYNC__LINE) _Atomic(struct unsync__message *) messages;
    _Atomic(struct unsync__task *) started;  /* by `next` */
    _Atomic(struct unsync__task *) released; /* by `link` */
    _Alignas(UNSYNC__LINE) atomic_bool asleep;
    void (*wake_loop)(void);
} door;
/* Ends of jobs by `link`, in several stacks: threads that end jobs all the time do not meet
 * there. */
enum { STACKS = 8 };
static struct {
    _Alignas(UNSYNC__LINE) _Atomic(struct unsync__task *) first;
} completed[STACKS];
/* The loop's own: what it looks out for; for how long, if an answer; when it gave that up, or 0. */
static enum { NOTHING, MORE, AN_ANSWER } expects;
enum { LONG_NS = 100000, PATIENCE = 16 };
static unsigned window_ns = UNSYNC__SPIN_NS, just_missed, needed = 1;
static uint64_t gave_up_ns;
static const struct unsync__side_door *side; /* the loop's own; NULL: none */

void unsync__door_open(void (*wake)(void))
{
    door.wake_loop = wake;
}

static void ring(void)
{
    if (atomic_load(&door.asleep) && atomic_exchange(&door.asleep, false)) door.wake_loop();
}

void unsync__door_post(struct unsync__message *message)
{
    struct unsync__message *first = atomic_load(&door.messages);
    do
        message->next = first;
    while (!atomic_compare_exchange_weak(&door.messages, &first, message));
    ring();
}

void unsync__door_started(struct unsync__task *task)
{
    struct unsync__task *first = atomic_load(&door.started);
    do
        task->next = first;
    while (!atomic_compare_exchange_weak(&door.started, &first, task));
    ring();
}

static void push_by_link(_Atomic(struct unsync__task *) *stack, struct unsync__task *task)
{
    struct unsync__task *first = atomic_load(stack);
    do
        task->link = first;
    while (!atomic_compare_exchange_weak(stack, &first, task));
    ring();
}

void unsync__door_completed(struct unsync__task *task)
{
    static atomic_uint threads;
    static __thread unsigned mine; /* from 1 */
    if (mine == 0) mine = 1 + atomic_fetch_add(&threads, 1) % STACKS;
    push_by_link(&completed[mine - 1].first, task);
}

void unsync__door_released(struct unsync__task *task)
{
    push_by_link(&door.released, task);
}

/* --- A call ----------------------------------------------------------------------------------- */

struct call {
    struct unsync__message message; /* first */
    void (*act)(struct unsync__task *task);
    struct unsync__task *task;
    struct unsync__parker *parker;
};

static void deliver_call(struct unsync__message *message)
{
    struct call *call = (struct call *) message;
    struct unsync__parker *parker = call->parker;
    call->act(call->task);
    unsync__parker_unpark(parker);
}

void unsync__door_call(void (*act)(struct unsync__task *task), struct unsync__task *task)
{
    struct call call = {.message.deliver = deliver_call,
                        .act = act,
                        .task = task,
                        .parker = unsync__parker_mine()};
    unsync__door_post(&call.message);
    unsync__parker_park(call.parker);
}

/* --- The loop's side -------------------------------------------------------------------------- */

static void begin(struct unsync__task *task)
{
    struct unsync__task *parent = task->parent;
    task->next = NULL;
    task->parent = NULL;
    unsync__adopt(task, parent);
    if (task->flags & UNSYNC__NOTED) unsync__deadline_begin(task);
    task->kind->lane->start(task);
}

static void begin_all(struct unsync__task *task)
{
    struct unsync__task *in_order = NULL;
    for (struct unsync__task *next; task != NULL; task = next) {
        next = task->next;
        task->next = in_order;
        in_order = task;
    }
    for (struct unsync__task *next; in_order != NULL; in_order = next) {
        next = in_order->next;
        begin(in_order);
    }
}

static void for_all_by_link(struct unsync__task *task, void (*act)(struct unsync__task *task))
{
    struct unsync__task *in_order = NULL;
    for (struct unsync__task *next; task != NULL; task = next) {
        next = task->link;
        task->link = in_order;
        in_order = task;
    }
    for (struct unsync__task *next; in_order != NULL; in_order = next) {
        next = in_order->link;
        act(in_order);
    }
}

static void end_job(struct unsync__task *task)
{
    unsync__clock_release();
    unsync__leave_body(task);
}

static void deliver_all(struct unsync__message *message)
{
    struct unsync__message *in_order = NULL;
    for (struct unsync__message *next; message != NULL; message = next) {
        next = message->next;
        message->next = in_order;
        in_order = message;
    }
    for (struct unsync__message *next; in_order != NULL; in_order = next) {
        next = in_order->next;
        in_order->deliver(in_order);
    }
}

static bool some_completed(void)
{
    for (int i = 0; i < STACKS; i++)
        if (atomic_load(&completed[i].first) != NULL) return true;
    return false;
}

static bool something(void)
{
    return atomic_load(&door.messages) != NULL || atomic_load(&door.released) != NULL ||
           atomic_load(&door.started) != NULL || some_completed() || (side != NULL && side->has());
}

static bool something_for(void *unused)
{
    (void) unused;
    return something();
}

/* An exchange is dear, and most stacks are empty. */
#define GRAB(stack) (atomic_load(&(stack)) == NULL ? NULL : atomic_exchange(&(stack), NULL))

bool unsync__door_drain(void)
{
    if (!something()) return false;
    expects = MORE;
    struct unsync__message *said = GRAB(door.messages);
    struct unsync__task *over[STACKS];
    for (int i = 0; i < STACKS; i++) over[i] = GRAB(completed[i].first);
    struct unsync__task *fresh = GRAB(door.started);
    /* What a job gave up before it left is given up before its leaving frees it: taken after
     * `over`, done before it. All of them have ended, so none is among the fresh. */
    struct unsync__task *gone = GRAB(door.released);
    begin_all(fresh);
    for_all_by_link(gone, unsync__give_up);
    for (int i = 0; i < STACKS; i++) for_all_by_link(over[i], end_job);
    deliver_all(said);
    if (side != NULL) side->take();
    return true;
}

void unsync__door_expect(void)
{
    expects = AN_ANSWER;
}

/* To miss an answer by a little is dear, for its sender has to wake this thread: where that happens
 * the loop looks out longer, until that was in vain; then it has to happen more often. */
static void learn(void)
{
    bool was_close = unsync__clock_ns() - gave_up_ns < LONG_NS && something();
    gave_up_ns = 0;
    if (window_ns == LONG_NS) {
        window_ns = UNSYNC__SPIN_NS;
        just_missed = 0;
        needed = PATIENCE;
    } else if (was_close && ++just_missed >= needed)
        window_ns = LONG_NS;
}

bool unsync__door_look_out(void)
{
    if (expects == NOTHING) return false;
    bool for_answer = expects == AN_ANSWER;
    bool came = unsync__spin_for(for_answer ? window_ns : UNSYNC__SPIN_NS, something_for, NULL);
    if (for_answer && !came) gave_up_ns = unsync__clock_ns();
    expects = came ? MORE : NOTHING;
    return came;
}

bool unsync__door_asleep(void)
{
    atomic_store(&door.asleep, true);
    if (!something() && (side == NULL || side->asleep())) return true;
    unsync__door_awake();
    return false;
}

void unsync__door_awake(void)
{
    atomic_store(&door.asleep, false);
    if (gave_up_ns != 0) learn();
    if (side != NULL) side->awake();
}

void unsync__door_settle(void)
{
    if (side != NULL) side->settle();
}

void unsync__door_set_side(const struct unsync__side_door *new_side)
{
    side = new_side;
}
