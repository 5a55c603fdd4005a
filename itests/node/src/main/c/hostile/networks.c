/* Sockets of the host, and packets that pretend to come from others. */
#include "hostile.h"
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/vm_sockets.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/udp.h>
#include <sys/un.h>

static long abstract_socket(const char *name) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    strcpy(to.sun_path + 1, name);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return as_errno(connect(fd, (struct sockaddr *)&to, offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name)));
}

static long daemon_socket(const char *name) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof to.sun_path, "%s/%s", told("HOSTILE_RUN", "/run/cooperage"), name);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return as_errno(connect(fd, (struct sockaddr *)&to, sizeof to));
}

static long vsock(const char *argument) { return (void)argument, as_errno(socket(AF_VSOCK, SOCK_STREAM, 0)); }

/* The kernel refuses a type that there is none of before it looks for the family's module, so that nothing is loaded. */
static long rare_family(const char *argument) {
    (void)argument;
    for (int family = 0, pair[2]; family < 64; family++) {
        if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK || family == AF_PACKET) continue;
        if (socket(family, 99, 0) >= 0 || errno != EAFNOSUPPORT) return -errno;
        if (socketpair(family, 99, 0, pair) >= 0 || errno != EAFNOSUPPORT) return -errno;
    }
    return -EAFNOSUPPORT;
}

/* Listens to what the kernel audits. */
static long audit(const char *argument) {
    struct { struct nlmsghdr head; uint32_t body[10]; } ask = {.head = {sizeof ask, 1000 /* AUDIT_GET */, NLM_F_REQUEST | NLM_F_ACK, 1, 0}};
    struct { struct nlmsghdr head; struct nlmsgerr error; char rest[512]; } answer;
    (void)argument;
    int fd = socket(AF_NETLINK, SOCK_RAW, 9 /* NETLINK_AUDIT */);
    if (fd < 0 || send(fd, &ask, sizeof ask, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0) return -errno;
    return answer.head.nlmsg_type == NLMSG_ERROR ? answer.error.error : 0;
}

/* Only what listens on the host's own loopback; a port of 0 says that there is none. */
static long loopback_of_host(const char *address) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(told("HOSTILE_PORT", "1")))};
    inet_pton(AF_INET, address, &to.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    long result = as_errno(connect(fd, (struct sockaddr *)&to, sizeof to));
    return result == -EINPROGRESS ? -ETIMEDOUT : result;
}

static long large_buffer(const char *argument) {
    int size = 1 << 30, fd = socket(AF_INET, SOCK_DGRAM, 0);
    (void)argument;
    return as_errno(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size));
}

/* Gives eth0 to a process of the host. */
static long give_device(const char *device) {
    struct { struct nlmsghdr head; struct ifinfomsg info; struct rtattr kind; uint32_t pid; } ask = {
        .head = {sizeof ask, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, 1, 0}, .info = {.ifi_index = if_nametoindex(device)},
        .kind = {RTA_LENGTH(4), IFLA_NET_NS_PID}, .pid = bait_pid()};
    struct { struct nlmsghdr head; struct nlmsgerr error; char rest[512]; } answer;
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (fd < 0 || send(fd, &ask, sizeof ask, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0) return -errno;
    return answer.error.error;
}

static uint16_t checksum(const void *data, size_t size, uint32_t sum) {
    const uint8_t *at = data;
    for (size_t i = 0; i + 1 < size; i += 2) sum += at[i] << 8 | at[i + 1];
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    return htons(~sum);
}

/* A datagram to the neighbour's listener, from the address that the variable names. */
static long forge_datagram(const char *variable) {
    struct { struct iphdr ip; struct udphdr udp; char text[8]; } __attribute__((packed)) p = {
        .ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP, .tot_len = htons(sizeof p)},
        .text = "forged"};
    struct sockaddr_in to = {.sin_family = AF_INET};
    const char *from = told(variable, NULL);
    if (!from) return ABSENT;
    p.udp.source = htons(4242);
    p.udp.dest = htons(atoi(told("HOSTILE_HEAR", "4242")));
    p.udp.len = htons(sizeof p.udp + sizeof p.text);
    inet_pton(AF_INET, from, &p.ip.saddr);
    inet_pton(AF_INET, told("HOSTILE_NEIGHBOUR", "127.0.0.1"), &p.ip.daddr);
    to.sin_addr.s_addr = p.ip.daddr;
    int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    if (fd < 0 || sendto(fd, &p, sizeof p, 0, (struct sockaddr *)&to, sizeof to) < 0) return -errno;
    return HELD; /* whether it arrives is what the neighbour says */
}

