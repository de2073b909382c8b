#include "dump.h"

#include "../base/buffer.h"
#include "spell.h"

struct dump {
    FILE *out;
    const struct unit *unit;
    int depth;
};

static void dump_expr(struct dump *dump, const char *role, const struct expr *expr);
static void dump_stmt(struct dump *dump, const char *role, const struct stmt *stmt);
static void dump_decl(struct dump *dump, const struct decl *decl);
static void dump_type_name(struct dump *dump, const struct type_name *type);

static void line(struct dump *dump, const char *role, const char *what)
{
    fprintf(dump->out, "%*s%s%s%s", dump->depth * 2, "", role, *role ? ": " : "", what);
}

static void text_of(struct dump *dump, struct range range)
{
    struct buffer buffer = {0};

    spell_range(&buffer, dump->unit, range, NULL, NULL);
    fputs(" `", dump->out);
    for (size_t i = 0; i < buffer.len; i++)
        fputc(buffer.data[i] == '\n' ? ' ' : buffer.data[i], dump->out);
    fputc('`', dump->out);
    buffer_free(&buffer);
}

static void end_line(struct dump *dump)
{
    fputc('\n', dump->out);
}

/* ---- types ---- */

static const char *type_kind_text(enum type_kind kind)
{
    static const char *const texts[] = {
        [TYPE_BASIC] = "basic", [TYPE_VOID] = "void", [TYPE_STRUCT] = "struct",
        [TYPE_UNION] = "union", [TYPE_ENUM] = "enum", [TYPE_NAMED] = "named",
        [TYPE_TYPEOF] = "typeof", [TYPE_ATOMIC] = "atomic", [TYPE_AUTO] = "auto",
        [TYPE_IMPLICIT] = "implicit",
    };

    return texts[kind];
}

static void dump_specs(struct dump *dump, const struct specs *specs)
{
    line(dump, "specs", type_kind_text(specs->kind));
    text_of(dump, specs->range);
    end_line(dump);
    dump->depth++;
    if (specs->tag) {
        if (specs->tag->underlying)
            dump_specs(dump, specs->tag->underlying);
        for (const struct decl *member = specs->tag->members; member; member = member->next)
            dump_decl(dump, member);
        for (const struct enumerator *one = specs->tag->enumerators; one; one = one->next) {
            line(dump, "enumerator", one->name->text);
            end_line(dump);
            dump_expr(dump, "value", one->value);
        }
    }
    dump_expr(dump, "of", specs->expr);
    if (specs->type)
        dump_type_name(dump, specs->type);
    dump->depth--;
}

static void dump_declarator(struct dump *dump, const struct declarator *declarator);

static void dump_derivation(struct dump *dump, const struct derivation *step)
{
    static const char *const texts[] = {"pointer", "array", "function"};

    line(dump, "", texts[step->kind]);
    fprintf(dump->out, "%s\n", step->is_variadic ? " variadic" : "");
    dump->depth++;
    dump_expr(dump, "size", step->size);
    for (const struct param *param = step->params; param; param = param->next) {
        line(dump, "param", param->declarator->name ? param->declarator->name->text : "-");
        end_line(dump);
        dump->depth++;
        if (param->specs)
            dump_specs(dump, param->specs);
        dump_declarator(dump, param->declarator);
        dump->depth--;
    }
    dump->depth--;
}

static void dump_declarator(struct dump *dump, const struct declarator *declarator)
{
    for (const struct derivation *step = declarator->derivations; step; step = step->next)
        dump_derivation(dump, step);
    dump_expr(dump, "width", declarator->width);
    dump_expr(dump, "init", declarator->init);
}

static void dump_type_name(struct dump *dump, const struct type_name *type)
{
    dump_specs(dump, type->specs);
    dump_declarator(dump, type->declarator);
}

static void dump_decl(struct dump *dump, const struct decl *decl)
{
    dump_expr(dump, "assertion", decl->assertion);
    if (!decl->specs)
        return;
    dump_specs(dump, decl->specs);
    for (const struct declarator *one = decl->declarators; one; one = one->next) {
        line(dump, "declarator", one->name ? one->name->text : "-");
        if (one->symbol)
            fprintf(dump->out, " scope %u", one->symbol->scope);
        end_line(dump);
        dump->depth++;
        dump_declarator(dump, one);
        dump->depth--;
    }
}

/* ---- expressions ---- */

static const char *expr_kind_text(enum expr_kind kind)
{
    static const char *const texts[] = {
#define EXPR(id, text) text,
#include "ast.def"
    };

    return texts[kind];
}

