/* SPDX-FileCopyrightText: The Hanse authors */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dnsload - a small single-threaded UDP DNS load generator for loopback tests.
 *
 * Why it exists: on loopback the client pays for sending, for the receive
 * softirq of its own query and for reading the answer, so a generator that uses
 * one system call per packet tops out below the fastest servers. This one
 * batches with sendmmsg/recvmmsg, keeps several source ports busy and either
 *   - keeps a fixed window of queries outstanding (closed loop, finds capacity), or
 *   - sends at a fixed rate (open loop, latency counted from the time the query
 *     was DUE, so a stalled server cannot hide its stall).
 * It sleeps 0.2 ms at most, so a gap of its own (the kernel gave the core to
 * something else) can be told from one of the server: the schedule moves on by the
 * gap and queries that were outstanding then are left out of the latencies. In the
 * open loop it does sleep between sends: a spinning sender would starve the kernel
 * thread that delivers its packets, and that would look like server latency.
 *
 * Build: cc -O2 -o dnsload dnsload.c
 * Input: a text file of "name TYPE" lines (the format dnsperf reads).
 * Output: one JSON object on standard output.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAXB 64          /* packets per system call */
#define MAXS 256         /* sockets */
#define IDS 65536
#define SUB 32           /* histogram sub-buckets per power of two */
#define GAP 400000       /* ns between two rounds that mean we lost the core */

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* ---- queries ---------------------------------------------------------- */
static uint8_t *pk;      /* packets, one after the other */
static uint32_t *off;    /* start of each */
static uint16_t *len;
static size_t nq;

static int qtype(const char *s) {
    static const struct { const char *n; int v; } T[] = {
        {"A", 1}, {"NS", 2}, {"SOA", 6}, {"PTR", 12}, {"TXT", 16}, {"AAAA", 28},
        {"SRV", 33}, {"ANY", 255}, {"HTTPS", 65}, {0, 0}};
    for (int i = 0; T[i].n; i++) if (!strcasecmp(s, T[i].n)) return T[i].v;
    return atoi(s);
}

static void load(const char *file, int edns) {
    FILE *f = fopen(file, "r");
    if (!f) { perror(file); exit(2); }
    char line[600], name[400], type[32];
    size_t cap = 1 << 16, bytes = 1 << 22, pos = 0;
    pk = malloc(bytes); off = malloc(cap * 4); len = malloc(cap * 2);
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, "%399s %31s", name, type) != 2) continue;
        if (nq == cap) { cap *= 2; off = realloc(off, cap * 4); len = realloc(len, cap * 2); }
        if (pos + 600 > bytes) { bytes *= 2; pk = realloc(pk, bytes); }
        uint8_t *p = pk + pos, *q = p;
        memset(p, 0, 12); q[5] = 1; q[11] = edns ? 1 : 0; q += 12;
        for (char *s = name; *s;) {
            char *e = strchr(s, '.'); size_t n = e ? (size_t)(e - s) : strlen(s);
            if (!n) break;
            *q++ = (uint8_t)n; memcpy(q, s, n); q += n; s += n; if (*s == '.') s++;
        }
        *q++ = 0; int t = qtype(type);
        *q++ = t >> 8; *q++ = t; *q++ = 0; *q++ = 1;
        if (edns) { *q++ = 0; *q++ = 0; *q++ = 41; *q++ = edns >> 8; *q++ = edns;
                    memset(q, 0, 6); q += 6; }
        off[nq] = pos; len[nq] = q - p; nq++; pos += q - p;
    }
    fclose(f);
    if (!nq) { fprintf(stderr, "no queries in %s\n", file); exit(2); }
}

