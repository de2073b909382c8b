/* name.c: see name.h. */
#include "name.h"

#include <stdio.h>

enum { ROOMS = 4, LEN_MAX = 256 };

static char *next_room(void)
{
    static __thread char rooms[ROOMS][LEN_MAX];
    static __thread unsigned next;
    return rooms[next++ % ROOMS];
}

const char *unsync__name(const struct unsync__kind *kind)
{
    if (kind->line == 0) return kind->name;
    char *text = next_room();
    snprintf(text, LEN_MAX, "%s (%s:%d)", kind->name, kind->file, kind->line);
    return text;
}

const char *unsync__place(const char *file, int line)
{
    if (line == 0) return file;
    char *text = next_room();
    snprintf(text, LEN_MAX, "%s:%d", file, line);
    return text;
}
