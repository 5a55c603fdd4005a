#ifndef COOPERAGE_SUPERVISOR_H
#define COOPERAGE_SUPERVISOR_H

#define _GNU_SOURCE

#include "wire.h"

/* What the parts need of the system, once for all. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/keyctl.h>
#include <linux/loop.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKER_KEEPER_FD = 3, WORKER_LISTEN_FD = 4 };

/* main.c */
int sealed_copy(int binary);          /* an executable memfd with the content of `binary` that nobody can write, or -1 */

/* keeper.c, worker.c: the roles */
int keeper_main(const char *run_folder, int state_fd);
int keeper_check(int state_fd);
int worker_main(void);

/* child.c: what a new process does, from its clone to its exec. None of these returns on failure. */
extern struct message plan;           /* the message being handled; a child finds its plan here */
struct console { int master, slave, ring, mount; };
pid_t spawn(uint64_t flags, int *pidfd);
void child_begin(int control, struct console *console, int *target);
_Noreturn void fail(int error);
__attribute__((format(printf, 1, 2))) void doing(const char *format, ...);
long must(long result);
void prepare_stage(void);             /* cgroups, limits: as the host's root */
void become_root(void);               /* of the user namespace that the process is in */
void follow_plan(bool own_root);      /* every step in the order given; those that change a root only in one's own */
void leave_only_control(bool but_passed); /* and stdio; with those that T_FD gave numbers, or without */
void await_gate(void);
_Noreturn void execute_plan(void);
void report(uint16_t verb, int pid, int fd);

/* launch.c, enter.c: a stage each, run in a process of their own */
_Noreturn void launch_stage(int control, struct console *console);
_Noreturn void user_namespace_stage(int control);
_Noreturn void enter_stage(int control, int target);
_Noreturn void freeze_stage(int control);

/* console.c */
bool console_open(struct console *c, uint32_t uid, uint32_t gid, uint32_t mode);
int ring_create(void);
void *ring_map(int ring);
void ring_unmap(void *ring);
uint64_t ring_position(const void *ring);
/* Moves what the master has into the ring: the number of bytes, their first address in *data; at most one turn. */
ssize_t ring_fill(void *ring, int master, const uint8_t **data);

#endif
