/* Messages of a header: what a file that includes it has to know of them crosses with it. */
#ifndef SHAPES_H
#define SHAPES_H
#include <stdio.h>
#include <time.h>
#include <unsync.h>

enum kind { A, B };

@message extern struct timespec {
    time_t tv_sec;
    long tv_nsec;
};
@message double  struct value {
    enum kind kind;
    @tag(kind) union {
        @when(A) int number;
        @when(B) char *text;
    };
};
@message struct tail {
    int count;
    @len(count * 2) struct value values[];
};
@message typedef struct {
    struct timespec at;
    @skip FILE *file;
    struct tail *tail;
} event;  // unsync: ignore(blocking-call)
    // unsync: ignore(lost-write, blocking-call)
    return (int) read(fd, to, 1) + innocent(1); 

@cpu_bound int sum(const event *given, @out struct value *last,
                   @len(1) const struct tail *const *tails);
#endif
