/* A console is a pty of the host (CRIU needs one) and a ring in a memfd with the last output. The slave is kept open:
 * when the last one closes, the CT's own end would be dead for good. */
#include "supervisor.h"

enum { RING_SIZE = 64 * 1024, RING_TURN = 4096 };
struct ring { uint32_t magic, size; uint64_t written; uint8_t data[RING_SIZE]; };

bool console_open(struct console *c, uint32_t uid, uint32_t gid, uint32_t mode) {
    int unlock = 0;
    *c = (struct console){-1, -1, -1, -1};
    c->master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (c->master < 0 || ioctl(c->master, TIOCSPTLCK, &unlock) < 0) return false;
    c->slave = ioctl(c->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (c->slave < 0 || fchown(c->slave, uid, gid) < 0 || fchmod(c->slave, mode & 0777) < 0) return false;
    c->mount = open_tree(c->slave, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
    c->ring = ring_create();
    return c->mount >= 0 && c->ring >= 0;
}

int ring_create(void) {
    struct ring *ring = NULL;
    int fd = memfd_create("console", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    /* sealed: viewers get it, and reading behind the end of a file that one of them cut short would kill the worker */
    if (fd < 0 || ftruncate(fd, sizeof *ring) < 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW) < 0 ||
        !(ring = ring_map(fd))) {
        if (fd >= 0) close(fd);
        return -1;
    }
    ring->magic = WIRE_MAGIC;
    ring->size = RING_SIZE;
    ring_unmap(ring);
    return fd;
}

void *ring_map(int fd) {
    void *at = mmap(NULL, sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return at == MAP_FAILED ? NULL : at;
}

void ring_unmap(void *ring) { munmap(ring, sizeof(struct ring)); }

uint64_t ring_position(const void *ring) { return ((const struct ring *)ring)->written; }

ssize_t ring_fill(void *at, int master, const uint8_t **data) {
    struct ring *ring = at;
    size_t start = ring->written % RING_SIZE, room = RING_SIZE - start;
    ssize_t n = read(master, ring->data + start, room < RING_TURN ? room : RING_TURN);
    *data = ring->data + start;
    if (n > 0) ring->written += n;
    return n;
}
