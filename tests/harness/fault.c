/* fault.c: linked with a program of a test, lets requests for memory of the runtime fail.
 *
 *   FAULT_AT=n         the n-th request of the program fails; n+: and some more that follow
 *   FAULT_WORKER_AT=n  the same in each worker process of the program
 *   FAULT_REPORT=FILE  lines are added: "program" and how many requests that made, when it ends by
 *                      itself; "started" and 0 for each worker
 *
 * A constructor arms the library's fail on demand before anything is asked of it. Without the
 * variables nothing happens. An assertion of the program that a failure made false is no crash: it
 * prints what was asserted and ends the program with status 1. Called by harness/fault.py. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

uint64_t unsync__alloc_requests(void);
void unsync__alloc_fail_at(uint64_t request);
void unsync__alloc_fail_some(uint64_t request, uint64_t count);
void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function);

/* A thread for a job is asked for again and again until there is one: memory has to come back. */
enum { SOME = 64 };

static bool is_worker;

static void report(const char *role, uint64_t requests)
{
    const char *path = getenv("FAULT_REPORT");
    int file = path == NULL ? -1 : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    dprintf(file, "%s %llu\n", role, (unsigned long long) requests);
    close(file);
}

static void arm(const char *text)
{
    char *end;
    if (text == NULL) return;
    uint64_t number = strtoull(text, &end, 10);
    if (*end == '+')
        unsync__alloc_fail_some(number, SOME);
    else
        unsync__alloc_fail_at(number);
}

/* The first process says who it is: those that inherit that are its workers. */
__attribute__((constructor(101))) static void begin(void)
{
    char mine[32];
    if (getenv("FAULT_REPORT") == NULL || getauxval(AT_SECURE) != 0) return;
    snprintf(mine, sizeof mine, "%d", (int) getpid());
    setenv("FAULT_PROGRAM", mine, 0);
    is_worker = strcmp(getenv("FAULT_PROGRAM"), mine) != 0;
    if (is_worker) report("started", 0);
    arm(getenv(is_worker ? "FAULT_WORKER_AT" : "FAULT_AT"));
}

__attribute__((destructor)) static void end(void)
{
    if (!is_worker) report("program", unsync__alloc_requests());
}

void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function)
{
    fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, assertion);
    if (getenv("FAULT_REPORT") == NULL) abort();
    exit(1);
}
