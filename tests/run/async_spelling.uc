// Spelling: digraphs, line splices, UTF-8 names, comments in awaits.
%:include <stdio.h>
#include <unsync.h>
%:define GLUE(a, b) a %:%: b
#define TEXT(a) %:a

@async int größe(int Länge) <%
    int 数<:3:> = <%1, 2, Länge%>;
    await unsync_yield();
    return 数<:2:> + GLUE(Län, ge);
%>

@async int spliced(int n)
{
    int total = aw\
ait gr\
öße(n) + await /* a { brace */ größe // a comment \
        that goes on (
        (n);
    total += awa\
it \
        größe(await größe(1));
    /\
* a comment await größe( *\
/
    const char *text = "what await größe(\
1) \"\\"; char c = '\"';
    await unsync_yield();
    return printf("%s %c %d %s\n", text, c, total, TEXT(await größe(1))) > 0;
}

@async int caf\u00e9(int n) { int \u00e9t\u00e9 = n; await unsync_yield(); return \u00e9t\u00e9; }

/* One name in two spellings. */
@async int names(int \U000000fcber)
{
    int 名 = 5;
    await unsync_yield();
    return über + \u540d;
}

@async int main(void)
{
    return printf("%d %d %d\n", await spliced(4), await caf\u00e9(3), await names(7)) < 0;
}
