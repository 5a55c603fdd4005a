/* The network by rtnetlink: messages in one buffer, sent together, each answered. */
#include "floor.h"

static const uint32_t GATEWAY = 0xa9fe0101; /* 169.254.1.1 */

static struct { struct nlmsghdr *last; int messages; size_t length; _Alignas(8) char data[4096]; } net;

static void *add(const void *data, size_t length) {
    void *at = net.data + net.length;
    if (net.length + NLMSG_ALIGN(length) > sizeof net.data) fail(ENOBUFS);
    memset(at, 0, NLMSG_ALIGN(length));
    if (data) memcpy(at, data, length);
    net.length += NLMSG_ALIGN(length);
    return at;
}

static void message(int type, int flags, const void *head, size_t length) {
    if (net.last) net.last->nlmsg_len = net.data + net.length - (char *)net.last;
    net.last = add(&(struct nlmsghdr){.nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags}, NLMSG_HDRLEN);
    net.messages++;
    add(head, length);
}

static struct rtattr *attribute(int type, const void *data, size_t length) {
    struct rtattr *a = add(&(struct rtattr){RTA_LENGTH(length), type}, RTA_LENGTH(0));
    if (length) add(data, length);
    return a;
}

static void end(struct rtattr *nest) { nest->rta_len = net.data + net.length - (char *)nest; }
static void number(int type, uint32_t value) { attribute(type, &value, sizeof value); }
static void address(int type, uint32_t value) { number(type, __builtin_bswap32(value)); }

void forget_messages(void) { memset(&net, 0, offsetof(typeof(net), data)); }

static void exchange(int socket) {
    char answer[8192];
    net.last->nlmsg_len = net.data + net.length - (char *)net.last;
    must(send(socket, net.data, net.length, 0));
    for (int left = net.messages; left > 0;) {
        int length = must(recv(socket, answer, sizeof answer, 0));
        for (struct nlmsghdr *h = (void *)answer; NLMSG_OK(h, (unsigned)length); h = NLMSG_NEXT(h, length), left--)
            if (h->nlmsg_type == NLMSG_ERROR && ((struct nlmsgerr *)NLMSG_DATA(h))->error) fail(-((struct nlmsgerr *)NLMSG_DATA(h))->error);
    }
    forget_messages();
}

int netlink(void) { return must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)); }
static uint32_t guest_address(const struct ct *c) { return 0x0a500001 + (c->number / 200 << 8) + c->number % 200; /* 10.80 */ }
static void device_name(const struct ct *c, char *name) { snprintf(name, IFNAMSIZ, "coopf%x.%x", self, c->number & 0xfff); }

static void mac(const struct ct *c, int end_of, uint8_t *to) {
    memcpy(to, (uint8_t[]){0x02, end_of, self >> 8, self, c->number >> 8, c->number}, 6);
}

static void add_address(int device, uint32_t ip) {
    message(RTM_NEWADDR, NLM_F_CREATE, &(struct ifaddrmsg){.ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_index = device}, sizeof(struct ifaddrmsg));
    address(IFA_LOCAL, ip);
}

static void add_neighbour(int device, uint32_t ip, const uint8_t *hardware) {
    struct ndmsg head = {.ndm_family = AF_INET, .ndm_ifindex = device, .ndm_state = NUD_PERMANENT};
    message(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, &head, sizeof head);
    address(NDA_DST, ip);
    attribute(NDA_LLADDR, hardware, 6);
}

static void add_route(int device, uint32_t to, int bits, uint32_t gateway, uint32_t source) {
    struct rtmsg head = {.rtm_family = AF_INET, .rtm_dst_len = bits, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_STATIC,
                         .rtm_scope = gateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK, .rtm_type = RTN_UNICAST,
                         .rtm_flags = gateway ? RTNH_F_ONLINK : 0};
    message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, &head, sizeof head);
    if (bits) address(RTA_DST, to);
    if (gateway) address(RTA_GATEWAY, gateway);
    if (source) address(RTA_PREFSRC, source);
    number(RTA_OIF, device);
}

