/*
 * What the mutator puts into a text: words and scraps of C and of the annotations, each meant to
 * lead into a corner of the generator. A scrap that compiles where it lands is worth more than one
 * that does not, so the names are those that the seeds use most.
 */
#ifndef TESTS_FUZZ_WORDS_H
#define TESTS_FUZZ_WORDS_H

static const char *const words[] = {
    /* marks */
    "@async", "@thread", "@cpu_bound", "@generator", "@message", "@len(n)", "@out", "@in",
    "@inout", "/*@async*/", "//@thread\n", "[[unsync::async]]", "@async @generator",
    "@generator(send = int)", "@cpu_bound(timeout = 5s, memory = 512M)", "@thread(as = g)",
    "@thread(abandon)", "@async(drop = free)", "@nothing",
    /* our words */
    "await", "catch", "yield", "yield_from", "defer", "await f(x)", "await unsync_yield();",
    "catch f(x)", "(await f(1))", "await(f(x))", "await await", "yield 1;", "x = yield 1;",
    "defer x++;", "defer { x++; }", "defer await f(1);", "defer free(p);", "yield_from g;",
    "unsync_fail(-1, \"%d\", x);", "unsync_background(f(x));", "unsync_detach(f(x));",
    "unsync_task_of(int)", "unsync_task_of(void)", "unsync_each (f, v, 3) { x += v; }",
    /* keywords */
    "auto", "break;", "case", "case 1:", "case 1 ... 3:", "char", "const", "continue;", "default:",
    "do", "double", "else", "enum", "extern", "float", "for", "goto", "if", "inline", "int",
    "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct",
    "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "_Alignas(16)",
    "_Alignof", "_Atomic", "_Atomic(int)", "_Bool", "_Complex", "_Generic(x, int: 1, default: 2)",
    "_Noreturn", "_Static_assert(1, \"\");", "_Thread_local", "__attribute__((packed))",
    "__attribute__((cleanup(f)))", "__attribute__((unused))", "__auto_type", "__extension__",
    "__label__ l;", "__typeof__(x)", "typeof(x)", "asm(\"\" ::: \"memory\");", "[[maybe_unused]]",
    "__int128", "__func__",
    /* expressions */
    "x", "f", "p", "0", "1", "-1", "0x7fffffff", "1.5e3", "'a'", "\"s\"", "L\"s\"", "u8\"s\"",
    "NULL", "f(x)", "x++", "*p", "&x", "!x", "x ? x : x", "x ?: 1", "x && x", "x || x", "x, x",
    "(int) x", "(int[]) {1, 2}", "(struct s) {.a = 1}", "({ x; })", "&&l", "x[0]", "p->a", "s.a",
    "sizeof(x)", "x = x", "x += 1", "{1, 2}", "{[0] = 1}", "{.a = 1}", "= {0}", "= x",
    /* statements */
    ";", "{", "}", "(", ")", "[", "]", "{}", "int x;", "int x = f(1);", "int x = await f(1);",
    "int x[n];", "int (*x)[n] = &y;", "char x[] = \"abc\";", "struct s { int a; } x;",
    "typedef int x;", "enum { x, y };", "static int x;", "extern int x;", "const int x = 1;",
    "int x, *p = &x;", "if (x) ", "else", "while (x) ", "for (int x = 0; x < 3; x++) ",
    "for (;;) ", "do x++; while (x);", "switch (x) { case 1: x++; default: break; }", "l:", "l: ;",
    "goto l;", "goto *p;", "return x;", "return;", "{ int x = 1; x++; }", "int g(int);",
    "EACH(x) { await f(x); }",
    /* directives */
    "\n#if X\n", "\n#ifdef X\n", "\n#else\n", "\n#elif 1\n", "\n#endif\n", "\n#define X x\n",
    "\n#define X(a) a\n", "\n#define X(a) #a\n", "\n#define X(a, ...) a##x __VA_ARGS__\n",
    "\n#undef X\n", "\n#line 3\n", "\n#pragma once\n", "\n#include \"x.h\"\n", "\n#", "X", "X(x)",
    "X(await f(1))", "assert(x)", "BOTH(x)", "STR(x)", "PASTE(x, y)",
    /* punctuators, spellings */
    ",", ":", "?", ".", "...", "->", "*", "&", "&&", "||", "=", "==", "+=", "<<", "~", "!", "@",
    "\\\n", "<%", "%>", "<:", ":>", "%:", "\n%:define X\n", "/*", "*/", "//", "\"", "'", "\n",
    "?\?/\n", "\\u00e9", "\xc3\xa9", "$", "`",
};

#endif
