#include "depend.h"

/* Blanks and # are escaped for make by a backslash, $ by another. */
static void print_path(struct buffer *out, const char *path)
{
    for (; *path; path++) {
        if (*path == ' ' || *path == '\t' || *path == '#')
            buffer_char(out, '\\');
        if (*path == '$')
            buffer_char(out, '$');
        buffer_char(out, *path);
    }
}

void depend_print(struct buffer *out, const char *target, const char *const *files, uint32_t count)
{
    print_path(out, target);
    buffer_char(out, ':');
    for (uint32_t i = 0; i < count; i++) {
        buffer_text(out, i ? " \\\n  " : " ");
        print_path(out, files[i]);
    }
    buffer_char(out, '\n');
    for (uint32_t i = 1; i < count; i++) {
        buffer_char(out, '\n');
        print_path(out, files[i]);
        buffer_text(out, ":\n");
    }
}
