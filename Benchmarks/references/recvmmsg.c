/* The least that a StatsD server has to do: takes datagrams, 64 with a system call, and counts their lines. Nothing is parsed.
   recvmmsg PORT: takes until SIGTERM, and prints how many lines there were. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { COUNT = 64, LENGTH = 65536 };

static char bytes[COUNT][LENGTH];
static volatile sig_atomic_t ended;

static void end(int number) { (void)number; ended = 1; }

static unsigned long lines(const char *text, size_t length) {
    unsigned long number = length > 0;
    for (const char *at = text, *stop = text + length; (at = memchr(at, '\n', stop - at)) && ++at < stop;) number++;
    return number;
}

int main(int argc, char **argv) {
    if (argc != 2) return 64;
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0), room = 16 << 20;
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0) return perror("bind"), 1;
    struct iovec parts[COUNT];
    struct mmsghdr datagrams[COUNT] = {0};
    for (int i = 0; i < COUNT; i++) {
        parts[i] = (struct iovec){bytes[i], LENGTH};
        datagrams[i].msg_hdr.msg_iov = &parts[i];
        datagrams[i].msg_hdr.msg_iovlen = 1;
    }
    unsigned long number = 0;
    while (!ended) {
        struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
        poll(&waiting, 1, 1000);
        int count;
        while ((count = recvmmsg(descriptor, datagrams, COUNT, MSG_DONTWAIT, NULL)) > 0) {
            for (int i = 0; i < count; i++) number += lines(bytes[i], datagrams[i].msg_len);
            if (count < COUNT) break;
        }
    }
    printf("%lu\n", number);
    return 0;
}
