/* Options of @thread that do not go together, and what an abandoned job cannot copy. */
#include <stdio.h>
#include <unsync.h>

struct account { int id; };
struct point { int x, y; };

@thread(max = 4) int without_a_pool(void) { return 0; }
@thread(queue = 10) int bounded(void) { return 0; }
@thread(pool = disk, max = 0) int none(void) { return 0; }
@thread(pool = disk, max = 70000) int too_many(void) { return 0; }
@thread(pool = disk, queue = 0) int no_queue(void) { return 0; }
@thread(serial) int no_key(int n) { return n; }
@thread(serial = id) int misspelt(struct account *account) { return account->id; }
@thread(serial = await other()) int waits(int n) { return n; }
@thread(serial = shadow) int shadow(int shadow) { return shadow; }

@thread(abandon) int by_value(struct point p) { return p.x; }
@thread(abandon) int object(const struct account *account) { return account->id; }
@thread(abandon) int anything(const void *data) { return data != NULL; }
@thread(abandon) int unknown_length(const int *list) { return list[0]; }
@thread(abandon) int file(FILE *stream) { return fileno(stream); }
@thread(abandon) int writes(char *buffer) { return buffer[0] = 0; }
@thread(abandon) int fills(@len(n) int *list, int n) { return list[n - 1] = 0; }
@thread(abandon) int texts(@len(n) const char **list, int n) { return list[n - 1][0]; }
@thread(abandon) int calls(int (*function)(void)) { return function(); }
@thread(abandon) const char *borrows(const char *text) { return text + 1; }
@thread(abandon) int no_pointer(@len(n) int list, int n) { return list + n; }
@thread(abandon) int other_length(@len(count) const int *list, int n) { return list[n]; }
