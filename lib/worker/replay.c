/* replay.c: see replay.h. The file is read whole; what is in it is checked like a message of
 * another process, and that it was made by this very program first of all: with another one
 * variables would be set where they are not. */
#define _GNU_SOURCE
#include "replay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../core/failure.h"
#include "../wire/outcome.h"
#include "../wire/pack.h"
#include "../wire/show.h"
#include "../wire/unpack.h"
#include "flight.h"
#include "limit.h"
#include "record.h"
#include "registry.h"
#include "setup.h"
#include "stream.h"
#include "takeover.h"

enum { NOTHING = 125, BYTES_MAX = 64 << 20 };

static struct unsync__arena arena;
static struct unsync__unpacker unpacker;
static struct unsync__packer packer;

/* What stands before the setup. */
struct record {
    const char *format, *signature, *message;
    uint64_t program;
    int code;
    int64_t time;
};

__attribute__((format(printf, 1, 2))) static int refuse(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "unsync: UNSYNC_REPLAY=%s: ", unsync__takeover_replay);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return NOTHING;
}

/* --- The file --------------------------------------------------------------------------------- */

/* NULL with errno. */
static char *read_from(int fd, size_t *len)
{
    struct stat status;
    if (fstat(fd, &status) != 0) return NULL;
    errno = S_ISREG(status.st_mode) ? EFBIG : EINVAL;
    if (errno == EINVAL || status.st_size > BYTES_MAX) return NULL;
    char *text = unsync__alloc((size_t) status.st_size + 1);
    ssize_t got = 1;
    *len = 0;
    while (text != NULL && got > 0 && *len < (size_t) status.st_size) {
        got = read(fd, text + *len, (size_t) status.st_size - *len);
        if (got > 0) *len += (size_t) got;
    }
    return text;
}

static char *read_file(size_t *len)
{
    int fd = open(unsync__takeover_replay, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    char *text = read_from(fd, len);
    int error = errno;
    close(fd);
    errno = error;
    return text;
}

static bool read_record(struct record *record)
{
    UNSYNC__UNPACK(&unpacker, record->format);
    if (unpacker.code != 0 || record->format == NULL ||
        strcmp(record->format, UNSYNC__RECORD_FORMAT) != 0)
        return false;
    UNSYNC__UNPACK(&unpacker, record->program);
    UNSYNC__UNPACK(&unpacker, record->signature);
    UNSYNC__UNPACK(&unpacker, record->code);
    UNSYNC__UNPACK(&unpacker, record->message);
    UNSYNC__UNPACK(&unpacker, record->time);
    return unpacker.code == 0 && record->signature != NULL;
}

/* --- The function ----------------------------------------------------------------------------- */

struct search {
    const char *signature;
    const struct unsync__remote *found;
};

static void compare(const struct unsync__remote *remote, void *argument)
{
    struct search *search = argument;
    if (strcmp(remote->signature, search->signature) == 0) search->found = remote;
}

static void announce(const struct record *record)
{
    char when[64] = "?";
    time_t seconds = (time_t) record->time;
    struct tm parts;
    if (localtime_r(&seconds, &parts) != NULL)
        strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &parts);
    fprintf(stderr, "unsync: replays %s with ", record->signature);
    unsync__show_value(stderr, unpacker.at, (size_t) (unpacker.end - unpacker.at));
    fprintf(stderr, "\nunsync: which failed at %s: %s (%s, %d)\n", when,
            record->message == NULL ? "?" : record->message, unsync_code_name(record->code),
            record->code);
}

/* --- A stream --------------------------------------------------------------------------------- */

static const char *streams; /* the function */

static bool is_closed(void)
{
    return false;
}

static void begin_text(void)
{
    unsync__packer_reset(&packer);
}

static void show_value(void)
{
    if (packer.code != 0) return;
    fflush(stdout);
    fprintf(stderr, "unsync: %s yields ", streams);
    unsync__show_value(stderr, (const uint8_t *) packer.bytes + UNSYNC__PACK_HEAD, packer.len);
    fputc('\n', stderr);
}

static const struct unsync__sink sink = {
    .is_closed = is_closed, .begin = begin_text, .give = show_value};

/* --- The run ---------------------------------------------------------------------------------- */

/* The value, and behind it what the body wrote to @out and @inout parameters, in their order. */
static void tell_values(const char *at, const char *end)
{
    size_t len = unsync__show_value(stderr, at, (size_t) (end - at));
    for (const char *before = ", and wrote "; len > 0 && (at += len) < end; before = ", ") {
        fputs(before, stderr);
        len = unsync__show_value(stderr, at, (size_t) (end - at));
    }
    fputc('\n', stderr);
}

/* The body ran to its end: what is packed is its outcome. */
static int tell(const struct unsync__remote *remote)
{
    struct unsync__task task = {.kind = remote->kind};
    const char *text = packer.bytes + UNSYNC__PACK_HEAD;
    unsync__unpacker_init(&unpacker, text, packer.len, &arena);
    if (unsync__unpack_int(&unpacker) != 0) {
        unsync__outcome_take(&task, text, packer.len, NULL);
        unsync__failure_print(stderr, &task);
        unsync__failure_clear(&task);
        return 1;
    }
    if (remote->flow != NULL) {
        fprintf(stderr, "unsync: %s has ended\n", remote->kind->name);
        return 0;
    }
    fprintf(stderr, "unsync: %s gave ", remote->kind->name);
    tell_values((const char *) unpacker.at, (const char *) unpacker.end);
    return 0;
}

static int run(const struct unsync__remote *remote)
{
    remote->limits->timeout_ms = remote->limits->cpu_ms = 0; /* who debugs takes his time */
    streams = remote->kind->name;
    unsync__stream_to(&sink);
    if (remote->many != NULL)
        unsync__flight_serve(remote, &unpacker, &packer);
    else
        remote->serve(&unpacker, &packer);
    unsync__limits_rest();
    fflush(stdout);
    if (unsync__unpacker_end(&unpacker) != 0) return refuse("the arguments: %s", unpacker.message);
    if (packer.code != 0) return refuse("the result: %s", packer.message);
    return tell(remote);
}

static int replay(const char *text, size_t len)
{
    struct record record = {0};
    unsync__packer_init(&packer);
    unsync__unpacker_init(&unpacker, text, len, &arena);
    if (!read_record(&record)) return refuse("this is no recorded call of this version");
    if (record.program != unsync__record_program())
        return refuse("it was recorded by another build of the program, or by another program");
    struct search search = {.signature = record.signature};
    unsync__registry_each(compare, &search);
    if (search.found == NULL) return refuse("there is no function '%s'", record.signature);
    unsync__setup_apply(&unpacker);
    if (unpacker.code != 0) return refuse("%s", unpacker.message);
    announce(&record);
    return run(search.found);
}

bool unsync__in_replay(void)
{
    return unsync__takeover_replay != NULL;
}

int unsync__replay_main(void)
{
    size_t len;
    char *text = read_file(&len);
    if (text == NULL)
        return refuse("%s", errno == EINVAL ? "it is no file that could be read" : strerror(errno));
    int status = replay(text, len);
    unsync__packer_free(&packer);
    unsync__arena_free(&arena);
    unsync__free(text);
    return status;
}
