/* The bank transfer, three times. Unsafe: a task that waits between reading and writing a balance
 * loses money. Safe: one lock for the whole bank. Ordered: a lock an account; both are taken in the
 * same order by everybody, so that transfers in opposite directions do not wait for each other. */
#include <stdio.h>
#include <unsync.h>

enum { ACCOUNTS = 4, TRANSFERS = 60 };

struct account {
    struct unsync_lock lock;
    int balance;
};

static struct unsync_lock bank_lock;

/* Something to wait for in the middle: a ledger, a network. */
@async
void move(struct account *from, struct account *to, int amount)
{
    int mine = from->balance, yours = to->balance;
    await unsync_yield();
    from->balance = mine - amount;
    await unsync_yield();
    to->balance = yours + amount;
}

@async
void transfer_unsafe(struct account *from, struct account *to, int amount)
{
    await move(from, to, amount);
}

@async
void transfer_safe(struct account *from, struct account *to, int amount)
{
    await unsync_lock_take(&bank_lock);
    defer unsync_lock_give(&bank_lock);
    await move(from, to, amount);
}

@async
void transfer_ordered(struct account *from, struct account *to, int amount)
{
    struct unsync_lock *both[] = {&from->lock, &to->lock};
    await unsync_locks_take(both, 2);
    defer unsync_locks_give(both, 2);
    await move(from, to, amount);
}

typedef unsync_task_of(void) (*transfer)(struct account *, struct account *, int);

@async
void day(const char *name, transfer start)
{
    struct account accounts[ACCOUNTS] = {0};
    for (int i = 0; i < ACCOUNTS; i++) accounts[i].balance = 1000;
    unsync_task_of(void) tasks[TRANSFERS];
    for (int i = 0; i < TRANSFERS; i++)
        tasks[i] = start(&accounts[i % ACCOUNTS], &accounts[(i * 3 + 1) % ACCOUNTS], i);
    for (int i = 0; i < TRANSFERS; i++) await tasks[i];
    int sum = 0;
    for (int i = 0; i < ACCOUNTS; i++) sum += accounts[i].balance;
    printf("%-8s %s\n", name, sum == ACCOUNTS * 1000 ? "nothing is lost" : "money is lost or made");
}

@async
int main(void)
{
    await day("unsafe", transfer_unsafe);
    await day("safe", transfer_safe);
    await day("ordered", transfer_ordered);
    return 0;
}
