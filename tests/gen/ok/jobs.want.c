#line 1 "jobs.uc"
/* How bodies of the lanes that block are emitted. */
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#line 8 "jobs.c"
#include <unsync_gen.h>
#line 6 "jobs.uc"
typedef unsync_task_of(int) twice_task;
#line 6
__attribute__((__warn_unused_result__)) twice_task twice(int n);
#line 6
__attribute__((__warn_unused_result__)) int twice_try(int n, int *unsync__out);
#line 16 "jobs.c"

struct unsync__twice_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int n;
};

#line 6 "jobs.uc"
static UNSYNC__COLD void unsync__twice_is_large(void) { if (sizeof(struct unsync__twice_frame) > UNSYNC_LARGE_FRAME) unsync__large_frame(__LINE__); }
#line 26 "jobs.c"

static void unsync__twice_resume(struct unsync__task *unsync__task);
static const struct unsync__kind unsync__twice_kind = {
    "twice", "jobs.uc", 6,
    sizeof(struct unsync__twice_frame), &unsync__lane_loop,
    unsync__twice_resume, NULL, NULL, NULL,
};

static void unsync__twice_resume(struct unsync__task *unsync__task)
{
    struct unsync__twice_frame *unsync__self = (struct unsync__twice_frame *) unsync__task;
    int n = unsync__self->n;
#line 6 "jobs.uc"
{ unsync__self->unsync__value = 2 * n; goto unsync__finish; }
#line 41 "jobs.c"
unsync__finish:
    unsync__finish(&unsync__self->unsync__task);
    return;
}

twice_task twice(int n)
{
    struct unsync__twice_frame *unsync__self =
        UNSYNC__NEW(&unsync__twice_kind, *unsync__self);
    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__twice_is_large();
    if (unsync__self == NULL) return (twice_task) &unsync__no_memory;
    unsync__self->n = n;
    return (twice_task) unsync__launch(&unsync__self->unsync__task, unsync__twice_resume);
}

int twice_try(int n, int *unsync__out)
{
    return unsync__try(unsync__of(twice(n)), unsync__out, sizeof *unsync__out);
}
#line 6 "jobs.uc"


#line 9
typedef unsync_task_of(char *) copy_task;
#line 9
__attribute__((__warn_unused_result__)) copy_task copy(const char *text, size_t len);
#line 9
__attribute__((__warn_unused_result__)) int copy_try(const char *text, size_t len, char * *unsync__out);
#line 9
char *copy_sync(const char *text, size_t len);
#line 72 "jobs.c"

struct unsync__copy_frame {
    struct unsync__task unsync__task;
    char *unsync__value;
    const char *text;
    size_t len;
};

static void unsync__copy_drop(struct unsync__task *unsync__task)
{
    struct unsync__copy_frame *unsync__self = (struct unsync__copy_frame *) unsync__task;
    unsync__free_memory((void *) unsync__self->unsync__value);
}

#line 9 "jobs.uc"
static char *unsync__copy_body(const char *text, size_t len)
{
#line 10
{
    char *to = malloc(len + 1);
    if (to == NULL)
        { unsync__job_fail(__FILE__, __LINE__, UNSYNC_ENOMEM, "%zu bytes", len); unsync__leave(); goto unsync__failed; }
    memcpy(to, text, UNSYNC__BLOCK(1, twice((int) len)) / 2u);
    to[len] = '\0';
    { char *unsync__r1 = to; unsync__leave(); return unsync__r1; } /* the caller's */
}
#line 99 "jobs.c"
unsync__failed:;
    static union {
        char unsync__none;
        char *unsync__value;
    } unsync__no_value;
    return unsync__no_value.unsync__value;
}


static void unsync__copy_run(struct unsync__task *unsync__task)
{
    struct unsync__copy_frame *unsync__self = (struct unsync__copy_frame *) unsync__task;
    UNSYNC__SET(unsync__self->unsync__value, unsync__copy_body(unsync__self->text, unsync__self->len));
}

static const struct unsync__kind unsync__copy_kind = {
    "copy", "jobs.uc", 8,
    sizeof(struct unsync__copy_frame), &unsync__lane_thread,
    unsync__copy_run, unsync__copy_drop, NULL, NULL,
};

copy_task copy(const char *text, size_t len)
{
    struct unsync__copy_frame *unsync__self =
        UNSYNC__NEW(&unsync__copy_kind, *unsync__self);
    if (unsync__self == NULL) return (copy_task) &unsync__no_memory;
    unsync__self->text = text;
    unsync__self->len = len;
    return (copy_task) unsync__start(&unsync__self->unsync__task);
}

char *copy_sync(const char *text, size_t len)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__copy_kind);
    char *unsync__value = unsync__copy_body(text, len);
    unsync__job_exit_or_die(&unsync__job);
    return unsync__value;
}

int copy_try(const char *text, size_t len, char * *unsync__out)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__copy_kind);
    char *unsync__value = unsync__copy_body(text, len);
    int unsync__code = unsync__job_exit(&unsync__job);
    if (unsync__code == 0) UNSYNC__SET(*unsync__out, unsync__value);
    return unsync__code;
}
#line 17 "jobs.uc"


