#include "ir.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/memory.h"
#include "spell.h"

void ir_open(struct ir *ir, struct unit *unit)
{
    *ir = (struct ir) {.unit = unit};
}

void ir_close(struct ir *ir)
{
    free(ir->edits);
    free(ir->holes);
    vector_free(&ir->hole_list);
    buffer_free(&ir->scratch);
}

static void make_room(struct ir *ir, uint32_t count)
{
    if (count <= ir->capacity)
        return;
    ir->capacity = count + count / 2;
    ir->edits = memory_resize(ir->edits, ir->capacity * sizeof *ir->edits);
    ir->holes = memory_resize(ir->holes, ir->capacity * sizeof *ir->holes);
}

void ir_begin(struct ir *ir)
{
    uint32_t count = ir->unit->tokens.count + 1;

    make_room(ir, count);
    memset(ir->edits, 0, count * sizeof *ir->edits);
    memset(ir->holes, 0, count * sizeof *ir->holes);
    ir->functions = NULL;
    ir->messages = NULL;
    ir->hole_list.count = 0;
    *vector_push(&ir->hole_list) = (struct hole) {.range = {0, 0}};
}

void ir_end(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        vector_free(&function->locals);
        vector_free(&function->uses);
        vector_free(&function->literals);
        vector_free(&function->labels);
        vector_free(&function->starts);
        vector_free(&function->leaves);
        vector_free(&function->unknowns);
        vector_free(&function->hidden);
        vector_free(&function->defers);
        vector_free(&function->jumps);
        vector_free(&function->types);
        vector_free(&function->variable_lengths);
        set_free(&function->hoisted);
        set_free(&function->staying);
        vector_free(&function->slots);
        vector_free(&function->loads);
        vector_free(&function->temporaries);
        vector_free(&function->markers);
        vector_free(&function->lines);
        vector_free(&function->ops);
    }
}

/* ---- edits ---- */

struct edit *ir_edit(struct ir *ir, uint32_t token)
{
    struct edit **edit = &ir->edits[token];

    if (!*edit)
        *edit = ARENA_NEW(&ir->unit->arena, struct edit);
    (*edit)->whole = NULL;
    return *edit;
}

static const char *join(struct ir *ir, const char *left, const char *right)
{
    return left && right ? ir_text(ir, "%s%s", left, right) : left ? left : right;
}

void ir_wrap(struct ir *ir, struct range range, const char *before, const char *after)
{
    struct edit *first = ir_edit(ir, range.first), *last = ir_edit(ir, range.end - 1);

    first->before = join(ir, first->before, before);
    last->after = join(ir, after, last->after);
}

static const char *edited(struct ir *ir, uint32_t index)
{
    struct edit *edit = ir->edits[index];
    const struct token *token = &ir->unit->tokens.list[index];

    if (!edit)
        return NULL;
    if ((!edit->before || !*edit->before) && (!edit->after || !*edit->after))
        return edit->instead;
    if (!edit->whole)
        edit->whole = ir_text(ir, "%s%c%.*s%c%s", edit->before ? edit->before : "", SPELL_OPEN,
                              edit->instead ? (int) strlen(edit->instead) : (int) token->len,
                              edit->instead ? edit->instead : token->text, SPELL_CLOSE,
                              edit->after ? edit->after : "");
    return edit->whole;
}

/* ---- holes ---- */

uint32_t ir_hole(struct ir *ir, struct range range, uint32_t outer)
{
    uint32_t number = ir->hole_list.count;

    *vector_push(&ir->hole_list) = (struct hole) {.range = range, .outer = outer, .text = "",
                                                    .type = ""};
    for (uint32_t i = range.first; i < range.end; i++)
        ir->holes[i] = number;
    return number;
}

/* The outermost hole around the token that is inside the view's own, or 0. */
static uint32_t visible_hole(const struct view *view, uint32_t index)
{
    uint32_t hole = view->ir->holes[index];

    while (hole && hole != view->hole && view->ir->hole_list.list[hole].outer != view->hole)
        hole = view->ir->hole_list.list[hole].outer;
    return hole == view->hole ? 0 : hole;
}

/* The line ends inside a hole, so that what follows keeps its line. */
static const char *skipped_lines(struct ir *ir, struct range range, const char *text)
{
    const struct token *tokens = ir->unit->tokens.list;
    uint32_t lines = 0;

    for (uint32_t i = range.first + 1; i < range.end; i++)
        for (const char *c = tokens[i].text - tokens[i].space; c < tokens[i].text; c++)
            lines += *c == '\n';
    if (!lines)
        return text;
    char *more = arena_alloc(&ir->unit->arena, strlen(text) + lines + 1);

    strcpy(more, text);
    memset(more + strlen(text), '\n', lines);
    return more;
}

static const char *hole_token(const struct view *view, const struct hole *hole, uint32_t index)
{
    if (index != hole->range.first)
        return "";
    return view->is_type ? hole->type : skipped_lines(view->ir, hole->range, hole->text);
}

