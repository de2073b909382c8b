/* line.h: words that are kept apart.
 *
 * A processor's caches hold lines of bytes, and what one processor writes is taken from all others
 * with its whole line. So a word that a thread writes for every job does not stand beside one that
 * another thread reads for every job: each has _Alignas(UNSYNC__LINE). A pair of such words in one
 * line halved what the thread lane did. */
#ifndef UNSYNC_BASE_LINE_H
#define UNSYNC_BASE_LINE_H

enum { UNSYNC__LINE = 64 }; /* bytes */

#endif
