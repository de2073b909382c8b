/* Facts: what is taken from the preprocessor's output, and where it is in force. */
#include "gen_text.h"

static struct name *name_of(struct text *text, const char *name)
{
    return names_intern_text(&text->names, name);
}

static uint32_t typedef_flags(struct text *text, const char *name)
{
    const struct fact *fact = fact_typedef(name_of(text, name));

    if (!fact)
        fail_msg("%s is no typedef", name);
    return fact->flags & ~(uint32_t) FACT_NO_HANDLE;
}

static bool may_be_handle(struct text *text, const char *name)
{
    return !(fact_typedef(name_of(text, name))->flags & FACT_NO_HANDLE);
}

static void typedefs_say_what_they_are(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "", "# 1 \"t.uc\"\n"
                         "typedef void v_t; typedef int f_t(int), *p_t, a_t[3], u_t[];\n"
                         "typedef struct __attribute__((packed)) { int x; } s_t;\n"
                         "typedef v_t v2_t; typedef a_t a2_t, *pa_t; typedef const s_t cs_t;\n"
                         "typedef int (*pf_t)(void), (fa_t);\n"
                         "typedef __extension__ union { int q; } w_t;\n"
                         "extern \"C\" { typedef long in_c_t; }\n"
                         "static inline int body(void) { typedef int inner_t; return 0; }\n"
                         "typedef enum { RED, GREEN = 3 } e_t;\n"
                         "typedef struct { enum { DEEP } x; } n_t;\n"
                         "int k(a) int a; { return a; }\ntypedef char after_t;\n");
    assert_int_equal(typedef_flags(&text, "v_t"), FACT_VOID);
    assert_int_equal(typedef_flags(&text, "f_t"), FACT_IS_FUNCTION);
    assert_int_equal(typedef_flags(&text, "p_t"), FACT_POINTER);
    assert_int_equal(typedef_flags(&text, "a_t"), FACT_ARRAY);
    assert_int_equal(typedef_flags(&text, "u_t"), FACT_ARRAY | FACT_UNSIZED);
    assert_int_equal(typedef_flags(&text, "s_t"), FACT_STRUCT);
    assert_int_equal(typedef_flags(&text, "v2_t"), FACT_VOID);
    assert_int_equal(typedef_flags(&text, "a2_t"), FACT_ARRAY);
    assert_int_equal(typedef_flags(&text, "pa_t"), FACT_POINTER);
    assert_int_equal(typedef_flags(&text, "cs_t"), FACT_STRUCT | FACT_CONST);
    assert_int_equal(typedef_flags(&text, "pf_t"), FACT_POINTER);
    assert_int_equal(typedef_flags(&text, "fa_t"), 0);
    assert_int_equal(typedef_flags(&text, "w_t"), FACT_STRUCT);
    assert_int_equal(typedef_flags(&text, "in_c_t"), 0);
    assert_int_equal(typedef_flags(&text, "after_t"), 0);
    assert_null(name_of(&text, "inner_t")->fact);
    assert_int_equal(name_of(&text, "GREEN")->fact->kind, FACT_ENUMERATOR);
    assert_int_equal(name_of(&text, "DEEP")->fact->kind, FACT_ENUMERATOR);
    text_close(&text);
}

static void types_that_are_no_handles_are_known(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "", "# 1 \"t.uc\"\n"
                         "typedef int i_t; typedef struct { int x; } s_t; typedef void *v_t;\n"
                         "typedef int (*pf_t)(void);\n");
    assert_false(may_be_handle(&text, "i_t"));
    assert_false(may_be_handle(&text, "s_t"));
    assert_false(may_be_handle(&text, "v_t"));
    assert_true(may_be_handle(&text, "pf_t"));
    text_close(&text);
}

