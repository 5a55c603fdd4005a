/* The client of a node: sends its arguments to the daemon, which runs the command, and prints what comes back. What needs
 * this terminal, standard input or local files is asked for by frames; io.cooperage.rest.cli is the other side. */
#define _GNU_SOURCE
#include "http.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum frame { F_OUTPUT = 1, F_ERROR, F_EXIT, F_EXEC, F_CONSOLE, F_DOWNLOAD, F_UPLOAD };
enum { FIELDS = 5, FIELDS_MAX = 64 * 1024, EXEC_FAILED = 8 };

static char *text;
static size_t length, capacity;
static struct http http;

/* ---- the request ---- */

static void put(const char *bytes, size_t size) {
    if (length + size > capacity && !(text = realloc(text, capacity = 2 * (length + size) + 4096))) die(EXIT_SYSTEM, "no memory");
    memcpy(text + length, bytes, size);
    length += size;
}

static void put_text(const char *s) { put(s, strlen(s)); }

/* How many bytes the UTF-8 character at `s` has; 0 if it is none (RFC 3629). */
static size_t character(const unsigned char *s) {
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : *s < 0xf5 ? 4 : 0;
    unsigned code = n < 2 ? *s : *s & (0x7f >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80) return 0;
        code = code << 6 | (s[i] & 0x3f);
    }
    return n && code >= least[n] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? n : 0;
}

static void put_string(const char *s) {
    char escape[8];
    put_text("\"");
    for (size_t n; *s; s += n) {
        if (!(n = character((const unsigned char *)s))) die(EXIT_BAD_VALUE, "the arguments are not valid UTF-8");
        if (*s == '"' || *s == '\\') put_text("\\");
        if ((unsigned char)*s >= 0x20) put(s, n);
        else put(escape, sprintf(escape, "\\u%04x", *s));
    }
    put_text("\"");
}

static void put_words(const char *name, char **words) {
    put_text("{\"");
    put_text(name);
    put_text("\":[");
    for (char **word = words; *word; word++) {
        if (word > words) put_text(",");
        put_string(*word);
    }
    put_text("]");
}

static void put_call(char **words) {
    char number[64], folder[PATH_MAX];
    struct winsize size = {.ws_col = 80};
    int tty = isatty(2);
    ioctl(tty ? 2 : 1, TIOCGWINSZ, &size);
    put_words("argv", words);
    put_text(",\"cwd\":");
    put_string(getcwd(folder, sizeof folder) && *folder == '/' ? folder : "/");
    put_text(",\"term\":");
    put_string(getenv("TERM") ? getenv("TERM") : "");
    put(number, sprintf(number, ",\"tty\":%s,\"columns\":%d}\n", tty ? "true" : "false", size.ws_col ? size.ws_col : 80));
}

/* ---- files ---- */

static void download(const char *resource, const char *file) {
    static char data[65536];
    http_begin(&http, "GET", resource, "");
    http_answer(&http);
    int fd = strcmp(file, "-") ? open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : 1;
    if (fd < 0) die(EXIT_SYSTEM, "cannot write %s: %s", file, strerror(errno));
    for (size_t n; (n = http_read(&http, data, sizeof data));) write_all(fd, data, n);
    if (fd != 1 && close(fd) < 0) die(EXIT_SYSTEM, "cannot write %s: %s", file, strerror(errno));
}

static void upload(const char *file, const char *resource) {
    static char data[65536], path[FIELDS_MAX];
    struct stat status;
    int fd = strcmp(file, "-") ? open(file, O_RDONLY | O_CLOEXEC) : 0;
    if (fd < 0 || fstat(fd, &status) < 0) die(EXIT_SYSTEM, "cannot read %s: %s", file, strerror(errno));
    if (S_ISDIR(status.st_mode)) die(EXIT_BAD_VALUE, "%s is a folder; only files are copied", file);
    snprintf(path, sizeof path, "%s&mode=%04o", resource, S_ISREG(status.st_mode) ? status.st_mode & 0777 : 0644);
    http_begin(&http, "PUT", path, "application/octet-stream");
    for (ssize_t n; (n = read(fd, data, sizeof data)) != 0;) {
        if (n < 0) die(EXIT_SYSTEM, "cannot read %s: %s", file, strerror(errno));
        http_chunk(&http, data, n);
    }
    http_chunk(&http, "", 0);
    http_answer(&http);
}

