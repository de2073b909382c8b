/* unsync_gen_pool.h: pools of the thread lane; a part of unsync_gen.h.
 *
 * What a mark says of pool, key and abandoning stands in a record that the kind refers to; a
 * @thread function that says nothing has none. */
#ifndef UNSYNC_GEN_POOL_H
#define UNSYNC_GEN_POOL_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <unsync_gen_remote.h>

#include <unsync_guard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- Pools of the thread lane ----------------------------------------------------------------- */

struct unsync__pool;
enum { UNSYNC__DAEMON = 1 };

/* What the mark of a @thread function says of its pool; emitted once a function that says
 * something. */
struct unsync__pooled {
    const char *pool;     /* its name; NULL: the one that all others share */
    uint32_t max, queue;  /* most threads, most waiting jobs; 0: not said */
    uint32_t flags;       /* UNSYNC__DAEMON */
    size_t serial;        /* where struct unsync__serial is in the frame; 0: no key */
    const struct unsync__kind *job; /* abandon: that of the twin, which runs the body; else NULL */
    size_t value, value_size; /* abandon: where the value is in the frame; size 0: none */
    struct unsync__pool *found;     /* the lane's */
};
#define UNSYNC__POOLED(record) ((const struct unsync__remote *) (const void *) (record))

/* In the frame of a job with a key; the lane's but for the key. */
struct unsync__serial {
    uint64_t unsync__key;
    void *unsync__words[5];
};

/* A job that may be abandoned runs on a twin of its frame, with `more` bytes behind it for copies.
 * The room for these is counted first, then each copy is made and its pointer led there. NULL
 * without memory: the task will fail. */
void *unsync__twin_of(struct unsync__task *task, size_t size, size_t align, size_t more);
void unsync__room_for(size_t *more, const void *data, size_t count, size_t size);
void unsync__room_for_text(size_t *more, const void *text);
void unsync__room_for_number(size_t *more, const void *number);
void unsync__copy(char **at, void *pointer, size_t size);
void unsync__copy_text(char **at, void *text);
void unsync__copy_number(char **at, void *number);
uint64_t unsync__key_of_text(const char *text);
#ifndef __cplusplus
static inline __attribute__((unused)) uint64_t unsync__key_of_number(uint64_t u_number)
{
    return u_number;
}
static inline __attribute__((unused)) uint64_t
unsync__key_of_address(const volatile void *u_address)
{
    return (uint64_t) (uintptr_t) u_address;
}
void unsync__no_key(void); /* has other parameters: choosing it is a compile error */
/* Equal keys: equal integers, the same address, or the same text. */
#define UNSYNC__KEY(...)                                                                           \
    _Generic((__VA_ARGS__), char *: unsync__key_of_text, const char *: unsync__key_of_text,        \
             _Bool: unsync__key_of_number, char: unsync__key_of_number,                            \
             signed char: unsync__key_of_number, short: unsync__key_of_number,                     \
             int: unsync__key_of_number, long: unsync__key_of_number,                              \
             long long: unsync__key_of_number, unsigned char: unsync__key_of_number,               \
             unsigned short: unsync__key_of_number, unsigned: unsync__key_of_number,               \
             unsigned long: unsync__key_of_number, unsigned long long: unsync__key_of_number,      \
             float: unsync__no_key, double: unsync__no_key, long double: unsync__no_key,           \
             default: unsync__key_of_address)(__VA_ARGS__)
#define UNSYNC__IS_OWNED(T) _Generic(*(__typeof__(T) *) 0, const char *: 0, default: 1)
#define UNSYNC__WIDE_ROOM(u_type) unsync__room_for_number
#define UNSYNC__WIDE_COPY(u_type) unsync__copy_number
#define UNSYNC__ROOM_FOR(more, lvalue)                                                             \
    UNSYNC__BY_TYPE(lvalue, unsync__room_for_number, unsync__room_for_number,                      \
                    unsync__room_for_number, unsync__room_for_number, unsync__room_for_number,     \
                    UNSYNC__WIDE_ROOM, unsync__room_for_text, unsync__does_not_cross)              \
    (&(more), (const void *) &(lvalue))
#define UNSYNC__COPY(at, lvalue)                                                                   \
    UNSYNC__BY_TYPE(lvalue, unsync__copy_number, unsync__copy_number, unsync__copy_number,         \
                    unsync__copy_number, unsync__copy_number, UNSYNC__WIDE_COPY,                   \
                    unsync__copy_text, unsync__does_not_cross)(&(at), (void *) &(lvalue))
#endif

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
