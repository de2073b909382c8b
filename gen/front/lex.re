/*
 * A sentinel lexer: the NUL after the text stops every rule, so no rule asks for the end. White
 * space and comments are skipped in the same automaton; identifiers are interned on the way, which
 * makes keywords out of them. Rare and long things (directives, comments) are left to plain C.
 */
#include "lex.h"

#include <string.h>

#include "directive.h"

void lex_open_text(struct lexer *lexer, struct names *names, const char *text, size_t len,
                   uint32_t at)
{
    *lexer = (struct lexer) {.names = names, .at = at, .line_start = true};
    lexer->begin = lexer->cursor = text;
    lexer->end = text + len;
}

void lex_open(struct lexer *lexer, struct names *names, const struct source *source)
{
    lex_open_text(lexer, names, source->text, source->text_len, 0);
    lexer->source = source;
    if (source->text_len >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0)
        lexer->cursor += 3;
}

void lex_back(struct lexer *lexer, const struct token *token)
{
    lexer->cursor = token->text;
    lexer->mark_end = NULL;
    lexer->splice = 0;
    lexer->line_start = token->flags & TOKEN_LINE_START;
}

uint32_t lex_token_end(const struct source *source, const struct token *token)
{
    uint32_t text_at = (uint32_t) (token->text - source->text);

    if (!(token->flags & TOKEN_SPLICED))
        return token->at + token->len;
    return source_raw_at(source, text_at + token->len - 1) + 1;
}

/* The end of a literal inside a directive: its closing quote, or the end of the line. */
static const char *skip_quoted(const char *p, const char *end)
{
    char quote = *p++;

    while (p < end && *p != '\n') {
        if (*p == quote)
            return p + 1;
        p += *p == '\\' && p + 1 < end && p[1] != '\n' ? 2 : 1;
    }
    return p;
}

/* After the closing of the comment that begins at p, or the end of the text. */
static const char *skip_comment(const char *p, const char *end)
{
    for (p += 2; (p = memchr(p, '*', (size_t) (end - p))); p++)
        if (p[1] == '/')
            return p + 2;
    return end;
}

/* The end of the logical line: comments in it may hold line ends, quotes may hold comment signs. */
static const char *skip_directive(const char *p, const char *end)
{
    while (p < end && *p != '\n') {
        if (*p == '"' || *p == '\'')
            p = skip_quoted(p, end);
        else if (*p == '/' && p[1] == '*')
            p = skip_comment(p, end);
        else if (*p == '/' && p[1] == '/')
            return (p = memchr(p, '\n', (size_t) (end - p))) ? p : end;
        else
            p++;
    }
    return p > end ? end : p;
}

