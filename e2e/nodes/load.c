// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
//
// usage: load NAME PORT RATE HELD LIMIT END   asks "web" at NAME:PORT, IPv4 and IPv6 by turns, until a file END is there: RATE requests a second, each resolved
// anew, over a connection of its own and answered within LIMIT ms, or it failed; and HELD connections that stay, on each of which a request follows ten times a
// second, and which are broken where one ends or is silent for 20 s. A request is late that took longer than 1 s, or failed. Prints "load runs" once all held ones are there; "asked N" every 100; each late one with the ms since then; at last
// "requests N failed F, late G within SPAN ms, slowest S ms; held H broken B, longest stall L ms", where SPAN is from the begin of the first to that of the last that was late.
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { STALL_MS = 20000, PAUSE_MS = 100, LATE_MS = 1000 };

static const char *name, *port, *end_file;
static int limit;
static long begun;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long asked, failed, late, first_late = -1, last_late, slowest, under_way, held, ready, broken, longest_stall;

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int ended(void) { return access(end_file, F_OK) == 0; }

static int waits(int socket, int events, long until) {
  struct pollfd wanted = {.fd = socket, .events = events};
  long left = until - now();
  return left > 0 && poll(&wanted, 1, left) == 1;
}

// A connection, or -1, and then why.
static int connect_by(int family, long until, const char **why) {
  struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM}, *found;
  *why = "no connection";
  int unknown = getaddrinfo(name, port, &hints, &found), error = 0;
  if (unknown) {
    *why = gai_strerror(unknown);
    return -1;
  }
  int client = socket(family, SOCK_STREAM | SOCK_NONBLOCK, 0);
  socklen_t size = sizeof error;
  int begins = client >= 0 && (connect(client, found->ai_addr, found->ai_addrlen) == 0 || errno == EINPROGRESS);
  freeaddrinfo(found);
  if (begins && waits(client, POLLOUT, until) && getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0) {
    return client;
  }
  if (error) {
    *why = strerror(error);
  }
  if (client >= 0) {
    close(client);
  }
  return -1;
}

// Whether the whole answer came: its body is one line.
static int ask(int client, const char *connection, long until) {
  char text[2048], *body;
  int length = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: %s\r\n\r\n", name, connection);
  if (send(client, text, length, MSG_NOSIGNAL) != length) {
    return 0;
  }
  for (length = 0; waits(client, POLLIN, until);) {
    ssize_t more = recv(client, text + length, sizeof text - 1 - length, 0);
    if (more <= 0) {
      return 0;
    }
    length += more;
    text[length] = 0;
    if ((body = strstr(text, "\r\n\r\n")) && strchr(body + 4, '\n')) {
      return 1;
    }
  }
  return 0;
}

static void *request(void *family) {
  long start = now();
  const char *why;
  int client = connect_by((int)(long)family, start + limit, &why);
  int good = client >= 0 && ask(client, "close", start + limit);
  long took = now() - start;
  if (client >= 0) {
    close(client);
  }
  good = good && took <= limit;
  pthread_mutex_lock(&lock);
  under_way--;
  slowest = took > slowest ? took : slowest;
  failed += !good;
  if (!good || took > LATE_MS) {
    late++;
    first_late = first_late < 0 || start < first_late ? start : first_late;
    last_late = start > last_late ? start : last_late;
    printf("%s at %ld ms, IPv%d, %s, after %ld ms\n", good ? "late" : "failed", start - begun, (long)family == AF_INET ? 4 : 6,
           good ? "answered" : client < 0 ? why : "no answer", took);
    fflush(stdout);
  }
  pthread_mutex_unlock(&lock);
  return NULL;
}

static void *hold(void *family) {
  const char *why;
  long stall = 0;
  int client = connect_by((int)(long)family, now() + STALL_MS, &why), good = client >= 0 && ask(client, "keep-alive", now() + STALL_MS);
  pthread_mutex_lock(&lock);
  ready++;
  pthread_mutex_unlock(&lock);
  while (good && !ended()) {
    usleep(PAUSE_MS * 1000);
    long start = now();
    good = ask(client, "keep-alive", start + STALL_MS);
    stall = now() - start > stall ? now() - start : stall;
  }
  pthread_mutex_lock(&lock);
  broken += !good;
  longest_stall = stall > longest_stall ? stall : longest_stall;
  if (!good) {
    printf("broken at %ld ms, IPv%d\n", now() - begun, (long)family == AF_INET ? 4 : 6);
    fflush(stdout);
  }
  held--;
  pthread_mutex_unlock(&lock);
  return NULL;
}

static long read_count(const long *count) {
  pthread_mutex_lock(&lock);
  long value = *count;
  pthread_mutex_unlock(&lock);
  return value;
}

static void await(const long *count, long value) {
  while (read_count(count) != value) {
    usleep(10000);
  }
}

static void start(void *(*work)(void *), int family) {
  pthread_t thread;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 256 * 1024);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  if (pthread_create(&thread, &small, work, (void *)(long)family)) {
    perror("load");
    exit(1);
  }
}

int main(int count, char **words) {
  if (count != 7) {
    fprintf(stderr, "usage: load NAME PORT RATE HELD LIMIT END\n");
    return 2;
  }
  name = words[1], port = words[2], limit = atoi(words[5]), end_file = words[6];
  long rate = atol(words[3]), all_held = atol(words[4]);
  signal(SIGPIPE, SIG_IGN);
  unlink(end_file);
  held = all_held;
  for (long each = 0; each < all_held; each++) {
    start(hold, each % 2 ? AF_INET6 : AF_INET);
  }
  await(&ready, all_held);
  begun = now();
  printf("load runs\n");
  fflush(stdout);
  long pause = 1000 / rate, next = begun;
  for (; !ended(); asked++) {
    while (now() < next) {
      usleep(1000);
    }
    // Where the machine did not let it run nothing is made up for: that would be another load.
    next = (now() - next > 5 * pause ? now() : next) + pause;
    pthread_mutex_lock(&lock);
    under_way++;
    pthread_mutex_unlock(&lock);
    start(request, asked % 2 ? AF_INET6 : AF_INET);
    if (asked % 100 == 0) {
      pthread_mutex_lock(&lock);
      printf("asked %ld\n", asked);
      fflush(stdout);
      pthread_mutex_unlock(&lock);
    }
  }
  await(&under_way, 0);
  await(&held, 0);
  printf("requests %ld failed %ld, late %ld within %ld ms, slowest %ld ms; held %ld broken %ld, longest stall %ld ms\n", asked, failed, late,
         late ? last_late - first_late : 0, slowest, all_held, broken, longest_stall);
  return 0;
}
