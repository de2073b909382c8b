#include "text.h"

#include <ctype.h>
#include <string.h>

enum { LEN_MAX = 32 };

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Optimal string alignment; three rows of the table are kept. */
unsigned text_distance(const char *a, const char *b, unsigned limit)
{
    size_t a_len = strlen(a), b_len = strlen(b);
    unsigned rows[3][LEN_MAX + 1], *above = rows[0], *row = rows[1], *before = rows[2];

    if (a_len > LEN_MAX || b_len > LEN_MAX)
        return limit + 1;
    for (unsigned j = 0; j <= b_len; j++)
        above[j] = j;
    for (unsigned i = 1; i <= a_len; i++) {
        unsigned *oldest = before;

        row[0] = i;
        for (unsigned j = 1; j <= b_len; j++) {
            unsigned replaced = above[j - 1] + (tolower((unsigned char) a[i - 1]) !=
                                                tolower((unsigned char) b[j - 1]));

            row[j] = least(above[j] + 1, row[j - 1] + 1, replaced);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1, row[j]);
        }
        before = above;
        above = row;
        row = oldest;
    }
    return above[b_len] <= limit ? above[b_len] : limit + 1;
}

bool text_is_near(const char *written, const char *guess)
{
    size_t len = strlen(written);
    unsigned limit = len <= 3 ? 1 : len <= 6 ? 2 : 3;

    return text_distance(written, guess, limit) <= limit;
}

bool text_ends_in(const char *text, const char *suffix)
{
    size_t len = strlen(text), suffix_len = strlen(suffix);

    return len > suffix_len && strcmp(text + len - suffix_len, suffix) == 0;
}

uint32_t text_lines(const char *from, const char *to)
{
    enum { SHORT = 16 }; /* not worth a call */
    uint32_t lines = 0;

    for (; to - from > SHORT; from++, lines++)
        if (!(from = memchr(from, '\n', (size_t) (to - from))))
            return lines;
    while (from < to)
        lines += *from++ == '\n';
    return lines;
}

const char *text_unescape(struct arena *arena, const char *text, uint32_t len)
{
    char *copy = arena_copy(arena, text, len), *to = copy;

    for (uint32_t i = 0; i < len; i++) {
        if (text[i] == '\\' && i + 1 < len)
            i++;
        *to++ = text[i];
    }
    *to = '\0';
    return copy;
}
