/* What the CT's own process does before it becomes init. */
#include "floor.h"

struct place { const char *at; int mount; };

static void write_file(int folder, const char *name, const char *text) {
    int fd = must(openat(folder, ".floor", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    must(write(fd, text, strlen(text)));
    close(fd);
    must(renameat(folder, ".floor", folder, name));
}

void confine(void) {
    static const int pointless[] = {CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_TIME, CAP_MAC_OVERRIDE, CAP_MAC_ADMIN, CAP_SYSLOG, CAP_WAKE_ALARM, CAP_BLOCK_SUSPEND};
    static const uint32_t denied[] = {SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module, SYS_delete_module,
                                      SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter,
                                      SYS_io_uring_register, SYS_open_by_handle_at, SYS_swapon, SYS_swapoff, SYS_acct, SYS_quotactl,
                                      SYS_settimeofday, SYS_clock_settime, SYS_syslog, SYS_vhangup, SYS_kcmp, SYS_move_pages,
                                      SYS_migrate_pages, SYS_fanotify_init};
    enum { COUNT = sizeof denied / sizeof *denied };
    struct sock_filter filter[COUNT + 6] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct all[2];
    must(syscall(SYS_capget, &head, all));
    for (size_t i = 0; i < sizeof pointless / sizeof *pointless; i++) {
        must(prctl(PR_CAPBSET_DROP, pointless[i], 0, 0, 0));
        all[pointless[i] / 32].permitted &= ~(1U << pointless[i] % 32);
    }
    for (int i = 0; i < 2; i++) all[i].effective = all[i].permitted, all[i].inheritable = 0;
    must(syscall(SYS_capset, &head, all));
    for (int i = 0; i < COUNT; i++)
        filter[1 + i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, denied[i], COUNT - i, 0);
    filter[COUNT + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[COUNT + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &(struct sock_fprog){COUNT + 3, filter}));
}

static void own_clocks(void) {
    struct timespec m, b;
    char text[128];
    must(unshare(CLONE_NEWTIME));
    clock_gettime(CLOCK_MONOTONIC, &m);
    clock_gettime(CLOCK_BOOTTIME, &b);
    snprintf(text, sizeof text, "monotonic %lld 0\nboottime %lld 0\n", -(long long)m.tv_sec, -(long long)b.tv_sec);
    set(AT_FDCWD, "/proc/self/timens_offsets", text);
    int fd = must(open("/proc/self/ns/time_for_children", O_RDONLY | O_CLOEXEC));
    must(setns(fd, CLONE_NEWTIME));
    close(fd);
}

/* Everything is mounted detached, while the disk is still on its way; the root only takes it up. */
static int prepare_mounts(struct place *places) {
    static const char *const nodes[] = {"null", "zero", "full", "random", "urandom", "tty"};
    static const char *const links[][2] = {{"pts/ptmx", "ptmx"}, {"/proc/self/fd", "fd"}, {"/proc/self/fd/0", "stdin"}, {"/proc/self/fd/1", "stdout"}, {"/proc/self/fd/2", "stderr"}};
    static const char *const at[] = {"dev/null", "dev/zero", "dev/full", "dev/random", "dev/urandom", "dev/tty"};
    const unsigned plain = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, nothing = plain | MOUNT_ATTR_NOEXEC;
    char host[32];
    int count = 0, dev = make_mount("tmpfs", (const char *[]){"mode", "0755", "size", "512k", "nr_inodes", "4096", NULL}, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
    for (int i = 0; i < 6; i++) must(mknodat(dev, nodes[i], S_IFREG | 0644, 0));
    must(mknodat(dev, "console", S_IFREG | 0644, 0));
    for (int i = 0; i < 5; i++) must(symlinkat(links[i][0], dev, links[i][1]));
    must(mkdirat(dev, "pts", 0755) | mkdirat(dev, "shm", 0755) | mkdirat(dev, "mqueue", 0755));
    places[count++] = (struct place){"proc", make_mount("proc", NULL, nothing)};
    places[count++] = (struct place){"sys", make_mount("sysfs", NULL, nothing | MOUNT_ATTR_RDONLY)};
    places[count++] = (struct place){"sys/fs/cgroup", make_mount("cgroup2", NULL, nothing)};
    places[count++] = (struct place){"dev", dev};
    for (int i = 0; i < 6; i++) {
        snprintf(host, sizeof host, "/dev/%s", nodes[i]);
        places[count++] = (struct place){at[i], must(open_tree(AT_FDCWD, host, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC))};
    }
    places[count++] = (struct place){"dev/pts", make_mount("devpts", (const char *[]){"newinstance", NULL, "ptmxmode", "0666", "mode", "0620", "gid", "5", "max", "1024", NULL}, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC)};
    places[count++] = (struct place){"dev/shm", make_mount("tmpfs", (const char *[]){"mode", "1777", NULL}, plain)};
    places[count++] = (struct place){"dev/mqueue", make_mount("mqueue", NULL, nothing)};
    places[count++] = (struct place){"run", make_mount("tmpfs", (const char *[]){"mode", "0755", NULL}, plain)};
    return count;
}

static void place(int mount, int root, const char *at) {
    must(move_mount(mount, "", root, at, MOVE_MOUNT_F_EMPTY_PATH));
    close(mount);
}

void become_root(void) {
    must(setresgid(0, 0, 0));
    must(setgroups(0, NULL));
    must(setresuid(0, 0, 0));
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
    umask(0);
    must(prctl(PR_SET_DUMPABLE, 1)); /* else our /proc files are the host root's */
}

static void receive(int *fds, int count) {
    char byte, room[CMSG_SPACE(4 * sizeof(int))] = {0};
    struct msghdr m = {.msg_iov = &(struct iovec){&byte, 1}, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    if (must(recvmsg(report, &m, MSG_CMSG_CLOEXEC)) != 1) _exit(127);
    if (count) memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&m)), count * sizeof(int));
}

_Noreturn void init(const struct ct *c) {
    static char *const environment[] = {"container=cooperage", "TERM=linux", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", NULL};
    struct place places[24];
    int given[3]; /* root, console, its mount */
    sigset_t none;
    receive(NULL, 0);
    start_clock("become root");
    setsid();
    become_root();
    begin("join the groups");
    join_groups(c);
    must(unshare(CLONE_NEWCGROUP));
    begin("make the clocks");
    own_clocks();
    begin("prepare the mounts");
    must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
    int count = prepare_mounts(places);
    begin("wire the CT's end");
    guest_side(c);
    must(sethostname(c->id, strlen(c->id)));
    begin("wait for the root");
    receive(given, 3);
    begin("move the mounts in");
    must(move_mount(given[0], "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH));
    for (int i = 0; i < count; i++) place(places[i].mount, given[0], places[i].at);
    place(given[2], given[0], "dev/console");
    begin("write the CT's files");
    int etc = must(openat(given[0], "etc", O_DIRECTORY | O_CLOEXEC));
    write_file(etc, "hostname", c->id);
    write_file(etc, "hosts", "127.0.0.1 localhost\n");
    write_file(etc, "resolv.conf", "nameserver 127.0.0.1\n");
    begin("pivot");
    must(fchdir(given[0]));
    must(syscall(SYS_pivot_root, ".", "."));
    must(umount2(".", MNT_DETACH));
    must(chdir("/"));
    begin("confine");
    for (int fd = 0; fd < 3; fd++) must(dup2(given[1], fd));
    must(ioctl(0, TIOCSCTTY, 0));
    for (int i = 0; i < RLIM_NLIMITS; i++) {
        struct rlimit own_limit;
        must(getrlimit(i, &own_limit));
        must(setrlimit(i, &own_limit));
    }
    must(prctl(PR_SET_PDEATHSIG, SIGKILL));
    confine();
    umask(022);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    begin("execute init");
    execve("/sbin/init", (char *[]){"/sbin/init", NULL}, environment);
    fail(errno);
}
