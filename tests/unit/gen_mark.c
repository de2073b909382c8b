/* Marks: spellings, options, where they may stand; the file around them. */
#include "gen_text.h"

static void open_clean(struct text *text, const char *c)
{
    text_open(text, c, NULL);
    assert_string_equal(text->messages, "");
}

static void three_spellings_mean_the_same(void **state)
{
    static const char *const marks[] = {"@thread(as = t)", "/*@thread(as = t)*/",
                                        "//@thread (as=t)\n", "[[unsync::thread(as = t)]]"};

    (void) state;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char c[80];
        struct text text;
        struct item *item;

        snprintf(c, sizeof c, "int a;\n%s extern int f(int);\nint b;", marks[i]);
        open_clean(&text, c);
        item = text_item(&text, 0);
        assert_int_equal(item->kind, ITEM_FOREIGN);
        assert_int_equal(item->marks->id, MARK_THREAD);
        assert_string_equal(mark_find_option(item->marks, OPTION_THREAD_AS)->name->text, "t");
        assert_int_equal(item->begin, 7);
        assert_tokens(&text, item->decl->specs->pieces->next->range, "extern");
        text_close(&text);
    }
}

static void a_mark_may_follow_static_and_attributes(void **state)
{
    static const char *const starts[] = {"static @async inline int", "@async static int",
                                         "__attribute__((x)) @async int",
                                         "[[nodiscard]] [[unsync::async]] int",
                                         "extern /*@async*/ int"};

    (void) state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        char c[80];
        struct text text;

        snprintf(c, sizeof c, "int a;\n%s f(void);", starts[i]);
        open_clean(&text, c);
        assert_int_equal(text_item(&text, 0)->begin, 7);
        assert_int_equal(text_item(&text, 0)->kind, ITEM_PROTOTYPE);
        text_close(&text);
    }
}

static void the_items_cover_the_file_without_gaps(void **state)
{
    static const char c[] =
        "/* head */ int a; @async int f(void) { return 0; } // tail\n"
        "@message struct p { int n; @len(n) const int *list; };\n\n#define X\n"
        "@thread(as = g) extern int h(struct { int a; } *, char *);int z";
    static const enum item_kind kinds[] = {ITEM_TEXT, ITEM_FUNCTION, ITEM_TEXT, ITEM_MESSAGE,
                                           ITEM_TEXT, ITEM_FOREIGN, ITEM_TEXT};
    struct text text;
    uint32_t at = 0, count = 0;

    (void) state;
    open_clean(&text, c);
    text_rewind(&text);
    while (unit_read(text.reader))
        for (struct item *item = text.unit.items; item; item = item->next, count++) {
            assert_int_equal(item->kind, kinds[count]);
            assert_int_equal(item->begin, at);
            at = item->end;
        }
    assert_int_equal(count, 7);
    assert_int_equal(at, strlen(c));
    text_close(&text);
}

static void marks_of_parameters_and_fields_carry_expressions(void **state)
{
    struct text text;
    struct param *param;
    struct decl *field;

    (void) state;
    open_clean(&text, "@cpu_bound int f(@len(n * 2) const int *p, /*@len(n)*/ char *q, int n);\n"
                      "@message struct s { int n; @len(n) int *p; };");
    param = declarator_function(text_item(&text, 0)->decl->declarators)->params;
    assert_int_equal(param->marks->options->expr->kind, EXPR_BINARY);
    assert_int_equal(param->next->marks->id, MARK_LEN);
    field = text_item(&text, 1)->decl->specs->tag->members->next;
    assert_int_equal(field->specs->marks->id, MARK_LEN);
    text_close(&text);
}

static void a_marked_function_makes_its_handle_type_known(void **state)
{
    struct text text;
    struct stmt *stmt;

    (void) state;
    open_clean(&text, "@async int f(int n) { f_task t; f_task *p = &t; t_task * q; }\n"
                      "@thread(as = t) extern int g(void);\n"
                      "@async int h(void) { t_task * x; unsync_task_of(int) y[3]; }");
    stmt = text_item(&text, 0)->body->body;
    assert_int_equal(stmt->kind, STMT_DECL);
    assert_int_equal(stmt->next->kind, STMT_DECL);
    assert_true(fact_is_annotated(names_intern_text(&text.names, "f")));
    assert_true(fact_is_annotated(names_intern_text(&text.names, "t")));
    assert_int_equal(text_item(&text, 2)->body->body->kind, STMT_DECL);
    assert_int_equal(text_item(&text, 2)->body->body->next->decl->specs->kind, TYPE_TYPEOF);
    text_close(&text);
}

