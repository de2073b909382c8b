/* symbols.c: see symbols.h. addr2line is asked once for addresses of one file that stand beside
 * each other. For each it answers with the address, then two lines a function that it is in,
 * innermost first. */
#define _GNU_SOURCE
#include "symbols.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_ROOM = 512, NAME_ROOM = 256, ASKED_MAX = 48, SECONDS_MAX = 20 };

/* --- Where an address is ---------------------------------------------------------------------- */

struct place {
    uintptr_t address;
    uintptr_t offset; /* in the file, as its own addresses go */
    char path[PATH_ROOM];
};

static int find(struct dl_phdr_info *info, size_t size, void *argument)
{
    struct place *place = argument;
    (void) size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        uintptr_t begin = info->dlpi_addr + segment->p_vaddr;
        if (segment->p_type != PT_LOAD || place->address - begin >= segment->p_memsz) continue;
        place->offset = place->address - info->dlpi_addr;
        bool is_program = info->dlpi_name == NULL || *info->dlpi_name == '\0';
        snprintf(place->path, sizeof place->path, "%s",
                 is_program ? "/proc/self/exe" : info->dlpi_name);
        return 1;
    }
    return 0;
}

/* The program by its name: for the child, /proc/self is another. */
static void name_program(struct place *place)
{
    if (strcmp(place->path, "/proc/self/exe") != 0) return;
    ssize_t len = readlink("/proc/self/exe", place->path, sizeof place->path - 1);
    place->path[len > 0 ? len : 0] = '\0';
}

static struct place place_of(void *address)
{
    struct place place = {.address = (uintptr_t) address};
    dl_iterate_phdr(find, &place);
    name_program(&place);
    return place;
}

/* --- Asking addr2line ------------------------------------------------------------------------- */

static pid_t spawn(char **words, int answers)
{
    extern char **environ;
    pid_t pid = -1;
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return -1;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, answers, STDOUT_FILENO);
    if (posix_spawnp(&pid, words[0], &actions, NULL, words, environ) != 0) pid = -1;
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

/* A file may be such that it never comes to an end. */
static void limit_time(pid_t pid)
{
    const struct rlimit seconds = {.rlim_cur = SECONDS_MAX, .rlim_max = SECONDS_MAX};
    prlimit(pid, RLIMIT_CPU, &seconds, NULL);
}

/* What it says of some addresses of one file; NULL: nothing. */
static FILE *ask(const char *path, const uintptr_t *offsets, int count, pid_t *pid)
{
    int ends[2];
    char numbers[ASKED_MAX][24], option[] = "-aCfie", name[] = "addr2line", file[PATH_ROOM];
    char *words[ASKED_MAX + 4] = {name, option, file};
    snprintf(file, sizeof file, "%s", path);
    for (int i = 0; i < count; i++) {
        snprintf(numbers[i], sizeof numbers[i], "%#lx", (unsigned long) offsets[i]);
        words[3 + i] = numbers[i];
    }
    if (pipe2(ends, O_CLOEXEC) != 0) return NULL;
    *pid = spawn(words, ends[1]);
    close(ends[1]);
    if (*pid > 0) limit_time(*pid);
    FILE *answer = *pid > 0 ? fdopen(ends[0], "r") : NULL;
    if (answer == NULL) close(ends[0]);
    return answer;
}

static bool read_line(FILE *file, char *line, int room)
{
    if (fgets(line, room, file) == NULL) return false;
    line[strcspn(line, "\n")] = '\0';
    return true;
}

/* An address, then pairs of lines, name and place; returns how many addresses it spoke of. */
static int read_answer(FILE *answer, int count, unsync__symbol_found *found, void *with)
{
    char function[NAME_ROOM], place[PATH_ROOM];
    int at = 0;
    while (at < count && read_line(answer, function, sizeof function)) {
        if (strncmp(function, "0x", 2) == 0) continue;
        if (!read_line(answer, place, sizeof place)) break;
        place[strcspn(place, " ")] = '\0'; /* "(discriminator 3)" */
        bool is_unknown = *function == '?';
        found(with, at, is_unknown ? NULL : function, is_unknown ? NULL : place);
        int next = fgetc(answer); /* of the next address, or of a function around this one */
        at += next == '0' || next == EOF;
        if (next != EOF) ungetc(next, answer);
    }
    return at;
}

void unsync__symbols_find(const char *path, const uintptr_t *offsets, int count,
                          unsync__symbol_found *found, void *with)
{
    pid_t pid = -1;
    int at = 0;
    if (count > ASKED_MAX) count = ASKED_MAX;
    FILE *answer = *path != '\0' ? ask(path, offsets, count, &pid) : NULL;
    if (answer != NULL) at = read_answer(answer, count, found, with);
    if (answer != NULL) fclose(answer);
    if (pid > 0) waitpid(pid, NULL, 0);
    for (; at < count; at++) found(with, at, NULL, NULL);
}

/* --- Names ------------------------------------------------------------------------------------ */

