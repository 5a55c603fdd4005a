/* Linked into the supervisor that is built with sanitizers. What they find goes to the file that COOPERAGE_REPORTS names,
 * by a descriptor that stays open in children which have closed all others and see another root; never over an exec. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { EVENTS_BETWEEN_LEAK_CHECKS = 5000 };

int __real_close_range(unsigned first, unsigned last, int flags);
int __real_epoll_wait(int epoll, struct epoll_event *events, int most, int timeout);
pid_t __real_setsid(void);

static unsigned reports = ~0U;
/* Of libubsan: gcc's sanitizers are two libraries, each with a descriptor of its own under the same name. */
static void (*set_other)(void *);

const char *__asan_default_options(void) { return "abort_on_error=1:detect_stack_use_after_return=1"; }

const char *__ubsan_default_options(void) { return "abort_on_error=1:print_stacktrace=1"; }

/* Each takes a descriptor only for the process that names it. */
static void report_there(void) {
    if (reports == ~0U) return;
    __sanitizer_set_report_fd((void *)(uintptr_t)reports);
    set_other((void *)(uintptr_t)reports);
}

/* libubsan begins with its first report, and closes the descriptor that it has been given before: it gets one for that. */
static void begin_other(void) {
    volatile int most = INT_MAX;
    void *library = dlopen("libubsan.so.1", RTLD_NOW | RTLD_NOLOAD);
    set_other = library ? (void (*)(void *))dlsym(library, "__sanitizer_set_report_fd") : NULL;
    if (!set_other) abort();
    set_other((void *)(uintptr_t)open("/dev/null", O_WRONLY | O_CLOEXEC));
    most = most + 1;
}

__attribute__((constructor)) static void open_reports(void) {
    const char *path = getenv("COOPERAGE_REPORTS");
    struct rlimit files;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (fd < 0) return;
    getrlimit(RLIMIT_NOFILE, &files);
    int high = fcntl(fd, F_DUPFD_CLOEXEC, files.rlim_cur > 1000 ? 1000 : files.rlim_cur - 1);
    close(fd);
    if (high < 0) return;
    begin_other();
    reports = high;
    report_there();
}

/* Spares the descriptor of the reports. Every child of the worker begins with this call, */
int __wrap_close_range(unsigned first, unsigned last, int flags) {
    report_there();
    if (reports < first || reports > last) return __real_close_range(first, last, flags);
    if (reports > first && __real_close_range(first, reports - 1, flags) < 0) return -1;
    return reports < last ? __real_close_range(reports + 1, last, flags) : 0;
}

/* and every process in a CT with this one. */
pid_t __wrap_setsid(void) {
    report_there();
    return __real_setsid();
}

/* The worker ends by a signal, so that its leaks would never be looked for. */
int __wrap_epoll_wait(int epoll, struct epoll_event *events, int most, int timeout) {
    static int count;
    if (++count % EVENTS_BETWEEN_LEAK_CHECKS == 0 && __lsan_do_recoverable_leak_check()) abort();
    return __real_epoll_wait(epoll, events, most, timeout);
}
