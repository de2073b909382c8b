/* unsync_gen_remote.h: the process lane; a part of unsync_gen.h.
 *
 * Emitted functions name the values that cross one by one; the compiler chooses by their type, so
 * that typedefs behave as what they stand for. */
#ifndef UNSYNC_GEN_REMOTE_H
#define UNSYNC_GEN_REMOTE_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <unsync_gen_block.h>

#include <unsync_guard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- The process lane ------------------------------------------------------------------------- */

struct unsync__packer;   /* grows a msgpack text; remembers the first error */
struct unsync__unpacker; /* walks over a received one; remembers the first error */

/* What bounds the runs of one @cpu_bound function: the options of its mark; UNSYNC_LIMITS and
 * unsync_worker_limits write over them. 0: not bounded. Emitted, in this order. */
struct unsync__limits {
    uint64_t timeout_ms; /* from the start of the run, by the clock */
    uint64_t queue_timeout_ms, cpu_ms;
    uint64_t memory_bytes, file_bytes;
    uint64_t recycle_ms, recycle_bytes; /* age and growth at which the worker is replaced */
    uint32_t recycle_runs;              /* so many runs in all, the same */
    uint32_t open_files, retries;
    uint32_t fences; /* of enum unsync__fence */
};
enum unsync__fence { UNSYNC__NO_NETWORK = 1, UNSYNC__NO_NEW_FILES = 2 };

/* How calls of one @cpu_bound function cross. Constant, emitted. */
struct unsync__remote {
    const char *signature; /* "bool is_prime(uint64_t)": the function's identity among workers */
    const struct unsync__kind *kind;
    void (*pack)(struct unsync__packer *packer, const struct unsync__task *task); /* arguments */
    /* In a worker: the whole call. */
    void (*serve)(struct unsync__unpacker *arguments, struct unsync__packer *result);
    /* The value into the frame. */
    void (*take)(struct unsync__unpacker *result, struct unsync__task *task);
    struct unsync__limits *limits;
};
/* Called by an emitted constructor for each @cpu_bound function that the program defines. */
void unsync__register(const struct unsync__remote *remote);

void unsync__pack_array(struct unsync__packer *packer, size_t count); /* `count` values follow */
void unsync__pack_nil(struct unsync__packer *packer);
void unsync__pack_bool(struct unsync__packer *packer, bool value);
void unsync__pack_int(struct unsync__packer *packer, int64_t value);
void unsync__pack_uint(struct unsync__packer *packer, uint64_t value);
void unsync__pack_float(struct unsync__packer *packer, float value);
void unsync__pack_double(struct unsync__packer *packer, double value);
void unsync__pack_string(struct unsync__packer *packer, const char *text); /* NULL as nil */
/* `count` items of `size` bytes as one block; NULL as nil (count must be 0 or is an error). */
void unsync__pack_block(struct unsync__packer *packer, const void *data, size_t count, size_t size);

/* In a worker, memory comes from the call's arena; in the parent (`take`) from malloc. After an
 * error every call gives 0 or NULL. */
size_t unsync__unpack_array(struct unsync__unpacker *unpacker, size_t count); /* exactly `count` */
bool unsync__unpack_is_nil(struct unsync__unpacker *unpacker); /* skips it if so */
/* A block of exactly `count` items; NULL for nil, or for a failure. */
void *unsync__unpack_block(struct unsync__unpacker *unpacker, size_t count, size_t size);
void *unsync__unpack_alloc(struct unsync__unpacker *unpacker, size_t size); /* for messages */
bool unsync__unpack_failed(const struct unsync__unpacker *unpacker);
/* In a worker: frees an owned result after it was packed, unless it lies in the arguments'
 * arena. */
void unsync__serve_free(struct unsync__unpacker *arguments, void *result, void (*release)(void *));
bool unsync__serve_owns(struct unsync__unpacker *arguments, const void *result);
/* In a worker: the body runs between these; `failed` becomes the outcome. */
void unsync__serve_begin(struct unsync__job *job, const struct unsync__kind *kind);
bool unsync__serve_end(struct unsync__job *job, struct unsync__packer *result);

/* C's free; <stdlib.h> has too many names for a file that did not ask for it. */
static inline __attribute__((unused)) void unsync__free_memory(void *u_memory)
{
    __builtin_free(u_memory);
}

