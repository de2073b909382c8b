/* Macro expansion in annotated bodies, and putting calls back as they were written. */
#include "gen_text.h"

/* The body of the one function in the text, expanded, without its braces. */
static void assert_expands(const char *c, const char *want)
{
    struct text text;
    struct range range;

    text_open(&text, c, NULL);
    assert_string_equal(text.messages, "");
    range = text_item(&text, 0)->body->range;
    range.first++;
    range.end--;
    assert_tokens(&text, range, want);
    text_close(&text);
}

/* The examples of the standard, 6.10.3.5. */
static void rescanning_and_replacement_follow_the_standard(void **state)
{
    (void) state;
    assert_expands("#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n"
                   "#define z z[0]\n#define m(a) a(w)\n#define w 0,1\n#define t(a) a\n"
                   "#define p() int\n#define q(x) x\n#define r(x,y) x ## y\n#define str(x) # x\n"
                   "@async int fn(void) { f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\n"
                   "g(x+(3,4)-w) | g(~ 5) & m\n(f)^m(m); }",
                   "f ( 2 * ( y + 1 ) ) + f ( 2 * ( f ( 2 * ( z [ 0 ] ) ) ) ) % "
                   "f ( 2 * ( 0 ) ) + t ( 1 ) ; "
                   "f ( 2 * ( 2 + ( 3 , 4 ) - 0 , 1 ) ) | f ( 2 * ( ~ 5 ) ) & "
                   "f ( 2 * ( 0 , 1 ) ) ^ m ( 0 , 1 ) ;");
}

static void a_body_may_paste_and_stringify(void **state)
{
    (void) state;
    assert_expands("#define str(s) # s\n#define xstr(s) str(s)\n#define INCFILE(n) vers ## n\n"
                   "#define glue(a, b) a ## b\n#define xglue(a, b) glue(a, b)\n"
                   "#define HIGHLOW \"hello\"\n#define LOW LOW \", world\"\n"
                   "@async int fn(void) { s(str(strncmp(\"abc\\0d\", \"abc\", '\\4') == 0), "
                   "xstr(INCFILE(2).h), glue(HIGH, LOW), xglue(HIGH, LOW), str( a  b ), str()); }",
                   "s ( \"strncmp(\\\"abc\\\\0d\\\", \\\"abc\\\", '\\\\4') == 0\" , "
                   "\"vers2.h\" , \"hello\" , \"hello\" \", world\" , \"a b\" , \"\" ) ;");
}

static void empty_operands_of_a_paste_are_nothing(void **state)
{
    (void) state;
    assert_expands("#define t(x,y,z) x ## y ## z\n"
                   "@async int fn(void) { int j[] = { t(1,2,3), t(,4,5), t(6,,7), t(8,9,), "
                   "t(10,,), t(,11,), t(,,12) }; x(t(,,)); }",
                   "int j [ ] = { 123 , 45 , 67 , 89 , 10 , 11 , 12 } ; x ( ) ;");
}

static void variadic_macros_drop_the_comma(void **state)
{
    (void) state;
    assert_expands("#define log(f, ...) p(f, ## __VA_ARGS__)\n#define old(a...) p(a)\n"
                   "#define opt(f, ...) p(f __VA_OPT__(, (__VA_ARGS__)))\n"
                   "@async int fn(void) { log(1); log(1, 2, 3); old(); old(1, 2); opt(1); "
                   "opt(1, 2); }",
                   "p ( 1 ) ; p ( 1 , 2 , 3 ) ; p ( ) ; p ( 1 , 2 ) ; p ( 1 ) ; p ( 1 , ( 2 ) ) ;");
}

static void a_macro_loop_is_a_loop(void **state)
{
    struct text text;
    struct stmt *loop;

    (void) state;
    text_open(&text,
              "#define LOOP(i, n) for (int i = 0; i < (n); i++)\n"
              "@async int f(void) { LOOP(j, 3) { await y(); } return 0; }", NULL);
    assert_string_equal(text.messages, "");
    loop = text_item(&text, 0)->body->body;
    assert_int_equal(loop->kind, STMT_FOR);
    assert_string_equal(loop->init->decl->declarators->name->text, "j");
    assert_true(loop->has_await);
    text_close(&text);
}

static void a_definition_is_in_force_between_its_lines(void **state)
{
    (void) state;
    assert_expands("#define A 1\n@async int f(void) {\nA\n#undef A\n+ A\n#define A 2\n+ A; }",
                   "1 #undef A + A #define A 2 + 2 ;");
}

static void our_words_are_never_expanded(void **state)
{
    (void) state;
    assert_expands("#define await(x) (x)\n#define catch(x) 0\n"
                   "@async int f(void) { await(g()); catch(g()); }",
                   "await ( g ( ) ) ; catch ( g ( ) ) ;");
}

/* ---- spelling ---- */

/* x becomes two arguments. */
static const char *unfold(void *context, uint32_t index)
{
    const struct unit *unit = context;
    const struct token *token = &unit->tokens.list[index];

    return token->len == 1 && token->text[0] == 'x' ? "a, b" : NULL;
}

/* Locals become self->NAME, as the passes have it. */
static const char *rename_locals(void *context, uint32_t index)
{
    const struct unit *unit = context;
    const struct token *token = &unit->tokens.list[index];
    bool is_local = token->kind == TOKEN_NAME && token->len == 1 && token->text[0] == 'x';

    return is_local ? "self->x" : NULL;
}

static void assert_spells(const char *c, spell_replace *replace, const char *want)
{
    struct buffer out = {0};
    struct text text;
    struct stmt *body;

    text_open(&text, c, NULL);
    assert_string_equal(text.messages, "");
    body = text_item(&text, 0)->body;
    spell_range(&out, &text.unit, body->range, replace, &text.unit);
    assert_string_equal(out.data, want);
    buffer_free(&out);
    text_close(&text);
}

