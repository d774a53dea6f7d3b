#!/usr/bin/env python3
"""Memory that lanes take in Redis: measure.py HOST PORT SCRIPTS

An empty Redis, and the folder with the Lua files. Makes 1,000 lanes with the very scripts, and prints bytes for each.
"""
import socket
import sys

LANES = 1000


class Redis:
    def __init__(self, host, port):
        self.file = socket.create_connection((host, int(port))).makefile('rwb')

    def __call__(self, *words):
        self.file.write(b'*%d\r\n' % len(words))
        for word in words:
            data = str(word).encode()
            self.file.write(b'$%d\r\n%s\r\n' % (len(data), data))
        self.file.flush()
        return self.answer()

    def answer(self):
        line = self.file.readline()[:-2]
        kind, rest = line[:1], line[1:].decode()
        if kind == b'-':
            raise RuntimeError(rest)
        if kind == b'$':
            size = int(rest)
            return None if size < 0 else self.file.read(size + 2)[:-2].decode()
        if kind == b'*':
            return [self.answer() for _ in range(int(rest))]
        return rest


def main(host, port, folder):
    redis = Redis(host, port)
    text = {name: open(f'{folder}/lane.lua').read() + open(f'{folder}/{name}.lua').read()
            for name in ('rebuild', 'open', 'append')}

    def keys(lane):
        names = [f'ispb:{{{lane:08d}}}:{n}' for n in ('head', 'streams', 'leases', 'owners', 'returned', 'ended')]
        return names + [f'{{{lane:08d}}}:message-processing', f'ispb:{{{lane:08d}}}:rebuild',
                        f'ispb:{{{lane:08d}}}:again']

    def run(name, lane, *own):
        return redis('EVALSHA', loaded[name], 9, *keys(lane), 'run', 0, *own)

    def used():
        return int(next(line for line in redis('INFO', 'memory').split('\r\n')
                        if line.startswith('used_memory:')).split(':')[1])

    def told(what, before):
        print(f'{what}: {(used() - before) / LANES:.0f} bytes')

    loaded = {name: redis('SCRIPT', 'LOAD', text[name]) for name in text}
    before = used()
    for lane in range(LANES):
        redis('SET', keys(lane)[7], 'token')
        run('rebuild', lane, 'token', 1, 0, 0, 0, 0, 0)
    told('a lane at rest', before)
    for lane in range(LANES):
        run('open', lane, f'a{lane:05d}000000', f'a{lane:05d}111111', 10, '1a2b3c4d5e6f7.123456', 8000, 60000, 6)
    told('a lane with one collector that waits', before)
    for lane in range(LANES):
        for stream in 'bcdef':
            run('open', lane, f'{stream}{lane:05d}000000', f'{stream}{lane:05d}111111', 10, '1a2b3c4d5e6f7.123456', 8000,
                60000, 6)
    told('a lane with six collectors that wait', before)
    for lane in range(LANES):
        run('append', lane, 1000000)
    told('the same with a million messages that nobody has confirmed', before)


main(*sys.argv[1:])
