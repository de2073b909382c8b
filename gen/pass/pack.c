#include "pack.h"

#include <string.h>

#include "../tree/ask.h"
#include "../tree/declare.h"

/* What a type is part of, for messages. */
struct place {
    struct ir *ir;
    struct item *item;
    const char *what;  /* "parameter", "member", "result" */
    bool may_own;      /* pointers to non-const are fine: a member or a result */
    bool is_result;
};

static const struct token *token_at(const struct ir *ir, uint32_t index)
{
    return &ir->unit->tokens.list[index];
}

static void refuse(const struct place *place, enum diag_id id, struct range range,
                   const char *hint, const char *message)
{
    ir_refuse(place->ir, place->item, id, unit_range_span(place->ir->unit, range), hint, "a %s %s",
              place->what, message);
}

/* The specifiers without the marks, storage classes and attributes before them. */
static struct range type_of(const struct specs *specs)
{
    const struct piece *piece = specs->pieces;

    while (piece && piece->kind != PIECE_TYPE && piece->kind != PIECE_QUALIFIER)
        piece = piece->next;
    return (struct range) {piece ? piece->range.first : specs->range.first, specs->range.end};
}

static uint32_t line_of(const struct ir *ir, struct range range)
{
    return source_position(ir->unit->source, token_at(ir, range.first)->at).line;
}

/* ---- messages ---- */

/*
 * Generated headers leave a marker for each message, a macro that is never used; the file's own are
 * facts of the same name. Of a struct with a typedef name, both lead to that. False: it is none.
 */
static bool is_declared(struct ir *ir, const char *kind, const struct name *name,
                        struct name **alias)
{
    const char *text = ir_text(ir, "unsync__message_%s%s", kind, name->text);
    const struct name *marker = names_intern_text(ir->unit->names, text);
    const struct macro *macro = marker->macro;

    if (macro && macro->body_count == 1 && macro->body[0].name) /* else 1 */
        *alias = macro->body[0].name;
    else if (marker->fact)
        *alias = marker->fact->alias;
    return macro || marker->fact;
}

/* Whether the codec is declared from here on for the first time. */
static bool declare_codec(struct ir *ir, const char *kind, const struct name *name)
{
    const char *text = name ? ir_text(ir, "unsync__message_%s%s", kind, name->text) : "";
    struct fact *fact = names_intern_text(ir->unit->names, text)->fact;
    bool is_first = fact && !(fact->flags & FACT_CODEC);

    if (is_first)
        fact->flags |= FACT_CODEC;
    return is_first;
}

static struct message *new_message(struct ir *ir, struct name *tag, struct name *typedef_name)
{
    struct message *message = ARENA_NEW(&ir->unit->arena, struct message), **end = &ir->messages;

    message->tag = tag;
    message->typedef_name = typedef_name;
    message->name = typedef_name ? typedef_name->text : tag->text;
    message->type = typedef_name ? typedef_name->text : ir_text(ir, "struct %s", tag->text);
    while (*end)
        end = &(*end)->next;
    *end = message;
    return message;
}

/* The message that the specifiers name, or NULL. */
static const struct message *find_message(struct ir *ir, const struct specs *specs)
{
    struct name *tag = specs->kind == TYPE_STRUCT && specs->tag ? specs->tag->name : NULL;
    struct name *name = specs->kind == TYPE_NAMED ? specs->name : NULL, *alias = name;
    struct message *message;

    if (!tag && !name)
        return NULL;
    for (message = ir->messages; message; message = message->next)
        if ((tag && message->tag == tag) || (name && message->typedef_name == name))
            return message;
    if (!is_declared(ir, tag ? "struct_" : "", tag ? tag : name, &alias))
        return NULL;
    message = new_message(ir, tag, alias);
    message->is_ahead = declare_codec(ir, tag ? "struct_" : "", tag ? tag : name);
    return message;
}

/* ---- types ---- */

