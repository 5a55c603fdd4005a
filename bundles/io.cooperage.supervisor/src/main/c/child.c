/* What runs between clone and exec. A plan is a list of steps that Java composed; each is done in the order given, its
 * description is set before the call that may fail, and every failure leaves through fail(), which tells the worker. */
#include "supervisor.h"

enum { MAKE_NOTHING, MAKE_FOLDER, MAKE_FILE };
enum { WRITE_CREATE = 1, WRITE_FOLDERS = 2 };
enum { CONTROL_FD = 63, FIRST_PLAN_FD = 64, DEVPTS_MAGIC = 0x1cd1 };

struct message plan;
static struct message answer;
static struct console tty = {-1, -1, -1, -1};
static int control = -1, root = -1;
static char stage[256] = "begin";

void doing(const char *format, ...) {
    va_list rest;
    va_start(rest, format);
    vsnprintf(stage, sizeof stage, format, rest);
    va_end(rest);
}

void fail(int error) {
    message_begin(&answer, CHILD_FAILED, 0, 0);
    message_put_failure(&answer, error, stage);
    message_send(control, &answer, 0);
    _exit(127);
}

long must(long result) {
    if (result < 0) fail(errno);
    return result;
}

static void whole(const struct value *v) {
    if (v->bad) fail(EBADMSG);
}

void report(uint16_t verb, int pid, int fd) {
    message_begin(&answer, verb, 0, 0);
    message_put_u32(&answer, T_PID, pid);
    if (fd >= 0) message_put_fd(&answer, T_DESCRIPTOR, fd, NULL, 0);
    if (!message_send(control, &answer, 0)) _exit(127);
}

pid_t spawn(uint64_t flags, int *pidfd) {
    struct clone_args how = {.flags = flags | (pidfd ? CLONE_PIDFD : 0), .pidfd = (uintptr_t)pidfd,
                             .exit_signal = flags & CLONE_PARENT ? 0 : SIGCHLD}; /* a sibling inherits ours */
    return syscall(SYS_clone3, &how, sizeof how);
}

