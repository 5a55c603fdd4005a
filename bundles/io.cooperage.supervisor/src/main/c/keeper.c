/* The keeper: parent of every init and holder of what must outlive the worker. It reads from its worker only, acts on no
 * policy, and replaces itself in place: its children and descriptors stay over the exec. */
#include "supervisor.h"

enum { TRIAL_TIMEOUT = 5000 };
struct state { uint32_t magic, record_size, count; int lock, listener; };

static struct message letter;
static struct record *records;
static struct state self = {WIRE_MAGIC, sizeof(struct record), 0, -1, -1};
static int worker_socket = -1;
static pid_t worker;

static _Noreturn void die(const char *what) {
    fprintf(stderr, "cooperage-keeper: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void listen_in(const char *folder) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char lock[sizeof address.sun_path + 8];
    if (strlen(folder) + sizeof "/supervisor.sock" > sizeof address.sun_path) errno = ENAMETOOLONG, die(folder);
    if (mkdir(folder, 0700) < 0 && errno != EEXIST) die(folder);
    snprintf(lock, sizeof lock, "%s/supervisor.lock", folder);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/supervisor.sock", folder);
    self.lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (self.lock < 0 || flock(self.lock, LOCK_EX | LOCK_NB) < 0) die(lock);
    unlink(address.sun_path);
    umask(0177);
    self.listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (bind(self.listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(self.listener, 128) < 0) die(address.sun_path);
    umask(022);
}

static void start_worker(void) {
    static struct timespec last;
    struct timespec now, pause = {0, 100000000};
    int pair[2];
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec - last.tv_sec < 1) nanosleep(&pause, NULL);
    last = now;
    if (worker_socket >= 0) close(worker_socket);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) die("socketpair");
    worker_socket = pair[0];
    /* a worker that does not read for so long is replaced: the keeper never waits for it */
    setsockopt(worker_socket, SOL_SOCKET, SO_SNDTIMEO, &(struct timeval){5, 0}, sizeof(struct timeval));
    if ((worker = fork()) < 0) die("fork");
    if (worker == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        int high = fcntl(pair[1], F_DUPFD_CLOEXEC, 16), listener = fcntl(self.listener, F_DUPFD_CLOEXEC, 16);
        dup2(high, WORKER_KEEPER_FD);
        dup2(listener, WORKER_LISTEN_FD);
        execl("/proc/self/exe", "cooperage-worker", "worker", NULL);
        _exit(127);
    }
    close(pair[1]);
    bool sent = true;
    for (struct record *r = records; r && sent; r = r->next) sent = record_send(worker_socket, &letter, RECORD_PUT, r, true);
    message_begin(&letter, RECORDS_SENT, 0, 0);
    if (!sent || !message_send(worker_socket, &letter, 0)) kill(worker, SIGKILL);
}

static void keep_over_exec(int fd, bool keep) { fcntl(fd, F_SETFD, keep ? 0 : FD_CLOEXEC); }

static void keep_all_over_exec(bool keep) {
    keep_over_exec(self.lock, keep);
    keep_over_exec(self.listener, keep);
    for (struct record *r = records; r; r = r->next)
        for (int i = 0; i < r->fd_count; i++) keep_over_exec(r->fds[i], keep);
}

