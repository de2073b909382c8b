/* goto in every direction: out of and into loops and blocks, back past declarations whose addresses
 * live on, state machines. */
#include <stdio.h>

static int tick(int *n) { return ++*n; }

static int backwards(int times)
{
    int count = 0, *kept = NULL, sum = 0;
again:;
    int here = count * 10, *address = &here;
    if (kept != NULL) sum += kept == address;
    kept = address;
    *kept += tick(&count);
    sum += here;
    if (count < times) goto again;
    return sum;
}

static int into_block(int from)
{
    int seen = 0;
    if (from == 1) goto middle;
    if (from == 2) goto inner;
    for (int i = 0; i < 2; i++) {
        int local;
        seen += 1;
middle:
        local = 5;
        seen += local * 2;
        {
            int deep;
inner:
            deep = 3;
            seen += 100 * deep;
            if (seen > 500) goto out;
        }
        i = 1;
    }
out:
    return seen;
}

static const char *machine(const char *text)
{
    int digits = 0, *count = &digits;
start:
    switch (*text++) {
    case 0: return "empty";
    case '-': case '+': goto sign;
    case '0' ... '9': tick(count); goto number;
    default: goto bad;
    }
sign:
    if (*text >= '0' && *text <= '9') { text++; tick(count); goto number; }
    if (*text == ' ') { text++; goto start; }
    goto bad;
number:
    while (*text >= '0' && *text <= '9') text++, tick(count);
    if (*text == '.') { text++; goto fraction; }
    return *text ? "tail" : digits > 3 ? "long" : "number";
fraction:
    if (*text == 0) return "fraction";
    if (*text >= '0' && *text <= '9') { text++; goto fraction; }
bad:
    return "bad";
}

static int cleanup(int fail_at)
{
    int got = 0, result = -1;
    if (fail_at == 1) goto none;
    got += tick(&got);
    if (fail_at == 2) goto first;
    got += tick(&got) * 10;
    if (fail_at == 3) goto second;
    result = 0;
second:
    got += 1000;
first:
    got += 100;
none:
    return got * 10 + result;
}

static int loops(void)
{
    int total = 0, i, j;
    for (i = 0; i < 5; i++)
        for (j = 0; j < 5; j++) {
            if (j == 3) goto next;
            if (i == 3) goto done;
            total += i * j;
            continue;
next:
            total += 1000;
            break;
        }
done:
    do {
        if (tick(&total) % 7 == 0) break;
        if (total % 2) continue;
        total += 3;
    } while (total < 100000);
    while (1) { if (tick(&total) % 11 == 0) goto end; }
end: return total;
}

int main(void)
{
    for (int i = 1; i < 5; i++) printf("%d ", backwards(i));
    for (int i = 0; i < 3; i++) printf("%d ", into_block(i));
    for (int i = 0; i < 5; i++) printf("%d ", cleanup(i));
    printf("%d\n", loops());
    const char *texts[] = {"", "12", "+ 7", "-", "1234", "3.", "3.14", "3.x", "12x", "x"};
    for (int i = 0; i < 10; i++) printf("%s ", machine(texts[i]));
    puts("");
    return backwards(2) & 1;
}