static void what_is_wrong_with_a_mark_is_said(void **state)
{
    static const char *const cases[][2] = {
        {"@asinc int f(void);", "1:1: error: unknown mark '@asinc'"},
        {"@asinc int f(void);", "hint: did you mean '@async'?"},
        {"[[unsync::asinc]] int f(void);", "unknown mark '@asinc'"},
        {"void f(void) { @asinc x; }", "unknown mark '@asinc'"},
        {"@async(sa = 3) int f(void);", "@async has no option 'sa'"},
        {"@async(sa = 3) int f(void);", "did you mean 'as'?"},
        {"@async(as = 3) extern int f(void);", "expected name as the option's value"},
        {"@async(as = a, as = b) extern int f(void);", "1:16: error: the option stands here twice"},
        {"@async(as = a) int f(void) { return 0; }", "'as' is for a function that is not defined"},
        {"@async @thread int f(void);", "1:8: error: @thread contradicts @async"},
        {"@async @async int f(void);", "@async stands here twice"},
        {"@cpu_bound int f(@len(3) @fd int p);", "@fd contradicts @len"},
        {"@thread(serial) int f(void);", "expected '=' after the option's name"},
        {"@len(3) int f(void);", "@len cannot stand here"},
        {"int f(@len(3) int *p);", "@len cannot stand here"},
        {"@async int f(@len int *p);", "'(' and a value after the mark"},
        {"@async int f(@async int *p);", "1:14: error: @async cannot stand here"},
        {"@async int f(void) { @async int x; }", "@async cannot stand here"},
        {"int f(void) { @async int g(void); }", "@async cannot stand here"},
        {"int f(void) { /*@async*/ int g(void); }", "@async cannot stand here"},
        {"int f(void) { [[unsync::async]] int g(void); }", "@async cannot stand here"},
        {"@async int x;", "@async on something that is no function"},
        {"int @async f(void);", "the mark stands before the type"},
        {"@async int f(a) int a; { return a; }", "an old-style (K&R) function"},
        {"@async int f(void), g(void);", "declares one function"},
        {"@message int x;", "@message stands before a struct with its fields"},
        {"@message @async struct s { int a; };", "@message stands alone"},
        {"[[unsync::async, x]] int f(void);", "shares its [[...]] with nothing else"},
        {"int f(void) { return await g(); }", "1:22: error: 'await' outside of an annotated"},
        {"int f(void) { if (catch (g())) return 1; }", "'catch' outside of an annotated"},
        {"@async int f(void) {\n#include \"x.h\"\n}", "2:1: error: an #include cannot stand"},
        {"@async int f(void) { return (1; }", "1:29: error: this '(' is never closed"},
        {"@async int f(void) { if (1) { return 1; }", "1:20: error: this '{' is never closed"},
        {"int f(void) { if (1) { return 1; }", "1:13: error: this '{' is never closed"},
        {"@async int f(void) { puts(\"a); }", "1:27: error: this string is never closed"},
        {"int x; /* open", "1:8: error: this comment is never closed"},
        {"@async", "this declaration never ends"},
        {"@", "unknown mark '@'"},
    };

    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text;

        text_open(&text, cases[i][0], NULL);
        assert_true(text.diag.errors > 0);
        assert_message(&text, cases[i][1]);
        text_close(&text);
    }
}

static void text_that_is_not_compiled_may_be_anything(void **state)
{
    struct text text;

    (void) state;
    open_clean(&text, "#ifdef __OBJC__\n@import x;\nit's\n#endif\n#ifdef __cplusplus\n"
                      "void f() { try { } catch (...) { } }\nextern \"C\" {\n#endif\n"
                      "@async int g(void);\n#ifdef __cplusplus\n}\n#endif\n"
                      "const char *c = \"@foo\"; /*@null@*/ int *p; /* @async */\n");
    assert_int_equal(text_item(&text, 0)->kind, ITEM_PROTOTYPE);
    text_close(&text);
}

static void branches_that_open_the_same_brace_count_once(void **state)
{
    struct text text;

    (void) state;
    open_clean(&text, "#if A\nint f(int a) {\n#elif B\nint f(long a) {\n#else\nint f(void) {\n"
                      "#endif\n return 0; }\n@async int g(void) { return 1; }\n");
    assert_int_equal(text_item(&text, 0)->kind, ITEM_FUNCTION);
    text_close(&text);
}

static void a_mark_at_a_lines_begin_ends_doubtful_braces(void **state)
{
    struct text text;

    (void) state;
    open_clean(&text, "int f(int a) {\n#if A\n if (a) {\n#endif\n#if A\n }\n#endif\n#ifdef B\n {\n"
                      "#endif\n }\n@async int g(void) { return 1; }\n");
    assert_int_equal(text_item(&text, 0)->kind, ITEM_FUNCTION);
    text_close(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_spellings_mean_the_same),
        cmocka_unit_test(a_mark_may_follow_static_and_attributes),
        cmocka_unit_test(the_items_cover_the_file_without_gaps),
        cmocka_unit_test(marks_of_parameters_and_fields_carry_expressions),
        cmocka_unit_test(a_marked_function_makes_its_handle_type_known),
        cmocka_unit_test(what_is_wrong_with_a_mark_is_said),
        cmocka_unit_test(text_that_is_not_compiled_may_be_anything),
        cmocka_unit_test(branches_that_open_the_same_brace_count_once),
        cmocka_unit_test(a_mark_at_a_lines_begin_ends_doubtful_braces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
