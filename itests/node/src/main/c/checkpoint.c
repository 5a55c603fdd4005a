/*
 * What a checkpoint test needs of the kernel and Java cannot ask for.
 *
 *   checkpoint console UID GID   makes a terminal, prints the name of its slave, then what is written to it, until killed
 *   checkpoint owner PID         prints the owner of the process's user namespace, then 1 if that one owns all the others, else 0
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_namespace(const char *pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s/ns/%s", pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

static ino_t inode(int fd)
{
	struct stat about;

	if (fd < 0 || fstat(fd, &about) < 0)
		err(1, "namespace");
	return about.st_ino;
}

static int owner(const char *pid)
{
	static const char *const others[] = { "cgroup", "ipc", "mnt", "net", "pid", "time", "uts" };
	int user = open_namespace(pid, "user"), all = 1;
	uid_t uid;

	if (ioctl(user, NS_GET_OWNER_UID, &uid) < 0)
		err(1, "owner");
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		all &= inode(ioctl(open_namespace(pid, others[i]), NS_GET_USERNS)) == inode(user);
	printf("%u %d\n", uid, all);
	return 0;
}

static int console(uid_t uid, gid_t gid)
{
	char text[4096];
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		err(1, "terminal");
	const char *name = ptsname(master);
	/* Held open: without a slave the master reports an error before criu has opened its own. */
	int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0 || fchown(slave, uid, gid) < 0 || fchmod(slave, 0620) < 0)
		err(1, "%s", name);
	puts(name);
	fflush(stdout);
	for (ssize_t got; (got = read(master, text, sizeof(text))) > 0;)
		if (write(STDOUT_FILENO, text, got) != got)
			err(1, "output");
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "owner"))
		return owner(argv[2]);
	if (argc == 4 && !strcmp(argv[1], "console"))
		return console(atol(argv[2]), atol(argv[3]));
	errx(2, "usage: checkpoint owner PID | console UID GID");
}
