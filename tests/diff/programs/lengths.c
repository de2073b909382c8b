/* Arrays of variable length, pointers to them, as parameters, in loops, with side effects in their
 * dimensions, in matrices. */
#include <stdio.h>
#include <string.h>

static int calls;
static int size(int n) { calls++; return n; }

static void multiply(int n, int m, int k, double a[n][m], double b[m][k], double out[n][k])
{
    for (int i = 0; i < n; i++)
        for (int j = 0; j < k; j++) {
            out[i][j] = 0;
            for (int l = 0; l < m; l++) out[i][j] += a[i][l] * b[l][j];
        }
}

static double trace_of(int n, double matrix[n][n])
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += matrix[i][i];
    return sum;
}

static double matrices(int n)
{
    double a[n][n + 1], b[n + 1][n], c[n][n];
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= n; j++) a[i][j] = i + j, b[j][i] = i - j;
    multiply(n, n + 1, n, a, b, c);
    return trace_of(n, c) + (double) sizeof c / (double) sizeof c[0];
}

static int sieve(int limit)
{
    char composite[limit + 1];
    memset(composite, 0, sizeof composite);
    int found = 0;
    for (int i = 2; i <= limit; i++) {
        if (composite[i]) continue;
        found++;
        for (int j = 2 * i; j <= limit; j += i) composite[j] = 1;
    }
    return found;
}

static int growing(void)
{
    int sum = 0;
    for (int n = 1; n < 6; n++) {
        int row[size(n)];
        n += 0;
        for (int i = 0; i < n; i++) row[i] = i * n;
        if (n == 3) continue;
        int (*same)[n] = &row;
        sum += (*same)[n - 1] + (int) (sizeof row / sizeof *row) * 100;
        if (sum > 1000) break;
    }
    return sum;
}

static int dimensions(int n)
{
    int list[n], (*table)[n][2] = NULL;
    n *= 2;
    int other[n];
    size(1);
    typedef int line[n];
    line text;
    n = 100;
    text[0] = 1;
    list[0] = other[0] = size(3);
    return (int) (sizeof list + sizeof other + sizeof text + sizeof *table) + text[0] + list[0];
}

static unsigned long long paths(int w, int h)
{
    unsigned long long count[h][w], (*line)[w] = count;
    for (int y = 0; y < h; y++, line++)
        for (int x = 0; x < w; x++) {
            unsigned long long *cell = &(*line)[x];
            *cell = x && y ? line[-1][x] + (*line)[x - 1] : (unsigned) size(1);
        }
    return count[h - 1][w - 1];
}

static int jumping(int n)
{
    int rounds = 0;
again:;
    char buffer[n + rounds];
    memset(buffer, rounds, sizeof buffer);
    size(2);
    if (++rounds < 4) goto again;
    return buffer[n] + (int) sizeof buffer;
}

int main(void)
{
    printf("%g %g\n", matrices(3), matrices(5));
    printf("%d %d\n", sieve(100), sieve(1000));
    int n = growing();
    printf("%d %d\n", n, calls);
    n = dimensions(3);
    printf("%d %d\n", n, calls);
    printf("%llu %d\n", paths(8, 9), jumping(10));
    return calls & 0x7f;
}
