/* The lexer: every byte is in a token or before one; directives, marks, literals. */
#include "gen_text.h"

#include "../../gen/front/lex.h"

struct scanner {
    struct source source;
    struct names names;
    struct lexer lexer;
};

static void scanner_open(struct scanner *scanner, const char *c)
{
    source_from_text(&scanner->source, "t.uc", c, strlen(c));
    names_open(&scanner->names);
    token_words(&scanner->names);
    lex_open(&scanner->lexer, &scanner->names, &scanner->source);
}

static void scanner_close(struct scanner *scanner)
{
    names_close(&scanner->names);
    source_close(&scanner->source);
}

static void expect_token(struct scanner *scanner, enum token_kind kind, const char *spelling)
{
    struct token token;

    lex_next(&scanner->lexer, &token);
    if (token.kind != kind || token.len != strlen(spelling) ||
        memcmp(token.text, spelling, token.len) != 0)
        fail_msg("%s '%.*s' instead of '%s'", token_kind_text((enum token_kind) token.kind),
                 (int) token.len, token.text, spelling);
}

static void every_byte_belongs_to_a_token(void **state)
{
    const char *c = "\xef\xbb\xbfint a\r\n = /* x */ 0x1.p+3 ; // y\n"
                    "#define A \\\n 'b\n\t\"\\\"\" L'\\''@\x01";
    struct scanner scanner;
    struct token token;
    uint32_t bytes = 3;

    (void) state;
    scanner_open(&scanner, c);
    do {
        lex_next(&scanner.lexer, &token);
        bytes += token.space + token.len;
    } while (token.kind != TOKEN_END);
    assert_int_equal(bytes, scanner.source.text_len);
    scanner_close(&scanner);
}

static void a_splice_is_in_no_token_but_counts_in_positions(void **state)
{
    struct scanner scanner;
    struct token token;

    (void) state;
    scanner_open(&scanner, "a\\\nb = \"x\\  \ny\"; c");
    lex_next(&scanner.lexer, &token);
    assert_string_equal(token.name->text, "ab");
    assert_true(token.flags & TOKEN_SPLICED);
    assert_int_equal(token.at, 0);
    assert_int_equal(lex_token_end(&scanner.source, &token), 4);
    expect_token(&scanner, TOKEN_ASSIGN, "=");
    lex_next(&scanner.lexer, &token);
    assert_int_equal(token.kind, TOKEN_STRING);
    assert_int_equal(token.at, 7);
    assert_int_equal(lex_token_end(&scanner.source, &token), 15);
    lex_next(&scanner.lexer, &token);
    assert_int_equal(token.at, 15);
    assert_false(token.flags & TOKEN_SPLICED);
    lex_next(&scanner.lexer, &token);
    assert_int_equal(token.at, 17);
    scanner_close(&scanner);
}

static void a_directive_is_its_logical_line(void **state)
{
    struct scanner scanner;

    (void) state;
    scanner_open(&scanner, "# define A /* over\n lines */ 1 // not */ this\n"
                           "%: include <a//b>\nx # y\n /**/ #undef A");
    expect_token(&scanner, TOKEN_DIRECTIVE, "# define A /* over\n lines */ 1 // not */ this");
    expect_token(&scanner, TOKEN_DIRECTIVE, "%: include <a//b>");
    expect_token(&scanner, TOKEN_NAME, "x");
    expect_token(&scanner, TOKEN_HASH, "#");
    expect_token(&scanner, TOKEN_NAME, "y");
    expect_token(&scanner, TOKEN_DIRECTIVE, "#undef A");
    expect_token(&scanner, TOKEN_END, "");
    scanner_close(&scanner);
}

static void what_if_0_leaves_out_is_part_of_it(void **state)
{
    struct scanner scanner;

    (void) state;
    scanner_open(&scanner, "#if 0 // off\nit's {\n#if A\n#else\n#endif\n@async\n#else\nx\n#endif\n"
                           "#if 0 || A\ny\n#endif\n");
    expect_token(&scanner, TOKEN_DIRECTIVE,
                 "#if 0 // off\nit's {\n#if A\n#else\n#endif\n@async");
    expect_token(&scanner, TOKEN_DIRECTIVE, "#else");
    expect_token(&scanner, TOKEN_NAME, "x");
    expect_token(&scanner, TOKEN_DIRECTIVE, "#endif");
    expect_token(&scanner, TOKEN_DIRECTIVE, "#if 0 || A");
    expect_token(&scanner, TOKEN_NAME, "y");
    scanner_close(&scanner);
}

