/* The border of the protocol without what lies behind it: each input is sent as a message, with as many descriptors as
 * its first byte says, and whatever is accepted is read in every way that the supervisor has. The inputs come on stdin,
 * each behind its length (32 bits, little endian); the answer is how many there were and how many were accepted. */
#define _GNU_SOURCE
#include "wire.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { INPUT_MAX = 2 * MESSAGE_MAX, MOST_FDS = 80 };

static uint8_t input[INPUT_MAX];
static struct message received, copy;
static struct record *records;
static uint64_t seen;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void post(int socket, int any, size_t length) {
    union { struct cmsghdr align; char space[CMSG_SPACE(MOST_FDS * sizeof(int))]; } control;
    struct iovec part = {input + 1, length - 1};
    struct msghdr packet = {.msg_iov = &part, .msg_iovlen = 1};
    int count = input[0] % (MOST_FDS + 1);
    if (count) {
        packet.msg_control = &control;
        packet.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *c = CMSG_FIRSTHDR(&packet);
        *c = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(count * sizeof(int))};
        for (int i = 0; i < count; i++) memcpy(CMSG_DATA(c) + i * sizeof(int), &any, sizeof any);
    }
    if (sendmsg(socket, &packet, 0) < 0) die("sendmsg");
}

static void look(const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) seen += ((const volatile uint8_t *)bytes)[i];
}

/* As texts, as numbers and as they are: to the last byte, and beyond. */
static void read_values(const struct message *m) {
    struct value v;
    for (size_t at = 0; next_value(m, &at, &v);) {
        struct value texts = v, numbers = v, words = v, found;
        while (texts.left && !texts.bad) seen += strlen(take_string(&texts));
        while (!numbers.bad) seen += take_u32(&numbers);
        while (!words.bad) seen += take_u64(&words);
        look(v.at, v.left);
        if (v.fd_index >= 0 && fcntl(value_fd(m, &v), F_GETFD) < 0) abort();
        if (!find_value(m, v.tag, &found)) abort();
        seen += strlen(find_string(m, v.tag)) + find_u32(m, v.tag, 7);
    }
    if (find_timeout(m, 5) > TIMEOUT_MAX) abort();
}

/* What keeper and worker do with messages of each other. */
static void keep_record(struct message *m) {
    struct record *r = record_store(&records, m);
    if (!r) return;
    message_begin(&copy, RECORD_PUT, 0, 0);
    message_put_record(&copy, r);
    message_put_failure(&copy, 1, r->key);
    read_values(&copy);
    char key[KEY_MAX];
    memcpy(key, r->key, sizeof key);
    if (seen % 3) record_drop(&records, key);
}

static bool take(int socket) {
    int got = message_receive(socket, &received, 0);
    if (got <= 0) return false;
    read_values(&received);
    message_move(&copy, &received);
    if (received.fd_count) abort();
    read_values(&copy);
    keep_record(&copy);
    message_close_fds(&copy);
    return true;
}

int main(void) {
    uint32_t length;
    unsigned long inputs = 0, accepted = 0;
    int pair[2], any = open("/dev/null", O_RDONLY | O_CLOEXEC), space = 4 * MESSAGE_MAX;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) die("socketpair");
    setsockopt(pair[0], SOL_SOCKET, SO_SNDBUFFORCE, &space, sizeof space);
    while (fread(&length, sizeof length, 1, stdin) == 1) {
        if (!length || length > sizeof input || fread(input, length, 1, stdin) != 1) die("read an input");
        post(pair[0], any, length);
        accepted += take(pair[1]);
        inputs++;
    }
    while (records) record_drop(&records, records->key);
    int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (next != pair[1] + 1) abort(); /* a descriptor was left open */
    printf("%lu %lu\n", inputs, accepted);
    return 0;
}