static bool is_word(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

static size_t skip_blanks(const char *text, size_t at, size_t len)
{
    while (at < len && is_blank(text[at]))
        at++;
    return at;
}

/* Whether text[0..len), behind a mark's word, is nothing but its options or other marks. */
static bool is_mark_rest(const char *text, size_t len)
{
    size_t at = skip_blanks(text, 0, len);

    if (at == len || text[at] == '(')
        return at == len || text[len - 1] == ')';
    while (at && at < len && text[at] == '@' && at + 1 < len && is_word(text[at + 1])) {
        for (at++; at < len && is_word(text[at]);)
            at++;
        at = skip_blanks(text, at, len);
        if (at < len && text[at] == '(')
            return text[len - 1] == ')';
    }
    return at == len;
}

/*
 * Whether the comment text[0..len) (after its opening and an @) is exactly a mark with or without
 * options, or several. Gives the name of the first.
 */
static struct name *comment_mark(struct names *names, const char *text, size_t len)
{
    size_t word = 0;
    struct name *name;

    while (word < len && is_word(text[word]))
        word++;
    while (len > word && is_blank(text[len - 1]))
        len--;
    if (!word || !is_mark_rest(text + word, len - word))
        return NULL;
    name = names_intern(names, text, word);
    return name->mark ? name : NULL;
}

/* If the comment at `open` (closing at `close`) is a mark: its opening becomes a MARK. */
static bool open_mark(struct lexer *lexer, struct token *token, const char *open,
                      const char *close)
{
    struct name *name;

    if (open[2] != '@' || lexer->mark_end)
        return false;
    name = comment_mark(lexer->names, open + 3, (size_t) (close - open - 3));
    if (!name)
        return false;
    token->name = name;
    lexer->cursor = open + 3 + name->len;
    lexer->mark_end = close;
    return true;
}

static void place(struct lexer *lexer, struct token *token)
{
    const struct source *source = lexer->source;
    uint32_t text_at, splice = lexer->splice;

    if (!source) {
        token->at = lexer->at;
        return;
    }
    text_at = (uint32_t) (token->text - lexer->begin);
    token->at = text_at;
    if (!source->splices.count)
        return;
    while (splice < source->splices.count && source->splices.list[splice].text_at <= text_at)
        splice++;
    token->at += splice ? source->splices.list[splice - 1].skipped : 0;
    if (splice < source->splices.count &&
        source->splices.list[splice].text_at < text_at + token->len)
        token->flags |= TOKEN_SPLICED;
    lexer->splice = splice;
}

/* A comment: a mark, a bad one that is never closed, or TOKEN_END: nothing, the cursor is behind
 * it. */
static enum token_kind match_comment(struct lexer *lexer, struct token *token, const char *start)
{
    const char *close, *end = lexer->end;
    bool is_line = start[1] == '/';

    if (is_line) {
        close = memchr(start, '\n', (size_t) (end - start));
        close = close ? close : end;
    } else {
        close = skip_comment(start, end);
        if (close == end && (close - start < 4 || close[-1] != '/' || close[-2] != '*')) {
            lexer->cursor = close;
            return TOKEN_BAD;
        }
    }
    if (open_mark(lexer, token, start, is_line ? close : close - 2))
        return TOKEN_MARK;
    lexer->cursor = close;
    return TOKEN_END;
}

#define KIND(id) \
    do { \
        lexer->cursor = YYCURSOR; \
        return TOKEN_##id; \
    } while (0)

/* What is no word, number or literal. */
static enum token_kind match_punctuator(struct lexer *lexer)
{
    const char *YYCURSOR = lexer->cursor, *YYMARKER;

    /*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:yyfill:enable = 0;

    ("#" | "%:") {
        if (lexer->line_start && !lexer->mark_end) { /* in a comment it is none */
            lexer->cursor = skip_directive(YYCURSOR, lexer->end);
            return TOKEN_DIRECTIVE;
        }
        KIND(HASH);
    }
    "##" | "%:%:"  { KIND(HASH_HASH); }
    "("            { KIND(LPAREN); }
    ")"            { KIND(RPAREN); }
    "[" | "<:"     { KIND(LBRACKET); }
    "]" | ":>"     { KIND(RBRACKET); }
    "{" | "<%"     { KIND(LBRACE); }
    "}" | "%>"     { KIND(RBRACE); }
    ";"            { KIND(SEMICOLON); }
    ","            { KIND(COMMA); }
    ":"            { KIND(COLON); }
    "?"            { KIND(QUESTION); }
    "."            { KIND(DOT); }
    "->"           { KIND(ARROW); }
    "..."          { KIND(ELLIPSIS); }
    "++"           { KIND(PLUS_PLUS); }
    "--"           { KIND(MINUS_MINUS); }
    "~"            { KIND(TILDE); }
    "!"            { KIND(NOT); }
    "*"            { KIND(STAR); }
    "/"            { KIND(SLASH); }
    "%"            { KIND(PERCENT); }
    "+"            { KIND(PLUS); }
    "-"            { KIND(MINUS); }
    "<<"           { KIND(SHIFT_LEFT); }
    ">>"           { KIND(SHIFT_RIGHT); }
    "<"            { KIND(LESS); }
    ">"            { KIND(GREATER); }
    "<="           { KIND(LESS_EQUAL); }
    ">="           { KIND(GREATER_EQUAL); }
    "=="           { KIND(EQUAL_EQUAL); }
    "!="           { KIND(NOT_EQUAL); }
    "&"            { KIND(AND); }
    "^"            { KIND(XOR); }
    "|"            { KIND(OR); }
    "&&"           { KIND(AND_AND); }
    "||"           { KIND(OR_OR); }
    "="            { KIND(ASSIGN); }
    "*="           { KIND(STAR_ASSIGN); }
    "/="           { KIND(SLASH_ASSIGN); }
    "%="           { KIND(PERCENT_ASSIGN); }
    "+="           { KIND(PLUS_ASSIGN); }
    "-="           { KIND(MINUS_ASSIGN); }
    "<<="          { KIND(SHIFT_LEFT_ASSIGN); }
    ">>="          { KIND(SHIFT_RIGHT_ASSIGN); }
    "&="           { KIND(AND_ASSIGN); }
    "^="           { KIND(XOR_ASSIGN); }
    "|="           { KIND(OR_ASSIGN); }
    *              { KIND(OTHER); }
    */
}

/*
 * Skips white space and comments, then matches one token: gives its kind, its first byte in *text
 * and sets the cursor behind it.
 */
static enum token_kind match(struct lexer *lexer, struct token *token, const char **text)
{
    const char *YYCURSOR, *YYMARKER, *start;

again:
    start = YYCURSOR = lexer->cursor;
    *text = start;
    if (lexer->mark_end && start >= lexer->mark_end) {
        lexer->cursor = lexer->mark_end + (*lexer->mark_end == '*' ? 2 : 0);
        *text = lexer->mark_end;
        lexer->mark_end = NULL;
        return TOKEN_MARK_END;
    }

