#define _GNU_SOURCE
#include "http.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A message may quote a container; its control characters, those of UTF-8's U+0080 to U+009F too, stay out of the terminal. */
static void make_printable(char *text) {
    for (unsigned char *c = (unsigned char *)text; *c; c++) {
        if ((*c < ' ' && *c != '\n') || *c == 0x7f) *c = '?';
        if (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0) *c = '?', *++c = '?';
    }
}

void die(int code, const char *format, ...) {
    static char text[8192];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    make_printable(text);
    fprintf(stderr, "ct: %s\n", text);
    exit(code);
}

void write_all(int fd, const void *data, size_t size) {
    for (const char *at = data; size;) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) die(EXIT_SYSTEM, "cannot write: %s", strerror(errno));
        at += n;
        size -= n;
    }
}

int connect_unix(const char *path, int type) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) die(EXIT_SYSTEM, "the socket's path is too long: %s", path);
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        if (errno == ENOENT || errno == ECONNREFUSED)
            die(EXIT_SYSTEM, "cooperage is not running: start it with ./cooperage up (nobody listens on %s)", path);
        if (errno == EACCES || errno == EPERM) die(12, "only root may use %s", path);
        die(EXIT_SYSTEM, "cannot connect to %s: %s", path, strerror(errno));
    }
    return fd;
}

static const char *api_socket(void) {
    static char path[4096];
    const char *run = getenv("COOPERAGE_RUN"), *root = getenv("COOPERAGE_ROOT");
    int n = run && *run ? snprintf(path, sizeof path, "%s/api.sock", run)
                        : snprintf(path, sizeof path, "%s/run/cooperage/api.sock", root ? root : "");
    if (n < 0 || (size_t)n >= sizeof path) die(EXIT_SYSTEM, "COOPERAGE_RUN is too long");
    return path;
}

/* A daemon that stops reading has answered already: that answer is worth more than our EPIPE. */
static void give(struct http *h, const void *data, size_t size) {
    for (const char *at = data; size;) {
        ssize_t n = send(h->fd, at, size, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return;
        at += n;
        size -= n;
    }
}

void http_begin(struct http *h, const char *method, const char *path, const char *type) {
    static char head[65536];
    h->fd = connect_unix(api_socket(), SOCK_STREAM);
    int n = snprintf(head, sizeof head, "%s %s HTTP/1.1\r\nHost: node\r\nAccept: text/plain, */*\r\n%s%s%s\r\n", method, path,
                     *type ? "Transfer-Encoding: chunked\r\nContent-Type: " : "", type, *type ? "\r\n" : "");
    if (n < 0 || (size_t)n >= sizeof head) die(EXIT_BAD_VALUE, "the path is too long");
    give(h, head, n);
}

void http_chunk(struct http *h, const void *data, size_t size) {
    char head[32];
    give(h, head, snprintf(head, sizeof head, "%zx\r\n", size));
    give(h, data, size);
    give(h, "\r\n", 2);
}

static bool fill(struct http *h) {
    if (h->at == h->end) h->at = h->end = 0;
    if (h->end == sizeof h->data) die(EXIT_SYSTEM, "the daemon's answer makes no sense");
    ssize_t n;
    do n = read(h->fd, h->data + h->end, sizeof h->data - h->end);
    while (n < 0 && errno == EINTR);
    if (n > 0) h->end += n;
    return n > 0;
}

static void lost(void) { die(EXIT_SYSTEM, "the connection to the daemon was lost; 'ct job list' tells what goes on"); }

static void line(struct http *h, char *text, size_t size) {
    size_t n = 0;
    for (char c = 0; c != '\n';) {
        if (h->at == h->end && !fill(h)) lost();
        c = h->data[h->at++];
        if (n + 1 < size && c != '\r' && c != '\n') text[n++] = c;
    }
    text[n] = 0;
}

static _Noreturn void refused(struct http *h, int status, int code) {
    char text[4096];
    size_t n = 0, got;
    while (n + 1 < sizeof text && (got = http_read(h, text + n, sizeof text - 1 - n))) n += got;
    while (n && text[n - 1] == '\n') n--;
    text[n] = 0;
    if (n) die(code, "%s", text);
    die(code, "the daemon refused the request (HTTP %d)", status);
}

void http_answer(struct http *h) {
    char text[1024];
    int status = 0, code = EXIT_SYSTEM;
    h->at = h->end = h->left = 0;
    h->chunked = h->ended = false;
    line(h, text, sizeof text);
    if (sscanf(text, "HTTP/1.1 %d", &status) != 1) die(EXIT_SYSTEM, "the daemon's answer makes no sense");
    for (line(h, text, sizeof text); *text; line(h, text, sizeof text)) {
        if (!strcasecmp(text, "Transfer-Encoding: chunked")) h->chunked = true;
        if (!strncasecmp(text, "Content-Length: ", 16)) h->left = strtoull(text + 16, NULL, 10);
        if (!strncasecmp(text, "Cooperage-Exit-Code: ", 21)) code = atoi(text + 21) & 0xff;
    }
    h->ended = !h->chunked && !h->left;
    if (status < 200 || status > 299) refused(h, status, code);
}

size_t http_read(struct http *h, void *data, size_t size) {
    if (h->ended) return 0;
    if (h->chunked && !h->left) {
        char text[64], *end;
        line(h, text, sizeof text);
        if (!*text) line(h, text, sizeof text); /* the end of the chunk before */
        h->left = strtoull(text, &end, 16);
        if (end == text) die(EXIT_SYSTEM, "the daemon's answer makes no sense");
        if (!h->left) return h->ended = true, 0;
    }
    if (h->at == h->end && !fill(h)) lost();
    size_t n = h->end - h->at;
    if (n > h->left) n = h->left;
    if (n > size) n = size;
    memcpy(data, h->data + h->at, n);
    h->at += n;
    h->left -= n;
    h->ended = !h->chunked && !h->left;
    return n;
}

void http_read_all(struct http *h, void *data, size_t size) {
    for (size_t n; size; data = (char *)data + n, size -= n)
        if (!(n = http_read(h, data, size))) lost();
}
