/* environment.c: see environment.h. Whoever asks keeps the answer, so that a complaint
 * comes once. */
#define _GNU_SOURCE
#include "environment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

const char *unsync__environment(const char *name)
{
    const char *text = secure_getenv(name);
    return text != NULL && *text != '\0' ? text : NULL;
}

long unsync__environment_number(const char *name, long least, long most, long otherwise)
{
    const char *text = unsync__environment(name);
    if (text == NULL) return otherwise;
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno == 0 && *end == '\0' && value >= least && value <= most) return value;
    fprintf(stderr, "unsync: %s=%s is not a number from %ld to %ld; using %ld\n", name, text, least,
            most, otherwise);
    return otherwise;
}
