/* setup.c: see setup.h. The text: the name, the locale, limits, fences, an array of [module,
 * offset, bytes], and one of [module, offset]. */
#define _GNU_SOURCE
#include "setup.h"

#include <errno.h>
#include <locale.h>
#include <string.h>
#include <sys/prctl.h>

#include "../base/alloc.h"
#include "../wire/box.h"
#include "../wire/unpack.h"
#include "config.h"
#include "fence.h"
#include "image.h"
#include "limit.h"
#include "takeover.h"

enum { MODULE_MAX = 4096, ENTRIES_MAX = 1 << 20 };

struct entry {
    struct entry *next;
    struct unsync__place place; /* the module's name stands behind the entry */
    const void *data;           /* NULL: a function */
    size_t size;
    char module[];
};
struct list {
    struct entry *first, **last;
    size_t count;
};
static struct list states = {.last = &states.first}, inits = {.last = &inits.first};

static int add(struct list *list, const void *address, size_t size, bool code)
{
    struct unsync__place place;
    if (address == NULL || !unsync__image_locate(address, size, code, &place)) return UNSYNC_EINVAL;
    size_t len = strlen(place.module);
    struct entry *entry = unsync__alloc(sizeof *entry + len + 1);
    if (entry == NULL) return UNSYNC_ENOMEM;
    entry->next = NULL;
    entry->place = (struct unsync__place){entry->module, place.offset};
    entry->data = code ? NULL : address;
    entry->size = size;
    memcpy(entry->module, place.module, len + 1);
    *list->last = entry;
    list->last = &entry->next;
    list->count++;
    return 0;
}

int unsync_worker_state(void *data, size_t size)
{
    return add(&states, data, size, false);
}

int unsync_worker_init(void (*init)(void))
{
    const void *address;
    memcpy(&address, &init, sizeof address);
    return add(&inits, address, 1, true);
}

/* --- In the parent ---------------------------------------------------------------------------- */

static void pack_places(struct unsync__packer *packer, const struct list *list)
{
    unsync__pack_array(packer, list->count);
    for (const struct entry *entry = list->first; entry != NULL; entry = entry->next) {
        unsync__pack_array(packer, entry->data != NULL ? 3 : 2);
        unsync__pack_string(packer, entry->place.module);
        unsync__pack_uint(packer, entry->place.offset);
        if (entry->data != NULL) unsync__pack_block(packer, entry->data, entry->size, 1);
    }
}

void unsync__setup_pack(struct unsync__packer *packer, uint32_t fences)
{
    unsync__pack_string(packer, program_invocation_short_name);
    unsync__pack_string(packer, setlocale(LC_ALL, NULL));
    unsync__pack_string(packer, unsync__config_text());
    unsync__pack_uint(packer, fences);
    pack_places(packer, &states);
    pack_places(packer, &inits);
}

/* --- In the worker ---------------------------------------------------------------------------- */

static void *resolve(struct unsync__unpacker *unpacker, const struct unsync__place *place,
                     size_t size, bool code)
{
    if (unpacker->code != 0 || place->module == NULL) return NULL;
    bool program = *place->module == '\0';
    void *address = NULL;
    if (!program || !unsync__takeover_named) address = unsync__image_resolve(place, size, code);
    if (address == NULL)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO,
                              "nothing of the parent's is at %#llx of %s here: another program, or "
                              "a library that is not loaded",
                              (unsigned long long) place->offset,
                              program ? "the program" : place->module);
    return address;
}

static struct unsync__place unpack_place(struct unsync__unpacker *unpacker)
{
    struct unsync__place place = {0};
    UNSYNC__UNPACK(unpacker, place.module);
    place.offset = unsync__unpack_uint(unpacker);
    return place;
}

static void apply_state(struct unsync__unpacker *unpacker)
{
    size_t len;
    unsync__unpack_array(unpacker, 3);
    struct unsync__place place = unpack_place(unpacker);
    const void *bytes = unsync__unpack_bytes(unpacker, &len);
    void *address = resolve(unpacker, &place, len, false);
    if (address != NULL) memcpy(address, bytes, len);
}

static void apply_init(struct unsync__unpacker *unpacker)
{
    unsync__unpack_array(unpacker, 2);
    struct unsync__place place = unpack_place(unpacker);
    void *address = resolve(unpacker, &place, 1, true);
    if (address == NULL) return;
    void (*init)(void);
    memcpy(&init, &address, sizeof init);
    init();
}

static void apply_limits(const char *text)
{
    char wrong[128]; /* the program has said it already */
    if (text != NULL) unsync__config_apply(text, wrong, sizeof wrong);
    unsync__limits_open();
}

/* The last thing: what sets the worker up may still open files. */
static void put_up_fences(uint32_t fences)
{
    int error = unsync__fence_up(fences);
    if (error == 0) return;
    unsync__box->lacks |= UNSYNC__LACKS_FENCE;
    unsync__box->lacks_errno = -error;
}

void unsync__setup_apply(struct unsync__unpacker *unpacker)
{
    char *name, *locale, *limits;
    uint32_t fences;
    UNSYNC__UNPACK(unpacker, name);
    UNSYNC__UNPACK(unpacker, locale);
    UNSYNC__UNPACK(unpacker, limits);
    UNSYNC__UNPACK(unpacker, fences);
    if (unpacker->code != 0) return;
    apply_limits(limits);
    if (name != NULL) prctl(PR_SET_NAME, name, 0, 0, 0);
    if (locale != NULL) setlocale(LC_ALL, locale);
    size_t count = unsync__unpack_count(unpacker, ENTRIES_MAX);
    while (unpacker->code == 0 && count-- > 0) apply_state(unpacker);
    count = unsync__unpack_count(unpacker, ENTRIES_MAX);
    while (unpacker->code == 0 && count-- > 0) apply_init(unpacker);
    if (unpacker->code == 0) put_up_fences(fences);
}
