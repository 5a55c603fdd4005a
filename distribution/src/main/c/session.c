#define _GNU_SOURCE
#include "session.h"

#include "http.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { PUMPS = 3, TOKEN_SIZE = 16, ESCAPE = 27, TYPE_AGAIN = 200 };

/* Bytes on their way; never waits. Whatever a container can reach is written without blocking: it may not read. */
struct pump { int from, to; bool closes, types; size_t at, end; char data[16384]; };

static struct message message;
static struct termios before;
static bool raw;
static int window = -1;
static int at_end = -1; /* the terminal whose typist is gone */
static struct pump pumps[PUMPS] = {{.from = -1, .to = -1}, {.from = -1, .to = -1}, {.from = -1, .to = -1}};

static void restore(void) {
    if (raw) tcsetattr(0, TCSAFLUSH, &before);
    raw = false;
}

static void ended_by(int signal) {
    restore();
    _exit(128 + signal);
}

static bool measure(struct winsize *size) { return !ioctl(0, TIOCGWINSZ, size) || !ioctl(1, TIOCGWINSZ, size); }

static void resize(int ignored) {
    int error = errno;
    struct winsize size;
    (void)ignored;
    if (window >= 0 && measure(&size)) ioctl(window, TIOCSWINSZ, &size);
    errno = error;
}

static void take_terminal(int master) {
    window = master;
    signal(SIGWINCH, resize);
    signal(SIGTERM, ended_by);
    signal(SIGHUP, ended_by);
    resize(0);
    if (tcgetattr(0, &before) < 0) return;
    struct termios mode = before;
    cfmakeraw(&mode);
    raw = true;
    atexit(restore);
    tcsetattr(0, TCSAFLUSH, &mode);
}

/* ---- pumps ---- */

static void never_block(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

static void end_pump(struct pump *p) {
    if (p->closes && p->to >= 0) close(p->to);
    if (p->types) at_end = p->to;
    p->from = p->to = -1;
}

static void take_in(struct pump *p) {
    ssize_t n = read(p->from, p->data, sizeof p->data);
    if (n > 0) p->at = 0, p->end = n;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR)) end_pump(p); /* EIO: nobody has the terminal any more */
}

static void give_out(struct pump *p) {
    ssize_t n = write(p->to, p->data + p->at, p->end - p->at);
    if (n > 0) p->at += n;
    else if (errno != EAGAIN && errno != EINTR) end_pump(p);
}

/* One turn over all pumps and, if it is open, the socket; answers whether the socket has something to say. */
static bool turn(int socket, int timeout, bool *moved) {
    struct pollfd fds[PUMPS + 1] = {{.fd = socket, .events = POLLIN}};
    for (int i = 0; i < PUMPS; i++) {
        struct pump *p = &pumps[i];
        bool full = p->at < p->end;
        fds[i + 1] = (struct pollfd){.fd = full ? p->to : p->from, .events = full ? POLLOUT : POLLIN};
    }
    *moved = false;
    if (poll(fds, PUMPS + 1, timeout) <= 0) return false;
    for (int i = 0; i < PUMPS; i++) {
        struct pump *p = &pumps[i];
        if (!fds[i + 1].revents || p->from < 0) continue;
        *moved = true;
        if (p->at == p->end) take_in(p);
        if (p->at < p->end) give_out(p);
    }
    return fds[0].revents;
}

/* ---- the supervisor ---- */

static int request(const char *path, const char *token, const int *fds, int count) {
    uint8_t bytes[TOKEN_SIZE];
    struct winsize size;
    for (int i = 0; i < TOKEN_SIZE; i++)
        if (sscanf(token + 2 * i, "%2hhx", &bytes[i]) != 1) die(EXIT_SYSTEM, "the daemon's ticket makes no sense");
    int socket = connect_unix(path, SOCK_SEQPACKET);
    message_begin(&message, REDEEM, FLAG_HANGUP, 1);
    message_put(&message, T_TOKEN, bytes, sizeof bytes);
    for (int i = 0; i < count; i++) message_put_fd(&message, T_DESCRIPTOR, fds[i], NULL, 0);
    if (measure(&size)) message_put(&message, T_WINDOW, (uint32_t[]){size.ws_row, size.ws_col}, 8);
    if (!message_send(socket, &message, 0)) die(EXIT_SYSTEM, "cannot ask the supervisor: %s", strerror(errno));
    message.fd_count = 0;
    return socket;
}