#ifndef __cplusplus
/* One value of any arithmetic or enum type, or a string; the compiler chooses by the type, so that
 * it sees through typedefs. UNSYNC__CROSSES(T) is 1 for exactly those types. */
#define UNSYNC__BY_TYPE(value, boolean, signed_, unsigned_, float_, double_, string, other)        \
    _Generic((value), _Bool: boolean, char: signed_, signed char: signed_, short: signed_,         \
             int: signed_, long: signed_, long long: signed_, unsigned char: unsigned_,            \
             unsigned short: unsigned_, unsigned: unsigned_, unsigned long: unsigned_,             \
             unsigned long long: unsigned_, float: float_, double: double_, char *: string,        \
             const char *: string, default: other)
#define UNSYNC__CROSSES(T) UNSYNC__BY_TYPE(*(__typeof__(T) *) 0, 1, 1, 1, 1, 1, 1, 0)
#define UNSYNC__IS_ARITHMETIC(T) UNSYNC__BY_TYPE(*(__typeof__(T) *) 0, 1, 1, 1, 1, 1, 0, 0)
void unsync__does_not_cross(void); /* has other parameters: choosing it is a compile error */
#define UNSYNC__PACK(packer, value)                                                                \
    UNSYNC__BY_TYPE(value, unsync__pack_bool, unsync__pack_int, unsync__pack_uint,                 \
                    unsync__pack_float, unsync__pack_double, unsync__pack_string,                  \
                    unsync__does_not_cross)((packer), (value))
/* Frees a string, whatever its typedef; nothing for a number. */
static inline __attribute__((unused)) void unsync__free_text(void *u_text)
{
    __builtin_free(*(void **) u_text);
}
static inline __attribute__((unused)) void unsync__free_nothing(void *u_number)
{
    (void) u_number;
}
/* A result behind a typedef: owned if it is char *, borrowed if it is const char *. */
#define UNSYNC__FREE_RESULT(lvalue)                                                                \
    _Generic((lvalue), char *: unsync__free_text, default: unsync__free_nothing)((void *) &(lvalue))
#define UNSYNC__OWNED_CROSSES(T)                                                                   \
    _Generic(*(__typeof__(T) *) 0, const char *: 0, default: UNSYNC__CROSSES(T))
#define UNSYNC__FREE_TEXT(lvalue)                                                                  \
    UNSYNC__BY_TYPE(lvalue, unsync__free_nothing, unsync__free_nothing, unsync__free_nothing,      \
                    unsync__free_nothing, unsync__free_nothing, unsync__free_text,                 \
                    unsync__free_nothing)((void *) &(lvalue))
static inline __attribute__((unused)) void
unsync__serve_free_text(struct unsync__unpacker *u_arguments, void *u_text)
{
    unsync__serve_free(u_arguments, *(void **) u_text, unsync__free_memory);
}
static inline __attribute__((unused)) void
unsync__serve_free_nothing(struct unsync__unpacker *u_arguments, void *u_number)
{
    (void) u_arguments;
    (void) u_number;
}
#define UNSYNC__SERVE_FREE_TEXT(unpacker, lvalue)                                                  \
    UNSYNC__BY_TYPE(lvalue, unsync__serve_free_nothing, unsync__serve_free_nothing,                \
                    unsync__serve_free_nothing, unsync__serve_free_nothing,                        \
                    unsync__serve_free_nothing, unsync__serve_free_text,                           \
                    unsync__serve_free_nothing)((unpacker), (void *) &(lvalue))
void unsync__unpack_into_int(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_uint(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_bool(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_float(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_double(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_string(struct unsync__unpacker *unpacker, void *into, size_t size);
#define UNSYNC__UNPACK(unpacker, lvalue)                                                           \
    UNSYNC__BY_TYPE(lvalue, unsync__unpack_into_bool, unsync__unpack_into_int,                     \
                    unsync__unpack_into_uint, unsync__unpack_into_float,                           \
                    unsync__unpack_into_double, unsync__unpack_into_string,                        \
                    unsync__does_not_cross)((unpacker), (void *) &(lvalue), sizeof(lvalue))
#endif

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