/* ---- frames ---- */

static void copy_out(int fd, size_t size) {
    static char data[16384];
    for (size_t n; size; size -= n) {
        n = size < sizeof data ? size : sizeof data;
        http_read_all(&http, data, n);
        write_all(fd, data, n);
    }
}

/* What the daemon leaves to us as the last thing: kept until its own end is known. */
struct rest { int kind; char data[FIELDS_MAX]; const char *field[FIELDS]; };

static void read_rest(struct rest *rest, int kind, size_t size) {
    if (size > sizeof rest->data) die(EXIT_SYSTEM, "the daemon's answer makes no sense");
    http_read_all(&http, rest->data, size);
    rest->kind = kind;
    size_t at = 0;
    for (int i = 0; i < FIELDS; i++) {
        const char *end = at < size ? memchr(rest->data + at, 0, size - at) : NULL;
        rest->field[i] = end ? rest->data + at : "";
        if (end) at = end + 1 - rest->data;
    }
}

static int do_rest(const struct rest *rest) {
    const char *const *f = rest->field;
    int code;
    switch (rest->kind) {
    case F_EXEC:
        code = session_exec(f[0], f[1], *f[2], f[4]);
        return *f[3] || !code ? code : EXEC_FAILED;
    case F_CONSOLE: return session_console(f[0], f[1]);
    case F_DOWNLOAD: download(f[0], f[1]); return 0;
    case F_UPLOAD: upload(f[0], f[1]); return 0;
    default: return 0;
    }
}

static int answer(void) {
    static struct rest rest;
    for (;;) {
        unsigned char head[5];
        http_read_all(&http, head, sizeof head);
        size_t size = (size_t)head[1] << 24 | head[2] << 16 | head[3] << 8 | head[4];
        char digits[16] = "";
        switch (head[0]) {
        case F_OUTPUT: copy_out(1, size); break;
        case F_ERROR: copy_out(2, size); break;
        case F_EXEC: case F_CONSOLE: case F_DOWNLOAD: case F_UPLOAD: read_rest(&rest, head[0], size); break;
        case F_EXIT:
            if (size >= sizeof digits) die(EXIT_SYSTEM, "the daemon's answer makes no sense");
            http_read_all(&http, digits, size);
            close(http.fd);
            return atoi(digits) ? atoi(digits) : do_rest(&rest);
        default: die(EXIT_SYSTEM, "the daemon is newer than this ct");
        }
    }
}

/* For bash: ct __complete INDEX WORD... prints one candidate a line. */
static int complete(char **words) {
    char number[32], data[4096];
    put_words("words", words + 1);
    put(number, snprintf(number, sizeof number, ",\"index\":%d}", atoi(words[0])));
    http_begin(&http, "POST", "/1.0/cli/complete", "application/json");
    http_chunk(&http, text, length);
    http_chunk(&http, "", 0);
    http_answer(&http);
    for (size_t n; (n = http_read(&http, data, sizeof data));) write_all(1, data, n);
    return 0;
}

int main(int argc, char **argv) {
    if (argc > 2 && !strcmp(argv[1], "__complete")) return complete(argv + 2);
    put_call(argv + (argc > 0));
    http_begin(&http, "POST", "/1.0/cli", "application/json");
    http_chunk(&http, text, length); /* and no end: the daemon sees by it that we are gone */
    http_answer(&http);
    return answer();
}
