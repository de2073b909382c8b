#include "hoist.h"

#include "../tree/condition.h"
#include "../tree/need.h"
#include "../tree/walk.h"

/* A tag of a block; `struct S` in its scope means it. */
struct scoped_tag {
    struct name *name;
    const char *renamed; /* NULL: it stays where it is */
};

/* `struct S` where no block declares S: it is the file's, or declared by this use. */
struct open_use {
    const struct name *name;
    uint32_t block;
};

/* A static variable that moves. */
struct moved {
    const struct symbol *symbol;
    const char *name;
};

struct hoister {
    struct ir *ir;
    struct function *function;
    VECTOR(struct scoped_tag) tags; /* of the open blocks, innermost last */
    VECTOR(uint32_t) blocks;        /* how many there were before each */
    VECTOR(struct open_use) open_uses;
    VECTOR(uint32_t) numbers;       /* of the open blocks */
    uint32_t block_count;
    struct set statics;             /* static variables that the type of a slot needs */
    struct set moving;              /* those of the declaration at hand */
    VECTOR(struct moved) moved;
    struct set labelled;            /* declarations that follow a label */
    uint32_t count;                 /* names made so far */
    bool may_move;
    bool is_bound;                  /* the type at hand needs a variable, or a type that stays */
    bool is_moving;                 /* it moves */
    const struct tag *needs_name;   /* what remains of it in its place refers to it */
    struct walk walk;
};

static const struct token *token_at(const struct hoister *hoister, uint32_t index)
{
    return &hoister->ir->unit->tokens.list[index];
}

static void rename_token(struct hoister *hoister, uint32_t token, const char *text)
{
    ir_edit(hoister->ir, token)->instead = text;
}

static const char *new_name(struct hoister *hoister, const char *name)
{
    return ir_text(hoister->ir, "unsync__local_%s_%u", name, ++hoister->count);
}

/* ---- whether a declaration can move ---- */

static struct scoped_tag *find_tag(struct hoister *hoister, const struct name *name)
{
    for (uint32_t i = hoister->tags.count; i; i--)
        if (hoister->tags.list[i - 1].name == name)
            return &hoister->tags.list[i - 1];
    return NULL;
}

static uint32_t this_block(const struct hoister *hoister)
{
    return hoister->numbers.count ? hoister->numbers.list[hoister->numbers.count - 1] : 0;
}

/* Whether the innermost block used the tag before anybody declared it. */
static bool was_used(const struct hoister *hoister, const struct name *name)
{
    for (uint32_t i = 0; i < hoister->open_uses.count; i++)
        if (hoister->open_uses.list[i].name == name &&
            hoister->open_uses.list[i].block == this_block(hoister))
            return true;
    return false;
}

static bool see_name(struct walk *walk, struct expr *expr)
{
    struct hoister *hoister = walk->context;

    if (expr->kind == EXPR_NAME && expr->symbol &&
        !set_has(&hoister->function->hoisted, expr->symbol) &&
        !set_has(&hoister->moving, expr->symbol) &&
        !(expr->symbol->kind == SYMBOL_ENUMERATOR && expr->symbol->slot))
        hoister->is_bound = true;
    return true;
}

static bool see_type(struct walk *walk, struct specs *specs)
{
    struct hoister *hoister = walk->context;
    const struct scoped_tag *tag;

    if (specs->kind == TYPE_NAMED && specs->symbol && !specs->symbol->slot)
        hoister->is_bound = true;
    if (specs->kind == TYPE_AUTO)
        hoister->is_bound = true;
    if (specs->tag && specs->tag->name && !specs->tag->has_body) {
        tag = find_tag(hoister, specs->tag->name);
        if (tag && !tag->renamed)
            hoister->is_bound = true;
    }
    if (specs->tag && specs->tag->has_body && specs->tag->name &&
        was_used(hoister, specs->tag->name))
        hoister->is_bound = true; /* is it the one that was meant before? */
    return true;
}

/*
 * Around and inside of an #if: one declaration of the name, and a condition that may be repeated.
 * What is declared once more, in another branch, stays.
 */