static long honest_datagram(const char *argument) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(told("HOSTILE_HEAR", "4242")))};
    (void)argument;
    inet_pton(AF_INET, told("HOSTILE_NEIGHBOUR", "127.0.0.1"), &to.sin_addr);
    return as_errno(sendto(socket(AF_INET, SOCK_DGRAM, 0), "honest", 6, 0, (struct sockaddr *)&to, sizeof to));
}

/* Sends a frame that the kernel has not looked at. */
static long send_frame(const void *frame, size_t size, uint16_t protocol) {
    int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex("eth0"), .sll_halen = 6};
    to.sll_protocol = htons(protocol);
    if (fd < 0) return -errno;
    if (!to.sll_ifindex) return ABSENT;
    return sendto(fd, frame, size, 0, (struct sockaddr *)&to, sizeof to) < 0 ? -errno : HELD;
}

/* Claims the neighbour's address for our own hardware address. */
static long forge_arp(const char *argument) {
    struct { struct ether_header ether; struct arphdr arp; uint8_t mac[6]; uint32_t from; uint8_t to_mac[6]; uint32_t to; } __attribute__((packed)) f = {
        .ether = {{255, 255, 255, 255, 255, 255}, {2, 0, 0, 6, 6, 6}, htons(ETHERTYPE_ARP)},
        .arp = {htons(ARPHRD_ETHER), htons(ETHERTYPE_IP), 6, 4, htons(ARPOP_REPLY)}, .mac = {2, 0, 0, 6, 6, 6}};
    (void)argument;
    f.from = f.to = inet_addr(told("HOSTILE_NEIGHBOUR", "127.0.0.1"));
    return send_frame(&f, sizeof f, ETHERTYPE_ARP);
}

/* Says that we are a router (134) or that another way is better (137), to all nodes. */
static long forge_icmp6(const char *type) {
    struct { struct ether_header ether; struct ip6_hdr ip; uint8_t icmp[40]; } __attribute__((packed)) f = {
        .ether = {{0x33, 0x33, 0, 0, 0, 1}, {2, 0, 0, 6, 6, 6}, htons(ETHERTYPE_IPV6)},
        .ip.ip6_plen = htons(40), .ip.ip6_nxt = IPPROTO_ICMPV6, .ip.ip6_hlim = 255,
        .icmp = {0, 0, 0, 0, 64, 0, 0x07, 0x08}};
    f.ip.ip6_vfc = 0x60;
    f.icmp[0] = atoi(type);
    if (f.icmp[0] == 134) memcpy(f.icmp + 16, (uint8_t[]){3, 3, 64, 0xc0, 0, 0, 7, 8, 0, 0, 7, 8}, 12); /* autonomous prefix, cut short */
    inet_pton(AF_INET6, "fe80::2", &f.ip.ip6_src);
    inet_pton(AF_INET6, "ff02::1", &f.ip.ip6_dst);
    uint32_t sum = IPPROTO_ICMPV6 + sizeof f.icmp;
    for (int i = 0; i < 32; i += 2) sum += ((uint8_t *)&f.ip.ip6_src)[i] << 8 | ((uint8_t *)&f.ip.ip6_src)[i + 1];
    uint16_t check = checksum(f.icmp, sizeof f.icmp, sum);
    memcpy(f.icmp + 2, &check, 2);
    return send_frame(&f, sizeof f, ETHERTYPE_IPV6);
}

static long raw_socket(const char *argument) { return (void)argument, as_errno(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)); }
static long packet_socket(const char *argument) { return (void)argument, as_errno(socket(AF_PACKET, SOCK_RAW, 0)); }

const struct action networks[] = {
    {"abstract-socket-of-host", abstract_socket, "hostile-bait"},
    {"socket-of-daemon", daemon_socket, "api.sock"},
    {"socket-of-supervisor", daemon_socket, "supervisor.sock"},
    {"vsock", vsock, NULL},
    {"socket-of-rare-family", rare_family, NULL},
    {"audit", audit, NULL},
    {"loopback-of-host", loopback_of_host, "127.0.0.1"},
    {"loopback-of-host-by-gateway", loopback_of_host, "169.254.1.1"},
    {"large-buffer", large_buffer, NULL},
    {"give-device-to-host", give_device, "eth0"},
    {"raw-socket", raw_socket, NULL},
    {"packet-socket", packet_socket, NULL},
    {"honest-datagram", honest_datagram, NULL},
    {"forge-sender-neighbour", forge_datagram, "HOSTILE_OTHER"},
    {"forge-sender-stranger", forge_datagram, "HOSTILE_STRANGER"},
    {"forge-sender-gateway", forge_datagram, "HOSTILE_GATEWAY"},
    {"forge-arp", forge_arp, NULL},
    {"forge-router", forge_icmp6, "134"},
    {"forge-redirect", forge_icmp6, "137"},
    {0}};
