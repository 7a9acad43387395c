#!/usr/bin/env python3
"""Attacks the preview: whatever some clients do, an honest request is answered at once.

Run by hand on Linux, with nothing but Python 3 (and strace for the last rows):

    tests/attack/serve.py target/debug/stepbook

Each row starts the program's `serve` on a copy of this repository's own site, opens hostile connections and asks
for a page 20 times beside them. The row says how long the slowest of them took; it fails over 100 ms, if one is
refused, if the program ends, or if an edit is not told to a browser that listens. Then a table of requests and what
each is answered. The exit code is 1 if anything failed.
"""
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = '/en/about.html'
SLOW = .1
failed = []


class Preview:
    """A running preview; `before` holds the words of the shell command before the program's name."""

    def __init__(self, program, before='exec', arguments=''):
        self.folder = Path(tempfile.mkdtemp(prefix='stepbook-attack-'))
        for name in ['content', 'themes', 'stepbook.toml']:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, self.folder / name)
        # A file that is too large for a socket to take at once.
        (self.folder / 'content/large.zip').write_bytes(bytes(10 << 20))
        (self.folder / 'content/large.en.md').write_text('+++\ntitle = "Large"\n+++\n\n[All of it](large.zip)\n')
        command = f'{before} {program} serve --root {self.folder} --port 0 --color never {arguments}'
        self.child = subprocess.Popen(['bash', '-c', command], stderr=subprocess.PIPE, start_new_session=True)
        said = b''
        while not (address := re.search(rb'http://(.*):(\d+)/\n?', said)):
            said += self.child.stderr.read1() or sys.exit(f'serve ended: {said}')
        self.host, self.port = address[1].decode(), int(address[2])
        threading.Thread(target=self.child.stderr.read, daemon=True).start()
        while self.ask(PAGE)[0] != 200:
            time.sleep(.05)

    def connect(self, text=b'', timeout=10):
        client = socket.create_connection((self.host.strip('[]'), self.port), timeout)
        client.sendall(text)
        return client

    def get(self, target):
        return f'GET {target} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n\r\n'.encode()

    def ask(self, target=PAGE, raw=None):
        """Sends a request; returns the status (0 for no answer) and the seconds that it took."""
        begun, answer = time.perf_counter(), b''
        try:
            with self.connect(raw or self.get(target)) as client:
                while piece := client.recv(1 << 16):
                    answer += piece
        except OSError:
            pass
        status = re.match(rb'HTTP/1\.1 (\d+)', answer)
        return int(status[1]) if status else 0, time.perf_counter() - begun

    def streams(self, count):
        return [self.connect(self.get('/__stepbook/events')) for _ in range(count)]

    def threads(self):
        return int(re.search(r'Threads:\s+(\d+)', Path(f'/proc/{self.child.pid}/status').read_text())[1])

    def descriptors(self):
        return len(os.listdir(f'/proc/{self.child.pid}/fd'))

    def edit(self):
        about = self.folder / 'content/about.en.md'
        about.write_text(about.read_text() + '\nOne more line.\n')

    def end(self):
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def events(client, count):
    """Whether `count` events come."""
    text = b''
    try:
        while text.count(b'data: ') < count:
            piece = client.recv(1 << 16)
            if not piece:
                return False
            text += piece
    except OSError:
        return False
    return True


def row(name, preview, note=''):
    """Asks as an honest client does, and prints a row with the times and a verdict."""
    asked = [preview.ask() for _ in range(20)]
    slowest = max(seconds for _, seconds in asked)
    wrong = [status for status, _ in asked if status != 200]
    verdict = 'ok'
    if wrong or slowest > SLOW or preview.child.poll() is not None or note.startswith('FAILED'):
        verdict = 'FAILED'
        failed.append(name)
    print(f'{name:44} {slowest * 1000:8.1f} ms  {len(wrong):2} unanswered  {verdict:6}  {note}', flush=True)


def at_once(preview, count):
    """Sends `count` requests at the same moment; returns their statuses and the slowest's seconds."""
    together = threading.Barrier(count)

    def one(_):
        together.wait()
        return preview.ask()

    with ThreadPoolExecutor(count) as pool:
        asked = list(pool.map(one, range(count)))
    return [status for status, _ in asked], max(seconds for _, seconds in asked)


