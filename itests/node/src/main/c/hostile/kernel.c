/* System calls that reach the kernel of the whole host. */
#include "hostile.h"
#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <linux/reboot.h>
#include <sys/timex.h>

static char nothing[4096];

/* Calls a number with arguments that do no harm where it is allowed. */
#define CALL(name, number, ...) \
    static long name(const char *argument) { \
        (void)argument; \
        return as_errno(syscall(number, __VA_ARGS__)); \
    }

CALL(init_module_call, SYS_init_module, nothing, 0, "")
CALL(finit_module_call, SYS_finit_module, -1, "", 0)
CALL(delete_module_call, SYS_delete_module, "no-such-module", O_NONBLOCK)
CALL(kexec, SYS_kexec_load, 0, 0, NULL, 0)
CALL(kexec_file, SYS_kexec_file_load, -1, -1, 0, "", 0)
CALL(swap_on, SYS_swapon, "/tmp/no-such-file", 0)
CALL(swap_off, SYS_swapoff, "/tmp/no-such-file")
CALL(account, SYS_acct, "/tmp/no-such-file")
CALL(read_log, SYS_syslog, 3, nothing, sizeof nothing)
CALL(clear_log, SYS_syslog, 9, NULL, 0)
CALL(fault_handler, SYS_userfaultfd, O_CLOEXEC)
CALL(fanotify, SYS_fanotify_init, 0, O_RDONLY)
CALL(hang_up, SYS_vhangup, 0)
CALL(ports, SYS_iopl, 3)
CALL(port_range, SYS_ioperm, 0x80, 1, 1)
CALL(compare, SYS_kcmp, getpid(), getpid(), 1, 0, 0)
CALL(quota, SYS_quotactl, 0x800007 << 8, "/dev/null", 0, nothing)
CALL(cookie, SYS_lookup_dcookie, 0L, nothing, sizeof nothing)
CALL(pages_of_init, SYS_move_pages, 1, 0, NULL, NULL, NULL, 0)
CALL(cad, SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_ON, NULL)
CALL(nodes_of_init, SYS_migrate_pages, 1, 0, NULL, NULL)

static long set_clock(const char *argument) {
    struct timespec now;
    (void)argument;
    clock_gettime(CLOCK_REALTIME, &now);
    return as_errno(syscall(SYS_clock_settime, CLOCK_REALTIME, &now));
}

static long set_day(const char *argument) {
    struct timespec now;
    (void)argument;
    clock_gettime(CLOCK_REALTIME, &now);
    long old[2] = {now.tv_sec, now.tv_nsec / 1000};
    return as_errno(syscall(SYS_settimeofday, old, NULL));
}

static long tune_clock(const char *argument) {
    struct timex same = {.modes = ADJ_STATUS, .status = STA_UNSYNC};
    (void)argument;
    return as_errno(syscall(SYS_adjtimex, &same));
}

static long wake_host(const char *argument) {
    (void)argument;
    return as_errno(syscall(SYS_timerfd_create, 8 /* CLOCK_REALTIME_ALARM */, 0));
}

static long load_program(const char *argument) {
    struct bpf_insn code[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0}, {.code = BPF_JMP | BPF_EXIT}};
    union bpf_attr a = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insn_cnt = 2, .insns = (uintptr_t)code, .license = (uintptr_t)"GPL"};
    (void)argument;
    return as_errno(syscall(SYS_bpf, BPF_PROG_LOAD, &a, sizeof a));
}

static long make_map(const char *argument) {
    union bpf_attr a = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    (void)argument;
    return as_errno(syscall(SYS_bpf, BPF_MAP_CREATE, &a, sizeof a));
}

static long count_events(int pid, int cpu) {
    struct perf_event_attr a = {.type = PERF_TYPE_SOFTWARE, .size = sizeof a, .config = PERF_COUNT_SW_CPU_CLOCK, .exclude_kernel = 1};
    return as_errno(syscall(SYS_perf_event_open, &a, pid, cpu, -1, 0));
}

