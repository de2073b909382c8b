# The one Makefile: generator, runtime, examples, tests, benchmarks, installation.
#
# Nothing is configured. Sources are found by wildcard, so a new file needs no line here. Everything
# built goes below build/; FLAVOUR=asan, tsan or clang builds the same things a second time below
# build/FLAVOUR. Quiet unless V=1. `make help` lists what there is to make.

PREFIX  ?= /usr/local
DESTDIR ?=
LIBDIR  ?= $(PREFIX)/lib
JOBS    ?= 2
FLAVOUR ?=
V       ?= 0

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
Q := $(if $(filter-out 0,$(V)),,@)
B := build$(if $(FLAVOUR),/$(FLAVOUR))

VERSION   := $(shell sed -n 's/^.define UNSYNC_VERSION "\(.*\)"/\1/p' lib/include/unsync.h)
SOVERSION := $(firstword $(subst ., ,$(VERSION)))

# --- Flags: the user's CFLAGS come last ---------------------------------------------------------
CFLAGS   ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow
ifeq ($(FLAVOUR),asan)
    FLAVOUR_FLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
                     -fno-omit-frame-pointer -Werror -Wno-error=maybe-uninitialized
else ifeq ($(FLAVOUR),tsan)
    FLAVOUR_FLAGS := -fsanitize=thread -fno-omit-frame-pointer
else ifeq ($(FLAVOUR),clang)
    CC := clang
    FLAVOUR_FLAGS := -Werror
else ifeq ($(FLAVOUR),fuzz)
    CC := clang
    FLAVOUR_FLAGS := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
                     -fno-omit-frame-pointer -Werror
else ifneq ($(FLAVOUR),)
    $(error FLAVOUR is asan, tsan, clang, fuzz or empty, not '$(FLAVOUR)')
endif
COMPILE = $(CC) -std=gnu11 $(WARNINGS) -pthread -MMD -MP $(CPPFLAGS) $(FLAVOUR_FLAGS) $(CFLAGS)
LINK    = $(CC) -pthread $(FLAVOUR_FLAGS) $(CFLAGS) $(LDFLAGS)
LIBS    := -luv -lmsgpackc

# --- What there is -----------------------------------------------------------------------------
GEN_OBJ  := $(patsubst %.re,$(B)/%.o,$(wildcard gen/*/*.re)) \
            $(patsubst %.c,$(B)/%.o,$(wildcard gen/*/*.c))
LIB_OBJ  := $(patsubst %.c,$(B)/%.o,$(wildcard lib/runtime.c lib/*/*.c))
HEADERS  := $(wildcard lib/include/*.h)
EXAMPLES := $(patsubst examples/%.uc,%,$(wildcard examples/*.uc)) \
            $(sort $(patsubst examples/%/,%,$(dir $(wildcard examples/*/*.uc))))
UNITS    := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/lib_*.c \
                $(if $(filter tsan,$(FLAVOUR)),,tests/unit/gen_*.c)))

UNSYNC    := $(B)/unsync
STATIC    := $(B)/libunsync.a
SHARED    := $(B)/libunsync.so
GENERATOR := build/unsync

.PHONY: all lib gen examples units fuzzers deps demo check diff fault stress chaos stalls \
        fuzz bench install clean help
all: gen lib examples                   ## the generator, the libraries and the examples
gen: $(UNSYNC)                          ## the generator, build/unsync
lib: $(STATIC) $(SHARED)                ## the runtime, build/libunsync.a and .so
examples: $(EXAMPLES:%=$(B)/examples/%) ## the examples, build/examples/NAME
units: $(UNITS)

# --- The generator -----------------------------------------------------------------------------
$(UNSYNC): $(B)/gen/main.o $(B)/gen/options.o $(B)/gen/ps.o $(B)/libgen.a
	$(Q)$(LINK) -o $@ $^

$(B)/libgen.a: $(GEN_OBJ)
	$(Q)rm -f $@.new && $(AR) rcs $@.new $^ && mv $@.new $@

