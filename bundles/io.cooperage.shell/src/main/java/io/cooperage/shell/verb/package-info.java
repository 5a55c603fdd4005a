/**
 * What every command is made of: a {@link io.cooperage.shell.verb.Verb} declares its {@link
 * io.cooperage.shell.verb.Syntax} and runs a {@link io.cooperage.shell.verb.Call}; words, help,
 * completion, progress and errors are handled here once.
 */
package io.cooperage.shell.verb;
