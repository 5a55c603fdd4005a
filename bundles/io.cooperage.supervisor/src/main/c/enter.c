/* ENTER and SPAWN: the stage joins cgroups and namespaces and clones the process as a further child of the worker.
 * FREEZE_CLONE_THAW: a freeze that ends whatever becomes of us. */
#include "supervisor.h"

/* A folder of the host would be a way out of the CT: its parents can be walked from it. */
static void pass_no_folders(void) {
    struct value v;
    struct stat what;
    doing("pass a folder into the CT");
    for (size_t at = 0; next_value(&plan, &at, &v);) {
        if (v.tag != T_FD) continue;
        must(fstat(value_fd(&plan, &v), &what));
        if (S_ISDIR(what.st_mode)) fail(EISDIR);
    }
}

void enter_stage(int control, int target) {
    struct value v;
    int pidfd;
    child_begin(control, NULL, &target);
    prctl(PR_SET_DUMPABLE, 0); /* the CT's root must not look into us before the exec */
    prepare_stage();
    uint64_t namespaces = find_value(&plan, T_NAMESPACES, &v) ? take_u64(&v) : 0;
    if (namespaces) pass_no_folders();
    doing("join the namespaces");
    if (namespaces) {
        must(setns(target, namespaces));
        become_root(); /* here, where nobody inside sees us */
    }
    prctl(PR_SET_DUMPABLE, 0); /* new ids set it to fs.suid_dumpable, which may be 1 */
    doing("create the process");
    pid_t pid = must(spawn(CLONE_PARENT, &pidfd));
    if (pid > 0) {
        report(CHILD_PID, pid, pidfd);
        _exit(0);
    }
    setsid();
    follow_plan(false);
    leave_only_control(true);
    execute_plan();
}

/* Only a file system on a loop device whose backing file is `image`: never the host's own. */
static void check_is_ours(int filesystem, int loop, int image) {
    struct stat f, l, i;
    struct loop_info64 info;
    doing("check the loop device");
    must(fstat(filesystem, &f));
    must(fstat(loop, &l));
    must(fstat(image, &i));
    if (!S_ISBLK(l.st_mode) || l.st_rdev != f.st_dev || major(l.st_rdev) != 7) fail(ENOTBLK);
    must(ioctl(loop, LOOP_GET_STATUS64, &info));
    uint64_t device = (minor(i.st_dev) & 0xff) | (uint64_t)major(i.st_dev) << 8 | (uint64_t)(minor(i.st_dev) & ~0xffU) << 12;
    if (info.lo_inode != i.st_ino || info.lo_device != device) fail(EXDEV);
}

/* A freeze waits for three grace periods of RCU, each of which takes two or three ticks while programs that write are
 * held up, and microseconds when the kernel expedites them. Answers what ends the haste; -1 if there is none, or if
 * somebody else wants it: a second freeze meanwhile loses it early and just takes as long as freezes do. */
static int hasten(void) {
    char on;
    int fd = open("/sys/kernel/rcu_expedited", O_RDWR | O_CLOEXEC);
    if (fd >= 0 && pread(fd, &on, 1, 0) == 1 && on == '0' && pwrite(fd, "1", 1, 0) == 1) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

static void calm(int haste) {
    if (haste >= 0 && pwrite(haste, "0", 1, 0) < 0) return; /* nothing else can be done */
}

/* Thaws and calms when the stage ends without a word, in whatever way, or the time is up; else it may be the next one's
 * freeze. */
static _Noreturn void watch_freeze(int finished, int filesystem, int haste) {
    char word;
    poll(&(struct pollfd){.fd = finished, .events = POLLIN}, 1, find_timeout(&plan, 5000));
    if (read(finished, &word, 1) == 1) _exit(0);
    ioctl(filesystem, FITHAW, 0);
    calm(haste);
    _exit(0);
}

void freeze_stage(int control) {
    int finished[2], watchdog, fds[4], count = 0; /* file system, loop device, image, copy */
    struct value v;
    child_begin(control, NULL, NULL);
    doing("read the request");
    for (size_t at = 0; next_value(&plan, &at, &v) && count < 4;)
        if (v.tag == T_DESCRIPTOR) fds[count++] = value_fd(&plan, &v);
    if (count < 4) fail(EBADMSG);
    check_is_ours(fds[0], fds[1], fds[2]);
    doing("start the watchdog");
    must(pipe2(finished, O_CLOEXEC | O_NONBLOCK));
    int haste = hasten();
    pid_t pid = spawn(0, &watchdog);
    if (pid == 0) {
        close(finished[1]);
        close(control);
        watch_freeze(finished[0], fds[0], haste);
    }
    int error = errno;
    if (pid < 0) calm(haste);
    errno = error;
    must(pid);
    doing("freeze the file system");
    int frozen = ioctl(fds[0], FIFREEZE, 0);
    error = errno;
    calm(haste);
    errno = error;
    must(frozen);
    doing("clone the image");
    must(ioctl(fds[3], FICLONE, fds[2]));
    doing("thaw the file system, which the watchdog did when the time was up");
    if (ioctl(fds[0], FITHAW, 0) < 0) fail(ETIMEDOUT);
    must(write(finished[1], "", 1));
    report(CHILD_READY, 0, -1);
    _exit(0);
}
