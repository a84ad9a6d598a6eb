// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
//
// usage: way MBIT DELAY_US BUFFER_OCTETS DEVICE
//
// A long way for what is routed into a TUN device, one direction: as if sent over a line of MBIT, with a buffer of BUFFER_OCTETS before it that
// drops what it cannot take, and DELAY_US of length behind it. What arrives is written back into the device, to be routed on. The device has no
// offloads, so that the kernel cuts packets to the MTU before they come here. Packets arrive by the interrupt of a card that waits up to 100 us for more.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

// What Ethernet adds to a packet on the line, and packets that may be on the way: 10 ms of 1 Gbit/s at 76 octets each.
enum { FRAMING = 38, PLACES = 1 << 14, LONGEST = 1500, TURN = 64, INTERRUPT = 100000 };

struct packet {
    long arrives;
    int length;
    char octets[LONGEST];
};

struct line {
    int device;
    long idle;  // when the last packet has left for the line
    unsigned first, next;
    struct packet packets[PLACES];
};

static void require(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static int open_device(const char *name) {
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
    snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
    int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    require(device, "/dev/net/tun");
    require(ioctl(device, TUNSETIFF, &request), "TUNSETIFF");
    return device;
}

static void take(struct line *line, double nanos_per_octet, long delay, long buffer) {
    for (int i = 0; i < TURN; i++) {
        struct packet *packet = &line->packets[line->next % PLACES];
        char lost[LONGEST];
        int full = line->next - line->first == PLACES;
        int length = read(line->device, full ? lost : packet->octets, LONGEST);
        if (length <= 0) {
            return;
        }
        long time = now(), leaves = line->idle > time ? line->idle : time;
        if (full || (leaves - time) / nanos_per_octet > buffer) {
            continue;
        }
        line->idle = leaves + (long)((length + FRAMING) * nanos_per_octet);
        packet->arrives = line->idle + delay;
        packet->length = length;
        line->next++;
    }
}

// Nanoseconds until the next interrupt; none on the way: a second.
static long deliver(struct line *line) {
    long time = now();
    while (line->first != line->next) {
        struct packet *packet = &line->packets[line->first % PLACES];
        long interrupt = (packet->arrives / INTERRUPT + 1) * INTERRUPT;
        if (interrupt > time) {
            return interrupt - time;
        }
        if (write(line->device, packet->octets, packet->length) < 0) {
            perror("write");
        }
        line->first++;
    }
    return 1000000000L;
}

static void carry(const char *device, double nanos_per_octet, long delay, long buffer) {
    struct line *line = calloc(1, sizeof *line);
    line->device = open_device(device);
    struct pollfd ready = {line->device, POLLIN, 0};
    for (;;) {
        take(line, nanos_per_octet, delay, buffer);
        long wait = deliver(line);
        struct timespec time = {wait / 1000000000L, wait % 1000000000L};
        require(ppoll(&ready, 1, &time, NULL), "ppoll");
    }
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: %s MBIT DELAY_US BUFFER_OCTETS DEVICE\n", argv[0]);
        return 2;
    }
    require(prctl(PR_SET_TIMERSLACK, 1L, 0L, 0L, 0L), "PR_SET_TIMERSLACK");
    carry(argv[4], 8000.0 / atol(argv[1]), atol(argv[2]) * 1000, atol(argv[3]));
}