static long count_own(const char *argument) { return (void)argument, count_events(0, -1); }
static long count_all(const char *argument) { return (void)argument, count_events(-1, 0); }

static long ring(const char *argument) {
    uint32_t parameters[64] = {0};
    (void)argument;
    return as_errno(syscall(SYS_io_uring_setup, 8, parameters));
}

/* The same calls by the other system call tables that an x86-64 kernel has. */
static long by_i386(const char *number) {
#ifdef __x86_64__
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(atol(number)), "b"(0), "c"(0), "d"(0) : "memory", "r8", "r9", "r10", "r11");
    return (int)result;
#else
    return (void)number, ABSENT;
#endif
}

static long by_x32(const char *number) {
#ifdef __x86_64__
    return as_errno(syscall(0x40000000L + atol(number), 0, 0, 0, 0, 0));
#else
    return (void)number, ABSENT;
#endif
}

static long host_key(const char *description) {
    long keyring = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, 1);
    return as_errno(keyring < 0 ? keyring : syscall(SYS_keyctl, KEYCTL_SEARCH, keyring, "user", description, 0));
}

static long host_key_by_number(const char *argument) {
    char text[64];
    (void)argument;
    return as_errno(syscall(SYS_keyctl, KEYCTL_READ, atol(told("HOSTILE_KEY", "1")), text, sizeof text));
}

static long nodes_keyring(const char *argument) {
    char text[256];
    (void)argument;
    long said = syscall(SYS_keyctl, KEYCTL_DESCRIBE, KEY_SPEC_SESSION_KEYRING, text, sizeof text);
    if (said < 0) return -errno;
    return as_errno(syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_SESSION_KEYRING, "user", "hostile-bait", 0));
}

/* With callout information the kernel has the host's root run a program of the host. */
static long host_program_for_key(const char *argument) {
    (void)argument;
    return as_errno(syscall(SYS_request_key, "user", "hostile-no-such-key", "callout", 0));
}

const struct action kernel_calls[] = {
    {"module-init", init_module_call, NULL},
    {"module-finit", finit_module_call, NULL},
    {"module-delete", delete_module_call, NULL},
    {"kexec", kexec, NULL},
    {"kexec-file", kexec_file, NULL},
    {"swap-on", swap_on, NULL},
    {"swap-off", swap_off, NULL},
    {"accounting", account, NULL},
    {"log-read", read_log, NULL},
    {"log-level", clear_log, NULL},
    {"userfaultfd", fault_handler, NULL},
    {"fanotify", fanotify, NULL},
    {"hang-up", hang_up, NULL},
    {"io-ports", ports, NULL},
    {"io-port-range", port_range, NULL},
    {"compare-kernel-objects", compare, NULL},
    {"quota", quota, NULL},
    {"profile-cookie", cookie, NULL},
    {"pages-of-init", pages_of_init, NULL},
    {"nodes-of-init", nodes_of_init, NULL},
    {"ctrl-alt-delete", cad, NULL},
    {"set-clock", set_clock, NULL},
    {"set-time-of-day", set_day, NULL},
    {"tune-clock", tune_clock, NULL},
    {"wake-host", wake_host, NULL},
    {"bpf-program", load_program, NULL},
    {"bpf-map", make_map, NULL},
    {"perf-own", count_own, NULL},
    {"perf-all", count_all, NULL},
    {"io-uring", ring, NULL},
    {"bpf-by-i386", by_i386, "357"},
    {"kexec-by-i386", by_i386, "283"},
    {"bpf-by-x32", by_x32, "321"},
    {"key-of-host", host_key, "hostile-bait"},
    {"key-of-host-by-number", host_key_by_number, NULL},
    {"key-of-supervisor", nodes_keyring, NULL},
    {"key-by-host-program", host_program_for_key, NULL},
    {0}};