const char *unsync__symbols_shown(char *name)
{
    static const char prefix[] = "unsync__";
    size_t len = strlen(name);
    if (strncmp(name, prefix, sizeof prefix - 1) != 0) return name;
    if (len > 7 && strcmp(name + len - 7, "_resume") == 0)
        name[len - 7] = '\0';
    else if (len > 5 && strcmp(name + len - 5, "_body") == 0)
        name[len - 5] = '\0';
    else
        return NULL;
    return name + sizeof prefix - 1;
}

/* addr2line takes slow.c for slow.uc where the line table begins (binutils 2.40, DWARF 5). What is
 * in slow.c itself is never shown, so the name can be put right. */
const char *unsync__symbols_annotated(const char *source, const char *place)
{
    const char *dot = source != NULL ? strrchr(source, '.') : NULL;
    const char *slash = strrchr(place, '/'), *name = slash != NULL ? slash + 1 : place;
    const char *base = dot != NULL ? strrchr(source, '/') : NULL;
    base = base != NULL ? base + 1 : source;
    if (dot == NULL || strcmp(dot, ".uc") != 0) return NULL;
    size_t len = (size_t) (dot - base);
    bool is_output = strncmp(name, base, len) == 0 && strncmp(name + len, ".c:", 3) == 0;
    return is_output ? name + len + 2 : NULL;
}

const char *unsync__symbols_shortened(const char *path)
{
    char folder[PATH_ROOM];
    size_t len = getcwd(folder, sizeof folder) != NULL ? strlen(folder) : 0;
    return len > 1 && strncmp(path, folder, len) == 0 && path[len] == '/' ? path + len + 1 : path;
}

/* --- Printing --------------------------------------------------------------------------------- */

struct printer {
    FILE *out;
    const char *source; /* annotated; or NULL */
    char before[NAME_ROOM]; /* the last name that was printed */
    bool over;              /* the scheduler was reached */
    const struct place *places;
};

static void put_place(struct printer *printer, const char *place)
{
    const char *line = unsync__symbols_annotated(printer->source, place);
    if (line != NULL)
        fprintf(printer->out, ", %s%s", printer->source, line);
    else if (*place != '?' && *place != '\0' && strstr(place, ":?") == NULL)
        fprintf(printer->out, ", %s", unsync__symbols_shortened(place));
}

/* What stands between two tasks on the stack, and where the stack of tasks ends. */
static bool is_hidden(struct printer *printer, const char *function, const char *place)
{
    bool in_scheduler = strstr(place, "lib/core/sched.c:") != NULL;
    if (in_scheduler && strcmp(function, "resume") == 0) printer->over = true;
    if (strcmp(function, "run_watched") == 0 || strcmp(function, "unsync__run_ready") == 0 ||
        strcmp(function, "unsync__loop_run") == 0)
        printer->over = true;
    return printer->over || in_scheduler;
}

static void print(struct printer *printer, char *function, char *place)
{
    const char *name = unsync__symbols_shown(function);
    if (is_hidden(printer, function, place) || name == NULL ||
        strcmp(name, printer->before) == 0)
        return;
    fprintf(printer->out, "    in %s", name);
    put_place(printer, place);
    fputc('\n', printer->out);
    snprintf(printer->before, sizeof printer->before, "%s", name);
}

/* Of what addr2line does not know: the dynamic linker's name, else the file and the offset. */
static void print_unknown(struct printer *printer, const struct place *place)
{
    Dl_info info;
    char name[NAME_ROOM], none[] = "";
    const char *slash = strrchr(place->path, '/'), *file = slash != NULL ? slash + 1 : "?";
    if (printer->over) return;
    if (dladdr((void *) place->address, &info) != 0 && info.dli_sname != NULL)
        snprintf(name, sizeof name, "%s (%s)", info.dli_sname, file);
    else
        snprintf(name, sizeof name, "%s+%#lx", file, (unsigned long) place->offset);
    print(printer, name, none);
}

static void print_found(void *with, int index, char *function, char *place)
{
    struct printer *printer = with;
    if (function == NULL)
        print_unknown(printer, &printer->places[index]);
    else if (!printer->over)
        print(printer, function, place);
}

/* Addresses that stand beside each other in one file. */
static void print_some(struct printer *printer, const struct place *places, int count)
{
    uintptr_t offsets[ASKED_MAX];
    for (int i = 0; i < count; i++) offsets[i] = places[i].offset;
    printer->places = places;
    unsync__symbols_find(places->path, offsets, count, print_found, printer);
}

void unsync__symbols_print(FILE *out, void *const *addresses, int count, const char *source)
{
    struct place places[ASKED_MAX];
    struct printer printer = {.out = out, .source = source};
    int some = 0;
    if (count > ASKED_MAX) count = ASKED_MAX;
    for (int i = 0; i < count; i++) /* where a call stands, not where it returns */
        places[i] = place_of((char *) addresses[i] - (i > 0));
    for (int i = 0; i < count && !printer.over; i += some) {
        for (some = 1; i + some < count; some++)
            if (strcmp(places[i].path, places[i + some].path) != 0) break;
        print_some(&printer, &places[i], some);
        fflush(out);
    }
}
