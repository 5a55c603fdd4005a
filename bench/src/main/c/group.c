/* The groups of a CT in every hierarchy, below cooperage/floor-PID. */
#include "floor.h"

static char own[32];

static void copy(int from, int to, const char *file) {
    char text[256];
    int fd = openat(from, file, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0) close(fd);
    if (length <= 0) return; /* another hierarchy, or the CT inherits it */
    text[length] = 0;
    put(to, file, text);
}

static void inherit_cpuset(int parent, int group) {
    copy(parent, group, "cpuset.cpus");
    copy(parent, group, "cpuset.mems");
}

static int make_group(int parent, const char *name) {
    if (mkdirat(parent, name, 0755) < 0 && errno != EEXIST) fail(errno);
    int group = must(openat(parent, name, O_DIRECTORY | O_CLOEXEC));
    inherit_cpuset(parent, group);
    return group;
}

void find_trees(void) {
    char line[1024], at[256], type[32];
    snprintf(own, sizeof own, "floor-%d", self);
    FILE *mounts = fopen("/proc/mounts", "re");
    if (!mounts) fail(errno);
    while (tree_count < TREES_MAX && fgets(line, sizeof line, mounts)) {
        if (sscanf(line, "%*s %255s %31s", at, type) != 2 || (strcmp(type, "cgroup") && strcmp(type, "cgroup2"))) continue;
        int top = keep(open(at, O_DIRECTORY | O_CLOEXEC));
        struct tree *t = &trees[tree_count];
        *t = (struct tree){.top = must(fcntl(top, F_DUPFD_CLOEXEC, 0)), .unified = !strcmp(type, "cgroup2")};
        snprintf(t->name, sizeof t->name, "%s", strrchr(at, '/') + 1);
        t->group = make_group(keep(make_group(top, "cooperage")), own);
        tree_count++;
    }
    fclose(mounts);
}

void remove_trees(void) {
    for (int i = 0; i < tree_count; i++) {
        char path[64];
        snprintf(path, sizeof path, "cooperage/%s", own);
        unlinkat(trees[i].top, path, AT_REMOVEDIR);
        unlinkat(trees[i].top, "cooperage", AT_REMOVEDIR); /* which a node may be in */
    }
}

/* Opens what the CT's processes join, so that they can do it themselves: for a thread that moves itself by `tasks` the
 * kernel takes no lock of all forks. A write to cgroup.procs takes it and may wait for a grace period of RCU. */
void make_groups(struct ct *c) {
    for (int i = 0; i < tree_count; i++) {
        must(mkdirat(trees[i].group, c->id, 0755));
        int group = keep(openat(trees[i].group, c->id, O_DIRECTORY | O_CLOEXEC));
        if (!trees[i].unified) {
            if (!strcmp(trees[i].name, "cpuset")) inherit_cpuset(trees[i].group, group);
            c->tasks[i] = must(openat(group, "tasks", O_WRONLY | O_CLOEXEC));
            continue;
        }
        set(group, "cgroup.max.descendants", "8192");
        set(group, "cgroup.max.depth", "64");
        must(mkdirat(group, "ns", 0755));
        c->group = must(openat(group, "ns", O_DIRECTORY | O_CLOEXEC));
        must(fchown(c->group, BASE, BASE));
        must(fchownat(c->group, "cgroup.procs", BASE, BASE, 0));
        must(fchownat(c->group, "cgroup.threads", BASE, BASE, 0));
        must(fchownat(c->group, "cgroup.subtree_control", BASE, BASE, 0));
    }
}

static void limit(int group, const char *controller) {
    static const char *const allowed[] = {"c 1:3 rwm", "c 1:5 rwm", "c 1:7 rwm", "c 1:8 rwm", "c 1:9 rwm",
                                          "c 5:0 rwm", "c 5:2 rwm", "c 136:* rwm", "c *:* m", "b *:* m"};
    if (!strcmp(controller, "cpu")) {
        set(group, "cpu.shares", "1000");
        set(group, "cpu.cfs_quota_us", "-1");
    } else if (!strcmp(controller, "memory")) {
        put(group, "memory.memsw.limit_in_bytes", "-1"); /* a kernel without swap accounting has none */
        set(group, "memory.limit_in_bytes", "-1");
    } else if (!strcmp(controller, "pids")) {
        set(group, "pids.max", "max");
    } else if (!strcmp(controller, "devices")) {
        set(group, "devices.deny", "a");
        for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) set(group, "devices.allow", allowed[i]);
    }
}

void set_limits(const struct ct *c) {
    for (int i = 0; i < tree_count; i++)
        if (!trees[i].unified) limit(keep(openat(trees[i].group, c->id, O_DIRECTORY | O_CLOEXEC)), trees[i].name);
}

void join_groups(const struct ct *c) {
    for (int i = 0; i < tree_count; i++)
        if (c->tasks[i] >= 0) must(write(c->tasks[i], "0", 1));
}

void remove_groups(const struct ct *c) {
    char below[64];
    snprintf(below, sizeof below, "%s/ns", c->id);
    for (int i = 0; i < tree_count; i++)
        for (int tries = 0; tries < 20000; tries++) {
            if (trees[i].unified) unlinkat(trees[i].group, below, AT_REMOVEDIR);
            if (unlinkat(trees[i].group, c->id, AT_REMOVEDIR) == 0 || errno != EBUSY) break;
            usleep(100);
        }
}