def bursts(program):
    preview = Preview(program)
    for count in [6, 30, 60]:
        rounds = [at_once(preview, count) for _ in range(20)]
        wrong = sum(status != 200 for statuses, _ in rounds for status in statuses)
        slowest = max(seconds for _, seconds in rounds)
        failure = 'FAILED: ' if wrong or slowest > SLOW else ''
        answered = f'{wrong} of them unanswered' if wrong else 'all answered'
        note = f'{failure}{answered}, the slowest after {slowest * 1000:.1f} ms'
        row(f'{count} requests at once, 20 times', preview, note)
    preview.end()


def listening(program):
    for count in [5, 50, 200]:
        preview = Preview(program)
        before = preview.descriptors()
        clients = preview.streams(count)
        row(f'{count} streams of events', preview)
        preview.edit()
        told = sum(events(client, 2) for client in clients)
        row(f'{count} streams, an edit', preview, f'{"" if told == count else "FAILED: "}{told} heard of it')
        for client in clients:
            client.close()
        begun = time.perf_counter()
        while preview.descriptors() > before and time.perf_counter() - begun < 20:
            time.sleep(.01)
        freed = time.perf_counter() - begun
        row(f'{count} streams, closed', preview, f'{"" if freed < 1 else "FAILED: "}free after {freed:.2f} s')
        preview.end()


def silent(program):
    preview = Preview(program)
    kept = [preview.connect(b'GET / HTTP/1.1\r\nHost: ') for _ in range(300)]
    row('300 half-open connections', preview, f'{preview.threads()} threads')
    kept += [preview.connect() for _ in range(300)]
    row('and 300 that say nothing', preview)
    bodies = [preview.connect(b'POST / HTTP/1.1\r\nHost: %s:%d\r\nContent-Length: 9\r\n\r\n'
                              % (preview.host.encode(), preview.port)) for _ in range(100)]
    row('and 100 bodies that never come', preview)
    preview.end()
    del kept, bodies

    preview = Preview(program)
    kept = [preview.connect(preview.get('/large.zip')) for _ in range(6)]
    row('6 that never read a file of 10 MB', preview)
    kept += [preview.connect(preview.get('/large.zip')) for _ in range(100)]
    row('100 more', preview)
    kept += [preview.connect(preview.get('/__stepbook/events')) for _ in range(50)]
    for _ in range(20):
        preview.edit()
    row('and 50 streams that never read, 20 edits', preview)
    preview.end()
    del kept

    preview, stop = Preview(program), threading.Event()

    def drip():
        clients = [preview.connect(b'GET / HTTP/1.1\r\n') for _ in range(200)]
        while not stop.wait(.2):
            for client in clients:
                try:
                    client.sendall(b'X')
                except OSError:
                    pass

    def flood():
        while not stop.is_set():
            try:
                preview.connect(b'GET / HT').close()
            except OSError:
                pass

    threading.Thread(target=drip, daemon=True).start()
    row('200 heads that come by drops', preview)
    threading.Thread(target=flood, daemon=True).start()
    row('and connections opened and closed all the time', preview)
    stop.set()
    preview.end()


def scarce(program):
    preview = Preview(program, 'ulimit -n 64; exec')
    kept = [preview.connect(b'GET / HT') for _ in range(192)]
    row('64 descriptors, 192 connections', preview, f'{preview.descriptors()} descriptors')
    client = preview.streams(1)[0]
    preview.edit()
    row('64 descriptors, an edit', preview, '' if events(client, 2) else 'FAILED: not heard')
    for client in kept:
        client.close()
    row('64 descriptors, and back', preview, f'{preview.descriptors()} descriptors')
    kept = preview.streams(192)
    row('64 descriptors, 192 streams', preview)
    preview.end()
    del kept


def refused(program):
    if not shutil.which('strace'):
        print('strace is not installed: no refused accepts')
        return
    # On one processor: between two, waking the tracer for each of the refusals takes up to five times as long as
    # all that the preview does.
    on_one = 'taskset -c 0 ' if shutil.which('taskset') else ''
    for error in ['ECONNABORTED', 'EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EPERM', 'EINTR', 'EPROTO']:
        inject = f'{on_one}strace -f -qq -o /dev/null -e trace=accept4 -e inject=accept4:error={error}:when=30..1029'
        preview = Preview(program, f'exec {inject}')
        row(f'1,000 refused accepts, {error}', preview)
        preview.end()
    preview, handout = Preview(program), '/en/elearn/register.pdf'
    strace = subprocess.Popen(['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=clone,clone3', '-e',
                               'inject=clone,clone3:error=EAGAIN', '-p', str(preview.child.pid)])
    while 'TracerPid:\t0' in Path(f'/proc/{preview.child.pid}/status').read_text():
        time.sleep(.01)
    without = preview.ask(handout)[0]
    row('no new thread once it runs', preview, f'{"" if without == 503 else "FAILED: "}a handout: {without}')
    strace.terminate()
    strace.wait()
    back = preview.ask(handout)[0]
    row('threads again', preview, f'{"" if back == 200 else "FAILED: "}a handout: {back}')
    preview.end()


