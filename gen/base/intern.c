#include "intern.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { FIRST_PLACES = 2048 };

/* The last byte is not multiplied: name_1 and name_2 are found in neighbouring places. */
static uint32_t hash_text(const char *text, size_t len)
{
    uint32_t hash = 2166136261u;

    while (len--)
        hash = hash * 16777619u ^ (unsigned char) *text++;
    return hash ^ hash >> 15;
}

void names_open(struct names *names)
{
    *names = (struct names) {.mask = FIRST_PLACES - 1};
    names->places = memory_new(FIRST_PLACES * sizeof *names->places);
}

void names_close(struct names *names)
{
    free(names->places);
    arena_free(&names->arena);
}

static void double_places(struct names *names)
{
    uint32_t mask = names->mask * 2 + 1;
    struct name_place *places = memory_new(((size_t) mask + 1) * sizeof *places);

    for (uint32_t i = 0; i <= names->mask; i++) {
        uint32_t at = names->places[i].hash & mask;

        if (!names->places[i].name)
            continue;
        while (places[at].name)
            at = (at + 1) & mask;
        places[at] = names->places[i];
    }
    free(names->places);
    names->places = places;
    names->mask = mask;
}

static struct name *new_name(struct names *names, const char *text, size_t len)
{
    struct name *name = arena_alloc(&names->arena, sizeof *name + len + 1);

    name->len = (uint32_t) len;
    memcpy(name->text, text, len);
    return name;
}

struct name *names_intern(struct names *names, const char *text, size_t len)
{
    uint32_t hash = hash_text(text, len), at = hash & names->mask;
    struct name *name;

    for (; (name = names->places[at].name); at = (at + 1) & names->mask)
        if (names->places[at].hash == hash && name->len == len &&
            memcmp(name->text, text, len) == 0)
            return name;
    names->places[at] = (struct name_place) {name = new_name(names, text, len), hash};
    if (++names->count > names->mask / 4 * 3)
        double_places(names);
    return name;
}

struct name *names_intern_text(struct names *names, const char *text)
{
    return names_intern(names, text, strlen(text));
}

/* The number of the letter \uXXXX or \UXXXXXXXX; 0: C has no such letter in a name. */
static uint32_t escaped_letter(const char *text, size_t digits)
{
    uint32_t letter = 0;

    for (size_t i = 2; i < 2 + digits; i++)
        letter = letter << 4 | (uint32_t) ((text[i] & 15) + (text[i] > '9' ? 9 : 0));
    if (letter < 0xa0 || letter > 0x10ffff || (letter >= 0xd800 && letter <= 0xdfff))
        return 0;
    return letter;
}

static char *put_letter(char *to, uint32_t letter)
{
    int more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};

    *to++ = (char) (first[more] | letter >> 6 * more);
    while (more--)
        *to++ = (char) (0x80 | (letter >> 6 * more & 0x3f));
    return to;
}

struct name *names_intern_spelled(struct names *names, const char *text, size_t len)
{
    const char *end = text + len;
    char *plain, *to;

    if (!memchr(text, '\\', len))
        return names_intern(names, text, len);
    plain = to = arena_alloc(&names->arena, len);
    while (text < end) {
        size_t digits = *text != '\\' ? 0 : text[1] == 'u' ? 4 : 8;
        uint32_t letter = digits ? escaped_letter(text, digits) : 0;

        if (letter) {
            to = put_letter(to, letter);
            text += 2 + digits;
        } else {
            *to++ = *text++;
        }
    }
    return names_intern(names, plain, (size_t) (to - plain));
}
