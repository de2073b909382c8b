/* ring.h: a ring of records in memory that two sides share: one side adds, the other takes.
 *
 * Two counters of bytes only ever grow: how much was put into the ring, which the adding side
 * tells, and how much was taken out of it, which the taking side tells. Each side goes by its own
 * copy of its own counter, and looks at the other's in one load, which it checks: who writes
 * nonsense there gets -EPROTO, never memory outside of the ring. A record lies in one piece: a
 * filler stands before the end of the ring where it would not fit. It knows neither what is in a
 * record nor how one sleeps. One thread a side. */
#ifndef UNSYNC_WIRE_RING_H
#define UNSYNC_WIRE_RING_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum {
    UNSYNC__RING_BYTES = 128 * 1024, /* a power of two */
    UNSYNC__RECORD_MAX = 32 * 1024,  /* the longest text of a record */
};

/* In the shared memory; the text follows. */
struct unsync__record {
    _Atomic uint32_t len;    /* of the text */
    _Atomic uint32_t ticket; /* these three mean nothing here */
    _Atomic uint32_t state;
    _Atomic uint32_t kind;
};
_Static_assert(sizeof(struct unsync__record) == 16, "records lie at multiples of 16");

/* One side's view of a ring. */
struct unsync__ring {
    unsigned char *bytes;
    _Atomic uint64_t *mine;   /* what this side tells */
    _Atomic uint64_t *theirs; /* what the other side tells; only loaded */
    uint64_t at;              /* how far this side is: never read back */
    uint64_t seen;            /* how far the other side was when last looked at */
};

/* `bytes` are UNSYNC__RING_BYTES; all counters are 0. */
void unsync__ring_open(struct unsync__ring *ring, void *bytes, _Atomic uint64_t *mine,
                       _Atomic uint64_t *theirs);
/* This side tells how far it is. Sequentially consistent, for who looks then whether the other
 * sleeps. */
void unsync__ring_tell(struct unsync__ring *ring);

/* --- The side that adds ----------------------------------------------------------------------- */

/* A record as it is to be; the text is written behind it by the caller, before the tell. NULL:
 * there is no room as far as was seen. */
struct unsync__record *unsync__ring_add(struct unsync__ring *ring, size_t len, uint32_t ticket,
                                        uint32_t state, uint32_t kind);
/* Would the longest record find room, as far as was seen? */
int unsync__ring_has_room(const struct unsync__ring *ring);
/* Looks how much was taken. 0; or -EPROTO. */
int unsync__ring_look(struct unsync__ring *ring, uint64_t *taken);
/* What was taken before that look may be written over. */
void unsync__ring_reuse(struct unsync__ring *ring, uint64_t taken);

/* --- The side that takes ---------------------------------------------------------------------- */

/* What was read of a record, once. */
struct unsync__taken {
    struct unsync__record *record;
    const unsigned char *text; /* in the shared memory, until the drop */
    size_t len;                /* checked: it lies in the ring */
    uint32_t ticket, state, kind;
};
/* 1: the next record; 0: there is none; -EPROTO. */
int unsync__ring_next(struct unsync__ring *ring, struct unsync__taken *taken);
/* Done with the one that next gave; the other side knows it after a tell. */
void unsync__ring_drop(struct unsync__ring *ring, const struct unsync__taken *taken);
/* Is there something that was not taken? */
static inline int unsync__ring_has(const struct unsync__ring *ring)
{
    return atomic_load(ring->theirs) != ring->at;
}

/* Bytes that were put and not taken, by the other side, which may say any number. */
static inline uint64_t unsync__ring_waiting(const struct unsync__ring *ring)
{
    return atomic_load(ring->theirs) - ring->at;
}

/* A sum over a text, by which one sees that somebody has written over it. */
uint32_t unsync__ring_sum(uint32_t ticket, const void *text, size_t len);

#endif
