/* UNSYNC_DEBUG=1: what plain C still has at the exit of the program. */
#include <stdio.h>
#include <unsync.h>

@async
int ended(int n)
{
    return n;
}

@async
void gate(struct unsync_event *event)
{
    await unsync_event_wait(event);
}

int main(void)
{
    static struct unsync_event event;
    gate_task waiting = gate(&event);
    ended_task one = ended(1), two = ended(2);
    printf("%d\n", unsync_wait(one));
    printf("%d\n", unsync_result(two));
    (void) waiting;
    return 0;
}
