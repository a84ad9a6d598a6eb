// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
//
// The first process of each pod: holds its namespaces until it is told to end.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  sigset_t signals;
  int signal = 0;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGCHLD);
  sigprocmask(SIG_BLOCK, &signals, 0);
  while (signal != SIGTERM && signal != SIGINT) {
    sigwait(&signals, &signal);
    while (waitpid(-1, 0, WNOHANG) > 0) {
    }
  }
  return 0;
}
