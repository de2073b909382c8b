/* Every kind of member comes back as it went: also where the whole message is what came in. */
#include <complex.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unsync.h>

enum kind { NOTHING, NUMBER, TEXT, PLACE, LIST };
typedef const char *text;
typedef uint8_t byte;
typedef bool flag;

@message extern struct timespec {
    time_t tv_sec;
    long tv_nsec;
};
@message extern typedef struct {
    int quot, rem;
} div_t;

@message struct point {
    double x, y;
};
typedef struct point dot;
typedef dot spot;

@message struct value {
    enum kind kind;
    @tag(kind) union {
        @when(NUMBER) long number;
        @when(TEXT) char *text;
        @when(PLACE, 77) struct point place;
        @when(LIST) struct {
            size_t count;
            @len(count) double *list;
        } numbers;
        @skip void *scratch;
    };
};

@message struct track {
    int count;
    char *name;
    @len(count) struct point points[];
};
@message struct line {
    unsigned char len;
    @len(len) char text[];
};
@message struct words {
    int count;
    @len(count) text words[];
};

@message struct fixed {
    int grid[2][3];
    char name[16];
    bool bits[5];
    flag flags[2];
    char *words[2][2];
    struct point corners[2][2];
    struct {
        int a;
        struct {
            char *deep;
        } inner;
    } group;
    struct value values[2];
};

@message struct numbers {
    unsigned low : 3, high : 5;
    signed small : 4;
    bool yes : 1;
    enum kind kind : 4;
    int : 0;
    uint64_t wide : 40;
    long double precise;
    double complex z;
    float complex half;
    __int128 huge;
    spot spot;
    struct timespec when;
    div_t quotient;
    @skip FILE *file;
    @skip void (*function)(void);
};

@message struct nothing { /* of it crosses, and no compiler warns */
    struct {
        @skip FILE *file;
        struct {
            @skip int more;
        };
    } inside;
};

@message struct lists {
    int count;
    @len(count) struct value *values;
    @len(count) struct point **places;
    @len(count) char **names;
    @len(count) const text *others;
    @len(count) bool *bools;
    @len(count) enum kind *kinds;
    @len(count) byte *bytes;
    @len(count) double (*rows)[3];
    @len(count * 2) long double *precise;
    struct track *track;
    struct line *line;
    struct words *words;
};

@message struct all {
    struct fixed fixed;
    struct numbers numbers;
    struct lists *lists;
};

@cpu_bound
struct all *back(const struct all *all)
{
    struct all *same = malloc(sizeof *same);
    *same = *all; /* what it leads to lies among the arguments */
    return same;
}

static void print_fixed(const struct fixed *f)
{
    printf("%d %d [%s] %d%d%d%d%d %d%d\n", f->grid[0][1], f->grid[1][2], f->name, f->bits[0],
           f->bits[1], f->bits[2], f->bits[3], f->bits[4], f->flags[0], f->flags[1]);
    printf("%s %s %d %s, %g %g\n", f->words[0][0], f->words[0][1], f->words[1][0] == NULL,
           f->words[1][1], f->corners[0][1].x, f->corners[1][1].y);
    printf("%d %s, %s, %d %d\n", f->group.a, f->group.inner.deep, f->values[0].text,
           f->values[1].kind, f->values[1].scratch == NULL);
}

static void print_numbers(const struct numbers *n)
{
    printf("%u %u %d %d %d %llu\n", n->low, n->high, n->small, n->yes, n->kind,
           (unsigned long long) n->wide);
    printf("%Lg %g%+gi %g%+gi %d\n", n->precise, creal(n->z), cimag(n->z),
           (double) crealf(n->half), (double) cimagf(n->half), n->huge == -((__int128) 1 << 100));
    printf("%g %ld %d %d%d\n", n->spot.y, n->when.tv_nsec, n->quotient.rem, n->file == NULL,
           n->function == NULL);
}

static void print_lists(const struct lists *l)
{
    printf("%s %g %g, %g %d\n", l->values[0].text, l->values[1].numbers.list[0],
           l->values[1].numbers.list[1], l->places[0]->x, l->places[1] == NULL);
    printf("%s %s %s %d, %d%d %d%d %d %d, %g %Lg\n", l->names[0], l->names[1], l->others[0],
           l->others[1] == NULL, l->bools[0], l->bools[1], l->kinds[0], l->kinds[1], l->bytes[0],
           l->bytes[1], l->rows[1][2], l->precise[3]);
    printf("%s %g, [%.*s], %s %s\n", l->track->name, l->track->points[1].y, l->line->len,
           l->line->text, l->words->words[0], l->words->words[2]);
}

/* Messages that end in an open array. */
static void make_tails(struct lists *lists)
{
    struct track *track = calloc(1, sizeof *track + 2 * sizeof *track->points);
    struct line *line = calloc(1, sizeof *line + 3);
    struct words *words = calloc(1, sizeof *words + 3 * sizeof *words->words);
    *track = (struct track){.count = 2, .name = "track"};
    track->points[1] = (struct point){8, 9};
    line->len = 3;
    memcpy(line->text, "abc", 3);
    words->count = 3;
    words->words[0] = "first";
    words->words[2] = "last";
    lists->track = track;
    lists->line = line;
    lists->words = words;
}

@async
int main(void)
{
    struct value values[] = {{TEXT, {.text = "hello"}},
                             {LIST, {.numbers = {2, (double[]){1, 2}}}}};
    double rows[2][3] = {{1, 2, 3}, {4, 5, 6}};
    struct lists lists = {.count = 2, .values = values,
                          .places = (struct point *[]){&(struct point){3, 4}, NULL},
                          .names = (char *[]){"n1", "n2"}, .others = (text[]){"o1", NULL},
                          .bools = (bool[]){1, 0}, .kinds = (enum kind[]){NUMBER, LIST},
                          .bytes = (byte[]){1, 255}, .rows = rows,
                          .precise = (long double[]){1, 2, 3, 4.5L}};
    make_tails(&lists);
    struct all all = {
        .fixed = {.grid = {{1, 2, 3}, {4, 5, 6}}, .name = "a name", .bits = {1, 0, 1},
                  .flags = {0, 1}, .words = {{"a", "b"}, {NULL, "d"}}, .corners[0][1].x = 3,
                  .corners[1][1].y = 4, .group = {3, {"deep"}},
                  .values = {{TEXT, {.text = "t"}}, {NOTHING, {.scratch = stdout}}}},
        .numbers = {.low = 5, .high = 31, .small = -7, .yes = true, .kind = LIST,
                    .wide = 0x8000000001, .precise = 1.25L, .z = 1 + 2 * I, .half = 3 - 4 * I,
                    .huge = -((__int128) 1 << 100), .spot = {7, 8}, .when = {5, 6},
                    .quotient = {1, 2}, .file = stdout},
        .lists = &lists};
    struct all *same = await back(&all);
    print_fixed(&same->fixed);
    print_numbers(&same->numbers);
    print_lists(same->lists);
    all_free(same);
    free(lists.track);
    free(lists.line);
    free(lists.words);
    return 0;
}
