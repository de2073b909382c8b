/* A group of plain C; what nobody looked at is printed when it is freed. */
#include <stdio.h>
#include <unsync.h>

@thread
int job(int value)
{
    if (value < 0) unsync_fail(value, "job %d", value);
    return value;
}

int main(void)
{
    unsync_group *group = unsync_group_new();
    for (int i = 0; i < 100; i++) unsync_group_add(group, job(i));
    unsync_group_add(group, job(-7));
    printf("%zu\n", unsync_result(unsync_group_wait(group)));
    printf("%s\n", unsync_group_failure(group, 0)->message);
    unsync_group_free(group);

    group = unsync_group_new();
    job_task unseen = job(-8);
    unsync_result(unsync_settle(&unseen, 1));
    unsync_group_add(group, unseen);
    unsync_group_free(group);
    return 0;
}
