/* Named .h, so nothing translates it. */
struct pair { int left, right; };

@async int marked(int n);
