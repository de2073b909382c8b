#include "format.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct target {
    char *to;
    size_t room, len;
};

static void add(struct target *target, const char *bytes, size_t len)
{
    size_t left = target->len < target->room ? target->room - target->len : 0;

    memcpy(target->to + (left ? target->len : 0), bytes, len < left ? len : left);
    target->len += len;
}

static void add_number(struct target *target, int64_t number)
{
    char digits[24], *p = digits + sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t) number : (uint64_t) number;

    do
        *--p = (char) ('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--p = '-';
    add(target, p, (size_t) (digits + sizeof digits - p));
}

static void add_string(struct target *target, const char *text)
{
    add(target, text, strlen(text));
}

static size_t finish(struct target *target)
{
    target->to[target->len < target->room ? target->len : target->room - 1] = '\0';
    return target->len;
}

size_t format_text(char *to, size_t room, const char *format, va_list args)
{
    struct target target = {to, room, 0};
    const char *whole = format, *percent, *text;
    va_list again;
    size_t len;

    va_copy(again, args);
    for (; *(percent = *format == '%' ? format : strchrnul(format, '%')); format = percent + 2) {
        if (percent != format)
            add(&target, format, (size_t) (percent - format));
        if (percent[1] == 's') {
            add_string(&target, va_arg(args, const char *));
        } else if (percent[1] == 'u') {
            add_number(&target, va_arg(args, unsigned));
        } else if (percent[1] == 'd') {
            add_number(&target, va_arg(args, int));
        } else if (percent[1] == 'c' || percent[1] == '%') {
            char c = percent[1] == 'c' ? (char) va_arg(args, int) : '%';

            add(&target, &c, 1);
        } else if (percent[1] == '.' && percent[2] == '*' && percent[3] == 's') {
            len = (size_t) va_arg(args, int);
            text = va_arg(args, const char *);
            add(&target, text, strnlen(text, len));
            percent += 2;
        } else {
            len = (size_t) vsnprintf(to, room, whole, again);
            va_end(again);
            return len;
        }
    }
    add(&target, format, (size_t) (percent - format));
    va_end(again);
    return finish(&target);
}
