/* Long arrays and strings: they reach the worker aligned, alone or in messages, and so do results. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@message struct picture {
    const char *name;
    size_t width, height;
    @len(width * height) float *pixels;
    @len(width) uint16_t *columns;
};

@cpu_bound
uint64_t checksum(@len(count) const uint64_t *list, size_t count, @len(n) const char *odd, size_t n,
                  @len(count) const double *reals)
{
    uint64_t sum = 0;
    if ((uintptr_t) list % _Alignof(uint64_t) != 0 || (uintptr_t) reals % _Alignof(double) != 0) return 0;
    for (size_t i = 0; i < count; i++) sum += list[i] + (uint64_t) reals[i];
    for (size_t i = 0; i < n; i++) sum += (uint64_t) odd[i];
    return sum;
}

@cpu_bound
struct picture *brighter(const struct picture *picture, float by)
{
    struct picture *copy = calloc(1, sizeof *copy);
    size_t count = picture->width * picture->height;
    copy->name = strdup(picture->name);
    copy->width = picture->width;
    copy->height = picture->height;
    copy->pixels = malloc(count * sizeof *copy->pixels);
    copy->columns = malloc(picture->width * sizeof *copy->columns);
    for (size_t i = 0; i < count; i++) copy->pixels[i] = picture->pixels[i] + by;
    memcpy(copy->columns, picture->columns, picture->width * sizeof *copy->columns);
    return copy;
}

@async
static bool sums_right(size_t count)
{
    size_t n = count % 977;
    uint64_t *list = malloc((count + 1) * sizeof *list), sum = 0;
    double *reals = malloc((count + 1) * sizeof *reals);
    char *odd = malloc(n + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = i * i;
        reals[i] = (double) i;
        sum += i * i + i;
    }
    for (size_t i = 0; i < n; i++) sum += (uint64_t) (odd[i] = (char) (i % 100));
    bool right = await checksum(list, count, odd, n, reals) == sum;
    free(list);
    free(reals);
    free(odd);
    return right;
}

@async
static bool is_brighter(size_t width, size_t height)
{
    struct picture picture = {.name = "moon", .width = width, .height = height};
    picture.pixels = malloc(width * height * sizeof *picture.pixels);
    picture.columns = malloc(width * sizeof *picture.columns);
    for (size_t i = 0; i < width * height; i++) picture.pixels[i] = (float) i;
    for (size_t i = 0; i < width; i++) picture.columns[i] = (uint16_t) i;
    struct picture *seen = await brighter(&picture, 0.5f);
    bool right = strcmp(seen->name, "moon") == 0 && seen->width == width && seen->height == height;
    for (size_t i = 0; i < width * height; i++) right = right && seen->pixels[i] == (float) i + 0.5f;
    for (size_t i = 0; i < width; i++) right = right && seen->columns[i] == (uint16_t) i;
    picture_free(seen);
    free(picture.pixels);
    free(picture.columns);
    return right;
}

@async
int main(void)
{
    for (size_t count = 1; count < 1000000; count = count * 3 + 1) printf("%d", await sums_right(count));
    puts("");
    unsync_task_of(bool) many[20];
    for (int i = 0; i < 20; i++) many[i] = is_brighter(100 + (size_t) i * 50, 77);
    for (int i = 0; i < 20; i++) printf("%d", await many[i]);
    puts("");
    return 0;
}
