/* The parser: what is a declaration, scopes, declarators, statements, going on after an error. */
#include "gen_text.h"

#include "../../gen/tree/attribute.h"

static struct stmt *statement(struct text *text, int index)
{
    struct stmt *stmt = text_item(text, 0)->body->body;

    while (stmt && index--)
        stmt = stmt->next;
    assert_non_null(stmt);
    return stmt;
}

static void open_clean(struct text *text, const char *c, const char *output)
{
    text_open(text, c, output);
    assert_string_equal(text->messages, "");
}

/* One function, given to the preprocessor as it is. */
#define ASKED(c) "# 1 \"t.uc\"\n" c

/* ---- declaration or expression ---- */

static void a_typedef_name_declares_until_a_local_hides_it(void **state)
{
    static const enum stmt_kind kinds[] = {STMT_DECL, STMT_DECL, STMT_EXPR, STMT_EXPR,
                                           STMT_COMPOUND, STMT_LABEL};
#define C "typedef int T;\n" \
          "@async int f(int x) { T *p; T T = 3; T * x; (T) - 1; { T q = sizeof(T); } T: return T; }"
    struct text text;

    (void) state;
    open_clean(&text, C, ASKED(C));
    for (int i = 0; i < 6; i++)
        assert_int_equal(statement(&text, i)->kind, kinds[i]);
    assert_int_equal(statement(&text, 3)->expr->kind, EXPR_BINARY);
    text_close(&text);
#undef C
}

static void the_scope_begins_before_the_initialiser(void **state)
{
#define C "typedef long T;\n@async int f(void) { int x = 1; { int x = sizeof x; } " \
          "{ T T = sizeof(T); } return 0; }"
    struct text text;
    struct stmt *inner;

    (void) state;
    open_clean(&text, C, ASKED(C));
    inner = statement(&text, 1)->body;
    assert_ptr_equal(inner->decl->declarators->init->kid[0]->symbol,
                     inner->decl->declarators->symbol);
    inner = statement(&text, 2)->body;
    assert_null(inner->decl->declarators->init->type);
    assert_int_equal(inner->decl->specs->kind, TYPE_NAMED);
    text_close(&text);
#undef C
}

static void casts_and_calls_differ_by_the_type(void **state)
{
#define C "typedef int T; int g(int);\n" \
          "@async int f(int v) { (T)(v, 2); (g)(v); (T){3}; sizeof(T); sizeof (v); " \
          "(T) & v; (v) & v; return 0; }"
    static const enum expr_kind kinds[] = {EXPR_CAST, EXPR_CALL, EXPR_LITERAL, EXPR_SIZEOF,
                                           EXPR_SIZEOF, EXPR_CAST, EXPR_BINARY};
    struct text text;

    (void) state;
    open_clean(&text, C, ASKED(C));
    for (int i = 0; i < 7; i++)
        assert_int_equal(statement(&text, i)->expr->kind, kinds[i]);
    assert_non_null(statement(&text, 3)->expr->type);
    assert_non_null(statement(&text, 4)->expr->kid[0]);
    text_close(&text);
#undef C
}

static void types_of_headers_are_known(void **state)
{
    struct text text;

    (void) state;
    open_clean(&text, "#include \"h.h\"\n@async int f(void) { hdr_t (*p)(int); hdr_t (par); }",
               "# 1 \"t.uc\"\n# 1 \"h.h\" 1\ntypedef struct { int a; } hdr_t;\n"
               "# 2 \"t.uc\" 2\n@async int f(void) { hdr_t (*p)(int); hdr_t (par); }");
    assert_int_equal(statement(&text, 0)->kind, STMT_DECL);
    assert_int_equal(statement(&text, 1)->kind, STMT_DECL);
    assert_string_equal(statement(&text, 1)->decl->declarators->name->text, "par");
    text_close(&text);
}

static void without_headers_an_unknown_name_may_be_a_type(void **state)
{
    static const enum stmt_kind kinds[] = {STMT_DECL, STMT_DECL, STMT_EXPR, STMT_EXPR, STMT_EXPR};
    struct text text;

    (void) state;
    open_clean(&text,
               "@async int f(int v, h_t *w) { h_t a; h_t *b = &a; (h_t) v; h(v); v * v; }", NULL);
    for (int i = 0; i < 5; i++)
        assert_int_equal(statement(&text, i)->kind, kinds[i]);
    assert_int_equal(statement(&text, 2)->expr->kind, EXPR_CAST);
    assert_int_equal(statement(&text, 4)->expr->kind, EXPR_BINARY);
    assert_false(text_item(&text, 0)->is_known);
    text_close(&text);
}

