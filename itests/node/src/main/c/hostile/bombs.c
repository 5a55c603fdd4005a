/* Bombs: each makes more of one kind of kernel object, for as long as it is let. */
#include "hostile.h"
#include <arpa/inet.h>
#include <linux/aio_abi.h>
#include <linux/keyctl.h>
#include <linux/rtnetlink.h>
#include <sys/inotify.h>
#include <sys/sem.h>
#include <sys/shm.h>

static long more_processes(const char *argument) {
    (void)argument;
    pid_t pid = fork();
    return pid < 0 ? -errno : pid == 0 ? 0 : 1; /* the child goes on too */
}

static long more_zombies(const char *argument) {
    (void)argument;
    pid_t pid = fork();
    if (pid == 0) _exit(0);
    return pid < 0 ? -errno : 1;
}

static long more_memory(const char *argument) {
    (void)argument;
    char *at = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return -errno;
    for (int i = 0; i < 1 << 20; i += 4096) at[i] = i >> 12; /* not all alike, and not nought */
    return 1;
}

static long number(void) {
    static long next;
    return next++;
}

/* Folders of a thousand: one that holds all would slow the bomb itself. */
static long more_files(const char *folder) {
    char path[PATH_MAX];
    long n = number();
    snprintf(path, sizeof path, "%s/bomb%d-%ld", folder, getpid(), n / 1000);
    if (n % 1000 == 0 && mkdir(path, 0700) < 0 && errno != EEXIST) return -errno;
    snprintf(path, sizeof path, "%s/bomb%d-%ld/%ld", folder, getpid(), n / 1000, n);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (fd < 0) return -errno;
    close(fd);
    return 1;
}

/* Writes without ever waiting for the disk, and over the same file again: dirty pages, not space. */
static long more_bytes(const char *folder) {
    static char block[1 << 20];
    static int fd = -1;
    char path[PATH_MAX];
    long n = number();
    if (fd < 0) {
        snprintf(path, sizeof path, "%s/bomb%d", folder, getpid());
        memset(block, 0x5a, sizeof block);
        fd = open(path, O_WRONLY | O_CREAT, 0600);
    }
    block[0] = n;
    return fd < 0 || pwrite(fd, block, sizeof block, n % 512 << 20) < 0 ? -errno : 1;
}

static long more_text(const char *path) {
    static int fd = -1;
    static char line[256];
    if (fd < 0) {
        memset(line, 'x', sizeof line);
        line[sizeof line - 1] = '\n';
        fd = open(path, O_WRONLY | O_NOCTTY);
    }
    return fd < 0 || write(fd, line, sizeof line) < 0 ? -errno : 1;
}

/* When one process is full the next goes on, and it stays. */
static long in_turn(long fd) {
    if (fd >= 0) return 1;
    if (errno != EMFILE) return -errno;
    pid_t pid = fork();
    if (pid < 0) return -errno;
    if (pid > 0)
        for (;;) pause();
    close_range(3, ~0U, 0);
    return 0;
}

static long more_descriptors(const char *path) { return in_turn(open(path, O_RDONLY)); }
static long more_terminals(const char *path) { return in_turn(open(path, O_RDWR | O_NOCTTY)); }

/* A devpts of our own has limits of its own. */
static long more_own_terminals(const char *argument) {
    static bool mounted;
    (void)argument;
    if (!mounted) {
        if (unshare(CLONE_NEWNS) < 0 || mount("none", own_folder("pts"), "devpts", 0, "newinstance,ptmxmode=0666") < 0) return -errno;
        mounted = true;
    }
    return more_terminals(own("pts/ptmx"));
}

static long more_watchers(const char *argument) { return (void)argument, in_turn(inotify_init1(0)); }

static long more_watches(const char *folder) {
    static int fd = -1;
    char path[PATH_MAX];
    if (fd < 0) fd = inotify_init1(0);
    snprintf(path, sizeof path, "%s/watch%d-%ld", folder, getpid(), number());
    if (mkdir(path, 0700) < 0) return -errno;
    return inotify_add_watch(fd, path, IN_ALL_EVENTS) < 0 ? -errno : 1;
}

static long more_keys(const char *argument) {
    char name[64];
    (void)argument;
    snprintf(name, sizeof name, "bomb%d-%ld", getpid(), number());
    return syscall(SYS_add_key, "user", name, name, sizeof name, KEY_SPEC_PROCESS_KEYRING) < 0 ? -errno : 1;
}

static long more_flows(const char *address) {
    static int fd = -1;
    long n = number();
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(1024 + n % 60000)};
    if (fd < 0 || n % 60000 == 0) {
        if (fd >= 0) close(fd);
        fd = socket(AF_INET, SOCK_DGRAM, 0); /* another port of ours: flows that were not seen yet */
    }
    inet_pton(AF_INET, told("HOSTILE_NEIGHBOUR", address), &to.sin_addr);
    if (sendto(fd, "x", 1, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof to) >= 0) return 1;
    return errno == ECONNREFUSED || errno == EAGAIN ? 0 : -errno;
}

/* Both ends of a pair full of what nobody reads. */
static long more_sockets(const char *argument) {
    static char block[65536];
    int pair[2];
    (void)argument;
    long fd = socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    for (int i = 0; fd >= 0 && i < 2; i++)
        while (send(pair[i], block, sizeof block, MSG_DONTWAIT) > 0) continue;
    return in_turn(fd);
}

