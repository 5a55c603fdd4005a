/* The worker: one thread, one epoll loop, one event at a time, so that a handler may free whatever it likes. It serves
 * root's clients on the socket, starts children and speaks for them, and keeps nothing that the keeper does not hold. */
#include "supervisor.h"

enum { CLIENTS_MAX = 256, JOBS_MAX = 1024, TICKETS_MAX = 256, VIEWERS_MAX = 8, TOKEN = 16 };
enum { START_TIMEOUT = 30000, TICKET_TIMEOUT = 10000, FREEZE_GRACE = 5000, TURN = 50, CONSOLE_BUDGET = 64 * 1024 };
enum phase { STARTING, GATED, OPENING, RUNNING };

struct source { int fd; void (*ready)(struct source *); };
struct client { struct source source; bool subscribed; struct client *next; };
/* A child: what it is for and who hears of it. Its source is its control socket, and after a session's exec its pidfd. */
struct job {
    struct source source;
    enum phase phase;
    struct client *client;
    struct header request;
    char key[KEY_MAX];
    pid_t stage, pid; /* the stage is ours to reap; a launch's is the keeper's, 0 here */
    int pidfd, stage_pidfd;
    bool failed;
    struct console console; /* until the record has it; of a session only the master, until the client has it */
    int64_t deadline;
    struct job *next;
};
struct screen {
    struct source source;
    char key[KEY_MAX];
    void *ring;
    int viewers[VIEWERS_MAX], viewer_count;
    size_t budget;
    bool paused;
    struct screen *next;
};
struct ticket { uint8_t token[TOKEN]; int64_t expiry; struct message plan; struct ticket *next; };

static struct message out, said;
static int epoll, client_count, job_count, ticket_count;
static struct record *records;
static struct client *clients;
static struct job *jobs;
static struct screen *screens;
static struct ticket *tickets;
static struct source keeper, listener, children;
static bool deaf; /* no descriptor is free for another client */
static struct client *updater;
static struct header update;

#define UNLINK(list, item)                                                  \
    for (__typeof__(&(list)) at_ = &(list); *at_; at_ = &(*at_)->next)      \
        if (*at_ == (item)) {                                               \
            *at_ = (item)->next;                                            \
            break;                                                          \
        }

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void watch(struct source *s, int fd, void (*ready)(struct source *)) {
    *s = (struct source){fd, ready};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = s});
}

static void unwatch(struct source *s) { epoll_ctl(epoll, EPOLL_CTL_DEL, s->fd, NULL); }

