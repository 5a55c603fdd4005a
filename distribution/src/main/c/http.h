/* As much HTTP/1.1 as the daemon's Unix socket needs. Every failure ends the program with a message. */
#ifndef COOPERAGE_HTTP_H
#define COOPERAGE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

enum { EXIT_SYSTEM = 3, EXIT_BAD_VALUE = 21 };

struct http {
    int fd;
    bool chunked, ended;
    size_t left;                /* of the present chunk, or of the body if its length was told */
    size_t at, end;             /* of what is read and not taken */
    char data[16384];
};

_Noreturn __attribute__((format(printf, 2, 3))) void die(int code, const char *format, ...);
void write_all(int fd, const void *data, size_t size);
int connect_unix(const char *path, int type);

void http_begin(struct http *h, const char *method, const char *path, const char *type); /* a body in chunks follows */
void http_chunk(struct http *h, const void *data, size_t size);                          /* none ends the body */
void http_answer(struct http *h);                                                        /* any status but 2xx ends us */
size_t http_read(struct http *h, void *data, size_t size);                               /* 0 at the end of the body */
void http_read_all(struct http *h, void *data, size_t size);

#endif
