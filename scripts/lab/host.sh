#!/usr/bin/env bash
# One KVM host: its own mount, PID and UTS namespaces, its own libvirtd and virtlogd in its own
# network namespace. Its sshd processes (started later, by doors.ts) share the machine's network,
# so that they listen on plain loopback while their sessions see this host's /run/libvirt.
#
#   unshare --mount --pid --uts --fork host.sh DIR NAME HOST_UUID
#
# Prints "ready PID" (PID as the starter sees it) on stdout, then waits on stdin. The end of stdin is
# the end of the host: this shell is process 1 of the PID namespace, so the kernel ends everything
# else with it. That also holds when the starter dies of SIGKILL.
set -euo pipefail

dir=$1 name=$2 uuid=$3
here=$(cd "$(dirname "$0")" && pwd)
# Not everyone's PATH has the administrator's programs.
PATH=$PATH:/usr/sbin:/sbin

# Read before the new /proc hides it: the PID in the starter's namespace.
read -r outer_pid _ </proc/self/stat
mount -t proc proc /proc
hostname "$name"

finish() {
  trap - EXIT
  kill -KILL -1 2>/dev/null || true
  umount -lR /run 2>/dev/null || true
  rm -rf --one-file-system "$dir"
  exit "${1:-0}"
}
trap 'finish $?' EXIT
trap 'finish 0' TERM INT HUP

mkdir -p "$dir"/etc/libvirt "$dir"/run/{sshd,lock,netns,libvirt} "$dir"/home \
  "$dir"/lib/{dnsmasq,images,fast,archive,qemu,boot} "$dir"/cache "$dir"/log/qemu
chmod 755 "$dir"
chmod 711 "$dir"/lib "$dir"/lib/images

# People are added to copies of the account files, never to the machine's own. The daemon's accounts
# come with libvirt-daemon-system, which is not needed otherwise: it would start services.
for file in passwd group shadow; do cp -p "/etc/$file" "$dir/etc/$file"; done
for group in libvirt:x:64101: kvm:x:64102: libvirt-qemu:x:64055:; do
  grep -q "^${group%%:*}:" "$dir/etc/group" || echo "$group" >>"$dir/etc/group"
done
grep -q '^libvirt-qemu:' "$dir/etc/passwd" ||
  echo 'libvirt-qemu:x:64055:64055::/var/lib/libvirt:/usr/sbin/nologin' >>"$dir/etc/passwd"
sed -i 's/^\(libvirt:[^:]*:[^:]*:\).*/\1kvmadmin/' "$dir/etc/group"
while IFS=: read -r user id hash; do
  echo "$user:x:$id:$id::$dir/home/$user:/bin/bash" >>"$dir/etc/passwd"
  echo "$user:x:$id:" >>"$dir/etc/group"
  echo "$user:$hash:19000:0:99999:7:::" >>"$dir/etc/shadow"
  mkdir -p "$dir/home/$user"
  chown "$id:$id" "$dir/home/$user"
done <"$dir/people"

# The machine's own PAM stack may ask systemd-logind or print a message of the day; this one does not.
cat >"$dir/etc/pam-sshd" <<-'PAM'
	auth     required pam_unix.so
	account  required pam_unix.so
	session  required pam_permit.so
	PAM

cat >"$dir/etc/libvirt/libvirtd.conf" <<-CONF
	host_uuid = "$uuid"
	unix_sock_group = "libvirt"
	unix_sock_ro_perms = "0777"
	unix_sock_rw_perms = "0770"
	auth_unix_ro = "none"
	auth_unix_rw = "none"
	log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
	CONF
cat >"$dir/etc/libvirt/qemu.conf" <<-'CONF'
	user = "root"
	group = "root"
	dynamic_ownership = 0
	remember_owner = 0
	security_driver = "none"
	namespaces = []
	cgroup_controllers = []
	CONF
cat >"$dir/etc/libvirt/virtlogd.conf" <<-'CONF'
	log_outputs = "2:file:/var/log/libvirt/virtlogd.log"
	CONF

# All of /run, not just /run/libvirt: libvirtd must find neither the machine's D-Bus nor its pid files.
mkdir -p /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt
mount --bind "$dir/etc/libvirt" /etc/libvirt
mount --bind "$dir/lib" /var/lib/libvirt
mount --bind "$dir/cache" /var/cache/libvirt
mount --bind "$dir/log" /var/log/libvirt
for file in passwd group shadow; do mount --bind "$dir/etc/$file" "/etc/$file"; done
mount --bind "$dir/etc/pam-sshd" /etc/pam.d/sshd
mount --bind "$dir/run" /run

# A /dev/kvm that exists but cannot be used makes libvirt probe QEMU again on every call. An empty
# read-only file in its place answers the probe at once, on machines with and without KVM alike.
if [ -e /dev/kvm ]; then
  : >"$dir/no-kvm"
  mount --bind "$dir/no-kvm" /dev/kvm
  mount -o remount,bind,ro /dev/kvm
fi

# Only lo and bridges, no route out: NAT networks disturb nobody.
ip netns add host
ip netns exec host ip link set lo up
bash "$here/libvirtd.sh" start

echo "ready $outer_pid"
while read -r _; do :; done
