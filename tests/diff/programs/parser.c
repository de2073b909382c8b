/* A calculator by recursive descent over a string, with a lookahead that lives in a struct. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum token {
    END, NUMBER, NAME,
    PLUS = '+', MINUS = '-', TIMES = '*', OVER = '/', OPEN = '(', CLOSE = ')'
};

typedef struct parser {
    const char *at;
    enum token token;
    union {
        double number;
        char name[16];
    };
    int depth, errors;
} parser;

typedef double value;

static value sum(parser *p);

static void advance(parser *p)
{
again:
    switch (*p->at) {
    case '\0':
        p->token = END;
        return;
    case ' ': case '\t':
        p->at++;
        goto again;
    case '0' ... '9': {
        char *end;
        p->number = strtod(p->at, &end);
        p->at = end;
        p->token = NUMBER;
        break;
    }
    default:
        if (isalpha((unsigned char) *p->at)) {
            size_t len = 0;
            while (isalnum((unsigned char) p->at[len]) && len < sizeof p->name - 1)
                p->name[len] = p->at[len], len++;
            p->name[len] = 0;
            p->at += len;
            p->token = NAME;
        } else
            p->token = (enum token) *p->at++;
    }
}

static _Bool take(parser *p, enum token wanted)
{
    return p->token == wanted ? (advance(p), 1) : 0;
}

static value power(value base, int n) { return n <= 0 ? 1 : base * power(base, n - 1); }

static value atom(parser *p)
{
    value result = 0;
    p->depth++;
    if (p->token == NUMBER) {
        result = p->number;
        advance(p);
    } else if (p->token == NAME) {
        char name[16];
        strcpy(name, p->name);
        advance(p);
        if (!strcmp(name, "pi")) result = 3.25;
        else if (!strcmp(name, "cube") && take(p, OPEN)) {
            result = power(sum(p), 3);
            if (!take(p, CLOSE)) p->errors++;
        } else p->errors++;
    } else if (take(p, MINUS))
        result = -atom(p);
    else if (take(p, OPEN)) {
        result = sum(p);
        if (!take(p, CLOSE)) p->errors++;
    } else
        p->errors++;
    p->depth--;
    return result;
}

static value product(parser *p)
{
    value result = atom(p);
    for (;;)
        if (take(p, TIMES)) result *= atom(p);
        else if (take(p, OVER)) {
            value by = atom(p);
            result = by ? result / by : (p->errors++, 0);
        } else return result;
}

static value sum(parser *p)
{
    value result = product(p);
    while (p->token == PLUS || p->token == MINUS) {
        enum token sign = p->token;
        advance(p);
        result += (sign == PLUS ? 1 : -1) * product(p);
    }
    return result;
}

static value evaluate(const char *text, int *errors)
{
    parser p = {.at = text};
    advance(&p);
    value result = sum(&p);
    *errors = p.errors + (p.token != END) + p.depth;
    return result;
}

int main(void)
{
    const char *lines[] = {
        "1 + 2 * 3", "(1 + 2) * 3", "-(4 - 6) / 4", "cube(2 + 1) - pi", "1 / 0", "2 * (3", "7 7",
        "",
        "((((((1))))))", "1 - - - 1", "cube(cube(2)) / cube(2)", "1 + x", [14] = "8 / 4 / 2",
    };
    int failed = 0;
    for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++) {
        int errors;
        if (!lines[i]) continue;
        value result = evaluate(lines[i], &errors);
        printf("%-22s = %g%s\n", lines[i], result, errors ? " ?" : "");
        failed += !!errors;
    }
    return failed;
}
