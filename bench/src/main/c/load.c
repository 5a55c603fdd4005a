/* Loads that say what they cost: a line "KIND COUNT" for each command, a line "WALL CPU" in nanoseconds for each answer.
 * CPU is of this process and of its children that have ended; all run on the last of the processors they may use. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHEAP = 20, WORDS = 1 << 15 };

static const char *self;
static uint64_t memory[WORDS];
static int mailbox[2];
static long paused;

static _Noreturn void fail(const char *what) {
    perror(what);
    exit(1);
}

static long nanos(struct timespec t) { return t.tv_sec * 1000000000L + t.tv_nsec; }

static long wall(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return nanos(now);
}

static void call_parent(void) { syscall(SYS_getppid); }

static void call_futex(void) {
    static int word;
    syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void read_file(const char *path) {
    char bytes[4096];
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0 || read(fd, bytes, sizeof bytes) <= 0) fail(path);
    close(fd);
}

static void read_self(void) { read_file(self); }

/* What cat does. */
static int copy(const char *path) {
    char bytes[65536];
    ssize_t got;
    int from = open(path, O_RDONLY), to = open("/dev/null", O_WRONLY);
    while ((got = read(from, bytes, sizeof bytes)) > 0)
        if (write(to, bytes, got) != got) return 1;
    return got < 0;
}

static void post(void) {
    char letter[64] = {0};
    if (write(mailbox[1], letter, sizeof letter) < 0 || read(mailbox[0], letter, sizeof letter) < 0) fail("pipe");
}

static void execute(const char *file) {
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        execl(self, self, file, NULL);
        _exit(1);
    }
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || status) fail("fork and exec");
}

static void execute_nothing(void) { execute("/dev/null"); }

/* With a pause before each that does not count, as from one who looks now and then. */
static void look(void) {
    struct timespec pause = {0, 60000000};
    long began = wall();
    nanosleep(&pause, NULL);
    paused += wall() - began;
    execute("/proc/meminfo");
}

/* A fork and exec, and 160 cheap calls: strace counts 143 for each exec of a shell that loops over ls, 212 of gcc. */
static void mix(void) {
    execute_nothing();
    for (int i = 0; i < CHEAP; i++) {
        call_parent();
        call_futex();
        read_self();
        post();
    }
}

/* A step of a generator over 256 KiB: arithmetic, and the second cache. */
static void compute(void) {
    static uint64_t state = 88172645463325252u;
    for (int i = 0; i < 1000; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        memory[state % WORDS] += state;
    }
}

/* Letters there and back between two processes on one processor. */
static void messages(long count) {
    int ends[2];
    char letter[64] = {0};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) fail("socketpair");
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        while (recv(ends[1], letter, sizeof letter, 0) > 0)
            if (send(ends[1], letter, sizeof letter, 0) < 0) break;
        _exit(0);
    }
    close(ends[1]);
    for (; pid > 0 && count > 0; count--)
        if (send(ends[0], letter, sizeof letter, 0) < 0 || recv(ends[0], letter, sizeof letter, 0) < 0) fail("message");
    close(ends[0]);
    if (pid < 0 || waitpid(pid, NULL, 0) < 0) fail("fork");
}

static const struct { const char *name; void (*once)(void); } kinds[] = {
    {"parent", call_parent}, {"futex", call_futex}, {"file", read_self}, {"pipe", post}, {"exec", execute_nothing},
    {"mix", mix}, {"compute", compute}, {"cat", look}, {NULL, NULL}};

static void repeat(const char *kind, long count) {
    for (int k = 0; kinds[k].name; k++)
        if (strcmp(kinds[k].name, kind) == 0) {
            while (count-- > 0) kinds[k].once();
            return;
        }
    if (strcmp(kind, "messages") != 0) exit(2);
    messages(count);
}

static long micros(struct timeval t) { return t.tv_sec * 1000000L + t.tv_usec; }

static long cpu(void) {
    struct timespec own;
    struct rusage children;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return nanos(own) + 1000 * (micros(children.ru_utime) + micros(children.ru_stime));
}

static void stay_on_one_processor(void) {
    cpu_set_t all, last;
    if (sched_getaffinity(0, sizeof all, &all) < 0) fail("sched_getaffinity");
    CPU_ZERO(&last);
    for (int i = CPU_SETSIZE - 1; i >= 0; i--)
        if (CPU_ISSET(i, &all)) {
            CPU_SET(i, &last);
            break;
        }
    if (sched_setaffinity(0, sizeof last, &last) < 0) fail("sched_setaffinity");
}

int main(int words, char **word) {
    char kind[32];
    long count;
    if (words > 1) return copy(word[1]);
    self = word[0];
    if (pipe2(mailbox, O_CLOEXEC) < 0) fail("pipe");
    stay_on_one_processor();
    puts("ready");
    fflush(stdout);
    while (scanf("%31s %ld", kind, &count) == 2) {
        long began = wall(), used = cpu();
        repeat(kind, count);
        long took = wall() - began - paused;
        paused = 0;
        printf("%ld %ld\n", took, cpu() - used);
        fflush(stdout);
    }
    return 0;
}
