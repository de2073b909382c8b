/*
 * What `unsync --help NAME` prints: the explanation of the row, and the tables that the check
 * goes by. The pages of annotations/ show the same, and their test runs it.
 */
#include <string.h>

#include "diag_settings.h"

enum when { ALWAYS, ZERO, NONZERO, SINGLE, STDIN };

static const struct {
    const char *name;
    enum when when;
    int argument;
    const char *cure;
} calls[] = {
#define BLOCKING(name, when, argument, cure) {name, when, argument, cure},
#include "../../annotations/blocking.def"
};

static const struct {
    const char *name, *unlock, *when;
} locks[] = {
#define LOCK(name, unlock, when) {name, unlock, #when},
#include "../../annotations/blocking.def"
};

static const char *severity_text(enum diag_severity severity)
{
    return severity == DIAG_WARNING ? "warning" : "error";
}

static void list_rows(FILE *out)
{
    for (int i = 0; i < DIAG_COUNT; i++)
        fprintf(out, "%-23s %-8s %s\n", diag_table[i].name,
                severity_text(diag_table[i].severity), diag_table[i].summary);
}

/* `poll, argument 3 not 0`. Names of the library's inside are left out. */
static void list_calls(FILE *out)
{
    static const char *const conditions[] = {"", ", argument %d 0", ", argument %d not 0",
                                             ", argument %d without |", ", argument %d stdin"};
    char condition[40];

    fputs("\nThese count:\n\n", out);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (strncmp(calls[i].name, "__", 2) == 0 || strncmp(calls[i].name, "unsync__", 8) == 0)
            continue;
        snprintf(condition, sizeof condition, conditions[calls[i].when], calls[i].argument);
        fprintf(out, "    %s%s: %s\n", calls[i].name, condition, calls[i].cure);
    }
    fputs("    NAME_sync, NAME_try of a marked NAME: await the task\n", out);
}

static void list_locks(FILE *out)
{
    fputs("\nThese count, and what gives the lock back:\n\n", out);
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        fprintf(out, "    %s, %s%s\n", locks[i].name, locks[i].unlock,
                strcmp(locks[i].when, "ASKED") == 0 ? " (where a condition asked its result)" : "");
}

bool diag_explain(const char *name, FILE *out)
{
    int id = diag_find(name, strlen(name));

    if (strcmp(name, "diagnostics") == 0) {
        list_rows(out);
        return true;
    }
    if (id < 0)
        return false;
    fprintf(out, "%s (%s): %s\n\n%s", name, severity_text(diag_table[id].severity),
            diag_table[id].summary, diag_table[id].explanation);
    if (id == DIAG_BLOCKING_CALL)
        list_calls(out);
    if (id == DIAG_LOCK_ACROSS_AWAIT)
        list_locks(out);
    return true;
}
