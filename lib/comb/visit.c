/* visit.c: see visit.h. On the loop thread it is a call, elsewhere a message, some 20 us. */
#include "visit.h"

#include "../base/parker.h"
#include "../loop/ambient.h"
#include "../loop/door.h"

struct visit {
    struct unsync__message message; /* first */
    void (*act)(void *argument);
    void *argument;
    struct unsync__parker *parker;
};

static void deliver(struct unsync__message *message)
{
    struct visit *visit = (struct visit *) message;
    struct unsync__parker *parker = visit->parker;
    visit->act(visit->argument);
    unsync__parker_unpark(parker);
}

void unsync__visit(void (*act)(void *argument), void *argument)
{
    if (unsync__here != NULL) {
        act(argument);
        return;
    }
    unsync__ambient_need();
    struct visit visit = {.message.deliver = deliver,
                          .act = act,
                          .argument = argument,
                          .parker = unsync__parker_mine()};
    unsync__door_post(&visit.message);
    unsync__parker_park(visit.parker);
}
