/*
 * Preloaded into criu (LD_PRELOAD of a private, dynamically linked criu), for a container whose user namespace belongs to its
 * own base id, as ours do. Two calls need that id:
 *
 *   clone3   with CLONE_NEWUSER, on restore: the namespace belongs to the euid of its maker. Made by root, all containers and
 *            the host's root would share one inotify and key budget.
 *   prlimit  of a process inside, on dump: needs CAP_SYS_RESOURCE there, which its owner has and root of a host that lacks the
 *            capability has not. criu makes this call through syscall().
 *
 * COOPERAGE_OWNER holds the id. Everything else goes to the kernel as it came.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static long raw(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

static long answer(long result)
{
	if (result >= 0)
		return result;
	errno = (int)-result;
	return -1;
}

static long owner(void)
{
	const char *text = getenv("COOPERAGE_OWNER");

	return text ? atol(text) : 0;
}

/* A change of euid away from 0 clears the effective set; the permitted one stays, since the saved uid is 0. */
static void raise_effective(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	if (raw(SYS_capget, (long)&header, (long)data, 0, 0, 0, 0) < 0)
		return;
	data[0].effective = data[0].permitted;
	data[1].effective = data[1].permitted;
	raw(SYS_capset, (long)&header, (long)data, 0, 0, 0, 0);
}

static void become(long euid)
{
	raw(SYS_setresuid, -1, euid, -1, 0, 0, 0);
	raise_effective();
	raw(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0, 0);
}

static long clone_as_owner(struct clone_args *args, long size)
{
	long result;

	if (!owner() || !(args->flags & CLONE_NEWUSER))
		return raw(SYS_clone3, (long)args, size, 0, 0, 0, 0);
	become(owner());
	result = raw(SYS_clone3, (long)args, size, 0, 0, 0, 0);
	if (result)
		become(0);
	return result;
}

static int limit(pid_t pid, int resource, const void *set, void *get)
{
	long result = raw(SYS_prlimit64, pid, resource, (long)set, (long)get, 0, 0);

	if (result == -EPERM && owner()) {
		raw(SYS_setresuid, -1, owner(), -1, 0, 0, 0);
		result = raw(SYS_prlimit64, pid, resource, (long)set, (long)get, 0, 0);
		become(0);
	}
	return (int)answer(result);
}

long syscall(long nr, ...)
{
	long a[6];
	va_list list;

	va_start(list, nr);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	if (nr == SYS_clone3)
		return answer(clone_as_owner((struct clone_args *)a[0], a[1]));
	if (nr == SYS_prlimit64)
		return limit((pid_t)a[0], (int)a[1], (void *)a[2], (void *)a[3]);
	return answer(raw(nr, a[0], a[1], a[2], a[3], a[4], a[5]));
}

int prlimit(pid_t pid, enum __rlimit_resource resource, const struct rlimit *set, struct rlimit *get)
{
	return limit(pid, (int)resource, set, get);
}

int prlimit64(pid_t pid, enum __rlimit_resource resource, const struct rlimit64 *set, struct rlimit64 *get)
{
	return limit(pid, (int)resource, set, get);
}
