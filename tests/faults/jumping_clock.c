/* A clock that each look finds hours or years from where it was, forwards and backwards. To be preloaded; what counts seconds since the
   start of the machine is left alone, as it is when someone sets the clock. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>

static const time_t jumps[] = {315360000, -3600, 0, 3600, -315360000, 1, -1};

static time_t next_jump(void) {
    static unsigned looks;
    return jumps[__atomic_fetch_add(&looks, 1, __ATOMIC_RELAXED) % (sizeof jumps / sizeof *jumps)];
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    if (!failed && clock == CLOCK_REALTIME)
        now->tv_sec += next_jump();
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *where) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (where != NULL)
        *where = exact.tv_sec;
    return exact.tv_sec;
}