$(B)/gen/options.o: lib/include/unsync.h
$(B)/gen/%.o: gen/%.c | build/deps.stamp
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -D_GNU_SOURCE= -DUNSYNC_GENERATOR_VERSION='"$(VERSION)"' -c -o $@ $<

# Quoted includes of a lexer are meant from where its .re stands.
$(B)/gen/%.o: $(B)/gen/%.c
	$(Q)$(COMPILE) -D_GNU_SOURCE= -iquote $(patsubst $(B)/%,%,$(@D)) -c -o $@ $<

$(B)/gen/%.c: gen/%.re | build/deps.stamp
	$(Q)mkdir -p $(@D)
	$(Q)re2c -W -Werror --no-debug-info -o $@ $<

ifneq ($(FLAVOUR),)
$(GENERATOR): force
	$(Q)$(MAKE) -s FLAVOUR= gen
force:
endif

# --- The runtime: one set of objects, position-independent, so that the archive may go anywhere --
$(B)/lib/%.o: lib/%.c | build/deps.stamp
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -D_GNU_SOURCE= -fPIC -fno-semantic-interposition -Ilib/include -c -o $@ $<

$(STATIC): $(LIB_OBJ)
	$(Q)rm -f $@.new && $(AR) rcs $@.new $^ && mv $@.new $@

$(SHARED).$(SOVERSION): $(LIB_OBJ) lib/install/libunsync.map
	$(Q)$(LINK) -shared -Wl,-soname,$(@F) -Wl,--version-script,lib/install/libunsync.map \
	    -o $@ $(LIB_OBJ) $(LIBS)

$(SHARED): $(SHARED).$(SOVERSION)
	$(Q)ln -sf $(<F) $@

# --- Examples: examples/NAME.uc, or examples/NAME/ with headers (.uh) and sources (.uc, .c) -------
EXAMPLE_FLAGS = -Ilib/include -I$(@D) $(if $(EXAMPLE),-Iexamples/$(EXAMPLE))
$(B)/examples/digest: EXAMPLE_LIBS := -lcrypto

$(B)/obj/examples/%.c: examples/%.uc $(GENERATOR) $(HEADERS)
	$(Q)mkdir -p $(@D)
	$(Q)CC='$(CC)' $(GENERATOR) -MD -MF $(@:.c=.uc.d) -o $@ $< -- $(EXAMPLE_FLAGS)

$(B)/obj/examples/%.h: examples/%.uh $(GENERATOR) $(HEADERS)
	$(Q)mkdir -p $(@D)
	$(Q)CC='$(CC)' $(GENERATOR) -MD -MF $(@:.h=.uh.d) -o $@ $< -- $(EXAMPLE_FLAGS)

$(B)/obj/examples/%.o: $(B)/obj/examples/%.c
	$(Q)$(COMPILE) $(EXAMPLE_FLAGS) -c -o $@ $<

$(B)/obj/examples/%.o: examples/%.c | build/deps.stamp
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(EXAMPLE_FLAGS) -c -o $@ $<

$(B)/examples/%: $(B)/obj/examples/%.o $(STATIC)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(STATIC) $(LIBS) $(EXAMPLE_LIBS)

define folder_example
$1_OBJ := $$(patsubst %.uc,$(B)/obj/%.o,$(wildcard examples/$1/*.uc)) \
          $$(patsubst %.c,$(B)/obj/%.o,$(wildcard examples/$1/*.c))
$1_GEN := $$(patsubst %.uc,$(B)/obj/%.c,$(wildcard examples/$1/*.uc))
$1_HDR := $$(patsubst %.uh,$(B)/obj/%.h,$(wildcard examples/$1/*.uh))
$$($1_GEN) $$($1_OBJ) $$($1_HDR): private EXAMPLE := $1
$$($1_GEN) $$($1_OBJ): | $$($1_HDR)
$(B)/examples/$1: $$($1_OBJ) $(STATIC)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(LINK) -o $$@ $$($1_OBJ) $(STATIC) $$(LIBS) $$(EXAMPLE_LIBS)
endef
$(foreach name,$(sort $(patsubst examples/%/,%,$(dir $(wildcard examples/*/*.uc)))),\
    $(eval $(call folder_example,$(name))))

