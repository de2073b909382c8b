#line 1 "header.uh"
/* A header for C and C++. */
#ifndef HEADER_H
#define HEADER_H

#include <unsync.h>

/* A place. */
#line 10 "header.h"
#include <unsync_gen.h>
#line 8 "header.uh"
         struct place {
    double x, y;
                int *visits;
    size_t count;
};
#line 18 "header.h"
#ifndef __cplusplus
#line 10 "header.uh"
_Static_assert(UNSYNC__IS_INTEGER(0 + (((struct place *) 0)->count)),
    "the length of the member 'visits' is no integer");
#line 11 "header.uh"
_Static_assert(UNSYNC__CROSSES(__typeof__(((struct place *) 0)->count)),
    "the type of the member 'count' does not cross a process boundary");
#line 26 "header.h"
#endif
#define unsync__message_struct_place 1
#define unsync__print_place 0xa53b2ed87fcb45d1
#ifndef __cplusplus
static __inline__ __attribute__((__unused__)) void unsync__message_place_pack_pointer(struct unsync__packer *unsync__p,
    const struct place *unsync__m);
static __inline__ __attribute__((__unused__)) struct place *unsync__message_place_unpack_pointer(
    struct unsync__unpacker *unsync__u);
static __inline__ __attribute__((__unused__)) void unsync__message_place_release(struct unsync__unpacker *unsync__u,
    struct place *unsync__m);
static __inline__ __attribute__((__unused__)) void place_free(struct place *unsync__m);

static __inline__ __attribute__((__unused__)) void unsync__message_place_pack(struct unsync__packer *unsync__p,
    const struct place *unsync__m)
{
    if (!unsync__pack_array(unsync__p, 4)) return;
    UNSYNC__PACK(unsync__p, unsync__m->x);
    UNSYNC__PACK(unsync__p, unsync__m->y);
    UNSYNC__PACK(unsync__p, unsync__m->count);
    unsync__pack_block(unsync__p, unsync__m->visits, (size_t) (unsync__m->count), sizeof *unsync__m->visits);
}

static __inline__ __attribute__((__unused__)) void unsync__message_place_pack_pointer(struct unsync__packer *unsync__p,
    const struct place *unsync__m)
{
    if (unsync__m == NULL)
        unsync__pack_nil(unsync__p);
    else
        unsync__message_place_pack(unsync__p, unsync__m);
}

static __inline__ __attribute__((__unused__)) void unsync__message_place_unpack(struct unsync__unpacker *unsync__u,
    struct place *unsync__m)
{
    unsync__unpack_array(unsync__u, 4);
    UNSYNC__UNPACK(unsync__u, unsync__m->x);
    UNSYNC__UNPACK(unsync__u, unsync__m->y);
    UNSYNC__UNPACK(unsync__u, unsync__m->count);
    unsync__m->visits = unsync__unpack_block(unsync__u, (size_t) (unsync__m->count), sizeof *unsync__m->visits);
}

static __inline__ __attribute__((__unused__)) struct place *unsync__message_place_unpack_pointer(
    struct unsync__unpacker *unsync__u)
{
    if (unsync__unpack_is_nil(unsync__u)) return NULL;
    struct place *unsync__m = unsync__unpack_alloc(unsync__u, sizeof *unsync__m);
    if (unsync__m == NULL) return NULL;
    unsync__message_place_unpack(unsync__u, unsync__m);
    return unsync__m;
}

static __inline__ __attribute__((__unused__)) void place_clear(struct place *unsync__m)
{
    unsync__free_memory((void *) unsync__m->visits);
    UNSYNC__FREE_TEXT(unsync__m->count);
    __builtin_memset((void *) unsync__m, 0, sizeof *unsync__m);
}

static __inline__ __attribute__((__unused__)) void place_free(struct place *unsync__m)
{
    if (unsync__m == NULL) return;
    place_clear(unsync__m);
    unsync__free_memory(unsync__m);
}

static __inline__ __attribute__((__unused__)) void unsync__message_place_release(struct unsync__unpacker *unsync__u,
    struct place *unsync__m)
{
    (void) unsync__u;
    (void) unsync__m;
    unsync__serve_free(unsync__u, (void *) unsync__m->visits, unsync__free_memory);
    UNSYNC__SERVE_FREE_TEXT(unsync__u, unsync__m->count);
}
#endif
#line 12 "header.uh"


