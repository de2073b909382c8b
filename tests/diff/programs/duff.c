/* Switches that jump into loops, ranges, fall-through, nested switches, a coroutine by hand. */
#include <stdio.h>
#include <string.h>

static int sent;

static int send(int byte)
{
    sent = sent * 31 + byte;
    return byte;
}

static void duff(char *to, const char *from, int count)
{
    int rounds = (count + 7) / 8;
    switch (count % 8) {
    case 0: do { *to++ = (char) send(*from++);
    case 7:      *to++ = (char) send(*from++);
    case 6:      *to++ = (char) send(*from++);
    case 5:      *to++ = (char) send(*from++);
    case 4:      *to++ = (char) send(*from++);
    case 3:      *to++ = (char) send(*from++);
    case 2:      *to++ = (char) send(*from++);
    case 1:      *to++ = (char) send(*from++);
            } while (--rounds > 0);
    }
}

static const char *kind(int c)
{
    switch (c) {
    case 'a' ... 'z': case 'A' ... 'Z': return "letter";
    case '0' ... '9': return "digit";
    default: break;
    case ' ': return "blank";
    }
    return c < 0 ? "none" : "sign";
}

static int into_loop(int start)
{
    int found = 0, i = 100;
    switch (start) {
        int never;   /* declared where no path begins */
    case 1:
        never = 7;
        found += never;
        for (i = 0; i < 3; i++) {
    case 2:
            found += 10;
            if (found > 60) {
    case 3:
                found += 1000;
                break;
            } else
    case 4:
                found++;
        }
        /* fall through */
    case 5:
        found += i;
        break;
    default:
        found = -1;
    }
    return found;
}

#define BEGIN static int step = 0; switch (step) { case 0:
#define GIVE(x) do { step = __LINE__; return (x); case __LINE__:; } while (0)
#define FINISH step = 0; } return -1

static int ascending(void)
{
    static int i;
    BEGIN
    for (i = 0; i < 3; i++) {
        GIVE(i);
        GIVE(i * i + 50);
    }
    FINISH;
}

static int nested(int a, int b)
{
    int result = 0;
    switch (a) {
    case 0:
        switch (b) {
        case 0: result = 1; break;
        case 1: result = 2; /* fall through */
        default: result += 4;
        }
        if (result == 4) break;
        /* fall through */
    case 1:
        while (b > 0)
            switch (b--) {
            case 3: result += 100; continue;
            case 2: result += 200; break;
            default: result += 300; goto out;
            }
        break;
    case 2 ? 3 : 4: result = 77;
    }
out:
    return result;
}

int main(void)
{
    char text[] = "Twas brillig and the slithy toves", copy[sizeof text];
    for (int len = 1; len <= (int) strlen(text); len += 5) {
        memset(copy, 0, sizeof copy);
        duff(copy, text, len);
        printf("%s|%d\n", copy, sent);
    }
    for (const char *c = "a7 ?"; *c; c++) printf("%s ", kind(*c));
    puts(kind(-1));
    for (int i = 0; i <= 6; i++) printf("%d ", into_loop(i));
    puts("");
    for (int v; (v = ascending()) >= 0;) printf("%d ", v);
    puts("");
    for (int a = 0; a < 4; a++)
        for (int b = 0; b < 4; b++) printf("%d ", nested(a, b));
    puts("");
    return 0;
}
