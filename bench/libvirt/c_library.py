"""The C library through its Python binding, steered over stdin, one line per task, by c-library.ts.

Answers each with a line of JSON. Times leave out the start of Python and the closing.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import libvirt

STATS = (
    libvirt.VIR_DOMAIN_STATS_STATE
    | libvirt.VIR_DOMAIN_STATS_BALLOON
    | libvirt.VIR_DOMAIN_STATS_VCPU
    | libvirt.VIR_DOMAIN_STATS_BLOCK
)
REFRESH_STATS = STATS & ~libvirt.VIR_DOMAIN_STATS_VCPU


def read_host(connection):
    """What a discovery asks about the host itself. Returns the storage pools."""
    connection.getInfo()
    connection.getHostname()
    connection.getType()
    connection.getLibVersion()
    connection.getVersion()
    connection.getCapabilities()
    pools = connection.listAllStoragePools()
    for pool in pools:
        pool.info()
        pool.XMLDesc()
        pool.autostart()
    for network in connection.listAllNetworks():
        network.XMLDesc()
        network.isActive()
    return pools


def bulk(connection):
    """All that can be asked in bulk is. Documents cannot."""
    read_host(connection)
    records = connection.getAllDomainStats(STATS)
    return len([domain.XMLDesc() for domain, _ in records])


def naive(connection):
    """One domain after the other, as most programs do."""
    read_host(connection)
    domains = connection.listAllDomains()
    for domain in domains:
        domain.XMLDesc()
        domain.state()
        domain.info()
        domain.autostart()
        domain.isPersistent()
        domain.blockInfo("vda")
    return len(domains)


def timed(work):
    started = time.perf_counter()
    domains = work()
    return {"ms": (time.perf_counter() - started) * 1000, "domains": domains}


def cold(uri, discover):
    opened = []

    def work():
        opened.append(libvirt.open(uri))
        return discover(opened[0])

    try:
        return timed(work)
    finally:
        for connection in opened:
            connection.close()


def fleet(uri, hosts):
    """Many hosts in bulk, by a pool of threads: calls let go of Python's lock."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        return timed(lambda: sum(pool.map(lambda _: cold(uri, bulk)["domains"], range(hosts))))


def refresh(connection, pools):
    records = connection.getAllDomainStats(REFRESH_STATS)
    for pool in pools:
        pool.info()
    return len(records)


def tiny(connection, count):
    for _ in range(count):
        connection.getLibVersion()
    return 0


def main():
    kept = None
    pools = []
    for line in sys.stdin:
        task, argument = line.split()[:2]
        if task in ("naive", "bulk"):
            answer = cold(argument, naive if task == "naive" else bulk)
        elif task == "fleet":
            answer = fleet(argument, int(line.split()[2]))
        elif task == "keep":
            kept = libvirt.open(argument)
            pools = kept.listAllStoragePools()
            answer = {"ms": 0, "domains": 0}
        elif task == "drop":
            pools = []
            kept.close()
            kept = None
            answer = {"ms": 0, "domains": 0}
        elif task == "refresh":
            answer = timed(lambda: refresh(kept, pools))
        else:
            answer = timed(lambda: tiny(kept, int(argument)))
        print(json.dumps(answer), flush=True)


main()
