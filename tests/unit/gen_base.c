/* The ground of the generator: names, source positions, messages, arena, edit distance, output. */
#include "gen_text.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../gen/base/depend.h"
#include "../../gen/base/output.h"
#include "../../gen/base/text.h"

static void a_name_exists_once_however_many_there_are(void **state)
{
    enum { NAMES = 20000 };
    struct name **first = malloc(NAMES * sizeof *first);
    struct names names;
    char text[20];

    (void) state;
    names_open(&names);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < NAMES; i++) {
            struct name *name;

            snprintf(text, sizeof text, "name_%d", i);
            name = names_intern_text(&names, text);
            assert_string_equal(name->text, text);
            if (round)
                assert_ptr_equal(name, first[i]);
            first[i] = name;
        }
    assert_int_equal(names.count, NAMES);
    names_close(&names);
    free(first);
}

static void positions_lead_from_text_to_raw_to_line(void **state)
{
    static const char c[] = "ab\\\ncd\\ \t\r\n\\\ne\n\\x";
    struct source source;

    (void) state;
    source_from_text(&source, "t", c, strlen(c));
    assert_string_equal(source.text, "abcde\n\\x");
    assert_int_equal(source_raw_at(&source, 1), 1);
    assert_int_equal(source_raw_at(&source, 2), 4);
    assert_int_equal(source_raw_at(&source, 4), 13);
    assert_int_equal(source_raw_at(&source, 6), 15);
    assert_int_equal(source_position(&source, 4).line, 2);
    assert_int_equal(source_position(&source, 13).line, 4);
    assert_int_equal(source_position(&source, 13).column, 1);
    assert_int_equal(source_position(&source, 2).column, 3);
    assert_int_equal(source_line(&source, 2).len, 5);
    source_close(&source);
}

static void assert_report(const char *c, struct span span, const char *want)
{
    struct source source;
    struct diag diag;
    char *got;
    size_t len;

    source_from_text(&source, "t", c, strlen(c));
    diag_open(&diag, &source, NULL, open_memstream(&got, &len));
    diag_report(&diag, DIAG_SYNTAX, span, "no %d", 1);
    diag_close(&diag);
    fclose(diag.out);
    assert_string_equal(got, want);
    assert_int_equal(diag.errors, 1);
    free(got);
    source_close(&source);
}

static void a_message_shows_line_caret_and_range(void **state)
{
    (void) state;
    assert_report("a\n\tb = cde;\r\n", (struct span) {7, 3},
                  "t:2:6: error: no 1 [syntax]\n\tb = cde;\n\t    ^~~\n");
    assert_report("\xc3\xa4 \xc3\xb6\xc3\xbc x", (struct span) {3, 4},
                  "t:1:4: error: no 1 [syntax]\n\xc3\xa4 \xc3\xb6\xc3\xbc x\n  ^~\n");
    assert_report("ab", (struct span) {9, 1}, "t:1:3: error: no 1 [syntax]\nab\n  ^\n");
    assert_report("", (struct span) {0, 0}, "t:1:1: error: no 1 [syntax]\n\n^\n");
    assert_report("x (\n y)", (struct span) {2, 5}, "t:1:3: error: no 1 [syntax]\nx (\n  ^\n y)\n ~~\n");
}

static void a_long_line_is_shown_around_the_caret(void **state)
{
    char line[5000];
    struct source source;
    struct diag diag;
    char *got;
    size_t len;

    (void) state;
    memset(line, 'x', sizeof line);
    line[4000] = '@';
    source_from_text(&source, "t", line, sizeof line);
    diag_open(&diag, &source, NULL, open_memstream(&got, &len));
    diag_report(&diag, DIAG_SYNTAX, (struct span) {4000, 1}, "here");
    diag_close(&diag);
    fclose(diag.out);
    assert_true(len < 600);
    assert_int_equal(strchr(got, '^') - strrchr(got, '@'), 161);
    free(got);
    source_close(&source);
}

static void arena_memory_is_zero_also_when_used_again(void **state)
{
    struct arena arena = {0};

    (void) state;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 3000; i++) {
            char *memory = arena_alloc(&arena, (size_t) (i % 200));

            assert_int_equal((uintptr_t) memory % 16, 0);
            for (int k = 0; k < i % 200; k++)
                assert_int_equal(memory[k], 0);
            memset(memory, 1, (size_t) (i % 200));
        }
        assert_string_equal(arena_printf(&arena, "%s-%d", "a", round) + 0,
                            round == 0 ? "a-0" : round == 1 ? "a-1" : "a-2");
        arena_alloc(&arena, 1000000);
        arena_reset(&arena);
    }
    arena_free(&arena);
}

static void near_words_are_near(void **state)
{
    (void) state;
    assert_int_equal(text_distance("async", "async", 3), 0);
    assert_int_equal(text_distance("asnyc", "async", 3), 1);
    assert_int_equal(text_distance("asyn", "async", 3), 1);
    assert_int_equal(text_distance("", "ab", 3), 2);
    assert_int_equal(text_distance("kitten", "sitting", 9), 3);
    assert_int_equal(text_distance("kitten", "sitting", 2), 3);
    assert_true(text_is_near("thraed", "thread"));
    assert_false(text_is_near("in", "out"));
    assert_false(text_is_near("property", "async"));
}

static void output_is_written_whole_or_not_at_all(void **state)
{
    char dir[] = "/tmp/unsync-test.XXXXXX", path[64], none[64], got[16] = "";
    struct buffer buffer = {0};
    struct stat status;
    FILE *file;

    (void) state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/out.c", dir);
    snprintf(none, sizeof none, "%s/none/out.c", dir);
    buffer_text(&buffer, "hello");
    assert_int_equal(output_write(path, &buffer), 0);
    assert_int_equal(output_write(path, &buffer), 0);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(got, sizeof got, file));
    assert_string_equal(got, "hello");
    fclose(file);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0111, 0);
    assert_int_equal(output_write(none, &buffer), -1);
    assert_int_equal(output_write(dir, &buffer), -1);
    unlink(path);
    assert_int_equal(rmdir(dir), 0); /* nothing temporary was left */
    buffer_free(&buffer);
}

static void dependencies_are_escaped_for_make(void **state)
{
    static const char *const files[] = {"a b.uc", "c$d.h", "e#.h"};
    struct buffer out = {0};

    (void) state;
    depend_print(&out, "a b.c", files, 3);
    assert_string_equal(out.data, "a\\ b.c: a\\ b.uc \\\n  c$$d.h \\\n  e\\#.h\n"
                                  "\nc$$d.h:\n\ne\\#.h:\n");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_exists_once_however_many_there_are),
        cmocka_unit_test(positions_lead_from_text_to_raw_to_line),
        cmocka_unit_test(a_message_shows_line_caret_and_range),
        cmocka_unit_test(a_long_line_is_shown_around_the_caret),
        cmocka_unit_test(arena_memory_is_zero_also_when_used_again),
        cmocka_unit_test(near_words_are_near),
        cmocka_unit_test(output_is_written_whole_or_not_at_all),
        cmocka_unit_test(dependencies_are_escaped_for_make),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
