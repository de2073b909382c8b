/* How C may be written: digraphs, splices, comments and strings with anything in them, UTF-8
 * names. */
#include <stdio.h>
#include <string.h>

#define WIDE 1
#if 0
this is not C: { ( ; " */"
#endif

static int grüße(int π) <% return π + 1; %>

sta\
tic int spl\
iced(int a, int b) { return a /* { */ - /* ; " */ b; } // } " '

%: define LIST(x) x<:0:>

static int strings(void)
{
    const char *a = "{ ; } // not a comment /* nor this */ \" \\", *b = "a" /* " */ "b\
c", c = '\'', d = '"', *e = "??/ ??=", *f = u8"ü", g[] = { '{', ';', '}', '\\', 0 };
    int n = (int) (strlen(a) + strlen(b) + strlen(e) + strlen(f) + strlen(g)) + c + d;
    /* await f(); */ // await g(); \
    n = 0;
    return n/*;*/;
}

static int sub(int n) { return n; }

static int digraphs(int n)
<%
    int list<:3:> = <% n, sub(n) %>, i = 0;
    while (i < 3) <% list<:i:> += i; i++; %>
    return LIST(list) + list<:2:>;
%>

static int dense(int a,int b){int c=a+++b;if(c>3)c--;else++c;for(;c<9;)c+=sub(1);return c?a:b;}

static
    int
spread (
    int a
  , int b
)
{
    return
        a
            +
        sub
        (
            b
        )
    ;
}

int main(void)
{
    int naïve = grüße(1), ʘ = 2;
    printf("%d %d %d\n", naïve, spliced(9, 4), strings());
    printf("%d\n", digraphs(5));
    printf("%d %d %d\n", dense(1, 2), dense(2, 2), spread(ʘ, 5));
    return 0;
}
