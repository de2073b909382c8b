/*
 * The whole program, its main() under another name, on any text: as a file without a preprocessor,
 * as one whose preprocessor said prelude.i and the file itself, the same into its serial form, and
 * the parser on every function. Whatever it says of the text, it ends with 0 and an output, or with
 * 1 and none; sanitizers and libFuzzer's own clock watch the rest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../gen/front/cpp.h"
#include "../../gen/options.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int unsync_main(int argc, char **argv);
int __wrap_cpp_run(const struct cpp_request *request, const struct source *source,
                   struct buffer *out);

extern const char prelude[], prelude_end[];
__asm__(".section .rodata\n"
        "prelude: .incbin \"tests/fuzz/prelude.i\"\n"
        "prelude_end: .byte 0\n"
        ".previous\n");

/* Stands where the preprocessor's run is: linked with --wrap=cpp_run. */
int __wrap_cpp_run(const struct cpp_request *request, const struct source *source,
                   struct buffer *out)
{
    (void) request;
    buffer_add(out, prelude, (size_t) (prelude_end - prelude));
    buffer_printf(out, "# 1 \"%s\"\n", source->path);
    buffer_add(out, source->raw, source->raw_len);
    return 0;
}

/* ---- files ---- */

static char folder[64], input[80], output[80];

static void remove_folder(void)
{
    unlink(input);
    unlink(output);
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *parent = getenv("TMPDIR");

    (void) argc;
    (void) argv;
    snprintf(folder, sizeof folder, "%s/unsync-fuzz-XXXXXX",
             parent && strlen(parent) < 32 ? parent : "/tmp");
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(2);
    }
    snprintf(input, sizeof input, "%s/fuzz.uc", folder);
    snprintf(output, sizeof output, "%s/out", folder);
    atexit(remove_folder);
    return 0;
}

static void write_input(const uint8_t *data, size_t size)
{
    FILE *file = fopen(input, "wb");

    if (!file || (size && fwrite(data, 1, size, file) != size) || fclose(file) != 0) {
        perror(input);
        exit(2);
    }
}

/* ---- one run of the program ---- */

/* `options`: words that end in NULL, of which one that is "out" stands for the output's name. */
static void run(const char *const *options, bool has_output)
{
    char *argv[12] = {"unsync"};
    struct stat found;
    int argc = 1, status;

    for (; *options; options++)
        argv[argc++] = strcmp(*options, "out") == 0 ? output : (char *) *options;
    argv[argc++] = input;
    unlink(output); /* a rename over a file waits for the disk */
    status = unsync_main(argc, argv);
    if (status != 0 && status != EXIT_REFUSED)
        abort();
    if (has_output && (stat(output, &found) == 0) != (status == 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const plain[] = {"--no-cpp", "-o", "out", NULL};
    static const char *const known[] = {"--json", "-o", "out", NULL};
    static const char *const serial[] = {"--serial", "-o", "out", NULL};
    static const char *const every[] = {"--no-cpp", "--dump-ast", "--all", "-o", "out", NULL};

    write_input(data, size);
    run(plain, true);
    run(known, true);
    run(serial, true);
    run(every, false);
    return 0;
}