/* ---- declarators ---- */

static void a_declarator_reads_from_the_name_outwards(void **state)
{
    static const enum derivation_kind kinds[] = {DERIVE_ARRAY, DERIVE_POINTER, DERIVE_FUNCTION,
                                                 DERIVE_POINTER, DERIVE_ARRAY, DERIVE_POINTER};
    struct text text;
    struct declarator *declarator;
    struct derivation *step;

    (void) state;
    open_clean(&text, "@async int f(void) { char *(*(*a[3])(int x, ...))[4], b; }", NULL);
    declarator = statement(&text, 0)->decl->declarators;
    step = declarator->derivations;
    for (int i = 0; i < 6; i++, step = step->next)
        assert_int_equal(step->kind, kinds[i]);
    assert_null(step);
    assert_tokens(&text, declarator->range, "* ( * ( * a [ 3 ] ) ( int x , ... ) ) [ 4 ]");
    assert_string_equal(declarator->next->name->text, "b");
    text_close(&text);
}

static void specifiers_are_pieces_in_source_order(void **state)
{
    static const enum piece_kind kinds[] = {PIECE_STORAGE, PIECE_QUALIFIER, PIECE_TYPE,
                                            PIECE_TYPE, PIECE_ATTRIBUTE, PIECE_TYPE};
    struct text text;
    struct specs *specs;
    struct piece *piece;

    (void) state;
    open_clean(&text,
               "@async int f(void) { static const unsigned long __attribute__((aligned(8))) int x;"
               " }",
               NULL);
    specs = statement(&text, 0)->decl->specs;
    piece = specs->pieces;
    for (int i = 0; i < 6; i++, piece = piece->next)
        assert_int_equal(piece->kind, kinds[i]);
    assert_null(piece);
    assert_int_equal(specs->storage, STORAGE_STATIC);
    assert_int_equal(specs->qualifiers, QUALIFIER_CONST);
    assert_true(attribute_has(&text.unit, specs->pieces, "aligned"));
    assert_false(attribute_has(&text.unit, specs->pieces, "cleanup"));
    text_close(&text);
}

static void names_are_bound_to_their_declarations(void **state)
{
    struct text text;
    struct item *item;
    struct stmt *stmt;

    (void) state;
    open_clean(&text,
               "int g;\n@async int f(int a, int b[a]) { int a2 = a + g; { int a; a = 1; } "
               "for (int a = 0; a; ) a++; return a; }", NULL);
    item = text_item(&text, 0);
    assert_int_equal(item->parameter_count, 2);
    stmt = statement(&text, 0);
    assert_ptr_equal(stmt->decl->declarators->init->kid[0]->symbol, item->parameters[0]);
    assert_null(stmt->decl->declarators->init->kid[1]->symbol);
    stmt = statement(&text, 1)->body;
    assert_ptr_equal(stmt->next->expr->kid[0]->symbol, stmt->decl->declarators->symbol);
    assert_ptr_equal(stmt->decl->declarators->symbol->outer, item->parameters[0]);
    stmt = statement(&text, 2);
    assert_ptr_equal(stmt->body->expr->kid[0]->symbol, stmt->init->decl->declarators->symbol);
    assert_ptr_equal(statement(&text, 3)->expr->symbol, item->parameters[0]);
    text_close(&text);
}

static void both_branches_of_an_if_declare_one_symbol(void **state)
{
    struct text text;
    struct stmt *stmt;

    (void) state;
    open_clean(&text, "@async int f(void) {\n#if A\n int x = 1;\n#else\n long x = 2;\n#endif\n"
                      " return x; }", NULL);
    assert_int_equal(statement(&text, 0)->kind, STMT_DIRECTIVE);
    stmt = statement(&text, 1);
    assert_ptr_equal(stmt->decl->declarators->symbol,
                     statement(&text, 3)->decl->declarators->symbol);
    assert_int_equal(stmt->decl->declarators->symbol->redeclared, 1);
    assert_false(stmt->has_directive);
    text_close(&text);
}

/* ---- statements ---- */