static void close_fd(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void close_source(struct source *s) {
    if (s->fd >= 0) unwatch(s);
    close_fd(&s->fd);
}

/* Sends `out`. A client that does not read what it asked for is let go, never waited for. */
static void send_out(struct client *c) {
    if (c && !message_send(c->source.fd, &out, MSG_DONTWAIT)) shutdown(c->source.fd, SHUT_RDWR);
}

static void answer(struct client *c, const struct header *request) {
    message_begin(&out, request->verb, 0, request->id);
    send_out(c);
}

static void refuse(struct client *c, const struct header *request, int error, const char *stage) {
    message_begin(&out, request->verb, 0, request->id);
    message_put_failure(&out, error, stage);
    send_out(c);
}

static void tell_exit(struct client *c, uint32_t id, const char *key, int code, int status) {
    message_begin(&out, EXIT, 0, id);
    message_put_string(&out, T_KEY, key);
    message_put(&out, T_STATUS, (int32_t[]){code, status}, 2 * sizeof(int32_t));
    send_out(c);
}

/* ---- consoles ---- */

static void drop_viewer(struct screen *s, int i) {
    close(s->viewers[i]);
    s->viewers[i] = s->viewers[--s->viewer_count];
}

static void screen_ready(struct source *s) {
    struct screen *c = (struct screen *)s;
    const uint8_t *data;
    ssize_t n = ring_fill(c->ring, s->fd, &data);
    for (int i = c->viewer_count - 1; n > 0 && i >= 0; i--)
        if (send(c->viewers[i], data, n, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EAGAIN) drop_viewer(c, i);
    c->budget += n > 0 ? n : CONSOLE_BUDGET;
    if ((c->paused = c->budget >= CONSOLE_BUDGET)) unwatch(s); /* until the next turn: a flood must not cost us the loop */
}

static void open_screen(struct record *r) {
    struct screen *c = r->pid && r->fd_count > FD_RING ? calloc(1, sizeof *c) : NULL; /* held descriptors are anything */
    if (!c || !(c->ring = ring_map(r->fds[FD_RING]))) {
        free(c);
        return;
    }
    strcpy(c->key, r->key);
    watch(&c->source, r->fds[FD_MASTER], screen_ready);
    c->next = screens;
    screens = c;
}

static struct screen *find_screen(const char *key) {
    struct screen *c = screens;
    while (c && strcmp(c->key, key)) c = c->next;
    return c;
}

static void close_screen(struct screen *c) {
    if (!c->paused) unwatch(&c->source);
    while (c->viewer_count) close(c->viewers[--c->viewer_count]);
    ring_unmap(c->ring);
    UNLINK(screens, c)
    free(c);
}

/* Answers with master and ring, and for one who subscribes a stream that goes on where the ring is now. */
static void view_console(struct client *c, const struct header *h, struct record *r) {
    struct screen *s = find_screen(r->key);
    int pair[2] = {-1, -1};
    char byte;
    if (!s) return refuse(c, h, ENOTTY, "open the console");
    for (int i = s->viewer_count - 1; i >= 0; i--)
        if (recv(s->viewers[i], &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0) drop_viewer(s, i);
    message_begin(&out, CONSOLE, 0, h->id);
    message_put_fd(&out, T_DESCRIPTOR, r->fds[FD_MASTER], NULL, 0);
    message_put_fd(&out, T_DESCRIPTOR, r->fds[FD_RING], NULL, 0);
    if (h->flags & FLAG_SUBSCRIBE) {
        if (s->viewer_count == VIEWERS_MAX) return refuse(c, h, EUSERS, "open the console");
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) return refuse(c, h, errno, "open the console");
        s->viewers[s->viewer_count++] = pair[0];
        message_put_fd(&out, T_DESCRIPTOR, pair[1], NULL, 0);
    }
    uint64_t position = ring_position(s->ring); /* what the stream goes on from */
    message_put(&out, T_POSITION, &position, sizeof position);
    send_out(c);
    close_fd(&pair[1]);
}

/* ---- records ---- */

static void tell_keeper(void) {
    if (!message_send(keeper.fd, &out, 0)) _exit(1);
}

static void keep(struct record *r, bool with_fds) {
    if (!record_send(keeper.fd, &out, RECORD_PUT, r, with_fds)) _exit(1);
}

static struct record *new_record(const char *key, int pid, int state, const int *fds, int count) {
    struct record *r = calloc(1, sizeof *r);
    if (!r) _exit(1); /* the keeper starts another */
    int parent;
    snprintf(r->key, sizeof r->key, "%s", key);
    r->pid = pid;
    r->state = state;
    r->start = pid ? start_time(pid, &parent) : 0;
    for (int i = 0; i < count && i < RECORD_FDS; i++)
        if (fds[i] >= 0) r->fds[r->fd_count++] = fds[i];
    r->next = records;
    records = r;
    keep(r, true);
    open_screen(r);
    return r;
}

/* Also of what the keeper has not told us yet. */
static bool is_over(int pidfd) { return poll(&(struct pollfd){.fd = pidfd, .events = POLLIN}, 1, 0) == 1; }

static void forget(const char *key) {
    char name[KEY_MAX];
    snprintf(name, sizeof name, "%s", key);
    if (find_screen(name)) close_screen(find_screen(name));
    record_drop(&records, name);
    message_begin(&out, RECORD_DROP, 0, 0);
    message_put_string(&out, T_KEY, name);
    tell_keeper();
}

static void init_ended(struct record *r, int code, int status) {
    r->state = STATE_EXITED;
    r->code = code;
    r->status = status;
    for (struct client *c = clients; c; c = c->next)
        if (c->subscribed) tell_exit(c, 0, r->key, code, status);
}

static void list(struct client *c, const struct header *h) {
    message_begin(&out, LIST, 0, h->id);
    for (struct record *r = records; r; r = r->next) {
        message_put_record(&out, r);
        if (out.length < MESSAGE_MAX / 4 || !r->next) continue;
        out.h.flags = FLAG_MORE;
        send_out(c);
        message_begin(&out, LIST, 0, h->id);
    }
    send_out(c);
}

/* ---- children ---- */

static void process_ended(struct source *s);

static void end_job(struct job *j) {
    close_source(&j->source);
    int *fds[] = {&j->pidfd, &j->stage_pidfd, &j->console.master, &j->console.slave, &j->console.ring, &j->console.mount};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) close_fd(fds[i]);
    j->client = NULL;
    j->deadline = 0;
    if (j->stage) return; /* child_died() calls again */
    UNLINK(jobs, j)
    free(j);
    job_count--;
}

static bool is_session(const struct job *j) { return j->request.verb == ENTER || j->request.verb == SPAWN; }

static void await_end(struct job *j) {
    close_source(&j->source);
    j->phase = RUNNING;
    j->deadline = 0;
    watch(&j->source, j->pidfd, process_ended);
    j->pidfd = -1;
}

/* A session's process is our child and must be reaped: unreaped it would keep the CT's pid namespace from ending. So its
 * job lives on, without a client, until the process is known and gone or the control socket closes. */
static void fail_job(struct job *j, int error, const char *stage) {
    refuse(j->client, &j->request, error, stage);
    j->client = NULL;
    j->deadline = 0;
    j->failed = true;
    if (j->pidfd >= 0) pidfd_send_signal(j->pidfd, SIGKILL, NULL, 0);
    if (is_session(j) && j->source.fd >= 0) {
        if (j->pidfd >= 0) await_end(j);
        return;
    }
    struct record *r = j->request.verb == LAUNCH ? record_find(records, j->key) : NULL;
    if (r) { /* an init that hangs in a step would hear of nothing else */
        pidfd_send_signal(r->fds[FD_PIDFD], SIGKILL, NULL, 0);
        forget(j->key);
    }
    end_job(j);
}

/* The stage may hang itself, as in a cgroup that is frozen. One that only failed must name its child first, which is ours
 * to reap. */
static void time_out(struct job *j) {
    if (j->stage_pidfd >= 0) pidfd_send_signal(j->stage_pidfd, SIGKILL, NULL, 0);
    fail_job(j, ETIMEDOUT, "wait for the child");
}

static void process_ended(struct source *s) {
    struct job *j = (struct job *)s;
    struct record *r = j->request.verb == ADOPT ? record_find(records, j->key) : NULL;
    siginfo_t dead = {0};
    waitid(P_PIDFD, s->fd, &dead, WEXITED | WNOHANG); /* of a process that is not our child nobody tells us more */
    if (j->request.verb == ADOPT) {
        if (r && r->state != STATE_EXITED) init_ended(r, 0, 0);
    } else tell_exit(j->client, j->request.id, j->key, dead.si_code, dead.si_status);
    end_job(j);
}

/* The control socket closed: the child has executed its program, or it died without a word. */
static void control_closed(struct job *j) {
    struct record *r = record_find(records, j->key);
    if (j->request.verb == OPEN_GATE) {
        answer(j->client, &j->request);
        if (r && r->state == STATE_BLOCKED) {
            r->state = STATE_RUNNING;
            keep(r, false);
        }
        end_job(j);
    } else if (j->phase == GATED) {
        end_job(j); /* the keeper tells how it ended */
    } else if (j->failed) {
        end_job(j);
    } else if (j->pidfd >= 0 && is_session(j)) {
        message_begin(&out, j->request.verb, FLAG_STARTED, j->request.id);
        message_put_u32(&out, T_PID, j->pid);
        if (j->console.master >= 0) message_put_fd(&out, T_DESCRIPTOR, j->console.master, NULL, 0);
        send_out(j->client);
        close_fd(&j->console.master);
        await_end(j);
    } else fail_job(j, ECHILD, "the child died");
}

static void child_named(struct job *j) {
    j->pidfd = said.fds[0];
    j->pid = find_u32(&said, T_PID, 0);
    said.fd_count = 0;
    close_fd(&j->stage_pidfd); /* it has done its part */
    if (j->failed) {
        pidfd_send_signal(j->pidfd, SIGKILL, NULL, 0);
        await_end(j);
    }
    if (j->request.verb != LAUNCH) return;
    new_record(j->key, j->pid, STATE_BLOCKED, (int[]){j->pidfd, j->console.master, j->console.slave, j->console.ring}, 4);
    j->console = (struct console){-1, -1, -1, -1};
    j->pidfd = -1;
}

static void child_ready(struct job *j) {
    if (j->request.verb == LAUNCH) {
        struct record *r = record_find(records, j->key);
        j->phase = GATED;
        j->deadline = 0;
        message_begin(&out, LAUNCH, 0, j->request.id);
        if (r) message_put_record(&out, r);
        send_out(j->client);
        j->client = NULL;
    } else if (j->request.verb == FREEZE_CLONE_THAW) {
        answer(j->client, &j->request);
        end_job(j);
    } else if (j->request.verb == USER_NAMESPACE && said.fd_count) {
        message_begin(&out, USER_NAMESPACE, 0, j->request.id);
        message_put_fd(&out, T_DESCRIPTOR, said.fds[0], NULL, 0);
        send_out(j->client);
        end_job(j);
    } else if (said.fd_count) {
        close_fd(&j->console.master);
        j->console.master = said.fds[--said.fd_count];
    }
}

static void child_speaks(struct source *s) {
    struct job *j = (struct job *)s;
    int got = message_receive(s->fd, &said, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return control_closed(j);
    if (said.h.verb == CHILD_FAILED && !j->failed) fail_job(j, find_u32(&said, T_ERRNO, EPROTO), find_string(&said, T_STAGE));
    if (said.h.verb == CHILD_PID && said.fd_count == 1 && j->pidfd < 0) child_named(j);
    if (said.h.verb == CHILD_READY) child_ready(j);
    message_close_fds(&said);
}

static void child_died(struct source *s) {
    struct signalfd_siginfo signal;
    if (read(s->fd, &signal, sizeof signal) < 0) return;
    for (struct job *j = jobs, *next; j; j = next) {
        next = j->next;
        if (!j->stage || waitpid(j->stage, NULL, WNOHANG) <= 0) continue;
        j->stage = 0;
        if (j->source.fd < 0) end_job(j);
    }
}

static struct job *new_job(struct client *c, const struct header *h, const char *key) {
    struct job *j = job_count < JOBS_MAX ? calloc(1, sizeof *j) : NULL;
    if (!j) return NULL;
    *j = (struct job){.source = {-1, NULL}, .client = c, .request = *h, .pidfd = -1, .stage_pidfd = -1, .console = {-1, -1, -1, -1}};
    snprintf(j->key, sizeof j->key, "%s", key);
    j->next = jobs;
    job_count++;
    return jobs = j;
}

/* Starts the child that `plan` asks for; `target` is the pidfd of the CT to enter, or -1. */
static void start(struct client *c, const struct header *h, const char *key, int target) {
    struct value v;
    int control[2];
    struct job *j = new_job(c, h, key);
    if (!j) return refuse(c, h, EAGAIN, "start a child");
    j->deadline = now() + find_timeout(&plan, START_TIMEOUT) + (h->verb == FREEZE_CLONE_THAW ? FREEZE_GRACE : 0);
    if (find_value(&plan, T_CONSOLE, &v)) {
        uint32_t uid = take_u32(&v), gid = take_u32(&v);
        if (!console_open(&j->console, uid, gid, take_u32(&v))) return fail_job(j, errno, "open the console");
    }
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) < 0) return fail_job(j, errno, "start a child");
    pid_t pid = spawn(h->verb == LAUNCH ? CLONE_PARENT : 0, &j->stage_pidfd);
    if (pid == 0) {
        if (h->verb == LAUNCH) launch_stage(control[1], &j->console);
        if (h->verb == FREEZE_CLONE_THAW) freeze_stage(control[1]);
        if (h->verb == USER_NAMESPACE) user_namespace_stage(control[1]);
        enter_stage(control[1], target);
    }
    int error = errno;
    close(control[1]);
    close_fd(&j->console.mount);
    watch(&j->source, control[0], child_speaks);
    if (pid < 0) return fail_job(j, error, "start a child");
    if (h->verb != LAUNCH) j->stage = pid;
}