#line 20
typedef unsync_task_of(void) quiet_task;
#line 20
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) quiet_task quiet(void);
#line 20
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) int quiet_try(void);
#line 20
static __attribute__((__unused__)) void quiet_sync(void);
#line 160 "jobs.c"

struct unsync__quiet_frame {
    struct unsync__task unsync__task;
};

#line 20 "jobs.uc"
static void unsync__quiet_body(void)
{
#line 21
{
    if (UNSYNC__BLOCK_CATCH_CALL(1, twice(1)) != 0) { unsync__leave(); return; }
    UNSYNC__BLOCK(2, twice(2));
unsync__leave(); }
#line 174 "jobs.c"
unsync__failed:;
}


static void unsync__quiet_run(struct unsync__task *unsync__task)
{
    (void) unsync__task;
    unsync__quiet_body();
}

static const struct unsync__kind unsync__quiet_kind = {
    "quiet", "jobs.uc", 19,
    sizeof(struct unsync__quiet_frame), &unsync__lane_thread,
    unsync__quiet_run, NULL, NULL, NULL,
};

static __attribute__((__unused__)) quiet_task quiet(void)
{
    struct unsync__quiet_frame *unsync__self =
        UNSYNC__NEW(&unsync__quiet_kind, *unsync__self);
    if (unsync__self == NULL) return (quiet_task) &unsync__no_memory;
    return (quiet_task) unsync__start(&unsync__self->unsync__task);
}

static __attribute__((__unused__)) void quiet_sync(void)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__quiet_kind);
    unsync__quiet_body();
    unsync__job_exit_or_die(&unsync__job);
}

static __attribute__((__unused__)) int quiet_try(void)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__quiet_kind);
    unsync__quiet_body();
    int unsync__code = unsync__job_exit(&unsync__job);
    return unsync__code;
}
#line 24 "jobs.uc"


                      extern size_t strlen(const char *);
#line 26
typedef unsync_task_of(size_t) measure_task;
#line 26
__attribute__((__warn_unused_result__)) measure_task measure(const char *unsync__argument_1);
#line 26
__attribute__((__warn_unused_result__)) int measure_try(const char *unsync__argument_1, size_t *unsync__out);
#line 26
size_t measure_sync(const char *unsync__argument_1);
#line 227 "jobs.c"

struct unsync__measure_frame {
    struct unsync__task unsync__task;
    size_t unsync__value;
    const char *unsync__argument_1;
};

static void unsync__measure_drop(struct unsync__task *unsync__task)
{
    struct unsync__measure_frame *unsync__self = (struct unsync__measure_frame *) unsync__task;
    UNSYNC__FREE_RESULT(unsync__self->unsync__value);
}

#line 26 "jobs.uc"
static size_t unsync__measure_body(const char *unsync__argument_1)
{
    size_t unsync__value = strlen(unsync__argument_1);
    unsync__leave();
    return unsync__value;
}
#line 248 "jobs.c"

static void unsync__measure_run(struct unsync__task *unsync__task)
{
    struct unsync__measure_frame *unsync__self = (struct unsync__measure_frame *) unsync__task;
    UNSYNC__SET(unsync__self->unsync__value, unsync__measure_body(unsync__self->unsync__argument_1));
}

static const struct unsync__kind unsync__measure_kind = {
    "measure", "jobs.uc", 26,
    sizeof(struct unsync__measure_frame), &unsync__lane_thread,
    unsync__measure_run, unsync__measure_drop, NULL, NULL,
};

measure_task measure(const char *unsync__argument_1)
{
    struct unsync__measure_frame *unsync__self =
        UNSYNC__NEW(&unsync__measure_kind, *unsync__self);
    if (unsync__self == NULL) return (measure_task) &unsync__no_memory;
    unsync__self->unsync__argument_1 = unsync__argument_1;
    return (measure_task) unsync__start(&unsync__self->unsync__task);
}

size_t measure_sync(const char *unsync__argument_1)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__measure_kind);
    size_t unsync__value = unsync__measure_body(unsync__argument_1);
    unsync__job_exit_or_die(&unsync__job);
    return unsync__value;
}

int measure_try(const char *unsync__argument_1, size_t *unsync__out)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__measure_kind);
    size_t unsync__value = unsync__measure_body(unsync__argument_1);
    int unsync__code = unsync__job_exit(&unsync__job);
    if (unsync__code == 0) UNSYNC__SET(*unsync__out, unsync__value);
    return unsync__code;
}
#line 26 "jobs.uc"


#line 29
typedef unsync_task_of(double) mean_task;
#line 29
__attribute__((__warn_unused_result__)) mean_task mean(const double *values, size_t count);
#line 29
__attribute__((__warn_unused_result__)) int mean_try(const double *values, size_t count, double *unsync__out);
#line 29
double mean_sync(const double *values, size_t count);
#line 300 "jobs.c"

