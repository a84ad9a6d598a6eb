// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
//
// usage: web PORT NAME   an HTTP server of both families, which tells each client who it is and whom it sees: "NAME sees ADDRESS". A connection whose
// requests say "Connection: keep-alive" stays until the client closes it. By UDP it tells the same to who asks for a file by TFTP, whichever it is.
#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void end(int signal) {
  (void)signal;
  _exit(0);
}

static int bind_to(int port, int type) {
  int yes = 1, no = 0, server = socket(AF_INET6, type, 0);
  struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  if (server < 0 || bind(server, (struct sockaddr *)&any, sizeof any) || (type == SOCK_STREAM && listen(server, 128))) {
    perror("web");
    exit(1);
  }
  return server;
}

struct client {
  int socket;
  struct sockaddr_in6 from;
};

static const char *name;

// Reads up to the empty line that ends a request's head; what a client sends in small parts may come so. Returns 0 where there is none, 2 where another one may follow.
static int read_head(int client) {
  char head[8192];
  size_t length = 0;
  while (length < sizeof head - 1) {
    ssize_t more = read(client, head + length, sizeof head - 1 - length);
    if (more <= 0) {
      return 0;
    }
    length += more;
    head[length] = 0;
    if (strstr(head, "\r\n\r\n")) {
      return strstr(head, "Connection: keep-alive") ? 2 : 1;
    }
  }
  return 0;
}

// Says to whom it speaks; returns the length.
static int say(char body[512], const struct sockaddr_in6 *to) {
  char address[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, &to->sin6_addr, address, sizeof address);
  const char *plain = strncmp(address, "::ffff:", 7) ? address : address + 7;
  return snprintf(body, 512, "%s sees %s\n", name, plain);
}

static void answer(int client, const struct sockaddr_in6 *from, int stays) {
  char body[512], reply[1024];
  int length = say(body, from);
  int all = snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n%s",
                     length, stays ? "keep-alive" : "close", body);
  if (write(client, reply, all) != all) {
    perror("web");
  }
}

static void *serve(void *argument) {
  struct client client = *(struct client *)argument;
  free(argument);
  // One that has said nothing yet is not waited for long; one that stays is.
  struct timeval patience = {.tv_sec = 5}, held = {.tv_sec = 600};
  setsockopt(client.socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  for (int more = 2; more == 2;) {
    more = read_head(client.socket);
    if (more) {
      answer(client.socket, &client.from, more == 2);
      setsockopt(client.socket, SOL_SOCKET, SO_RCVTIMEO, &held, sizeof held);
    }
  }
  close(client.socket);
  return NULL;
}

// A read request, 1, is answered by all there is: the first block of data, 3, which is short and thus the last. What confirms it, 4, is not waited for.
static void *serve_datagrams(void *argument) {
  int server = *(int *)argument;
  for (;;) {
    struct sockaddr_in6 from;
    socklen_t size = sizeof from;
    char request[512], reply[516] = {0, 3, 0, 1};
    ssize_t length = recvfrom(server, request, sizeof request, 0, (struct sockaddr *)&from, &size);
    if (length >= 2 && request[1] == 1) {
      sendto(server, reply, 4 + say(reply + 4, &from), 0, (struct sockaddr *)&from, size);
    }
  }
  return NULL;
}

int main(int count, char **words) {
  if (count != 3) {
    fprintf(stderr, "usage: web PORT NAME\n");
    return 2;
  }
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGPIPE, SIG_IGN);
  name = words[2];
  int server = bind_to(atoi(words[1]), SOCK_STREAM), datagrams = bind_to(atoi(words[1]), SOCK_DGRAM);
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 * 1024);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  pthread_t by_udp;
  if (pthread_create(&by_udp, &small, serve_datagrams, &datagrams)) {
    perror("web");
    return 1;
  }
  for (;;) {
    struct client *client = malloc(sizeof *client);
    socklen_t size = sizeof client->from;
    pthread_t thread;
    client->socket = accept(server, (struct sockaddr *)&client->from, &size);
    if (client->socket < 0) {
      free(client);
    } else if (pthread_create(&thread, &small, serve, client)) {
      perror("web");
      close(client->socket);
      free(client);
    }
  }
}
