/* The supervisor's protocol: one header and a list of tagged values in each SOCK_SEQPACKET message, little endian,
 * unaligned. A value may refer to a descriptor that travels with the message (SCM_RIGHTS) by its index. Every length
 * and index is checked once, by message_receive(); nothing behind it sees a value that reaches outside its message.
 * io.cooperage.supervisor.Wire is the Java side of this file. */
#ifndef COOPERAGE_WIRE_H
#define COOPERAGE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { WIRE_MAGIC = 0x31504f43, MESSAGE_MAX = 128 * 1024, FDS_MAX = 64, KEY_MAX = 80, RECORD_FDS = 8, TIMEOUT_MAX = 3600 * 1000 };

enum verb { /* requests; an answer bears the verb and the id of its request */
    HELLO = 1, LAUNCH, OPEN_GATE, KILL, LIST, FORGET, ENTER, SPAWN, TICKET, REDEEM, CONSOLE, HOLD, RELEASE, GET,
    FREEZE_CLONE_THAW, UPDATE, ADOPT, USER_NAMESPACE,
    EXIT = 64,                                /* event: an init ended (id 0), or the process of a session (its id) */
    CHILD_PID = 80, CHILD_READY, CHILD_FAILED, GO, /* between a child and the worker */
    RECORD_PUT = 96, RECORD_DROP, RECORD_EXIT, RECORDS_SENT, KEEPER_UPDATE /* between the worker and the keeper */
};

enum { FLAG_ERROR = 1, FLAG_MORE = 2, FLAG_SUBSCRIBE = 4, FLAG_HANGUP = 8, FLAG_STARTED = 16 };

enum tag {
    /* what a message is about */
    T_KEY = 1, T_ERRNO, T_STAGE, T_VERSION, T_PID, T_STATUS /* si_code, si_status */, T_RECORD, T_SIGNAL, T_TIMEOUT,
    T_TOKEN, T_DESCRIPTOR, T_POSITION, T_KEEPER_START, T_START, T_SESSION,
    T_WINDOW /* lines and columns of the terminal of who redeems a ticket */,
    /* a plan: first what its stage does before the clone, as the host's root */
    T_CGROUP = 32, T_RLIMIT, T_OOM_SCORE, T_OWNER, T_NAMESPACES, T_UID_MAP, T_GID_MAP, T_CONSOLE,
    /* then what the new process does, in the order given */
    T_ROOT = 64, T_MOUNT, T_MOVE, T_SYMLINK, T_WRITE, T_MASK, T_READONLY, T_CONSOLE_AT, T_HOSTNAME, T_TIME, T_PIVOT,
    T_IDS, T_CAPABILITIES, T_NO_NEW_PRIVS, T_SECCOMP, T_UMASK, T_CHDIR, T_FD, T_PTY,
    T_ARG = 96, T_ENV
};

struct header { uint32_t magic; uint16_t verb, flags; uint32_t id; };

struct message { struct header h; size_t length; uint8_t body[MESSAGE_MAX]; int fds[FDS_MAX]; int fd_count; };

/* One tagged value; reading beyond its end yields zeros and sets `bad`. */
struct value { uint16_t tag; int fd_index; const uint8_t *at; size_t left; bool bad; };

/* What the keeper holds: an init (pid > 0) or named descriptors. `state` is for the worker, the keeper only stores it. */
struct record {
    char key[KEY_MAX];
    int32_t pid, state, code, status, fd_count;
    uint64_t start;
    int fds[RECORD_FDS];
    struct record *next;
};
enum { STATE_HELD, STATE_BLOCKED, STATE_RUNNING, STATE_EXITED };
enum { FD_PIDFD, FD_MASTER, FD_SLAVE, FD_RING };

void message_begin(struct message *m, uint16_t verb, uint16_t flags, uint32_t id);
void message_put(struct message *m, uint16_t tag, const void *data, size_t size);
void message_put_fd(struct message *m, uint16_t tag, int fd, const void *data, size_t size);
void message_put_string(struct message *m, uint16_t tag, const char *text);
void message_put_u32(struct message *m, uint16_t tag, uint32_t number);
void message_put_failure(struct message *m, int error, const char *stage);
/* The time a process started, in clock ticks since boot: with its pid it names one process for ever. 0: none such. */
uint64_t start_time(int pid, int *parent);

bool message_send(int socket, struct message *m, int flags);
/* 1 for a message, 0 at the end of the connection, -1 with errno (EBADMSG: malformed). Owns the descriptors received. */
int message_receive(int socket, struct message *m, int flags);
void message_close_fds(struct message *m);
/* Makes `to` the same message; it then owns the descriptors, and `from` none. */
void message_move(struct message *to, struct message *from);

bool next_value(const struct message *m, size_t *position, struct value *v);
bool find_value(const struct message *m, uint16_t tag, struct value *v);
uint32_t take_u32(struct value *v);
uint64_t take_u64(struct value *v);
const char *take_string(struct value *v);
const char *find_string(const struct message *m, uint16_t tag);
uint32_t find_u32(const struct message *m, uint16_t tag, uint32_t otherwise);
/* The time that a request gives itself, in milliseconds; an hour at most, since nothing may be held for ever. */
uint32_t find_timeout(const struct message *m, uint32_t otherwise);
int value_fd(const struct message *m, const struct value *v); /* -1 if the value names no descriptor */

struct record *record_find(struct record *list, const char *key);
/* Takes the record in message `m` into the list with the descriptors received, replacing one of the same key; without
 * descriptors it only updates the state of a known one. */
struct record *record_store(struct record **list, struct message *m);
void record_drop(struct record **list, const char *key);
void message_put_record(struct message *m, const struct record *r);
/* Sends a record by way of `m`, with its descriptors or without. */
bool record_send(int socket, struct message *m, uint16_t verb, const struct record *r, bool with_fds);

#endif
