/* report.h: what the digest prints on stdout. Plain C. */
#ifndef REPORT_H
#define REPORT_H

#include "tree.h"

/* The first `most` rows; then those rows after them that failed; then the totals. */
void report_table(const struct tree *tree, size_t most);

/* Every file that did not fail, as sha256sum prints it; the failed ones on stderr. */
void report_sums(const struct tree *tree);

/* How long it took: the first time, then again in three lanes and on one thread. */
struct times {
    double first_s, lanes_s, serial_s;
    bool agree; /* all three found the same */
};
void report_times(const struct times *times);

#endif
