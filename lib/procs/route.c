/* route.c: see route.h. A handful of rules that are gone through at each start, if there are any:
 * nobody measures with them what a call costs. */
#define _GNU_SOURCE
#include "route.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "../base/environment.h"
#include "../worker/registry.h"
#include "../worker/worker.h"

enum { RULES_MAX = 64, NAME_ROOM = 128 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct rule {
    char name[NAME_ROOM]; /* "*": all */
    bool is_thread;
    bool is_used; /* there is such a function */
} rules[RULES_MAX];
static int count;

/* --- Reading ---------------------------------------------------------------------------------- */

static const char *skip(const char *at)
{
    while (isspace((unsigned char) *at)) at++;
    return at;
}

/* A word of letters, digits and underscores, or a `*`. Where it ends; NULL: there is none. */
static const char *take_word(const char *at, char word[NAME_ROOM])
{
    size_t len = 0;
    at = skip(at);
    if (*at == '*') word[len++] = *at++;
    while (len == 0 || *word != '*') {
        if ((!isalnum((unsigned char) *at) && *at != '_') || len == NAME_ROOM - 1) break;
        word[len++] = *at++;
    }
    word[len] = '\0';
    return len > 0 ? skip(at) : NULL;
}

/* One rule; where it ends. NULL: it makes no sense; *wrong says how. */
static const char *take_rule(const char *at, struct rule *rule, const char **wrong)
{
    char lane[NAME_ROOM];
    *wrong = "expected the name of a function, or *";
    at = take_word(at, rule->name);
    if (at == NULL) return NULL;
    *wrong = "expected '=' and a lane, thread or cpu_bound";
    if (*at != '=' || (at = take_word(at + 1, lane)) == NULL) return NULL;
    rule->is_thread = strcmp(lane, "thread") == 0;
    if (!rule->is_thread && strcmp(lane, "cpu_bound") != 0) return NULL;
    *wrong = "expected ',' and one rule more, or the end";
    if (*at == '\0') return at;
    return *at == ',' ? at + 1 : NULL;
}

/* All of them or none. */
static void read_rules(const char *text)
{
    const char *at = text, *wrong = "there are too many rules";
    while (at != NULL && *at != '\0')
        at = count == RULES_MAX ? NULL : take_rule(at, &rules[count++], &wrong);
    if (at != NULL) return;
    count = 0;
    fprintf(stderr, "unsync: UNSYNC_ROUTE=%s is not used: %s\n", text, wrong);
}

/* --- Rules ------------------------------------------------------------------------------------ */

static const struct rule *rule_of(const char *name)
{
    for (int i = count - 1; i >= 0; i--)
        if (strcmp(rules[i].name, name) == 0 || strcmp(rules[i].name, "*") == 0) return &rules[i];
    return NULL;
}

static bool is_limited(const struct unsync__limits *limits)
{
    return limits->timeout_ms != 0 || limits->queue_timeout_ms != 0 || limits->cpu_ms != 0 ||
           limits->memory_bytes != 0 || limits->file_bytes != 0 || limits->open_files != 0 ||
           limits->fences != 0;
}

static void look(const struct unsync__remote *remote, void *unused)
{
    const char *name = remote->kind->name;
    const struct rule *rule = rule_of(name);
    (void) unused;
    for (int i = 0; i < count; i++)
        if (strcmp(rules[i].name, name) == 0 || strcmp(rules[i].name, "*") == 0)
            rules[i].is_used = true;
    if (rule != NULL && rule->is_thread && is_limited(remote->limits))
        fprintf(stderr, "unsync: %s (%s:%d) runs in this process (UNSYNC_ROUTE): the limits of its "
                        "mark do not hold\n", name, remote->kind->file, remote->kind->line);
}

static void prepare(void)
{
    const char *text = unsync__environment("UNSYNC_ROUTE");
    if (text == NULL) return;
    read_rules(text);
    if (count == 0) return;
    unsync__registry_each(look, NULL);
    for (int i = 0; i < count; i++)
        if (!rules[i].is_used)
            fprintf(stderr, "unsync: UNSYNC_ROUTE: there is no @cpu_bound function '%s'\n",
                    rules[i].name);
}

bool unsync__route_is_thread(const struct unsync__kind *kind)
{
    pthread_once(&once, prepare);
    if (__builtin_expect(count == 0, 1)) return false;
    const struct rule *rule = rule_of(kind->name);
    return rule != NULL && rule->is_thread;
}

bool unsync__runs_here(const struct unsync__kind *kind)
{
    return unsync__in_worker() || unsync__route_is_thread(kind);
}
