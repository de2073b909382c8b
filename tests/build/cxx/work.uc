#include "work.h"

int object_value(void);

@cpu_bound int doubled(int n)
{
    return 2 * n;
}

@cpu_bound double trace(int rows, int columns, @len(rows) const double m[rows][columns])
{
    double sum = 0;
    for (int i = 0; i < rows && i < columns; i++) sum += m[i][i];
    return sum;
}

@thread int most(int count, const int values[static count])
{
    int most = values[0];
    for (int i = 1; i < count; i++) most = values[i] > most ? values[i] : most;
    return most;
}

@generator int diagonal(int n, int m[n][n])
{
    for (int i = 0; i < n; i++) yield m[i][i];
}

@async int last(int n, int (*rows)[n], int (*other)[3])
{
    await unsync_yield();
    return rows[n - 1][n - 1] + other[0][2];
}

@cpu_bound int constructed(void)
{
    return object_value();
}
