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
    must(pipe2(finished, O_CLOEXEC));
    if (must(spawn(0, &watchdog)) == 0) { /* thaws when we end without a word, in whatever way, or the time is up */
        char word;
        close(finished[1]);
        close(control);
        bool ended = poll(&(struct pollfd){.fd = finished[0], .events = POLLIN}, 1, find_u32(&plan, T_TIMEOUT, 5000)) > 0;
        if (!ended || read(finished[0], &word, 1) != 1) ioctl(fds[0], FITHAW, 0); /* else it may be the next one's freeze */
        _exit(0);
    }
    doing("freeze the file system");
    must(ioctl(fds[0], FIFREEZE, 0));
    doing("clone the image");
    must(ioctl(fds[3], FICLONE, fds[2]));
    doing("thaw the file system, which the watchdog did when the time was up");
    if (ioctl(fds[0], FITHAW, 0) < 0) fail(ETIMEDOUT);
    must(write(finished[1], "", 1));
    report(CHILD_READY, 0, -1);
    _exit(0);
}