REQUESTS = [
    # Request and expected status; HOST is replaced.
    ('GET / HTTP/1.1\r\nHOST', 200), ('HEAD / HTTP/1.1\r\nHOST', 200), ('GET / HTTP/1.0\r\nHOST', 200),
    ('GET /en/圖.html HTTP/1.1\r\nHOST', 404), ('GET /?圖 HTTP/1.1\r\nHOST', 200),
    ('GET / HTTP/1.1\r\nHost: LocalHost:PORT', 200), ('GET / HTTP/1.1\r\nHost: localhost.:PORT', 200),
    ('GET / HTTP/1.1\r\nHost: 127.0.0.5:PORT', 200), ('GET / HTTP/1.1\r\nHost: [::1]:PORT', 200),
    ('GET / HTTP/1.1\r\nHost: localhost', 403), ('GET / HTTP/1.1\r\nHost: evil.example:PORT', 403),
    ('GET / HTTP/1.1', 400), ('GET / HTTP/1.0', 403), ('GET / HTTP/1.1\r\nHOST\r\nHOST', 400),
    ('GET / HTTP/1.1\r\nHOST\r\nHost: evil.example', 400),
    ('GET / HTTP/1.1\r\nHOST\r\nOrigin: http://localhost:PORT\r\nOrigin: http://evil.example', 400),
    ('GET / HTTP/1.1\r\nHOST\r\nOrigin: http://evil.example', 403), ('GET / HTTP/1.1\r\nHOST\r\nOrigin: null', 403),
    ('GET / HTTP/1.1\r\nHOST\r\nSec-Fetch-Site: cross-site', 403),
    ('GET / HTTP/1.1\r\nHOST\r\nSec-Fetch-Site: same-site', 403),
    ('GET / HTTP/1.1\r\nHOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document', 200),
    ('GET / HTTP/1.1\r\nHOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe', 403),
    ('GET /#a HTTP/1.1\r\nHOST', 400), ('GET * HTTP/1.1\r\nHOST', 400), ('GET x HTTP/1.1\r\nHOST', 400),
    ('GET http://localhost:PORT/ HTTP/1.1\r\nHOST', 200), ('GET http://evil.example/ HTTP/1.1\r\nHOST', 403),
    ('POST / HTTP/1.1\r\nHOST\r\nContent-Length: 9', 405), ('OPTIONS * HTTP/1.1\r\nHOST', 405),
    ('CONNECT a:1 HTTP/1.1\r\nHOST', 405), ('BREW / HTTP/1.1\r\nHOST', 501), ('PRI * HTTP/2.0\r\nHOST', 505),
    ('GET / HTTP/1.1\r\nHOST\r\nX: a\r\n b', 400), ('GET / HTTP/1.1\r\nHOST\r\nX : a', 400),
    ('GET / HTTP/1.1\r\nHOST\nX: a', 400), ('GET / HTTP/1.1\r\nHOST\rX: a', 400), ('GET / HTTP/1.1\r\nHOST\r\nX: \0', 400),
    ('GET / HTTP/1.1\r\nHOST\r\nX(: a', 400), ('GET  / HTTP/1.1\r\nHOST', 400), ('\x16\x03\x01', 400),
    ('GET / HTTP/1.1\r\nHOST\r\nContent-Length: 1\r\nTransfer-Encoding: chunked', 400),
    ('GET /__stepbook/looking?stream=0&page=en/about.html HTTP/1.1\r\nHOST', 404),
    ('GET /__stepbook/looking?stream=one HTTP/1.1\r\nHOST', 400), ('GET /__stepbook/looking HTTP/1.1\r\nHOST', 400),
    ('GET /__stepbook/looking?stream=0' + '&page=a' * 33 + ' HTTP/1.1\r\nHOST', 400),
    ('GET /__stepbook/looking?stream=0 HTTP/1.1\r\nHOST\r\nOrigin: http://evil.example', 403),
    ('GET /__stepbook/places?page=../../etc/passwd HTTP/1.1\r\nHOST', 200), ('GET /__stepbook/places HTTP/1.1\r\nHOST', 400),
    ('GET /__stepbook/places?page=a HTTP/1.1\r\nHOST\r\nSec-Fetch-Site: cross-site', 403),
    ('GET / HTTP/1.1\r\nHOST\r\nX: ' + 'a' * 70_000, 431), ('GET /' + 'a' * 9_000 + ' HTTP/1.1\r\nHOST', 414),
]