static int write_state(void) {
    int fd = memfd_create("keeper-state", 0);
    self.count = 0;
    for (struct record *r = records; r; r = r->next) self.count++;
    bool written = fd >= 0 && write(fd, &self, sizeof self) == sizeof self;
    for (struct record *r = records; r && written; r = r->next) written = write(fd, r, sizeof *r) == sizeof *r;
    if (written) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

static off_t state_size(void) { return sizeof self + (off_t)self.count * sizeof(struct record); }

static bool read_state(int fd) {
    if (pread(fd, &self, sizeof self, 0) != sizeof self || self.magic != WIRE_MAGIC || self.record_size != sizeof(struct record))
        return false;
    for (uint32_t i = 0; i < self.count; i++) {
        struct record *r = calloc(1, sizeof *r);
        if (!r || pread(fd, r, sizeof *r, sizeof self + i * sizeof *r) != sizeof *r) return false;
        r->next = records;
        records = r;
    }
    return true;
}

/* Says what no other program says: that it is a supervisor and has read the state. */
int keeper_check(int state_fd) {
    return !read_state(state_fd) || pwrite(state_fd, &self.magic, sizeof self.magic, state_size()) != sizeof self.magic;
}

static bool was_checked(int state) {
    uint32_t word;
    return pread(state, &word, sizeof word, state_size()) == sizeof word && word == WIRE_MAGIC;
}

/* Whether a child ended well in time: while we wait for it nobody hears of an init's end. */
static bool ends_well(pid_t pid) {
    int status, pidfd = pidfd_open(pid, 0);
    bool ended = pidfd >= 0 && poll(&(struct pollfd){.fd = pidfd, .events = POLLIN}, 1, TRIAL_TIMEOUT) == 1;
    if (!ended) kill(pid, SIGKILL);
    if (pidfd >= 0) close(pidfd);
    return waitpid(pid, &status, 0) == pid && ended && status == 0;
}

/* The new program first shows, in a child, that it runs and can read our state. */
static int replace_self(int binary, const char *folder) {
    char number[16];
    int state = write_state();
    pid_t trial;
    snprintf(number, sizeof number, "%d", state);
    if (state < 0 || (trial = fork()) < 0) return errno;
    if (trial == 0) {
        fexecve(binary, (char *[]){"cooperage-keeper", "check", number, NULL}, environ);
        _exit(126);
    }
    if (ends_well(trial) && was_checked(state)) {
        keep_all_over_exec(true);
        kill(worker, SIGKILL);
        fexecve(binary, (char *[]){"cooperage-keeper", "keeper", "--run", (char *)folder, "--state-fd", number, NULL}, environ);
        keep_all_over_exec(false);
    }
    close(state);
    return ENOEXEC;
}

static void hear_worker(const char *folder) {
    while (message_receive(worker_socket, &letter, MSG_DONTWAIT) > 0) {
        if (letter.h.verb == RECORD_PUT) record_store(&records, &letter);
        if (letter.h.verb == RECORD_DROP) record_drop(&records, find_string(&letter, T_KEY));
        if (letter.h.verb == KEEPER_UPDATE && letter.fd_count == 1) {
            int error = replace_self(letter.fds[0], folder); /* returns only if it failed */
            message_close_fds(&letter);
            message_begin(&letter, KEEPER_UPDATE, 0, 0);
            message_put_failure(&letter, error, "check the new supervisor");
            message_send(worker_socket, &letter, 0);
        }
        message_close_fds(&letter);
    }
}

/* Looks at a dead child before reaping it: what the worker sent about it before it could die is then surely here. */
static void reap(const char *folder) {
    siginfo_t dead = {0};
    while (waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) == 0 && dead.si_pid) {
        hear_worker(folder);
        waitid(P_PID, dead.si_pid, &dead, WEXITED);
        if (dead.si_pid == worker) start_worker();
        for (struct record *r = records; r; r = r->next)
            if (r->pid == dead.si_pid && r->state != STATE_EXITED) {
                r->state = STATE_EXITED;
                r->code = dead.si_code;
                r->status = dead.si_status;
                if (!record_send(worker_socket, &letter, RECORD_EXIT, r, false)) kill(worker, SIGKILL);
            }
        dead.si_pid = 0;
    }
}

int keeper_main(const char *folder, int state_fd) {
    struct rlimit files;
    sigset_t signals;
    prctl(PR_SET_NAME, "coop-keeper");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    setsid();
    if (state_fd < 0) close_range(STDERR_FILENO + 1, ~0U, 0); /* what our starter left open would stay open for ever */
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (state_fd < 0) listen_in(folder);
    else if (!read_state(state_fd)) die("read the state of the keeper before");
    keep_all_over_exec(false);
    if (state_fd >= 0) close(state_fd);
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int wakeup = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    start_worker();
    reap(folder); /* who died during an exec left no signal behind */
    for (;;) {
        struct signalfd_siginfo signal;
        struct pollfd sources[] = {{.fd = worker_socket, .events = POLLIN}, {.fd = wakeup, .events = POLLIN}};
        poll(sources, 2, -1);
        hear_worker(folder);
        while (read(wakeup, &signal, sizeof signal) == sizeof signal)
            if (signal.ssi_signo == SIGTERM) {
                kill(worker, SIGKILL);
                return 0;
            }
        reap(folder);
    }
}
