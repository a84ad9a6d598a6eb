// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
//
// usage: bare DEVICE LOCAL REMOTE DATAGRAM
//
// Carries packets between a TUN device and a UDP socket as they come, with all offloads: a read and a write for up to 64 KiB, nothing done to
// the octets. Not encrypted, and for nothing but to measure what a tunnel cannot save that has a device and a socket.
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORT = 51820, BUFFER = 1 << 20, TURN = 8 };

// The virtio header, and the longest IP packet.
static char packet[10 + 65535];

static void require(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

static int open_device(const char *name) {
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR};
    snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
    int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    require(device, "/dev/net/tun");
    require(ioctl(device, TUNSETIFF, &request), "TUNSETIFF");
    require(ioctl(device, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6), "TUNSETOFFLOAD");
    return device;
}

static struct sockaddr_in address(const char *text) {
    struct sockaddr_in result = {.sin_family = AF_INET, .sin_port = htons(PORT)};
    require(inet_pton(AF_INET, text, &result.sin_addr) - 1, text);
    return result;
}

static void set(int udp, int level, int option, int value) {
    require(setsockopt(udp, level, option, &value, sizeof value), "setsockopt");
}

static int open_socket(const char *local, const char *remote, int datagram) {
    struct sockaddr_in from = address(local), to = address(remote);
    int udp = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    require(udp, "socket");
    require(bind(udp, (struct sockaddr *)&from, sizeof from), "bind");
    require(connect(udp, (struct sockaddr *)&to, sizeof to), "connect");
    set(udp, IPPROTO_UDP, UDP_GRO, 1);
    set(udp, IPPROTO_UDP, UDP_SEGMENT, datagram);
    set(udp, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER);
    set(udp, SOL_SOCKET, SO_SNDBUFFORCE, BUFFER);
    return udp;
}

static int carry(int from, int to) {
    ssize_t length = read(from, packet, sizeof packet);
    if (length > 0 && write(to, packet, length) < 0) {
        // Lost, as in any tunnel whose other side takes no more.
    }
    return length > 0;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: %s DEVICE LOCAL REMOTE DATAGRAM\n", argv[0]);
        return 2;
    }
    int device = open_device(argv[1]), udp = open_socket(argv[2], argv[3], atoi(argv[4]));
    struct pollfd ready[] = {{device, POLLIN, 0}, {udp, POLLIN, 0}};
    for (;;) {
        require(poll(ready, 2, -1), "poll");
        for (int i = 0, more = 1; more && i < TURN; i++) {
            more = carry(device, udp) | carry(udp, device);
        }
    }
}