struct unsync__mean_frame {
    struct unsync__task unsync__task;
    double unsync__value;
    const double *values;
    size_t count;
};

#line 29 "jobs.uc"
_Static_assert(UNSYNC__IS_INTEGER(0 + (((struct unsync__mean_frame *) 0)->count)),
    "the length of the parameter 'values' is no integer");
#line 29 "jobs.uc"
_Static_assert(UNSYNC__CROSSES(__typeof__(((struct unsync__mean_frame *) 0)->count)),
    "the type of the parameter 'count' does not cross a process boundary");
#line 29
static double unsync__mean_body(const double *values, size_t count)
{
    double total = 0;
    for (size_t i = 0; i < count; i++) total += values[i];
    { double unsync__r1 = count ? total / (double) count : 0; unsync__leave(); return unsync__r1; }
}
#line 322 "jobs.c"

static void unsync__mean_run(struct unsync__task *unsync__task)
{
    struct unsync__mean_frame *unsync__self = (struct unsync__mean_frame *) unsync__task;
    UNSYNC__SET(unsync__self->unsync__value, unsync__mean_body(unsync__self->values, unsync__self->count));
}

static const struct unsync__remote unsync__mean_remote;
static const struct unsync__kind unsync__mean_kind = {
    "mean", "jobs.uc", 28,
    sizeof(struct unsync__mean_frame), &unsync__lane_process,
    unsync__mean_run, NULL, &unsync__mean_remote, NULL,
};

static void unsync__mean_pack(struct unsync__packer *unsync__p,
    const struct unsync__task *unsync__task)
{
    const struct unsync__mean_frame *unsync__self =
        (const struct unsync__mean_frame *) unsync__task;
    (void) unsync__self;
    unsync__pack_array(unsync__p, 2);
    UNSYNC__PACK(unsync__p, unsync__self->count);
    unsync__pack_block(unsync__p, unsync__self->values, (size_t) (unsync__self->count), sizeof *unsync__self->values);
}

static void unsync__mean_serve(struct unsync__unpacker *unsync__u,
    struct unsync__packer *unsync__p)
{
    struct unsync__mean_frame unsync__frame, *unsync__self = &unsync__frame;
    struct unsync__job unsync__job;
    __builtin_memset((void *) unsync__self, 0, sizeof *unsync__self);
    unsync__unpack_array(unsync__u, 2);
    UNSYNC__UNPACK(unsync__u, unsync__self->count);
    unsync__self->values = unsync__unpack_block(unsync__u, (size_t) (unsync__self->count), sizeof *unsync__self->values);
    if (!unsync__unpack_is_over(unsync__u)) return;
    unsync__serve_begin(&unsync__job, &unsync__mean_kind);
    UNSYNC__SET(unsync__self->unsync__value, unsync__mean_body(unsync__self->values, unsync__self->count));
    if (!unsync__serve_end(&unsync__job, unsync__p)) return;
    UNSYNC__PACK(unsync__p, unsync__self->unsync__value);
}

static void unsync__mean_take(struct unsync__unpacker *unsync__u,
    struct unsync__task *unsync__task)
{
    struct unsync__mean_frame *unsync__self =
        (struct unsync__mean_frame *) unsync__task;
    __builtin_memset((void *) &unsync__self->unsync__value, 0,
           sizeof unsync__self->unsync__value);
    UNSYNC__UNPACK(unsync__u, unsync__self->unsync__value);
}

static struct unsync__limits unsync__mean_limits = {
    5000, 0, 0, /* timeout, queue_timeout, cpu: ms */
    67108864, 0, /* memory, file_size: bytes */
    0, 0, 0, /* recycle: ms, bytes, runs */
    0, 0, /* open_files, retries */
    0,
};
static const struct unsync__remote unsync__mean_remote = {
    "double mean(const double *, size_t)", 0x7fcede167f0c8723u,
    &unsync__mean_kind, unsync__mean_pack, unsync__mean_serve, unsync__mean_take,
    &unsync__mean_limits, NULL, NULL, NULL,
};

__attribute__((__constructor__)) static void unsync__mean_register(void)
{
    unsync__register(&unsync__mean_remote);
}

mean_task mean(const double *values, size_t count)
{
    struct unsync__mean_frame *unsync__self =
        UNSYNC__NEW(&unsync__mean_kind, *unsync__self);
    if (unsync__self == NULL) return (mean_task) &unsync__no_memory;
    unsync__self->values = values;
    unsync__self->count = count;
    return (mean_task) unsync__start(&unsync__self->unsync__task);
}

double mean_sync(const double *values, size_t count)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__mean_kind);
    double unsync__value = unsync__mean_body(values, count);
    unsync__job_exit_or_die(&unsync__job);
    return unsync__value;
}

int mean_try(const double *values, size_t count, double *unsync__out)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__mean_kind);
    double unsync__value = unsync__mean_body(values, count);
    int unsync__code = unsync__job_exit(&unsync__job);
    if (unsync__code == 0) UNSYNC__SET(*unsync__out, unsync__value);
    return unsync__code;
}
#line 34 "jobs.uc"

