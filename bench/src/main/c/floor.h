#ifndef FLOOR_H
#define FLOOR_H

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/if_link.h>
#include <linux/keyctl.h>
#include <linux/loop.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TREES_MAX = 16, CTS_MAX = 64, STEPS_MAX = 40, BASE = 0x78000000, WIDTH = 65536 };
enum { IN_USE_AT = 44, FIRST_BLOCK_AT = 48 }; /* in a ploop image's header */

struct tree { char name[32]; int top, group; bool unified; };   /* a hierarchy, named by its mount, and our group in it */
struct ct {
    char id[32];
    unsigned number;                                            /* from 1; 0 is no CT */
    pid_t pid;
    int pidfd, group, tasks[TREES_MAX];                         /* what an exec joins: group is the unified one */
    bool made;                                                  /* a folder of it may be there */
};
struct times { int count; struct { const char *name; long micros; } steps[STEPS_MAX]; };

/* What is open as long as the program runs. */
extern struct tree trees[TREES_MAX];
extern int tree_count, pool, blank, lower, loops, route;
extern pid_t self;                                              /* as the host sees us: in a CT's process too */
extern bool flush;

/* step.c */
extern struct times *times;                                     /* shared: [0] ours, [1] the CT's process */
extern int role, report;                                        /* which of the two; where it reports failures */
extern jmp_buf undo;
extern char failure[200];                                       /* what failed, for who comes back by undo */
extern const char *step;
void start_clock(const char *first);
void begin(const char *next);
void end_step(void);
_Noreturn void fail(int error);                                 /* in a child to its parent; else back to the command */
long must(long result);
int keep(long fd);                                              /* a descriptor of this command alone */
void close_temporary(void);
void close_fd(int *fd);
bool put(int folder, const char *name, const char *text);
void set(int folder, const char *name, const char *text);

/* net.c */
int netlink(void);
void make_pair(const struct ct *c);
void host_side(const struct ct *c);
void guest_side(const struct ct *c);
void forget_messages(void);

/* group.c */
void find_trees(void);
void remove_trees(void);
void make_groups(struct ct *c);
void set_limits(const struct ct *c);
void join_groups(const struct ct *c);
void remove_groups(const struct ct *c);

/* disk.c */
int make_mount(const char *type, const char *const *options, unsigned attributes);
void create(struct ct *c);
int make_root(const struct ct *c);
const char *remove_disk(const struct ct *c);                    /* what was in the way, or NULL */

/* guest.c: the CT's own process */
_Noreturn void init(const struct ct *c);
void become_root(void);
void confine(void);

/* life.c */
void start(struct ct *c);
void run(struct ct *c);
const char *stop(struct ct *c);                                 /* whatever there is of it; what was in the way, or NULL */

#endif