static const char *own_text(struct ir *ir, uint32_t index)
{
    const struct token *token = &ir->unit->tokens.list[index];

    return ir_text(ir, "%.*s", (int) token->len, token->text);
}

const char *view_token(void *context, uint32_t index)
{
    struct view *view = context;
    uint32_t hole = visible_hole(view, index);
    const char *text = hole ? hole_token(view, &view->ir->hole_list.list[hole], index)
                            : edited(view->ir, index);

    return !text && view->is_expanded && view->ir->unit->tokens.list[index].call
               ? own_text(view->ir, index) : text;
}

struct buffer ir_take_scratch(struct ir *ir)
{
    struct buffer scratch = ir->scratch;

    ir->scratch = (struct buffer) {0};
    return scratch;
}

const char *ir_keep_scratch(struct ir *ir, struct buffer *scratch)
{
    const char *text =
        arena_copy(&ir->unit->arena, scratch->data ? scratch->data : "", scratch->len);

    buffer_free(&ir->scratch); /* somebody else took one meanwhile */
    scratch->len = 0;
    ir->scratch = *scratch;
    return text;
}

const char *view_text(struct view view, struct range range)
{
    struct buffer buffer = ir_take_scratch(view.ir);

    spell_range(&buffer, view.ir->unit, range, view_token, &view);
    return ir_keep_scratch(view.ir, &buffer);
}

const char *view_words(struct view view, struct range range)
{
    struct buffer buffer = ir_take_scratch(view.ir);

    spell_words(&buffer, view.ir->unit, range, view_token, &view);
    return ir_keep_scratch(view.ir, &buffer);
}

/* ---- small things ---- */

struct local *ir_local(const struct expr *name)
{
    const struct symbol *symbol = name->kind == EXPR_NAME ? name->symbol : NULL;

    return symbol && (symbol->kind == SYMBOL_OBJECT || symbol->kind == SYMBOL_PARAMETER)
               ? symbol->slot : NULL;
}

const struct specs *ir_symbol_specs(const struct function *function, const struct symbol *symbol)
{
    if (symbol->decl)
        return symbol->decl->specs;
    for (uint32_t i = 0; i < function->parameter_count; i++)
        if (function->parameters[i].param->declarator == symbol->declarator)
            return function->parameters[i].param->specs;
    return NULL;
}

const char *ir_holder(struct ir *ir, uint8_t layer)
{
    if (layer < 2)
        return layer ? "unsync__inner" : "unsync__self";
    return ir_text(ir, "unsync__inner_%u", layer);
}

void ir_add_slot(struct ir *ir, struct function *function, uint8_t layer, const char *type,
                 const char *declaration)
{
    struct slot slot = {.declaration = declaration, .layer = layer};

    if (type && layer) { /* clang takes a compound literal in a struct for one of file scope */
        slot.definition = ir_text(ir, "%s unsync__type_of_%s", type, declaration);
        slot.declared = declaration;
        slot.declaration = ir_text(ir, "unsync__type_of_%s %s", declaration, declaration);
    } else if (type) {
        slot.declaration = ir_text(ir, "%s %s", type, declaration);
    }
    *vector_push(&function->slots) = slot;
    if (function->layers < layer)
        function->layers = layer;
}

bool function_streams(const struct function *function)
{
    return function->is_generator && function->mark->id == MARK_CPU_BOUND;
}

bool function_is_plain_generator(const struct function *function)
{
    return function->is_generator && function->mark->id != MARK_ASYNC;
}

const char *function_kind(const struct function *function)
{
    if (function_streams(function))
        return "a @cpu_bound @generator";
    if (function->mark->id == MARK_GENERATOR)
        return "a @generator";
    return function->is_generator ? "an @async @generator" : "an @async function";
}

const char *function_wait(const struct function *function)
{
    return function_is_plain_generator(function) ? "a yield" : "an await";
}

const char *ir_text(struct ir *ir, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = arena_vprintf(&ir->unit->arena, format, args);
    va_end(args);
    return text;
}

const char *ir_quoted(struct ir *ir, const char *text)
{
    struct buffer out = ir_take_scratch(ir);

    buffer_char(&out, '"');
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            buffer_printf(&out, "\\%c", *text);
        else if ((unsigned char) *text < ' ')
            buffer_printf(&out, "\\%03o", (unsigned char) *text);
        else
            buffer_char(&out, *text);
    buffer_char(&out, '"');
    return ir_keep_scratch(ir, &out);
}

bool ir_any_between(const uint32_t *list, uint32_t count, uint32_t from, uint32_t to)
{
    uint32_t at = rising_first(list, count, from + 1);

    return at < count && list[at] < to;
}

void ir_refuse(struct ir *ir, struct item *item, enum diag_id id, struct span span,
               const char *hint, const char *format, ...)
{
    char message[400];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    diag_report(ir->unit->diag, id, span, "%s", message);
    if (hint)
        diag_hint(ir->unit->diag, "%s", hint);
    item->failed = true;
}