/* `char`, not `signed char` or `unsigned char`: those are numbers. */
static bool is_char(const struct ir *ir, const struct specs *specs)
{
    return specs->kind == TYPE_BASIC && ask_names(ir, specs, "char") &&
           !ask_names(ir, specs, "signed") && !ask_names(ir, specs, "unsigned");
}

/* Arithmetic types that msgpack has no form for. */
static const char *strange_type(const struct ir *ir, const struct specs *specs)
{
    static const char *const words[] = {"_Complex", "__complex__", "__complex", "__int128",
                                        "_Imaginary", "__float128", "_Float128"};

    if (specs->kind != TYPE_BASIC)
        return NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ask_names(ir, specs, words[i]))
            return words[i];
    return ask_names(ir, specs, "double") && ask_names(ir, specs, "long") ? "long double" : NULL;
}

static bool is_hidden(const struct specs *specs)
{
    return specs->kind != TYPE_BASIC && specs->kind != TYPE_ENUM;
}

static bool pointee_is_const(const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    return (specs->qualifiers & QUALIFIER_CONST) || (fact && (fact->flags & FACT_CONST));
}

/* unsync_task_of(T), f_task. */
static bool is_handle(const struct ir *ir, const struct specs *specs)
{
    size_t len = specs->kind == TYPE_NAMED ? specs->name->len : 0;

    if (len > 5 && strcmp(specs->name->text + len - 5, "_task") == 0 &&
        fact_is_annotated(names_intern(ir->unit->names, specs->name->text, len - 5)))
        return true;
    return ask_names(ir, specs, "unsync_task_of") || ask_names(ir, specs, "unsync__tag");
}

/* A handle, or something that belongs to this process; true: it was refused. */
static bool refuse_local_thing(const struct place *place, const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    if (is_handle(place->ir, specs))
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs), "await it before, and pass its value",
               "that is a handle does not cross a process boundary: its task lives in this one");
    else if (ask_names_generator(place->ir, specs))
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               "make it in the function, or pass its values with @len(n)",
               "that is a generator does not cross a process boundary: it lives in this one");
    else if (fact && fact->flags & FACT_SYSTEM && fact->flags & FACT_STRUCT &&
             strcmp(specs->name->text, "FILE") == 0)
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               "pass the path, and open the file there; or pass its contents with @len(n)",
               "that is an open file does not cross a process boundary");
    else
        return false;
    return true;
}

/* The type without any derivation. False: refused. */
static bool pack_value(const struct place *place, const struct specs *specs, struct field *field)
{
    const char *strange = strange_type(place->ir, specs);
    enum type_class class = remaining_class(specs, NULL);

    if (refuse_local_thing(place, specs))
        return false;
    if (strange) {
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs), "use double or a 64-bit integer",
               ir_text(place->ir, "of type %s does not cross a process boundary", strange));
        return false;
    }
    field->message = find_message(place->ir, specs);
    field->kind = field->message ? FIELD_MESSAGE : FIELD_PLAIN;
    field->is_checked = is_hidden(specs);
    if (field->message || (class != CLASS_AGGREGATE && class != CLASS_ARRAY &&
                           class != CLASS_FUNCTION && class != CLASS_VOID))
        return true;
    refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
           specs->kind == TYPE_UNION
           ? "send a number that says which member is meant, and that member"
           : class == CLASS_AGGREGATE ? "mark the struct @message where it is defined"
                                      : "pass a pointer with @len(n)",
           class == CLASS_AGGREGATE
           ? "of a struct or union type that is no @message does not cross "
                                      "a process boundary"
                                    : "of this type does not cross a process boundary");
    return false;
}

/* An array whose length another parameter or member says. */
static bool pack_block(const struct place *place, const struct specs *specs, const struct mark *len,
                       struct field *field)
{
    const struct option *count = mark_find_option(len, OPTION_LEN_COUNT);
    enum type_class class = remaining_class(specs, NULL);
    const char *strange = strange_type(place->ir, specs);

