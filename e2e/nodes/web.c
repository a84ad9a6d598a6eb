// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
//
// usage: web PORT NAME   an HTTP server of both families, which tells each client who it is and whom it sees: "NAME sees ADDRESS". A connection whose
// requests say "Connection: keep-alive" stays until the client closes it.
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

static void answer(int client, const struct sockaddr_in6 *from, int stays) {
  char address[INET6_ADDRSTRLEN], body[512], reply[1024];
  inet_ntop(AF_INET6, &from->sin6_addr, address, sizeof address);
  const char *plain = strncmp(address, "::ffff:", 7) ? address : address + 7;
  int length = snprintf(body, sizeof body, "%s sees %s\n", name, plain);
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

int main(int count, char **words) {
  if (count != 3) {
    fprintf(stderr, "usage: web PORT NAME\n");
    return 2;
  }
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGPIPE, SIG_IGN);
  name = words[2];
  int server = listen_at(atoi(words[1]));
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 * 1024);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
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
