/* Ways out of the root, mounts, devices and files of the host's kernel. */
#include "hostile.h"
#include <linux/fs.h>
#include <linux/nsfs.h>
#include <sys/file.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

static bool same(const struct stat *a, const struct stat *b) { return a->st_dev == b->st_dev && a->st_ino == b->st_ino; }

/* Whether the folder we are in is another than the root that the CT gave us. */
static long out_of(const struct stat *root) {
    struct stat here;
    if (stat(".", &here) < 0) return -errno;
    return same(&here, root) ? HELD : 0;
}

static long climb(void) {
    for (int i = 0; i < 64; i++)
        if (chdir("..") < 0) return -errno;
    return 0;
}

static long chroot_break(const char *argument) {
    struct stat root;
    (void)argument;
    const char *jail = own_folder("jail");
    int outside = open("/", O_RDONLY | O_DIRECTORY);
    if (stat("/", &root) < 0) return -errno;
    if (chroot(jail) < 0 || fchdir(outside) < 0 || climb() < 0) return -errno;
    return out_of(&root);
}

static long climb_from(const char *folder) {
    struct stat root;
    if (stat("/", &root) < 0 || chdir(folder) < 0 || climb() < 0) return -errno;
    return out_of(&root);
}

/* Inode 2 is the root of ext4 and many others. */
static long root_by_handle(const char *argument) {
    struct { struct file_handle head; uint32_t inode, generation; } handle = {{8, 1}, 2, 0};
    (void)argument;
    int mount = open("/", O_RDONLY);
    return as_errno(syscall(SYS_open_by_handle_at, mount, &handle, O_RDONLY));
}

static long parent_namespace(const char *path) {
    int fd = open(path, O_RDONLY);
    return fd < 0 ? -errno : as_errno(ioctl(fd, NS_GET_PARENT));
}

static long mount_type(const char *type) {
    static const char *const nodev[] = {"ext4", "xfs", "btrfs", "erofs", NULL};
    const char *source = "none";
    for (int i = 0; nodev[i]; i++)
        if (strcmp(type, nodev[i]) == 0) source = "/dev/null";
    const char *there = own_folder("there");
    if (unshare(CLONE_NEWNS) < 0) return -errno;
    if (mount(source, there, type, 0, NULL) < 0) return errno == ENODEV ? ABSENT : -errno;
    return 0;
}

/* "TYPE OPTIONS FILE": mounting it is allowed inside a user namespace; none of its files may be the host's. */
static long mount_and_write(const char *what) {
    char type[16], options[128], file[64], path[256];
    const char *there = own_folder("there");
    if (sscanf(what, "%15s %127s %63s", type, options, file) != 3) return -EINVAL;
    if (unshare(CLONE_NEWNS) < 0 || mount("none", there, type, 0, *options == '-' ? NULL : options) < 0) return -errno;
    snprintf(path, sizeof path, "%s/%s", there, file);
    return as_errno(open(path, O_WRONLY));
}

static long mount_cgroup1(const char *options) {
    const char *there = own_folder("there");
    if (unshare(CLONE_NEWNS) < 0) return -errno;
    return as_errno(mount("none", there, "cgroup", 0, options));
}

