/* Many handles, one wait: which outcome decides, who is cancelled, whose the handles are
 * afterwards. */
#include <stdio.h>
#include <unsync.h>

@async
int after(int turns, int value)
{
    for (int i = 0; i < turns; i++) await unsync_yield();
    if (value < 0) unsync_fail(value, "no %d", value);
    return value;
}

@async
int for_ever(void)
{
    await unsync_sleep(1000000);
    return 0;
}

static void show(const char *title, after_task *tasks, size_t count)
{
    printf("%s:", title);
    for (size_t i = 0; i < count; i++) {
        const struct unsync_failure *failure = unsync_failure(tasks[i]);
        if (failure != NULL)
            printf(" %s", failure->code == -7 ? "-7" : unsync_code_name(failure->code));
        else
            printf(" %d", unsync_value(tasks[i]));
        unsync_release(tasks[i]);
    }
    printf("\n");
}

@async
size_t race_of(after_task *tasks, size_t count)
{
    return await unsync_race(tasks, count);
}

@async
int main(void)
{
    after_task some[3] = {after(2, 1), after(1, -7), after(3, 3)};
    await unsync_settle(some, 3);
    show("settle", some, 3);

    after_task race[3] = {for_ever(), after(2, 5), after(1, -7)};
    printf("race is won by %zu\n", await unsync_race(race, 3));
    show("race", race, 3);

    after_task ended[2] = {for_ever(), after(0, 4)};
    printf("ended before: %zu\n", await unsync_race(ended, 2));
    show("race", ended, 2);

    after_task first[3] = {after(1, -7), after(2, 6), for_ever()};
    printf("first is %zu\n", await unsync_first(first, 3));
    show("first", first, 3);

    after_task none[2] = {after(2, -7), after(1, -8)};
    printf("all fail: %d\n", catch unsync_first(none, 2));
    for (int i = 0; i < 2; i++) unsync_release(none[i]);
    printf("no handles: %s", unsync_code_name(catch unsync_race(none, 0)));
    printf(" %s\n", unsync_code_name(catch unsync_first(none, 0)));
    await unsync_settle(none, 0);

    after_task cancelled[2] = {for_ever(), for_ever()};
    race_of_task racing = race_of(cancelled, 2);
    unsync_cancel(racing);
    printf("cancelled: %s\n", unsync_code_name(catch racing));
    after_task late[2] = {for_ever(), for_ever()};
    unsync_task_of(size_t) timed = unsync_timeout(unsync_race(late, 2), 0);
    printf("timed out: %s\n", unsync_code_name(catch timed));
    show("late", late, 2);
    unsync_task_of(void) settling = unsync_settle((after_task[]){for_ever()}, 1);
    unsync_cancel(settling);
    printf("settle, cancelled: %s\n", unsync_code_name(catch settling));
    return 0;
}