/* ---- latency histogram (nanoseconds, ~3 % resolution) ------------------- */
static uint64_t hist[64 * SUB];
static int hidx(uint64_t v) {
    if (v < SUB) return (int)v;
    int b = 63 - __builtin_clzll(v);
    return (b - 4) * SUB + (int)((v >> (b - 5)) - SUB);
}
static double hval(int i) {
    if (i < SUB) return i;
    int b = i / SUB + 4; uint64_t base = ((uint64_t)(i % SUB) + SUB) << (b - 5);
    return base + (double)(1ull << (b - 5)) / 2;
}
static double pct(double p, uint64_t total) {
    uint64_t want = (uint64_t)(p * total), c = 0;
    for (int i = 0; i < 64 * SUB; i++) { c += hist[i]; if (c > want) return hval(i) / 1000.0; }
    return 0;
}

/* ---- sockets ------------------------------------------------------------ */
struct sock { int fd; uint32_t head, tail; uint32_t out; uint64_t *t; };

int main(int ac, char **av) {
    const char *host = "127.0.0.1", *file = 0;
    int port = 53, ns = 16, window = 128, edns = 1232, o; size_t start = 0;
    double secs = 5, rate = 0, tmo = 1.0, warm = 0;
    double series = 0;
    while ((o = getopt(ac, av, "s:p:d:c:q:Q:l:w:t:E:o:S:")) != -1) switch (o) {
        case 's': host = optarg; break;      case 'p': port = atoi(optarg); break;
        case 'd': file = optarg; break;      case 'c': ns = atoi(optarg); break;
        case 'q': window = atoi(optarg); break; case 'Q': rate = atof(optarg); break;
        case 'l': secs = atof(optarg); break;   case 'w': warm = atof(optarg); break;
        case 't': tmo = atof(optarg); break;    case 'E': edns = atoi(optarg); break;
        case 'o': start = strtoul(optarg, 0, 10); break;
        case 'S': series = atof(optarg); break;
        default:
            fprintf(stderr, "dnsload -d FILE [-s 127.0.0.1] [-p 53] [-c sockets] [-q window | -Q rate]\n"
                            "  [-l seconds] [-w warm-up seconds] [-t timeout] [-E edns size, 0 = none]\n"
                            "  [-o first query] [-S seconds per point of a QPS series on stderr]\n");
            return 2;
    }
    if (!file) { fprintf(stderr, "-d FILE is needed\n"); return 2; }
    if (ns > MAXS) ns = MAXS;
    load(file, edns);
    if (window < ns) ns = window;
    uint32_t wper = window / ns; if (wper < 1) wper = 1; if (wper > 4096) wper = 4096;

    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &a.sin_addr);
    static struct sock S[MAXS];
    int ep = epoll_create1(0);
    for (int i = 0; i < ns; i++) {
        S[i].fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        int b = 4 << 20; setsockopt(S[i].fd, SOL_SOCKET, SO_RCVBUF, &b, sizeof b);
        if (connect(S[i].fd, (void *)&a, sizeof a)) { perror("connect"); return 2; }
        S[i].t = calloc(IDS, 8);
        struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(ep, EPOLL_CTL_ADD, S[i].fd, &e);
    }
    static uint8_t rb[MAXB][4096];
    static struct mmsghdr rm[MAXB], sm[MAXB];
    static struct iovec ri[MAXB], si[MAXB];
    for (int i = 0; i < MAXB; i++) {
        ri[i].iov_base = rb[i]; ri[i].iov_len = sizeof rb[i];
        rm[i].msg_hdr.msg_iov = &ri[i]; rm[i].msg_hdr.msg_iovlen = 1;
        sm[i].msg_hdr.msg_iov = &si[i]; sm[i].msg_hdr.msg_iovlen = 1;
    }
    uint64_t sent = 0, recvd = 0, lost = 0, stray = 0, refused = 0, tc = 0, nodata = 0, bytes = 0;
    uint64_t rc[16] = {0}, due_sent = 0, maxns = 0;
    uint64_t t0 = now_ns(), tz = t0, tw = t0 + (uint64_t)(warm * 1e9), tend = tw + (uint64_t)(secs * 1e9);
    uint64_t tmons = (uint64_t)(tmo * 1e9), next_scan = t0 + 10000000;
    uint64_t ts = t0, tsr = 0; int warming = warm > 0, stopping = 0;
    size_t qi = start % nq; int rr = 0;
    double gap = rate > 0 ? 1e9 / rate : 0;
    prctl(PR_SET_TIMERSLACK, 1);
    struct epoll_event ev[MAXS];
    uint64_t tlast = 0, prev = t0, gap_end = 0, gaps = 0, gap_ns = 0, skipped = 0; struct rusage ru0; getrusage(RUSAGE_SELF, &ru0);
    for (;;) {
        uint64_t n = now_ns();
        if (n - prev > GAP) { gaps++; gap_ns += n - prev; t0 += n - prev; gap_end = n; }
        prev = n;
        if (warming && n >= tw) {            /* forget the warm-up's counts */
            warming = 0; memset(hist, 0, sizeof hist); sent = recvd = lost = tc = nodata = bytes = maxns = gaps = gap_ns = skipped = 0;
            memset(rc, 0, sizeof rc); tw = n; tend = n + (uint64_t)(secs * 1e9);
            getrusage(RUSAGE_SELF, &ru0);
        }
        if (series > 0 && n - ts >= (uint64_t)(series * 1e9)) {
            fprintf(stderr, "%.3f %.0f\n", (n - tz) / 1e9, (recvd - tsr) / ((n - ts) / 1e9));
            ts = n; tsr = recvd;
        }
        if (!stopping && n >= tend) { stopping = 1; tlast = n; }
        if (stopping) {
            uint64_t out = 0; for (int i = 0; i < ns; i++) out += S[i].out;
            if (!out || n - tlast > tmons) { lost += out; break; }
        }
        int did = 0;
        if (!stopping) {
            if (rate > 0) {
                uint64_t due = (uint64_t)((n - t0) / gap);
                int k = 0; struct sock *s = &S[rr];
                if (due > due_sent) { rr = rr + 1 == ns ? 0 : rr + 1; }
                while (due_sent < due && k < MAXB && s->out < IDS / 2) {
                    uint16_t id = s->head++; uint8_t *p = pk + off[qi];
                    if (s->t[id]) { s->out--; lost++; }    /* the id came round again */
                    p[0] = id >> 8; p[1] = id; si[k].iov_base = p; si[k].iov_len = len[qi];
                    s->t[id] = t0 + (uint64_t)(due_sent * gap); due_sent++; s->out++; k++;
                    if (++qi == nq) qi = 0;
                }
                for (int d = 0; d < k;) {
                    int r = sendmmsg(s->fd, sm + d, k - d, 0);
                    if (r > 0) d += r; else if (errno == ECONNREFUSED) refused++; else if (errno != EAGAIN && errno != ENOBUFS) { perror("sendmmsg"); return 1; }
                }
                sent += k; did |= k;
            } else {
                for (int i = 0; i < ns; i++) {
                    struct sock *s = &S[i]; int k = 0;
                    uint32_t room = s->out < wper ? wper - s->out : 0;
                    /* refill in lumps: a half-empty window is worth a system call */
                    if (room * 2 < wper && room < 16) continue;
                    while (k < MAXB && s->out < wper) {
                        uint16_t id = s->head++; uint8_t *p = pk + off[qi];
                        if (s->t[id]) { s->out--; lost++; }
                        p[0] = id >> 8; p[1] = id; si[k].iov_base = p; si[k].iov_len = len[qi];
                        s->t[id] = n; s->out++; k++;
                        if (++qi == nq) qi = 0;
                    }
                    for (int d = 0; d < k;) {
                        int r = sendmmsg(s->fd, sm + d, k - d, 0);
                        if (r > 0) d += r; else if (errno == ECONNREFUSED) refused++; else if (errno != EAGAIN && errno != ENOBUFS) { perror("sendmmsg"); return 1; }
                    }
                    sent += k; did |= k;
                }
            }
        }
        int ne;
        if (rate > 0 && !did && !stopping) {
            uint64_t due_at = t0 + (uint64_t)((due_sent + 1) * gap), t = now_ns();
            struct timespec w = {0, t < due_at ? (due_at - t > 200000 ? 200000 : (long)(due_at - t)) : 0};
            ne = epoll_pwait2(ep, ev, MAXS, &w, 0);
        } else ne = epoll_wait(ep, ev, MAXS, 0);
        for (int e = 0; e < ne; e++) {
            struct sock *s = &S[ev[e].data.u32];
            int r = recvmmsg(s->fd, rm, MAXB, MSG_DONTWAIT, 0);
            if (r <= 0) { if (errno == ECONNREFUSED) refused++; continue; }
            n = now_ns(); did = 1;
            for (int i = 0; i < r; i++) {
                uint8_t *b = rb[i]; uint16_t id = b[0] << 8 | b[1];
                if (rm[i].msg_len < 12 || !s->t[id]) { stray++; continue; }
                uint64_t dt = n > s->t[id] ? n - s->t[id] : 0; s->t[id] = 0; s->out--;
                if (n - dt < gap_end) skipped++;
                else { hist[hidx(dt)]++; if (dt > maxns) maxns = dt; }
                recvd++; bytes += rm[i].msg_len; rc[b[3] & 15]++;
                if (b[2] & 2) tc++;
                if (!(b[3] & 15) && !b[6] && !b[7]) nodata++;
            }
        }
        if (!did || n >= next_scan) {
            if (n >= next_scan) {
                next_scan = n + 10000000;
                for (int i = 0; i < ns; i++) {
                    struct sock *s = &S[i];
                    while (s->tail != s->head) {
                        uint64_t *t = &s->t[(uint16_t)s->tail];
                        if (*t) { if (n < *t + tmons) break; *t = 0; s->out--; lost++; }
                        s->tail++;
                    }
                }
            }
        }
    }
    struct rusage ru; getrusage(RUSAGE_SELF, &ru);
    double cpu = (ru.ru_utime.tv_sec - ru0.ru_utime.tv_sec) + (ru.ru_stime.tv_sec - ru0.ru_stime.tv_sec)
               + (ru.ru_utime.tv_usec - ru0.ru_utime.tv_usec + ru.ru_stime.tv_usec - ru0.ru_stime.tv_usec) / 1e6;
    double el = (tlast - tw) / 1e9; uint64_t tot = recvd - skipped;
    printf("{\"mode\":\"%s\",\"target_qps\":%.0f,\"window\":%u,\"sockets\":%d,\"seconds\":%.3f,\"sent\":%lu,\"received\":%lu,"
           "\"lost\":%lu,\"loss\":%.6f,\"qps\":%.0f,\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,"
           "\"noerror\":%lu,\"nodata\":%lu,\"nxdomain\":%lu,\"servfail\":%lu,\"refused\":%lu,\"tc\":%lu,\"stray\":%lu,\"icmp\":%lu,"
           "\"avg_bytes\":%.1f,\"client_cpu_s\":%.3f,\"client_gaps\":%lu,\"client_gap_ms\":%.1f,\"unmeasured\":%lu}\n",
           rate > 0 ? "open" : "closed", rate, wper * ns, ns, el, sent, recvd, lost, sent ? (double)lost / sent : 0,
           recvd / el, pct(.5, tot), pct(.9, tot), pct(.99, tot), pct(.999, tot), maxns / 1000.0,
           rc[0], nodata, rc[3], rc[2], rc[5], tc, stray, refused, recvd ? (double)bytes / recvd : 0, cpu, gaps, gap_ns / 1e6, skipped);
    return 0;
}