    /*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:yyfill:enable = 0;
    re2c:flags:case-ranges = 1;

    blank = [ \t\v\f\r];
    letter = [a-zA-Z_$\x80-\xff];
    ucn = "\\" ("u" [0-9a-fA-F]{4} | "U" [0-9a-fA-F]{8});
    name = (letter | ucn) (letter | [0-9] | ucn)*;
    number = "."? [0-9] ([eEpP] [+-] | [.0-9] | letter)*;
    prefix = "L" | "u8" | "u" | "U";
    escaped = "\\" [^\n\x00];

    blank+              { lexer->cursor = YYCURSOR; goto again; }
    "\n" [ \t]*         { lexer->cursor = YYCURSOR; lexer->line_start = true; goto again; }
    "/" [/*] {
        enum token_kind kind = match_comment(lexer, token, start);

        if (kind != TOKEN_END)
            return kind;
        goto again;
    }
    letter (letter | [0-9])* {
        lexer->cursor = YYCURSOR;
        token->name = names_intern(lexer->names, start, (size_t) (YYCURSOR - start));
        return token->name->word ? (enum token_kind) token->name->word : TOKEN_NAME;
    }
    name {
        lexer->cursor = YYCURSOR;
        token->name = names_intern_spelled(lexer->names, start, (size_t) (YYCURSOR - start));
        return token->name->word ? (enum token_kind) token->name->word : TOKEN_NAME;
    }
    "@" name {
        lexer->cursor = YYCURSOR;
        token->name = names_intern(lexer->names, start + 1, (size_t) (YYCURSOR - start - 1));
        return TOKEN_MARK;
    }
    number                                               { KIND(NUMBER); }
    prefix? ["] ([^"\\\n\x00] | escaped)* ["]            { KIND(STRING); }
    prefix? ['] ([^'\\\n\x00] | escaped)* [']            { KIND(CHARACTER); }
    prefix? (["] ([^"\\\n\x00] | escaped)* "\\"? | ['] ([^'\\\n\x00] | escaped)* "\\"?)
                                                         { KIND(BAD); }
    "\x00" {
        if (start >= lexer->end)
            return TOKEN_END;
        KIND(OTHER);
    }
    * {
        lexer->cursor = start;
        return match_punctuator(lexer);
    }
    */
}

#undef KIND

/* One token without its position. */
static void next(struct lexer *lexer, struct token *token)
{
    const char *from = lexer->cursor, *text;
    bool line_start;

    token->name = NULL;
    token->call = 0;
    token->flags = 0;
    token->kind = (uint8_t) match(lexer, token, &text);
    if (lexer->mark_end && lexer->cursor > lexer->mark_end) { /* a quote, and the comment ends */
        lexer->cursor = lexer->mark_end;
        token->kind = TOKEN_BAD;
    }
    line_start = lexer->line_start;
    lexer->line_start = false;
    token->text = text;
    token->len = (uint32_t) (lexer->cursor - text);
    token->space = (uint32_t) (text - from);
    token->flags = (uint8_t) ((line_start ? TOKEN_LINE_START : 0) |
                              (text != from ? TOKEN_SPACED : 0));
}

/*
 * After `#if 0`: goes on to its #else, #elif or #endif. What stands between is part of the
 * directive.
 */
static void skip_dead(struct lexer *lexer, struct token *directive)
{
    const char *end = lexer->cursor, *rest;
    struct token token;
    uint32_t len, depth = 0;

    for (next(lexer, &token); token.kind != TOKEN_END; next(lexer, &token)) {
        if (token.kind == TOKEN_DIRECTIVE) {
            enum directive what = directive_read(&token, &rest, &len);

            if ((what == DIRECTIVE_ELSE || what == DIRECTIVE_ENDIF) && depth == 0)
                break;
            depth += what == DIRECTIVE_IF;
            depth -= what == DIRECTIVE_ENDIF;
        }
        end = lexer->cursor;
    }
    directive->len = (uint32_t) (end - directive->text);
    lexer->cursor = end;
    lexer->mark_end = NULL;
}

/*
 * Bytes of names, numbers and operators, and blanks. A token that begins with one of them holds no
 * bracket: those of two bytes begin with < : or %.
 */
static const bool is_plain[256] = {
    ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['_'] = true, ['$'] = true,
    [0x80 ... 0xff] = true, [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true,
    ['\v'] = true, ['\f'] = true, ['+'] = true, ['-'] = true, ['*'] = true, ['='] = true,
    [';'] = true, [','] = true, ['.'] = true, ['?'] = true, ['!'] = true, ['~'] = true,
    ['^'] = true, ['|'] = true, ['&'] = true, ['>'] = true,
};

void lex_skip_plain(struct lexer *lexer)
{
    const char *from = lexer->cursor, *p = from;

    if (lexer->mark_end)
        return;
    while (is_plain[(unsigned char) *p])
        p++;
    lexer->cursor = p;
    while (p > from && is_blank(p[-1]) && p[-1] != '\n')
        p--;
    if (p > from)
        lexer->line_start = p[-1] == '\n';
}

void lex_next(struct lexer *lexer, struct token *token)
{
    next(lexer, token);
    if (token->kind == TOKEN_DIRECTIVE && directive_is_dead(token))
        skip_dead(lexer, token);
    place(lexer, token);
}
