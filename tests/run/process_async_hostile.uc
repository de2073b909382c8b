/* A worker that runs many calls lies about them: it answers for calls that it does not have, or
 * twice, and writes nonsense over what it shares with the program. Its calls fail with
 * UNSYNC_EPROTO, those in other workers are done. */
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

/* Where things are in the shared memory, as one knows who has read lib/wire/channel.c. */
enum { RESULTS_PUT = 64, CALLS = 4096 };
enum { RING = 128 * 1024, RESULTS = CALLS + RING };
enum { HEAD = 16 }; /* of a record, and what its text is rounded up to */
enum { WHOLE = 0, APART = 1, NEED = 2 };

static unsigned char *find_memory(void)
{
    char line[512];
    unsigned long from, to;
    unsigned char *memory = NULL;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
        if (strstr(line, "memfd:unsync") != NULL && strstr(line, " rw-s") != NULL &&
            sscanf(line, "%lx-%lx", &from, &to) == 2 && to - from == RESULTS + RING)
            memory = (unsigned char *) from;
    if (maps == NULL || memory == NULL) abort();
    fclose(maps);
    return memory;
}

static _Atomic uint64_t *word(unsigned char *memory, size_t offset)
{
    return (_Atomic uint64_t *) (void *) (memory + offset);
}

/* The second call that this worker was given: each crime has a worker of its own. The body may begin
 * when the worker has told long since that it has taken both. */
static uint32_t my_ticket(const unsigned char *memory)
{
    const unsigned char *first = memory + CALLS;
    uint32_t len, ticket;
    memcpy(&len, first, sizeof len);
    memcpy(&ticket, first + HEAD + (len + HEAD - 1) / HEAD * HEAD + 4, sizeof ticket);
    return ticket;
}

static uint32_t sum(uint32_t ticket, const void *text, size_t len)
{
    const uint64_t factor = 0x9e3779b97f4a7c15u;
    uint64_t sum = (ticket + 1 + ((uint64_t) len << 32)) * factor, piece = 0;
    if (len > sizeof piece) abort();
    memcpy(&piece, text, len);
    if (len > 0) sum = (sum ^ piece ^ sum >> 32) * factor;
    return (uint32_t) (sum >> 32);
}

static void answer(unsigned char *memory, uint32_t ticket, uint32_t kind, const char *text,
                   size_t len)
{
    uint64_t at = atomic_load(word(memory, RESULTS_PUT));
    const uint32_t head[4] = {(uint32_t) len, ticket, sum(ticket, text, len), kind};
    memcpy(memory + RESULTS + (at & (RING - 1)), head, sizeof head);
    memcpy(memory + RESULTS + (at & (RING - 1)) + sizeof head, text, len);
    atomic_store(word(memory, RESULTS_PUT), at + HEAD + (len + HEAD - 1) / HEAD * HEAD);
}

enum crime { TWICE, UNKNOWN, QUEUED, NO_KIND, NO_SPOT, NO_NEED, BACK, FAR, CRIMES };

static void commit(unsigned char *memory, enum crime crime, uint32_t mine)
{
    switch (crime) {
    case TWICE:
        answer(memory, mine, WHOLE, "\0\7", 2);
        answer(memory, mine, WHOLE, "\0\7", 2);
        break;
    case UNKNOWN: answer(memory, mine + 1000, WHOLE, "\0\7", 2); break;
    case QUEUED: answer(memory, mine + 1, WHOLE, "\0\7", 2); break;
    case NO_KIND: answer(memory, mine, 99, "\0\7", 2); break;
    case NO_SPOT: answer(memory, mine, APART, "\0\7", 2); break;
    case NO_NEED: answer(memory, mine, NEED, "\0\7", 2); break;
    case BACK: atomic_fetch_sub(word(memory, RESULTS_PUT), 16); break;
    case FAR: atomic_fetch_add(word(memory, RESULTS_PUT), RING + 16); break;
    default: break;
    }
}

@thread
void say(int file, char byte)
{
    if (write(file, &byte, 1) != 1) abort();
}

@thread
void hear(int file)
{
    char byte;
    if (read(file, &byte, 1) != 1) abort();
}

@thread
void wake_program(void)
{
    const unsigned char wake[16] = {0x01, 0x63, 0x53, 0x75, 5};
    if (write(3, wake, sizeof wake) != sizeof wake) _exit(1);
}

@async @cpu_bound(pool = liars, max = 1)
int honest(@fd int says)
{
    await say(says, 1);
    await unsync_sleep(3600 * 1000);
    return 0;
}

@async @cpu_bound(pool = liars, max = 1)
int lie(int crime)
{
    unsigned char *memory = find_memory();
    uint32_t mine = my_ticket(memory);
    await unsync_yield(); /* now the worker has told that it has taken the call */
    commit(memory, (enum crime) crime, mine);
    await wake_program();
    await unsync_sleep(3600 * 1000);
    return 0;
}

@async @cpu_bound(pool = others, max = 1)
int other(int n)
{
    await unsync_sleep(1);
    return n;
}

@async
int main(void)
{
    int says[2];
    if (pipe(says) != 0) return 1;
    for (int crime = 0; crime < CRIMES; crime++) {
        other_task beside = other(crime);
        honest_task victim = honest(says[1]);
        await hear(says[0]);
        lie_task liar = lie(crime);
        int code = catch liar, told = catch victim;
        if (code != UNSYNC_EPROTO && !(code == 0 && crime == TWICE))
            printf("%d: %s\n", crime, unsync_code_name(code));
        if (told != UNSYNC_EPROTO) printf("%d, victim: %s\n", crime, unsync_code_name(told));
        if (await beside != crime) printf("%d: beside\n", crime);
        unsync_release(liar);
        unsync_release(victim);
    }
    puts("survived");
    return 0;
}