static void watch_foreign(struct record *r) {
    int parent = 0;
    start_time(r->pid, &parent);
    if (parent == getppid()) return; /* the keeper will tell */
    struct job *j = new_job(NULL, &(struct header){.verb = ADOPT}, r->key);
    if (j) watch(&j->source, fcntl(r->fds[FD_PIDFD], F_DUPFD_CLOEXEC, 0), process_ended);
}

/* ---- requests ---- */

static void hello(struct client *c, const struct header *h) {
    int parent;
    uint64_t began = start_time(getppid(), &parent);
    c->subscribed = h->flags & FLAG_SUBSCRIBE;
    message_begin(&out, HELLO, 0, h->id);
    message_put_string(&out, T_VERSION, VERSION);
    message_put(&out, T_PID, (int32_t[]){getppid(), getpid()}, 2 * sizeof(int32_t));
    message_put(&out, T_KEEPER_START, &began, sizeof began);
    send_out(c);
}

static void open_gate(struct client *c, const struct header *h, const char *key, const struct record *r) {
    struct job *j = jobs;
    while (j && (j->phase != GATED || strcmp(j->key, key))) j = j->next;
    if (!j) return refuse(c, h, r && r->state == STATE_RUNNING ? EALREADY : ESRCH, "find the gate");
    j->phase = OPENING;
    j->client = c;
    j->request = *h;
    j->deadline = now() + START_TIMEOUT;
    message_begin(&out, GO, 0, 0);
    message_send(j->source.fd, &out, MSG_DONTWAIT);
}

