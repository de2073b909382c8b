#line 1 "pools.uc"
/* How options of a pool are emitted. */
#include <unsync.h>

typedef const char *text;

#line 8 "pools.c"
#include <unsync_gen.h>
#line 7 "pools.uc"
typedef unsync_task_of(int) store_task;
#line 7
__attribute__((__warn_unused_result__)) store_task store(const char *path);
#line 7
__attribute__((__warn_unused_result__)) int store_try(const char *path, int *unsync__out);
#line 7
int store_sync(const char *path);
#line 18 "pools.c"

struct unsync__store_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    const char *path;
};

#line 7 "pools.uc"
static int unsync__store_body(const char *path) { { int unsync__r1 = path[0]; unsync__leave(); return unsync__r1; } }
#line 28 "pools.c"

static void unsync__store_run(struct unsync__task *unsync__task)
{
    struct unsync__store_frame *unsync__self = (struct unsync__store_frame *) unsync__task;
    UNSYNC__SET(unsync__self->unsync__value, unsync__store_body(unsync__self->path));
}

static struct unsync__pooled unsync__store_pooled = {
    "disk", 4, 100, 0,
    0, NULL, 0, 0, NULL,
};

static const struct unsync__kind unsync__store_kind = {
    "store", "pools.uc", 6,
    sizeof(struct unsync__store_frame), &unsync__lane_thread,
    unsync__store_run, NULL, UNSYNC__POOLED(&unsync__store_pooled), NULL,
};

store_task store(const char *path)
{
    struct unsync__store_frame *unsync__self =
        UNSYNC__NEW(&unsync__store_kind, *unsync__self);
    if (unsync__self == NULL) return (store_task) &unsync__no_memory;
    unsync__self->path = path;
    return (store_task) unsync__start(&unsync__self->unsync__task);
}

int store_sync(const char *path)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__store_kind);
    int unsync__value = unsync__store_body(path);
    unsync__job_exit_or_die(&unsync__job);
    return unsync__value;
}

int store_try(const char *path, int *unsync__out)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__store_kind);
    int unsync__value = unsync__store_body(path);
    int unsync__code = unsync__job_exit(&unsync__job);
    if (unsync__code == 0) UNSYNC__SET(*unsync__out, unsync__value);
    return unsync__code;
}
#line 7 "pools.uc"


typedef unsync_task_of(void) book_task;
#line 9
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) book_task book(int *account, int cents);
#line 9
static __attribute__((__unused__)) __attribute__((__warn_unused_result__)) int book_try(int *account, int cents);
#line 9
static __attribute__((__unused__)) void book_sync(int *account, int cents);
#line 84 "pools.c"

struct unsync__book_frame {
    struct unsync__task unsync__task;
    struct unsync__serial unsync__serial;
    int *account;
    int cents;
};

#line 9 "pools.uc"
static void unsync__book_body(int *account, int cents)
{
    account[1] += cents;
unsync__leave(); }
#line 98 "pools.c"

static void unsync__book_run(struct unsync__task *unsync__task)
{
    struct unsync__book_frame *unsync__self = (struct unsync__book_frame *) unsync__task;
    unsync__book_body(unsync__self->account, unsync__self->cents);
}

static struct unsync__pooled unsync__book_pooled = {
    NULL, 0, 0, 0,
    offsetof(struct unsync__book_frame, unsync__serial), NULL, 0, 0, NULL,
};

static const struct unsync__kind unsync__book_kind = {
    "book", "pools.uc", 9,
    sizeof(struct unsync__book_frame), &unsync__lane_thread,
    unsync__book_run, NULL, UNSYNC__POOLED(&unsync__book_pooled), NULL,
};

