/* unsync_gen_remote.h: the process lane; a part of unsync_gen.h.
 *
 * Emitted functions name the values that cross one by one; the compiler chooses by their type, so
 * that typedefs behave as what they stand for. */
#ifndef UNSYNC_GEN_REMOTE_H
#define UNSYNC_GEN_REMOTE_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <unsync_gen_yield.h>

#include <unsync_guard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- The process lane ------------------------------------------------------------------------- */

struct unsync__crew;     /* workers of one name */
struct unsync__backlog;  /* the calls that wait for them */
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
enum unsync__fence { UNSYNC__NO_NETWORK = 1, UNSYNC__NO_NEW_FILES = 2, UNSYNC__NO_SIGNALS = 4 };

/* Which workers serve the calls of one @cpu_bound function; emitted if its mark says that. */
struct unsync__manned {
    const char *pool;           /* the name of those workers */
    uint32_t max;               /* most of them; 0: not said */
    uint32_t queue;             /* calls that may wait before a start waits; 0: not said */
    uint32_t flags;             /* UNSYNC__KEEPS, UNSYNC__MANY */
    struct unsync__crew *found; /* the lane's */
    struct unsync__backlog *backlog;
};
enum {
    UNSYNC__KEEPS = 1, /* there is one, which is to keep what it has made */
    UNSYNC__MANY = 2,  /* each runs many calls at once, on its loop */
};

/* How a worker runs the calls of a function that is @async too: as tasks of its loop. Emitted. */
struct unsync__many {
    size_t size, align; /* of what is kept of a call while it runs; zeroed */
    /* Reads the arguments and starts the task; NULL: they are not to be read. */
    struct unsync__task *(*begin)(struct unsync__unpacker *arguments, void *kept);
    /* The value of the ended task, and what the body wrote; task NULL: it has failed. */
    void (*finish)(struct unsync__unpacker *arguments, struct unsync__packer *result, void *kept,
                   struct unsync__task *task);
};

/* How the values of one @cpu_bound @generator cross; a call of it is what holds its arguments, and
 * the value at hand. Constant, emitted. */
struct unsync__flow {
    /* The generator itself, where its body runs: a plain one. */
    struct unsync__task *(*open)(const struct unsync__task *call);
    /* In a worker: packs the value, and frees what it owns. */
    void (*give)(struct unsync__unpacker *arguments, struct unsync__packer *result,
                 struct unsync__task *call);
    void (*drop)(struct unsync__task *call); /* disposes of the value; or NULL */
    size_t size, align;                      /* of a value; 0, 1: it has none */
};

/* How calls of one @cpu_bound function cross. Constant, emitted. */
struct unsync__remote {
    const char *signature; /* "bool is_prime(uint64_t)": for messages */
    uint64_t print;        /* of it and of all types in it: the function's identity among workers */
    const struct unsync__kind *kind;
    void (*pack)(struct unsync__packer *packer, const struct unsync__task *task); /* arguments */
    /* In a worker: the whole call; NULL: it has `many`. */
    void (*serve)(struct unsync__unpacker *arguments, struct unsync__packer *result);
    /* The value into the frame. */
    void (*take)(struct unsync__unpacker *result, struct unsync__task *task);
    struct unsync__limits *limits;
    struct unsync__manned *pool; /* NULL: all that share workers */
    const struct unsync__flow *flow; /* of a generator, or NULL */
    const struct unsync__many *many; /* of a function that is @async too, else NULL */
};
/* Calls of the function run in this process: it is a worker, or UNSYNC_ROUTE says so. */
bool unsync__runs_here(const struct unsync__kind *kind);
/* Called by an emitted constructor for each @cpu_bound function that the program defines. */
void unsync__register(const struct unsync__remote *remote);

/* `count` values follow; false after an error, when they need not. */
bool unsync__pack_array(struct unsync__packer *packer, size_t count);
void unsync__pack_nil(struct unsync__packer *packer);
void unsync__pack_bool(struct unsync__packer *packer, bool value);
void unsync__pack_int(struct unsync__packer *packer, int64_t value);
void unsync__pack_uint(struct unsync__packer *packer, uint64_t value);
void unsync__pack_float(struct unsync__packer *packer, float value);
void unsync__pack_double(struct unsync__packer *packer, double value);
void unsync__pack_fd(struct unsync__packer *packer, int file); /* negative as nil */
void unsync__pack_string(struct unsync__packer *packer, const char *text); /* NULL as nil */
/* `count` items of `size` bytes as one block; NULL as nil (count must be 0 or is an error). */
void unsync__pack_block(struct unsync__packer *packer, const void *data, size_t count, size_t size);