static void kill_process(struct client *c, const struct header *h, struct record *r) {
    struct value v;
    int pidfd = r && r->pid ? r->fds[FD_PIDFD] : -1;
    uint32_t session = find_u32(&plan, T_SESSION, 0);
    for (struct job *j = jobs; !r && j; j = j->next)
        if (j->client == c && j->phase == RUNNING && j->request.id == session) pidfd = j->source.fd;
    if (pidfd < 0 || !find_value(&plan, T_SIGNAL, &v)) return refuse(c, h, ESRCH, "find the process");
    if (pidfd_send_signal(pidfd, take_u32(&v), NULL, 0) < 0) return refuse(c, h, errno, "send the signal");
    answer(c, h);
}

static void hold(struct client *c, const struct header *h, const char *key) {
    if (!plan.fd_count || plan.fd_count > RECORD_FDS) return refuse(c, h, EBADMSG, "hold descriptors");
    new_record(key, 0, STATE_HELD, plan.fds, plan.fd_count);
    plan.fd_count = 0;
    answer(c, h);
}

static void get(struct client *c, const struct header *h, struct record *r) {
    message_begin(&out, GET, 0, h->id);
    for (int i = 0; i < r->fd_count; i++) message_put_fd(&out, T_DESCRIPTOR, r->fds[i], NULL, 0);
    send_out(c);
}