static void untouched_text_comes_back_byte_for_byte(void **state)
{
#define BODY \
    "{\n\t/* why */ int x = MAX( a,b ) ; // end\n#if A /* over\n lines */\n  y+++z;\n#endif\n" \
    "  s(\"%d\" X, y?x:-z) ;\n}"
    (void) state;
    assert_spells("#define MAX(a, b) ((a) > (b) ? (a) : (b))\n#define X \"x\"\n"
                  "@async int f(void) " BODY, NULL, BODY);
#undef BODY
}

static void a_renamed_argument_leaves_the_call_standing(void **state)
{
    (void) state;
    assert_spells("#define MAX(a, b) ((a) > (b) ? (a) : (b))\n"
                  "@async int f(int x) { return MAX(x, 1) + MAX(2, MAX(x,3)); }",
                  rename_locals, "{ return MAX(self->x, 1) + MAX(2, MAX(self->x,3)); }");
}

static void what_is_no_single_argument_takes_the_call_apart(void **state)
{
    (void) state;
    assert_spells("#define ID(a) [a]\n#define N 0xe\n#define M(a) N+a\n"
                  "@async int f(int x) { y ID(x); y = M(x); }",
                  unfold, "{ y [a, b]; y = 0xe +a, b; }");
}

static void a_stringified_name_keeps_the_users_spelling(void **state)
{
    (void) state;
    assert_spells("#define SHOW(e) printf(#e \"=%d\", e)\n"
                  "@async int f(int x) { SHOW(x); SHOW(y); }",
                  rename_locals, "{ printf(\"x\" \"=%d\", self->x); SHOW(y); }");
}

static void a_name_in_the_macros_own_body_is_renamed(void **state)
{
    (void) state;
    assert_spells("#define CHK if (x) abort()\n#define NEG -x\n"
                  "@async int f(int x) { CHK; y = -NEG; }",
                  rename_locals, "{ if (self->x) abort(); y = - -self->x; }");
}

static void a_macro_that_names_itself_is_not_expanded_twice(void **state)
{
    struct buffer out = {0};
    struct text text;

    (void) state;
    assert_spells("#define f(a) f((a) + 1)\n#define x x\n#define LP (\n#define G(a) a + x + f LP 1)\n"
                  "@async int fn(int x) { f(x); y = f(f(1) + y); G(x); }",
                  rename_locals,
                  "{ f(self->x); y = f(f(1) + y); self->x + self->x + (f) ( 1); }");
    assert_spells("#define NEG(a) f(-x, a)\n#define f(a, b) f((a), b)\n"
                  "@async int fn(int x) { NEG(1); }",
                  rename_locals, "{ (f)((-self->x), 1); }");
    text_open(&text, "#define n n + 1\n#define ADD(a) a + x + n\n@async int fn(int x) { ADD(1); n; }",
              NULL);
    spell_range(&out, &text.unit, text_item(&text, 0)->body->range, rename_locals, &text.unit);
    diag_close(&text.diag);
    fflush(text.diag.out);
    assert_message(&text, "t.uc:3:24: error: the macro 'n' names itself");
    assert_int_equal(text.diag.errors, 1);
    buffer_free(&out);
    text_close(&text);
}

static void a_name_that_is_renamed_in_one_place_only_is_expanded(void **state)
{
    (void) state;
    assert_spells("#define FIELD(a) p->a + b.a + a\n@async int f(int x) { return FIELD(y); }",
                  rename_locals, "{ return FIELD(y); }");
}

static void calls_that_are_too_large_are_refused(void **state)
{
    static const char *const texts[] = {
        ("#define A(x) x x\n#define B(x) A(A(A(A(x))))\n#define C(x) B(B(B(B(B(B(x))))))\n"
         "@async int f(void) { return C(1); }"),
        "#define A(x, y) x\n@async int f(void) { return A(1, 2, 3); }",
        "#define A(x) x\n@async int f(void) { return A(1\n#if B\n+ 1\n#endif\n); }",
        "#define A() x\n@async int f(void) { return A(1); }",
        "#if B\n#define A 1\n#else\n#define A 2\n#endif\n@async int f(void) { return A; }",
    };
    static const char *const messages[] = {
        "expands to too much", "too many arguments", "a directive inside its arguments",
        "it takes no arguments", "it is defined under an #if",
    };

    (void) state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct text text;

        text_open(&text, texts[i], NULL);
        assert_message(&text, messages[i]);
        assert_int_equal(text.diag.errors, 1);
        assert_true(text_item(&text, 0)->failed);
        text_close(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rescanning_and_replacement_follow_the_standard),
        cmocka_unit_test(a_body_may_paste_and_stringify),
        cmocka_unit_test(empty_operands_of_a_paste_are_nothing),
        cmocka_unit_test(variadic_macros_drop_the_comma),
        cmocka_unit_test(a_macro_loop_is_a_loop),
        cmocka_unit_test(a_definition_is_in_force_between_its_lines),
        cmocka_unit_test(our_words_are_never_expanded),
        cmocka_unit_test(untouched_text_comes_back_byte_for_byte),
        cmocka_unit_test(a_renamed_argument_leaves_the_call_standing),
        cmocka_unit_test(what_is_no_single_argument_takes_the_call_apart),
        cmocka_unit_test(a_stringified_name_keeps_the_users_spelling),
        cmocka_unit_test(a_name_in_the_macros_own_body_is_renamed),
        cmocka_unit_test(a_macro_that_names_itself_is_not_expanded_twice),
        cmocka_unit_test(a_name_that_is_renamed_in_one_place_only_is_expanded),
        cmocka_unit_test(calls_that_are_too_large_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