static bool is_whole(const struct hoister *hoister, const struct decl *decl)
{
    const struct function *function = hoister->function;
    const struct unit *unit = hoister->ir->unit;
    const struct tag *tag = decl->specs->tag;

    if (!function->has_conditionals)
        return true;
    if (ir_any_between(unit->directives.list, unit->directives.count, decl->range.first,
                       decl->range.end) ||
        (condition_at(hoister->ir, function, decl->range.first) &&
         !condition_repeated(hoister->ir, function, decl->range.first)))
        return false;
    for (const struct enumerator *one = tag ? tag->enumerators : NULL; one; one = one->next)
        if (one->symbol && one->symbol->redeclared)
            return false;
    if (decl->specs->storage & (STORAGE_TYPEDEF | STORAGE_STATIC))
        for (const struct declarator *one = decl->declarators; one; one = one->next)
            if (one->symbol && one->symbol->redeclared)
                return false;
    return true;
}

/* Whether a slot's type needs one of the static variables that are declared. */
static bool is_needed_static(const struct hoister *hoister, const struct decl *decl)
{
    if (decl->specs->storage & STORAGE_STATIC)
        for (const struct declarator *one = decl->declarators; one; one = one->next)
            if (one->symbol && set_has(&hoister->statics, one->symbol))
                return true;
    return false;
}

/* They may mention each other, and themselves: they count as moved while they are looked at. */
static void look_at_statics(struct hoister *hoister, struct walk *walk, struct decl *decl)
{
    set_clear(&hoister->moving);
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        hoister->is_bound |= !need_is_static(one->symbol);
        walk_declarator(walk, one);
        set_add(&hoister->moving, one->symbol);
        walk_expr(walk, one->init);
    }
}

/* The enumerators of the type refer to each other: they count as moved while it is looked at. */
static bool can_move(struct hoister *hoister, struct decl *decl)
{
    struct walk walk = {.context = hoister, .enter_expr = see_name, .enter_specs = see_type};
    const struct tag *tag = decl->specs->tag;

    hoister->is_bound = !is_whole(hoister, decl);
    for (const struct enumerator *one = tag ? tag->enumerators : NULL; one; one = one->next)
        if (one->symbol)
            one->symbol->slot = one->symbol;
    walk_specs(&walk, decl->specs);
    if (decl->specs->storage & STORAGE_TYPEDEF)
        for (struct declarator *one = decl->declarators; one; one = one->next)
            walk_declarator(&walk, one);
    if (is_needed_static(hoister, decl))
        look_at_statics(hoister, &walk, decl);
    for (const struct enumerator *one = tag ? tag->enumerators : NULL; one; one = one->next)
        if (one->symbol)
            one->symbol->slot = NULL;
    return !hoister->is_bound;
}

/* ---- new names ---- */

static void rename_enumerators(struct hoister *hoister, const struct tag *tag)
{
    for (const struct enumerator *one = tag->enumerators; one; one = one->next)
        if (one->symbol) {
            one->symbol->slot = (void *) new_name(hoister, one->name->text);
            rename_token(hoister, one->token, one->symbol->slot);
        }
}

/* The { of a tag, or the : of `enum : char {`. */
static uint32_t body_begin(const struct hoister *hoister, const struct tag *tag)
{
    struct range range = tag->range;

    if (tag->underlying)
        return tag->colon;
    while (range.first < range.end && token_at(hoister, range.first)->kind != TOKEN_LBRACE)
        range.first++;
    return range.first;
}

/* A tag that moves, with its name; a member struct without one must stay without. */
static const char *rename_tag(struct hoister *hoister, struct tag *tag)
{
    const char *renamed = new_name(hoister, tag->name ? tag->name->text : "type");

    if (tag->name)
        rename_token(hoister, tag->token, renamed);
    else if (tag == hoister->needs_name)
        ir_edit(hoister->ir, body_begin(hoister, tag) - 1)->after =
            ir_text(hoister->ir, " %s", renamed);
    rename_enumerators(hoister, tag);
    set_add(&hoister->function->hoisted, tag);
    return renamed;
}

/* A tag that is declared here. */
static void declare_tag(struct hoister *hoister, struct tag *tag)
{
    const char *renamed = hoister->is_moving ? rename_tag(hoister, tag) : NULL;

    if (!tag->name)
        return;
    if (!renamed)
        set_add(&hoister->function->staying, tag);
    *vector_push(&hoister->tags) = (struct scoped_tag) {tag->name, renamed};
}

/* Whether the name was declared by the innermost block. */
static bool is_of_this_block(const struct hoister *hoister, const struct name *name)
{
    uint32_t first = hoister->blocks.count ? hoister->blocks.list[hoister->blocks.count - 1] : 0;

    for (uint32_t i = first; i < hoister->tags.count; i++)
        if (hoister->tags.list[i].name == name)
            return true;
    return false;
}