static void receive(int socket) {
    if (message_receive(socket, &message, 0) != 1)
        die(EXIT_SYSTEM, "the connection to the supervisor was lost; the program was hung up");
    if (!(message.h.flags & FLAG_ERROR)) return;
    int error = find_u32(&message, T_ERRNO, 0);
    int code = error == ENOENT || error == EACCES ? 8 : EXIT_SYSTEM;
    die(code, "cannot %s: %s", find_string(&message, T_STAGE), strerror(error));
}

static int exit_code(void) {
    struct value v;
    if (!find_value(&message, T_STATUS, &v)) die(EXIT_SYSTEM, "the supervisor's answer makes no sense");
    uint32_t how = take_u32(&v), status = take_u32(&v);
    return how == CLD_EXITED ? (int)(status & 0xff) : 128 + (int)(status & 0x7f);
}

/* A program must never get our terminal itself: it could type for us. It gets pipes in its place. */
static int offer(int number, const char *input, struct pump *p) {
    int pair[2], source = number;
    if (number == 0 && *input && strcmp(input, "-") && (source = open(input, O_RDONLY | O_CLOEXEC)) < 0)
        die(EXIT_SYSTEM, "cannot open %s: %s", input, strerror(errno));
    if (source == number && !isatty(number)) return number;
    if (pipe2(pair, O_CLOEXEC) < 0) die(EXIT_SYSTEM, "cannot make a pipe: %s", strerror(errno));
    *p = number ? (struct pump){.from = pair[0], .to = number} : (struct pump){.from = source, .to = pair[1], .closes = true};
    never_block(number ? pair[0] : pair[1]);
    return number ? pair[1] : pair[0];
}

static int wait_for_exit(int socket) {
    bool moved, done = false;
    while (!done) {
        bool said = turn(socket, at_end < 0 ? -1 : TYPE_AGAIN, &moved);
        /* A terminal has no end: Ctrl-D says it, again and again since a shell that starts throws typed input away. */
        if (!said && !moved && at_end >= 0 && write(at_end, "\004", 1) < 0 && errno != EAGAIN) at_end = -1;
        if (!said) continue;
        receive(socket);
        done = message.h.verb == EXIT;
    }
    int code = exit_code();
    pumps[0].from = -1;
    do turn(-1, 0, &moved); /* what it wrote last */
    while (moved);
    return code;
}

int session_exec(const char *path, const char *token, int terminal, const char *input) {
    int fds[3] = {0, 1, 2};
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 3 && !terminal; i++) fds[i] = offer(i, input, &pumps[i]);
    int socket = request(path, token, fds, terminal ? 0 : 3);
    for (int i = 0; i < 3 && !terminal; i++)
        if (fds[i] != i) close(fds[i]);
    receive(socket);
    if (terminal) {
        if (message.fd_count != 1) die(EXIT_SYSTEM, "the supervisor gave no terminal");
        int master = message.fds[0];
        never_block(master);
        take_terminal(master);
        pumps[0].from = 0, pumps[0].to = master, pumps[0].types = true;
        pumps[1].from = master, pumps[1].to = 1;
    }
    int code = wait_for_exit(socket);
    restore();
    return code;
}

int session_console(const char *path, const char *token) {
    bool moved, escaped = false;
    int socket = request(path, token, NULL, 0);
    receive(socket);
    if (message.fd_count != 3) die(EXIT_SYSTEM, "the supervisor gave no console");
    int master = message.fds[0], stream = message.fds[2];
    signal(SIGPIPE, SIG_IGN);
    fputs("Attached to the console; Esc and then . leaves it.\r\n", stderr);
    take_terminal(master);
    pumps[1].from = stream, pumps[1].to = 1;
    while (pumps[1].from >= 0) {
        char key;
        struct pollfd fds[2] = {{.fd = 0, .events = POLLIN}, {.fd = stream, .events = POLLIN}};
        if (poll(fds, 2, -1) < 0 && errno != EINTR) break;
        if (fds[0].revents) {
            if (read(0, &key, 1) <= 0 || (escaped && key == '.')) break;
            escaped = key == ESCAPE;
            if (write(master, &key, 1) < 0 && errno != EAGAIN) break;
        }
        if (fds[1].revents) turn(-1, 0, &moved);
    }
    restore();
    fputs("\nLeft the console.\n", stderr);
    return 0;
}
