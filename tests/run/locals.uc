/* Values of a task: seen by all below it, hidden by nearer ones, gone with the task. */
#include <stdio.h>
#include <unsync.h>

static unsync_local user, unit;

static const char *name_of(const unsync_local *key)
{
    const char *name = unsync_local_get(key);
    return name == NULL ? "-" : name;
}

@async
void shows(const char *who)
{
    await unsync_yield();
    printf("%s: %s %s\n", who, name_of(&user), name_of(&unit));
}

@thread
int in_a_thread(void)
{
    printf("thread: %s %s\n", name_of(&user), name_of(&unit));
    unsync_local_set(&user, "thread");
    await shows("below the thread");
    printf("thread: %s\n", name_of(&user));
    return 0;
}

@async
void sets(void)
{
    unsync_local_set(&unit, "metre");
    await shows("sibling");
}

@async
void handles(char *name)
{
    unsync_local_set(&user, name);
    await shows("child");
    await sets();
    await in_a_thread();
    printf("itself: %s %s\n", name_of(&user), name_of(&unit));
    unsync_local_set(&user, "other");
    unsync_local_set(&unit, NULL);
    await shows("changed");
    shows_task tasks[2] = {shows("gathered"), shows("gathered")};
    await unsync_gather(tasks, 2);
}

@async
int main(void)
{
    char name[] = "anna";
    await shows("before");
    unsync_local_set(&unit, "foot");
    await handles(name);
    printf("after: %s %s\n", name_of(&user), name_of(&unit));
    return 0;
}
