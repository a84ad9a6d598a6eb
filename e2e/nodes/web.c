// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
//
// usage: web PORT NAME   an HTTP server of both families, which tells each client who it is and whom it sees: "NAME sees ADDRESS"
#include <arpa/inet.h>
#include <netdb.h>
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

static int listen_at(int port) {
  int yes = 1, no = 0, server = socket(AF_INET6, SOCK_STREAM, 0);
  struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  if (server < 0 || bind(server, (struct sockaddr *)&any, sizeof any) || listen(server, 128)) {
    perror("web");
    exit(1);
  }
  return server;
}

// Reads up to the empty line that ends a request's head; what a client sends in small parts may come so.
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
      return 1;
    }
  }
  return 0;
}

static void answer(int client, const char *name, const struct sockaddr_in6 *from) {
  char address[INET6_ADDRSTRLEN], body[512], reply[1024];
  inet_ntop(AF_INET6, &from->sin6_addr, address, sizeof address);
  const char *plain = strncmp(address, "::ffff:", 7) ? address : address + 7;
  int length = snprintf(body, sizeof body, "%s sees %s\n", name, plain);
  int all = snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", length, body);
  if (write(client, reply, all) != all) {
    perror("web");
  }
}

int main(int count, char **words) {
  if (count != 3) {
    fprintf(stderr, "usage: web PORT NAME\n");
    return 2;
  }
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGPIPE, SIG_IGN);
  int server = listen_at(atoi(words[1]));
  struct timeval patience = {.tv_sec = 2};
  for (;;) {
    struct sockaddr_in6 from;
    socklen_t size = sizeof from;
    int client = accept(server, (struct sockaddr *)&from, &size);
    if (client < 0) {
      continue;
    }
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (read_head(client)) {
      answer(client, words[2], &from);
    }
    close(client);
  }
}
