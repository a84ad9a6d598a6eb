#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for the Kubernetes API server: list and watch of the few kinds a
DNS server reads (namespaces, services, endpointslices, serviceimports), in JSON.

  kubestub.py kube.json PORT

GET /bench/set?ns=NS&name=SVC&ip=IP changes one ServiceImport and sends the
watch event, so that the time from event to answer can be measured.
"""
import json, queue, sys, threading, urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MCS = "multicluster.x-k8s.io/v1alpha1"
LOCK = threading.Lock()
RV = 1000
OBJ = {"namespaces": {}, "services": {}, "endpointslices": {}, "serviceimports": {}, "pods": {}}
KIND = {"namespaces": ("v1", "Namespace"), "services": ("v1", "Service"), "pods": ("v1", "Pod"),
        "endpointslices": ("discovery.k8s.io/v1", "EndpointSlice"), "serviceimports": (MCS, "ServiceImport")}
WATCH = []     # (kind, queue of events)


def meta(name, ns=None, labels=None):
    m = {"name": name, "resourceVersion": str(RV), "uid": "u-%s-%s" % (ns, name)}
    if ns:
        m["namespace"] = ns
    if labels:
        m["labels"] = labels
    return m


def serviceimport(i):
    spec = {"type": "ClusterSetIP" if i["ip"] else "Headless", "ports": i["ports"], "ips": [i["ip"]] if i["ip"] else []}
    return {"apiVersion": MCS, "kind": "ServiceImport", "metadata": meta(i["name"], i["ns"]), "spec": spec}


def endpointslice(s):
    eps = [{"addresses": [ip], "hostname": host, "conditions": {"ready": True}} for host, ip in s["endpoints"]]
    labels = {"multicluster.kubernetes.io/service-name": s["svc"], "multicluster.kubernetes.io/source-cluster": s["cluster"]}
    return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4", "endpoints": eps,
            "metadata": meta("%s-%s" % (s["svc"], s["cluster"]), s["ns"], labels), "ports": s["ports"]}


def load(path):
    d = json.load(open(path))
    for i in d["imports"]:
        OBJ["serviceimports"][i["ns"], i["name"]] = serviceimport(i)
        OBJ["namespaces"].setdefault((None, i["ns"]), {"apiVersion": "v1", "kind": "Namespace", "metadata": meta(i["ns"])})
    for s in d["slices"]:
        o = endpointslice(s)
        OBJ["endpointslices"][s["ns"], o["metadata"]["name"]] = o


def change(ns, name, ip):
    global RV
    with LOCK:
        RV += 1
        o = json.loads(json.dumps(OBJ["serviceimports"][ns, name]))
        o["spec"]["ips"] = [ip]
        o["metadata"]["resourceVersion"] = str(RV)
        OBJ["serviceimports"][ns, name] = o
        for kind, q in WATCH:
            if kind == "serviceimports":
                q.put({"type": "MODIFIED", "object": o})


class H(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def send(self, code, body):
        b = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(b)))
        self.end_headers()
        self.wfile.write(b)

    def do_GET(self):
        u = urllib.parse.urlparse(self.path)
        q = {k: v[0] for k, v in urllib.parse.parse_qs(u.query).items()}
        kind = u.path.rstrip("/").rsplit("/", 1)[1]
        if u.path == "/bench/set":
            change(q["ns"], q["name"], q["ip"])
            return self.send(200, {})
        if u.path == "/version":
            return self.send(200, {"major": "1", "minor": "33", "gitVersion": "v1.33.0"})
        if kind not in OBJ:
            return self.send(404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404})
        if q.get("watch") in ("true", "1"):
            if q.get("sendInitialEvents") == "true":
                return self.send(422, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Invalid",
                                       "message": "sendInitialEvents is not supported", "code": 422})
            return self.watch(kind)
        api, k = KIND[kind]
        with LOCK:
            items = list(OBJ[kind].values())
            rv = str(RV)
        self.send(200, {"apiVersion": api, "kind": k + "List", "metadata": {"resourceVersion": rv}, "items": items})

    def watch(self, kind):
        ev = queue.Queue()
        with LOCK:
            WATCH.append((kind, ev))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                b = json.dumps(ev.get()).encode() + b"\n"
                self.wfile.write(b"%x\r\n%s\r\n" % (len(b), b))
                self.wfile.flush()
        except OSError:
            with LOCK:
                WATCH.remove((kind, ev))


class Server(ThreadingHTTPServer):
    daemon_threads = True


if __name__ == "__main__":
    load(sys.argv[1])
    Server(("127.0.0.1", int(sys.argv[2])), H).serve_forever()
