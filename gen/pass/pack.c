#include "pack.h"

#include <string.h>

#include "../tree/declare.h"
#include "packer.h"

static uint32_t line_of(const struct ir *ir, struct range range)
{
    return source_position(ir->unit->source, ir->unit->tokens.list[range.first].at).line;
}

/* ---- messages ---- */

/* @when outside of unions says nothing. */
static void check_marks(const struct packing *place, const struct specs *specs)
{
    for (const struct decl *decl = specs->tag->members; decl; decl = decl->next) {
        const struct mark *when = decl->specs ? mark_find(decl->specs->marks, MARK_WHEN) : NULL;

        if (when && specs->kind != TYPE_UNION)
            pack_refuse(place, DIAG_CANNOT_CROSS, when->range,
                        "@when stands before members of a union with @tag",
                        "that is not of a union is always set");
        if (decl->specs && decl->specs->tag && decl->specs->tag->has_body)
            check_marks(place, decl->specs);
    }
}

/* Known from its mark on: a member may point at its own type. */
static void pack_message(struct ir *ir, struct item *item)
{
    const struct specs *specs = item->decl->specs;
    struct declarator *alias = specs->storage & STORAGE_TYPEDEF ? item->decl->declarators : NULL;
    struct packing place = {.ir = ir, .item = item, .what = "message"};
    struct message *message;

    if (specs->kind != TYPE_STRUCT || !specs->tag || !specs->tag->has_body) {
        pack_refuse(&place, DIAG_MESSAGE, item->range, "@message struct NAME { ... };",
                    "is a struct with its members");
        return;
    }
    if (!specs->tag->name && (!alias || !alias->name)) {
        pack_refuse(&place, DIAG_MESSAGE, item->range, "@message struct NAME { ... };",
                         "needs a name");
        return;
    }
    message = pack_new_message(ir, specs->tag->name, alias ? alias->name : NULL);
    message->item = item;
    message->is_foreign = specs->storage & STORAGE_EXTERN;
    pack_declare_codec(ir, "struct_", message->tag);
    pack_declare_codec(ir, "", message->typedef_name);
    place.what = "member";
    check_marks(&place, specs);
    pack_members(ir, message);
    pack_print_message(ir, message);
    pack_keep_message(ir, message);
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
    const char *text = ir_text(ir, "%s%s %s(", function->is_generator ? "@generator " : "",
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

static const struct mark *way_mark(const struct param *param)
{
    const struct mark *mark = mark_find(param->marks, MARK_IN);

    if (!mark)
        mark = mark_find(param->marks, MARK_OUT);
    return mark ? mark : mark_find(param->marks, MARK_INOUT);
}

/* @in, @out and @inout say that a pointer leads to one object, and may be to non-const. */
static void set_way(struct packing *place, const struct param *param)
{
    const struct mark *mark = way_mark(param);
    bool is_out = mark && mark->id != MARK_IN;

    place->marks = param->marks;
    place->way = !is_out ? WAY_IN : mark->id == MARK_OUT ? WAY_OUT : WAY_INOUT;
    place->is_single = mark != NULL;
    place->may_own = mark != NULL;
}

/* False: refused, or it was before. */
static bool check_way(const struct packing *place, const struct param *param)
{
    const struct mark *mark = way_mark(param);
    const struct derivation *outer = param->declarator->derivations;

    if (!mark)
        return true;
    if (!outer || outer->kind == DERIVE_FUNCTION)
        pack_refuse(place, DIAG_CANNOT_CROSS, mark->range,
                    pack_hides_pointer(param->specs) ? "write the pointer out" : "pass its address",
                    ir_text(place->ir,
                            pack_hides_pointer(param->specs)
                                ? "with @%s has its pointer hidden behind a typedef"
                                : "with @%s is no pointer", mark_table[mark->id].name));
    else if (place->way != WAY_IN && remaining_const(param->specs, outer->next))
        pack_refuse(place, DIAG_CANNOT_CROSS, mark->range, "remove the const, or the mark",
                    ir_text(place->ir, "with @%s points to const: it cannot be written",
                            mark_table[mark->id].name));
    else
        return true;
    return false;
}

/* False: refused. What a generator writes would have to be there at each yield. */
static bool check_stream(const struct packing *place, const struct function *function,
                         const struct param *param)
{
    const struct mark *mark = way_mark(param);

    if (!mark || mark->id == MARK_IN || !function->is_generator)
        return true;
    pack_refuse(place, DIAG_CANNOT_CROSS, mark->range, "yield it, in a @message",
                ir_text(place->ir, "with @%s of a generator: what it gives are its values",
                        mark_table[mark->id].name));
    return false;
}

/* False: refused. What hides behind a name the compiler finds. */
static bool check_fd(const struct packing *place, const struct param *param)
{
    const struct mark *mark = mark_find(param->marks, MARK_FD);

    if (!mark || !param->declarator->derivations)
        return true;
    pack_refuse(place, DIAG_CANNOT_CROSS, mark->range, "pass one descriptor: @fd int NAME",
                "with @fd is no int");
    return false;
}

static void pack_parameters(struct ir *ir, struct function *function, struct codec *codec)
{
    struct packing place = {.ir = ir, .item = function->item, .what = "parameter",
                            .fields = &codec->fields, .is_parameter = true};

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct param *param = function->parameters[i].param;
        struct field field = {.name = function->parameters[i].name,
                              .line = line_of(ir, param->range)};

        set_way(&place, param);
        place.is_variable = function->parameters[i].local->is_variable;
        field.way = place.way;
        field.is_fd = mark_find(param->marks, MARK_FD) != NULL;
        if (!check_way(&place, param) || !check_fd(&place, param) ||
            !check_stream(&place, function, param))
            continue;
        if (pack_type(&place, param->specs, param->declarator->derivations, &field.shape))
            fields_add(&place, &codec->fields, field);
        else
            note_length(ir, function, i);
    }
    pack_check_lengths(&place, &codec->fields);
}

static void pack_function(struct ir *ir, struct function *function)
{
    struct codec *codec = ARENA_NEW(&ir->unit->arena, struct codec);
    struct packing place = {.ir = ir, .item = function->item, .what = "result", .may_own = true,
                            .fields = &codec->fields, .is_result = true};

    pack_parameters(ir, function, codec);
    codec->has_result = !function->is_void;
    codec->result = (struct field) {.name = "unsync__value",
                                    .line = line_of(ir, function->specs->range)};
    if (codec->has_result)
        pack_type(&place, function->specs, function->type->next, &codec->result.shape);
    codec->signature = signature_of(ir, function);
    if (!function->item->failed)
        pack_print_function(ir, function, codec);
    function->codec = codec;
}

/* ---- items ---- */

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
        function->drop = function->is_main || function->is_void ||
                                 (function->is_generator && !function_streams(function))
                             ? NULL
                             : pack_drop(ir, function);
    }
}