/* Takes a running process as the init of `key`, with the master and slave of its console if it has one. */
static void adopt(struct client *c, const struct header *h, const char *key) {
    int pid = find_u32(&plan, T_PID, 0), parent, ring = -1;
    struct value v;
    if (!find_value(&plan, T_START, &v) || (plan.fd_count && plan.fd_count != 2)) return refuse(c, h, EBADMSG, "adopt");
    int pidfd = pidfd_open(pid, 0);
    if (pidfd < 0 || start_time(pid, &parent) != take_u64(&v)) {
        close_fd(&pidfd);
        return refuse(c, h, ESRCH, "find the process");
    }
    if (plan.fd_count && (ring = ring_create()) < 0) {
        close_fd(&pidfd);
        return refuse(c, h, errno, "make the console's ring");
    }
    bool console = plan.fd_count;
    if (console) fcntl(plan.fds[0], F_SETFL, fcntl(plan.fds[0], F_GETFL) | O_NONBLOCK); /* we never wait for what a CT writes */
    struct record *r = new_record(key, pid, STATE_RUNNING, (int[]){pidfd, console ? plan.fds[0] : -1, console ? plan.fds[1] : -1, ring}, 4);
    plan.fd_count = 0;
    watch_foreign(r);
    answer(c, h);
}

static struct ticket *find_ticket(void) {
    struct value v;
    struct ticket *t = find_value(&plan, T_TOKEN, &v) && v.left == TOKEN ? tickets : NULL;
    while (t && memcmp(t->token, v.at, TOKEN)) t = t->next;
    return t;
}

static void drop_ticket(struct ticket *t) {
    UNLINK(tickets, t)
    message_close_fds(&t->plan);
    free(t);
    ticket_count--;
}

static void expire_tickets(void) {
    for (struct ticket *t = tickets, *next; t; t = next) {
        next = t->next;
        if (t->expiry < now()) drop_ticket(t);
    }
}

/* An ENTER, or without a program a CONSOLE, that whoever shows the token gets, once: the daemon decides, the client only
 * brings its stdio. */
