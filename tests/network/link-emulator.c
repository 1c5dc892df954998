/*
 * A link between two network namespaces that is as slow, long, lossy or shut as a test wants it. The kernel of our test
 * machines has no netem; this needs only TUN/TAP. Each end is a TAP in its namespace; a frame that is read from one is
 * written to the other when it is due.
 *
 *     link-emulator NAMESPACE_A TAP_A NAMESPACE_B TAP_B
 *
 * Orders come on stdin, one a line, each answered by "ok" or "refused" on stdout; the first line said is "ready":
 *
 *     ab|ba DELAY_MS LOSS_PERCENT RATE_KBPS QUEUE_MS UDP
 *
 * RATE_KBPS is counted on whole Ethernet frames (14 bytes more than IP), 0 is no limit. A frame that would wait longer
 * than QUEUE_MS for its turn is dropped. LOSS_PERCENT takes everything but the questions for a neighbour (ARP). UDP is 1, or
 * 0 where datagrams are dropped. Ends with stdin.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_FRAME = 4096, LONGEST_ORDER = 256 };

struct frame {
  struct frame *next;
  long long due_us;
  int length;
  unsigned char bytes[];
};

struct direction {
  double delay_ms, loss_percent, rate_kbps, queue_ms;
  int carries_udp;
  /* When the frames that were taken so far have all left the narrow place. */
  long long free_us;
  struct frame *first, *last;
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long long now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* Opens a TAP of this name inside the namespace; the descriptor goes on working outside. */
static int open_tap(const char *namespace, const char *name) {
  char path[128];
  snprintf(path, sizeof path, "/var/run/netns/%s", namespace);
  int inside = open(path, O_RDONLY | O_CLOEXEC);
  if (inside < 0 || setns(inside, CLONE_NEWNET) < 0) fail(path);
  close(inside);
  int tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tap < 0) fail("/dev/net/tun");
  struct ifreq wanted = {.ifr_flags = IFF_TAP | IFF_NO_PI};
  strncpy(wanted.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(tap, TUNSETIFF, &wanted) < 0) fail(name);
  return tap;
}

static int is_udp(const unsigned char *bytes, int length) {
  const int protocol_at = 14 + 9;
  return length > protocol_at && bytes[12] == 0x08 && bytes[13] == 0x00 && bytes[protocol_at] == IPPROTO_UDP;
}

/* Halls lie behind routers: what is lost on the way takes no neighbour's answer with it. */
static int is_arp(const unsigned char *bytes, int length) {
  return length > 14 && bytes[12] == 0x08 && bytes[13] == 0x06;
}

static void take(struct direction *way, const unsigned char *bytes, int length) {
  if (!way->carries_udp && is_udp(bytes, length)) return;
  const int is_lost = way->loss_percent > 0 && drand48() * 100 < way->loss_percent;
  if (is_lost && !is_arp(bytes, length)) return;
  long long leaves_us = now_us();
  if (way->rate_kbps > 0) {
    if (way->free_us < leaves_us) way->free_us = leaves_us;
    if (way->free_us - leaves_us > way->queue_ms * 1000) return;
    way->free_us += (long long)(length * 8 * 1000.0 / way->rate_kbps);
    leaves_us = way->free_us;
  }
  struct frame *frame = malloc(sizeof *frame + length);
  if (frame == NULL) fail("malloc");
  frame->next = NULL;
  frame->length = length;
  frame->due_us = leaves_us + (long long)(way->delay_ms * 1000);
  memcpy(frame->bytes, bytes, length);
  /* A delay that was made shorter must not let a frame overtake. */
  if (way->last != NULL && way->last->due_us > frame->due_us) frame->due_us = way->last->due_us;
  if (way->last != NULL) way->last->next = frame;
  else way->first = frame;
  way->last = frame;
}

static void deliver(struct direction *way, int tap) {
  while (way->first != NULL && way->first->due_us <= now_us()) {
    struct frame *frame = way->first;
    way->first = frame->next;
    if (way->first == NULL) way->last = NULL;
    /* An end that is down takes nothing; a cable would not notice either. */
    if (write(tap, frame->bytes, frame->length) < 0) { /* lost */ }
    free(frame);
  }
}

static void obey(struct direction *ways, const char *order) {
  char which[4];
  struct direction wanted;
  int given = sscanf(order, "%3s %lf %lf %lf %lf %d", which, &wanted.delay_ms, &wanted.loss_percent, &wanted.rate_kbps,
                     &wanted.queue_ms, &wanted.carries_udp);
  int number = strcmp(which, "ab") == 0 ? 0 : strcmp(which, "ba") == 0 ? 1 : -1;
  if (given == 6 && number >= 0) {
    struct direction *way = &ways[number];
    way->delay_ms = wanted.delay_ms;
    way->loss_percent = wanted.loss_percent;
    way->rate_kbps = wanted.rate_kbps;
    way->queue_ms = wanted.queue_ms;
    way->carries_udp = wanted.carries_udp;
  }
  puts(given == 6 && number >= 0 ? "ok" : "refused");
  fflush(stdout);
}

/* Reads what of orders has come; ends the program with stdin. */
static void read_orders(struct direction *ways) {
  static char line[LONGEST_ORDER];
  static size_t length = 0;
  char letter;
  if (read(STDIN_FILENO, &letter, 1) <= 0) exit(0);
  if (letter != '\n') {
    if (length < sizeof line - 1) line[length++] = letter;
    return;
  }
  line[length] = '\0';
  length = 0;
  obey(ways, line);
}

int main(int count, char **words) {
  if (count != 5) {
    fprintf(stderr, "usage: link-emulator NAMESPACE_A TAP_A NAMESPACE_B TAP_B\n");
    return 2;
  }
  /* Without it a frame is up to 50 us late, and with whoever started us gone nobody would end us. */
  prctl(PR_SET_TIMERSLACK, 1000);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  srand48(42);
  /* Way 0 leads from A to B: it is read from tap 0 and written to tap 1. */
  int taps[2] = {open_tap(words[1], words[2]), open_tap(words[3], words[4])};
  struct direction ways[2] = {{.queue_ms = 200, .carries_udp = 1}, {.queue_ms = 200, .carries_udp = 1}};
  puts("ready");
  fflush(stdout);
  for (;;) {
    long long next_us = -1;
    for (int way = 0; way < 2; way++) {
      deliver(&ways[way], taps[1 - way]);
      struct frame *first = ways[way].first;
      if (first != NULL && (next_us < 0 || first->due_us < next_us)) next_us = first->due_us;
    }
    struct pollfd ready[3] = {{.fd = taps[0], .events = POLLIN},
                              {.fd = taps[1], .events = POLLIN},
                              {.fd = STDIN_FILENO, .events = POLLIN}};
    long long wait_us = next_us < 0 ? 0 : next_us - now_us();
    if (wait_us < 0) wait_us = 0;
    struct timespec wait = {.tv_sec = wait_us / 1000000, .tv_nsec = wait_us % 1000000 * 1000};
    ppoll(ready, 3, next_us < 0 ? NULL : &wait, NULL);
    for (int way = 0; way < 2; way++) {
      unsigned char bytes[LARGEST_FRAME];
      ssize_t length;
      if (!(ready[way].revents & POLLIN)) continue;
      while ((length = read(taps[way], bytes, sizeof bytes)) > 0) take(&ways[way], bytes, (int)length);
    }
    if (ready[2].revents & (POLLIN | POLLHUP)) read_orders(ways);
  }
}
