/* Lets the n-th call that writes below a folder fail, or kills the process there.
   Loaded ahead of the C library, so that SQLite's own writes pass here as well as Python's. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char below[4096];
static long wanted, seen, struck;
static int number, stays, armed;
static unsigned kinds[1 << 17]; /* what each call was: which function, on which file */

enum { KILL = -1, TEAR = -2 };

void failing_arm(const char *folder, long at, int error, int for_good) {
    snprintf(below, sizeof below, "%s/", folder);
    wanted = at, seen = 0, struck = 0, number = error, stays = for_good, armed = 1;
}

long failing_disarm(void) { armed = 0; return seen; }
long failing_struck(void) { return struck; }
unsigned failing_kind(long at) { return kinds[at & ((1 << 17) - 1)]; }

static int is_below(const char *path) {
    return path && strncmp(path, below, strlen(below)) == 0;
}

static const char *path_of(int fd) {
    static char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    path[size < 0 ? 0 : size] = 0;
    return path;
}

static unsigned mixed(unsigned so_far, const char *words) {
    for (; *words; words++) so_far = (so_far ^ (unsigned char)*words) * 16777619u;
    return so_far;
}

/* Counts a call; true when it must fail. A torn write puts half of it down before the kill. */
static int strikes(const char *call, const char *path, int fd, const void *buffer, size_t size,
                   off_t offset) {
    if (!is_below(path)) return 0;
    seen++;
    kinds[seen & ((1 << 17) - 1)] = mixed(mixed(2166136261u, call), path);
    if (stays ? seen < wanted : seen != wanted) return 0;
    struck++;
    if (number == TEAR && buffer && size > 1) {
        armed = 0;
        ssize_t (*put)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
        ssize_t (*put_at)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite64");
        if (offset < 0) put(fd, buffer, size / 2); else put_at(fd, buffer, size / 2, offset);
    }
    if (number < 0) kill(getpid(), SIGKILL);
    errno = number;
    return 1;
}

/* A full disk still lets go of files. */
#define LETS_GO(path) if (!stays) { ON_PATH(path); }
#define REAL(name, type, ...) type (*real)(__VA_ARGS__) = dlsym(RTLD_NEXT, name)
#define ON_FD(fd, buf, n, at) \
    if (armed && strikes(__func__, path_of(fd), fd, buf, n, at)) return -1
#define ON_PATH(path) if (armed && strikes(__func__, path, -1, 0, 0, -1)) return -1

ssize_t write(int fd, const void *b, size_t n) {
    REAL("write", ssize_t, int, const void *, size_t);
    ON_FD(fd, b, n, -1);
    return real(fd, b, n);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) {
    REAL("pwrite", ssize_t, int, const void *, size_t, off_t);
    ON_FD(fd, b, n, at);
    return real(fd, b, n, at);
}
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at) {
    REAL("pwrite64", ssize_t, int, const void *, size_t, off64_t);
    ON_FD(fd, b, n, at);
    return real(fd, b, n, at);
}
ssize_t writev(int fd, const struct iovec *v, int n) {
    REAL("writev", ssize_t, int, const struct iovec *, int);
    ON_FD(fd, 0, 0, -1);
    return real(fd, v, n);
}
ssize_t sendfile(int out, int in, off_t *at, size_t n) {
    REAL("sendfile", ssize_t, int, int, off_t *, size_t);
    ON_FD(out, 0, 0, -1);
    return real(out, in, at, n);
}
ssize_t copy_file_range(int in, off64_t *a, int out, off64_t *b, size_t n, unsigned flags) {
    REAL("copy_file_range", ssize_t, int, off64_t *, int, off64_t *, size_t, unsigned);
    ON_FD(out, 0, 0, -1);
    return real(in, a, out, b, n, flags);
}
int fsync(int fd) {
    REAL("fsync", int, int);
    ON_FD(fd, 0, 0, -1);
    return real(fd);
}
int fdatasync(int fd) {
    REAL("fdatasync", int, int);
    ON_FD(fd, 0, 0, -1);
    return real(fd);
}
int ftruncate(int fd, off_t n) {
    REAL("ftruncate", int, int, off_t);
    ON_FD(fd, 0, 0, -1);
    return real(fd, n);
}
int ftruncate64(int fd, off64_t n) {
    REAL("ftruncate64", int, int, off64_t);
    ON_FD(fd, 0, 0, -1);
    return real(fd, n);
}
int rename(const char *from, const char *to) {
    REAL("rename", int, const char *, const char *);
    ON_PATH(to);
    return real(from, to);
}
int renameat(int a, const char *from, int b, const char *to) {
    REAL("renameat", int, int, const char *, int, const char *);
    ON_PATH(to);
    return real(a, from, b, to);
}
int link(const char *from, const char *to) {
    REAL("link", int, const char *, const char *);
    ON_PATH(to);
    return real(from, to);
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL("linkat", int, int, const char *, int, const char *, int);
    ON_PATH(to);
    return real(a, from, b, to, flags);
}
int unlink(const char *path) {
    REAL("unlink", int, const char *);
    LETS_GO(path)
    return real(path);
}
int mkdir(const char *path, mode_t mode) {
    REAL("mkdir", int, const char *, mode_t);
    ON_PATH(path);
    return real(path, mode);
}
int rmdir(const char *path) {
    REAL("rmdir", int, const char *);
    LETS_GO(path)
    return real(path);
}
int chmod(const char *path, mode_t mode) {
    REAL("chmod", int, const char *, mode_t);
    LETS_GO(path)
    return real(path, mode);
}

#define OPENS(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))
#define MODE(flags) mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) {
    MODE(flags)
    REAL("open", int, const char *, int, ...);
    if (OPENS(flags)) { ON_PATH(path); }
    return real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE(flags)
    REAL("open64", int, const char *, int, ...);
    if (OPENS(flags)) { ON_PATH(path); }
    return real(path, flags, mode);
}
int openat(int at, const char *path, int flags, ...) {
    MODE(flags)
    REAL("openat", int, int, const char *, int, ...);
    if (OPENS(flags)) { ON_PATH(path); }
    return real(at, path, flags, mode);
}
int openat64(int at, const char *path, int flags, ...) {
    MODE(flags)
    REAL("openat64", int, int, const char *, int, ...);
    if (OPENS(flags)) { ON_PATH(path); }
    return real(at, path, flags, mode);
}