struct later;

#line 106 "header.h"
#ifdef __cplusplus
extern "C" {
#endif
#line 16 "header.uh"
typedef unsync_task_of(int) walk_task;
#line 16
__attribute__((__warn_unused_result__)) walk_task walk(const struct place *from, int steps);
#line 16
__attribute__((__warn_unused_result__)) int walk_try(const struct place *from, int steps, int *unsync__out);
#line 116 "header.h"
#ifdef __cplusplus
}
#endif
#line 16 "header.uh"

#line 122 "header.h"
#ifdef __cplusplus
extern "C" {
#endif
#line 17 "header.uh"
typedef unsync_task_of(struct later) complete_task;
#line 17
__attribute__((__warn_unused_result__)) complete_task complete(int unsync__argument_1);
#line 17
__attribute__((__warn_unused_result__)) int complete_try(int unsync__argument_1, struct later *unsync__out);
#line 17
struct later complete_sync(int unsync__argument_1);
#line 134 "header.h"
#ifdef __cplusplus
}
#endif
#line 17 "header.uh"

#line 140 "header.h"
#ifdef __cplusplus
extern "C" {
#endif
#line 18 "header.uh"
typedef unsync_task_of(struct place *) nearest_task;
#line 18
__attribute__((__warn_unused_result__)) nearest_task nearest(const struct place *place);
#line 18
__attribute__((__warn_unused_result__)) int nearest_try(const struct place *place, struct place * *unsync__out);
#line 18
struct place *nearest_sync(const struct place *place);
#line 152 "header.h"
#ifdef __cplusplus
}
#endif
#line 18 "header.uh"

#line 158 "header.h"
#ifdef __cplusplus
extern "C" {
#endif
#line 19 "header.uh"
typedef unsync_task_of(void) rest_task;
#line 19
__attribute__((__warn_unused_result__)) rest_task rest(void);
#line 19
__attribute__((__warn_unused_result__)) int rest_try(void);
#line 168 "header.h"
#ifdef __cplusplus
}
#endif
#line 19 "header.uh"


#line 175 "header.h"
#ifndef __cplusplus
#line 22 "header.uh"
typedef unsync_task_of(int) half_task;
#line 22
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) half_task half(int n);
#line 22
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) int half_try(int n, int *unsync__out);
#line 22
static __attribute__((__unused__)) int half_sync(int n);
#line 185 "header.h"

struct unsync__half_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int n;
};

#line 22 "header.uh"
static int unsync__half_body(int n)
{
    { int unsync__r1 = n / 2; unsync__leave(); return unsync__r1; }
}
#line 198 "header.h"

static void unsync__half_run(struct unsync__task *unsync__task)
{
    struct unsync__half_frame *unsync__self = (struct unsync__half_frame *) unsync__task;
    UNSYNC__SET(unsync__self->unsync__value, unsync__half_body(unsync__self->n));
}

static const struct unsync__kind unsync__half_kind = {
    "half", "header.uh", 21,
    sizeof(struct unsync__half_frame), &unsync__lane_thread,
    unsync__half_run, NULL, NULL, NULL,
};

static __attribute__((__unused__)) half_task half(int n)
{
    struct unsync__half_frame *unsync__self =
        UNSYNC__NEW(&unsync__half_kind, *unsync__self);
    if (unsync__self == NULL) return (half_task) &unsync__no_memory;
    unsync__self->n = n;
    return (half_task) unsync__start(&unsync__self->unsync__task);
}

static __attribute__((__unused__)) int half_sync(int n)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__half_kind);
    int unsync__value = unsync__half_body(n);
    unsync__job_exit_or_die(&unsync__job);
    return unsync__value;
}

static __attribute__((__unused__)) int half_try(int n, int *unsync__out)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__half_kind);
    int unsync__value = unsync__half_body(n);
    int unsync__code = unsync__job_exit(&unsync__job);
    if (unsync__code == 0) UNSYNC__SET(*unsync__out, unsync__value);
    return unsync__code;
}
#endif
#line 25 "header.uh"


#endif
