#!/usr/bin/env python3
"""Kills a preview while its mark editor writes: every file must be whole, and nothing may be left over.

Run by hand on Linux, with nothing but Python 3:

    tests/attack/edits.py target/debug/stepbook [kills, 200]

A site of `stepbook init` is edited over HTTP, as the editor's page does it, and the preview is killed (SIGKILL) at a
random moment. Then the sidecar must be what it was before or after one of the acts. The exit code is 1 if one was not.
"""
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

SIDECAR = 'content/guides/img/sign-in.png.toml'
PAGE = {'page': 'en/guides/sign-in.html', 'picture': 1}


class Preview:
    def __init__(self, program, folder):
        command = [program, 'serve', '--root', folder, '--port', '0', '--color', 'never']
        self.child = subprocess.Popen(command, stderr=subprocess.PIPE)
        said = b''
        while not (address := re.search(rb'(http://[^/]*)/', said)):
            said += self.child.stderr.read1() or sys.exit(f'serve ended: {said}')
        self.address = address[1].decode()
        threading.Thread(target=self.child.stderr.read, daemon=True).start()
        page = urllib.request.urlopen(f'{self.address}/__stepbook/edit.html?page=en/guides/sign-in.html&picture=1')
        self.key = re.search('stepbook-key" content="([^"]*)', page.read().decode())[1]

    def ask(self, route, body):
        headers = {'X-Stepbook-Key': self.key, 'Content-Type': 'application/json', 'Origin': self.address}
        address = f'{self.address}/__stepbook/edit/{route}'
        with urllib.request.urlopen(urllib.request.Request(address, json.dumps(body).encode(), headers)) as answer:
            return json.loads(answer.read())

    def edit(self):
        """Moves a mark until the preview is gone."""
        try:
            picture = self.ask('figure', PAGE)['pictures'][0]
            while True:
                mark = dict(picture['marks'][0])
                mark['at'] = [random.randrange(700, 800), *mark['at'][1:]]
                act = {'target': picture['id'], 'version': picture['version'], 'acts': [{'mark': {'set': [0, mark]}}]}
                picture = self.ask('act', {'edits': [act]}).get('targets', [picture])[0]
        except OSError:
            pass
        except (IndexError, ValueError):
            pass  # an act that changed nothing, or half an answer


def main():
    program, kills = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    folder = Path(tempfile.mkdtemp(prefix='stepbook-edits-')) / 'site'
    subprocess.run([program, 'init', '--quiet', folder], check=True)
    pattern = re.escape((folder / SIDECAR).read_text()).replace('765', r'7\d\d', 1)
    torn = acts = 0
    before = (folder / SIDECAR).read_text()
    for _ in range(kills):
        preview = Preview(program, folder)
        editing = threading.Thread(target=preview.edit)
        editing.start()
        time.sleep(random.uniform(.01, .08))
        preview.child.kill()
        preview.child.wait()
        editing.join()
        text = (folder / SIDECAR).read_text()
        torn += not re.fullmatch(pattern, text)
        acts += text != before
        before = text
    left = [path for path in folder.rglob('.stepbook-*.tmp')]
    print(f'{kills} kills, {acts} of them after an act: {torn} torn; {len(left)} files that wait for the next act to be swept')
    shutil.rmtree(folder.parent)
    sys.exit(torn > 0)


if __name__ == '__main__':
    main()
