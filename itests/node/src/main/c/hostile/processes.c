/* Processes of others, shares of the machine, user namespaces, terminals. */
#include "hostile.h"
#include <mqueue.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/uio.h>

static long signal_host(const char *argument) { return (void)argument, as_errno(kill(bait_pid(), SIGKILL)); }
static long trace_host(const char *argument) { return (void)argument, as_errno(ptrace(PTRACE_ATTACH, bait_pid(), 0, 0)); }
static long handle_host(const char *argument) { return (void)argument, as_errno(syscall(SYS_pidfd_open, bait_pid(), 0)); }
static long slow_host(const char *argument) { return (void)argument, as_errno(setpriority(PRIO_PROCESS, bait_pid(), 19)); }
static long limit_host(const char *argument) {
    struct rlimit none = {0, 0};
    (void)argument;
    return as_errno(prlimit(bait_pid(), RLIMIT_NOFILE, &none, NULL));
}

static long read_host(const char *argument) {
    char byte;
    struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
    (void)argument;
    return as_errno(process_vm_readv(bait_pid(), &here, 1, &there, 1, 0));
}

/* Whether a process of the host shows by its number. */
static long see_host(const char *argument) {
    char path[64];
    (void)argument;
    snprintf(path, sizeof path, "/proc/%ld/cmdline", bait_pid());
    return as_errno(open(path, O_RDONLY));
}

static long write_init(const char *path) { return as_errno(open(path, O_RDWR)); }

static long hurry(const char *argument) { return (void)argument, as_errno(setpriority(PRIO_PROCESS, 0, -20)); }

static long real_time(const char *argument) {
    struct sched_param first = {.sched_priority = 99};
    (void)argument;
    return as_errno(sched_setscheduler(0, SCHED_FIFO, &first));
}

static long deadline(const char *argument) {
    struct { uint32_t size, policy; uint64_t flags; int32_t nice; uint32_t priority; uint64_t runtime, deadline, period; } a =
        {sizeof a, SCHED_DEADLINE, 0, 0, 0, 10000000, 20000000, 20000000};
    (void)argument;
    return as_errno(syscall(SYS_sched_setattr, 0, &a, 0));
}

static long real_time_io(const char *argument) { return (void)argument, as_errno(syscall(SYS_ioprio_set, 1, 0, 1 << 13)); }

static long raise_limit(const char *argument) {
    struct rlimit own;
    (void)argument;
    getrlimit(RLIMIT_NOFILE, &own);
    own.rlim_max++;
    return as_errno(setrlimit(RLIMIT_NOFILE, &own));
}

static long lock_memory(const char *argument) {
    (void)argument;
    void *at = mmap(NULL, 64 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return as_errno(mlock(at, 64 << 20));
}

static long survive(const char *argument) {
    (void)argument;
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    return fd < 0 ? -errno : as_errno(write(fd, "-1000", 5));
}

static long flush_io(const char *argument) { return (void)argument, as_errno(prctl(57 /* PR_SET_IO_FLUSHER */, 1, 0, 0, 0)); }

static long write_map(const char *name, const char *text) {
    int fd = open(name, O_WRONLY);
    return fd < 0 ? -errno : as_errno(write(fd, text, strlen(text)));
}

/* A nested user namespace is allowed; in it too nobody is more than in the CT. */
static long nested_namespace(const char *argument) {
    (void)argument;
    return as_errno(unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET));
}

/* Needs a parent that is in the CT's own namespace and has all rights there. */
static long nested_map(const char *line) {
    char path[64];
    int ready[2], status;
    char byte = 0;
    if (pipe(ready) < 0) return -errno;
    pid_t pid = fork();
    if (pid == 0) {
        long made = as_errno(unshare(CLONE_NEWUSER));
        if (write(ready[1], made < 0 ? "n" : "y", 1) == 1) pause();
        _exit(0);
    }
    if (read(ready[0], &byte, 1) != 1 || byte != 'y') return -EPERM;
    snprintf(path, sizeof path, "/proc/%d/uid_map", pid);
    long written = write_map(path, line);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return written;
}

static long nested_mount(const char *type) {
    const char *there = own_folder("there");
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0) return -errno;
    return as_errno(mount("none", there, type, 0, NULL));
}

static long become_outsider(const char *argument) { return (void)argument, as_errno(setresuid(0x40000000, 0x40000000, 0x40000000)); }

static long type_into(const char *path) {
    int fd = open(path, O_RDWR | O_NOCTTY);
    return fd < 0 ? -errno : as_errno(ioctl(fd, 0x5412 /* TIOCSTI */, "x"));
}

static long paste(const char *path) {
    char what = 3;
    int fd = open(path, O_RDWR | O_NOCTTY);
    return fd < 0 ? -errno : as_errno(ioctl(fd, 0x541c /* TIOCLINUX */, &what));
}

static long take_console(const char *path) {
    int fd = open(path, O_RDWR | O_NOCTTY);
    return fd < 0 ? -errno : as_errno(ioctl(fd, 0x541d /* TIOCCONS */, 0));
}

static long host_memory(const char *argument) { return (void)argument, as_errno(shmget(0x686f7374, 0, 0)); }

static long host_queue(const char *name) {
    long queue = mq_open(name, O_RDONLY | O_NONBLOCK);
    return as_errno(queue);
}

const struct action processes[] = {
    {"signal-host", signal_host, NULL},
    {"trace-host", trace_host, NULL},
    {"handle-of-host-process", handle_host, NULL},
    {"slow-host-process", slow_host, NULL},
    {"limit-host-process", limit_host, NULL},
    {"read-host-process", read_host, NULL},
    {"see-host-process", see_host, NULL},
    {"write-init-memory", write_init, "/proc/1/mem"},
    {"priority", hurry, NULL},
    {"real-time", real_time, NULL},
    {"deadline", deadline, NULL},
    {"real-time-io", real_time_io, NULL},
    {"raise-own-limit", raise_limit, NULL},
    {"lock-memory", lock_memory, NULL},
    {"never-killed-for-memory", survive, NULL},
    {"io-flusher", flush_io, NULL},
    {"nested-namespace", nested_namespace, NULL},
    {"nested-map-of-outsider", nested_map, "0 1000000 1"},
    {"nested-debugfs", nested_mount, "debugfs"},
    {"nested-cgroup", nested_mount, "cgroup"},
    {"become-outsider", become_outsider, NULL},
    {"type-into-terminal", type_into, "/dev/console"},
    {"paste-into-terminal", paste, "/dev/console"},
    {"take-host-console", take_console, "/dev/console"},
    {"shared-memory-of-host", host_memory, NULL},
    {"message-queue-of-host", host_queue, "/hostile-bait"},
    {0}};
