/* check.h: misuse by the programmer ends the program, in every build, with a message that names the
 * place and the values. For bugs only: what can happen to a correct program is a code, not a
 * check. */
#ifndef UNSYNC_BASE_CHECK_H
#define UNSYNC_BASE_CHECK_H

/* unsync__check(condition, "format", ...): the text says what was expected and both values. */
#define unsync__check(condition, ...)                                                              \
    (__builtin_expect(!!(condition), 1) ? (void) 0                                                 \
                                        : unsync__misuse(__FILE__, __LINE__, __VA_ARGS__))

/* Prints "unsync: file:line: text" on standard error and aborts. */
__attribute__((noreturn, cold, format(printf, 3, 4))) void
unsync__misuse(const char *file, int line, const char *format, ...);

#endif
