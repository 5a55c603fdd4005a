/* Steps: their times, their failures, and what is closed at the end of a command. */
#include "floor.h"

enum { FDS_MAX = 64 };

struct times *times;
int role, report = -1;
jmp_buf undo;
char failure[200];
const char *step = "begin";
static struct timespec since;
static int temporary[FDS_MAX], temporary_count;

void end_step(void) {
    struct timespec now;
    struct times *t = &times[role];
    clock_gettime(CLOCK_REALTIME, &now); /* the others are the CT's own in its process */
    if (t->count < STEPS_MAX) {
        t->steps[t->count].name = step;
        t->steps[t->count++].micros = (now.tv_sec - since.tv_sec) * 1000000 + (now.tv_nsec - since.tv_nsec) / 1000;
    }
    since = now;
}

void begin(const char *next) {
    end_step();
    step = next;
}

void start_clock(const char *first) {
    times[role].count = 0;
    step = first;
    clock_gettime(CLOCK_REALTIME, &since);
}

_Noreturn void fail(int error) {
    const char *name = strerrorname_np(error);
    int length = snprintf(failure, sizeof failure, "%s: %s %s", step, name ? name : "?", strerror(error));
    if (report >= 0) {
        send(report, failure, length, MSG_NOSIGNAL);
        _exit(127);
    }
    longjmp(undo, 1);
}

long must(long result) {
    if (result < 0) fail(errno);
    return result;
}

int keep(long fd) {
    must(fd);
    if (temporary_count == FDS_MAX) fail(EMFILE);
    return temporary[temporary_count++] = fd;
}

void close_temporary(void) {
    while (temporary_count) close(temporary[--temporary_count]);
}

void close_fd(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

bool put(int folder, const char *name, const char *text) {
    int fd = openat(folder, name, O_WRONLY | O_CLOEXEC);
    bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0) close(fd);
    return done;
}

void set(int folder, const char *name, const char *text) {
    if (!put(folder, name, text)) fail(errno);
}