static void bring_up(int device) {
    struct ifinfomsg head = {.ifi_index = device, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    message(RTM_NEWLINK, 0, &head, sizeof head);
}

/* The pair, with its other end in the CT already. */
void make_pair(const struct ct *c) {
    struct ifinfomsg head = {0};
    char name[IFNAMSIZ];
    uint8_t host[6], guest[6];
    mac(c, 1, host);
    mac(c, 2, guest);
    device_name(c, name);
    message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof head);
    attribute(IFLA_IFNAME, name, strlen(name) + 1);
    attribute(IFLA_ADDRESS, host, sizeof host);
    number(IFLA_GROUP, 0);
    struct rtattr *info = attribute(IFLA_LINKINFO, NULL, 0);
    attribute(IFLA_INFO_KIND, "veth", 5);
    struct rtattr *data = attribute(IFLA_INFO_DATA, NULL, 0), *peer = attribute(VETH_INFO_PEER, NULL, 0);
    add(&head, sizeof head);
    attribute(IFLA_IFNAME, "eth0", 5);
    attribute(IFLA_ADDRESS, guest, sizeof guest);
    number(IFLA_NET_NS_PID, c->pid);
    end(peer);
    end(data);
    end(info);
    exchange(route);
}

static void no_link_local(void) {
    struct rtattr *inet6 = attribute(AF_INET6, NULL, 0);
    attribute(IFLA_INET6_ADDR_GEN_MODE, (uint8_t[]){IN6_ADDR_GEN_MODE_NONE}, 1);
    end(inet6);
}

void host_side(const struct ct *c) {
    enum { RP_FILTER = 8, ACCEPT_REDIRECTS = 4, SEND_REDIRECTS = 6, ACCEPT_SOURCE_ROUTE = 9, ARP_ANNOUNCE = 18, ARP_IGNORE = 19 };
    char name[IFNAMSIZ];
    uint8_t guest[6];
    mac(c, 2, guest);
    device_name(c, name);
    struct ifinfomsg head = {.ifi_index = if_nametoindex(name)};
    message(RTM_NEWLINK, 0, &head, sizeof head);
    struct rtattr *families = attribute(IFLA_AF_SPEC, NULL, 0), *inet = attribute(AF_INET, NULL, 0), *conf = attribute(IFLA_INET_CONF, NULL, 0);
    number(RP_FILTER, 1);
    number(ACCEPT_REDIRECTS, 0);
    number(SEND_REDIRECTS, 0);
    number(ACCEPT_SOURCE_ROUTE, 0);
    number(ARP_ANNOUNCE, 1);
    number(ARP_IGNORE, 1);
    end(conf);
    end(inet);
    no_link_local();
    end(families);
    add_address(head.ifi_index, GATEWAY);
    bring_up(head.ifi_index);
    add_route(head.ifi_index, guest_address(c), 32, 0, 0);
    add_neighbour(head.ifi_index, guest_address(c), guest);
    exchange(route);
}

void guest_side(const struct ct *c) {
    int socket = netlink(), device = must(if_nametoindex("eth0"));
    uint8_t host[6];
    mac(c, 1, host);
    bring_up(1);
    message(RTM_NEWLINK, 0, &(struct ifinfomsg){.ifi_index = device}, sizeof(struct ifinfomsg));
    struct rtattr *families = attribute(IFLA_AF_SPEC, NULL, 0);
    no_link_local();
    end(families);
    add_address(device, guest_address(c));
    bring_up(device);
    add_neighbour(device, GATEWAY, host);
    add_route(device, GATEWAY, 32, 0, 0);
    add_route(device, 0, 0, GATEWAY, guest_address(c));
    exchange(socket);
    close(socket);
}