static bool has_operator(enum expr_kind kind)
{
    return kind == EXPR_POSTFIX || kind == EXPR_UNARY || kind == EXPR_BINARY ||
           kind == EXPR_ASSIGN;
}

static void dump_designators(struct dump *dump, const struct designator *designators)
{
    for (const struct designator *one = designators; one; one = one->next) {
        line(dump, "designator", one->name ? one->name->text : "[]");
        end_line(dump);
        dump_expr(dump, "index", one->index);
        dump_expr(dump, "high", one->high);
    }
}

static void dump_expr_head(struct dump *dump, const char *role, const struct expr *expr)
{
    line(dump, role, expr_kind_text(expr->kind));
    if (has_operator(expr->kind))
        fprintf(dump->out, " %s", token_kind_text(expr->op));
    if (expr->name)
        fprintf(dump->out, " %s", expr->name->text);
    if (expr->symbol)
        fprintf(dump->out, " scope %u", expr->symbol->scope);
    if (expr->has_await)
        fputs(" has-await", dump->out);
    text_of(dump, expr->range);
    end_line(dump);
}

static void dump_expr(struct dump *dump, const char *role, const struct expr *expr)
{
    if (!expr)
        return;
    dump_expr_head(dump, role, expr);
    dump->depth++;
    if (expr->type)
        dump_type_name(dump, expr->type);
    dump_designators(dump, expr->designators);
    for (int i = 0; i < 3; i++)
        dump_expr(dump, "", expr->kid[i]);
    for (const struct expr *item = expr->list; item; item = item->next)
        dump_expr(dump, "item", item);
    dump_stmt(dump, "body", expr->body);
    dump->depth--;
}

/* ---- statements ---- */

static const char *stmt_kind_text(enum stmt_kind kind)
{
    static const char *const texts[] = {
#define STMT(id, text) text,
#include "ast.def"
    };

    return texts[kind];
}

static void dump_stmt(struct dump *dump, const char *role, const struct stmt *stmt)
{
    if (!stmt)
        return;
    line(dump, role, stmt_kind_text(stmt->kind));
    if (stmt->name)
        fprintf(dump->out, " %s", stmt->name->text);
    if (stmt->has_await)
        fputs(" has-await", dump->out);
    if (stmt->kind == STMT_DIRECTIVE)
        text_of(dump, stmt->range);
    end_line(dump);
    dump->depth++;
    if (stmt->decl)
        dump_decl(dump, stmt->decl);
    dump_stmt(dump, "init", stmt->init);
    dump_expr(dump, "", stmt->expr);
    dump_expr(dump, "high", stmt->high);
    dump_expr(dump, "step", stmt->step);
    for (const struct expr *operand = stmt->operands; operand; operand = operand->next)
        dump_expr(dump, "operand", operand);
    for (const struct stmt *inner = stmt->body; inner; inner = inner->next)
        dump_stmt(dump, "", inner);
    dump_stmt(dump, "else", stmt->otherwise);
    dump->depth--;
}

/* ---- the file ---- */

static void dump_marks(struct dump *dump, const struct mark *marks)
{
    for (; marks; marks = marks->next) {
        line(dump, "mark", mark_table[marks->id].name);
        for (const struct option *option = marks->options; option; option = option->next) {
            fprintf(dump->out, " %s", option_table[option->id].name);
            if (option->name)
                fprintf(dump->out, "=%s", option->name->text);
            else if (option_table[option->id].type < OPTION_NAME)
                fprintf(dump->out, "=%lld", (long long) option->number);
        }
        end_line(dump);
    }
}

static void dump_item(struct dump *dump, const struct item *item)
{
    static const char *const texts[] = {"text", "function", "prototype", "foreign", "message"};

    line(dump, "", texts[item->kind]);
    fprintf(dump->out, " %u..%u%s\n", item->begin, item->end, item->failed ? " failed" : "");
    if (item->kind == ITEM_TEXT || item->failed)
        return;
    dump->depth++;
    dump_marks(dump, item->marks);
    dump_decl(dump, item->decl);
    dump_stmt(dump, "", item->body);
    dump->depth--;
}

void dump_token(FILE *out, const struct token *token, struct position position)
{
    fprintf(out, "%u:%u %s `%.*s`\n", position.line, position.column,
            token_kind_text((enum token_kind) token->kind), (int) token->len, token->text);
}

void dump_unit(FILE *out, const struct unit *unit)
{
    struct dump dump = {out, unit, 0};

    for (const struct item *item = unit->items; item; item = item->next)
        dump_item(&dump, item);
}
