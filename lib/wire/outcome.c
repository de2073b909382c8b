/* outcome.c: see outcome.h. The failure's text: message, number of places left out, an array of
 * [function, file, line]. Strings of a failure may come from a broken process: they are copied. */
#include "outcome.h"

#include <stdio.h>

#include "../core/failure.h"
#include "pack.h"
#include "unpack.h"

enum { PLACES_MAX = 1000, UNKNOWN = 1 };

void unsync__outcome_pack_success(struct unsync__packer *packer)
{
    unsync__pack_int(packer, 0);
}

void unsync__outcome_pack_failure(struct unsync__packer *packer,
                                  const struct unsync_failure *failure)
{
    unsync__pack_int(packer, failure->code);
    unsync__pack_string(packer, failure->message);
    unsync__pack_uint(packer, failure->trace_omitted);
    unsync__pack_array(packer, failure->trace_count);
    for (size_t i = 0; i < failure->trace_count; i++) {
        unsync__pack_array(packer, 3);
        unsync__pack_string(packer, failure->trace[i].function);
        unsync__pack_string(packer, failure->trace[i].file);
        unsync__pack_int(packer, failure->trace[i].line);
    }
}

void unsync__outcome_pack_unknown(struct unsync__packer *packer)
{
    unsync__pack_int(packer, UNKNOWN);
}

static const char *take_string(struct unsync__unpacker *unpacker)
{
    char *string;
    UNSYNC__UNPACK(unpacker, string);
    return string == NULL ? "?" : string;
}

static void take_places(struct unsync__unpacker *unpacker, struct unsync_failure *failure)
{
    size_t count = unsync__unpack_count(unpacker, PLACES_MAX);
    struct unsync_place *places = unsync__unpack_alloc(unpacker, count * sizeof *places);
    for (size_t i = 0; places != NULL && i < count; i++) {
        unsync__unpack_array(unpacker, 3);
        places[i].function = take_string(unpacker);
        places[i].file = take_string(unpacker);
        UNSYNC__UNPACK(unpacker, places[i].line);
    }
    failure->trace = places;
    failure->trace_count = count;
}

static void take_failure(struct unsync__unpacker *unpacker, struct unsync__task *task, int code)
{
    struct unsync__arena arena = {0}; /* of the strings, until they are copied */
    struct unsync_failure failure = {.code = code};
    unpacker->arena = &arena;
    failure.message = take_string(unpacker);
    failure.trace_omitted = (size_t) unsync__unpack_uint(unpacker);
    take_places(unpacker, &failure);
    if (unpacker->code == 0)
        unsync__failure_copy(task, &(struct unsync__task){.failure = &failure});
    unsync__arena_free(&arena);
}

void unsync__outcome_take(struct unsync__task *task, const void *text, size_t len,
                          struct unsync__store *store)
{
    const struct unsync__remote *remote = task->kind->remote;
    struct unsync__unpacker unpacker;
    unsync__unpacker_init(&unpacker, text, len, NULL);
    unpacker.store = store;
    int code = 0;
    UNSYNC__UNPACK(&unpacker, code);
    if (code == UNKNOWN)
        unsync__failure_set(task, NULL, 0, UNSYNC_EPROTO,
                            "the worker's program has no function '%s' of these types: it was "
                            "built from other sources", remote->signature);
    else if (code > 0)
        unsync__unpacker_fail(&unpacker, UNSYNC_EPROTO, "expected a code, got %d", code);
    else if (code == 0 && remote->flow == NULL)
        remote->take(&unpacker, task);
    else if (code < 0)
        take_failure(&unpacker, task, code);
    if (unsync__unpacker_end(&unpacker) != 0)
        unsync__failure_set(task, NULL, 0, unpacker.code, "the result of %s: %s", task->kind->name,
                            unpacker.message);
}

int unsync__outcome_take_value(struct unsync__task *task, const void *text, size_t len,
                               struct unsync__store *store, char *message, size_t room)
{
    struct unsync__unpacker unpacker;
    unsync__unpacker_init(&unpacker, text, len, NULL);
    unpacker.store = store;
    task->kind->remote->take(&unpacker, task);
    int code = unsync__unpacker_end(&unpacker);
    if (code != 0) snprintf(message, room, "%s", unpacker.message);
    return code;
}