    if (strange || class == CLASS_VOID || class == CLASS_AGGREGATE || class == CLASS_FUNCTION ||
        class == CLASS_ARRAY) {
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               "only arrays of numbers cross in this version",
               "with @len whose elements are no numbers does not cross a process boundary");
        return false;
    }
    field->kind = FIELD_BLOCK;
    field->is_checked = is_hidden(specs);
    field->len = count->expr->range;
    return true;
}

static bool refuse_pointer(const struct place *place, const struct specs *specs)
{
    enum type_class class = remaining_class(specs, NULL);

    if (class == CLASS_VOID)
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               "give it a type and a length: @len(n) const unsigned char *",
               "of type void * does not cross a process boundary");
    else if (class == CLASS_AGGREGATE)
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               specs->kind == TYPE_UNION
                   ? "send a number that says which member is meant, and that member"
                   : "mark the struct @message where it is defined",
               "that points to a struct or union that is no @message does not cross a process "
               "boundary");
    else
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               place->is_result ? "give a struct that is @message, with the array and its length"
                                : "say how many elements it points at: @len(n), at each "
                                  "declaration of it and at the definition",
               "that points at something of unknown length does not cross a process boundary");
    return false;
}

/* One pointer (or one array of a parameter) to `specs`. */
static bool pack_pointer(const struct place *place, const struct specs *specs,
                         const struct mark *marks, struct field *field)
{
    const struct mark *len = mark_find(marks, MARK_LEN);
    bool is_const = pointee_is_const(specs);

    if (refuse_local_thing(place, specs))
        return false;
    if (place->is_result && is_const) {
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               "give an owned copy: a result without const is freed by who awaits it",
               "that is borrowed (a pointer to const) cannot come from another process");
        return false;
    }
    if (!place->may_own && !is_const) {
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               "point to const, and give what changes as the result; @out and @inout are not "
               "available in this version",
               "that points to non-const would be written in the other process only");
        return false;
    }
    if (len)
        return pack_block(place, specs, len, field);
    if (is_char(place->ir, specs)) {
        field->kind = FIELD_PLAIN;
        field->is_text = true;
        return true;
    }
    field->message = find_message(place->ir, specs);
    field->kind = FIELD_POINTER;
    return field->message ? true : refuse_pointer(place, specs);
}

static bool pack_type(const struct place *place, const struct specs *specs,
                      const struct derivation *step, const struct mark *marks, struct field *field)
{
    const struct mark *len = mark_find(marks, MARK_LEN);
    bool is_array = step && step->kind == DERIVE_ARRAY;

    if (!step || (is_array && strcmp(place->what, "parameter") != 0)) {
        if (is_array)
            refuse(place, DIAG_CANNOT_CROSS, step->range, "use a pointer with @len(n)",
                   "that is an array does not cross a process boundary in this version");
        else if (len)
            refuse(place, DIAG_LEN, len->range, "@len goes with a pointer",
                   "with @len is no pointer");
        else
            return pack_value(place, specs, field);
        return false;
    }
    if (step->kind == DERIVE_FUNCTION || step->next) {
        refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
               "send the data itself, or a number that stands for it",
               step->kind == DERIVE_FUNCTION || step->next->kind == DERIVE_FUNCTION
                   ? "that is a function does not cross a process boundary"
                   : "of pointers to pointers does not cross a process boundary in this version");
        return false;
    }
    return pack_pointer(place, specs, marks, field);
}

/* ---- lists of fields ---- */

static bool has_field(const field_vector *fields, const struct token *token)
{
    for (uint32_t i = 0; i < fields->count; i++)
        if (strlen(fields->list[i].name) == token->len &&
            memcmp(fields->list[i].name, token->text, token->len) == 0)
            return true;
    return false;
}