/* What an array consists of; all but UNSYNC__VALUES cross in one call. */
enum unsync__items {
    UNSYNC__NUMBERS, /* one block */
    UNSYNC__BOOLS,   /* one block, of which not every byte is a bool */
    UNSYNC__STRINGS, /* an array of them */
    UNSYNC__VALUES   /* an array that emitted code goes through */
};
/* `count` times `size` bytes of such items; NULL as nil. */
void unsync__pack_items(struct unsync__packer *packer, const void *data, size_t count, size_t size,
                        enum unsync__items items);
/* The head of an array of `count` values that follow, if true; NULL as nil. */
bool unsync__pack_list(struct unsync__packer *packer, const void *data, size_t count);
bool unsync__pack_failed(const struct unsync__packer *packer);
void unsync__pack_complex(struct unsync__packer *packer, double real, double imaginary);
/* A number that msgpack has no form for, as a block of its bytes. */
void unsync__pack_wide(struct unsync__packer *packer, const void *number, size_t size);

/* In a worker, memory comes from the call's arena; in the parent (`take`) from malloc. After an
 * error every call gives 0 or NULL. */
size_t unsync__unpack_array(struct unsync__unpacker *unpacker, size_t count); /* exactly `count` */
int unsync__unpack_fd(struct unsync__unpacker *unpacker); /* closed behind the call; nil as -1 */
bool unsync__unpack_is_nil(struct unsync__unpacker *unpacker); /* skips it if so */
/* A block of exactly `count` items; NULL for nil, or for a failure. */
void *unsync__unpack_block(struct unsync__unpacker *unpacker, size_t count, size_t size);
void *unsync__unpack_alloc(struct unsync__unpacker *unpacker, size_t size); /* for messages */
/* The same of items; of UNSYNC__VALUES the room, zeroed, for the values that follow. */
void *unsync__unpack_items(struct unsync__unpacker *unpacker, size_t count, size_t size,
                           enum unsync__items items);
void unsync__unpack_items_into(struct unsync__unpacker *unpacker, void *into, size_t count,
                               size_t size, enum unsync__items items);
/* A struct that was read, with room behind it for `count` items of the open array at `offset`. */
void *unsync__unpack_tail(struct unsync__unpacker *unpacker, const void *head, size_t head_size,
                          size_t offset, size_t count, size_t size, enum unsync__items items);
void unsync__unpack_nothing(struct unsync__unpacker *unpacker); /* nil */
void unsync__unpack_misfit(struct unsync__unpacker *unpacker);  /* a bit-field is too small */
/* In a worker: zeroed room that the function writes to, if the caller wants it. */
void *unsync__unpack_room(struct unsync__unpacker *unpacker, size_t count, size_t size);
/* In a worker: from malloc from here on, or from the arena again. */
void unsync__unpack_owned(struct unsync__unpacker *unpacker, bool is_owned);
bool unsync__unpack_failed(const struct unsync__unpacker *unpacker);
/* All went well, and nothing is left. */
bool unsync__unpack_is_over(struct unsync__unpacker *unpacker);
/* What a function wrote goes to where its caller wants it. */
void unsync__commit(void *to, void *from, size_t size);
/* In a worker: frees an owned result after it was packed, unless it lies in the arguments'
 * arena. */
void unsync__serve_free(struct unsync__unpacker *arguments, void *result, void (*release)(void *));
bool unsync__serve_owns(struct unsync__unpacker *arguments, const void *result);
/* In a worker: the body runs between these; `failed` becomes the outcome. */
void unsync__serve_begin(struct unsync__job *job, const struct unsync__kind *kind);
bool unsync__serve_end(struct unsync__job *job, struct unsync__packer *result);

/* In a worker: the whole of a stream, between the unpacking of its arguments and its end. */
void unsync__serve_stream(struct unsync__task *call, const struct unsync__kind *kind,
                          struct unsync__unpacker *arguments, struct unsync__packer *result);

/* The handle of a stream, a task of the loop that is asked like an @async generator, and beside it
 * the call. */
