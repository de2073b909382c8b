/* Matrices as C has them since 1999: how long a row is says another parameter. */
#include <stdbool.h>
#include <stdio.h>
#include <unsync.h>

typedef double real;
@message struct point {
    int x;
    const char *name;
};

@cpu_bound
real weigh(int rows, int columns, @len(rows) const real m[rows][columns])
{
    real sum = 0;
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) sum = 3 * sum + m[i][j];
    return sum;
}

@cpu_bound
real last(int rows, int columns, @len(rows) const real (*const m)[columns + 1])
{
    return m[rows - 1][columns];
}

@cpu_bound
float corner(int n, @len(n) const float m[n][2 * n][3])
{
    return m[n - 1][2 * n - 1][2];
}

@cpu_bound
void transpose(int rows, int columns, @len(rows) const real from[rows][columns],
               @out @len(columns) real to[columns][rows])
{
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) to[j][i] = from[i][j];
}

@cpu_bound
int turn(int rows, int columns, @inout @len(rows) bool m[rows][columns])
{
    int bits = 0;
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) bits = 2 * bits + m[i][j], m[i][j] = !m[i][j];
    return bits;
}

@cpu_bound
int points(int rows, int columns, @len(rows) const struct point m[rows][columns])
{
    int sum = 0;
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) sum = 10 * sum + m[i][j].x + m[i][j].name[0] - 'a';
    return sum;
}

double trace(int n, const double m[n][n]);
@cpu_bound(as = far_trace) extern double trace(int n, @len(n) const double m[n][n]);
double trace(int n, const double m[n][n])
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += m[i][i];
    return sum;
}

@thread
double near(int n, const double m[n][n])
{
    return m[n - 1][0];
}

@async
int main(void)
{
    real m[2][3] = {{1, 2, 3}, {4, 5, 6}}, to[3][2];
    printf("%g %g %g\n", await weigh(2, 3, m), await last(2, 2, m), await weigh(2, 0, m));
    float cube[2][4][3] = {[1][3][2] = 7};
    printf("%g\n", (double) await corner(2, cube));
    await transpose(2, 3, m, to);
    printf("%g %g, %g %g, %g %g\n", to[0][0], to[0][1], to[1][0], to[1][1], to[2][0], to[2][1]);
    bool bits[2][2] = {{1, 0}, {1, 1}};
    int before = await turn(2, 2, bits);
    printf("%d %d%d%d%d\n", before, bits[0][0], bits[0][1], bits[1][0], bits[1][1]);
    struct point four[2][2] = {{{1, "a"}, {2, "b"}}, {{3, "a"}, {4, "c"}}};
    printf("%d\n", await points(2, 2, four));
    double square[2][2] = {{1, 2}, {3, 4}};
    printf("%g %g\n", await far_trace(2, square), await near(2, square));
    return 0;
}