static long remount_sys(const char *file) {
    if (unshare(CLONE_NEWNS) < 0) return -errno;
    if (mount("none", "/sys", NULL, MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0) return -errno;
    return as_errno(open(file, O_WRONLY));
}

static long remount_with_devices(const char *argument) {
    (void)argument;
    if (unshare(CLONE_NEWNS) < 0) return -errno;
    if (mount("none", "/dev", NULL, MS_REMOUNT | MS_BIND, NULL) < 0) return -errno;
    if (mknod("/dev/zero2", S_IFCHR | 0666, makedev(1, 5)) < 0) return -errno;
    long fd = as_errno(open("/dev/zero2", O_RDONLY));
    unlink("/dev/zero2");
    return fd;
}

static long unmount_forced(const char *path) { return as_errno(umount2(path, MNT_FORCE)); }

static long unmount_root(const char *argument) {
    struct stat root;
    (void)argument;
    if (stat("/", &root) < 0 || unshare(CLONE_NEWNS) < 0 || umount2("/", MNT_DETACH) < 0 || chdir("/") < 0) return -errno;
    return out_of(&root);
}

static long open_to_write(const char *path) { return as_errno(open(path, O_WRONLY)); }
static long open_to_read(const char *path) { return as_errno(open(path, O_RDONLY | O_NONBLOCK)); }

static long read_some(const char *path) {
    char byte;
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    return fd < 0 ? -errno : as_errno(read(fd, &byte, 1));
}

/* An address other than nought is the kernel's. */
static long read_symbols(const char *path) {
    unsigned long address = 0;
    FILE *file = fopen(path, "r");
    if (!file) return -errno;
    if (fscanf(file, "%lx", &address) != 1) return -EIO;
    return address ? 0 : HELD;
}

/* "b MAJOR MINOR" or "c MAJOR MINOR": makes the node and opens it. */
static long device(const char *numbers) {
    char kind;
    unsigned major, minor;
    if (sscanf(numbers, "%c %u %u", &kind, &major, &minor) != 3) return -EINVAL;
    const char *node = own("node");
    unlink(node);
    if (mknod(node, (kind == 'b' ? S_IFBLK : S_IFCHR) | 0600, makedev(major, minor)) < 0) return -errno;
    return as_errno(open(node, O_RDONLY | O_NONBLOCK));
}

/* The device that the root lies on. */
static long root_device(const char *argument) {
    struct stat root;
    char numbers[32];
    (void)argument;
    if (stat("/", &root) < 0) return -errno;
    snprintf(numbers, sizeof numbers, "b %u %u", major(root.st_dev), minor(root.st_dev));
    return device(numbers);
}

static long change_node(const char *path) { return as_errno(chmod(path, 0600)); }

/* Nodes that are bound from the host share its inodes, and so the locks on them. */
static long lock_node(const char *path) {
    int fd = open(path, O_RDONLY);
    return fd < 0 ? -errno : as_errno(flock(fd, LOCK_EX | LOCK_NB));
}

static long freeze(const char *path) {
    int fd = open(path, O_RDONLY);
    return fd < 0 ? -errno : as_errno(ioctl(fd, FIFREEZE, 0));
}

/* EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN. */
static long shut_down(const char *path) {
    uint32_t how = 2;
    int fd = open(path, O_RDONLY);
    return fd < 0 ? -errno : as_errno(ioctl(fd, _IOR('X', 125, uint32_t), &how));
}

static long make_immutable(const char *name) {
    int flags = FS_IMMUTABLE_FL, fd = open(own(name), O_RDWR | O_CREAT, 0600);
    return fd < 0 ? -errno : as_errno(ioctl(fd, FS_IOC_SETFLAGS, &flags));
}

static long trusted_attribute(const char *name) {
    int fd = open(own(name), O_RDWR | O_CREAT, 0600);
    return fd < 0 ? -errno : as_errno(fsetxattr(fd, "trusted.overlay.redirect", "/", 1, 0));
}

static long give_to_outsider(const char *name) {
    int fd = open(own(name), O_RDWR | O_CREAT, 0600);
    return fd < 0 ? -errno : as_errno(fchown(fd, 0x40000000, 0x40000000));
}

const struct action escapes[] = {
    {"chroot-break", chroot_break, NULL},
    {"climb-from-init-root", climb_from, "/proc/1/root"},
    {"climb-from-init-cwd", climb_from, "/proc/1/cwd"},
    {"climb-from-own-root", climb_from, "/"},
    {"root-by-handle", root_by_handle, NULL},
    {"parent-user-namespace", parent_namespace, "/proc/self/ns/user"},
    {"parent-pid-namespace", parent_namespace, "/proc/self/ns/pid"},
    {"unmount-root", unmount_root, NULL},
    {"unmount-forced", unmount_forced, "/proc"},
    {"mount-ext4", mount_type, "ext4"},
    {"mount-xfs", mount_type, "xfs"},
    {"mount-btrfs", mount_type, "btrfs"},
    {"mount-erofs", mount_type, "erofs"},
    {"mount-nfs", mount_type, "nfs"},
    {"mount-debugfs", mount_type, "debugfs"},
    {"mount-tracefs", mount_type, "tracefs"},
    {"mount-securityfs", mount_type, "securityfs"},
    {"mount-configfs", mount_type, "configfs"},
    {"mount-pstore", mount_type, "pstore"},
    {"mount-devtmpfs", mount_type, "devtmpfs"},
    {"mount-fusectl", mount_type, "fusectl"},
    {"mount-selinuxfs", mount_type, "selinuxfs"},
    {"core-pattern-of-own-proc", mount_and_write, "proc - sys/kernel/core_pattern"},
    {"sysrq-of-own-proc", mount_and_write, "proc - sysrq-trigger"},
    {"limit-of-memory-v1", mount_and_write, "cgroup memory memory.limit_in_bytes"},
    {"limit-of-pids-v1", mount_and_write, "cgroup pids pids.max"},
    {"devices-v1", mount_and_write, "cgroup devices devices.allow"},
    {"release-agent", mount_cgroup1, "none,name=agent,release_agent=/tmp/agent"},
    {"limit-of-memory-v2", mount_and_write, "cgroup2 - memory.max"},
    {"limit-of-pids-v2", mount_and_write, "cgroup2 - pids.max"},
    {"limit-of-groups", mount_and_write, "cgroup2 - cgroup.max.descendants"},
    {"remount-sys-uevent-helper", remount_sys, "/sys/kernel/uevent_helper"},
    {"remount-sys-power", remount_sys, "/sys/power/state"},
    {"remount-devices", remount_with_devices, NULL},
    {"write-core-pattern", open_to_write, "/proc/sys/kernel/core_pattern"},
    {"write-modprobe", open_to_write, "/proc/sys/kernel/modprobe"},
    {"write-panic", open_to_write, "/proc/sys/kernel/panic"},
    {"write-printk", open_to_write, "/proc/sys/kernel/printk"},
    {"write-threads-max", open_to_write, "/proc/sys/kernel/threads-max"},
    {"write-drop-caches", open_to_write, "/proc/sys/vm/drop_caches"},
    {"write-overcommit", open_to_write, "/proc/sys/vm/overcommit_memory"},
    {"write-file-max", open_to_write, "/proc/sys/fs/file-max"},
    {"write-inotify-limit", open_to_write, "/proc/sys/fs/inotify/max_user_instances"},
    {"write-protected-links", open_to_write, "/proc/sys/fs/protected_symlinks"},
    {"write-conntrack-max", open_to_write, "/proc/sys/net/netfilter/nf_conntrack_max"},
    {"write-sysrq-trigger", open_to_write, "/proc/sysrq-trigger"},
    {"write-irq-affinity", open_to_write, "/proc/irq/default_smp_affinity"},
    {"write-pressure", open_to_write, "/proc/pressure/cpu"},
    {"read-kernel-memory", open_to_read, "/proc/kcore"},
    {"read-kernel-log", read_some, "/proc/kmsg"},
    {"read-kernel-pages", open_to_read, "/proc/kpageflags"},
    {"read-kernel-slabs", open_to_read, "/proc/slabinfo"},
    {"read-kernel-symbols", read_symbols, "/proc/kallsyms"},
    {"open-mem", open_to_read, "/dev/mem"},
    {"open-kmsg", open_to_read, "/dev/kmsg"},
    {"open-kvm", open_to_read, "/dev/kvm"},
    {"open-fuse", open_to_read, "/dev/fuse"},
    {"open-tun", open_to_read, "/dev/net/tun"},
    {"open-loop-control", open_to_read, "/dev/loop-control"},
    {"device-mem", device, "c 1 1"},
    {"device-kmsg", device, "c 1 11"},
    {"device-loop-control", device, "c 10 237"},
    {"device-loop", device, "b 7 0"},
    {"device-of-root", root_device, NULL},
    {"device-disk", device, "b 8 0"},
    {"change-host-node", change_node, "/dev/null"},
    {"lock-host-node", lock_node, "/dev/full"},
    {"freeze-root", freeze, "/"},
    {"shut-down-root", shut_down, "/"},
    {"immutable-file", make_immutable, "file"},
    {"trusted-attribute", trusted_attribute, "file"},
    {"file-of-outsider", give_to_outsider, "file"},
    {0}};