static __attribute__((__unused__)) book_task book(int *account, int cents)
{
    struct unsync__book_frame *unsync__self =
        UNSYNC__NEW(&unsync__book_kind, *unsync__self);
    if (unsync__self == NULL) return (book_task) &unsync__no_memory;
    unsync__self->account = account;
    unsync__self->cents = cents;
#line 9 "pools.uc"
    unsync__self->unsync__serial.unsync__key = UNSYNC__KEY(account[0] + 1);
#line 126 "pools.c"
    return (book_task) unsync__start(&unsync__self->unsync__task);
}

static __attribute__((__unused__)) void book_sync(int *account, int cents)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__book_kind);
    unsync__book_body(account, cents);
    unsync__job_exit_or_die(&unsync__job);
}

static __attribute__((__unused__)) int book_try(int *account, int cents)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__book_kind);
    unsync__book_body(account, cents);
    int unsync__code = unsync__job_exit(&unsync__job);
    return unsync__code;
}
#line 12 "pools.uc"


#line 15
typedef unsync_task_of(double) sum_task;
#line 15
__attribute__((__warn_unused_result__)) sum_task sum(const double *list, unsigned count, const char *name, text title);
#line 15
__attribute__((__warn_unused_result__)) int sum_try(const double *list, unsigned count, const char *name, text title, double *unsync__out);
#line 15
double sum_sync(const double *list, unsigned count, const char *name, text title);
#line 157 "pools.c"

struct unsync__sum_frame {
    struct unsync__task unsync__task;
    double unsync__value;
    struct unsync__deadline unsync__deadline;
    const double *list;
    unsigned count;
    const char *name;
    text title;
};

#line 15 "pools.uc"
_Static_assert(UNSYNC__CROSSES(__typeof__(((struct unsync__sum_frame *) 0)->title)),
    "an abandoned job cannot have its own copy of 'title'");
#line 15
static double unsync__sum_body(const double *list, unsigned count, const char *name, text title)
{
    { double unsync__r1 = list[count / 2 - 1] + name[0] + title[0]; unsync__leave(); return unsync__r1; }
}
#line 177 "pools.c"

static void unsync__sum_run(struct unsync__task *unsync__task)
{
    struct unsync__sum_frame *unsync__self = (struct unsync__sum_frame *) unsync__task;
    UNSYNC__SET(unsync__self->unsync__value, unsync__sum_body(unsync__self->list, unsync__self->count, unsync__self->name, unsync__self->title));
}

static struct unsync__pooled unsync__sum_pooled;
static const struct unsync__kind unsync__sum_job_kind = {
    "sum", "pools.uc", 14,
    sizeof(struct unsync__sum_frame), &unsync__lane_thread,
    unsync__sum_run, NULL, UNSYNC__POOLED(&unsync__sum_pooled), NULL,
};

static struct unsync__pooled unsync__sum_pooled = {
    NULL, 0, 0, 0,
    0, &unsync__sum_job_kind, offsetof(struct unsync__sum_frame, unsync__value),
    sizeof(((struct unsync__sum_frame *) 0)->unsync__value), NULL,
};

static const struct unsync__kind unsync__sum_kind = {
    "sum", "pools.uc", 14,
    sizeof(struct unsync__sum_frame), &unsync__lane_abandon,
    unsync__sum_run, NULL, UNSYNC__POOLED(&unsync__sum_pooled), NULL,
};

sum_task sum(const double *list, unsigned count, const char *name, text title)
{
    struct unsync__sum_frame *unsync__self =
        UNSYNC__NEW(&unsync__sum_kind, *unsync__self);
    if (unsync__self == NULL) return (sum_task) &unsync__no_memory;
    unsync__self->list = list;
    unsync__self->count = count;
    unsync__self->name = name;
    unsync__self->title = title;
    unsync__limit(&unsync__self->unsync__task, &unsync__self->unsync__deadline, 5000);
    size_t unsync__more = 0;
    unsync__room_for(&unsync__more, unsync__self->list, (size_t) (count / 2),
                     sizeof *unsync__self->list);
    UNSYNC__ROOM_FOR(unsync__more, unsync__self->name);
    UNSYNC__ROOM_FOR(unsync__more, unsync__self->title);
    struct unsync__sum_frame *unsync__twin =
        unsync__twin_of(&unsync__self->unsync__task, sizeof *unsync__self,
                        _Alignof(struct unsync__sum_frame), unsync__more);
    if (unsync__twin != NULL) {
        char *unsync__at = (char *) (unsync__twin + 1);
        unsync__copy(&unsync__at, (void *) &unsync__twin->list,
                     (size_t) (count / 2) * sizeof *unsync__self->list);
        UNSYNC__COPY(unsync__at, unsync__twin->name);
        UNSYNC__COPY(unsync__at, unsync__twin->title);
    }
    return (sum_task) unsync__start(&unsync__self->unsync__task);
}

