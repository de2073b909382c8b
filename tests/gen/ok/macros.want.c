#line 1 "macros.uc"
/* Macro calls stay as the user wrote them where that means the same. */
#include <assert.h>
#include <stdio.h>
#include <unsync.h>

#define SQUARE(n) ((n) * (n))
#define SHOW(n) printf(#n " is %d\n", n)
#define LIMIT 10
#define EACH(i, n) for (int i = 0; i < (n); i++)
#define LOG(...) fprintf(stderr, __VA_ARGS__)

#line 14 "macros.c"
#include <unsync_gen.h>
#line 12 "macros.uc"
typedef unsync_task_of(int) get_task;
#line 12
__attribute__((__warn_unused_result__)) get_task get(int n);
#line 12
__attribute__((__warn_unused_result__)) int get_try(int n, int *unsync__out);
#line 22 "macros.c"

struct unsync__get_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int n;
};

#line 12 "macros.uc"
static UNSYNC__COLD void unsync__get_is_large(void) { if (sizeof(struct unsync__get_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 32 "macros.c"

static void unsync__get_resume(struct unsync__task *unsync__task);
static const struct unsync__kind unsync__get_kind = {
    "get", "macros.uc", 12,
    sizeof(struct unsync__get_frame), &unsync__lane_loop,
    unsync__get_resume, NULL, NULL, NULL,
};

static void unsync__get_resume(struct unsync__task *unsync__task)
{
    struct unsync__get_frame *unsync__self = (struct unsync__get_frame *) unsync__task;
    int n = unsync__self->n;
#line 12 "macros.uc"
{ unsync__self->unsync__value = n; goto unsync__finish; }
#line 47 "macros.c"
unsync__finish:
    unsync__finish(&unsync__self->unsync__task);
    return;
}

get_task get(int n)
{
    struct unsync__get_frame *unsync__self =
        UNSYNC__NEW(&unsync__get_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__get_is_large();
    if (unsync__self == NULL) return (get_task) &unsync__no_memory;
    unsync__self->n = n;
    return (get_task) unsync__launch(&unsync__self->unsync__task, unsync__get_resume);
}

int get_try(int n, int *unsync__out)
{
    return unsync__try(unsync__of(get(n)), unsync__out, sizeof *unsync__out);
}
#line 12 "macros.uc"


#line 15
typedef unsync_task_of(int) use_task;
#line 15
__attribute__((__warn_unused_result__)) use_task use(int x);
#line 15
__attribute__((__warn_unused_result__)) int use_try(int x, int *unsync__out);
#line 76 "macros.c"

struct unsync__use_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int values[LIMIT];
    int y;
    union {
        int x;
        struct {
            int i;
            unsync__plain_type(((get_task) 0)) unsync__value_1;
        };
    };
    unsync_task_of(void) unsync__wait;
};

#line 15 "macros.uc"
static UNSYNC__COLD void unsync__use_is_large(void) { if (sizeof(struct unsync__use_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 95 "macros.c"

static void unsync__use_resume(struct unsync__task *unsync__task);
static const unsigned unsync__use_lines[] = {18, 22, 22};
static const struct unsync__kind unsync__use_kind = {
    "use", "macros.uc", 14,
    sizeof(struct unsync__use_frame), &unsync__lane_loop,
    unsync__use_resume, NULL, NULL, unsync__use_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__use_resume(struct unsync__task *unsync__task)
{
    struct unsync__use_frame *unsync__self = (struct unsync__use_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 17 "macros.uc"
    UNSYNC__SET(unsync__self->values, {SQUARE(2)});
#line 17
    unsync__self->y = SQUARE(unsync__self->x);
    UNSYNC__START(get(10)); UNSYNC__AWAIT(1, unsync__self->unsync__wait);
#line 18
    fprintf(stderr, "%d %d\n", unsync__self->x, UNSYNC__TAKEN((get_task) 0));
    ((void) sizeof ((unsync__self->x > 10) ? 1 : 0), __extension__ ({ if (unsync__self->x > 10) ; else __assert_fail ("x > LIMIT", __FILE__, 19, __extension__ "use"); }));
    printf("y" " is %d\n", unsync__self->y);
    for (unsync__self->i = 0;unsync__self->i < (10); unsync__self->i++) {
        UNSYNC__START(get(unsync__self->i)); UNSYNC__AWAIT(2, unsync__self->unsync__wait);
#line 22
        UNSYNC__TAKE(unsync__self->unsync__value_1, unsync__self->unsync__wait);
#line 22
        UNSYNC__START(get(unsync__self->i)); UNSYNC__AWAIT(3, unsync__self->unsync__wait);
#line 22
        unsync__self->y += ((unsync__self->unsync__value_1) * (UNSYNC__TAKEN((get_task) 0)));
    }
    { unsync__self->unsync__value = SQUARE(unsync__self->values[0]) + unsync__self->y; goto unsync__finish; }
#line 129 "macros.c"
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
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

use_task use(int x)
{
    struct unsync__use_frame *unsync__self =
        UNSYNC__NEW(&unsync__use_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__use_is_large();
    if (unsync__self == NULL) return (use_task) &unsync__no_memory;
    unsync__self->x = x;
    return (use_task) unsync__launch(&unsync__self->unsync__task, unsync__use_resume);
}

int use_try(int x, int *unsync__out)
{
    return unsync__try(unsync__of(use(x)), unsync__out, sizeof *unsync__out);
}
#line 25 "macros.uc"

