/* image.c: a walk over the loaded modules and their segments; see image.h. */
#define _GNU_SOURCE
#include "image.h"

#include <elf.h>
#include <link.h>
#include <string.h>

struct search {
    uintptr_t address; /* looked for; or found */
    size_t size;
    bool code;
    struct unsync__place place; /* found; or looked for */
};

static bool covers(const struct dl_phdr_info *info, const ElfW(Phdr) * part, uintptr_t address,
                   size_t size)
{
    uintptr_t first = info->dlpi_addr + part->p_vaddr;
    return address >= first && address - first <= part->p_memsz &&
           size <= part->p_memsz - (address - first);
}

/* Do the bytes lie in a segment of the right kind? The part that is read-only after relocation does
 * not count as writable. */
static bool holds(const struct dl_phdr_info *info, uintptr_t address, size_t size, bool code)
{
    bool found = false;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && (part->p_flags & (code ? PF_X : PF_W)) != 0)
            found = found || covers(info, part, address, size);
        if (part->p_type == PT_GNU_RELRO && !code && covers(info, part, address, 1)) return false;
    }
    return found;
}

static int locate(struct dl_phdr_info *info, size_t size, void *data)
{
    struct search *search = data;
    (void) size;
    if (!holds(info, search->address, search->size, search->code)) return 0;
    search->place.module = info->dlpi_name;
    search->place.offset = search->address - info->dlpi_addr;
    return 1;
}

bool unsync__image_locate(const void *address, size_t size, bool code, struct unsync__place *place)
{
    struct search search = {.address = (uintptr_t) address, .size = size, .code = code};
    if (dl_iterate_phdr(locate, &search) != 1) return false;
    *place = search.place;
    return true;
}

static int resolve(struct dl_phdr_info *info, size_t size, void *data)
{
    struct search *search = data;
    (void) size;
    if (strcmp(info->dlpi_name, search->place.module) != 0) return 0;
    search->address = info->dlpi_addr + search->place.offset;
    return holds(info, search->address, search->size, search->code) ? 1 : -1;
}

void *unsync__image_resolve(const struct unsync__place *place, size_t size, bool code)
{
    struct search search = {.size = size, .code = code, .place = *place};
    return dl_iterate_phdr(resolve, &search) == 1 ? (void *) search.address : NULL;
}
