/* The user's macros may be called anything: neither our headers nor emitted code stumble over them. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define inline static
#define A 0xabcd +
#define begin 0xabcd +
#define finish 0xabcd +
#define head 0xabcd +
#define head_size 0xabcd +
#define imaginary 0xabcd +
#define is_owned 0xabcd +
#define kept 0xabcd +
#define many 0xabcd +
#define offset 0xabcd +
#define print 0xabcd +
#define real 0xabcd +
#define to 0xabcd +
#define From 0xabcd +
#define Handle 0xabcd +
#define P 0xabcd +
#define U 0xabcd +
#define at 0xabcd +
#define blocked 0xabcd +
#define finished 0xabcd +
#define found 0xabcd +
#define idle 0xabcd +
#define max 0xabcd +
#define metrics 0xabcd +
#define number 0xabcd +
#define pool 0xabcd +
#define queued 0xabcd +
#define queued_most 0xabcd +
#define calls_ended 0xabcd +
#define failed 0xabcd +
#define in_flight 0xabcd +
#define withdrawn 0xabcd +
#define run_counts 0xabcd +
#define serial 0xabcd +
#define started 0xabcd +
#define threads 0xabcd +
#define value_size 0xabcd +
#define wait_counts 0xabcd +
#define pointer 0xabcd +
#define address 0xabcd +
#define argument 0xabcd +
#define asker 0xabcd +
#define begins 0xabcd +
#define completions 0xabcd +
#define const_cast 0xabcd +
#define copy 0xabcd +
#define deadline 0xabcd +
#define deadline_ms 0xabcd +
#define executor 0xabcd +
#define free 0xabcd +
#define from 0xabcd +
#define generator 0xabcd +
#define group 0xabcd +
#define has_values 0xabcd +
#define index 0xabcd +
#define inner 0xabcd +
#define items 0xabcd +
#define key 0xabcd +
#define limit 0xabcd +
#define lines 0xabcd +
#define loop 0xabcd +
#define mapping 0xabcd +
#define noreturn 0xabcd +
#define out 0xabcd +
#define own 0xabcd +
#define owner 0xabcd +
#define phase 0xabcd +
#define promise 0xabcd +
#define results 0xabcd +
#define room 0xabcd +
#define T 0xabcd +
#define addr 0xabcd +
#define ahead 0xabcd +
#define align 0xabcd +
#define always_inline 0xabcd +
#define arguments 0xabcd +
#define back 0xabcd +
#define barrier 0xabcd +
#define broadcast 0xabcd +
#define budget 0xabcd +
#define cancel 0xabcd +
#define claim 0xabcd +
#define child 0xabcd +
#define children 0xabcd +
#define class_ 0xabcd +
#define code 0xabcd +
#define compare 0xabcd +
#define condition 0xabcd +
#define count 0xabcd +
#define current 0xabcd +
#define data 0xabcd +
#define drop 0xabcd +
#define event 0xabcd +
#define failure 0xabcd +
#define file 0xabcd +
#define flags 0xabcd +
#define format 0xabcd +
#define function 0xabcd +
#define handle 0xabcd +
#define handles 0xabcd +
#define help 0xabcd +
#define here 0xabcd +
#define init 0xabcd +
#define into 0xabcd +
#define item 0xabcd +
#define job 0xabcd +
#define kind 0xabcd +
#define lane 0xabcd +
#define leave 0xabcd +
#define line 0xabcd +
#define link 0xabcd +
#define lock 0xabcd +
#define locks 0xabcd +
#define memory_bytes 0xabcd +
#define message 0xabcd +
#define ms 0xabcd +
#define name 0xabcd +
#define next 0xabcd +
#define offer 0xabcd +
#define outer 0xabcd +
#define pack 0xabcd +
#define packer 0xabcd +
#define parent 0xabcd +
#define path 0xabcd +
#define point 0xabcd +
#define printf 0xabcd +
#define queue 0xabcd +
#define reader 0xabcd +
#define ready_first 0xabcd +
#define ready_last 0xabcd +
#define release 0xabcd +
#define remote 0xabcd +
#define result 0xabcd +
#define run 0xabcd +
#define semaphore 0xabcd +
#define serve 0xabcd +
#define signature 0xabcd +
#define size 0xabcd +
#define stack 0xabcd +
#define start 0xabcd +
#define state 0xabcd +
#define take 0xabcd +
#define task 0xabcd +
#define text 0xabcd +
#define timeout_ms 0xabcd +
#define workers 0xabcd +
#define spawned 0xabcd +
#define retried 0xabcd +
#define ended 0xabcd +
#define busy 0xabcd +
#define limits 0xabcd +
#define queue_timeout_ms 0xabcd +
#define cpu_ms 0xabcd +
#define file_bytes 0xabcd +
#define recycle_ms 0xabcd +
#define recycle_bytes 0xabcd +
#define recycle_runs 0xabcd +
#define open_files 0xabcd +
#define retries 0xabcd +
#define fences 0xabcd +
#define tls_model 0xabcd +
#define trace 0xabcd +
#define trace_count 0xabcd +
#define trace_omitted 0xabcd +
#define unpacker 0xabcd +
#define unused 0xabcd +
#define value 0xabcd +
#define wake 0xabcd +
#define warn_unused_result 0xabcd +
#include <unsync.h>

@message
struct pair {
    int a;
    char *b;
};

@async
int twice(int x)
{
    int numbers[] = {x, x};
    await unsync_gather((unsync_task_of(void) *) NULL, 0);
    return numbers[0] + numbers[1];
}

@thread
int thrice(int x)
{
    if (x < 0) unsync_fail(-3, "no");
    return x + await twice(x);
}

@cpu_bound
struct pair swapped(struct pair p, @len(n) const int *more, int n)
{
    for (int i = 0; i < n; i++) p.a += more[i];
    p.b = strdup("new");
    return p;
}

@generator
int counted(int from_)
{
    defer (fprintf)(stdout, "counted\n");
    while (from_ < 3) yield from_++;
}

@async @generator(send = int)
int echoed(int first)
{
    while (first < 10) first = yield first + 1;
}

@thread
int deferred(int *sum)
{
    defer *sum += 1;
    if (*sum > 10) return 10;
    unsync_each (counted, x, 0) *sum += x;
    return await twice(*sum);
}

@async
int main(void)
{
    int sum = 0, echo, last;
    last = await deferred(&sum);
    (fprintf)(stdout, "%d %d\n", last, sum);
    echoed_generator echoes = echoed(1);
    if (await echoed_next(echoes, &echo)) last = await echoed_send(echoes, 5, &echo);
    (fprintf)(stdout, "%d %d\n", last, echo);
    await echoed_close(echoes);
    struct pair p = {1, "old"};
    int more[] = {1, 2, 3};
    p = await swapped(p, more, 3);
    (fprintf)(stdout, "%d %s %d %d\n", p.a, p.b, await thrice(5), catch thrice(-1));
    pair_clear(&p);
    await unsync_yield();
    return 0;
}
