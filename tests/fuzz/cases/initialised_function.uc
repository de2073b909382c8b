@async
int names(int x)
{
    int foobar = x(x), counter ()  = 1, expected = 1;
    await unsync_yield();
}