# --- Unit tests: gen_*.c stand on the generator without its main, lib_*.c on the archive ----------
$(B)/tests/unit/gen_%: tests/unit/gen_%.c $(B)/libgen.a | build/deps.check.stamp
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -D_GNU_SOURCE= -MF $@.d -o $@ $< $(B)/libgen.a $(LDFLAGS) -lcmocka

$(B)/tests/unit/lib_%: tests/unit/lib_%.c $(STATIC) | build/deps.check.stamp
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -D_GNU_SOURCE= -Ilib/include -MF $@.d -o $@ $< $(STATIC) $(LDFLAGS) $(LIBS) -lcmocka

# --- Fuzzers: FLAVOUR=fuzz only. The generator's main() has another name there ------------------
FUZZERS := $(B)/tests/fuzz/lexer $(B)/tests/fuzz/generator $(B)/tests/fuzz/codec

$(B)/tests/fuzz/main.o: gen/main.c | build/deps.check.stamp
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -D_GNU_SOURCE= -Dmain=unsync_main -c -o $@ $<

$(B)/tests/fuzz/generator.o: tests/fuzz/prelude.i
$(B)/tests/fuzz/%.o: tests/fuzz/%.c | build/deps.check.stamp
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -D_GNU_SOURCE= -c -o $@ $<

MUTATOR := $(B)/tests/fuzz/mutator.o $(B)/tests/fuzz/pieces.o
$(B)/tests/fuzz/lexer: $(B)/tests/fuzz/lexer.o $(MUTATOR) $(B)/libgen.a
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^
$(B)/tests/fuzz/generator: $(B)/tests/fuzz/generator.o $(B)/tests/fuzz/main.o $(MUTATOR) \
                           $(B)/gen/options.o $(B)/gen/ps.o $(B)/libgen.a
	$(Q)$(LINK) -fsanitize=fuzzer -Wl,--wrap=cpp_run -o $@ $^

$(B)/tests/fuzz/codec.c: tests/fuzz/codec.uc $(GENERATOR) $(HEADERS)
	$(Q)mkdir -p $(@D)
	$(Q)CC='$(CC)' $(GENERATOR) -o $@ $< -- -Ilib/include
$(B)/tests/fuzz/codec.o: $(B)/tests/fuzz/codec.c
	$(Q)$(COMPILE) -D_GNU_SOURCE= -Ilib/include -Itests/fuzz -c -o $@ $<
$(B)/tests/fuzz/codec: $(B)/tests/fuzz/codec.o $(STATIC)
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

fuzzers: $(FUZZERS)

# --- What people call --------------------------------------------------------------------------
# A stamp says that a group of tools and headers was found once; `make deps` looks again.
build/deps.stamp: .ci/need
	$(Q)mkdir -p $(@D) && .ci/need build && touch $@
build/deps.%.stamp: .ci/need
	$(Q)mkdir -p $(@D) && .ci/need build $* && touch $@

deps:                                   ## install what building and the demo need (apt-get)
	$(Q)mkdir -p build && .ci/need build demo && touch build/deps.stamp build/deps.demo.stamp

demo: build/deps.demo.stamp             ## the digest of a directory tree (DIR=, default: the headers)
	$(Q)$(MAKE) -s -j$(JOBS) $(B)/examples/digest
	$(Q)$(B)/examples/digest $(DIR)

check: build/deps.check.stamp           ## all tests, under gcc, clang, ASan, TSan (CASES=: some)
	$(Q)set -f; tests/check --jobs $(JOBS) $(CASES)

# `make check` uses the same seeds in every run; these take others each time, and print them.
NEW_SEED = $$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')

diff: build/deps.check.stamp            ## csmith programs, marked and plain (SECONDS=600 SEED=)
	$(Q)tests/diff/compare --programs --for $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED)) \
	    --jobs $(JOBS)