static int ascending(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* The worker's descriptors are those of all CTs: only the plan's own may come along. They move up, so that a plan can
 * ask for any number below CONTROL_FD without meeting them. */
void child_begin(int socket, struct console *console, int *target) {
    int *movable[FDS_MAX + 8], keep[FDS_MAX + 16], count = 0, kept = 0;
    for (int i = 0; i < plan.fd_count; i++) movable[count++] = &plan.fds[i];
    if (console) {
        tty = *console;
        movable[count++] = &tty.slave;
        movable[count++] = &tty.mount;
    }
    if (target) movable[count++] = target;
    control = socket;
    for (int i = 0; i < count; i++)
        if (*movable[i] >= 0) keep[kept++] = *movable[i] = must(fcntl(*movable[i], F_DUPFD_CLOEXEC, FIRST_PLAN_FD));
    keep[kept++] = control;
    for (int i = 0; i <= STDERR_FILENO; i++) keep[kept++] = i;
    qsort(keep, kept, sizeof *keep, ascending);
    for (int i = 0; i + 1 < kept; i++)
        if (keep[i] + 1 < keep[i + 1]) close_range(keep[i] + 1, keep[i + 1] - 1, 0);
    close_range(keep[kept - 1] + 1, ~0U, 0);
    if (control != CONTROL_FD) {
        control = must(dup3(control, CONTROL_FD, O_CLOEXEC));
        close(socket);
    }
    doing("open /dev/null"); /* the worker's stdio is the host's log: none of it but what the plan gives */
    int nothing = must(open("/dev/null", O_RDWR));
    for (int i = 0; i <= STDERR_FILENO; i++) must(dup2(nothing, i));
    close(nothing);
}

/* Without the right to raise a hard limit ours is the highest there is. */
static void set_limit(uint32_t which, struct rlimit limit) {
    struct rlimit own;
    if (setrlimit(which, &limit) == 0) return;
    if (errno != EPERM) fail(errno);
    must(getrlimit(which, &own));
    if (limit.rlim_max > own.rlim_max) limit.rlim_max = own.rlim_max;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    must(setrlimit(which, &limit));
}

/* Anything else may make its writer wait for ever. */
static void check_is_cgroup(int fd) {
    struct statfs where;
    must(fstatfs(fd, &where));
    if (where.f_type != CGROUP_SUPER_MAGIC && where.f_type != CGROUP2_SUPER_MAGIC) fail(EINVAL);
}

void prepare_stage(void) {
    struct value v;
    for (size_t at = 0; next_value(&plan, &at, &v);)
        switch (v.tag) {
        case T_CGROUP:
            doing("enter cgroup %d", v.fd_index);
            check_is_cgroup(value_fd(&plan, &v));
            must(write(value_fd(&plan, &v), "0", 1));
            break;
        case T_RLIMIT: {
            uint32_t which = take_u32(&v);
            struct rlimit limit = {.rlim_cur = take_u64(&v)};
            limit.rlim_max = take_u64(&v);
            doing("set limit %u", which);
            whole(&v);
            set_limit(which, limit);
            break;
        }
        case T_OOM_SCORE: {
            doing("set oom_score_adj");
            int fd = must(open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
            must(dprintf(fd, "%d", (int)take_u32(&v)));
            close(fd);
        }
        }
}

void become_root(void) {
    doing("become root");
    must(setresgid(0, 0, 0));
    must(setgroups(0, NULL));
    must(setresuid(0, 0, 0));
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL); /* else the keeper's comes along, which may be an admin's */
    umask(0);
}

static int open_in_root(int at, const char *path, int flags, mode_t mode) {
    struct open_how how = {.flags = flags | O_CLOEXEC, .mode = flags & O_CREAT ? mode : 0,
                           .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    return syscall(SYS_openat2, at, path, &how, sizeof how);
}

/* Makes the folders that are missing one by one: a path may be thousands of them deep, a stack is not. */
static int make_folders(char *path) {
    int at = must(open_in_root(root, "/", O_PATH, 0));
    for (char *rest = path, *name; (name = strsep(&rest, "/"));) {
        if (!*name) continue;
        int next = open_in_root(at, name, O_PATH, 0);
        if (next < 0 && errno == ENOENT) {
            if (mkdirat(at, name, 0755) < 0 && errno != EEXIST) fail(errno);
            next = open_in_root(at, name, O_PATH, 0);
        }
        close(at);
        at = must(next);
    }
    return at;
}

/* Opens the folder that `path` lies in, making it if asked to, and points *name at the last component. */
static int open_parent(const char *path, bool make, const char **name) {
    char folder[4096];
    const char *slash = strrchr(path, '/');
    if (!slash || !slash[1] || (size_t)(slash - path) >= sizeof folder - 1) fail(EINVAL);
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    *name = slash + 1;
    int fd = open_in_root(root, *folder ? folder : "/", O_PATH, 0);
    if (fd < 0 && errno == ENOENT && make) return make_folders(folder);
    return must(fd);
}

static int resolve(const char *path, int make) {
    int fd = open_in_root(root, path, O_PATH, 0);
    if (fd >= 0 || errno != ENOENT || make == MAKE_NOTHING) return fd;
    const char *name;
    int parent = open_parent(path, true, &name);
    int made = make == MAKE_FOLDER ? mkdirat(parent, name, 0755) : mknodat(parent, name, S_IFREG | 0644, 0);
    if (made < 0 && errno != EEXIST) fail(errno);
    fd = open_in_root(parent, name, O_PATH, 0);
    close(parent);
    return fd;
}

static void place(int mount, const char *target, int make) {
    int at = must(resolve(target, make));
    must(move_mount(mount, "", at, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
    close(at);
    close(mount);
}

static void step_root(struct value *v) {
    root = value_fd(&plan, v);
    doing("make mounts private");
    must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
    doing("move the root in");
    must(move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH));
}

static int make_mount(const char *type, const char *source, const char *options, unsigned attributes) {
    char text[1024], *rest = text;
    if (strlen(options) >= sizeof text) fail(E2BIG);
    strcpy(text, options);
    int context = must(fsopen(type, FSOPEN_CLOEXEC));
    if (*source) must(fsconfig(context, FSCONFIG_SET_STRING, "source", source, 0));
    for (char *option; (option = strsep(&rest, ","));) {
        char *key = strsep(&option, "=");
        if (option) must(fsconfig(context, FSCONFIG_SET_STRING, key, option, 0));
        else if (*key) must(fsconfig(context, FSCONFIG_SET_FLAG, key, NULL, 0));
    }
    must(fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
    int made = must(fsmount(context, FSMOUNT_CLOEXEC, attributes));
    close(context);
    return made;
}

static void step_mount(struct value *v) {
    uint32_t attributes = take_u32(v), make = take_u32(v);
    const char *type = take_string(v), *source = take_string(v), *target = take_string(v), *options = take_string(v);
    doing("mount %s at %s", type, target);
    whole(v);
    place(make_mount(type, source, options, attributes), target, make);
}

static void step_move(struct value *v) {
    uint32_t make = take_u32(v);
    const char *target = take_string(v);
    doing("move a mount to %s", target);
    whole(v);
    place(value_fd(&plan, v), target, make);
}

static void step_symlink(struct value *v) {
    const char *text = take_string(v), *path = take_string(v), *name;
    doing("link %s", path);
    whole(v);
    int parent = open_parent(path, false, &name);
    if (symlinkat(text, parent, name) < 0 && errno != EEXIST) fail(errno);
    close(parent);
}

static void step_write(struct value *v) {
    uint32_t flags = take_u32(v), mode = take_u32(v);
    const char *path = take_string(v), *name;
    doing("write %s", path);
    whole(v);
    if (flags & WRITE_FOLDERS) close(open_parent(path, true, &name));
    int how = O_WRONLY | O_TRUNC | O_NONBLOCK | O_NOCTTY | (flags & WRITE_CREATE ? O_CREAT : 0);
    int fd = must(open_in_root(root, path, how, mode & 07777));
    ssize_t written = must(write(fd, v->at, v->left));
    if ((size_t)written < v->left) fail(ENOSPC);
    close(fd);
}

static void step_mask(struct value *v) {
    const char *path = take_string(v);
    struct stat what;
    doing("mask %s", path);
    whole(v);
    int at = resolve(path, MAKE_NOTHING);
    if (at < 0 && errno == ENOENT) return;
    must(fstat(must(at), &what));
    int cover = S_ISDIR(what.st_mode)
                    ? make_mount("tmpfs", "tmpfs", "nr_inodes=2,mode=0555", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
                    : must(open_tree(must(resolve("/dev/null", MAKE_NOTHING)), "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH));
    must(move_mount(cover, "", at, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
}

static void step_readonly(struct value *v) {
    const char *path = take_string(v);
    struct mount_attr readonly = {.attr_set = MOUNT_ATTR_RDONLY};
    doing("make %s read-only", path);
    whole(v);
    int at = resolve(path, MAKE_NOTHING);
    if (at < 0 && errno == ENOENT) return;
    int copy = must(open_tree(must(at), "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE));
    must(mount_setattr(copy, "", AT_EMPTY_PATH | AT_RECURSIVE, &readonly, sizeof readonly));
    must(move_mount(copy, "", at, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
}

static void take_terminal(int slave) {
    for (int fd = 0; fd <= STDERR_FILENO; fd++) must(dup2(slave, fd));
    must(ioctl(STDIN_FILENO, TIOCSCTTY, 0));
}

static void step_console_at(struct value *v) {
    const char *target = take_string(v);
    doing("put the console at %s", target);
    whole(v);
    place(tty.mount, target, MAKE_FILE);
    take_terminal(tty.slave);
}

static void step_hostname(struct value *v) {
    const char *name = take_string(v);
    doing("set the host name");
    whole(v);
    must(sethostname(name, strlen(name)));
}

/* Made by the process itself once the maps are set, so that the namespace is owned by its user namespace; the offsets of
 * one made by clone could no longer be written. The values are what the clocks shall show now, in seconds. */
static void step_time(struct value *v) {
    int64_t monotonic = take_u64(v), boottime = take_u64(v);
    struct timespec m, b;
    doing("make the time namespace");
    whole(v);
    must(unshare(CLONE_NEWTIME));
    clock_gettime(CLOCK_MONOTONIC, &m);
    clock_gettime(CLOCK_BOOTTIME, &b);
    if (__builtin_sub_overflow(monotonic, m.tv_sec, &monotonic) || __builtin_sub_overflow(boottime, b.tv_sec, &boottime)) fail(ERANGE);
    int offsets = must(open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC));
    must(dprintf(offsets, "monotonic %lld 0\nboottime %lld 0\n", (long long)monotonic, (long long)boottime));
    int time = must(open("/proc/self/ns/time_for_children", O_RDONLY | O_CLOEXEC));
    must(setns(time, CLONE_NEWTIME));
    close(offsets);
    close(time);
}

static void step_pivot(struct value *v) {
    (void)v;
    doing("pivot to the root");
    must(fchdir(root));
    must(syscall(SYS_pivot_root, ".", "."));
    must(umount2(".", MNT_DETACH));
    must(chdir("/"));
}

static void step_ids(struct value *v) {
    gid_t groups[256];
    int count = 0;
    uint32_t uid = take_u32(v), gid = take_u32(v);
    while (v->left && !v->bad && count < 256) groups[count++] = take_u32(v);
    doing("become user %u", uid);
    whole(v);
    must(setgroups(count, groups));
    must(setresgid(gid, gid, gid));
    int dumpable = prctl(PR_GET_DUMPABLE);
    must(setresuid(uid, uid, uid));
    prctl(PR_SET_DUMPABLE, dumpable); /* new ids set it to fs.suid_dumpable */
}

static void step_capabilities(struct value *v) {
    uint64_t bounding = take_u64(v), permitted = take_u64(v), inheritable = take_u64(v), ambient = take_u64(v);
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    doing("set capabilities");
    whole(v);
    for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
        if (!(bounding >> cap & 1)) must(prctl(PR_CAPBSET_DROP, cap, 0, 0, 0));
    must(syscall(SYS_capget, &head, data));
    for (int i = 0; i < 2; i++) {
        data[i].permitted &= permitted >> 32 * i;
        data[i].effective = data[i].permitted;
        data[i].inheritable = inheritable >> 32 * i & data[i].permitted;
    }
    must(syscall(SYS_capset, &head, data));
    for (int cap = 0; cap < 64; cap++)
        if (ambient >> cap & 1) must(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0));
}

static void step_no_new_privs(struct value *v) {
    (void)v;
    doing("set no_new_privs");
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static void step_seccomp(struct value *v) {
    struct sock_filter filter[BPF_MAXINSNS];
    uint32_t flags = take_u32(v);
    doing("install the seccomp filter");
    whole(v);
    if (v->left % sizeof *filter || v->left > sizeof filter) fail(EINVAL);
    memcpy(filter, v->at, v->left);
    struct sock_fprog program = {v->left / sizeof *filter, filter};
    must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program));
}

static void step_umask(struct value *v) { umask(take_u32(v) & 0777); }

static void step_chdir(struct value *v) {
    const char *path = take_string(v);
    doing("change to folder %s", path);
    whole(v);
    must(chdir(path));
}

static void step_fd(struct value *v) {
    uint32_t number = take_u32(v);
    doing("pass descriptor %u", number);
    whole(v);
    if (number >= CONTROL_FD) fail(EINVAL);
    must(dup2(value_fd(&plan, v), number));
}

/* The CT made its /dev/pts itself, so what lies there is checked to be a devpts before it is used as one. */
static void step_pty(struct value *v) {
    uint32_t rows = take_u32(v), columns = take_u32(v);
    struct value window;
    uint32_t uid = take_u32(v);
    struct statfs where;
    int unlock = 0;
    doing("open a terminal in the CT");
    whole(v);
    if (find_value(&plan, T_WINDOW, &window)) rows = take_u32(&window), columns = take_u32(&window);
    int master = must(open_in_root(root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK, 0));
    must(fstatfs(master, &where));
    if (where.f_type != DEVPTS_MAGIC) fail(ENOTTY);
    must(ioctl(master, TIOCSPTLCK, &unlock));
    int slave = must(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    must(fcntl(master, F_SETFL, 0));
    must(ioctl(slave, TIOCSWINSZ, &(struct winsize){.ws_row = rows, .ws_col = columns}));
    must(fchown(slave, uid, -1));
    report(CHILD_READY, 0, master);
    take_terminal(slave);
}

void follow_plan(bool own_root) {
    static const struct { uint16_t tag; void (*run)(struct value *); } steps[] = {
        {T_ROOT, step_root}, {T_MOUNT, step_mount}, {T_MOVE, step_move}, {T_SYMLINK, step_symlink}, {T_WRITE, step_write},
        {T_MASK, step_mask}, {T_READONLY, step_readonly}, {T_CONSOLE_AT, step_console_at}, {T_HOSTNAME, step_hostname},
        {T_TIME, step_time}, {T_PIVOT, step_pivot}, {T_IDS, step_ids}, {T_CAPABILITIES, step_capabilities},
        {T_NO_NEW_PRIVS, step_no_new_privs}, {T_SECCOMP, step_seccomp}, {T_UMASK, step_umask}, {T_CHDIR, step_chdir},
        {T_FD, step_fd}, {T_PTY, step_pty}};
    struct value v;
    doing("read the plan");
    if (find_value(&plan, T_ROOT, &v) != own_root) fail(EINVAL);
    if (!own_root) root = must(open("/", O_PATH | O_CLOEXEC));
    for (size_t at = 0; next_value(&plan, &at, &v);) {
        if (!own_root && v.tag >= T_ROOT && v.tag < T_IDS) fail(EINVAL); /* another's root is not ours to change */
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (steps[i].tag == v.tag) steps[i].run(&v);
    }
}

void leave_only_control(bool but_passed) {
    if (!but_passed) close_range(STDERR_FILENO + 1, CONTROL_FD - 1, 0);
    close_range(CONTROL_FD + 1, ~0U, 0);
}

void await_gate(void) {
    if (message_receive(control, &answer, 0) <= 0 || answer.h.verb != GO) _exit(0);
}

void execute_plan(void) {
    size_t args = 0, vars = 0;
    struct value v;
    sigset_t none;
    for (size_t at = 0; next_value(&plan, &at, &v);) {
        args += v.tag == T_ARG;
        vars += v.tag == T_ENV;
    }
    const char **argv = calloc(args + 1, sizeof *argv), **envp = calloc(vars + 1, sizeof *envp);
    if (!argv || !envp) fail(ENOMEM);
    args = vars = 0;
    for (size_t at = 0; next_value(&plan, &at, &v);) {
        if (v.tag == T_ARG) argv[args++] = take_string(&v);
        if (v.tag == T_ENV) envp[vars++] = take_string(&v);
        whole(&v);
    }
    doing("execute %s", args ? argv[0] : "nothing");
    if (!args) fail(EINVAL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    environ = (char **)envp; /* execvp() takes PATH from here */
    execvp(argv[0], (char *const *)argv);
    fail(errno);
}
