/* check.c: the end of a program that misuses the library; see check.h. One write, so that the lines
 * of two threads do not mix. */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void unsync__misuse(const char *file, int line, const char *format, ...)
{
    char text[1024];
    int used = snprintf(text, sizeof text - 2, "unsync: %s:%d: ", file, line);
    if (used < 0 || used > (int) sizeof text - 2) used = 0;
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(text + used, sizeof text - 1 - (size_t) used, format, arguments);
    va_end(arguments);
    if (more > 0) used += more;
    if (used > (int) sizeof text - 2) used = (int) sizeof text - 2;
    text[used++] = '\n';
    if (write(STDERR_FILENO, text, (size_t) used) < 0) { /* nothing left to tell it to */
    }
    abort();
}
