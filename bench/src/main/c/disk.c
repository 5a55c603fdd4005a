/* The disk of a CT: a clone of the node's blank image, and the root that is made of it. */
#include "floor.h"

enum { SUPERBLOCK_AT = 1024, UUID_AT = 0x68, CHECKSUM_AT = 0x3fc, PATIENCE = 20 };
static const uint32_t IN_USE = 0x746f6e59, CLOSED = 0;

static uint32_t crc32c(const uint8_t *data, size_t length) {
    uint32_t crc = ~0U;
    while (length--) {
        crc ^= *data++;
        for (int i = 0; i < 8; i++) crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
    }
    return crc;
}

static void flushed(int fd, bool whole) {
    if (flush) must(whole ? fsync(fd) : fdatasync(fd));
}

static int clone_file(int from, int folder, const char *name) {
    int source = keep(openat(from, name, O_RDONLY | O_CLOEXEC));
    int copy = keep(openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    must(ioctl(copy, FICLONE, source));
    return copy;
}

static uint64_t first_block(int image) {
    uint32_t sectors;
    if (must(pread(image, &sectors, sizeof sectors, FIRST_BLOCK_AT)) != sizeof sectors) fail(EIO);
    return sectors * 512ULL;
}

void create(struct ct *c) {
    uint8_t block[1024];
    begin("make the folder");
    must(mkdirat(pool, c->id, 0700));
    c->made = true;
    int folder = keep(openat(pool, c->id, O_DIRECTORY | O_CLOEXEC));
    must(mkdirat(folder, "root.hdd.unfinished", 0700));
    int disk = keep(openat(folder, "root.hdd.unfinished", O_DIRECTORY | O_CLOEXEC));
    begin("clone the image");
    clone_file(blank, disk, "DiskDescriptor.xml");
    int image = clone_file(blank, disk, "root.hds");
    begin("write the UUID");
    uint64_t at = first_block(image) + SUPERBLOCK_AT;
    if (must(pread(image, block, sizeof block, at)) != sizeof block) fail(EIO);
    must(getrandom(block + UUID_AT, 16, 0));
    uint32_t sum = crc32c(block, CHECKSUM_AT);
    memcpy(block + CHECKSUM_AT, &sum, sizeof sum);
    must(pwrite(image, block, sizeof block, at));
    begin("flush the image");
    flushed(image, true);
    begin("name the disk");
    must(renameat(folder, "root.hdd.unfinished", folder, "root.hdd"));
    begin("write the record");
    memset(block, ' ', sizeof block);
    int record = keep(openat(folder, "record.new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    must(write(record, block, sizeof block));
    begin("flush the record");
    flushed(record, true);
    must(renameat(folder, "record.new", folder, "record"));
    begin("flush the folder");
    flushed(folder, true);
}

/* Opens the image and locks it; the lock goes with the last user of the open file, which is the loop device. */
static int open_image(const struct ct *c) {
    char path[64];
    struct flock whole = {.l_type = F_WRLCK};
    snprintf(path, sizeof path, "%s/root.hdd/root.hds", c->id);
    int image = openat(pool, path, O_RDWR | O_CLOEXEC);
    if (image < 0) return image;
    alarm(PATIENCE);
    int locked = fcntl(image, F_OFD_SETLKW, &whole), error = errno;
    alarm(0);
    if (locked < 0) close_fd(&image);
    errno = error;
    return image;
}

static int attach(int image, char *device) {
    struct loop_config how = {.fd = image, .block_size = 4096, .info = {.lo_offset = first_block(image), .lo_flags = LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO}};
    for (int tries = 0;; tries++) {
        snprintf(device, 32, "/dev/loop%ld", must(ioctl(loops, LOOP_CTL_GET_FREE)));
        int loop = must(open(device, O_RDWR | O_CLOEXEC));
        if (ioctl(loop, LOOP_CONFIGURE, &how) == 0) return keep(loop);
        int error = errno;
        close(loop);
        if (error != EBUSY || tries == 100) fail(error);
    }
}

int make_mount(const char *type, const char *const *options, unsigned attributes) {
    int context = must(fsopen(type, FSOPEN_CLOEXEC));
    for (; options && *options; options += 2)
        must(options[1] ? fsconfig(context, FSCONFIG_SET_STRING, options[0], options[1], 0) : fsconfig(context, FSCONFIG_SET_FLAG, options[0], NULL, 0));
    must(fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
    int mount = must(fsmount(context, FSMOUNT_CLOEXEC, attributes));
    close(context);
    return mount;
}

static int subfolder(int mount, const char *name) {
    int fd = openat(mount, name, O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && mkdirat(mount, name, 0755) == 0) fd = openat(mount, name, O_DIRECTORY | O_CLOEXEC);
    return keep(fd);
}

/* The root: layers idmapped by the CT's own user namespace, mounted as its root, for whom the layers are no strangers'. */
int make_root(const struct ct *c) {
    static const char *const options[] = {"index", "nfs_export", "metacopy", "redirect_dir", "xino"};
    char device[32], path[64];
    begin("mark the image as in use");
    int image = keep(open_image(c));
    must(pwrite(image, &IN_USE, sizeof IN_USE, IN_USE_AT));
    begin("flush the mark");
    flushed(image, false);
    begin("attach the loop device");
    attach(image, device);
    begin("mount ext4");
    int disk = keep(make_mount("ext4", (const char *[]){"source", device, "errors", "remount-ro", NULL}, 0));
    begin("map the layers");
    int upper = subfolder(disk, "upper"), work = subfolder(disk, "work"); /* before the map, in which we are nobody */
    snprintf(path, sizeof path, "/proc/%d/ns/user", c->pid);
    struct mount_attr map = {.attr_set = MOUNT_ATTR_IDMAP, .userns_fd = keep(open(path, O_RDONLY | O_CLOEXEC))};
    int template = keep(open_tree(lower, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH));
    must(mount_setattr(disk, "", AT_EMPTY_PATH, &map, sizeof map));
    must(mount_setattr(template, "", AT_EMPTY_PATH, &map, sizeof map));
    begin("mount the overlay");
    int overlay = keep(fsopen("overlay", FSOPEN_CLOEXEC));
    must(fsconfig(overlay, FSCONFIG_SET_STRING, "source", "floor", 0));
    must(fsconfig(overlay, FSCONFIG_SET_FD, "lowerdir+", NULL, template));
    must(fsconfig(overlay, FSCONFIG_SET_FD, "upperdir", NULL, upper));
    must(fsconfig(overlay, FSCONFIG_SET_FD, "workdir", NULL, work));
    for (int i = 0; i < 5; i++) must(fsconfig(overlay, FSCONFIG_SET_STRING, options[i], i < 3 ? "off" : "on", 0));
    setfsgid(BASE);
    setfsuid(BASE);
    int made = fsconfig(overlay, FSCONFIG_CMD_CREATE, NULL, NULL, 0), error = errno;
    setfsuid(0);
    setfsgid(0);
    if (made < 0) fail(error);
    return keep(fsmount(overlay, FSMOUNT_CLOEXEC, MOUNT_ATTR_NODEV));
}

const char *remove_disk(const struct ct *c) {
    const char *trouble = NULL;
    char path[96];
    static const char *const files[] = {"root.hdd/root.hds", "root.hdd/DiskDescriptor.xml", "root.hdd.unfinished/root.hds", "root.hdd.unfinished/DiskDescriptor.xml", "record", "record.new"};
    int image = open_image(c);
    if (image < 0 && errno != ENOENT) trouble = "the loop device is still there";
    if (image >= 0) {
        if (flush) fsync(image);
        if (pwrite(image, &CLOSED, sizeof CLOSED, IN_USE_AT) < 0 || (flush && fdatasync(image) < 0)) trouble = "the image cannot be closed";
        close(image);
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", c->id, files[i]);
        unlinkat(pool, path, 0);
    }
    snprintf(path, sizeof path, "%s/root.hdd", c->id);
    unlinkat(pool, path, AT_REMOVEDIR);
    snprintf(path, sizeof path, "%s/root.hdd.unfinished", c->id);
    unlinkat(pool, path, AT_REMOVEDIR);
    if (unlinkat(pool, c->id, AT_REMOVEDIR) < 0) trouble = "the folder cannot be removed";
    return trouble;
}