static long more_pipes(const char *argument) {
    static char block[1 << 20];
    int ends[2];
    (void)argument;
    long fd = pipe2(ends, O_NONBLOCK);
    if (fd >= 0) {
        fcntl(ends[1], F_SETPIPE_SZ, sizeof block);
        if (write(ends[1], block, sizeof block) < 0 && errno != EAGAIN) return -errno;
    }
    return in_turn(fd);
}

static long more_mounts(const char *type) {
    static bool begun;
    char path[128];
    if (!begun) {
        if (unshare(CLONE_NEWNS) < 0) return -errno;
        if (mount("none", own_folder("mounts"), "tmpfs", 0, NULL) < 0) return -errno;
        begun = true;
    }
    snprintf(path, sizeof path, "%s/%ld", own("mounts"), number());
    if (mkdir(path, 0700) < 0 || mount("none", path, type, 0, NULL) < 0) return -errno;
    return 1;
}

/* Namespaces that a descriptor keeps. */
static long more_namespaces(const char *which) {
    static const struct { const char *name, *path; int flag; } kinds[] = {
        {"net", "/proc/self/ns/net", CLONE_NEWNET}, {"mnt", "/proc/self/ns/mnt", CLONE_NEWNS}, {"ipc", "/proc/self/ns/ipc", CLONE_NEWIPC},
        {"user", "/proc/self/ns/user", CLONE_NEWUSER}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, which)) continue;
        if (unshare(kinds[i].flag) < 0) return -errno;
        return in_turn(open(kinds[i].path, O_RDONLY));
    }
    return -EINVAL;
}

static long more_groups(const char *argument) {
    static bool mounted;
    char path[128];
    (void)argument;
    if (!mounted) {
        if (unshare(CLONE_NEWNS) < 0 || mount("none", own_folder("groups"), "cgroup2", 0, NULL) < 0) return -errno;
        mounted = true;
    }
    snprintf(path, sizeof path, "%s/bomb%d-%ld", own("groups"), getpid(), number());
    return mkdir(path, 0700) < 0 ? -errno : 1;
}

static long more_aio(const char *argument) {
    aio_context_t context = 0;
    (void)argument;
    return syscall(SYS_io_setup, 1024, &context) < 0 ? -errno : 1024;
}

static long more_timers(const char *argument) {
    timer_t timer;
    struct sigevent none = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGURG};
    (void)argument;
    return timer_create(CLOCK_MONOTONIC, &none, &timer) < 0 ? -errno : 1;
}

static long more_shared_memory(const char *argument) {
    (void)argument;
    int id = shmget(IPC_PRIVATE, 4 << 20, 0600);
    char *at = id < 0 ? NULL : shmat(id, NULL, 0);
    if (!at || at == (char *)-1) return -errno;
    for (int i = 0; i < 4 << 20; i += 4096) at[i] = 1;
    shmdt(at);
    return 4;
}

static long more_semaphores(const char *argument) { return (void)argument, semget(IPC_PRIVATE, 250, 0600) < 0 ? -errno : 250; }

static long more_devices(const char *kind) {
    struct { struct nlmsghdr head; struct ifinfomsg info; struct rtattr link; struct rtattr kind; char name[8]; } ask = {
        .head = {sizeof ask, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, 1, 0},
        .link = {sizeof ask.link + sizeof ask.kind + sizeof ask.name, IFLA_LINKINFO},
        .kind = {sizeof ask.kind + sizeof ask.name, IFLA_INFO_KIND}};
    struct { struct nlmsghdr head; struct nlmsgerr error; char rest[512]; } answer;
    static int fd = -1;
    snprintf(ask.name, sizeof ask.name, "%s", kind);
    if (fd < 0) fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0 || send(fd, &ask, sizeof ask, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0) return -errno;
    return answer.error.error < 0 ? answer.error.error : 2;
}

/* Names that are not there: the kernel remembers them. */
static long more_names(const char *folder) {
    struct stat unused;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/none%d-%ld", folder, getpid(), number());
    return stat(path, &unused) < 0 && errno != ENOENT ? -errno : 1;
}

const struct bomb bombs[] = {
    {"fork", more_processes, NULL, 1},
    {"zombies", more_zombies, NULL, 1},
    {"memory", more_memory, NULL, 2},
    {"shm-memory", more_bytes, "/dev/shm", 2},
    {"shared-memory", more_shared_memory, NULL, 1},
    {"semaphores", more_semaphores, NULL, 1},
    {"files-run", more_files, "/run", 2},
    {"files-shm", more_files, "/dev/shm", 2},
    {"files-disk", more_files, "/tmp", 2},
    {"dirty-pages", more_bytes, "/tmp", 2},
    {"names", more_names, "/tmp", 2},
    {"descriptors", more_descriptors, "/dev/null", 2},
    {"terminals", more_terminals, "/dev/ptmx", 1},
    {"own-terminals", more_own_terminals, NULL, 1},
    {"inotify-instances", more_watchers, NULL, 1},
    {"inotify-watches", more_watches, "/run", 2},
    {"keys", more_keys, NULL, 1},
    {"conntrack", more_flows, "10.255.255.254", 2},
    {"console", more_text, "/dev/console", 2},
    {"sockets", more_sockets, NULL, 2},
    {"pipes", more_pipes, NULL, 2},
    {"mounts", more_mounts, "tmpfs", 1},
    {"namespaces-net", more_namespaces, "net", 1},
    {"namespaces-mnt", more_namespaces, "mnt", 1},
    {"namespaces-user", more_namespaces, "user", 1},
    {"groups", more_groups, NULL, 1},
    {"aio", more_aio, NULL, 1},
    {"timers", more_timers, NULL, 1},
    {"net-devices", more_devices, "veth", 1},
    {0}};
