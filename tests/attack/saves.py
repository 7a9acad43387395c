#!/usr/bin/env python3
"""Saves a guide again and again in the ways of editors, while a preview runs: none may be lost, none doubled.

Run by hand on Linux, with nothing but Python 3:

    tests/attack/saves.py target/debug/stepbook [saves of each way, 1000] [ways, all of them]

Each row is a way to save. It says how many saves a browser never saw, how many made more than one new state of the
site (or any, where the text stays the same), and how long it took from the end of the save until the browser heard of
it. The exit code is 1 if a save was lost or doubled.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

GUIDE = 'content/a/good.zh-TW.md'
LATEST = 3.0
QUIET = .25


def guide(title):
    return f'+++\ntitle = "{title}"\nplatform = "https://a.tw/"\n+++\n\n## 步驟：登入\n\n1. 點選。\n'


class Preview:
    """A preview of a small site, and the states that a browser has heard of, with the times."""

    def __init__(self, program):
        self.folder = Path(tempfile.mkdtemp(prefix='stepbook-saves-'))
        self.file = self.folder / GUIDE
        self.file.parent.mkdir(parents=True)
        self.file.write_text(guide('first'))
        (self.folder / 'stepbook.toml').write_text('languages = ["zh-TW"]\ntitle.zh-TW = "手冊"\n')
        command = [program, 'serve', '--root', self.folder, '--port', '0', '--color', 'never']
        self.child = subprocess.Popen(command, stderr=subprocess.PIPE)
        said = b''
        while not (address := re.search(rb'(http://[^/]*)/', said)):
            said += self.child.stderr.read1() or sys.exit(f'serve ended: {said}')
        self.address = address[1].decode()
        threading.Thread(target=self.child.stderr.read, daemon=True).start()
        self.heard = {}
        threading.Thread(target=self.listen, daemon=True).start()
        while not self.heard:
            time.sleep(.01)

    def listen(self):
        with urllib.request.urlopen(self.address + '/__stepbook/events') as stream:
            for line in stream:
                for version in re.findall(rb'"version":(\d+)', line):
                    self.heard.setdefault(int(version), time.perf_counter())

    def shows(self, title):
        try:
            with urllib.request.urlopen(self.address + '/zh-TW/a/good.html') as page:
                return f'<title>{title}' in page.read().decode()
        except urllib.error.HTTPError:
            return False

    def end(self):
        self.child.terminate()
        self.child.wait()
        shutil.rmtree(self.folder)


def in_place(file, text):
    file.write_text(text)


def renamed(file, text):
    beside = file.with_suffix('.tmp')
    beside.write_text(text)
    os.rename(beside, file)


def with_backup(file, text):
    backup = Path(f'{file}~')
    os.rename(file, backup)
    file.write_text(text)
    backup.unlink()


def in_two_parts(file, text):
    at = len(text) // 2
    with open(file, 'w') as open_file:
        open_file.write(text[:at])
        open_file.flush()
        time.sleep(.05)
        open_file.write(text[at:])


def emptied_first(file, text):
    file.write_text('')
    time.sleep(.05)
    file.write_text(text)


def with_crlf(file, text):
    file.write_bytes(text.replace('\n', '\r\n').encode())


def saves(preview, name, save, count, same=False):
    """Saves `count` times and prints the row; returns whether all went well."""
    lost = doubled = 0
    took = []
    title = 'first'
    if same:
        # After another way the file has another text.
        save(preview.file, guide(title))
        time.sleep(1)
    for number in range(count):
        before = len(preview.heard)
        if not same:
            title = f'{name} {number}'
        save(preview.file, guide(title))
        saved = time.perf_counter()
        if not same:
            while len(preview.heard) == before and time.perf_counter() - saved < LATEST:
                time.sleep(.001)
            # A state that is told is there.
            lost += not preview.shows(title)
        time.sleep(QUIET)
        states = len(preview.heard) - before
        doubled += states > (0 if same else 1)
        if states and not same:
            took.append(max(0, list(preview.heard.values())[before] - saved) * 1000)
    took.sort()
    times = f'p50 {took[len(took) // 2]:6.1f} ms, p95 {took[len(took) * 95 // 100]:6.1f} ms' if took else ''
    print(f'{name:24} {count:5} saves: {lost} lost, {doubled} doubled  {times}', flush=True)
    return not lost and not doubled


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    preview = Preview(program)
    preview.file.write_text(guide('first'))
    ways = [in_place, renamed, with_backup, in_two_parts, emptied_first, with_crlf]
    ways = [(way.__name__.replace('_', ' '), way) for way in ways] + [('the same text', in_place)]
    asked = [(name, way) for name, way in ways if not sys.argv[3:] or name in sys.argv[3:]]
    well = [saves(preview, name, way, count, same=name == 'the same text') for name, way in asked]
    preview.end()
    sys.exit(not all(well))


if __name__ == '__main__':
    main()