def requests(program):
    preview = Preview(program)
    for request, wanted in REQUESTS:
        raw = request.replace('HOST', f'Host: 127.0.0.1:{preview.port}').replace('PORT', str(preview.port))
        status, _ = preview.ask(raw=f'{raw}\r\n\r\n'.encode())
        if status != wanted:
            failed.append(request)
            print(f'{request[:90]!r}: {status}, not {wanted}')
    print(f'{len(REQUESTS)} requests, each answered as it should be or named above')
    preview.end()
    preview = Preview(program, arguments='--host 127.0.0.5')
    row('--host 127.0.0.5', preview)
    preview.end()


NOTHING = [
    # Requests without the key, from the network.
    'GET / HTTP/1.1\r\nHOST', 'HEAD / HTTP/1.1\r\nHOST', 'GET /en/about.html HTTP/1.1\r\nHOST', 'GET /?token= HTTP/1.1\r\nHOST',
    'GET /?token=' + '0' * 32 + ' HTTP/1.1\r\nHOST', 'GET /__stepbook/events HTTP/1.1\r\nHOST',
    'GET /__stepbook/looking?stream=3 HTTP/1.1\r\nHOST', 'GET / HTTP/1.1\r\nHost: localhost:PORT',
    'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT', 'GET / HTTP/1.1\r\nHOST\r\nCookie: stepbook-PORT=' + '0' * 32,
    'GET / HTTP/1.1\r\nHOST\r\nX-Forwarded-For: 127.0.0.1\r\nForwarded: for=127.0.0.1', 'POST / HTTP/1.1\r\nHOST', 'BREW / HTTP/1.1',
    'GET / HTTP/9.9', 'GET http://127.0.0.1:PORT/ HTTP/1.1\r\nHOST', 'GET / HTTP/1.1\r\nX: ' + 'a' * 70_000, '\x16\x03\x01', 'GET x',
]


def network(program):
    """Attacks from the network: strangers get one and the same answer, and hold up neither author nor reader."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(('203.0.113.1', 9))
        except OSError:
            return print('no network: nothing to attack from')
        address = probe.getsockname()[0]
    preview = Preview(program, arguments='--host 0.0.0.0')

    def stranger(text):
        client = socket.create_connection((address, preview.port), 10)
        client.sendall(text.encode())
        return client

    def answer(request):
        text = request.replace('HOST', f'Host: {address}:{preview.port}').replace('PORT', str(preview.port))
        with stranger(text + '\r\n\r\n') as client:
            return b''.join(iter(lambda: client.recv(1 << 16), b''))

    answers = {answer(request) for request in NOTHING}
    only = answers.pop()
    is_nothing = not answers and only.startswith(b'HTTP/1.1 404 ') and only.endswith(b'\r\n\r\n')
    row('strangers ask', preview, f'{len(NOTHING)} requests, one answer' if is_nothing else f'FAILED {answers}')
    half = [stranger('GET / HT') for _ in range(300)]
    row('300 half-open strangers', preview)
    flood = [stranger('') for _ in range(1_000)]
    row('1,000 silent strangers', preview)
    del half, flood
    preview.end()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    program = Path(sys.argv[1]).resolve()
    print(f'{"beside":44} {"slowest":>11}')
    preview = Preview(program)
    row('nothing', preview)
    begun = time.perf_counter()
    for _ in range(200):
        preview.ask()
    print(f'200 requests one after another: {(time.perf_counter() - begun) / .2:.2f} ms each')
    preview.end()
    for attack in [bursts, listening, silent, scarce, refused, requests, network]:
        attack(program)
    if failed:
        sys.exit(f'{len(failed)} failed')


main()
