/* cooperage-supervisor: the resident native pair of a node. See README.md. */
#include "supervisor.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

enum { PROGRAM_MAX = 64 << 20 };

int sealed_copy(int binary) {
    int copy = memfd_create("cooperage-supervisor", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (copy < 0 && errno == EINVAL) copy = memfd_create("cooperage-supervisor", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    struct stat what;
    off_t from = 0; /* an update brings any descriptor: one that has no end or makes its reader wait is no program */
    ssize_t n = copy < 0 || fstat(binary, &what) < 0 || !S_ISREG(what.st_mode) || what.st_size > PROGRAM_MAX ? -1 : 1;
    while (n > 0 && from <= PROGRAM_MAX) n = sendfile(copy, binary, &from, 1 << 20);
    if (n == 0 && fcntl(copy, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0) return copy;
    if (copy >= 0) close(copy);
    return -1;
}

/* Processes that are about to enter a CT run from memory: its root may meet /proc/PID/exe (CVE-2019-5736). */
static void run_sealed(char *const argv[]) {
    int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (fcntl(self, F_GET_SEALS) & F_SEAL_WRITE && fcntl(self, F_GET_SEALS) != -1) {
        close(self);
        return;
    }
    fexecve(sealed_copy(self), argv, environ);
    perror("cooperage-supervisor: run from a sealed copy");
    exit(1);
}

int main(int argc, char *argv[]) {
    const char *role = argc > 1 ? argv[1] : "";
    for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL); /* what our starter ignored would be ignored by every CT */
    if (!strcmp(role, "version")) return puts(VERSION) < 0;
    if (!strcmp(role, "worker")) return worker_main();
    if (!strcmp(role, "check") && argc == 3) return keeper_check(atoi(argv[2]));
    if (!strcmp(role, "keeper") && (argc == 4 || argc == 6) && !strcmp(argv[2], "--run")) {
        run_sealed(argv);
        return keeper_main(argv[3], argc == 6 && !strcmp(argv[4], "--state-fd") ? atoi(argv[5]) : -1);
    }
    fprintf(stderr, "usage: cooperage-supervisor keeper --run FOLDER [--state-fd N] | version\n");
    return 2;
}