static void use_tag(struct hoister *hoister, struct tag *tag)
{
    const struct scoped_tag *scoped = find_tag(hoister, tag->name);

    if (!scoped) {
        *vector_push(&hoister->open_uses) = (struct open_use) {tag->name, this_block(hoister)};
    } else if (scoped->renamed) {
        rename_token(hoister, tag->token, scoped->renamed);
        set_add(&hoister->function->hoisted, tag);
    } else {
        set_add(&hoister->function->staying, tag);
    }
}

/* The definition of a tag that was declared before in the same block keeps its name. */
static void complete_tag(struct hoister *hoister, struct tag *tag)
{
    const struct scoped_tag *scoped = find_tag(hoister, tag->name);

    if (!scoped->renamed) {
        set_add(&hoister->function->staying, tag);
    } else {
        rename_token(hoister, tag->token, scoped->renamed);
        rename_enumerators(hoister, tag);
        set_add(&hoister->function->hoisted, tag);
    }
}

/* ---- the walk: every type in the order of the text ---- */

static bool enter_type(struct walk *walk, struct specs *specs)
{
    struct hoister *hoister = walk->context;
    struct tag *tag = specs->tag;

    if (specs->kind == TYPE_NAMED && specs->symbol && specs->symbol->slot)
        for (const struct piece *piece = specs->pieces; piece; piece = piece->next)
            if (piece->kind == PIECE_TYPE)
                rename_token(hoister, piece->range.first, specs->symbol->slot);
    if (!tag)
        return true;
    if (!tag->has_body)
        use_tag(hoister, tag);
    else if (tag->name && is_of_this_block(hoister, tag->name))
        complete_tag(hoister, tag);
    else
        declare_tag(hoister, tag);
    return true;
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct hoister *hoister = walk->context;

    if (expr->kind == EXPR_NAME && expr->symbol && expr->symbol->kind == SYMBOL_ENUMERATOR &&
        expr->symbol->slot)
        rename_token(hoister, expr->token, expr->symbol->slot);
    for (uint32_t i = 0; i < hoister->moved.count && expr->kind == EXPR_NAME; i++)
        if (hoister->moved.list[i].symbol == expr->symbol)
            rename_token(hoister, expr->token, hoister->moved.list[i].name);
    return true;
}

/* ---- moving ---- */

static struct view view_of(const struct hoister *hoister)
{
    return (struct view) {.ir = hoister->ir, .is_expanded = hoister->function->has_definitions};
}

static void remove_range(struct hoister *hoister, struct range range)
{
    for (uint32_t i = range.first; i < range.end; i++) {
        struct edit *edit = ir_edit(hoister->ir, i);

        edit->before = edit->after = NULL;
        edit->instead = "";
    }
}

/* From the keyword to what belongs to the type: `struct S {...} __attribute__((packed))`. */
static struct range type_range(const struct specs *specs)
{
    struct range range = specs->tag->range;

    for (const struct piece *piece = specs->pieces; piece; piece = piece->next)
        if (piece->kind == PIECE_ATTRIBUTE && piece->range.first == range.end)
            range.end = piece->range.end;
    return range;
}

static void move_text(struct hoister *hoister, struct range range, const char *end)
{
    *vector_push(&hoister->function->types) = (struct preface) {
        ir_text(hoister->ir, "%s%s", view_text(view_of(hoister), range), end),
        condition_repeated(hoister->ir, hoister->function, range.first)};
}

/* Of `struct __attribute__((packed)) S {...} x` stays `struct S x`. */
static void leave_name(struct hoister *hoister, const struct tag *tag, struct range range)
{
    uint32_t keyword = range.first++;
    const char *name =
        tag->name ? ir_text(hoister->ir, " %s", ir_edit(hoister->ir, tag->token)->instead)
                  : ir_edit(hoister->ir, body_begin(hoister, tag) - 1)->after;

    remove_range(hoister, range);
    ir_edit(hoister->ir, keyword)->after = name;
}

static void move_declaration(struct hoister *hoister, struct decl *decl)
{
    struct range range = decl->range;

    if (decl->declarators && !(decl->specs->storage & STORAGE_TYPEDEF) &&
        !is_needed_static(hoister, decl)) {
        range = type_range(decl->specs);
        move_text(hoister, range, ";");
        leave_name(hoister, decl->specs->tag, range);
        return;
    }
    move_text(hoister, range, "");
    if (set_has(&hoister->labelled, decl))
        range.end--; /* the ; is what the label stands before */
    remove_range(hoister, range);
}

