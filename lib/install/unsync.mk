# unsync.mk: rules for the Makefile of a program with annotated sources (GNU make).
#
#     include $(shell pkg-config --variable=rules unsync)
#
#     program: main.o net.o
#             $(CC) -o $@ $^ $(LDFLAGS) $(UNSYNC_LIBS)
#     clean: unsync-clean
#
# foo.uc becomes foo.c and foo.o, foo.uh becomes foo.h, beside them, and again when they change or a
# file that they include. All headers of UNSYNC_HEADERS are made before the first source is
# translated or compiled. Unset, the two lists are what this folder holds. CPPFLAGS must hold what finds
# the program's headers, for the generator asks the preprocessor for their types and macros.

# The installation that this file belongs to is found even where PKG_CONFIG_PATH has not reached $(shell).

unsync_goal := $(.DEFAULT_GOAL)
unsync_tree := $(patsubst %/share/unsync/,%,$(dir $(lastword $(MAKEFILE_LIST))))
unsync_path := $(unsync_tree)/lib/pkgconfig:$(unsync_tree)/share/pkgconfig
unsync_pkg  := PKG_CONFIG_PATH='$(unsync_path)':"$$PKG_CONFIG_PATH" pkg-config

UNSYNC         ?= $(shell $(unsync_pkg) --variable=generator unsync)
UNSYNC         := $(UNSYNC)
UNSYNC_SOURCES ?= $(wildcard *.uc)
UNSYNC_HEADERS ?= $(wildcard *.uh)
UNSYNC_LIBS    ?= $(shell $(unsync_pkg) --libs unsync)
override CPPFLAGS := $(CPPFLAGS) $(shell $(unsync_pkg) --cflags unsync)

unsync_c := $(UNSYNC_SOURCES:.uc=.c)
unsync_h := $(UNSYNC_HEADERS:.uh=.h)
unsync_d := $(UNSYNC_SOURCES:=.d) $(UNSYNC_HEADERS:=.d) $(wildcard *.o.d) $(unsync_c:.c=.o.d)

%.c: %.uc $(UNSYNC) | $(unsync_h)
	CC='$(CC)' $(UNSYNC) -MD -MF $<.d -o $@ $< -- $(CPPFLAGS)

%.h: %.uh $(UNSYNC)
	CC='$(CC)' $(UNSYNC) -MD -MF $<.d -o $@ $< -- $(CPPFLAGS)

%.o: %.c | $(unsync_h)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MF $@.d -c -o $@ $<

# A header that includes another one of the list waits for it.
unsync_named = $(notdir $(shell sed -n 's/^[ \t]*\#[ \t]*include[ \t]*"\(.*\)".*/\1/p' $1))
$(foreach one,$(UNSYNC_HEADERS),$(foreach other,$(filter-out $(one:.uh=.h),$(unsync_h)),\
    $(if $(filter $(notdir $(other)),$(call unsync_named,$(one))),\
        $(eval $(one:.uh=.h): | $(other)))))

.SECONDARY: $(unsync_c) $(unsync_h)
.PHONY: unsync-clean
unsync-clean:
	rm -f $(unsync_c) $(unsync_h) $(unsync_c:.c=.o) $(unsync_d)

-include $(unsync_d)
.DEFAULT_GOAL := $(unsync_goal)
