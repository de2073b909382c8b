#include <unsync.h>

@async void main(int a, char **b, char **c, int d) { }
