/*
 * The verb `unsync ps`: what the tasks of a running program do.
 *
 * A program that runs with UNSYNC_DEBUG=1 listens on a socket named by its pid, in a folder that
 * only its user can enter; who connects gets the tree of tasks as text. This side trusts nothing
 * that it finds there: folder, socket and listener have to be the user's, the listener that very
 * process. Nothing of the generator is used.
 */
#ifndef GEN_PS_H
#define GEN_PS_H

/* `words` follow the verb. Returns the exit status. */
int ps_main(char **words);

#endif
