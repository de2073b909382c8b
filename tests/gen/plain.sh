# The comment spelling is sequential C for both compilers, strict C11 included, without a warning; through the
# generator the same file is the concurrent program, with the same output here.
. "$ROOT/tests/harness/expect.sh"

cat >plain.uc <<'END'
#include <stdio.h>
#include <string.h>
#include <unsync_plain.h>

/*@message*/
struct pair {
    int a;
    /*@len(a)*/ const int *list;
};

/*@cpu_bound*/
int digits(int n)
{
    return n < 10 ? 1 : 1 + n / 10;
}

/*@cpu_bound(timeout = 5s)*/
int sum(/*@len(count)*/ const int *list, int count)
{
    int all = 0;
    for (int i = 0; i < count; i++) all += list[i];
    return all;
}

//@thread
size_t length(const char *text)
{
    if (text == NULL) unsync_fail(UNSYNC_EINVAL, "no text");
    while (unsync_cancelled()) return 0;
    return strlen(text);
}

/*@async*/
static void rest(uint64_t ms)
{
    await(unsync_sleep(ms));
    await(unsync_yield());
}

/*@async*/
int main(void)
{
    unsync_task_of(int) tasks[3];
    int list[3] = {1, 2, 3}, all = 0;

    for (int i = 0; i < 3; i++) tasks[i] = digits(i);
    await(unsync_gather(tasks, 3));
    for (int i = 0; i < 3; i++) all += await(tasks[i]);
    unsync_task_of(size_t) task = unsync_timeout(unsync_shield(length("four")), 10000);
    int code = catch(task);
    bool has_failed = unsync_failure(task) != NULL;
    printf("%d %s %d %zu\n", code, unsync_code_name(code), has_failed, await(task));
    for (int i = await(digits(2)); i < await(digits(30)); i++) all += i ? await(digits(i)) : 0;
    await(rest(1));
    unsync_background(rest(1));
    unsync_task_of(int) last = sum(list, 3);
    printf("%d %d\n", all, await(last));
    return catch(digits(3));
}
END
printf '0 UNSYNC_OK 0 4\n6 6\n' >want.txt
for cc in gcc clang; do
    for std in c11 gnu11 c17; do
        $cc -std=$std -O1 -Wall -Wextra -Wshadow -Werror -x c -I"$ROOT/lib/include" -o plain plain.uc
        ./plain >seen.txt
        same seen.txt want.txt
    done
    CC=$cc "$UNSYNC" plain.uc -- -I"$ROOT/lib/include"
    $cc -std=gnu11 -Wall -Wextra -Wshadow -Werror -I"$ROOT/lib/include" -o tasks plain.c \
        "$ROOT/build/libunsync.a" -luv -lmsgpackc -pthread
    ./tasks >seen.txt
    same seen.txt want.txt
    CC=$cc "$UNSYNC" --serial plain.uc -- -I"$ROOT/lib/include"
    $cc -std=gnu11 -Wall -Wextra -Wshadow -Werror -I"$ROOT/lib/include" -o serial plain.c
    ./serial >seen.txt
    same seen.txt want.txt
done

# A failure ends the sequential program; what turns are is no sequential C.
printf '#include <unsync_plain.h>\n/*@async*/ int main(void) { unsync_fail(-3, "no %%d", 4); return 0; }\n' >fails.uc
gcc -std=c11 -x c -I"$ROOT/lib/include" -o fails fails.uc
expect 1 'unsync: main failed \(-3\): no 4' ./fails
