/* Actions of a hostile tenant, one a function, by raw system calls. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Every call succeeded, but led to nothing outside. */
#define HELD 1000000L
/* Not tried: this is not the machine for it. */
#define ABSENT 1000001L

/* `run` answers 0 or more if the action worked, -errno, HELD or ABSENT. */
struct action {
    const char *name;
    long (*run)(const char *argument);
    const char *argument;
};

/* What is done to one kernel object over and over; `more` answers how many more there are now, or -errno. */
struct bomb {
    const char *name;
    long (*more)(const char *argument);
    const char *argument;
    int hands; /* processes that do it at once */
};

extern const struct action escapes[], kernel_calls[], processes[], networks[];
extern const struct bomb bombs[];

/* The result of a call that is done without libc: -errno, or what it gave. */
static inline long as_errno(long result) { return result < 0 ? -errno : result; }

/* Bait that lies on the host; the launcher tells which by the environment. */
const char *told(const char *name, const char *otherwise);
long bait_pid(void);

/* A path in a folder of this user alone; good until the next call but one. */
const char *own(const char *name);
const char *own_folder(const char *name);

int pulse(const char *file, int milliseconds);
int hear(int port);
int bait(void);
int watch_over(long pid, int seconds);
