#define TAKES_TWO(a, b) a
#ifdef OTHER
#define UNSURE(a) a
#endif
@async int too_many(int n) { return TAKES_TWO(1, 2, n); }
@async int unsure(int n) { return UNSURE(n); }
