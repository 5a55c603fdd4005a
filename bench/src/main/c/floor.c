/* What a CT costs the kernel: the system calls of our create, start, exec and stop of a busybox CT over a shared template,
 * each once and in the cheapest way known, in one resident process without API, JVM, journal or checks. Lines come on
 * stdin, each is answered by one line: start ID | exec ID | stop ID | steps | flush 0 or 1. `steps` tells the microseconds
 * of the last start: ours first, then what the CT's own process did meanwhile. A step that fails is undone and named. */
#include "floor.h"

struct tree trees[TREES_MAX];
int tree_count, pool, blank, lower, loops, route;
pid_t self;
bool flush = true;
static struct ct cts[CTS_MAX];
static char own[32];
static volatile sig_atomic_t ended;

/* A template is a file that holds an erofs, or a folder. */
static int open_lower(const char *path) {
    struct stat what;
    step = "open the template";
    must(stat(path, &what));
    if (S_ISDIR(what.st_mode)) return must(open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    return make_mount("erofs", (const char *[]){"ro", NULL, "source", path, NULL}, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV);
}

static void finish(const char *pool_path) {
    char path[256];
    for (int i = 0; i < CTS_MAX; i++)
        if (cts[i].number) stop(&cts[i]);
    remove_trees();
    snprintf(path, sizeof path, "%s/%s", pool_path, own);
    rmdir(path);
    for (int tries = 0; tries < 500; tries++) { /* the kernel takes networks apart in the background */
        struct if_nameindex *all = if_nameindex();
        int left = 0;
        char prefix[IFNAMSIZ];
        snprintf(prefix, sizeof prefix, "coopf%x.", self);
        for (struct if_nameindex *i = all; i && i->if_index; i++) left += !strncmp(i->if_name, prefix, strlen(prefix));
        if_freenameindex(all);
        if (!left) break;
        usleep(10000);
    }
}

static struct ct *find(const char *id) {
    struct ct *c = cts;
    while (c < cts + CTS_MAX && strcmp(c->id, id)) c++;
    return c < cts + CTS_MAX ? c : NULL;
}

static struct ct *new_ct(const char *id) {
    static unsigned last;
    struct ct *c = find("");
    step = "name the CT";
    if (!*id || strlen(id) >= sizeof c->id || strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789") < strlen(id)) fail(EINVAL);
    if (find(id)) fail(EEXIST);
    if (!c) fail(EUSERS);
    *c = (struct ct){.number = ++last, .pidfd = -1, .group = -1};
    strcpy(c->id, id);
    for (int i = 0; i < TREES_MAX; i++) c->tasks[i] = -1;
    return c;
}

static void tell_steps(void) {
    printf("ok");
    for (int r = 0; r < 2; r++)
        for (int i = 0; i < times[r].count; i++) printf("%s%s%s=%ld", i ? ";" : r ? " | " : " ", r ? "its " : "", times[r].steps[i].name, times[r].steps[i].micros);
    printf("\n");
}

static void command(char *line) {
    static struct ct *volatile c;
    static char *verb;
    const char *volatile trouble = NULL;
    char *rest = line;
    verb = strsep(&rest, " ");
    if (!rest) rest = "";
    c = NULL;
    if (setjmp(undo)) {
        if (c && !strcmp(verb, "start")) stop(c);
        close_temporary();
        forget_messages();
        printf("failed %s\n", failure);
        return;
    }
    step = "read the command";
    if (!strcmp(verb, "steps")) return tell_steps();
    if (!strcmp(verb, "flush")) flush = strcmp(rest, "0");
    else if (!strcmp(verb, "start")) start(c = new_ct(rest));
    else if (!(c = *rest ? find(rest) : NULL)) fail(ENOENT);
    else if (!strcmp(verb, "exec")) run(c);
    else if (!strcmp(verb, "stop")) trouble = stop(c);
    else fail(ENOSYS);
    close_temporary();
    printf(trouble ? "failed %s\n" : "ok\n", trouble);
}

static void on_signal(int signal) { ended |= signal != SIGALRM; }

int main(int count, char **arguments) {
    char line[256], path[256];
    if (count != 4) return fprintf(stderr, "usage: floor POOL FOLDER-OF-BLANK-DISK TEMPLATE\n"), 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 0; i < 4; i++) sigaction((int[]){SIGALRM, SIGTERM, SIGINT, SIGHUP}[i], &(struct sigaction){.sa_handler = on_signal}, NULL);
    signal(SIGPIPE, SIG_IGN);
    self = getpid();
    snprintf(own, sizeof own, "floor-%d", self);
    flush = !getenv("FLOOR_FLUSH") || strcmp(getenv("FLOOR_FLUSH"), "0");
    times = mmap(NULL, 2 * sizeof *times, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (setjmp(undo)) {
        finish(arguments[1]);
        printf("failed %s\n", failure);
        return 1;
    }
    must(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)); /* our file system id changes without loss of capabilities */
    step = "open the pool";
    snprintf(path, sizeof path, "%s/%s", arguments[1], own);
    must(mkdir(path, 0700));
    pool = must(open(path, O_DIRECTORY | O_CLOEXEC));
    blank = must(open(arguments[2], O_DIRECTORY | O_CLOEXEC));
    lower = open_lower(arguments[3]);
    loops = must(open("/dev/loop-control", O_RDWR | O_CLOEXEC));
    route = netlink();
    step = "make the groups of all CTs";
    find_trees();
    close_temporary();
    printf("ok\n");
    while (!ended && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        command(line);
    }
    finish(arguments[1]);
    return 0;
}
