#define _GNU_SOURCE
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct tlv { uint16_t tag, fd; uint32_t size; };
enum { NO_FD = 0xffff };

void message_begin(struct message *m, uint16_t verb, uint16_t flags, uint32_t id) {
    m->h = (struct header){WIRE_MAGIC, verb, flags, id};
    m->length = 0;
    m->fd_count = 0;
}

static void put(struct message *m, uint16_t tag, uint16_t fd, const void *data, size_t size) {
    struct tlv t = {tag, fd, size};
    if (size > MESSAGE_MAX - sizeof t || m->length > MESSAGE_MAX - sizeof t - size) abort();
    memcpy(m->body + m->length, &t, sizeof t);
    if (size) memcpy(m->body + m->length + sizeof t, data, size);
    m->length += sizeof t + size;
}

void message_put(struct message *m, uint16_t tag, const void *data, size_t size) { put(m, tag, NO_FD, data, size); }

void message_put_fd(struct message *m, uint16_t tag, int fd, const void *data, size_t size) {
    if (m->fd_count == FDS_MAX) abort();
    m->fds[m->fd_count] = fd;
    put(m, tag, m->fd_count++, data, size);
}

void message_put_string(struct message *m, uint16_t tag, const char *text) { message_put(m, tag, text, strlen(text) + 1); }

void message_put_u32(struct message *m, uint16_t tag, uint32_t number) { message_put(m, tag, &number, sizeof number); }

void message_put_failure(struct message *m, int error, const char *stage) {
    char text[256]; /* what a child said may be longer than what fits beside the rest */
    snprintf(text, sizeof text, "%s", stage);
    m->h.flags |= FLAG_ERROR;
    message_put_u32(m, T_ERRNO, error);
    message_put_string(m, T_STAGE, text);
}

bool message_send(int socket, struct message *m, int flags) {
    union { struct cmsghdr align; char space[CMSG_SPACE(FDS_MAX * sizeof(int))]; } control;
    struct iovec parts[2] = {{&m->h, sizeof m->h}, {m->body, m->length}};
    struct msghdr packet = {.msg_iov = parts, .msg_iovlen = 2};
    if (m->fd_count) {
        packet.msg_control = &control;
        packet.msg_controllen = CMSG_SPACE(m->fd_count * sizeof(int));
        struct cmsghdr *c = CMSG_FIRSTHDR(&packet);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(m->fd_count * sizeof(int));
        memcpy(CMSG_DATA(c), m->fds, m->fd_count * sizeof(int));
    }
    return sendmsg(socket, &packet, flags | MSG_NOSIGNAL) >= 0;
}

static bool well_formed(const struct message *m) {
    for (size_t at = 0; at < m->length;) {
        struct tlv t;
        if (m->length - at < sizeof t) return false;
        memcpy(&t, m->body + at, sizeof t);
        at += sizeof t;
        if (t.size > m->length - at || (t.fd != NO_FD && t.fd >= m->fd_count)) return false;
        at += t.size;
    }
    return true;
}

int message_receive(int socket, struct message *m, int flags) {
    union { struct cmsghdr align; char space[CMSG_SPACE(FDS_MAX * sizeof(int))]; } control;
    struct iovec parts[2] = {{&m->h, sizeof m->h}, {m->body, sizeof m->body}};
    struct msghdr packet = {.msg_iov = parts, .msg_iovlen = 2, .msg_control = &control, .msg_controllen = sizeof control};
    m->fd_count = 0;
    ssize_t n = recvmsg(socket, &packet, flags | MSG_CMSG_CLOEXEC);
    if (n < 0) return -1;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&packet); c; c = CMSG_NXTHDR(&packet, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
            m->fd_count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            memcpy(m->fds, CMSG_DATA(c), m->fd_count * sizeof(int));
        }
    if (n == 0 && !m->fd_count) return 0;
    m->length = (size_t)n > sizeof m->h ? (size_t)n - sizeof m->h : 0;
    if ((size_t)n >= sizeof m->h && m->h.magic == WIRE_MAGIC && !(packet.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) && well_formed(m))
        return 1;
    message_close_fds(m);
    errno = EBADMSG;
    return -1;
}

void message_close_fds(struct message *m) {
    for (int i = 0; i < m->fd_count; i++)
        if (m->fds[i] >= 0) close(m->fds[i]);
    m->fd_count = 0;
}

