@async int f(int n)
{
    if (n) {
        return (n;
    return 1;
}
