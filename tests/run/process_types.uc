/* Every type that crosses a process boundary comes back as it went. */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

enum color { RED, GREEN = 7, BLUE = -3 };
typedef enum color color_t;
typedef uint8_t byte;
typedef const char *text;

@cpu_bound bool not_it(bool x) { return !x; }
@cpu_bound char next_char(char c) { return (char) (c + 1); }
@cpu_bound signed char small(signed char x) { return x; }
@cpu_bound unsigned char usmall(unsigned char x) { return x; }
@cpu_bound short shorter(short x) { return x; }
@cpu_bound unsigned short ushorter(unsigned short x) { return x; }
@cpu_bound int64_t longer(int64_t x) { return x; }
@cpu_bound uint64_t ulonger(uint64_t x) { return x; }
@cpu_bound long long longest(long long x) { return x; }
@cpu_bound float half(float x) { return x / 2; }
@cpu_bound double twice(double x) { return x * 2; }
@cpu_bound color_t paint(enum color c) { return c == RED ? BLUE : c; }
@cpu_bound byte wrap(byte b) { return (byte) (b + 1); }

@cpu_bound
char *joined(const char *a, text b)
{
    size_t len = strlen(a) + (b ? strlen(b) : 0);
    char *both = malloc(len + 1);
    strcpy(both, a);
    strcat(both, b ? b : "");
    return both;
}

@cpu_bound
double sum(@len(count) const double *values, size_t count)
{
    double total = 0;
    for (size_t i = 0; i < count; i++) total += values[i];
    return total;
}

@cpu_bound
uint32_t weighted(int rows, @len(rows * columns) const byte *cells, int columns)
{
    uint32_t total = 0;
    for (int i = 0; i < rows * columns; i++) total += (uint32_t) (i + 1) * cells[i];
    return total;
}

@cpu_bound
void nothing(void)
{
}


@async
int main(void)
{
    printf("%d %d\n", await not_it(false), await not_it(true));
    printf("%c %d %d\n", await next_char('a'), await small(-128), await usmall(255));
    printf("%d %d\n", await shorter(-32768), await ushorter(65535));
    printf("%" PRId64 " %" PRIu64 " %lld\n", await longer(INT64_MIN), await ulonger(UINT64_MAX),
           await longest(-1));
    printf("%g %g %d\n", await half(-0.5f), await twice(1e300), isnan(await twice(NAN)));
    printf("%d %d %d\n", await paint(RED), await paint(GREEN), await wrap(255));
    char *text_1 = await joined("one ", "two");
    char *text_2 = await joined("", NULL);
    printf("[%s] [%s]\n", text_1, text_2);
    free(text_1);
    free(text_2);
    double values[1000];
    for (int i = 0; i < 1000; i++) values[i] = i * 0.5;
    printf("%g %g\n", await sum(values, 1000), await sum(NULL, 0));
    byte cells[6] = {1, 2, 3, 4, 5, 6};
    printf("%u\n", await weighted(2, cells, 3));
    await nothing();
    return 0;
}
