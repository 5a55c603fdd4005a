/* LAUNCH in two processes. The stage, a child of the keeper, enters the CT's cgroups (so that the cgroup namespace has
 * its root there), becomes the owner of the namespaces to be (their inotify and key budgets count for the owner) and
 * clones init as a further child of the keeper. Init sets itself up, then waits at the gate: only execve is left. */
#include "supervisor.h"

static const uint64_t NAMESPACES = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;

static void become_owner(const struct value *owner) {
    struct value v = *owner;
    uid_t uid = take_u32(&v);
    gid_t gid = take_u32(&v);
    doing("become the owner %u", uid);
    must(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)); /* keeps the capabilities; a new user namespace resets it */
    must(setgroups(0, NULL));
    must(setresgid(gid, gid, gid));
    must(setresuid(uid, uid, uid));
    must(prctl(PR_SET_DUMPABLE, 1)); /* else the child's /proc files belong to the host's root */
}

static void write_map(int pid, const char *name, uint16_t tag) {
    struct value v;
    char path[64];
    if (!find_value(&plan, tag, &v)) return;
    doing("write %s", name);
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    int fd = must(open(path, O_WRONLY | O_CLOEXEC));
    must(write(fd, v.at, v.left));
    close(fd);
}

static void write_maps(int pid) {
    write_map(pid, "uid_map", T_UID_MAP);
    write_map(pid, "gid_map", T_GID_MAP);
}

static _Noreturn void init(int maps_written) {
    char byte;
    if (read(maps_written, &byte, 1) != 1) _exit(127); /* the stage has said why */
    setsid();
    become_root();
    prctl(PR_SET_DUMPABLE, 1); /* else our /proc files, which the plan may write, are the host root's */
    follow_plan(true);
    leave_only_control(false);
    prctl(PR_SET_DUMPABLE, 0); /* whoever enters before the gate opens must not reach our control socket */
    report(CHILD_READY, 0, -1);
    await_gate();
    execute_plan();
}

void launch_stage(int control, struct console *console) {
    int maps_written[2], pidfd;
    struct value v;
    child_begin(control, console, NULL);
    prepare_stage();
    uint64_t namespaces = find_value(&plan, T_NAMESPACES, &v) ? take_u64(&v) : 0;
    doing("read the plan");
    /* no other flag of clone(): init would share our memory, or keep us waiting for its exec */
    if (!(namespaces & CLONE_NEWNS) || !(namespaces & CLONE_NEWPID) || namespaces & ~NAMESPACES) fail(EINVAL);
    if (find_value(&plan, T_OWNER, &v)) become_owner(&v);
    doing("make a pipe");
    must(pipe2(maps_written, O_CLOEXEC));
    doing("create the namespaces");
    pid_t pid = must(spawn(namespaces | CLONE_PARENT, &pidfd));
    if (pid == 0) {
        close(maps_written[1]);
        init(maps_written[0]);
    }
    write_maps(pid);
    report(CHILD_PID, pid, pidfd);
    if (write(maps_written[1], "m", 1) != 1) _exit(127);
    _exit(0);
}

/* A user namespace for idmapped mounts: nobody stays in it, its descriptor keeps it. */
void user_namespace_stage(int control) {
    int pidfd, alive[2];
    char path[64];
    struct value v;
    child_begin(control, NULL, NULL);
    if (find_value(&plan, T_OWNER, &v)) become_owner(&v);
    doing("create the user namespace");
    must(pipe2(alive, O_CLOEXEC));
    pid_t pid = must(spawn(CLONE_NEWUSER, &pidfd));
    if (pid == 0) { /* holds the namespace until we have it, and ends with us whatever becomes of us */
        close(alive[1]);
        if (read(alive[0], path, 1) >= 0) _exit(0);
        _exit(1);
    }
    write_maps(pid);
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    report(CHILD_READY, 0, must(open(path, O_RDONLY | O_CLOEXEC)));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    _exit(0);
}