static bool declares_type(const struct decl *decl)
{
    const struct specs *specs = decl->specs;

    return specs->storage & STORAGE_TYPEDEF || (specs->tag && specs->tag->has_body) ||
           (specs->tag && !decl->declarators);
}

static void rename_typedefs(struct hoister *hoister, const struct decl *decl)
{
    for (const struct declarator *one = decl->declarators; one; one = one->next) {
        one->symbol->slot = (void *) new_name(hoister, one->name->text);
        rename_token(hoister, one->token, one->symbol->slot);
    }
}

/* With their initialisers, which are constants. */
static void rename_statics(struct hoister *hoister, struct decl *decl)
{
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        const char *name = new_name(hoister, one->name->text);

        *vector_push(&hoister->moved) = (struct moved) {one->symbol, name};
        set_add(&hoister->function->hoisted, one->symbol);
        rename_token(hoister, one->token, name);
        walk_expr(&hoister->walk, one->init);
    }
}

/* The declaration's type, its names, and what it says of them. */
static void see_declaration(struct hoister *hoister, struct decl *decl)
{
    struct specs *specs = decl->specs;
    bool is_typedef = specs->storage & STORAGE_TYPEDEF;
    bool is_static = is_needed_static(hoister, decl);
    bool moves = ((declares_type(decl) && hoister->may_move) || is_static) &&
                 can_move(hoister, decl);

    hoister->is_moving = moves;
    hoister->needs_name = decl->declarators && !is_typedef && !is_static ? specs->tag : NULL;
    if (!decl->declarators && specs->tag && !specs->tag->has_body) /* struct S; */
        declare_tag(hoister, specs->tag);
    else
        walk_specs(&hoister->walk, specs);
    hoister->is_moving = false;
    for (struct declarator *one = decl->declarators; one; one = one->next)
        walk_declarator(&hoister->walk, one);
    if (moves && is_typedef)
        rename_typedefs(hoister, decl);
    if (moves && is_static)
        rename_statics(hoister, decl);
    if (moves)
        move_declaration(hoister, decl);
    if (moves && is_static)
        return;
    for (struct declarator *one = decl->declarators; one; one = one->next)
        walk_expr(&hoister->walk, one->init);
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct hoister *hoister = walk->context;

    switch (stmt->kind) {
    case STMT_COMPOUND: case STMT_FOR:
        *vector_push(&hoister->blocks) = hoister->tags.count;
        *vector_push(&hoister->numbers) = ++hoister->block_count;
        break;
    case STMT_LABEL: case STMT_CASE: case STMT_DEFAULT:
        if (stmt->body->kind == STMT_DECL)
            set_add(&hoister->labelled, stmt->body->decl);
        break;
    case STMT_DECL:
        see_declaration(hoister, stmt->decl);
        return false;
    default:
        break;
    }
    return true;
}

static void leave_stmt(struct walk *walk, struct stmt *stmt)
{
    struct hoister *hoister = walk->context;

    if (stmt->kind != STMT_COMPOUND && stmt->kind != STMT_FOR)
        return;
    hoister->tags.count = hoister->blocks.list[--hoister->blocks.count];
    hoister->numbers.count--;
}

/* ---- functions ---- */

static void hoist_function(struct hoister *hoister, struct function *function)
{
    hoister->function = function;
    set_clear(&hoister->statics);
    hoister->moved.count = 0;
    hoister->may_move = need_types(function, &hoister->statics);
    hoister->count = 0;
    hoister->open_uses.count = 0;
    set_clear(&hoister->labelled);
    walk_stmt(&hoister->walk, function->item->body);
}

void hoist_items(struct ir *ir)
{
    struct hoister hoister = {.ir = ir};

    hoister.walk = (struct walk) {.context = &hoister, .enter_stmt = enter_stmt,
                                  .leave_stmt = leave_stmt, .enter_expr = enter_expr,
                                  .enter_specs = enter_type};
    for (struct function *function = ir->functions; function; function = function->next)
        if (!function->item->failed && function->item->body && function->is_resumed)
            hoist_function(&hoister, function);
    vector_free(&hoister.tags);
    vector_free(&hoister.blocks);
    vector_free(&hoister.numbers);
    vector_free(&hoister.open_uses);
    set_free(&hoister.labelled);
    set_free(&hoister.statics);
    set_free(&hoister.moving);
    vector_free(&hoister.moved);
}
