#line 1 "awaits.uc"
/* How an @async body is taken apart. */
#include <stdio.h>
#include <unsync.h>

struct source { const int *at, *end; };

#line 9 "awaits.c"
#include <unsync_gen.h>
#line 8 "awaits.uc"
typedef unsync_task_of(int) next_task;
#line 8
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) next_task next(struct source *s);
#line 8
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) int next_try(struct source *s, int *unsync__out);
#line 17 "awaits.c"

struct unsync__next_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    struct source *s;
};

#line 8 "awaits.uc"
static UNSYNC__COLD void unsync__next_is_large(void) { if (sizeof(struct unsync__next_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 27 "awaits.c"

static void unsync__next_resume(struct unsync__task *unsync__task);
static const unsigned unsync__next_lines[] = {10};
static const struct unsync__kind unsync__next_kind = {
    "next", "awaits.uc", 7,
    sizeof(struct unsync__next_frame), &unsync__lane_loop,
    unsync__next_resume, NULL, NULL, unsync__next_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__next_resume(struct unsync__task *unsync__task)
{
    struct unsync__next_frame *unsync__self = (struct unsync__next_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 10 "awaits.uc"
    UNSYNC__YIELD(1);
    { unsync__self->unsync__value = unsync__self->s->at < unsync__self->s->end ? *unsync__self->s->at++ : 0; goto unsync__finish; }
#line 45 "awaits.c"
unsync__finish:
    unsync__finish(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__unwind(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

static __attribute__((__unused__)) next_task next(struct source *s)
{
    struct unsync__next_frame *unsync__self =
        UNSYNC__NEW(&unsync__next_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__next_is_large();
    if (unsync__self == NULL) return (next_task) &unsync__no_memory;
    unsync__self->s = s;
    return (next_task) unsync__launch(&unsync__self->unsync__task, unsync__next_resume);
}

static __attribute__((__unused__)) int next_try(struct source *s, int *unsync__out)
{
    return unsync__try(unsync__of(next(s)), unsync__out, sizeof *unsync__out);
}
#line 12 "awaits.uc"


#line 15
typedef unsync_task_of(int) sum_task;
#line 15
__attribute__((__warn_unused_result__)) sum_task sum(struct source *s, int limit);
#line 15
__attribute__((__warn_unused_result__)) int sum_try(struct source *s, int limit, int *unsync__out);
#line 83 "awaits.c"

struct unsync__sum_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    struct source *s;
    int limit;
    int total;
    int n;
    const int first;
    int i;
    unsync_task_of(void) unsync__wait;
};

#line 15 "awaits.uc"
static UNSYNC__COLD void unsync__sum_is_large(void) { if (sizeof(struct unsync__sum_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 99 "awaits.c"

static void unsync__sum_resume(struct unsync__task *unsync__task);
static const unsigned unsync__sum_lines[] = {18, 20, 26, 27, 30};
static const struct unsync__kind unsync__sum_kind = {
    "sum", "awaits.uc", 14,
    sizeof(struct unsync__sum_frame), &unsync__lane_loop,
    unsync__sum_resume, NULL, NULL, unsync__sum_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__sum_resume(struct unsync__task *unsync__task)
{
    struct unsync__sum_frame *unsync__self = (struct unsync__sum_frame *) unsync__task;
    int unsync__value_1;
    int unsync__value_2;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 17 "awaits.uc"
    unsync__self->total = 0; /* n: the last */
    UNSYNC__START(next(unsync__self->s)); UNSYNC__AWAIT(1, unsync__self->unsync__wait);
#line 18
    UNSYNC__SET(unsync__self->first, UNSYNC__TAKEN((next_task) 0));

    for (;;) {
#line 20
        UNSYNC__START(next(unsync__self->s)); UNSYNC__AWAIT(2, unsync__self->unsync__wait);
#line 20
        if (!((unsync__self->n = UNSYNC__TAKEN((next_task) 0)) != 0)) break;
#line 20
        {
        if (unsync__self->n < 0)
            continue; // skipped
        unsync__self->total += unsync__self->n;
    }
#line 24
    }
    for (unsync__self->i = 0; unsync__self->i < unsync__self->limit; unsync__self->i++) {
        UNSYNC__START(next(unsync__self->s)); UNSYNC__AWAIT(3, unsync__self->unsync__wait);
#line 26
        unsync__self->total += UNSYNC__TAKEN((next_task) 0) * unsync__self->i; }
    if (unsync__self->total > unsync__self->limit) {
#line 27
        UNSYNC__START(next(unsync__self->s)); UNSYNC__AWAIT(4, unsync__self->unsync__wait);
#line 27
        unsync__value_1 = !!(UNSYNC__TAKEN((next_task) 0) == 0);
#line 27
    } else unsync__value_1 = 0;
#line 27
    if (unsync__value_1) { unsync__self->unsync__value = unsync__self->first; goto unsync__finish; }
    do {
        unsync__self->limit--;
        if (!(unsync__self->limit > 0)) {
#line 30
            UNSYNC__START(next(unsync__self->s)); UNSYNC__AWAIT(5, unsync__self->unsync__wait);
#line 30
            unsync__value_2 = !!(UNSYNC__TAKEN((next_task) 0));
#line 30
        } else unsync__value_2 = 1;
#line 30
    } while (unsync__value_2);

    UNSYNC__LOOSE int result = unsync__self->total + unsync__self->first;
    printf("%d\n", result);
    { unsync__self->unsync__value = result; goto unsync__finish; }
#line 163 "awaits.c"
unsync__finish:
    unsync__finish(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__unwind(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    case 2: goto unsync__await_2;
    case 3: goto unsync__await_3;
    case 4: goto unsync__await_4;
    case 5: goto unsync__await_5;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

sum_task sum(struct source *s, int limit)
{
    struct unsync__sum_frame *unsync__self =
        UNSYNC__NEW(&unsync__sum_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__sum_is_large();
    if (unsync__self == NULL) return (sum_task) &unsync__no_memory;
    unsync__self->s = s;
    unsync__self->limit = limit;
    return (sum_task) unsync__launch(&unsync__self->unsync__task, unsync__sum_resume);
}

int sum_try(struct source *s, int limit, int *unsync__out)
{
    return unsync__try(unsync__of(sum(s, limit)), unsync__out, sizeof *unsync__out);
}
#line 35 "awaits.uc"


#line 38
typedef unsync_task_of(int) both_task;
#line 38
__attribute__((__warn_unused_result__)) both_task both(struct source *a, struct source *b);
#line 38
__attribute__((__warn_unused_result__)) int both_try(struct source *a, struct source *b, int *unsync__out);
#line 206 "awaits.c"

struct unsync__both_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    struct source *a;
    struct source *b;
    next_task left;
    next_task right;
    int code;
    struct source unsync__literal_1;
    unsync__plain_type(((next_task) 0)) unsync__value_2;
    unsync__plain_type(((next_task) 0)) unsync__value_3;
    unsync_task_of(void) unsync__wait;
};

#line 38 "awaits.uc"
static UNSYNC__COLD void unsync__both_is_large(void) { if (sizeof(struct unsync__both_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 224 "awaits.c"

static void unsync__both_resume(struct unsync__task *unsync__task);
static const unsigned unsync__both_lines[] = {41, 45, 45, 46};
static const struct unsync__kind unsync__both_kind = {
    "both", "awaits.uc", 37,
    sizeof(struct unsync__both_frame), &unsync__lane_loop,
    unsync__both_resume, NULL, NULL, unsync__both_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__both_resume(struct unsync__task *unsync__task)
{
    struct unsync__both_frame *unsync__self = (struct unsync__both_frame *) unsync__task;
    int unsync__value_1;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 40 "awaits.uc"
    unsync__self->left = next(unsync__self->a);
#line 40
    unsync__self->right = next(unsync__self->b);
    UNSYNC__START(unsync__self->left); UNSYNC__CATCH(1, unsync__self->unsync__wait, unsync__value_1);
#line 41
    unsync__self->code = unsync__value_1;

    if (unsync__self->code != 0)
        { unsync__fail(&unsync__self->unsync__task, __FILE__, __LINE__, unsync__self->code, "the left one"); goto unsync__unwind; }
    UNSYNC__START(unsync__self->left); UNSYNC__AWAIT(2, unsync__self->unsync__wait);
#line 45
    UNSYNC__TAKE(unsync__self->unsync__value_2, unsync__self->unsync__wait);
#line 45
    UNSYNC__START(unsync__self->right); UNSYNC__AWAIT(3, unsync__self->unsync__wait);
#line 45
    UNSYNC__TAKE(unsync__self->unsync__value_3, unsync__self->unsync__wait);
    UNSYNC__START(next(&UNSYNC__KEEP(unsync__self->unsync__literal_1, (struct source){unsync__self->a->at, unsync__self->a->end}))); UNSYNC__AWAIT(4, unsync__self->unsync__wait);
#line 45
    { unsync__self->unsync__value = unsync__self->unsync__value_2 - unsync__self->unsync__value_3 +
           UNSYNC__TAKEN((next_task) 0); goto unsync__finish; }
#line 261 "awaits.c"
unsync__finish:
    unsync__finish(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__unwind(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    case 2: goto unsync__await_2;
    case 3: goto unsync__await_3;
    case 4: goto unsync__await_4;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

both_task both(struct source *a, struct source *b)
{
    struct unsync__both_frame *unsync__self =
        UNSYNC__NEW(&unsync__both_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__both_is_large();
    if (unsync__self == NULL) return (both_task) &unsync__no_memory;
    unsync__self->a = a;
    unsync__self->b = b;
    return (both_task) unsync__launch(&unsync__self->unsync__task, unsync__both_resume);
}

int both_try(struct source *a, struct source *b, int *unsync__out)
{
    return unsync__try(unsync__of(both(a, b)), unsync__out, sizeof *unsync__out);
}
#line 47 "awaits.uc"