/* The length of a block is computed on both sides: from fields that cross before it. */
static void check_lengths(const struct place *place, const field_vector *fields)
{
    for (uint32_t i = 0; i < fields->count; i++)
        for (uint32_t at = fields->list[i].len.first; at < fields->list[i].len.end; at++)
            if (token_at(place->ir, at)->kind == TOKEN_NAME &&
                token_at(place->ir, at)->name->fact == NULL &&
                !has_field(fields, token_at(place->ir, at)))
                refuse(place, DIAG_LEN, (struct range) {at, at + 1},
                       ir_text(place->ir, "name a %s of the same %s", place->what,
                               place->item->kind == ITEM_MESSAGE ? "struct" : "function"),
                       ir_text(place->ir, "has a @len of '%.*s', which is none of them",
                               (int) token_at(place->ir, at)->len, token_at(place->ir, at)->text));
}

static void pack_members(struct ir *ir, struct message *message)
{
    struct place place = {ir, message->item, "member", true, false};

    for (struct decl *decl = message->item->decl->specs->tag->members; decl; decl = decl->next) {
        if (decl->assertion)
            continue;
        if (!decl->declarators)
            refuse(&place, DIAG_CANNOT_CROSS, decl->range, "give it a name",
                   "without a name does not cross a process boundary");
        for (struct declarator *one = decl->declarators; one; one = one->next) {
            struct field field = {.name = one->name ? one->name->text : "",
                                  .line = line_of(ir, decl->range)};

            if (one->width)
                refuse(&place, DIAG_CANNOT_CROSS, one->range, "use a whole integer",
                       "that is a bit-field does not cross a process boundary");
            else if (pack_type(&place, decl->specs, one->derivations, decl->specs->marks, &field))
                *vector_push(&message->fields) = field;
        }
    }
    check_lengths(&place, &message->fields);
}

/* Known from its mark on: a member may point at its own type. */
static void pack_message(struct ir *ir, struct item *item)
{
    const struct specs *specs = item->decl->specs;
    struct declarator *alias = specs->storage & STORAGE_TYPEDEF ? item->decl->declarators : NULL;
    struct place place = {ir, item, "message", false, false};
    struct message *message;

    if (specs->kind != TYPE_STRUCT || !specs->tag || !specs->tag->has_body) {
        refuse(&place, DIAG_MESSAGE, item->range, "@message struct NAME { ... };",
               "is a struct with its members");
        return;
    }
    if (specs->storage & STORAGE_EXTERN) {
        refuse(&place, DIAG_NOT_AVAILABLE, item->range,
               "copy its members into a struct of your own",
               "of a struct that is not mine is not available in this version");
        return;
    }
    if (!specs->tag->name && (!alias || !alias->name)) {
        refuse(&place, DIAG_MESSAGE, item->range, "@message struct NAME { ... };", "needs a name");
        return;
    }
    message = new_message(ir, specs->tag->name, alias ? alias->name : NULL);
    message->item = item;
    declare_codec(ir, "struct_", message->tag);
    declare_codec(ir, "", message->typedef_name);
    pack_members(ir, message);
}

/* ---- functions ---- */

/* Functions of one name in two files are two functions. */
static const char *file_of(const struct ir *ir)
{
    const char *path = ir->unit->source->path, *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static const char *signature_of(struct ir *ir, const struct function *function)
{
    struct view view = {.ir = ir};
    const char *text = ir_text(ir, "%s %s(",
                               declare(view, function->specs, function->declarator, DECLARE_RESULT,
                                       "", NULL), function->name->text);

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct param *param = function->parameters[i].param;

        text = ir_text(ir, "%s%s%s", text, i ? ", " : "",
                       declare(view, param->specs, param->declarator, DECLARE_PARAMETER, "", NULL));
    }
    if (function->is_static)
        text = ir_text(ir, "%s: %s", file_of(ir), text);
    return ir_text(ir, "%s)", text);
}