static void issue_ticket(struct client *c, const struct header *h) {
    struct value v;
    expire_tickets();
    if (!find_value(&plan, T_TOKEN, &v) || v.left != TOKEN || find_ticket()) return refuse(c, h, EBADMSG, "read the ticket");
    if (plan.length > MESSAGE_MAX / 2 || plan.fd_count > FDS_MAX / 2) return refuse(c, h, E2BIG, "read the ticket");
    struct ticket *t = ticket_count < TICKETS_MAX ? malloc(sizeof *t) : NULL;
    if (!t) return refuse(c, h, EAGAIN, "keep the ticket");
    memcpy(t->token, v.at, TOKEN);
    message_move(&t->plan, &plan);
    t->expiry = now() + find_timeout(&plan, TICKET_TIMEOUT);
    t->next = tickets;
    tickets = t;
    ticket_count++;
    answer(c, h);
}

/* Puts the plan of the ticket in the place of the request, which only adds its first three descriptors as stdio and the
 * size of its terminal: known before the program starts, for a program may look at once. */
static bool redeem(void) {
    int stdio[3], count = 0;
    uint8_t window[8];
    struct value v;
    expire_tickets();
    struct ticket *t = find_ticket();
    if (!t) return false;
    bool sized = find_value(&plan, T_WINDOW, &v) && v.left == sizeof window;
    if (sized) memcpy(window, v.at, sizeof window);
    while (count < 3 && count < plan.fd_count) stdio[count] = plan.fds[count], count++;
    while (plan.fd_count > count) close(plan.fds[--plan.fd_count]);
    message_move(&plan, &t->plan);
    drop_ticket(t);
    for (uint32_t i = 0; i < (uint32_t)count; i++) message_put_fd(&plan, T_FD, stdio[i], &i, sizeof i);
    if (sized) message_put(&plan, T_WINDOW, window, sizeof window);
    return true;
}

static void replace_supervisor(struct client *c, const struct header *h) {
    int copy = plan.fd_count == 1 ? sealed_copy(plan.fds[0]) : -1;
    if (copy < 0) return refuse(c, h, EBADMSG, "read the new supervisor");
    updater = c;
    update = *h;
    message_begin(&out, KEEPER_UPDATE, 0, 0);
    message_put_fd(&out, T_DESCRIPTOR, copy, NULL, 0);
    tell_keeper();
    close(copy);
}

static bool key_pending(const char *key) {
    struct job *j = jobs;
    while (j && (j->request.verb != LAUNCH || strcmp(j->key, key))) j = j->next;
    return j;
}

static void handle(struct client *c) {
    struct header h = plan.h;
    if (h.verb == REDEEM) {
        struct value v;
        if (!redeem()) return refuse(c, &h, ENOKEY, "find the ticket");
        h.verb = find_value(&plan, T_ARG, &v) ? ENTER : CONSOLE;
        h.flags |= h.verb == CONSOLE ? FLAG_SUBSCRIBE : 0;
    }
    const char *key = find_string(&plan, T_KEY);
    struct record *r = record_find(records, key);
    bool makes = h.verb == LAUNCH || h.verb == HOLD || h.verb == ADOPT;
    bool needs = h.verb == ENTER || h.verb == FORGET || h.verb == CONSOLE || h.verb == RELEASE || h.verb == GET;
    if (strlen(key) >= KEY_MAX || (makes && !*key)) return refuse(c, &h, EINVAL, "read the key");
    if (makes && (r || key_pending(key))) return refuse(c, &h, EEXIST, "register the key");
    if (needs && !r) return refuse(c, &h, ENOENT, "find the key");
    switch (h.verb) {
    case HELLO: return hello(c, &h);
    case LIST: return list(c, &h);
    case OPEN_GATE: return open_gate(c, &h, key, r);
    case KILL: return kill_process(c, &h, r);
    case CONSOLE: return view_console(c, &h, r);
    case HOLD: return hold(c, &h, key);
    case GET: return get(c, &h, r);
    case ADOPT: return adopt(c, &h, key);
    case TICKET: return issue_ticket(c, &h);
    case UPDATE: return replace_supervisor(c, &h);
    case LAUNCH: case SPAWN: case FREEZE_CLONE_THAW: case USER_NAMESPACE: return start(c, &h, key, -1);
    case ENTER:
        if (!r->pid || r->state == STATE_EXITED) return refuse(c, &h, ESRCH, "find the init");
        return start(c, &h, key, r->fds[FD_PIDFD]);
    case FORGET: case RELEASE:
        if (r->pid && r->state != STATE_EXITED && !is_over(r->fds[FD_PIDFD])) return refuse(c, &h, EBUSY, "forget a running init");
        forget(key);
        return answer(c, &h);
    default: return refuse(c, &h, ENOSYS, "read the verb");
    }
}

