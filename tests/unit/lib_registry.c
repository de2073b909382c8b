/* How a worker finds what the parent means: functions by print, objects by module and offset.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lib/worker/image.h"
#include "../../lib/worker/registry.h"

/* --- Functions -------------------------------------------------------------------------------- */

enum { COUNT = 2000 };
static struct unsync__remote remotes[COUNT];
static char names[COUNT][32];
static const struct unsync__kind kind = {.name = "f", .file = "f.uc", .line = 3};

/* Some differ in their high bits only. */
static uint64_t print_of(int i)
{
    return i % 2 ? (uint64_t) i << 40 : (uint64_t) i * 0x9e3779b97f4a7c15u + 1;
}

static void register_all(void)
{
    for (int i = 0; i < COUNT; i++) {
        snprintf(names[i], sizeof names[i], "int f%d(int)", i);
        remotes[i] = (struct unsync__remote){
            .signature = names[i], .print = print_of(i), .kind = &kind};
        unsync__register(&remotes[i]);
    }
}

static void each_of_many_is_found_by_its_whole_print(void **state)
{
    (void) state;
    register_all();
    assert_int_equal(unsync__registry_count(), COUNT);
    for (int i = 0; i < COUNT; i++) {
        assert_ptr_equal(unsync__registry_find(print_of(i)), &remotes[i]);
        assert_null(unsync__registry_find(print_of(i) ^ 1ull << 63));
    }
    assert_null(unsync__registry_find(0));
    assert_null(unsync__registry_find(UINT64_MAX));
}

static void two_of_one_print_are_a_misuse(void **state)
{
    (void) state;
    int out[2], status;
    char text[256] = "";
    assert_int_equal(pipe(out), 0);
    pid_t child = fork();
    if (child == 0) {
        struct unsync__remote twin = remotes[7];
        signal(SIGABRT, SIG_DFL);
        dup2(out[1], STDERR_FILENO);
        unsync__register(&twin);
        _exit(0);
    }
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_true(read(out[0], text, sizeof text - 1) > 0);
    assert_non_null(
        strstr(text, "two @cpu_bound functions 'int f7(int)': at f.uc:3 and at f.uc:3"));
    close(out[0]);
    close(out[1]);
}

/* --- Objects ---------------------------------------------------------------------------------- */

static int with_a_value = 5;
static int without[1000];
static char *const relocated = names[0]; /* read-only once the program runs */

static void assert_there_and_back(const void *address, size_t size, bool code)
{
    struct unsync__place place;
    assert_true(unsync__image_locate(address, size, code, &place));
    assert_ptr_equal(unsync__image_resolve(&place, size, code), address);
    assert_null(unsync__image_resolve(&place, (size_t) 1 << 40, code));
    place.module = "/no/such/module.so";
    assert_null(unsync__image_resolve(&place, size, code));
}

static void objects_of_the_program_and_its_libraries_have_a_place(void **state)
{
    (void) state;
    void (*function)(void) = register_all;
    void *address;
    memcpy(&address, &function, sizeof address);
    assert_there_and_back(&with_a_value, sizeof with_a_value, false);
    assert_there_and_back(without, sizeof without, false);
    assert_there_and_back(without + 999, sizeof *without, false);
    assert_there_and_back(stdout, 8, false);
    assert_there_and_back(address, 1, true);
}

static void all_else_has_none(void **state)
{
    (void) state;
    struct unsync__place place;
    int local = 0;
    void *heap = malloc(16);
    assert_false(unsync__image_locate(&local, sizeof local, false, &place));
    assert_false(unsync__image_locate(heap, 16, false, &place));
    assert_false(unsync__image_locate(NULL, 1, false, &place));
    assert_false(unsync__image_locate("constant", 4, false, &place));
    assert_false(unsync__image_locate(&relocated, sizeof relocated, false, &place));
    assert_false(unsync__image_locate(without, (size_t) 1 << 40, false, &place));
    assert_false(unsync__image_locate(without, SIZE_MAX, false, &place));
    assert_false(unsync__image_locate(&with_a_value, 1, true, &place));
    free(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_of_many_is_found_by_its_whole_print),
        cmocka_unit_test(two_of_one_print_are_a_misuse),
        cmocka_unit_test(objects_of_the_program_and_its_libraries_have_a_place),
        cmocka_unit_test(all_else_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
