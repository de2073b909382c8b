/* A bracket that is missing ends with the function: the next one, whose mark begins a line, is read. */
@async int f(int n);

@async
int brace(int n)
{
    if (n > 0) {
        await f(n);
    return 0;
}

@async
int read_after(int n)
{
    return f(n);
}

@async int parenthesis(int n) { int x = (await f(n); return x; }

@thread
int bracket(int *list)
{
    list[1 = 3;
    return 0;
}

@generator int last(void) { return 1; }
