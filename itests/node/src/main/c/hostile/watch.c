/* The other side: bystanders that say how they fare, and bait that tells who touched it. */
#include "hostile.h"
#include <arpa/inet.h>
#include <linux/keyctl.h>
#include <mqueue.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/shm.h>
#include <sys/un.h>

static int64_t micros(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* One line a beat: how late it woke, and how long a write of a page and a child took; -1 for what failed. */
int pulse(const char *file, int milliseconds) {
    char page[4096] = {0};
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (;;) {
        int64_t wake = micros() + milliseconds * 1000LL;
        struct timespec until = {wake / 1000000, wake % 1000000 * 1000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        int64_t woke = micros();
        bool written = pwrite(fd, page, sizeof page, 0) == sizeof page;
        int64_t wrote = micros();
        pid_t pid = fork();
        if (pid == 0) _exit(0);
        bool forked = pid > 0 && waitpid(pid, NULL, 0) == pid;
        int64_t done = micros();
        printf("%lld %lld %lld\n", (long long)(woke - wake), written ? (long long)(wrote - woke) : -1LL, forked ? (long long)(done - wrote) : -1LL);
        if (fflush(stdout) != 0) return 0;
    }
}

int hear(int port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)}, from;
    char text[64], address[INET_ADDRSTRLEN];
    socklen_t size = sizeof from;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0) return 1;
    puts("ready");
    fflush(stdout);
    for (ssize_t n; (n = recvfrom(fd, text, sizeof text - 1, 0, (struct sockaddr *)&from, &size)) >= 0;) {
        text[n] = 0;
        printf("%s %s\n", inet_ntop(AF_INET, &from.sin_addr, address, sizeof address), text);
        fflush(stdout);
    }
    return 1;
}

static int listen_at(int family, const struct sockaddr *at, socklen_t size) {
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return fd < 0 || bind(fd, at, size) < 0 || listen(fd, 8) < 0 ? -1 : fd;
}

static int port_of(int fd) {
    struct sockaddr_in at;
    socklen_t size = sizeof at;
    getsockname(fd, (struct sockaddr *)&at, &size);
    return ntohs(at.sin_port);
}

/* Prints PID KEY PORT, then what is touched, and "end" when its input has ended and everything is removed. */
int bait(void) {
    struct sockaddr_un abstract = {.sun_family = AF_UNIX, .sun_path = "\0hostile-bait"};
    struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int memory = shmget(0x686f7374, 4096, IPC_CREAT | 0666);
    long key = syscall(SYS_add_key, "user", "hostile-bait", "secret", 6, KEY_SPEC_USER_KEYRING);
    mqd_t queue = mq_open("/hostile-bait", O_CREAT | O_RDWR, 0666, NULL);
    int sockets[] = {listen_at(AF_UNIX, (struct sockaddr *)&abstract, offsetof(struct sockaddr_un, sun_path) + 13),
                     listen_at(AF_INET, (struct sockaddr *)&loopback, sizeof loopback)};
    struct pollfd events[] = {{0, POLLIN, 0}, {sockets[0], POLLIN, 0}, {sockets[1], POLLIN, 0}};
    flock(open("/dev/full", O_RDONLY | O_CLOEXEC), LOCK_EX | LOCK_NB);
    printf("%d %ld %d\n", getpid(), key, port_of(sockets[1]));
    fflush(stdout);
    while (poll(events, 3, -1) > 0 && !events[0].revents)
        for (int i = 1; i < 3; i++)
            if (events[i].revents) {
                close(accept(events[i].fd, NULL, NULL));
                puts(i == 1 ? "abstract socket" : "loopback");
            }
    if (memory >= 0) shmctl(memory, IPC_RMID, NULL);
    if (queue != (mqd_t)-1) mq_unlink("/hostile-bait");
    if (key >= 0) syscall(SYS_keyctl, KEYCTL_UNLINK, key, KEY_SPEC_USER_KEYRING);
    puts("end");
    return 0;
}

/* The descriptor is taken while the process is known to be the right one; a number could be another's later. */
int watch_over(long pid, int seconds) {
    struct pollfd events[] = {{syscall(SYS_pidfd_open, pid, 0), POLLIN, 0}, {0, POLLIN, 0}};
    if (events[0].fd < 0) return perror("watch a process"), 1;
    puts("ready");
    fflush(stdout);
    poll(events, 2, seconds * 1000);
    if (events[0].revents) return puts("ended"), 0;
    if (syscall(SYS_pidfd_send_signal, events[0].fd, SIGKILL, NULL, 0) < 0 && errno != ESRCH) return perror("kill"), 1;
    poll(events, 1, 60000);
    return puts(events[0].revents ? "killed" : "lives"), 0;
}