void message_move(struct message *to, struct message *from) {
    memcpy(to, from, offsetof(struct message, body) + from->length);
    memcpy(to->fds, from->fds, from->fd_count * sizeof(int));
    to->fd_count = from->fd_count;
    from->fd_count = 0;
}

bool next_value(const struct message *m, size_t *position, struct value *v) {
    struct tlv t;
    if (*position >= m->length) return false;
    memcpy(&t, m->body + *position, sizeof t);
    *v = (struct value){t.tag, t.fd == NO_FD ? -1 : t.fd, m->body + *position + sizeof t, t.size, false};
    *position += sizeof t + t.size;
    return true;
}

bool find_value(const struct message *m, uint16_t tag, struct value *v) {
    for (size_t at = 0; next_value(m, &at, v);)
        if (v->tag == tag) return true;
    return false;
}

static void take(struct value *v, void *to, size_t size) {
    memset(to, 0, size);
    if (v->left < size) {
        v->bad = true;
        return;
    }
    memcpy(to, v->at, size);
    v->at += size;
    v->left -= size;
}

uint32_t take_u32(struct value *v) {
    uint32_t n;
    take(v, &n, sizeof n);
    return n;
}

uint64_t take_u64(struct value *v) {
    uint64_t n;
    take(v, &n, sizeof n);
    return n;
}

const char *take_string(struct value *v) {
    const uint8_t *end = v->left ? memchr(v->at, 0, v->left) : NULL;
    if (!end) {
        v->bad = true;
        return "";
    }
    const char *text = (const char *)v->at;
    v->left -= end + 1 - v->at;
    v->at = end + 1;
    return text;
}

const char *find_string(const struct message *m, uint16_t tag) {
    struct value v;
    return find_value(m, tag, &v) ? take_string(&v) : "";
}

uint32_t find_u32(const struct message *m, uint16_t tag, uint32_t otherwise) {
    struct value v;
    return find_value(m, tag, &v) ? take_u32(&v) : otherwise;
}

uint32_t find_timeout(const struct message *m, uint32_t otherwise) {
    uint32_t asked = find_u32(m, T_TIMEOUT, otherwise);
    return asked < TIMEOUT_MAX ? asked : TIMEOUT_MAX;
}

int value_fd(const struct message *m, const struct value *v) { return v->fd_index < 0 ? -1 : m->fds[v->fd_index]; }

uint64_t start_time(int pid, int *parent) {
    char path[32], text[1024];
    unsigned long long start = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    text[n > 0 ? n : 0] = 0;
    const char *rest = strrchr(text, ')'); /* a process may have named itself ") R 1" */
    const char *form = ") %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu";
    return rest && sscanf(rest, form, parent, &start) == 2 ? start : 0;
}

struct record *record_find(struct record *list, const char *key) {
    while (list && strcmp(list->key, key)) list = list->next;
    return list;
}

struct record *record_store(struct record **list, struct message *m) {
    struct value v;
    if (!find_value(m, T_RECORD, &v) || v.left != offsetof(struct record, fds) || m->fd_count > RECORD_FDS) return NULL;
    struct record *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    memcpy(r, v.at, v.left);
    r->key[KEY_MAX - 1] = 0;
    struct record *known = record_find(*list, r->key);
    if (known && !m->fd_count) { /* only a new state; an exit seen meanwhile is not undone */
        if (known->state != STATE_EXITED) known->state = r->state;
        free(r);
        return known;
    }
    r->fd_count = m->fd_count;
    memcpy(r->fds, m->fds, m->fd_count * sizeof(int));
    m->fd_count = 0;
    record_drop(list, r->key);
    r->next = *list;
    return *list = r;
}

void record_drop(struct record **list, const char *key) {
    for (; *list; list = &(*list)->next)
        if (!strcmp((*list)->key, key)) {
            struct record *gone = *list;
            *list = gone->next;
            for (int i = 0; i < gone->fd_count; i++) close(gone->fds[i]);
            free(gone);
            return;
        }
}

void message_put_record(struct message *m, const struct record *r) {
    message_put(m, T_RECORD, r, offsetof(struct record, fds));
}

bool record_send(int socket, struct message *m, uint16_t verb, const struct record *r, bool with_fds) {
    message_begin(m, verb, 0, 0);
    message_put_record(m, r);
    if (with_fds) memcpy(m->fds, r->fds, r->fd_count * sizeof(int)), m->fd_count = r->fd_count;
    bool sent = message_send(socket, m, 0);
    m->fd_count = 0;
    return sent;
}
