/* ring.c: see ring.h. Counters are positions in an endless stream; the ring shows the last
 * UNSYNC__RING_BYTES of it. */
#include "ring.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum { HEAD = sizeof(struct unsync__record), BYTES = UNSYNC__RING_BYTES, MASK = BYTES - 1 };
#define FILLER UINT32_MAX /* as a length: nothing more until the end of the ring */

_Static_assert((BYTES & MASK) == 0, "a position in the ring is a mask away");
_Static_assert(UNSYNC__RECORD_MAX + HEAD <= BYTES / 2, "a record fits wherever the last one ended");

void unsync__ring_open(struct unsync__ring *ring, void *bytes, _Atomic uint64_t *mine,
                       _Atomic uint64_t *theirs)
{
    *ring = (struct unsync__ring){.bytes = bytes, .mine = mine, .theirs = theirs};
}

void unsync__ring_tell(struct unsync__ring *ring)
{
    atomic_store(ring->mine, ring->at);
}

static struct unsync__record *record_at(const struct unsync__ring *ring, uint64_t at)
{
    return (struct unsync__record *) (void *) (ring->bytes + (at & MASK));
}

/* With its head, rounded up to where the next one may begin. */
static size_t size_of(size_t len)
{
    return HEAD + (len + HEAD - 1) / HEAD * HEAD;
}

/* --- The side that adds ----------------------------------------------------------------------- */

static void set(_Atomic uint32_t *word, uint32_t value)
{
    atomic_store_explicit(word, value, memory_order_relaxed);
}

struct unsync__record *unsync__ring_add(struct unsync__ring *ring, size_t len, uint32_t ticket,
                                        uint32_t state, uint32_t kind)
{
    size_t size = size_of(len), rest = BYTES - (ring->at & MASK);
    size_t skip = rest < size ? rest : 0;
    if (skip + size > BYTES - (ring->at - ring->seen)) return NULL;
    if (skip > 0) set(&record_at(ring, ring->at)->len, FILLER);
    ring->at += skip;
    struct unsync__record *record = record_at(ring, ring->at);
    set(&record->len, (uint32_t) len);
    set(&record->ticket, ticket);
    set(&record->state, state);
    set(&record->kind, kind);
    ring->at += size;
    return record;
}

int unsync__ring_has_room(const struct unsync__ring *ring)
{
    return BYTES - (ring->at - ring->seen) >= 2 * (HEAD + (uint64_t) UNSYNC__RECORD_MAX);
}

int unsync__ring_look(struct unsync__ring *ring, uint64_t *taken)
{
    uint64_t now = atomic_load(ring->theirs);
    if (now < ring->seen || now > ring->at) return -EPROTO;
    *taken = now;
    return 0;
}

void unsync__ring_reuse(struct unsync__ring *ring, uint64_t taken)
{
    ring->seen = taken;
}

/* --- The side that takes ---------------------------------------------------------------------- */

/* Bytes that were put and not taken; 0: none. */
static int64_t there_are(struct unsync__ring *ring)
{
    if (ring->at != ring->seen) return (int64_t) (ring->seen - ring->at);
    uint64_t now = atomic_load(ring->theirs);
    if (now < ring->seen || now - ring->at > BYTES || now % HEAD != 0) return -EPROTO;
    ring->seen = now;
    return (int64_t) (now - ring->at);
}

/* Over the filler, if there is one; a filler is shorter than the longest record. */
static int skip_filler(struct unsync__ring *ring)
{
    size_t rest = BYTES - (ring->at & MASK);
    if (rest > UNSYNC__RECORD_MAX || rest > ring->seen - ring->at) return -EPROTO;
    ring->at += rest;
    return 0;
}

static uint32_t get(_Atomic uint32_t *word)
{
    return atomic_load_explicit(word, memory_order_relaxed);
}

int unsync__ring_next(struct unsync__ring *ring, struct unsync__taken *taken)
{
    for (bool skipped = false;; skipped = true) {
        int64_t have = there_are(ring);
        if (have <= 0) return (int) have;
        struct unsync__record *record = record_at(ring, ring->at);
        uint32_t len = get(&record->len);
        if (len == FILLER) {
            if (skipped || skip_filler(ring) != 0) return -EPROTO;
            continue;
        }
        size_t size = size_of(len);
        if (len > UNSYNC__RECORD_MAX || size > (uint64_t) have ||
            size > BYTES - (ring->at & MASK))
            return -EPROTO;
        *taken = (struct unsync__taken){.record = record,
                                        .text = (const unsigned char *) (record + 1),
                                        .len = len,
                                        .ticket = get(&record->ticket),
                                        .state = get(&record->state),
                                        .kind = get(&record->kind)};
        return 1;
    }
}

void unsync__ring_drop(struct unsync__ring *ring, const struct unsync__taken *taken)
{
    ring->at += size_of(taken->len);
}

uint32_t unsync__ring_sum(uint32_t ticket, const void *text, size_t len)
{
    const uint64_t factor = 0x9e3779b97f4a7c15u;
    const unsigned char *at = text;
    uint64_t sum = (ticket + 1 + ((uint64_t) len << 32)) * factor, word;
    for (; len > 0; at += sizeof word) {
        size_t part = len < sizeof word ? len : sizeof word;
        word = 0;
        memcpy(&word, at, part);
        sum = (sum ^ word ^ sum >> 32) * factor;
        len -= part;
    }
    return (uint32_t) (sum >> 32);
}
