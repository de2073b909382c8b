#include "diag_settings.h"

#include <string.h>

#include "text.h"

const struct diag_info diag_table[DIAG_COUNT] = {
#define DIAGNOSTIC(id, name, severity, summary, explanation) \
    [DIAG_##id] = {name, summary, explanation, DIAG_##severity},
#include "../../annotations/diagnostics.def"
};

enum diag_severity diag_severity_of(const struct diag_settings *settings, enum diag_id id)
{
    if (diag_table[id].severity != DIAG_WARNING || !settings)
        return diag_table[id].severity;
    if (settings->off[id] || settings->no_warnings)
        return DIAG_OFF;
    return settings->error[id] == ERROR_YES ||
                   (settings->all_errors && settings->error[id] == ERROR_AS_ALL)
               ? DIAG_ERROR
               : DIAG_WARNING;
}

/* ---- names ---- */

int diag_find(const char *name, size_t len)
{
    for (int i = 0; i < DIAG_COUNT; i++)
        if (strlen(diag_table[i].name) == len && memcmp(diag_table[i].name, name, len) == 0)
            return i;
    return -1;
}

const char *diag_suggest(const char *written, bool of_warnings)
{
    unsigned best = ~0u, distance;
    const char *found = NULL;

    for (int i = 0; i < DIAG_COUNT; i++) {
        if ((of_warnings && diag_table[i].severity != DIAG_WARNING) ||
            !text_is_near(written, diag_table[i].name))
            continue;
        distance = text_distance(written, diag_table[i].name, 3);
        if (distance < best) {
            best = distance;
            found = diag_table[i].name;
        }
    }
    return found;
}

/* ---- options ---- */

static const char *after(const char *word, const char *prefix)
{
    size_t len = strlen(prefix);

    return strncmp(word, prefix, len) == 0 ? word + len : NULL;
}

/* The four forms with a name, the longest prefix first. */
static bool read_named(struct diag_settings *settings, const char *word)
{
    static const struct {
        const char *prefix;
        bool sets_error, off;
        int error;
    } forms[] = {{"-Werror=", true, false, ERROR_YES},
                 {"-Wno-error=", true, false, ERROR_NO},
                 {"-Wno-", false, true, 0},
                 {"-W", false, false, 0}};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *name = after(word, forms[i].prefix);
        int id = name ? diag_find(name, strlen(name)) : -1;

        if (!name)
            continue;
        if (id < 0 || diag_table[id].severity != DIAG_WARNING) {
            *vector_push(&settings->unknown) = word;
            return true;
        }
        if (forms[i].sets_error)
            settings->error[id] = forms[i].error;
        if (!forms[i].sets_error || forms[i].error == ERROR_YES)
            settings->off[id] = forms[i].off;
        return true;
    }
    return false;
}

bool diag_settings_read(struct diag_settings *settings, const char *word)
{
    if (strcmp(word, "-w") == 0)
        settings->no_warnings = true;
    else if (strcmp(word, "-Werror") == 0 || strcmp(word, "-Wno-error") == 0)
        settings->all_errors = strcmp(word, "-Werror") == 0;
    else if (strcmp(word, "-Wall") == 0)
        memset(settings->off, 0, sizeof settings->off);
    else
        return read_named(settings, word);
    return true;
}