static void every_statement_has_its_kind(void **state)
{
    static const enum stmt_kind kinds[] = {
        STMT_SWITCH, STMT_DO, STMT_FOR, STMT_GOTO_COMPUTED, STMT_LABEL, STMT_ASM,
        STMT_STATIC_ASSERT, STMT_EMPTY, STMT_IF, STMT_DEFER, STMT_DIRECTIVE, STMT_ATTRIBUTE,
        STMT_LABEL};
    struct text text;

    (void) state;
    open_clean(&text,
               "@async int f(int x) {\n"
               "switch (x) { case 1 ... 3: x = 1; case 'a': default: break; }\n"
               "do x--; while (x);\n"
               "for (;;) { continue; }\n"
               "goto *&&out;\n"
               "L: int y = 1;\n"
               "__asm__ volatile (\"nop\" : [o] \"=r\"(x) : \"r\"(y) : \"memory\");\n"
               "_Static_assert(1, \"\");\n"
               ";\n"
               "if (x) ; else if (y) return 1; else return 2;\n"
               "defer { x = 2; }\n"
               "_Pragma(\"x\")\n"
               "__attribute__((fallthrough));\n"
               "out: }", NULL);
    for (int i = 0; i < 13; i++)
        assert_int_equal(statement(&text, i)->kind, kinds[i]);
    assert_true(statement(&text, 0)->has_label);
    assert_false(statement(&text, 1)->has_label);
    assert_int_equal(statement(&text, 4)->body->kind, STMT_DECL);
    assert_non_null(statement(&text, 5)->operands->next);
    assert_int_equal(statement(&text, 12)->body->kind, STMT_EMPTY);
    text_close(&text);
}

static void gnu_expressions_parse(void **state)
{
    static const enum expr_kind kinds[] = {
        EXPR_CONDITIONAL, EXPR_PAREN, EXPR_GENERIC, EXPR_CALL, EXPR_OFFSETOF, EXPR_VA_ARG,
        EXPR_PAREN, EXPR_LABEL_ADDRESS, EXPR_BLOCK};
    struct text text;
    struct stmt *stmt;

    (void) state;
    open_clean(&text,
               "@async int f(int x, ...) { x ?: 2; (x); _Generic(x, int: 1, default: (2, 3)); "
               "__builtin_types_compatible_p(int, typeof(x)); "
               "__builtin_offsetof(struct s, a.x[1]); "
               "__builtin_va_arg(x, int *); __extension__ x; &&l; ({ int y = x; y; }); l:; }",
               NULL);
    for (int i = 0; i < 9; i++)
        assert_int_equal(statement(&text, i)->expr->kind, kinds[i]);
    assert_null(statement(&text, 0)->expr->kid[1]);
    stmt = statement(&text, 4);
    assert_string_equal(stmt->expr->designators->next->name->text, "x");
    text_close(&text);
}

static void awaits_are_known_to_all_that_hold_them(void **state)
{
    struct text text;
    struct expr *expr;

    (void) state;
    open_clean(&text,
               "@async int f(int x) { x = 1 + await g(x) * (catch h()); while (x) { x--; } "
               "if (x) { await g(1); } }", NULL);
    expr = statement(&text, 0)->expr;
    assert_true(expr->has_await);
    assert_false(expr->kid[0]->has_await);
    assert_false(expr->kid[1]->kid[0]->has_await);
    assert_int_equal(expr->kid[1]->kid[1]->kid[0]->kind, EXPR_AWAIT);
    assert_int_equal(expr->kid[1]->kid[1]->kid[1]->kid[0]->kind, EXPR_CATCH);
    assert_false(statement(&text, 1)->has_await);
    assert_true(statement(&text, 2)->has_await);
    assert_int_equal(text.unit.awaits.count, 3);
    text_close(&text);
}

static void an_await_that_reads_in_two_ways_is_refused(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "@async int f(void) { await (x).y; }\n@async int g(void) { await (*p)(1); }\n"
                     "@async int h(void) { await (x)[1]; }\n@async int i(void) { (await x).y; }",
              NULL);
    assert_int_equal(text.diag.errors, 2);
    assert_message(&text, "t.uc:1:22: error: this 'await (...)' can be read in two ways");
    assert_message(&text, "t.uc:3:22: error: this 'await (...)' can be read in two ways");
    text_close(&text);
}

static void our_words_are_ordinary_names_outside(void **state)
{
    struct text text;

    (void) state;
    open_clean(&text, "int await(int catch); int defer, yield;\n"
                      "int f(void) { return await(defer) + yield; }\n"
                      "@async int g(void) { s.await = 1; return p->yield; }", NULL);
    text_close(&text);
}

