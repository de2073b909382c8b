#line 1 "generators.uc"
/* What generators become: asked, sent, delegating, owning, awaited. */
#include <unsync.h>

struct pair {
    int key, value;
};

#line 10 "generators.c"
#include <unsync_gen.h>
#line 9 "generators.uc"
typedef unsync_generator_of(int) range_generator;
#line 9
__attribute__((__warn_unused_result__)) range_generator range(int from, int to);
#line 9
__attribute__((__warn_unused_result__)) int range_try_next(range_generator unsync__source, int *unsync__out);
#line 9
int range_next(range_generator unsync__source, int *unsync__out);
#line 9
void range_close(range_generator unsync__source);
#line 22 "generators.c"

struct unsync__range_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int from;
    int to;
};

#line 9 "generators.uc"
static UNSYNC__COLD void unsync__range_is_large(void) { if (sizeof(struct unsync__range_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 33 "generators.c"

static void unsync__range_resume(struct unsync__task *unsync__task);
static const unsigned unsync__range_lines[] = {11};
static const struct unsync__kind unsync__range_kind = {
    "range", "generators.uc", 8,
    sizeof(struct unsync__range_frame), &unsync__lane_generator,
    unsync__range_resume, NULL, NULL, unsync__range_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__range_resume(struct unsync__task *unsync__task)
{
    struct unsync__range_frame *unsync__self = (struct unsync__range_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 11 "generators.uc"
    while (unsync__self->from < unsync__self->to) {
#line 11
        unsync__self->unsync__value = unsync__self->from++; UNSYNC__GIVE(1); }
#line 52 "generators.c"
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

range_generator range(int from, int to)
{
    struct unsync__range_frame *unsync__self =
        UNSYNC__NEW_GENERATOR(&unsync__range_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__range_is_large();
    if (unsync__self == NULL) return (range_generator) &unsync__no_memory;
    unsync__self->from = from;
    unsync__self->to = to;
    return (range_generator) &unsync__self->unsync__task;
}

int range_try_next(range_generator unsync__source, int *unsync__out)
{
    return unsync__next(unsync__generator(unsync__source), unsync__out,
        sizeof *unsync__out, _Alignof(__typeof__(*unsync__out)));
}

int range_next(range_generator unsync__source, int *unsync__out)
{
    return unsync__must(range_try_next(unsync__source, unsync__out));
}

void range_close(range_generator unsync__source)
{
    unsync__close(unsync__generator(unsync__source));
}
#line 12 "generators.uc"


#line 15
typedef unsync_generator_of(struct pair) pairs_generator;
#line 15
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) pairs_generator pairs(int count);
#line 15
__attribute__((__warn_unused_result__)) static __attribute__((__unused__)) int pairs_try_next(pairs_generator unsync__source, struct pair *unsync__out);
#line 15
static __attribute__((__unused__)) int pairs_next(pairs_generator unsync__source, struct pair *unsync__out);
#line 15
static __attribute__((__unused__)) void pairs_close(pairs_generator unsync__source);
#line 105 "generators.c"

struct unsync__pairs_frame {
    struct unsync__task unsync__task;
    struct pair unsync__value;
    int v;
    range_generator mine;
    struct pair unsync__literal_1;
    int count;
};

#line 15 "generators.uc"
static UNSYNC__COLD void unsync__pairs_is_large(void) { if (sizeof(struct unsync__pairs_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 118 "generators.c"

static void unsync__pairs_resume(struct unsync__task *unsync__task);
static const unsigned unsync__pairs_lines[] = {19};
static const struct unsync__kind unsync__pairs_kind = {
    "pairs", "generators.uc", 14,
    sizeof(struct unsync__pairs_frame), &unsync__lane_generator,
    unsync__pairs_resume, NULL, NULL, unsync__pairs_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__pairs_resume(struct unsync__task *unsync__task)
{
    struct unsync__pairs_frame *unsync__self = (struct unsync__pairs_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 17 "generators.uc"
    
    unsync__self->mine = UNSYNC__OWN(1, range(0, unsync__self->count));
    while (UNSYNC__ASK(2, range_try_next(unsync__self->mine, &unsync__self->v))) {
#line 19
        UNSYNC__SET(unsync__self->unsync__value, UNSYNC__KEEP(unsync__self->unsync__literal_1, (struct pair){unsync__self->v, unsync__self->v * unsync__self->v})); UNSYNC__GIVE(1); }
#line 139 "generators.c"
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

static __attribute__((__unused__)) pairs_generator pairs(int count)
{
    struct unsync__pairs_frame *unsync__self =
        UNSYNC__NEW_GENERATOR(&unsync__pairs_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__pairs_is_large();
    if (unsync__self == NULL) return (pairs_generator) &unsync__no_memory;
    unsync__self->count = count;
    return (pairs_generator) &unsync__self->unsync__task;
}

static __attribute__((__unused__)) int pairs_try_next(pairs_generator unsync__source, struct pair *unsync__out)
{
    return unsync__next(unsync__generator(unsync__source), unsync__out,
        sizeof *unsync__out, _Alignof(__typeof__(*unsync__out)));
}

static __attribute__((__unused__)) int pairs_next(pairs_generator unsync__source, struct pair *unsync__out)
{
    return unsync__must(pairs_try_next(unsync__source, unsync__out));
}

static __attribute__((__unused__)) void pairs_close(pairs_generator unsync__source)
{
    unsync__close(unsync__generator(unsync__source));
}
#line 20 "generators.uc"


#line 23
typedef unsync_generator_of(void) words_generator;
#line 23
__attribute__((__warn_unused_result__)) words_generator words(int *count);
#line 23
__attribute__((__warn_unused_result__)) int words_try_next(words_generator unsync__source);
#line 23
int words_next(words_generator unsync__source);
#line 23
__attribute__((__warn_unused_result__)) int words_try_send(words_generator unsync__source, const char *unsync__sent);
#line 23
int words_send(words_generator unsync__source, const char *unsync__sent);
#line 23
void words_close(words_generator unsync__source);
#line 195 "generators.c"

struct unsync__words_frame {
    struct unsync__task unsync__task;
    const char *unsync__sent;
    int *count;
    const char *word;
};

#line 23 "generators.uc"
static UNSYNC__COLD void unsync__words_is_large(void) { if (sizeof(struct unsync__words_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 206 "generators.c"

static void unsync__words_resume(struct unsync__task *unsync__task);
static const unsigned unsync__words_lines[] = {26, 28};
static const struct unsync__kind unsync__words_kind = {
    "words", "generators.uc", 22,
    sizeof(struct unsync__words_frame), &unsync__lane_generator,
    unsync__words_resume, NULL, NULL, unsync__words_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__words_resume(struct unsync__task *unsync__task)
{
    struct unsync__words_frame *unsync__self = (struct unsync__words_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 25 "generators.uc"
    for (;;) {
        UNSYNC__GIVE_AND_TAKE(1);
#line 26
        unsync__self->word = UNSYNC__SENT;
        if (unsync__self->word == 0) goto unsync__finish;
        UNSYNC__GIVE_AND_TAKE(2);
#line 28
        *unsync__self->count += (UNSYNC__SENT) != 0;
    }
#line 231 "generators.c"
unsync__finish:
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    case 2: goto unsync__await_2;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

words_generator words(int *count)
{
    struct unsync__words_frame *unsync__self =
        UNSYNC__NEW_GENERATOR(&unsync__words_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__words_is_large();
    if (unsync__self == NULL) return (words_generator) &unsync__no_memory;
    unsync__self->count = count;
    return (words_generator) &unsync__self->unsync__task;
}

int words_try_next(words_generator unsync__source)
{
    return unsync__next(unsync__generator(unsync__source), NULL, 0, 1);
}

int words_next(words_generator unsync__source)
{
    return unsync__must(words_try_next(unsync__source));
}

int words_try_send(words_generator unsync__source, const char *unsync__sent)
{
    struct unsync__words_frame *unsync__self =
        (struct unsync__words_frame *) unsync__generator(unsync__source);
    int unsync__code = unsync__sends(&unsync__self->unsync__task, &unsync__words_kind, false);
    if (unsync__code <= 0) return unsync__code;
    unsync__self->unsync__sent = unsync__sent;
    return unsync__next(&unsync__self->unsync__task, NULL, 0, 1);
}

int words_send(words_generator unsync__source, const char *unsync__sent)
{
    return unsync__must(words_try_send(unsync__source, unsync__sent));
}

void words_close(words_generator unsync__source)
{
    unsync__close(unsync__generator(unsync__source));
}
#line 30 "generators.uc"


#line 33
typedef unsync_generator_of(int) twice_generator;
#line 33
__attribute__((__warn_unused_result__)) twice_generator twice(int n);
#line 33
__attribute__((__warn_unused_result__)) int twice_try_next(twice_generator unsync__source, int *unsync__out);
#line 33
int twice_next(twice_generator unsync__source, int *unsync__out);
#line 33
void twice_close(twice_generator unsync__source);
#line 299 "generators.c"

struct unsync__twice_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int n;
};

#line 33 "generators.uc"
static UNSYNC__COLD void unsync__twice_is_large(void) { if (sizeof(struct unsync__twice_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 309 "generators.c"

static void unsync__twice_resume(struct unsync__task *unsync__task);
static const unsigned unsync__twice_lines[] = {35, 37};
static const struct unsync__kind unsync__twice_kind = {
    "twice", "generators.uc", 32,
    sizeof(struct unsync__twice_frame), &unsync__lane_generator,
    unsync__twice_resume, NULL, NULL, unsync__twice_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__twice_resume(struct unsync__task *unsync__task)
{
    struct unsync__twice_frame *unsync__self = (struct unsync__twice_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 35 "generators.uc"
    UNSYNC__DELEGATE(1, twice_generator, range(0, unsync__self->n));
    if (unsync__self->n > 5) { unsync__fail(&unsync__self->unsync__task, __FILE__, __LINE__, -1, "%d is too much", unsync__self->n); goto unsync__unwind; }
    UNSYNC__DELEGATE(2, twice_generator, range(0, unsync__self->n));
#line 328 "generators.c"
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__generator_end(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    case 2: goto unsync__await_2;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

twice_generator twice(int n)
{
    struct unsync__twice_frame *unsync__self =
        UNSYNC__NEW_GENERATOR(&unsync__twice_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__twice_is_large();
    if (unsync__self == NULL) return (twice_generator) &unsync__no_memory;
    unsync__self->n = n;
    return (twice_generator) &unsync__self->unsync__task;
}

int twice_try_next(twice_generator unsync__source, int *unsync__out)
{
    return unsync__next(unsync__generator(unsync__source), unsync__out,
        sizeof *unsync__out, _Alignof(__typeof__(*unsync__out)));
}

int twice_next(twice_generator unsync__source, int *unsync__out)
{
    return unsync__must(twice_try_next(unsync__source, unsync__out));
}

void twice_close(twice_generator unsync__source)
{
    unsync__close(unsync__generator(unsync__source));
}
#line 38 "generators.uc"


#line 41
typedef unsync_async_generator_of(int) slow_generator;
#line 41
__attribute__((__warn_unused_result__)) slow_generator slow(int n);
#line 41
typedef unsync_task_of(int) slow_next_task;
#line 41
__attribute__((__warn_unused_result__)) slow_next_task slow_next(slow_generator unsync__source, int *unsync__out);
#line 41
typedef unsync_task_of(int) slow_send_task;
#line 41
__attribute__((__warn_unused_result__)) slow_send_task slow_send(slow_generator unsync__source, int unsync__sent, int *unsync__out);
#line 41
typedef unsync_task_of(void) slow_close_task;
#line 41
__attribute__((__warn_unused_result__)) slow_close_task slow_close(slow_generator unsync__source);
#line 387 "generators.c"

struct unsync__slow_frame {
    struct unsync__task unsync__task;
    struct unsync__task *unsync__asker;
    int unsync__value;
    int unsync__sent;
    int n;
    unsync_task_of(void) unsync__wait;
};

#line 41 "generators.uc"
static UNSYNC__COLD void unsync__slow_is_large(void) { if (sizeof(struct unsync__slow_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 400 "generators.c"

static void unsync__slow_resume(struct unsync__task *unsync__task);
static const unsigned unsync__slow_lines[] = {44, 45};
static const struct unsync__kind unsync__slow_kind = {
    "slow", "generators.uc", 40,
    sizeof(struct unsync__slow_frame), &unsync__lane_async_generator,
    unsync__slow_resume, NULL, NULL, unsync__slow_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__slow_resume(struct unsync__task *unsync__task)
{
    struct unsync__slow_frame *unsync__self = (struct unsync__slow_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 43 "generators.uc"
    while (unsync__self->n-- > 0) {
        UNSYNC__START(unsync_sleep(1)); UNSYNC__AWAIT(1, unsync__self->unsync__wait); unsync__consume(unsync__of(unsync__self->unsync__wait));
        unsync__self->unsync__value = unsync__self->n; UNSYNC__ANSWER_AND_TAKE(2, &unsync__self->unsync__value, sizeof unsync__self->unsync__value);
#line 45
        unsync__self->n += UNSYNC__SENT;
    }
#line 422 "generators.c"
    unsync__finish(&unsync__self->unsync__task);
    return;
unsync__unwind:
    unsync__unwind(&unsync__self->unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    case 2: goto unsync__await_2;
    default: __builtin_unreachable();
    }
}
UNSYNC__END_STRICT

slow_generator slow(int n)
{
    struct unsync__slow_frame *unsync__self =
        UNSYNC__NEW(&unsync__slow_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__slow_is_large();
    if (unsync__self == NULL) return (slow_generator) &unsync__no_memory;
    unsync__self->n = n;
    return (slow_generator) unsync__stand(&unsync__self->unsync__task);
}

slow_next_task slow_next(slow_generator unsync__source, int *unsync__out)
{
    return (slow_next_task) unsync__ask(unsync__async_generator(unsync__source),
        unsync__out, sizeof *unsync__out);
}

slow_send_task slow_send(slow_generator unsync__source, int unsync__sent, int *unsync__out)
{
    struct unsync__slow_frame *unsync__self =
        (struct unsync__slow_frame *) unsync__async_generator(unsync__source);
    if (unsync__ask_sends(&unsync__self->unsync__task, &unsync__slow_kind, true))
        unsync__self->unsync__sent = unsync__sent;
    return (slow_send_task) unsync__ask_with(&unsync__self->unsync__task, unsync__out, sizeof *unsync__out);
}

slow_close_task slow_close(slow_generator unsync__source)
{
    return (slow_close_task) unsync__ask_to_close(
        unsync__async_generator(unsync__source));
}
#line 47 "generators.uc"


#line 50
typedef unsync_task_of(int) sum_task;
#line 50
__attribute__((__warn_unused_result__)) sum_task sum(int n);
#line 50
__attribute__((__warn_unused_result__)) int sum_try(int n, int *unsync__out);
#line 476 "generators.c"

struct unsync__sum_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int v;
    int total;
    twice_generator g;
    slow_generator s;
    int n;
    unsync_task_of(void) unsync__wait;
};

#line 50 "generators.uc"
static UNSYNC__COLD void unsync__sum_is_large(void) { if (sizeof(struct unsync__sum_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 491 "generators.c"

static void unsync__sum_resume(struct unsync__task *unsync__task);
static const unsigned unsync__sum_lines[] = {56};
static const struct unsync__kind unsync__sum_kind = {
    "sum", "generators.uc", 49,
    sizeof(struct unsync__sum_frame), &unsync__lane_loop,
    unsync__sum_resume, NULL, NULL, unsync__sum_lines,
};

UNSYNC__BEGIN_STRICT
static void unsync__sum_resume(struct unsync__task *unsync__task)
{
    struct unsync__sum_frame *unsync__self = (struct unsync__sum_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
#line 52 "generators.uc"
    unsync__self->total = 0;
    unsync__self->g = twice(unsync__self->n);
    while (UNSYNC__ASK(1, twice_try_next(unsync__self->g, &unsync__self->v))) unsync__self->total += unsync__self->v;
    unsync__self->s = slow(unsync__self->n);
    for (;;) {
#line 56
        UNSYNC__START(slow_next(unsync__self->s, &unsync__self->v)); UNSYNC__AWAIT(1, unsync__self->unsync__wait);
#line 56
        if (!(UNSYNC__TAKEN((slow_next_task) 0))) break;
#line 56
        unsync__self->total += unsync__self->v;
#line 56
    }
    { unsync__self->unsync__value = unsync__self->total; goto unsync__finish; }
#line 521 "generators.c"
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

sum_task sum(int n)
{
    struct unsync__sum_frame *unsync__self =
        UNSYNC__NEW(&unsync__sum_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__sum_is_large();
    if (unsync__self == NULL) return (sum_task) &unsync__no_memory;
    unsync__self->n = n;
    return (sum_task) unsync__launch(&unsync__self->unsync__task, unsync__sum_resume);
}

int sum_try(int n, int *unsync__out)
{
    return unsync__try(unsync__of(sum(n)), unsync__out, sizeof *unsync__out);
}
#line 58 "generators.uc"

