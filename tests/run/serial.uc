/* @thread(serial = KEY): jobs with an equal key never run at the same time, and in order. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

enum { ACCOUNTS = 4, BOOKINGS = 200 };

struct account {
    int number, count;
    long cents; /* no lock: the key is one */
    int order[BOOKINGS];
};

@thread(serial = account->number) int book(struct account *account, int cents)
{
    account->order[account->count++] = cents;
    account->cents += cents;
    return account->number;
}

@thread(serial = account->number) long balance(const struct account *account)
{
    return account->cents;
}

@async static void accounts_are_in_order(void)
{
    static struct account accounts[ACCOUNTS];
    static unsync_task_of(int) tasks[ACCOUNTS][BOOKINGS];
    balance_task balances[ACCOUNTS];
    for (int a = 0; a < ACCOUNTS; a++) accounts[a].number = a;
    for (int i = 0; i < BOOKINGS; i++)
        for (int a = 0; a < ACCOUNTS; a++) tasks[a][i] = book(&accounts[a], i);
    for (int a = 0; a < ACCOUNTS; a++) balances[a] = balance(&accounts[a]);
    for (int a = 0; a < ACCOUNTS; a++) {
        int in_order = 1;
        long cents = await balances[a]; /* the key orders it behind all bookings */
        for (int i = 0; i < BOOKINGS; i++) in_order &= accounts[a].order[i] == i;
        printf("account %d: %ld, in order %d\n", a, cents, in_order);
        for (int i = 0; i < BOOKINGS; i++) await tasks[a][i];
    }
}

/* --- Keys that are text, and that are addresses --- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int inside, wanted;

/* True if as many as wanted were inside at the same time. */
static int meet(void)
{
    pthread_mutex_lock(&lock);
    inside++;
    pthread_cond_broadcast(&changed);
    while (inside < wanted) pthread_cond_wait(&changed, &lock);
    int met = inside;
    pthread_mutex_unlock(&lock);
    return met;
}

@thread(serial = name) int by_name(const char *name, int n)
{
    return name[0] == 'a' && n == 0 ? meet() : name[0] == 'b' ? meet() : inside;
}

@async static void text_counts_not_its_address(void)
{
    char first[] = "apple", second[] = "apple", third[] = "berry";
    wanted = 2;
    by_name_task a = by_name(first, 0), again = by_name(second, 1), b = by_name(third, 0);
    printf("%d %d\n", await a, await b);      /* both inside at once: other text */
    printf("after both: %d\n", await again);  /* equal text */
}

@thread(serial = &counters[0]) int by_address(int *counters) { return ++counters[0]; }

/* --- Waiting, cancelling --- */

@thread(serial = 7) int leaf(int n) { return n * 2; }
@thread(serial = 7) int root(int n)
{
    leaf_task later = leaf(n);
    return await leaf(n + 1) + await later; /* of its own key: a part of its turn */
}

static atomic_int held, ran;

@thread(serial = 9) int holds(void)
{
    held = 1;
    while (!unsync_cancelled()) unsync_result(unsync_sleep(1));
    return 0;
}

@thread(serial = 9) int follows(int n)
{
    ran++;
    return n;
}

@async static void who_waits_may_go(void)
{
    holds_task first = holds();
    while (!held) await unsync_sleep(1);
    follows_task second = follows(2), third = follows(3), fourth = follows(4);
    unsync_cancel(third);
    printf("behind: %s, ran %d\n", unsync_code_name(catch third), ran);
    unsync_release(third);
    unsync_cancel(first);
    printf("first: %d\n", (catch first) == 0); /* it was asked, and returned */
    unsync_release(first);
    printf("then: %d %d, ran %d\n", await second, await fourth, ran);
}

@async int main(void)
{
    int counters[1] = {0};
    await accounts_are_in_order();
    await text_counts_not_its_address();
    by_address_task tasks[50];
    for (int i = 0; i < 50; i++) tasks[i] = by_address(counters);
    for (int i = 0; i < 50; i++) await tasks[i];
    printf("counted %d\n", counters[0]);
    printf("of its own key: %d\n", await root(1));
    await who_waits_may_go();
    return 0;
}