double sum_sync(const double *list, unsigned count, const char *name, text title)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__sum_kind);
    unsync__job_limit(&unsync__job, 5000);
    double unsync__value = unsync__sum_body(list, count, name, title);
    unsync__job_exit_or_die(&unsync__job);
    return unsync__value;
}

int sum_try(const double *list, unsigned count, const char *name, text title, double *unsync__out)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__sum_kind);
    unsync__job_limit(&unsync__job, 5000);
    double unsync__value = unsync__sum_body(list, count, name, title);
    int unsync__code = unsync__job_exit(&unsync__job);
    if (unsync__code == 0) UNSYNC__SET(*unsync__out, unsync__value);
    return unsync__code;
}
#line 18 "pools.uc"


typedef unsync_task_of(void) tick_task;
#line 20
__attribute__((__warn_unused_result__)) tick_task tick(void);
#line 20
__attribute__((__warn_unused_result__)) int tick_try(void);
#line 20
void tick_sync(void);
#line 262 "pools.c"

struct unsync__tick_frame {
    struct unsync__task unsync__task;
};

#line 20 "pools.uc"
static void unsync__tick_body(void) { unsync__leave(); }
#line 270 "pools.c"

static void unsync__tick_run(struct unsync__task *unsync__task)
{
    (void) unsync__task;
    unsync__tick_body();
}

static struct unsync__pooled unsync__tick_pooled;
static const struct unsync__kind unsync__tick_job_kind = {
    "tick", "pools.uc", 20,
    sizeof(struct unsync__tick_frame), &unsync__lane_thread,
    unsync__tick_run, NULL, UNSYNC__POOLED(&unsync__tick_pooled), NULL,
};

static struct unsync__pooled unsync__tick_pooled = {
    NULL, 0, 0, UNSYNC__DAEMON,
    0, &unsync__tick_job_kind, 0, 0, NULL,
};

static const struct unsync__kind unsync__tick_kind = {
    "tick", "pools.uc", 20,
    sizeof(struct unsync__tick_frame), &unsync__lane_abandon,
    unsync__tick_run, NULL, UNSYNC__POOLED(&unsync__tick_pooled), NULL,
};

tick_task tick(void)
{
    struct unsync__tick_frame *unsync__self =
        UNSYNC__NEW(&unsync__tick_kind, *unsync__self);
    if (unsync__self == NULL) return (tick_task) &unsync__no_memory;
    size_t unsync__more = 0;
    struct unsync__tick_frame *unsync__twin =
        unsync__twin_of(&unsync__self->unsync__task, sizeof *unsync__self,
                        _Alignof(struct unsync__tick_frame), unsync__more);
    (void) unsync__twin;
    return (tick_task) unsync__start(&unsync__self->unsync__task);
}

void tick_sync(void)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__tick_kind);
    unsync__tick_body();
    unsync__job_exit_or_die(&unsync__job);
}

int tick_try(void)
{
    struct unsync__job unsync__job;
    unsync__job_enter(&unsync__job, &unsync__tick_kind);
    unsync__tick_body();
    int unsync__code = unsync__job_exit(&unsync__job);
    return unsync__code;
}
#line 20 "pools.uc"