struct unsync__stream {
    struct unsync__async_generator head;
    struct unsync__task *call;
    struct unsync__task *inner;         /* it runs in this process: the generator, and the job */
    struct unsync__task *step;          /* that asks it */
    struct unsync__kept *kept, *newest; /* values of a worker that is dead, the oldest first */
    uint8_t place;                      /* where the body runs */
    bool holds_clock;
    bool asks;                          /* it looks for a value just now */
    bool is_over, closes;               /* it runs here: its body has ended; is told to */
};
extern const struct unsync__lane unsync__lane_stream;
void unsync__stream_run(struct unsync__task *task);
/* Both, of any thread: the call's frame, its arguments still to be set. NULL: no memory. */
void *unsync__new_stream(const struct unsync__kind *stream, const struct unsync__kind *call,
                         size_t size, size_t align);
#define UNSYNC__NEW_STREAM(stream, call, object)                                                   \
    unsync__new_stream(stream, call, sizeof(object), _Alignof(__typeof__(object)))
/* Starts them; gives the handle. */
struct unsync__task *unsync__start_stream(struct unsync__task *call);

/* What is computed of members for the length of an array. They may come from a broken process: what
 * overflows, or is divided by zero, stays that to the end, and is no length. */
static inline __attribute__((unused)) long long unsync__length(char u_operator, long long u_left,
                                                               long long u_right)
{
    const long long u_none = -0x7fffffffffffffff - 1;
    long long u_result;
    if (u_left == u_none || u_right == u_none) return u_none;
    switch (u_operator) {
    case '+': return __builtin_add_overflow(u_left, u_right, &u_result) ? u_none : u_result;
    case '-': return __builtin_sub_overflow(u_left, u_right, &u_result) ? u_none : u_result;
    case '*': return __builtin_mul_overflow(u_left, u_right, &u_result) ? u_none : u_result;
    case '/': return u_right == 0 ? u_none : u_left / u_right;
    case '%': return u_right == 0 ? u_none : u_left % u_right;
    case '>': return u_right < 0 || u_right > 62 ? u_none : u_left >> u_right;
    default: break;
    }
    return u_right < 0 || u_right > 62 ||
                   __builtin_mul_overflow(u_left, 1ll << u_right, &u_result)
               ? u_none
               : u_result;
}

/* C's free; <stdlib.h> has too many names for a file that did not ask for it. */
static inline __attribute__((unused)) void unsync__free_memory(void *u_memory)
{
    __builtin_free(u_memory);
}

#ifndef __cplusplus
typedef __complex__ float unsync__complex_float;
typedef __complex__ double unsync__complex_double;
typedef __complex__ long double unsync__complex_long_double;
#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 unsync__int128;
__extension__ typedef unsigned __int128 unsync__uint128;
#define UNSYNC__IF_INT128(...) __VA_ARGS__
#else
#define UNSYNC__IF_INT128(...)
#endif

/* One value of any arithmetic or enum type, or a string; the compiler chooses by the type, so that
 * it sees through typedefs. UNSYNC__CROSSES(T) is 1 for exactly those types. */
#define UNSYNC__BY_TYPE(value, boolean, signed_, unsigned_, float_, double_, wide_, string, other) \
    _Generic((value), _Bool: boolean, char: signed_, signed char: signed_, short: signed_,         \
             int: signed_, long: signed_, long long: signed_, unsigned char: unsigned_,            \
             unsigned short: unsigned_, unsigned: unsigned_, unsigned long: unsigned_,             \
             unsigned long long: unsigned_, float: float_, double: double_,                        \
             long double: wide_(__long_double),                                                    \
             unsync__complex_float: wide_(__complex_float),                                        \
             unsync__complex_double: wide_(__complex_double),                                      \
             unsync__complex_long_double: wide_(__complex_long_double),                            \
             UNSYNC__IF_INT128(unsync__int128: wide_(__int128),                                    \
                               unsync__uint128: wide_(__uint128), )                                \
             char *: string, const char *: string, default: other)
#define UNSYNC__WIDE_IS_1(u_type) 1
#define UNSYNC__CROSSES(T)                                                                         \
    UNSYNC__BY_TYPE(*(__typeof__(T) *) 0, 1, 1, 1, 1, 1, UNSYNC__WIDE_IS_1, 1, 0)
#define UNSYNC__IS_INT(T) _Generic(*(__typeof__(T) *) 0, int: 1, default: 0)
#define UNSYNC__IS_ARITHMETIC(T)                                                                   \
    UNSYNC__BY_TYPE(*(__typeof__(T) *) 0, 1, 1, 1, 1, 1, UNSYNC__WIDE_IS_1, 0, 0)
