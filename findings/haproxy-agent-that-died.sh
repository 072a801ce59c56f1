#!/usr/bin/env bash
# HAProxy 2.6.12 with "check agent-check", as the CHT's cluster sets it up: an agent that died keeps its last verdict, for ever and both ways.
#
# Version     named in the first line, pinned below.
# Behaviour   The agent says "down" and ends: the server stays "DOWN (agent)" with its own check fine (L4OK), all requests get 503. The agent says
#             "up" and ends: the server stays UP, also when it answers 500 to everything. A failed connection to the agent is counted (L4CON)
#             and changes nothing, however often it fails.
# Expected    After "fall" failed rounds the agent has no say any more and the server's own check decides; or no agent means down. Not both.
# Seen        2026-11-29, the lines at the end, 20 rounds of 200 ms after the agent ended.
# Consequence In a clustered CHT the agent is one container. If it ends while a node is restarted, all of the CHT answers 503 with every
#             CouchDB healthy, until that container is back: restarting CouchDB does not help. If it ends in good times, a broken node keeps
#             getting requests. Diagnosis has to look at agent_status beside status.
source "$(dirname "$0")/begin.bash"
debian 'haproxy=2.6.12*' liblua5.3-0 libopentracing-c-wrapper0 libopentracing1
cat >"$work/agent.py" <<'P'
import http.server, os, socket, subprocess, sys, threading, time

work = sys.argv[1]
code = [200]

class Node(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(code[0])
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *line):
        pass

class Agent:
    def __init__(self, verdict, port):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))
        self.socket.listen()
        self.port = self.socket.getsockname()[1]
        self.verdict = verdict
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                connection = self.socket.accept()[0]
            except OSError:
                return
            connection.sendall((self.verdict + "\n").encode())
            connection.close()

    def end(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

def stats():
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(work + "/stats")
        s.sendall(b"show stat\n")
        text = b"".join(iter(lambda: s.recv(65536), b"")).decode()
    lines = [line.lstrip("# ").split(",") for line in text.splitlines()]
    return next(dict(zip(lines[0], line)) for line in lines if line[:2] == ["b", "couchdb-1"])

def until(agent_status):
    for _ in range(300):
        try:
            if stats()["agent_status"] == agent_status and stats()["check_status"] == "L4OK":
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit("never " + agent_status)

node = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Node)
threading.Thread(target=node.serve_forever, daemon=True).start()
for verdict, seen, later in (("down", "L7STS", 200), ("up", "L7OK", 500)):
    code[0] = 200
    agent = Agent(verdict, 0)
    with open(work + "/haproxy.cfg", "w") as file:
        file.write(f"""global
  stats socket {work}/stats
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend f
  bind unix@{work}/front
  default_backend b
backend b
  server couchdb-1 127.0.0.1:{node.server_port} check agent-check inter 200ms agent-inter 200ms agent-addr 127.0.0.1 agent-port {agent.port}
""")
    haproxy = subprocess.Popen(["haproxy", "-db", "-f", work + "/haproxy.cfg"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        until(seen)
        agent.end()
        code[0] = later
        until("L4CON")
        time.sleep(4)
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(work + "/front")
            s.sendall(b"GET / HTTP/1.0\r\n\r\n")
            answer = s.recv(1000).decode().split()[1]
        now = stats()
        print(f"agent said {verdict} and ended, node answers {later}: status {now['status']}, check {now['check_status']}, agent {now['agent_status']}, a request gets {answer}")
    finally:
        haproxy.terminate()
        haproxy.wait()
P
seen=$(/usr/bin/python3 "$work/agent.py" "$work")
recorded "$seen" <<'R'
agent said down and ended, node answers 200: status DOWN (agent), check L4OK, agent L4CON, a request gets 503
agent said up and ended, node answers 500: status UP, check L4OK, agent L4CON, a request gets 500
R
