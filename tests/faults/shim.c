/* Stands between a program and the disk: notes what is written below one folder, lets a chosen call fail, or kills
 * the program there. Loaded with LD_PRELOAD; told what to do by faulty_arm() and faulty_record(). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2, NAMES = 4, OPENS = 8 };
enum { FAIL = 0, FAIL_ON = 1, SHORT = 2, KILL = 3 };

#define FDS 1024
static char folder[PATH_MAX], *names[FDS];
static size_t folder_length;
static int kinds, how, error_number, record_fd = -1, appends[FDS];
static long chosen, seen;
static const char *const GONE = " (gone)"; /* ends the name of a file that has none any more, but is open still */

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

void faulty_folder(const char *path) {
    snprintf(folder, sizeof folder, "%s/", path);
    folder_length = strlen(folder);
}

void faulty_arm(int which, int what, int with, long number) {
    kinds = which, how = what, error_number = with, chosen = number, seen = 0;
}

long faulty_seen(void) { return seen; }

static int within(const char *path) {
    size_t length = path ? strlen(path) : 0;
    return folder_length && path && strncmp(path, folder, folder_length - 1) == 0 &&
           (path[folder_length - 1] == '/' || path[folder_length - 1] == 0) &&
           !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

static void put(const void *data, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    for (const char *at = data; size > 0;) {
        ssize_t done = real(record_fd, at, size);
        if (done <= 0) abort();
        at += done, size -= done;
    }
}

static void note(char what, const char *path, const char *other, uint64_t offset, const void *data, uint32_t size) {
    if (record_fd < 0) return;
    path = path ? path : "", other = other ? other : "";
    uint16_t a = strlen(path), b = strlen(other);
    put(&what, 1), put(&a, 2), put(&b, 2), put(&offset, 8), put(&size, 4);
    put(path, a), put(other, b), put(data, data ? size : 0);
}

void faulty_record(int fd) { record_fd = fd; }
void faulty_mark(const char *text) { note('A', "", "", 0, text, strlen(text)); }

/* 0: go on; 1: fail with errno set; 2: do half of it, then fail the next time */
static int struck(int kind) {
    if (!(kinds & kind)) return 0;
    seen++;
    if (seen < chosen || (seen > chosen && how != FAIL_ON)) return 0;
    if (how == KILL) kill(getpid(), SIGKILL);
    if (how == SHORT) return 2;
    errno = error_number;
    return 1;
}

static void opened(int fd, const char *path, int flags, int was_there) {
    if (fd < 0 || fd >= FDS) return;
    free(names[fd]);
    names[fd] = within(path) ? strdup(path) : NULL;
    appends[fd] = (flags & O_APPEND) != 0;
    if (names[fd] && (!was_there || (flags & O_TRUNC))) note('O', path, "", flags & O_TRUNC, NULL, 0);
}

static const char *name_of(int fd) { return fd >= 0 && fd < FDS ? names[fd] : NULL; }

/* a path as told from an open folder */
static const char *whole(int at, const char *path, char *room) {
    if (at == AT_FDCWD || !path || path[0] == '/' || !name_of(at)) return path;
    return snprintf(room, PATH_MAX, "%s/%s", names[at], path) < PATH_MAX ? room : path;
}

/* files that were open under this name go by another, or by none */
static void renamed(const char *from, const char *to) {
    char gone[PATH_MAX];
    if (!to) snprintf(gone, sizeof gone, "%s%s", from, GONE);
    for (int fd = 0; fd < FDS; fd++)
        if (names[fd] && strcmp(names[fd], from) == 0) free(names[fd]), names[fd] = strdup(to ? to : gone);
}

static int open_it(int (*real)(int, const char *, int, ...), int at, const char *given, int flags, mode_t mode) {
    char room[PATH_MAX];
    const char *path = whole(at, given, room);
    int was_there = access(path, F_OK) == 0;
    if (within(path) && (flags & O_CREAT) && !was_there && struck(OPENS)) return -1;
    int fd = real(at, given, flags, mode);
    opened(fd, path, flags, was_there);
    return fd;
}

#define MODE() \
    va_list list; va_start(list, flags); \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0; va_end(list)
#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        MODE(); REAL(int, "openat64", int, const char *, int, ...); \
        return open_it(real, AT_FDCWD, path, flags, mode); }
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
    int name(int at, const char *path, int flags, ...) { \
        MODE(); REAL(int, "openat64", int, const char *, int, ...); \
        return open_it(real, at, path, flags, mode); }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    REAL(int, "close", int);
    if (fd >= 0 && fd < FDS && names[fd]) free(names[fd]), names[fd] = NULL;
    return real(fd);
}

static ssize_t write_at(int fd, const void *data, size_t size, off64_t offset, int moves) {
    static ssize_t (*plain)(int, const void *, size_t), (*placed)(int, const void *, size_t, off64_t);
    if (!plain) plain = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (!placed) placed = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    if (name_of(fd)) {
        int hit = struck(WRITES);
        if (hit == 1) return -1;
        if (hit == 2) size = size > 1 ? size / 2 : size;
        if (moves) {
            struct stat told;
            offset = appends[fd] && fstat(fd, &told) == 0 ? told.st_size : lseek64(fd, 0, SEEK_CUR);
        }
    }
    ssize_t done = moves ? plain(fd, data, size) : placed(fd, data, size, offset);
    if (done > 0 && name_of(fd)) note('W', names[fd], "", offset, data, done);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return write_at(fd, data, size, 0, 1); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return write_at(fd, data, size, at, 0); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return write_at(fd, data, size, at, 0); }

static int cut(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    if (name_of(fd) && struck(WRITES)) return -1;
    int done = real(fd, size);
    if (done == 0 && name_of(fd)) note('T', names[fd], "", size, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int grow(int fd, off64_t at, off64_t size) {
    REAL(int, "posix_fallocate64", int, off64_t, off64_t);
    if (name_of(fd) && struck(WRITES)) return errno;
    struct stat told;
    int done = real(fd, at, size);
    if (done == 0 && name_of(fd) && fstat(fd, &told) == 0) note('T', names[fd], "", told.st_size, NULL, 0);
    return done;
}
int posix_fallocate(int fd, off_t at, off_t size) { return grow(fd, at, size); }
int posix_fallocate64(int fd, off64_t at, off64_t size) { return grow(fd, at, size); }

static int synced(int fd, const char *which) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, which);
    const char *name = name_of(fd);
    if (name && struck(SYNCS) == 1) return -1;
    int done = real(fd);
    if (done == 0 && name) note('S', name, "", 0, NULL, 0);
    return done;
}
int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    if (within(to) && struck(NAMES)) return -1;
    int done = real(from, to);
    if (done == 0 && within(to)) {
        renamed(to, NULL), renamed(from, to);
        note('R', from, to, 0, NULL, 0);
    }
    return done;
}

static int removed(int at, const char *given, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    char room[PATH_MAX];
    const char *path = whole(at, given, room);
    if (within(path) && access(path, F_OK) == 0 && struck(NAMES)) return -1;
    int done = real(at, given, flags);
    if (done == 0 && within(path)) {
        if (!(flags & AT_REMOVEDIR)) renamed(path, NULL);
        note(flags & AT_REMOVEDIR ? 'D' : 'U', path, "", 0, NULL, 0);
    }
    return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    if (within(path) && access(path, F_OK) != 0 && struck(NAMES)) return -1;
    int done = real(path, mode);
    if (done == 0 && within(path)) note('M', path, "", 0, NULL, 0);
    return done;
}