/* The parameter was refused; another declaration of the function says how long it is. */
static void note_length(struct ir *ir, const struct function *function, uint32_t index)
{
    const struct marking *first = function->name->fact ? function->name->fact->first : NULL;
    struct span written = {0, 0};

    if (first && index < first->parameter_count)
        written = first->lengths[index];
    if (!written.len || mark_find(function->parameters[index].param->marks, MARK_LEN))
        return;
    diag_note(ir->unit->diag, (struct span) {written.at, sizeof "@len" - 1},
              "@len stands here, and must stand there too");
    diag_fix(ir->unit->diag, "repeat it");
    diag_insert(ir->unit->diag,
                unit_range_span(ir->unit, function->parameters[index].param->range).at, "%.*s ",
                (int) written.len, ir->unit->source->raw + written.at);
}

static void pack_function(struct ir *ir, struct function *function)
{
    struct place place = {ir, function->item, "parameter", false, false};
    struct codec *codec = ARENA_NEW(&ir->unit->arena, struct codec);

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct param *param = function->parameters[i].param;
        struct field field = {.name = function->parameters[i].name,
                              .line = line_of(ir, param->range)};

        if (pack_type(&place, param->specs, param->declarator->derivations, param->marks, &field))
            *vector_push(&codec->fields) = field;
        else
            note_length(ir, function, i);
    }
    check_lengths(&place, &codec->fields);
    codec->has_result = !function->is_void;
    codec->result = (struct field) {.name = "unsync__value",
                                    .line = line_of(ir, function->specs->range)};
    place = (struct place) {ir, function->item, "result", true, true};
    if (codec->has_result)
        pack_type(&place, function->specs, function->type->next, NULL, &codec->result);
    codec->signature = signature_of(ir, function);
    function->codec = codec;
}

/* ---- results that nobody takes ---- */

/* `drop = fclose`, or NULL. */
static const struct option *drop_option(const struct function *function)
{
    static const enum option_id ids[] = {OPTION_ASYNC_DROP, OPTION_THREAD_DROP,
                                         OPTION_CPU_BOUND_DROP};
    const struct option *option = NULL;

    for (size_t i = 0; i < sizeof ids / sizeof *ids && !option; i++)
        option = mark_find_option(function->mark, ids[i]);
    return option;
}

/* A statement that disposes of the value in the frame; NULL: there is nothing to dispose of. */
static const char *drop_of(struct ir *ir, const struct function *function)
{
    const struct specs *specs = function->specs;
    const struct derivation *step = function->type->next;
    const struct message *message = find_message(ir, specs);
    const struct option *chosen = drop_option(function);

    if (chosen)
        return ir_text(ir, "%s(unsync__self->unsync__value);", chosen->name->text);
    if (!step && message)
        return ir_text(ir, "%s_clear(&unsync__self->unsync__value);", message->name);
    if (!step && specs->kind == TYPE_NAMED && remaining_class(specs, NULL) == CLASS_SCALAR)
        return "UNSYNC__FREE_RESULT(unsync__self->unsync__value);";
    if (!step || step->kind != DERIVE_POINTER || step->next || pointee_is_const(specs))
        return NULL;
    if (message)
        return ir_text(ir, "%s_free(unsync__self->unsync__value);", message->name);
    return remaining_class(specs, NULL) == CLASS_SCALAR
        ? "free((void *) unsync__self->unsync__value);"
                                                        : NULL;
}

void pack_items(struct ir *ir)
{
    for (struct item *item = ir->unit->items; item; item = item->next)
        if (item->kind == ITEM_MESSAGE && !item->failed)
            pack_message(ir, item);
    for (struct function *function = ir->functions; function; function = function->next) {
        if (function->item->failed)
            continue;
        if (function->mark->id == MARK_CPU_BOUND)
            pack_function(ir, function);
        function->drop = function->is_main || function->is_void || function->is_generator ? NULL
            : drop_of(ir, function);
    }
}

void pack_end(struct ir *ir)
{
    for (struct message *message = ir->messages; message; message = message->next)
        vector_free(&message->fields);
    for (struct function *function = ir->functions; function; function = function->next)
        if (function->codec)
            vector_free(&function->codec->fields);
}
