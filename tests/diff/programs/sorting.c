/* Sorting in many ways: recursion, swaps through pointers, arrays of structs, a comparison by
 * macro. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 40
#define SWAP(T, a, b) do { T swapped = a; a = b; b = swapped; } while (0)

struct person {
    char name[8];
    unsigned age : 7;
    struct { short x, y; } at;
};

static uint32_t state = 12345;

static uint32_t chance(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    return state ^= state << 5;
}

static int less(const int *a, const int *b) { return *a < *b; }

static int partition(int *values, int low, int high)
{
    int pivot = values[high], i = low - 1;
    for (int j = low; j < high; j++)
        if (values[j] <= pivot) {
            i++;
            SWAP(int, values[i], values[j]);
        }
    SWAP(int, values[i + 1], values[high]);
    return i + 1;
}

static void quick(int *values, int low, int high)
{
    if (low >= high) return;
    int middle = partition(values, low, high);
    quick(values, low, middle - 1), quick(values, middle + 1, high);
}

static void merge(int *values, int *spare, int count)
{
    if (count < 2) return;
    int half = count / 2, *left = values, *right = values + half, *out = spare;
    merge(left, spare, half);
    merge(right, spare, count - half);
    while (left < values + half && right < values + count)
        *out++ = less(right, left) ? *right++ : *left++;
    while (left < values + half) *out++ = *left++;
    while (right < values + count) *out++ = *right++;
    memcpy(values, spare, (size_t) count * sizeof *values);
}

static void sift(int heap[static 1], size_t at, const size_t count)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && less(&heap[child], &heap[child + 1])) child++;
        if (!less(&heap[at], heap + child)) break;
        SWAP(int, heap[at], heap[child]);
    }
}

static void heap_sort(int *values, size_t count)
{
    for (size_t at = count / 2; at-- > 0;) sift(values, at, count);
    while (count > 1) {
        --count;
        SWAP(int, values[0], values[count]);
        sift(values, 0, count);
    }
}

static int by_age(const void *a, const void *b)
{
    const struct person *p = a, *q = b;
    return p->age != q->age ? (int) p->age - (int) q->age : strcmp(p->name, q->name);
}

static struct person someone(int n)
{
    struct person made = {.age = chance() % 100, .at = {.y = (short) n}};
    snprintf(made.name, sizeof made.name, "p%d", n);
    return made;
}

static unsigned long digest(const int *values, int count)
{
    unsigned long sum = 5381;
    for (int i = 0; i < count; i++) sum = sum * 33 + (unsigned) values[i];
    return sum;
}

int main(void)
{
    static int filled[COUNT];
    for (int i = 0; i < COUNT; i++) filled[i] = (int) (chance() % 1000);
    int a[COUNT], b[COUNT], c[COUNT], spare[COUNT];
    memcpy(a, filled, sizeof a), memcpy(b, filled, sizeof b);
    for (int i = 0; i < COUNT; i++) c[i] = filled[i];
    quick(a, 0, COUNT - 1);
    merge(b, spare, COUNT);
    heap_sort(c, sizeof c / sizeof *c);
    printf("%lu %lu %lu\n", digest(a, COUNT), digest(b, COUNT), digest(c, COUNT));
    for (int i = 1; i < COUNT; i++)
        if (less(&a[i], &a[i - 1]) || a[i] != b[i] || b[i] != c[i]) return 1;

    struct person people[12];
    for (int i = 0; i < 12; i++) people[i] = someone(i);
    qsort(people, 12, sizeof *people, by_age);
    for (struct person *p = people; p != people + 12; ++p)
        printf("%s %u %d\n", p->name, p->age, p->at.y);
    return someone(3).at.y - 3;
}
