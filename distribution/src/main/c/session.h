/* Sessions with the supervisor: programs and consoles of containers on this terminal. */
#ifndef COOPERAGE_SESSION_H
#define COOPERAGE_SESSION_H

/* Redeems a ticket, relays stdio and answers the program's exit code; `input` is a file for its stdin, or "". */
int session_exec(const char *socket, const char *token, int terminal, const char *input);
int session_console(const char *socket, const char *token);

#endif
