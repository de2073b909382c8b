/* env.c: see env.h. getauxval and not secure_getenv, so that a test can wrap it. */
#include "env.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

const char *unsync__env(const char *name)
{
    if (getauxval(AT_SECURE) != 0) return NULL;
    const char *text = getenv(name);
    return text != NULL && *text != '\0' ? text : NULL;
}

uint64_t unsync__env_number(const char *name, uint64_t least, uint64_t most, uint64_t otherwise)
{
    const char *text = unsync__env(name);
    if (text == NULL) return otherwise;
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    bool is_number = *text >= '0' && *text <= '9' && *end == '\0' && errno == 0;
    if (is_number && value >= least && value <= most) return value;
    fprintf(stderr, "unsync: %s=%s is not a number from %llu to %llu; using %llu\n", name, text,
            (unsigned long long) least, (unsigned long long) most, (unsigned long long) otherwise);
    return otherwise;
}

bool unsync__env_switch(const char *name)
{
    const char *text = unsync__env(name);
    if (text == NULL || strcmp(text, "0") == 0) return false;
    if (strcmp(text, "1") == 0) return true;
    fprintf(stderr, "unsync: %s=%s is neither 0 nor 1; using 0\n", name, text);
    return false;
}