#define UNSYNC__WIDE_IS_0(u_type) 0
#define UNSYNC__IS_INTEGER(value) UNSYNC__BY_TYPE(value, 1, 1, 1, 0, 0, UNSYNC__WIDE_IS_0, 0, 0)
#define UNSYNC__WIDE_NUMBERS(u_type) UNSYNC__NUMBERS
#define UNSYNC__ITEMS(item)                                                                        \
    UNSYNC__BY_TYPE(item, UNSYNC__BOOLS, UNSYNC__NUMBERS, UNSYNC__NUMBERS, UNSYNC__NUMBERS,        \
                    UNSYNC__NUMBERS, UNSYNC__WIDE_NUMBERS, UNSYNC__STRINGS, UNSYNC__VALUES)
static inline __attribute__((unused)) void
unsync__pack__long_double(struct unsync__packer *u_packer, long double u_value)
{
    char u_bytes[sizeof u_value] = {0}; /* what pads it has no value */
    __builtin_memcpy(u_bytes, &u_value, __LDBL_MANT_DIG__ == 64 ? 10 : sizeof u_value);
    unsync__pack_wide(u_packer, u_bytes, sizeof u_bytes);
}
static inline __attribute__((unused)) void
unsync__pack__complex_float(struct unsync__packer *u_packer, unsync__complex_float u_value)
{
    unsync__pack_complex(u_packer, (double) __real__ u_value, (double) __imag__ u_value);
}
static inline __attribute__((unused)) void
unsync__pack__complex_double(struct unsync__packer *u_packer, unsync__complex_double u_value)
{
    unsync__pack_complex(u_packer, __real__ u_value, __imag__ u_value);
}
static inline __attribute__((unused)) void
unsync__pack__complex_long_double(struct unsync__packer *u_packer,
                                 unsync__complex_long_double u_value)
{
    unsync__pack_array(u_packer, 2);
    unsync__pack__long_double(u_packer, __real__ u_value);
    unsync__pack__long_double(u_packer, __imag__ u_value);
}
#ifdef __SIZEOF_INT128__
static inline __attribute__((unused)) void unsync__pack__int128(struct unsync__packer *u_packer,
                                                               unsync__int128 u_value)
{
    unsync__pack_wide(u_packer, &u_value, sizeof u_value);
}
static inline __attribute__((unused)) void unsync__pack__uint128(struct unsync__packer *u_packer,
                                                                unsync__uint128 u_value)
{
    unsync__pack_wide(u_packer, &u_value, sizeof u_value);
}
#endif
/* Choosing it is a compile error, but a late one: an assertion on the user's line has said it
 * better by then, and is all that is said. */
#ifdef __has_attribute
#if __has_attribute(__error__)
__attribute__((__error__("a value of this type does not cross")))
#endif
#endif
void unsync__does_not_cross(void *u_to, ...);
#define UNSYNC__WIDE_PACK(u_type) unsync__pack##u_type
#define UNSYNC__PACK(packer, value)                                                                \
    UNSYNC__BY_TYPE(value, unsync__pack_bool, unsync__pack_int, unsync__pack_uint,                 \
                    unsync__pack_float, unsync__pack_double, UNSYNC__WIDE_PACK,                    \
                    unsync__pack_string, unsync__does_not_cross)((packer), (value))
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
    _Generic((lvalue), char *: unsync__free_text, const char *: unsync__free_text,                 \
             default: unsync__free_nothing)((void *) &(lvalue))
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
    _Generic((lvalue), char *: unsync__serve_free_text, const char *: unsync__serve_free_text,     \
             default: unsync__serve_free_nothing)((unpacker), (void *) &(lvalue))
void unsync__unpack_into_int(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_uint(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_bool(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_float(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_double(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_string(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into__long_double(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into__complex_float(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into__complex_double(struct unsync__unpacker *unpacker, void *into,
                                         size_t size);
void unsync__unpack_into__complex_long_double(struct unsync__unpacker *unpacker, void *into,
                                             size_t size);
void unsync__unpack_into__int128(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into__uint128(struct unsync__unpacker *unpacker, void *into, size_t size);
#define UNSYNC__WIDE_UNPACK(u_type) unsync__unpack_into##u_type
#define UNSYNC__UNPACK(unpacker, lvalue)                                                           \
    UNSYNC__BY_TYPE(lvalue, unsync__unpack_into_bool, unsync__unpack_into_int,                     \
                    unsync__unpack_into_uint, unsync__unpack_into_float,                           \
                    unsync__unpack_into_double, UNSYNC__WIDE_UNPACK, unsync__unpack_into_string,   \
                    unsync__does_not_cross)((unpacker), (void *) &(lvalue), sizeof(lvalue))
#endif

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