static void functions_and_variables_are_told_apart(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "", "# 1 \"t.uc\"\nint v, *(*g(int))[3], a[2] = {1, 2};\n"
                         "static int s = (3, 4);\n"
                         "extern _Thread_local int t; int f(void) __attribute__((x)) asm(\"f\");\n"
                         "# 1 \"h.h\" 1\ntypedef int (*x_task)(void);\n"
                         "x_task x(int); x_task y(int);\n"
                         "# 9 \"t.uc\" 2\n");
    assert_int_equal(name_of(&text, "v")->fact->kind, FACT_VARIABLE);
    assert_int_equal(name_of(&text, "g")->fact->kind, FACT_FUNCTION);
    assert_int_equal(name_of(&text, "a")->fact->kind, FACT_VARIABLE);
    assert_int_equal(name_of(&text, "s")->fact->kind, FACT_VARIABLE);
    assert_int_equal(name_of(&text, "t")->fact->kind, FACT_VARIABLE);
    assert_int_equal(name_of(&text, "f")->fact->kind, FACT_FUNCTION);
    assert_true(fact_is_annotated(name_of(&text, "x")));
    assert_false(fact_is_annotated(name_of(&text, "y")));
    text_close(&text);
}

static void macros_are_in_force_from_where_they_are_defined(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "", "# 0 \"t.uc\"\n# 0 \"<built-in>\"\n#define __GNUC__ 12\n#define unix 1\n"
                         "#define many 1\n#define lines 2\n#define here 3\n"
                         "# 1 \"t.uc\"\n#define A 1\n\n# 1 \"h.h\" 1\n#define H(x, y...) x\n"
                         "#define GONE 1\n#undef GONE\nint h;\n# 4 \"t.uc\" 2\nint x;\n"
                         "#undef A\n#define A 2\n"
                         "# 20 \"t.uc\"\n#undef A\n");
    assert_non_null(macro_at(name_of(&text, "__GNUC__"), 1));
    assert_non_null(macro_at(name_of(&text, "here"), 1));
    assert_null(macro_at(name_of(&text, "A"), 1));
    assert_string_equal(macro_at(name_of(&text, "A"), 3)->name->text, "A");
    assert_int_equal(macro_at(name_of(&text, "A"), 4)->body[0].text[0], '1');
    assert_null(macro_at(name_of(&text, "A"), 5));
    assert_int_equal(macro_at(name_of(&text, "A"), 19)->body[0].text[0], '2');
    assert_null(macro_at(name_of(&text, "A"), 20));
    assert_null(macro_at(name_of(&text, "GONE"), 9));
    assert_true(macro_at(name_of(&text, "H"), 4)->variadic);
    assert_int_equal(macro_at(name_of(&text, "H"), 4)->param_count, 2);
    text_close(&text);
}

static void files_are_listed_once_and_lines_are_covered(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "", "# 0 \"t.uc\"\n# 0 \"<built-in>\"\n# 1 \"t.uc\"\nint a;\n"
                         "# 1 \"my \\\"h\\\".h\" 1\n"
                         "int b;\n# 3 \"t.uc\" 2\n# 1 \"my \\\"h\\\".h\" 1\n# 4 \"t.uc\" 2\n"
                         "# 12 \"t.uc\"\nint c;\n");
    assert_int_equal(text.facts.files.count, 2);
    assert_string_equal(text.facts.files.list[1], "my \"h\".h");
    assert_true(facts_cover(&text.facts, 1, 1));
    assert_false(facts_cover(&text.facts, 2, 11));
    assert_true(facts_cover(&text.facts, 10, 12));
    assert_false(facts_cover(&text.facts, 13, 99));
    text_close(&text);
}

static void a_branch_that_is_not_compiled_is_not_expanded(void **state)
{
    static const char c[] = "#define A 1\n#if X\n@async int f(win_t h) { return A; }\n#else\n"
                            "@async int f(int h) { return A; }\n#endif\n";
    struct text text;

    (void) state;
    text_open(&text, c, "# 1 \"t.uc\"\n#define A 1\n\n\n\n@async int f(int h) { return 1; }\n");
    assert_string_equal(text.messages, "");
    assert_false(text_item(&text, 0)->is_known);
    assert_int_equal(text_item(&text, 0)->body->body->expr->kind, EXPR_NAME);
    assert_true(text_item(&text, 1)->is_known);
    assert_int_equal(text_item(&text, 1)->body->body->expr->kind, EXPR_NUMBER);
    text_close(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typedefs_say_what_they_are),
        cmocka_unit_test(types_that_are_no_handles_are_known),
        cmocka_unit_test(functions_and_variables_are_told_apart),
        cmocka_unit_test(macros_are_in_force_from_where_they_are_defined),
        cmocka_unit_test(files_are_listed_once_and_lines_are_covered),
        cmocka_unit_test(a_branch_that_is_not_compiled_is_not_expanded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
