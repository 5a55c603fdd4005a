/*
 * Watches the folders of journals, and acts at the instant at which a step is written down. The daemon stands still while a
 * journal is read, so that none of its entries is missed and a kill hits the very step.
 *
 *   journal list DAEMON FOLDER...                             prints ACTION STEP of each entry, maybe again
 *   journal kill ACTION STEP DAEMON VICTIM,VICTIM FOLDER...   kills the victims at that step, prints "killed" and ends
 *
 * On a busy host a step can be over before this runs; then nothing is killed. Says "ready" first, and ends with its input. A folder "journal" that is made in one of the folders is watched too.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { MOST_FOLDERS = 16, MOST_VICTIMS = 4, NAME = 128 };

static struct {
	const char *action, *step;	/* null: list */
	pid_t daemon, victims[MOST_VICTIMS];
	int watcher, folders;
	char path[MOST_FOLDERS][PATH_MAX];	/* by watch descriptor */
} self;

static void watch(const char *path);

/* The text after the last KEY of a journal; null if there is none. */
static const char *value(const char *text, const char *key)
{
	const char *found = NULL;

	for (const char *at = text; (at = strstr(at, key)); at += strlen(key))
		found = at + strlen(key);
	return found;
}

/* The word in the next quotes, and what comes after it; null at the end. */
static const char *quoted(const char *at, const char *end, char *word)
{
	const char *open = at ? memchr(at, '"', end - at) : NULL;
	const char *close = open ? memchr(open + 1, '"', end - open - 1) : NULL;

	if (!close || close - open >= NAME)
		return NULL;
	memcpy(word, open + 1, close - open - 1);
	word[close - open - 1] = 0;
	return close + 1;
}

/* The last of the list of steps that were begun; each of them is printed if an action is given. */
static void last_step(const char *text, const char *action, char *word)
{
	const char *at = value(text, "\"begun\""), *end = at ? strchr(at, ']') : NULL;

	*word = 0;
	while (end && (at = quoted(at, end, word)))
		if (action)
			printf("%s %s\n", action, word);
}

static void look(const char *folder, const char *name)
{
	static char text[1 << 20];
	char path[PATH_MAX + NAME], action[NAME] = "", step[NAME];

	if (*name == '.' || !strstr(name, ".json"))
		return;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ssize_t length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length < 0 ? 0 : length] = 0;
	const char *undoing = value(text, "\"undoing\"");
	quoted(value(text, "\"action\""), text + strlen(text), action);
	if (!undoing || !strncmp(undoing + strspn(undoing, " :"), "true", 4))
		return;
	last_step(text, self.step ? NULL : action, step);
	if (!self.step || strcmp(action, self.action) || strcmp(step, self.step))
		return;
	for (int i = 0; i < MOST_VICTIMS && self.victims[i]; i++)
		if (kill(self.victims[i], SIGKILL) < 0)
			err(1, "kill %d", self.victims[i]);
	kill(self.daemon, SIGCONT);
	puts("killed");
	exit(0);
}

static void look_at_all(const char *path)
{
	DIR *folder = opendir(path);

	if (!folder)
		return;
	for (struct dirent *entry; (entry = readdir(folder));)
		if (strcmp(entry->d_name, "journal"))
			look(path, entry->d_name);
	closedir(folder);
}

static void watch(const char *path)
{
	char inner[PATH_MAX + NAME];
	int number = inotify_add_watch(self.watcher, path, IN_CREATE | IN_MODIFY | IN_MOVED_TO | IN_ONLYDIR);

	if (number < 0 && errno == ENOENT)
		return;
	if (number < 0 || number >= MOST_FOLDERS)
		err(1, "watch %s", path);
	strcpy(self.path[number], path);
	snprintf(inner, sizeof(inner), "%s/journal", path);
	if (!access(inner, F_OK))
		watch(inner);
}

static void events(void)
{
	char buffer[64 * 1024] __attribute__((aligned(8)));

	kill(self.daemon, SIGSTOP);
	ssize_t length = read(self.watcher, buffer, sizeof(buffer));
	for (char *at = buffer; at < buffer + length;) {
		struct inotify_event *event = (struct inotify_event *)at;
		const char *folder = self.path[event->wd];

		if (!(event->mask & IN_ISDIR)) {
			look(folder, event->name);
		} else if (!strcmp(event->name, "journal")) {
			char inner[PATH_MAX + NAME];
			snprintf(inner, sizeof(inner), "%s/journal", folder);
			watch(inner);
			look_at_all(inner);
		}
		at += sizeof(*event) + event->len;
	}
	kill(self.daemon, SIGCONT);
}

int main(int count, char **words)
{
	int next = 2;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (count < 4)
		errx(2, "journal list|kill ...");
	if (!strcmp(words[1], "kill") && count > 6) {
		self.action = words[next++];
		self.step = words[next++];
	}
	self.daemon = atoi(words[next++]);
	if (self.step) {
		int i = 0;
		for (char *pid = strtok(words[next++], ","); pid && i < MOST_VICTIMS; pid = strtok(NULL, ","))
			self.victims[i++] = atoi(pid);
	}
	/* Where it may, it runs before everybody else. */
	sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ .sched_priority = 1 });
	self.watcher = inotify_init1(IN_CLOEXEC);
	for (; next < count; next++)
		watch(words[next]);
	puts("ready");
	struct pollfd both[] = { { .fd = self.watcher, .events = POLLIN }, { .fd = 0, .events = POLLIN } };
	while (poll(both, 2, -1) > 0) {
		if (both[0].revents)
			events();
		else if (both[1].revents)
			return 0;
	}
	err(1, "poll");
}