fault: build/deps.check.stamp           ## every request for memory fails in turn (FAULT_STRIDE=1)
	$(Q)set -f; FAULT_STRIDE=$(or $(FAULT_STRIDE),1) tests/check --jobs $(JOBS) fault/*

chaos: build/tests/unit/lib_chaos build/deps.check.stamp ## workers killed and stopped at random, then a storm (CHAOS_SEEDS=10 SEED=)
	$(Q)first=$(or $(SEED),$(NEW_SEED)); echo "seeds from $$first"; \
	for seed in $$(seq $$first $$((first + $(or $(CHAOS_SEEDS),10) - 1))); do \
	    CHAOS_SEED=$$seed CHAOS_TASKS=20000 build/tests/unit/lib_chaos || exit 1; done; \
	set -f; STRESS_SEEDS=$(or $(CHAOS_SEEDS),10) STRESS_FROM=$$first KILLS_WAVES=20 \
	    tests/check --jobs $(JOBS) stress/kills*
	$(Q)CHAOS_STORM=1000000 build/tests/unit/lib_chaos

stress: build/deps.check.stamp          ## random tasks in random orders (STRESS_SEEDS=1000 SEED=)
	$(Q)set -f; first=$(or $(SEED),$(NEW_SEED)); echo "seeds from $$first"; \
	STRESS_SEEDS=$(or $(STRESS_SEEDS),1000) STRESS_FROM=$$first \
	    tests/check --jobs $(JOBS) stress/*

stalls: build/deps.check.stamp          ## programs run while the clock jumps, as after a stall (SECONDS=600 SEED= CASES=)
	$(Q)set -f; tests/stalls/run --seconds $(or $(SECONDS),600) --jobs $(JOBS) \
	    $(if $(SEED),--seed $(SEED)) $(CASES)

fuzz: build/deps.check.stamp           ## broken texts, until one breaks it (FUZZ_SECONDS=3600 SEED=)
	$(Q)tests/fuzz/run --seconds $(or $(FUZZ_SECONDS),3600) --jobs $(JOBS) \
	    $(if $(SEED),--seed $(SEED))

bench: build/deps.bench.stamp           ## the table of speeds, ours beside the peers
	$(Q)$(MAKE) -s -j$(JOBS) gen lib
	$(Q)tests/bench/bench $(ROWS)

PKG := $(DESTDIR)$(LIBDIR)/pkgconfig
install: gen lib                        ## install below PREFIX=/usr/local (DESTDIR= for packages)
	$(Q)install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin include share/unsync share/man/man1) $(PKG)
	$(Q)install -m 755 $(UNSYNC) $(DESTDIR)$(PREFIX)/bin/unsync
	$(Q)install -m 644 $(HEADERS) $(DESTDIR)$(PREFIX)/include
	$(Q)install -m 644 $(STATIC) $(DESTDIR)$(LIBDIR)/libunsync.a
	$(Q)install -m 755 $(SHARED) $(DESTDIR)$(LIBDIR)/libunsync.so.$(VERSION)
	$(Q)ln -sf libunsync.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libunsync.so.$(SOVERSION)
	$(Q)ln -sf libunsync.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/libunsync.so
	$(Q)sed 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|' \
	    lib/install/unsync.pc.in > $(PKG)/unsync.pc
	$(Q)install -m 644 lib/install/unsync.mk $(DESTDIR)$(PREFIX)/share/unsync/unsync.mk
	$(Q)sed 's|@VERSION@|$(VERSION)|' lib/install/unsync.1 \
	    > $(DESTDIR)$(PREFIX)/share/man/man1/unsync.1

clean:                                  ## remove build/
	$(Q)rm -rf build

help:                                   ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
	@echo 'Variables: V=1 FLAVOUR=asan|tsan|clang JOBS=$(JOBS) PREFIX=$(PREFIX) CC CFLAGS CPPFLAGS LDFLAGS'

-include $(shell find $(addprefix $(B)/,gen lib obj tests) -name '*.d' 2>/dev/null)
