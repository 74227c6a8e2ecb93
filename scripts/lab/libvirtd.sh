#!/usr/bin/env bash
# Inside a host (see host.sh): libvirtd.sh start|stop|hang|wake
# Machines outlive libvirtd, as on a real host: stop ends the daemon, not QEMU.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

log_pid=/run/virtlogd.pid daemon_pid=/run/libvirtd.pid socket=/run/libvirt/libvirt-sock

running() {
  [ -s "$1" ] && kill -0 "$(<"$1")" 2>/dev/null
}

# Waits for a condition, looking every 20 ms, for at most ten seconds.
until_true() {
  local tries=500
  until "$@"; do
    ((tries-- > 0)) || return 1
    sleep 0.02
  done
}

ended() { ! running "$daemon_pid"; }

case $1 in
  start)
    running "$daemon_pid" && exit 0
    rm -f "$socket"
    running "$log_pid" || ip netns exec host virtlogd -d -p "$log_pid"
    if [ -n "${LISTEN_FDS:-}" ]; then
      # Sockets from outside (see listen.ts) are for the one process whose PID is named, so this one
      # does not put itself into the background. It opens no other sockets, its own neither.
      # shellcheck disable=SC2016 # the inner shell's own PID
      ip netns exec host setsid bash -c 'LISTEN_PID=$$ exec libvirtd -p "$0"' "$daemon_pid" \
        </dev/null >/dev/null 2>&1 &
      until_true running "$daemon_pid"
      exit 0
    fi
    ip netns exec host libvirtd -d -p "$daemon_pid"
    if ! until_true test -S "$socket"; then
      echo "libvirtd opened no socket in 10 s. Its log:" >&2
      tail -n 20 /var/log/libvirt/libvirtd.log >&2
      exit 1
    fi
    ;;
  stop)
    running "$daemon_pid" || exit 0
    pid=$(<"$daemon_pid")
    kill -TERM "$pid"
    if ! until_true ended; then
      kill -KILL "$pid"
      until_true ended
    fi
    # A daemon that was killed, or that systemd does not look after, leaves its sockets behind.
    rm -f "$daemon_pid" /run/libvirt/libvirt-sock /run/libvirt/libvirt-sock-ro /run/libvirt/libvirt-admin-sock
    ;;
  hang) kill -STOP "$(<"$daemon_pid")" ;;
  wake) kill -CONT "$(<"$daemon_pid")" ;;
  *)
    echo "usage: libvirtd.sh start|stop|hang|wake" >&2
    exit 2
    ;;
esac