static void drop_client(struct client *c) {
    for (struct job *j = jobs; j; j = j->next)
        if (j->client == c) {
            j->client = NULL;
            if (j->request.flags & FLAG_HANGUP && j->phase == RUNNING) pidfd_send_signal(j->source.fd, SIGHUP, NULL, 0);
        }
    if (updater == c) updater = NULL;
    UNLINK(clients, c)
    close_source(&c->source);
    free(c);
    client_count--;
}

static void client_speaks(struct source *s) {
    int got = message_receive(s->fd, &plan, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return drop_client((struct client *)s);
    handle((struct client *)s);
    message_close_fds(&plan);
}

static void client_comes(struct source *s) {
    struct ucred peer;
    int fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC), space = 1 << 20;
    if (fd < 0) {
        if ((deaf = errno != EAGAIN && errno != ECONNABORTED)) unwatch(s); /* until the next turn: it waits in the queue */
        return;
    }
    bool root = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &(socklen_t){sizeof peer}) == 0 && peer.uid == 0;
    struct client *c = root && client_count < CLIENTS_MAX ? calloc(1, sizeof *c) : NULL;
    if (!c) {
        close(fd);
        return;
    }
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &space, sizeof space);
    watch(&c->source, fd, client_speaks);
    c->next = clients;
    clients = c;
    client_count++;
}

static void keeper_speaks(struct source *s) {
    if (message_receive(s->fd, &said, 0) <= 0) _exit(0);
    struct value v;
    struct record news, *r;
    if (said.h.verb == KEEPER_UPDATE) refuse(updater, &update, find_u32(&said, T_ERRNO, ENOEXEC), find_string(&said, T_STAGE));
    if (said.h.verb != RECORD_EXIT || !find_value(&said, T_RECORD, &v) || v.left != offsetof(struct record, fds)) return;
    memcpy(&news, v.at, v.left);
    if ((r = record_find(records, news.key)) && r->pid == news.pid) init_ended(r, news.code, news.status);
}

static void receive_records(void) {
    do {
        if (message_receive(WORKER_KEEPER_FD, &said, 0) <= 0) _exit(1);
        struct record *r = said.h.verb == RECORD_PUT ? record_store(&records, &said) : NULL;
        if (!r) continue;
        open_screen(r);
        if (r->pid && r->state != STATE_EXITED) watch_foreign(r);
    } while (said.h.verb != RECORDS_SENT);
}

/* What is due with the clock: children that took too long, tickets, consoles that were paused. */
static int turn(void) {
    static int64_t last;
    bool more;
    if (now() - last >= TURN) {
        last = now();
        for (struct job *j = jobs, *next; j; j = next) {
            next = j->next;
            if (j->deadline && j->deadline < last) time_out(j);
        }
        for (struct screen *c = screens; c; c = c->next) {
            c->budget = 0;
            if (c->paused) watch(&c->source, c->source.fd, screen_ready);
            c->paused = false;
        }
        expire_tickets(); /* they hold descriptors */
        if (deaf) watch(&listener, listener.fd, client_comes);
        deaf = false;
    }
    more = deaf || tickets;
    for (struct job *j = jobs; j; j = j->next) more |= j->deadline > 0;
    for (struct screen *c = screens; c; c = c->next) more |= c->paused;
    return more ? TURN : -1;
}

int worker_main(void) {
    sigset_t signals;
    prctl(PR_SET_NAME, "coop-worker");
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_SETMASK, &signals, NULL);
    fcntl(WORKER_KEEPER_FD, F_SETFD, FD_CLOEXEC);
    fcntl(WORKER_LISTEN_FD, F_SETFD, FD_CLOEXEC);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    receive_records();
    watch(&keeper, WORKER_KEEPER_FD, keeper_speaks);
    watch(&listener, WORKER_LISTEN_FD, client_comes);
    watch(&children, signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), child_died);
    for (;;) {
        struct epoll_event event;
        if (epoll_wait(epoll, &event, 1, turn()) == 1) ((struct source *)event.data.ptr)->ready(event.data.ptr);
    }
}