/* ---- errors ---- */

static void an_error_does_not_stop_the_file(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "@async int a(void) { int x = ; }\n@async int b(void) { return 0; }\n"
                     "@async int c(void) { if x; }\n", NULL);
    assert_int_equal(text.diag.errors, 2);
    assert_true(text_item(&text, 0)->failed);
    assert_false(text_item(&text, 1)->failed);
    assert_true(text_item(&text, 2)->failed);
    assert_message(&text, "t.uc:1:30: error: expected an expression before ';' [syntax]\n"
                          "@async int a(void) { int x = ; }\n"
                          "                             ^\n");
    text_close(&text);
}

static void what_begins_no_statement_is_an_error(void **state)
{
    static const char *const bodies[] = {"[1];", "]", ")", "@", "#", "[[x", "=", "else x;",
                                         "__attribute__", "__extension__", "_Pragma", "case"};
    struct text text;

    (void) state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char c[80];

        snprintf(c, sizeof c, "@async int f(void) { %s }\n@async int g(void) { return 0; }",
                 bodies[i]);
        text_open(&text, c, NULL);
        assert_true(text.diag.errors > 0);
        text_close(&text);
    }
}

static void a_failed_function_leaves_no_names_behind(void **state)
{
    struct text text;

    (void) state;
    text_open(&text, "typedef int T;\n@async int a(int T) { int T; { int T = ; } }\n"
                     "@async int b(void) { T *p; return 0; }", NULL);
    assert_int_equal(text.diag.errors, 1);
    assert_int_equal(text_item(&text, 1)->body->body->kind, STMT_DECL);
    text_close(&text);
}

static void deep_nesting_is_an_error(void **state)
{
    static const char *const units[] = {"(", "{", "!", "a?", "if(x)", "x=", "(int)", "[", "*"};
    struct text text;

    (void) state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer c = {0};

        buffer_text(&c, "@async int f(void) { ");
        for (int n = 0; n < 5000; n++)
            buffer_text(&c, units[i]);
        buffer_text(&c, "; }");
        text_open(&text, c.data, NULL);
        assert_int_equal(text.diag.errors, 1);
        text_close(&text);
        buffer_free(&c);
    }
}

static void a_long_sum_is_an_error_a_long_list_is_not(void **state)
{
    struct buffer sum = {0}, list = {0};
    struct text text;

    (void) state;
    buffer_text(&sum, "@async int f(void) { return 1");
    buffer_text(&list, "@async int f(void) { int a[] = {1");
    for (int n = 0; n < 100000; n++) {
        buffer_text(&sum, "+1");
        buffer_text(&list, ",1");
    }
    buffer_text(&sum, "; }");
    buffer_text(&list, "}; }");
    text_open(&text, sum.data, NULL);
    assert_message(&text, "this expression is too large");
    text_close(&text);
    open_clean(&text, list.data, NULL);
    text_close(&text);
    buffer_free(&sum);
    buffer_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_typedef_name_declares_until_a_local_hides_it),
        cmocka_unit_test(the_scope_begins_before_the_initialiser),
        cmocka_unit_test(casts_and_calls_differ_by_the_type),
        cmocka_unit_test(types_of_headers_are_known),
        cmocka_unit_test(without_headers_an_unknown_name_may_be_a_type),
        cmocka_unit_test(a_declarator_reads_from_the_name_outwards),
        cmocka_unit_test(specifiers_are_pieces_in_source_order),
        cmocka_unit_test(names_are_bound_to_their_declarations),
        cmocka_unit_test(both_branches_of_an_if_declare_one_symbol),
        cmocka_unit_test(every_statement_has_its_kind),
        cmocka_unit_test(gnu_expressions_parse),
        cmocka_unit_test(awaits_are_known_to_all_that_hold_them),
        cmocka_unit_test(an_await_that_reads_in_two_ways_is_refused),
        cmocka_unit_test(our_words_are_ordinary_names_outside),
        cmocka_unit_test(an_error_does_not_stop_the_file),
        cmocka_unit_test(what_begins_no_statement_is_an_error),
        cmocka_unit_test(a_failed_function_leaves_no_names_behind),
        cmocka_unit_test(deep_nesting_is_an_error),
        cmocka_unit_test(a_long_sum_is_an_error_a_long_list_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