static void digraphs_have_the_kind_of_what_they_mean(void **state)
{
    struct scanner scanner;

    (void) state;
    scanner_open(&scanner, "a<:1:> <%%> x%:%:y");
    expect_token(&scanner, TOKEN_NAME, "a");
    expect_token(&scanner, TOKEN_LBRACKET, "<:");
    expect_token(&scanner, TOKEN_NUMBER, "1");
    expect_token(&scanner, TOKEN_RBRACKET, ":>");
    expect_token(&scanner, TOKEN_LBRACE, "<%");
    expect_token(&scanner, TOKEN_RBRACE, "%>");
    expect_token(&scanner, TOKEN_NAME, "x");
    expect_token(&scanner, TOKEN_HASH_HASH, "%:%:");
    scanner_close(&scanner);
}

static void only_exact_marks_in_comments_count(void **state)
{
    static const char *const comments[] = {
        "/*@null@*/", "/*@out@*/", "// @async", "/* @async */", "/**@async*/", "//@author me",
        "/*@async does this*/", "//@async, too", "/*@asynchronous*/", "//@", "/*@*/",
    };
    struct scanner scanner;

    (void) state;
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
        char c[64];

        snprintf(c, sizeof c, "%s\nx", comments[i]);
        scanner_open(&scanner, c);
        expect_token(&scanner, TOKEN_NAME, "x");
        scanner_close(&scanner);
    }
}

static void a_comment_mark_ends_with_its_comment(void **state)
{
    struct scanner scanner;

    (void) state;
    scanner_open(&scanner, "/*@thread( as = x )*/ int\n//@async\t\nf @asnyc");
    expect_token(&scanner, TOKEN_MARK, "/*@thread");
    expect_token(&scanner, TOKEN_LPAREN, "(");
    expect_token(&scanner, TOKEN_NAME, "as");
    expect_token(&scanner, TOKEN_ASSIGN, "=");
    expect_token(&scanner, TOKEN_NAME, "x");
    expect_token(&scanner, TOKEN_RPAREN, ")");
    expect_token(&scanner, TOKEN_MARK_END, "*/");
    expect_token(&scanner, TOKEN_INT, "int");
    expect_token(&scanner, TOKEN_MARK, "//@async");
    expect_token(&scanner, TOKEN_MARK_END, "");
    expect_token(&scanner, TOKEN_NAME, "f");
    expect_token(&scanner, TOKEN_MARK, "@asnyc");
    scanner_close(&scanner);
}

static void what_is_never_closed_is_bad(void **state)
{
    struct scanner scanner;

    (void) state;
    scanner_open(&scanner, "\"a\\\"b\nu8\"c\" 'd\nL'e' /* f");
    expect_token(&scanner, TOKEN_BAD, "\"a\\\"b");
    expect_token(&scanner, TOKEN_STRING, "u8\"c\"");
    expect_token(&scanner, TOKEN_BAD, "'d");
    expect_token(&scanner, TOKEN_CHARACTER, "L'e'");
    expect_token(&scanner, TOKEN_BAD, "/* f");
    expect_token(&scanner, TOKEN_END, "");
    scanner_close(&scanner);
}

static void names_may_be_in_utf_8_and_keywords_have_aliases(void **state)
{
    struct scanner scanner;

    (void) state;
    scanner_open(&scanner, "größe \\u00e9t $x __const __volatile__ 1e+5.x_1 ...->*=<<=");
    expect_token(&scanner, TOKEN_NAME, "größe");
    expect_token(&scanner, TOKEN_NAME, "\\u00e9t");
    expect_token(&scanner, TOKEN_NAME, "$x");
    expect_token(&scanner, TOKEN_CONST, "__const");
    expect_token(&scanner, TOKEN_VOLATILE, "__volatile__");
    expect_token(&scanner, TOKEN_NUMBER, "1e+5.x_1");
    expect_token(&scanner, TOKEN_ELLIPSIS, "...");
    expect_token(&scanner, TOKEN_ARROW, "->");
    expect_token(&scanner, TOKEN_STAR_ASSIGN, "*=");
    expect_token(&scanner, TOKEN_SHIFT_LEFT_ASSIGN, "<<=");
    scanner_close(&scanner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_belongs_to_a_token),
        cmocka_unit_test(a_splice_is_in_no_token_but_counts_in_positions),
        cmocka_unit_test(a_directive_is_its_logical_line),
        cmocka_unit_test(what_if_0_leaves_out_is_part_of_it),
        cmocka_unit_test(digraphs_have_the_kind_of_what_they_mean),
        cmocka_unit_test(only_exact_marks_in_comments_count),
        cmocka_unit_test(a_comment_mark_ends_with_its_comment),
        cmocka_unit_test(what_is_never_closed_is_bad),
        cmocka_unit_test(names_may_be_in_utf_8_and_keywords_have_aliases),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
