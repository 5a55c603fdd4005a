/* start, exec and stop of a CT. */
#include "floor.h"

static void tell(int socket, const int *fds, int count) {
    char room[CMSG_SPACE(4 * sizeof(int))] = {0};
    struct msghdr m = {.msg_iov = &(struct iovec){"g", 1}, .msg_iovlen = 1};
    if (count) {
        m.msg_control = room;
        m.msg_controllen = CMSG_SPACE(count * sizeof(int));
        *CMSG_FIRSTHDR(&m) = (struct cmsghdr){CMSG_LEN(count * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&m)), fds, count * sizeof(int));
    }
    if (sendmsg(socket, &m, MSG_NOSIGNAL) < 0 && errno != EPIPE) fail(errno); /* a dead child has said why */
}

static void open_console(int *slave, int *at) {
    int unlock = 0, master = keep(open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
    must(ioctl(master, TIOCSPTLCK, &unlock));
    *slave = keep(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    must(fchown(*slave, BASE, BASE + 5));
    must(fchmod(*slave, 0620));
    *at = keep(open_tree(*slave, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH));
}

/* Starts a child whose failures come over `socket`; the end of the conversation is its exec. */
static pid_t spawn(const struct ct *c, uint64_t flags, int *socket, int *pidfd) {
    int pair[2];
    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair));
    struct clone_args how = {.flags = flags | CLONE_PIDFD | CLONE_INTO_CGROUP, .pidfd = (uintptr_t)pidfd, .exit_signal = SIGCHLD, .cgroup = c->group};
    if (c->group < 0) how.flags &= ~CLONE_INTO_CGROUP;
    pid_t pid = syscall(SYS_clone3, &how, sizeof how);
    int error = errno;
    if (pid == 0) {
        role = 1;
        report = pair[1];
        return 0;
    }
    close(pair[1]);
    *socket = keep(pair[0]);
    if (pid < 0) fail(error);
    return pid;
}

/* What the child says, it says before it executes its program. */
static void await_exec(int socket) {
    ssize_t length = must(recv(socket, failure, sizeof failure - 1, 0));
    failure[length] = 0;
    if (length) longjmp(undo, 1);
}

static void write_maps(const struct ct *c) {
    char path[64], map[64];
    snprintf(map, sizeof map, "0 %d %d", BASE, WIDTH);
    snprintf(path, sizeof path, "/proc/%d", c->pid);
    int proc = keep(open(path, O_DIRECTORY | O_CLOEXEC));
    set(proc, "uid_map", map);
    set(proc, "gid_map", map);
    set(proc, "oom_score_adj", "0");
}

void start(struct ct *c) {
    int socket, slave, at;
    start_clock("make the groups");
    make_groups(c);
    begin("open the console");
    open_console(&slave, &at);
    begin("clone the process");
    c->pid = spawn(c, CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET, &socket, &c->pidfd);
    if (c->pid == 0) init(c);
    begin("write the maps");
    write_maps(c);
    begin("make the veth pair");
    make_pair(c);
    tell(socket, NULL, 0);
    begin("wire the host's end");
    host_side(c);
    begin("write the limits");
    set_limits(c);
    create(c);
    int root = make_root(c);
    begin("wait for the exec");
    tell(socket, (int[]){root, slave, at}, 3);
    await_exec(socket);
    end_step();
    fcntl(slave, F_SETFL, O_NONBLOCK);
}

void run(struct ct *c) {
    static char *const environment[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", NULL};
    int socket, pidfd = -1, status;
    step = "start the program";
    pid_t pid = spawn(c, 0, &socket, &pidfd);
    if (pid == 0) {
        int all = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP | CLONE_NEWTIME;
        join_groups(c);
        step = "join the namespaces";
        must(setns(c->pidfd, all));
        become_root();
        setsid();
        step = "confine";
        confine();
        pid = must(vfork());
        if (pid == 0) {
            execve("/bin/true", (char *[]){"true", NULL}, environment);
            _exit(126);
        }
        must(waitpid(pid, &status, 0));
        _exit(WEXITSTATUS(status));
    }
    keep(pidfd);
    must(waitpid(pid, &status, 0));
    await_exec(socket);
    if (status) fail(ECHILD);
}

const char *stop(struct ct *c) {
    if (c->pid > 0) {
        pidfd_send_signal(c->pidfd, SIGKILL, NULL, 0);
        while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR) continue;
    }
    close_temporary();
    close_fd(&c->pidfd);
    close_fd(&c->group);
    for (int i = 0; i < tree_count; i++) close_fd(&c->tasks[i]);
    remove_groups(c);
    const char *trouble = c->made ? remove_disk(c) : NULL;
    memset(c, 0, sizeof *c);
    return trouble;
}
