/* hostile run [--as UID] [--nested] NAME...   does each action in a process of its own and prints "NAME RESULT"
 * hostile bomb [--as UID] [--nested] NAME     goes on until it is killed; prints "NAME COUNT ERRNO" when first refused
 * hostile pulse FILE MS            prints how late it wakes up, and what a write and a fork take, in microseconds
 * hostile hear PORT                prints the sender of each datagram
 * hostile watch PID SECONDS        kills a process by its descriptor when the time is over or its own input ends
 * hostile bait                     lays out what no CT may reach, until its input ends; prints what was touched
 * hostile list                     prints the names of all actions
 * RESULT is DONE, HELD (it worked and led nowhere), ABSENT, or what refused it: an errno or a signal by name. */
#include "hostile.h"
#include <grp.h>

enum { PATIENCE = 5 };

const char *told(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value && *value ? value : otherwise;
}

long bait_pid(void) { return atol(told("HOSTILE_PID", "2147483647")); }

static uid_t actual; /* in a nested namespace everybody is 0 */

const char *own(const char *name) {
    static char paths[2][64];
    static int turn;
    char *path = paths[turn ^= 1];
    snprintf(path, sizeof paths[0], "/tmp/hostile.%u", actual);
    mkdir(path, 0700);
    snprintf(path + strlen(path), sizeof paths[0] - strlen(path), "/%s", name);
    return path;
}

const char *own_folder(const char *name) {
    const char *path = own(name);
    mkdir(path, 0700);
    return path;
}

struct actor { uid_t uid; bool nested; };

static const struct action *const all[] = {escapes, kernel_calls, processes, networks, NULL};

static const struct action *find(const char *name) {
    for (int i = 0; all[i]; i++)
        for (const struct action *a = all[i]; a->name; a++)
            if (strcmp(a->name, name) == 0) return a;
    return NULL;
}

static void write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) {
        perror(path);
        _exit(2);
    }
    close(fd);
}

/* Root of a user namespace that anybody may make. */
static void nest(uid_t uid) {
    char map[32];
    snprintf(map, sizeof map, "0 %u 1", uid);
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0) {
        perror("make a user namespace");
        _exit(2);
    }
    write_text("/proc/self/setgroups", "deny");
    write_text("/proc/self/uid_map", map);
    write_text("/proc/self/gid_map", map);
}

static void become(struct actor who) {
    if (who.uid && (setgroups(0, NULL) < 0 || setresgid(who.uid, who.uid, who.uid) < 0 || setresuid(who.uid, who.uid, who.uid) < 0)) {
        perror("become another user");
        _exit(2);
    }
    prctl(PR_SET_DUMPABLE, 1); /* as after an exec by that user */
    actual = who.uid;
    if (who.nested) nest(who.uid);
}

static const char *error_name(long error, char *text, size_t size) {
    const char *name = strerrorname_np(error);
    if (!name) snprintf(text, size, "E%ld", error);
    return name ? name : text;
}

static void print_result(const char *name, int status, long result) {
    char text[32];
    const char *word = text;
    if (WIFSIGNALED(status)) snprintf(text, sizeof text, "SIG%s", sigabbrev_np(WTERMSIG(status)));
    else if (result == HELD) word = "HELD";
    else if (result == ABSENT) word = "ABSENT";
    else if (result >= 0) word = "DONE";
    else word = error_name(-result, text, sizeof text);
    printf("%s %s\n", name, word);
    fflush(stdout);
}

static void run(const struct action *a, struct actor who) {
    int pipes[2], status = 0;
    long result = -EPIPE;
    if (pipe2(pipes, O_CLOEXEC) < 0) exit(2);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        become(who);
        alarm(PATIENCE);
        result = a->run(a->argument);
        if (write(pipes[1], &result, sizeof result) != sizeof result) _exit(1);
        _exit(0);
    }
    close(pipes[1]);
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || read(pipes[0], &result, sizeof result) < 0) result = -errno;
    if (pid > 0) kill(-pid, SIGKILL); /* what it left behind */
    close(pipes[0]);
    print_result(a->name, status, result);
}

static int run_all(char **names, struct actor who) {
    for (; *names; names++) {
        const struct action *a = find(*names);
        if (a) run(a, who);
        else printf("%s UNKNOWN\n", *names);
    }
    return 0;
}

static const struct bomb *find_bomb(const char *name) {
    for (const struct bomb *b = bombs; b->name; b++)
        if (strcmp(b->name, name) == 0) return b;
    return NULL;
}

/* What all hands and their children share. */
struct tally { long made, told; };

/* Goes on when the kernel refuses: a bomb does. */
static _Noreturn void explode(const struct bomb *b, struct tally *tally) {
    char text[32];
    for (;;) {
        long got = b->more(b->argument);
        if (got > 0) __atomic_add_fetch(&tally->made, got, __ATOMIC_RELAXED);
        if (got >= 0 || __atomic_exchange_n(&tally->told, 1, __ATOMIC_RELAXED)) continue;
        printf("%s %ld %s\n", b->name, tally->made, error_name(-got, text, sizeof text));
        fflush(stdout);
    }
}

static int bomb(const char *name, struct actor who) {
    const struct bomb *b = find_bomb(name);
    struct tally *tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!b || tally == MAP_FAILED) return 2;
    become(who);
    printf("%s lit\n", name);
    fflush(stdout);
    for (int hand = 1; hand < b->hands; hand++)
        if (fork() == 0) explode(b, tally);
    explode(b, tally);
}

static int list(void) {
    for (int i = 0; all[i]; i++)
        for (const struct action *a = all[i]; a->name; a++) puts(a->name);
    for (const struct bomb *b = bombs; b->name; b++) printf("bomb %s\n", b->name);
    return 0;
}

int main(int count, char **words) {
    struct actor who = {0};
    if (count < 2) return 2;
    char *verb = words[1];
    words += 2;
    if (*words && strcmp(*words, "--as") == 0 && words[1]) {
        who.uid = atoi(words[1]);
        words += 2;
    }
    if (*words && strcmp(*words, "--nested") == 0) {
        who.nested = true;
        words++;
    }
    if (strcmp(verb, "run") == 0) return run_all(words, who);
    if (strcmp(verb, "bomb") == 0 && *words) return bomb(*words, who);
    if (strcmp(verb, "pulse") == 0 && *words && words[1]) return pulse(words[0], atoi(words[1]));
    if (strcmp(verb, "hear") == 0 && *words) return hear(atoi(*words));
    if (strcmp(verb, "watch") == 0 && *words && words[1]) return watch_over(atol(words[0]), atoi(words[1]));
    if (strcmp(verb, "bait") == 0) return bait();
    return strcmp(verb, "list") == 0 ? list() : 2;
}
