#pragma once
/* Linux calls that Swift's Glibc module does not carry or that are variadic. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Asks the kernel to send `signal` to this process when its parent ends; kept across execve. */
static inline int clinux_set_parent_death_signal(int signal) {
    return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
}

/* Has the kernel send `signal` to this process when `parent` ends: 0, or -1 when it cannot be had or `parent` is no
   longer (the parent may have ended before the call, and then the kernel would never send anything).
   Bound to the parent's thread that spawned this process. Must come after setuid, which clears it. */
static inline int clinux_die_with_parent(pid_t parent, int signal) {
    if (clinux_set_parent_death_signal(signal) != 0) return -1;
    if (getppid() == parent) return 0;
    errno = ESRCH;
    return -1;
}

/* Orphans among the descendants become this process's children, so that it can find and end them. */
static inline int clinux_adopt_orphans(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/* The pid of a child that has ended and has not been waited for yet, left unwaited for; 0: none. */
static inline pid_t clinux_next_ended_child(void) {
    siginfo_t info;
    info.si_pid = 0;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 ? info.si_pid : 0;
}

/* GNU additions to posix_spawn that the Glibc module's view of <spawn.h> leaves out. */
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
static const short clinux_spawn_flags = 0x80 /* POSIX_SPAWN_SETSID */ | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;

/* A descriptor from which the signals of `mask` are read; see signalfd(2). */
static inline int clinux_signalfd(const sigset_t *mask) {
    return signalfd(-1, mask, SFD_NONBLOCK | SFD_CLOEXEC);
}

static inline int clinux_open(const char *path, int flags, mode_t mode) {
    return open(path, flags | O_CLOEXEC, mode);
}

static inline int clinux_set_nonblocking(int fd) {
    int flags = fcntl(fd, F_GETFL, 0);
    return flags < 0 ? flags : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

static inline int clinux_set_close_on_exec(int fd) {
    return fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static inline int clinux_terminal_columns(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static inline int clinux_terminal_rows(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

/* The signal that ended a process; 0: it exited. */
static inline int clinux_ending_signal(int status) {
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* How a process ended: the exit code, or 128 + the signal that killed it. */
static inline int clinux_exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* A file's identity and size. Where a program also sees SwiftNIO, Swift takes SwiftNIO's module for the home of struct stat,
   or not, as the files of a build happen to be put together: of this one there is no doubt. */
struct clinux_file {
    unsigned long inode;
    long size;
};

/* The open file: 0, or -1 with errno. */
static inline int clinux_file_open(int descriptor, struct clinux_file *file) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return -1;
    *file = (struct clinux_file){status.st_ino, status.st_size};
    return 0;
}

/* The file of a name: 0, or -1 with errno. */
static inline int clinux_file_named(const char *path, struct clinux_file *file) {
    struct stat status;
    if (stat(path, &status) != 0) return -1;
    *file = (struct clinux_file){status.st_ino, status.st_size};
    return 0;
}

/* A datagram that is taken or sent with others at once: struct mmsghdr, which Swift's view of <sys/socket.h> leaves out, as it
   does the calls. */
struct clinux_datagram {
    struct msghdr header;
    unsigned int length;
};

/* Takes as many datagrams as there are, at most `count`, without waiting: how many, or -1 with errno; see recvmmsg(2). */
static inline int clinux_receive_datagrams(int descriptor, struct clinux_datagram *datagrams, unsigned int count) {
    return (int)syscall(SYS_recvmmsg, descriptor, datagrams, count, MSG_DONTWAIT, NULL);
}

/* Sends datagrams: how many went, or -1 with errno; see sendmmsg(2). */
static inline int clinux_send_datagrams(int descriptor, struct clinux_datagram *datagrams, unsigned int count) {
    return (int)syscall(SYS_sendmmsg, descriptor, datagrams, count, 0);
}

/* How many datagrams the kernel threw away that were for this socket, since it was made: -1 where that cannot be told. */
static inline long clinux_dropped_datagrams(int descriptor) {
    unsigned int memory[9] = {0}; /* SK_MEMINFO_VARS; the last is SK_MEMINFO_DROPS */
    socklen_t size = sizeof memory;
    if (getsockopt(descriptor, SOL_SOCKET, 55 /* SO_MEMINFO */, memory, &size) != 0 || size < sizeof memory) return -1;
    return memory[8];
}

/* Asks for room for what is not read yet, beyond net.core.rmem_max where this process may: how many bytes there are. */
static inline int clinux_set_receive_buffer(int descriptor, int bytes) {
    int got = 0;
    socklen_t size = sizeof got;
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    /* The kernel counts twice what was asked for, for its own bookkeeping. */
    return getsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &got, &size) == 0 ? got / 2 : 0;
}

/* A descriptor that is ready, with the number that it was given when it was put into the set. */
struct clinux_ready {
    uint64_t tag;
    uint32_t events;
};

/* A set of descriptors to wait for; see epoll(7). */
static inline int clinux_epoll(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

/* Adds a descriptor (EPOLL_CTL_ADD) or changes what it is waited for (EPOLL_CTL_MOD): 0, or -1 with errno. */
static inline int clinux_epoll_set(int set, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data = {.u64 = tag}};
    return epoll_ctl(set, operation, descriptor, &event);
}

/* Waits until some are ready: how many of `ready` were filled, at most 256; -1 with errno. */
static inline int clinux_epoll_wait(int set, struct clinux_ready *ready, int most, int milliseconds) {
    struct epoll_event events[256];
    int count = epoll_wait(set, events, most < 256 ? most : 256, milliseconds);
    for (int i = 0; i < count; i++) ready[i] = (struct clinux_ready){events[i].data.u64, events[i].events};
    return count;
}

static const uint32_t clinux_readable = EPOLLIN;
static const uint32_t clinux_writable = EPOLLOUT;
static const uint32_t clinux_hung_up = EPOLLERR | EPOLLHUP;
static const int clinux_epoll_add = EPOLL_CTL_ADD;
static const int clinux_epoll_change = EPOLL_CTL_MOD;

/* A descriptor that one thread makes readable to wake another. */
static inline int clinux_eventfd(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}
